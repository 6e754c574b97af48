# Who comes in: sign-in, my account, administration of accounts, API tokens.

access-nav-home = Today
access-nav-accounts = Accounts

access-role-facilitator = Facilitator
access-role-intake = Intake
access-role-coordinator = Coordinator
access-role-state-evaluator = State evaluator
access-role-commission = National commission
access-role-auditor = Auditor
access-role-transparency = Transparency
access-role-technical-administrator = Technical administrator
access-role-safety-liaison = Safety liaison
access-role-safety-coordinator = Safety coordinator

access-sign-in-title = Sign in
access-username = Username
access-password = Password
access-continue = Continue
access-sign-in-help = If you forgot your password, ask whoever manages the accounts of your centre for a new entry.
access-wait =
    { $n ->
        [one] Wait 1 second before you try again. Your account is not locked.
       *[other] Wait { $n } seconds before you try again. Your account is not locked.
    }
access-why-kept = Your session ran out. What you wrote is kept: you can go on after signing in.
access-why-expired = Your session ran out. Sign in again to go on.
access-why-left = You signed out.
access-mistake-username = Enter your username.
access-mistake-password = Enter your password.
access-mistake-sign-in = The username or the password is wrong. Check capital letters and enter both again.

access-code-title = Verification code
access-code = Code
access-code-hint = The 6 digits that the application on your phone shows.
access-code-help = Without your phone, enter one of your recovery codes. Each code works once.
access-enter = Sign in
access-mistake-code-missing = Enter the code.
access-mistake-code = The code is wrong or was used before. Wait for a new one on your phone and enter it.

access-enrol-title = Set up your account
access-enrol-lead = This is your first time here. It is done once and takes about two minutes.
access-enrol-password = Choose your password
access-enrol-factor = Link your phone
access-enrol-step-app = Open an authenticator application on your phone, such as FreeOTP or Google Authenticator.
access-enrol-step-scan = Choose to add an account and scan this code.
access-enrol-step-code = Enter below the 6 digits that appear.
access-enrol-picture = QR code that links your phone. If you cannot scan it, use the key written below.
access-enrol-text = Cannot scan? Enter this key in the application:
access-enrol-code-hint = The 6 digits that the application shows now.
access-enrol-finish = Finish and sign in

access-codes-title = Your recovery codes
access-codes-lead = If you lose your phone, each of these codes lets you in once.
access-codes-keep = Keep them on paper in a safe place, away from your phone. They will not be shown again.
access-codes-print = Print
access-codes-done = I have kept them
access-codes-panel = Recovery codes
access-codes-left =
    { $n ->
        [0] You have no code left. Make new ones.
        [one] You have 1 unused code left.
       *[other] You have { $n } unused codes left.
    }
access-codes-renew = Make new codes
access-codes-renew-lead = The old codes will stop working. Confirm that it is you.

access-password-new = New password
access-password-again = Enter it again
access-password-own = Your current password
access-password-hint = At least 15 characters. A sentence of four or five words that only you know is easy to remember.
access-password-short = The password is short: it needs at least 15 characters.
access-password-long = The password is too long: use 250 characters or fewer.
access-password-guessable = The password is easy to guess. Do not use your username nor common words of your work or keyboard.
access-password-differs = The two passwords differ. Enter it again.
access-password-required = Your password is temporary. Choose one of your own to go on.
access-password-lead = Changing it closes your sessions on other devices.
access-mistake-own-password = That is not your current password.
access-change-password = Change password

access-account-title = My account
access-account-data = Data
access-name = Name
access-roles = Roles
access-factor-since = Phone linked since
access-logins-title = Open sessions
access-logins-about = If you do not recognise one, close it and change your password.
access-login-device = Unnamed device
access-login-this = this session
access-login-opened = Opened { $when }.
access-login-seen = Last active: { $when }.
access-login-close = Close that session
access-done-login-closed = The session was closed.
access-done-password = Your password was changed. Your sessions on other devices were closed.

access-tokens-title = API tokens
access-tokens-about = With a token another system reads or writes in your name, with the same permissions as you.
access-tokens-open = See tokens
access-tokens-none = No tokens yet
access-tokens-none-text = Make one only if a system of your institution will connect. You can revoke it at any time.
access-token-new = Make a token
access-token-create = Make token
access-token-label = What it is for
access-token-label-hint = For example: board of the state institute.
access-token-scope = Scope
access-token-read = Read only
access-token-write = Read and write
access-token-write-hint = It can change data in your name. Choose it only if needed.
access-token-lifetime = Lifetime
access-token-days =
    { $n ->
        [one] 1 day
       *[other] { $n } days
    }
access-token-ends = Ends
access-token-used = Last used
access-token-never = Not used
access-token-deed = Action
access-token-revoke = Revoke
access-token-made = Token made
access-token-once = Copy it now: it will not be shown again. Whoever has it acts in your name.
access-done-token-revoked = The token was revoked and no longer works.
access-mistake-token-label = Enter what the token is for.
access-mistake-token-scope = Choose whether the token only reads or also writes.
access-mistake-token-days = Choose the lifetime of the token.

access-kept-title = Your data are still here
access-kept-lead = Your session ran out while you were sending a form on { $when }. What you wrote is not lost, but it is not saved yet.
access-kept-fields =
    { $n ->
        [one] The form has 1 field with data.
       *[other] The form has { $n } fields with data.
    }
access-kept-send = Save what I wrote
access-kept-drop = Discard it
access-done-kept-dropped = The form was discarded.

access-home-title = Today
access-home-safety-title = No signals yet
access-home-safety-text = When the programme has something that matters for a woman's safety, it will appear here first.
access-home-safety-what = What will arrive here
access-home-safety-signals = Signals of the programme: admission, threat, absences, dropout, ending. Each says why it arrives and what to do.
access-home-safety-apart = This side is apart by law: nobody who attends the men can enter, and no data about the women leave it.
access-home-safety-silence = No message carries names. The women have no account in the system.
access-home-safety-now = For now you can check your open sessions and recovery codes under

access-accounts-title = Accounts
access-accounts-lead = Who can sign in and with which role. Accounts are never deleted: they are suspended.
access-role = Role
access-state = State
access-state-active = Active
access-state-waiting = Waits for its first sign-in
access-state-suspended = Suspended
access-filter-any = All
access-filter-active = Active
access-filter-suspended = Suspended
access-new-title = New account
access-new-lead = A temporary password will be made, to be handed over in person. At the first sign-in its owner chooses another and links a phone.
access-new-create = Make account
access-name-hint = As it will appear on screen. May be left empty if you chose a member of staff.
access-staff = Member of staff
access-staff-hint = Choose them if they work at a centre: that is how they see their groups. If they are not listed, register them under Staff first.
access-staff-none = Not on the staff of a centre
access-username-hint = From 3 to 64 lower-case letters, digits, dots or hyphens. For example: ana.chan
access-centre = Centre
access-centre-hint = Required for facilitation, intake and coordination.
access-mistake-name = Enter the person's name.
access-mistake-username-shape = A username has 3 to 64 letters without accents, digits, dots, hyphens or at signs, without spaces.
access-mistake-username-taken = That username exists already. Choose another.
access-mistake-role = Choose a role.
access-mistake-centre = Choose the centre: this role is held at one.
access-username-invalid = The username has no valid form.
access-staff-unknown = That person is not on the staff or no longer works here.
access-staff-has-account = That person already has an account.
access-role-of-other-side = That role belongs to the other side: nobody can hold roles on both.
access-role-needs-centre = Role and centre do not go together.
access-last-coordinator = This is the only person who coordinates the centre. First give that role to whoever takes over.
access-last-administrator = This is the only person who administers this side. First give that role to whoever takes over.
access-suspend-self = You cannot suspend your own account.
access-factor-in-force = The account has a linked phone already.

access-handed-title = Hand these over
access-handed-lead = The password is temporary and is shown only now.
access-handed-password = Temporary password
access-handed-once = Write it down before you leave this page. If it is lost, make another with “New entry”.
access-handed-person = Hand it over in person or by a safe channel, never by e-mail together with the username.
access-handed-next = It is good for seven days. At the first sign-in its owner will choose a password and link a phone.
access-handed-done = I have handed it over

access-show-title = Account
access-created = Made on
access-roles-none = No roles: it can sign in but sees nothing.
access-role-grant = Give a role
access-role-end = End
access-entry-title = Entry
access-reentry = New entry
access-reentry-hint = If the password or the phone was lost.
access-suspend = Suspend account
access-suspend-hint = It is signed out at once and cannot come back.
access-reinstate = Reinstate account
access-consequences = What will happen
access-suspend-question = Suspend the account of { $name }?
access-suspend-at-once = All its sessions are closed at this moment.
access-suspend-kept = What it recorded is kept under its name.
access-suspend-back = You can reinstate it when needed.
access-reentry-question = Give { $name } a new entry?
access-reentry-identify = Do this only if you checked in person who it is.
access-reentry-old = The password, the linked phone and the recovery codes stop working, and the sessions are closed.
access-reentry-new = You will see a temporary password to hand over.
access-done-role-granted = The role was given.
access-done-role-ended = The role was ended.
access-done-suspended = The account was suspended and its sessions were closed.
access-done-reinstated = The account is active again.
