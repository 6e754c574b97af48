# Staff: contracts, checks, sanctions, hand-over and leaving.

staff-nav = Staff
staff-title = Staff
staff-one = Staff file
staff-lead = Who works at the centre, with the contract and the evidence that no sanction for violence exists.
staff-new = Register somebody
staff-change = Correct data
staff-save = Save
staff-data = Data
staff-more = Other actions
staff-name = Name
staff-roles = Current roles
staff-standing = May be assigned
staff-centre = Centre
staff-all-centres = All
staff-only-left = See those who have left
staff-empty-title = Nobody is registered here
staff-empty-text = Register who facilitates, admits and coordinates. Without a current contract and a check nobody can be given a group.
staff-given = Given names
staff-first-surname = First surname
staff-second-surname = Second surname
staff-curp = CURP
staff-curp-hint = It makes sure that nobody works with victims and aggressors at once. You can add it later.
staff-sex = Sex
staff-sex-man = Man
staff-sex-woman = Woman
staff-sex-x = Non-binary
staff-has-left = Has left
staff-mistake-name = Write the name as on the identity card, in letters only.
staff-mistake-curp = The CURP is not right. Check its 18 characters against the document.
staff-mistake-sex = Choose one.
staff-mistake-centre = Choose the centre of work.
staff-mistake-curp-taken = Somebody is registered with that CURP. Look in the list, also among those who have left.
staff-done-created = The person is registered. Add the contract and the check.
staff-done-changed = The data are saved.

staff-may-be-assigned = Yes
staff-bar-sanctioned = No: sanctioned for violence since { $day }
staff-bar-no-contract = No: the contract is not registered
staff-bar-other-function = No: their contract is for another role
staff-bar-contract-later = Not yet: the contract begins on { $day }
staff-bar-contract-ended = No: the contract ended on { $day }
staff-bar-no-check = No: not checked for sanctions for violence
staff-bar-check-expired = No: the check expired on { $day }
staff-ends-in =
    { $n ->
        [0] The contract ends today
        [one] The contract ends tomorrow
       *[other] The contract ends in { $n } days
    }
staff-ends-in-text =
    { $n ->
        [0] The contract ends today and no other is registered. Hand over groups and tasks, or register the new contract.
        [one] The contract ends tomorrow and no other is registered. Hand over groups and tasks, or register the new contract.
       *[other] The contract ends in { $n } days and no other is registered. Hand over groups and tasks, or register the new contract.
    }

staff-contracts = Contracts
staff-no-contracts = No contract is registered.
staff-contract-new = Register a contract
staff-role = Role
staff-starts = First day
staff-ends = Last day
staff-ends-hint = If left empty it ends with the project; without a project it has no end.
staff-no-end = No end
staff-project = Subsidy project
staff-project-hint = A contract that a project pays ends with it at the latest.
staff-no-project = None
staff-mistake-role = Choose what the contract is for.
staff-mistake-starts = Write the first day of the contract.
staff-mistake-project = Choose a project of the list.
staff-contract-reversed = The last day cannot be before the first.
staff-contract-after-project = The contract cannot end after the project that pays it. Write an earlier day or choose another project.
staff-done-contract = The contract is registered.

staff-checks = Check for sanctions for violence
staff-checks-text = By law nobody sanctioned for violence may attend people (LGAMVLV, article 8). Without a check in force nobody can be given a group.
staff-no-checks = No check is registered.
staff-check-new = Register a check
staff-checked-on = Day of the check
staff-expires-on = Expires on
staff-expires-hint = If left empty, after twelve months.
staff-evidence = Document that shows it
staff-evidence-hint = Authority and number. For example, letter 12/2026 of the prosecutor's office
staff-mistake-checked = Write the day of the check.
staff-mistake-checked-future = The check cannot be of a day to come.
staff-check-evidence-missing = Write which document shows it.
staff-check-expires-before = The expiry must be after the check.
staff-done-check = The check is registered.

staff-sanctions = Sanctions for violence
staff-sanction-since = Since { $day }
staff-sanction-lifted = (of no effect since { $day })
staff-sanction-lift = It was annulled
staff-sanction-new = Register a sanction for violence
staff-sanction-from = In force since
staff-sanction-note = Who imposed it, in which document
staff-sanction-note-hint = Only what is needed: authority, number and date. It is kept encrypted.
staff-sanction-submit = Register and suspend now
staff-sanction-consequence = When you register it, at once
staff-sanction-groups =
    { $n ->
        [0] There are no groups to leave.
        [one] The person leaves the group, which becomes a task: somebody else has to take the place.
       *[other] The person leaves { $n } groups, which become tasks: somebody else has to take the place.
    }
staff-sanction-accounts =
    { $n ->
        [0] There is no account to suspend.
        [one] The account is suspended and its sessions end.
       *[other] { $n } accounts are suspended and their sessions end.
    }
staff-sanction-last = This holds even for the only coordinator of the centre: ask the technical administration to give a successor access.
staff-mistake-sanction-since = Write since when it is in force.
staff-mistake-sanction-note = Write who imposed it and in which document.
staff-done-sanctioned = The sanction is registered and the person is suspended.
staff-done-lifted = The sanction is of no effect. Groups and account do not come back by themselves.

staff-groups = Groups
staff-no-groups = Facilitates no groups.
staff-accounts = Account
staff-no-accounts = No account.
staff-account-new = Make the account
staff-account-suspended = suspended

staff-hand-over = Hand over the work
staff-hand-over-lead = Choose who takes each group and the tasks of { $name }. All goes over together, or nothing.
staff-hand-over-consequence = When you hand over
staff-hand-over-rolls = Rolls that a group owes are taken by whoever receives it.
staff-hand-over-past = Earlier sessions keep who held them.
staff-hand-over-whole = If one group cannot go over, none does, and you are told why.
staff-hand-over-submit = Hand over
staff-first-day = First day of the successors
staff-first-day-hint = Until the day before, whoever hands over is responsible. After changing the day, see again who may take over.
staff-day-apply = See who may on that day
staff-nobody-that-day = On that day nobody of the centre may take over a group. Choose another day.
staff-group-load = Rolls to close: { $owed }. Sessions to come from that day on: { $left }.
staff-stays = Not handed over yet
staff-tasks = Tasks
staff-tasks-open =
    { $n ->
        [one] 1 open task
       *[other] { $n } open tasks
    }
staff-substitutions =
    { $n ->
        [one] They also stand in for somebody in 1 session to come: change it at the session.
       *[other] They also stand in for somebody in { $n } sessions to come: change it at each session.
    }
staff-nothing-to-hand-over = Nothing to hand over
staff-nothing-to-hand-over-text = There are no groups and no tasks in their name.
staff-mistake-first-day = Write the first day of the successors.
staff-mistake-successor = Choose somebody else for this group: this person cannot take it.
staff-handover-of-nothing = Choose who takes at least one group or the tasks.
staff-clash = { $what } is taken on { $when }
staff-clash-same = Already facilitates this group
staff-done-handed-over = The work is handed over.

staff-leave = Take off the staff
staff-leave-submit = Take off the staff
staff-leave-groups =
    { $n ->
        [one] They still facilitate 1 group. First hand it over.
       *[other] They still facilitate { $n } groups. First hand them over.
    }
staff-leave-consequence = When you do
staff-leave-account = The account is suspended and its sessions end.
staff-leave-record = What they did is kept with their name.
staff-leave-last = If nobody else coordinates the centre, a successor must have access first.
staff-is-oneself = You cannot take yourself off the staff. Ask another coordinator or the technical administration.
staff-has-groups = They still facilitate groups. Hand them over first.
staff-done-left = The person is off the staff.
