# Roll call, corrections, signed list and progress of the group.

attendance-title = Roll call
attendance-erased = Person erased
attendance-hint = Mark everybody else as present, then change the exceptions. Attending and complying are two things: what nobody notes stays “not noted”.
attendance-all-present = Everybody else, present
attendance-all-complied = Those who attended complied
attendance-transcribe = Transcribe the paper list
attendance-transcribe-lead = Copy what the signed list says. It is noted who transcribed it and when; afterwards upload the photo or scan on the session's page.
attendance-mark-present = Present
attendance-mark-late = Late
attendance-mark-excused = Excused absence
attendance-mark-unexcused = Unexcused absence
attendance-short-present = Pres.
attendance-short-late = Late
attendance-short-excused = Exc.
attendance-short-unexcused = Unexc.
attendance-late = Minutes missed
attendance-minutes =
    { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }
attendance-reason = Reason
attendance-reason-words = Detail
attendance-reason-words-only = (if you chose “Other”)
attendance-reason-health = Health
attendance-reason-family = Family or care
attendance-reason-work = Work or assignment
attendance-reason-authority = Appointment with an authority
attendance-reason-transport = Transport or weather
attendance-reason-other = Other (write the detail)
attendance-complied = Did what was agreed
attendance-complied-unsaid = Not noted
attendance-complied-so = did what was agreed
attendance-complied-figures = Yes: { $yes } · No: { $no } · Not noted: { $unsaid }
attendance-not-complied = did not do what was agreed
attendance-save = Save
attendance-sign = Sign and close
attendance-unmarked = Not marked
attendance-stale = Somebody else saved this roll while you filled it in. The buttons show yours; beside each name that differs is what was saved. Check and save, or
attendance-stale-closed = This roll is signed already: yours was not saved. Beside each name that differs is what was signed. If something is wrong, use “Correct” in the signed roll.
attendance-stale-drop = discard yours and see what was saved
attendance-stale-kept = Saved: { $mark }
attendance-mistake-late = Choose how many minutes were missed.
attendance-mistake-absent = Who was absent has no minutes. Change the mark.
attendance-mistake-reason = Choose the reason of the excused absence or write the detail.
attendance-mistake-unmarked = Mark each participant before signing.
attendance-mistake-nobody = Nobody was marked and nothing was saved. Mark at least one person.
attendance-mistake-why = Write why it is corrected.
attendance-mistake-same = There is nothing different to correct. Change the mark or go back without saving.
attendance-mistake-stale = Somebody else corrected this roll meanwhile. Check the mark beside the name and save again if it is still needed.
attendance-mistake-file = Choose the file of the signed list.
attendance-mistake-kind = That file is not PDF, JPEG or PNG. Take a photo or scan the list and choose that file.
attendance-mistake-not-held = Take the roll of this session first; then upload the signed list.
attendance-done-saved = Roll saved. It is not signed yet: sign it when it is complete.
attendance-done-signed = Roll signed and closed.
attendance-done-corrected = Correction saved. What it was before stays visible.
attendance-done-list = Signed list attached.

attendance-cancelled-title = This session was cancelled
attendance-cancelled-text = A cancelled session has no roll and is nobody's absence.
attendance-future-title = The roll cannot be taken yet
attendance-future-text = The roll opens when the session begins. Meanwhile you can print the blank list for signatures.
attendance-nobody-title = Nobody is enrolled on this day
attendance-nobody-text = The roll shows who is enrolled on the day of the session. Check the enrolments of the group.

attendance-closed-how = It does not change any more: it is corrected line by line, with a reason and in sight.
attendance-print = Print
attendance-participant = Participant
attendance-mark = Attendance
attendance-present-minutes = Minutes
attendance-correct = Correct
attendance-not-on-roll = Was not on the roll
attendance-yes = Yes
attendance-no = No
attendance-corrections = Corrections
attendance-correction = { $name }: from { $old } to { $new }
attendance-to-session = Go to the session
attendance-correction-title = Correct the signed roll
attendance-correction-lead = The mark before, the new one, your name, the date and the reason stay in sight for ever.
attendance-correction-why = Reason: { $why }
attendance-correction-by = Corrected by: { $who }
attendance-why = Why it is corrected
attendance-why-hint = For example: the paper list says otherwise, or proof was brought.
attendance-correct-save = Save the correction

attendance-blank = Print the blank list

attendance-closing-title = Sign the roll
attendance-exceptions = Exceptions
attendance-closing-then = By signing
attendance-closing-fixed = The roll is closed with your name and the time. Afterwards it is only corrected with a reason and in sight.
attendance-closing-counts = It counts for each participant's progress; the first unexcused absence in sessions 1 to 5 opens a task to call.
attendance-closing-paper = The paper list with signatures remains the evidence: upload it on the session's page.
attendance-closing-stale = Somebody else saved this roll meanwhile. Check it before signing.

attendance-dose-title = Progress of the group
attendance-dose-empty = There are no participants yet
attendance-dose-empty-text = Once people are enrolled, this shows how much each participant has received of what the programme prescribes.
attendance-dose-figures = How many people stand how
attendance-dose-all = See everybody in the group
attendance-dose-none = Nobody stands like that.
attendance-rule = Completes who attends { $n } of { $of } sessions and receives at least { $percent } % of the minutes.
attendance-of = { $n } of { $of }
attendance-owed =
    { $n ->
        [one] 1 roll is to be closed: who attended is unknown, and it counts as no absence.
       *[other] { $n } rolls are to be closed: who attended is unknown, and they count as no absences.
    }
attendance-owed-see = See the sessions
attendance-by-session = Session by session
attendance-sessions = Sessions
attendance-missed = Absences
attendance-unknown = Roll owed
attendance-standing = Standing
attendance-standing-met = Meets the rule
attendance-standing-on-track =
    { $n ->
        [one] Can miss 1 more
       *[other] Can miss { $n } more
    }
attendance-standing-at-risk =
    { $n ->
        [0] At risk: cannot miss any more
        [one] At risk: can miss 1 more
       *[other] At risk: can miss { $n } more
    }
attendance-standing-impossible = Not possible any more since session { $n }
attendance-figure-on-track = On track
attendance-figure-at-risk = At risk
attendance-figure-impossible = Not possible any more
attendance-figure-owed = Rolls owed
attendance-figure-met = Met the rule
attendance-gone = left the group
attendance-drawing = Attended { $n } of { $of } sessions; { $unknown } with the roll owed
attendance-legend = Session by session: full bar, attended (lower when minutes were missed); box, excused absence; cross, unexcused absence; “?”, roll owed, unknown; dash, to come or not offered. Absences: excused and unexcused. Minutes: share of those that the programme prescribes.
attendance-workbook = Attendance (Excel)
attendance-was-corrected = corrected
