# Enrolment: participants of a group, import of lists, privacy notice.

enrolments-title = Participants
enrolments-back = Back
enrolments-places = { $n } of { $capacity } places taken.
enrolments-none-title = This group has no participants yet
enrolments-none-text = Import the list of the agency or enrol people one by one.
enrolments-name = Name
enrolments-where = Agency, area and post
enrolments-since = Since
enrolments-state = Status
enrolments-deeds = Actions
enrolments-erased = Data erased
enrolments-state-active = Enrolled
enrolments-state-withdrawn = Left
enrolments-state-completed = Completed
enrolments-import = Import a list
enrolments-add = Enrol a person
enrolments-done-enrolled = The person is enrolled.

enrolments-search = Is there a file already? Search by name or CURP
enrolments-search-hint = With a file, the data need not be typed again.
enrolments-search-go = Search
enrolments-mistake-not-found = Nobody was found. Check what you wrote or fill in the data below.
enrolments-add-new = Person without a file
enrolments-who = Is it one of these people?
enrolments-who-hint = Below each name is the date of birth.
enrolments-other-person = None of them: register another person
enrolments-part-work = Work and privacy notice
enrolments-first-day = First day in the group
enrolments-first-day-hint = They are on the rolls from that day on; left empty, from today. If the roll was kept on paper, write the day they began.
enrolments-since-outside = Write a day between the start of the group and today.
enrolments-since-signed = A roll since that day is signed already. Write a day after the last signed roll.
enrolments-enrol = Enrol
enrolments-full = The group is full. Enlarge it or choose another one.
enrolments-over = The group has ended or was called off: nobody more can be enrolled.
enrolments-already = This person is in the group already.
enrolments-left-before = This person left this group. Take them back from the list of participants.
enrolments-other-audience = The group is for men and the sex on record is woman.

enrolments-leave = Register leaving
enrolments-leave-title = A participant leaves
enrolments-leave-means = What leaving means
enrolments-leave-means-1 = They will not be on the rolls of the sessions to come.
enrolments-leave-means-2 = What they attended stays, and their place becomes free.
enrolments-leave-means-3 = If they return, they can be taken back from the list of participants.
enrolments-reason = Reason
enrolments-reason-own-decision = Own decision
enrolments-reason-work = Work or its hours
enrolments-reason-health = Health or care of somebody
enrolments-reason-moved = Moved, or changed agency
enrolments-reason-absences = Absences
enrolments-reason-mistake = Enrolled by mistake
enrolments-reason-other = Another one, known to the coordination
enrolments-mistake-reason = Choose the reason.
enrolments-until = Last day in the group
enrolments-until-outside = Write a day between the enrolment and today.
enrolments-not-active = This person was not enrolled any more.
enrolments-not-withdrawn = This person has not left the group.
enrolments-done-left = The leaving is on record.
enrolments-return = Take back
enrolments-done-returned = The person is back in the group.

enrolments-import-title = Import a list
enrolments-import-into = Group: { $group }
enrolments-import-register = People will be registered at your centre without being enrolled in a group.
enrolments-centre = Centre
enrolments-mistake-centre = Choose the centre.
enrolments-file = List
enrolments-file-hint = Excel (.xlsx), LibreOffice (.ods) or CSV, up to 10 MB and 20,000 rows.
enrolments-upload = Upload and review
enrolments-how = How to prepare the list
enrolments-how-1 = One row per person and the headings in one row. Without a list, use the template.
enrolments-template = Download the template
enrolments-how-2 = Spanish headings such as nombre, apellidos, CURP, sexo, fecha de nacimiento, dependencia, área, puesto, teléfono and correo are recognised.
enrolments-how-3 = No merged cells between the rows of people, no password, no macros.
enrolments-how-4 = Before anything is saved you will see what becomes of each row. Unconfirmed, the list is deleted after 24 hours.
enrolments-file-missing = Choose the file of the list.
enrolments-file-type = This file is no spreadsheet. Upload an .xlsx, .ods or .csv.
enrolments-file-old = This is an old Excel file (.xls). Open it and save it as “Excel Workbook (.xlsx)”.
enrolments-file-macros = The file has macros. Save it as “Excel Workbook (.xlsx)”, without macros.
enrolments-file-encrypted = The file has a password. Remove it and upload it again.
enrolments-file-rows = The list has more than 20,000 rows. Split it or delete the rows that are not needed.
enrolments-file-big = The file is too large once opened. Copy only the list to a new file.
enrolments-file-broken = The file is damaged or incomplete. Open it, save it again and upload it.
enrolments-file-empty = The file has no rows.

enrolments-columns-title = Confirm the columns
enrolments-columns-lead = Check what each column holds. Below each heading are the first rows.
enrolments-other-file = Upload another file
enrolments-sheet = Sheet
enrolments-heading-row = Row of the headings
enrolments-heading-row-hint = If there are titles above, write the number of the row with the headings.
enrolments-look-again = Update
enrolments-continue = Continue
enrolments-column-none = Do not import
enrolments-column-number = Column { $n }
enrolments-column-given-names = Given names
enrolments-column-first-surname = First surname
enrolments-column-second-surname = Second surname
enrolments-column-surnames = Both surnames
enrolments-column-full-name = Full name
enrolments-column-curp = CURP
enrolments-column-sex = Sex
enrolments-column-birth-date = Date of birth
enrolments-column-dependency = Agency
enrolments-column-area = Area
enrolments-column-post = Post
enrolments-column-phone = Telephone
enrolments-column-email = E-mail
enrolments-mistake-no-name = The name is missing: choose a column with the full name, or one with the given name and one with the surname.
enrolments-mistake-twice = Two columns hold the same. Leave one.
enrolments-mistake-merged = There are merged cells between the rows of people. Split them in the file and upload it again.
enrolments-mistake-no-rows = There are no rows below the headings.
enrolments-merged-at = There are merged cells in rows { $first } to { $last }: it cannot be told whose data they are. Split them in the file and upload it again.

enrolments-review-title = Review the list
enrolments-review-lead = { $place }. Nothing has been saved yet.
enrolments-figures = Rows shown
enrolments-rows = Rows of the list
enrolments-rows-todos = All
enrolments-rows-validos = Valid
enrolments-rows-avisos = With a warning
enrolments-rows-rechazados = Refused
enrolments-row-validos = Valid
enrolments-row-avisos = With a warning
enrolments-row-rechazados = Refused
enrolments-order = Sort by
enrolments-order-renglon = Row
enrolments-order-estado = State
enrolments-order-apellido = First surname
enrolments-split =
    { $n ->
        [one] In 1 row the name stood in a single cell: below it is split into given names and surnames. Check that it is right.
       *[other] In { $n } rows the name stood in a single cell: below it is split into given names and surnames. Check that it is right.
    }
enrolments-row = Row
enrolments-also = Also:
enrolments-part-name = Name and surnames
enrolments-part-identity = CURP, sex and birth
enrolments-part-rest = Work and contact
enrolments-likely-see = See the file
enrolments-likely-same = Taken for the same person.
enrolments-likely-same-turn = It is another person
enrolments-likely-other = Will be registered as another person.
enrolments-likely-other-turn = It is the same person
enrolments-result = Result
enrolments-verdict-validos = Imported.
enrolments-verdict-avisos = Imported; worth a look.
enrolments-verdict-rechazados = Not imported.
enrolments-copy = Download the list with the result
enrolments-copy-hint = The copy has your rows and one column more that says what became of each. It is deleted after 24 hours.
enrolments-list-full =
    { $free ->
        [0] The group is full. Enlarge it or choose another one.
        [one] 1 place is left and the list has { $n } people who can be enrolled. Remove rows or enlarge the group.
       *[other] { $free } places are left and the list has { $n } people who can be enrolled. Remove rows or enlarge the group.
    }
enrolments-namesakes = Everybody who seems to have a file
enrolments-namesakes-same = They are the same person: use the file
enrolments-namesakes-others = They are other people: register them
enrolments-confirm-title = Confirm
enrolments-confirm =
    { $n ->
        [one] Import 1 row
       *[other] Import { $n } rows
    }
enrolments-left-out =
    { $n ->
        [one] I understand that 1 row will not be imported
       *[other] I understand that { $n } rows will not be imported
    }
enrolments-mistake-left-out = Tick that you understand that some rows will not be imported, or correct the list.
enrolments-mistake-stale = Something changed meanwhile: somebody registered or enrolled one of these people. Review again and confirm.
enrolments-nobody = No row can be imported.
enrolments-no-notice = Your centre has no privacy notice yet. The coordination writes it on the page of the centre.
enrolments-discard = Delete this list without importing
enrolments-discard-copy = Delete this copy now
enrolments-done-discarded = The list was deleted.
enrolments-result-title = List imported
enrolments-result-part = List imported in part
enrolments-result-counts =
    { $n ->
        [one] 1 row went in
       *[other] { $n } rows went in
    }{ $left ->
        [0] {" "}and none stayed out.
        [one] {" "}and 1 stayed out.
       *[other] {" "}and { $left } stayed out.
    }
enrolments-result-registered =
    { $n ->
        [0] Everybody had a file.
        [one] 1 person is new in the register.
       *[other] { $n } people are new in the register.
    }
enrolments-see-people = See the people

enrolments-issue-name-missing = The name is missing.
enrolments-issue-name = The name or surname is missing or has signs that are no letters.
enrolments-issue-name-split = The name stood in one cell and was split: check the surnames.
enrolments-issue-name-curp = The name does not go with the letters of the CURP.
enrolments-issue-curp-missing = No CURP: it is still owed.
enrolments-issue-sex-x = says sex X. Confirm it with the document.
enrolments-issue-sex-missing = The sex is missing and no CURP tells it. Add it to the list.
enrolments-issue-sex-unreadable = not understood. Write hombre, mujer or X.
enrolments-issue-sex-ambiguous = may be mujer or masculino. Write hombre or mujer.
enrolments-issue-sex-curp = does not agree with the CURP; the one in the list is taken.
enrolments-issue-birth-unreadable = not understood. Write it as dd/mm/yyyy.
enrolments-issue-birth-century = the year has two digits and the century was assumed.
enrolments-issue-birth-number = stood as a number and was converted.
enrolments-issue-birth-future = is after today.
enrolments-issue-birth-curp = does not agree with the CURP.
enrolments-issue-formula = is a formula and its last value was taken.
enrolments-issue-formula-empty = is a formula without a value. Write the value.
enrolments-issue-kind = the cell holds no text.
enrolments-issue-long = is longer than 200 letters.
enrolments-issue-phone = is not valid and is left out.
enrolments-issue-email = is not valid and is left out.
enrolments-issue-twice = It is the same person as in row { $row }.
enrolments-issue-name-twice = It has the same name as row { $row }: check whether it is the same person.
enrolments-issue-enrolled = Is in the group already.
enrolments-issue-known = Has a file already: it will be used.
enrolments-issue-looks-known = Somebody with a file has the same name and date of birth.
enrolments-issue-same-name = There is a file with the same name.
enrolments-issue-elsewhere = Another centre has a file with this CURP: ask for its transfer.
enrolments-issue-limited = Whether this CURP is at another centre cannot be asked any more. Wait an hour.
enrolments-issue-left-before = Left this group: take them back from the list of participants.
enrolments-issue-dependency = The agency is missing, by which reports count.

enrolments-notice = Privacy notice
enrolments-notice-title = Privacy notice of the centre
enrolments-notice-lead = Each change is a new version. Everybody keeps the one they accepted.
enrolments-notice-draft = This is a draft: complete what stands in brackets with your transparency unit. It is not in use yet.
enrolments-notice-since = Version { $n }, in force since { $since }.
enrolments-notice-short = Short notice
enrolments-notice-full = Full notice
enrolments-notice-save = Put in force
enrolments-done-notice = The notice is in force.
enrolments-mistake-notice = Write the text of the notice.
enrolments-mistake-notice-draft = Complete what stands in brackets [ ] before the notice is used.
enrolments-notice-version = Read the privacy notice (version { $n })
enrolments-notice-accepted = Version { $version }, { $day } ({ $how })
enrolments-notice-pending = Pending
enrolments-accepted-by = Who accepted the notice?
enrolments-accept = Record acceptance
enrolments-done-accepted = The acceptance is on record.
enrolments-mistake-nobody = Tick the people who accepted.
enrolments-mistake-evidence = Choose how the acceptance is known.
enrolments-mistake-notice-day = Write the day on which it was accepted, today or before.
enrolments-evidence = How is it known that the notice was accepted?
enrolments-evidence-hint = Show or hand over the notice before asking for data.
enrolments-evidence-none = Not known yet
enrolments-evidence-signed-sheet = A sheet signed by each person
enrolments-evidence-signed-list = Signatures on a list
enrolments-evidence-electronic = Answer by e-mail or other electronic means
enrolments-notice-day = Day of acceptance
enrolments-notice-day-if = (if it is on record)
