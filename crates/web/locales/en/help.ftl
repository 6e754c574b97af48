# Help of each page, for whoever opens it the first time.

help-home = What is on today and what is owed: rolls to take, calls to make, logs and signed lists. Each line says why it is there and leads to where it is settled. What is done disappears by itself.
help-safety = This side belongs to the liaisons for the safety of the women. It is apart from the programme: another account, another database and another key.
help-roll = Choose “The rest, present” and change only the exceptions. Saving twice doubles nothing. When everybody has a mark, sign and close; after that there are only corrections with a reason.
help-log = Write what was done of the plan, incidents, and what was observed of each participant. Both facilitators sign; if one was absent, one signs and says why.
help-session = A session leaves three things: the roll, the signed log and the signed paper list. Here you see which is missing. Print the blank list before you begin.
help-participants = Who is in the group and whether they accepted the privacy notice. Enrol one person, or many from a spreadsheet. Whoever leaves keeps what was attended.
help-progress = How much each participant received of what was planned and who may not complete. A roll not taken is no absence: it is shown apart.
help-certificates = One button issues all certificates that are due. Each has a folio, a digital seal and a QR code that anybody can verify. Revoking cannot be undone and needs a reason.
help-groups = A group follows one version of a programme in a room at an hour. Its calendar skips rest days. Moving or cancelling a session keeps its number and needs a reason.
help-calls = Whoever misses the beginning often does not come back. Call, note the outcome and close the task when no more is needed. Leave no message that says which centre calls.
help-import = Upload the list as you have it: Excel, ODS or CSV. Confirm the columns, review each row and only then confirm: all or nothing is saved, and you can download the list with its remarks.
help-people = Search before you register: part of the name is enough, with or without accents, or the CURP. Opening a file is recorded. Two files of one person are merged, and a merge can be undone.
help-programmes = The sessions of each programme with their plans. Changing a programme makes a new version; groups keep the one they began with.
help-centres = Centres, rooms, own rest days and the places where women are attended. Where women are attended, nothing for men is scheduled.
help-staff = Contracts and the check that there is no sanction for violence: without them nobody can facilitate. Before a contract ends, hand over groups and tasks here.
help-projects = The subsidy project that groups and contracts hang on, with its targets and dates.
help-documents = What the documents of each institution bear from a date on: name, logo, legend of the year and who signs. Documents already issued do not change.
help-accounts = Who may enter and in which role. Suspending an account ends its sessions at once. Passwords are never seen again after they are handed over.
help-account = Your password, your recovery codes and the devices you signed in with. If you do not recognise one, close it and change your password.
help-guide = The steps that lead a new centre to its first group. You may stop and go on later: what is done stays.
help-audit = Each line says which account did what, to what and when. Choose what stands under “On what” to see all that was noted about it. Entries are chained and signed: a change shows when the chain is verified.
