# What is printed or downloaded: attendance lists, session plans, the group's attendance.

printed-matrix = Attendance
printed-matrix-legend = Minutes attended per session. A: unexcused absence. E: excused absence. O: roll owed. —: not meant for this person.
printed-participant = Participant
printed-sessions = Sessions
printed-minutes = Minutes
printed-sign-excused = E
printed-sign-unexcused = A
printed-sign-owed = O
printed-sign-not-offered = —
printed-audience-men = Men
printed-audience-public-servants = Public servants
printed-audience-youth = Adolescents and young people
printed-no-printer = This installation was built without PDF printing.
