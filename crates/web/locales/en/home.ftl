# Today: what is on today and what is owed.

home-title = Today
home-search = Search for a person
home-register = Register a person
home-today = Sessions of today
home-coming = Next seven days
home-owed-rolls = Rolls owed
home-owed-records = Sessions to complete
home-tasks = Tasks
home-session = { $group }: session { $n }
home-when = { $day }, { $hour }
home-roll-signed = Roll signed
home-roll-draft = Roll in draft
home-enrolled =
    { $n ->
        [one] 1 enrolled
       *[other] { $n } enrolled
    }
home-why-roll = Not known who attended
home-why-log = Log lacks signatures
home-why-list = Signed list not uploaded
home-due = Due { $day }
home-task-absence = Call { $who }
home-task-absence-why = Why: unexcused absence from session { $n } of { $group }. Who misses early often does not come back; a call in time helps.
home-task-contract = A contract is about to end
home-task-contract-why = Why: who leaves has groups or tasks to hand over before.
home-task-facilitator = { $group } lacks a facilitator
home-task-facilitator-why = Why: one of the facilitators cannot go on. Assign somebody before the next session.
home-task-other = Task of { $group }
home-task-other-why = Why: the system found something to look at.
home-empty = Nothing owed
home-empty-groups = The sessions of today will be here, and what is missing: rolls, logs, signed lists and calls.
home-empty-intake = First search whether the person is registered. If not, register and enrol them in a group.
home-empty-other = What is to be done will be here. The sections hold what you may consult.
home-to-groups = See the groups
home-figures = Progress by group
home-figures-lead = Figures without names. An owed roll is no absence: it is shown apart because it is not known.
home-figures-empty = No groups are running yet
home-figures-empty-text = Figures appear with the first roll that is taken.
home-group = Group
home-centre = Centre
home-people = Enrolled
home-health = State of the system
home-audit-title = Audit log
home-audit = { $n } entries sealed; { $waiting } to be sealed.
home-audit-checkpoint = Last signed checkpoint: { $n }, { $when }.
home-audit-teach = There one reads who did what and when, without anybody’s data, and downloads the checkpoint to be kept elsewhere.
home-accounts = Accounts
home-accounts-text = New accounts, suspensions and new access codes.

home-contact-title = Call about an absence
home-contact-file = See contact data
home-channel = How the person was sought
home-channel-call = Call
home-channel-message = Message
home-channel-visit = Visit
home-channel-other = Other
home-outcome = How it went
home-outcome-reached = Spoke with the person
home-outcome-no-answer = No answer
home-outcome-left-message = Left a neutral message
home-outcome-wrong-number = The number is not theirs
home-note = Note
home-note-hint = Only what is needed. It is kept encrypted.
home-closes = No need to call again
home-closes-hint = The task is closed; the record stays.
home-contact-save = Log it
home-script = What to say
home-script-say = “Good morning, may I speak with…? I am calling from the centre about the session you could not come to. Is all well? We expect you at the next one.”
home-script-care = If somebody else or a mailbox answers, do not say from which centre or workshop you call: “When can I find them?”
home-attempts = Earlier attempts
home-attempts-none = Nobody has called yet.
home-mistake-channel = Choose how the person was sought.
home-mistake-outcome = Choose how it went.
home-done-logged = Attempt logged.
home-done-closed = Attempt logged and task closed.
