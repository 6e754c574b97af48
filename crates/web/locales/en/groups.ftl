# Groups: the list, the steps that make one, the schedule and its changes.

groups-title = Groups
groups-lead = Each group follows one version of a programme, with its room, its hours and its facilitators.
groups-one-title = Group
groups-new = Make a group
groups-empty-title = There are no groups yet
groups-empty-text = A group brings participants together in a room, on a day and at an hour. When you make one, the system proposes every date and skips rest days.
groups-none-found = No group passes these filters. Remove one or type another part of the name.

groups-name = Name of the group
groups-state = State
groups-states = Groups by state
groups-dates = Dates
groups-next-at = Next: { $day } { $date }, { $hour }
groups-sessions = Sessions
groups-enrolled = People enrolled
groups-pair = Facilitated by
groups-centre = Centre
groups-facilitator = Facilitator
groups-any = All
groups-held-of = { $held } of { $of }

groups-tab-planned = To begin
groups-tab-running = Running
groups-tab-finished = Finished
groups-tab-cancelled = Called off
groups-state-any = All
groups-state-planned = To begin
groups-state-running = Running
groups-state-finished = Finished
groups-state-cancelled = Called off

groups-tab-sessions = Sessions
groups-tab-people = Participants
groups-tab-progress = Progress
groups-tab-certificates = Certificates
groups-taken-by = facilitates “{ $group }” at that hour on { $n } of the dates
groups-views = Parts of the group
groups-figures = Figures of the group

groups-session = Session
groups-number = session { $n }
groups-when = When
groups-room = Room
groups-changes = Changes
groups-move = Move
groups-cancel = Cancel
groups-substitute = Substitute
groups-session-planned = To be held
groups-session-owed = Roll owed
groups-session-saved = Roll not closed
groups-session-closed = Roll closed
groups-session-cancelled = Cancelled
groups-free =
    { $n ->
        [0] No free places
        [one] 1 free place
       *[other] { $n } free places
    }
groups-held = Sessions held
groups-next = Next session
groups-next-note = Session { $n }, { $hour }
groups-late = The group ends on { $end }, after the end of its project ({ $project }).
groups-slot = Usual day and hour
groups-slot-at = { $day }, { $hour }
groups-data = About the group
groups-history = History
groups-deeds = Actions
groups-print = Print the schedule
groups-programme = Programme
groups-programme-version = { $title }, version { $n }
groups-audience = For
groups-project = Subsidy project
groups-entry = Entry
groups-entry-open = Open: people may join after the start
groups-entry-closed = Closed: only at the start
groups-until = { $name } (until { $day })
groups-since = { $name } (since { $day })
groups-note-moved = Was { $from }. Reason: { $why }
groups-note-closure = Was { $from }. Centre closed: { $why }
groups-note-room = Another room. Reason: { $why }
groups-note-cancelled = Cancelled. Reason: { $why }
groups-note-substitute = { $staff } stands in for { $absent }. Reason: { $why }

groups-step-of = Step { $n } of { $of }
groups-asks-1 = Programme and centre
groups-asks-2 = Name, room and places
groups-asks-3 = Day and hour
groups-asks-4 = Who facilitates
groups-step-next = Continue
groups-step-back = Back
groups-programme-hint = The group keeps this version even when a later one is made.
groups-no-programmes = No programmes are installed. Ask the technical administration to install them.
groups-no-centres = No centres are within your reach.
groups-to-centres = See centres
groups-name-hint = Without names of people. For example, “Mondays 9 h, Leona Vicario”.
groups-no-rooms = This centre has no rooms yet.
groups-to-centre = Register a room
groups-room-holds = { $name } (holds { $n })
groups-room-women = women are attended here
groups-capacity = Places
groups-capacity-hint = How many people may enrol.
groups-open = Open group
groups-open-hint = People may enrol after the first session.
groups-project-hint = The project that pays for the group. You are warned when the group ends later.
groups-project-until = { $key } (until { $day })
groups-no-project = No project
groups-weekday = Day of the week
groups-hour = Hour
groups-hour-hint = The centre's hour, from 00:00 to 23:59.
groups-start = First possible day
groups-start-hint = The first session is on that day or on the next that fits. Mandatory rest days and those of the centre's calendar are skipped.
groups-few-facilitators = Two people who may facilitate are needed, with contract and check in force.
groups-to-staff = See the staff
groups-facilitator-first = First facilitator
groups-facilitator-second = Second facilitator
groups-facilitator-hint = Whoever cannot be assigned is shown with the reason and cannot be chosen.

groups-check-title = Check your answers
groups-check-lead = Nothing has been saved yet. Check the data and the dates; then you can make the group.
groups-schedule = Proposed schedule
groups-skipped = { $day } is skipped: { $why }
groups-create = Make the group
groups-obstacles = Not saved. Solve this first

groups-clash-room = The room “{ $what }” is taken by the group “{ $group }”, { $hours }: { $days }. Choose another room, day or hour.
groups-clash-facilitator = { $what } facilitates the group “{ $group }”, { $hours }: { $days }. Choose another person, day or hour.
groups-clash-elsewhere = of another centre
groups-and-more =
    { $n ->
        [one] and 1 more date
       *[other] and { $n } more dates
    }
groups-women-attended = On { $day } women are attended in that room: no session with men who use violence can be there (LGAMVLV, art. 8). Choose another room.
groups-room-too-small =
    { $n ->
        [one] That room holds 1 person, fewer than the places. Lower the places or choose another room.
       *[other] That room holds { $n } people, fewer than the places. Lower the places or choose another room.
    }
groups-same-person = Choose two different people: this one is already in the pair.
groups-cannot-facilitate = { $name } cannot facilitate: { $why }.
groups-bar-sanctioned = sanctioned for violence since { $day }
groups-bar-no-contract = no contract is registered
groups-bar-other-function = their contract is for another role
groups-bar-contract-later = the contract begins on { $day }
groups-bar-contract-ended = the contract ended on { $day }
groups-bar-no-check = the check that there are no sanctions for violence is missing
groups-bar-check-expired = the check expired on { $day }
groups-warn-project = The group ends on { $day }, after the end of the project. Sessions beyond it: { $n }.
groups-warn-facilitator = { $name } does not cover the whole group: { $why }. Renew or change before that.
groups-warn-past = The first session is in the past: its rolls will be transcribed from paper.
groups-session-was-held = That session was held: its date does not change.
groups-session-was-cancelled = That session is already cancelled.
groups-same-time = Date, hour and room are those it had.
groups-rest-day = There are no sessions on that day: { $why }.
groups-out-of-order = It would pass session { $n }: sessions keep their order. Choose a date between the one before and the one after.

groups-rest-new-year = 1 January, mandatory rest day
groups-rest-constitution = mandatory rest day for 5 February
groups-rest-juarez = mandatory rest day for 21 March
groups-rest-labour = 1 May, mandatory rest day
groups-rest-independence = 16 September, mandatory rest day
groups-rest-federal-executive = change of the federal executive, mandatory rest day
groups-rest-revolution = mandatory rest day for 20 November
groups-rest-christmas = 25 December, mandatory rest day

groups-mistake-programme = Choose a programme
groups-mistake-centre = Choose a centre
groups-mistake-name = Type a name for the group
groups-mistake-room = Choose a room
groups-mistake-capacity = Type the places as a number from 1 to 200
groups-mistake-project = Choose a project of the list, or none
groups-mistake-weekday = Choose the day of the week
groups-mistake-hour = Type the hour with a colon. For example, 09:00
groups-mistake-start = Type the first possible day
groups-mistake-facilitator = Choose a person of the list
groups-mistake-day = Type the date
groups-mistake-reversed = The last day cannot be before the first
groups-mistake-reason = Type the reason: it stays in the group's history
groups-mistake-state = Choose what you want to do
groups-mistake-barred = This person cannot facilitate this group: the reason stands beside the name. Choose another one

groups-session-change = Change of a session
groups-now-at = Now: { $day }, { $hour }. Place: { $room }.
groups-reason = Reason
groups-reason-hint = In a few words and without names of participants. It stays in the history of the session.
groups-reason-only = (required to call it off)
groups-move-title = Move session { $n }
groups-new-day = New date
groups-new-day-hint = The session keeps its number and its place between the one before and the one after.
groups-move-do = Move the session
groups-cancel-title = Cancel session { $n }
groups-cancel-consequence = Before you cancel
groups-cancel-keeps = The session keeps its number and frees the room and the facilitators.
groups-cancel-final = It cannot be brought back: participants receive one session less.
groups-cancel-move-instead = If it can be held on another day, moving it is better:
groups-cancel-do = Cancel the session
groups-substitute-title = Substitute in session { $n }
groups-absent = Who will be absent?
groups-stand-in = Who stands in?
groups-stand-in-hint = For this session only. Whoever cannot be assigned is shown with the reason and cannot be chosen.
groups-substitute-do = Record the substitute

groups-change-facilitator = Change a facilitator
groups-change-facilitator-hint = From a day on. For one session only, use a substitute.
groups-change-facilitator-lead = Earlier sessions keep who facilitated them.
groups-leaving = Who leaves the group?
groups-arriving = Who takes over?
groups-from = First day of the new one
groups-change-do = Make the change
groups-change-state = Finish or call off the group
groups-change-state-hint = Who, when and why is recorded.
groups-new-state = What do you want to do?
groups-finish = Finish the group
groups-finish-hint = No more sessions are planned. Owed rolls can be closed and certificates issued.
groups-call-off = Call the group off
groups-call-off-hint = All sessions that were not held are cancelled. It cannot be undone.
groups-state-reason-hint = Without names of participants.
groups-state-do = Confirm

groups-closure-title = Closing the centre in an emergency
groups-closure-lead = { $name }. For a hurricane or another emergency, all sessions of those days move in one act. First you see how they will be.
groups-closure-from = First day closed
groups-closure-last = Last day closed
groups-closure-reason-hint = For example, “Hurricane, red alert”.
groups-closure-show = See how the sessions would be
groups-closure-moves =
    { $n ->
        [0] No session moves
        [one] 1 session moves
       *[other] { $n } sessions move
    }
groups-closure-clashes = Some sessions would clash. Give them another date or hour below; then confirm.
groups-closure-was = Was
groups-closure-will = Will be
groups-closure-consequence = When you confirm
groups-closure-all = All sessions of the table move, or none if anything clashes. Each keeps its number and says why.
groups-closure-tell = The system does not tell the participants: call them.
groups-closure-blocked = No new sessions can be planned in the centre on those days.
groups-closure-do = Close the centre and move the sessions

groups-feed-title = My calendar
groups-feed-lead = See your sessions in the calendar of your telephone or computer.
groups-feed-how = Add a calendar “by subscription” or “from URL” and paste this address:
groups-feed-make = Make my address
groups-feed-renew = Change the address
groups-feed-care = Take care of this address
groups-feed-secret = Whoever has it sees dates, hours and rooms. It holds no names and not what the sessions are for.
groups-feed-renewal = If it was shared by mistake, change it: the old one stops working.
groups-feed-no-staff = Your account is of nobody on the staff: it has no sessions of its own.
groups-feed-one = Calendar of the group
groups-feed-hint = To subscribe from a calendar. It holds only dates, hours and rooms.
groups-feed-name = Sessions
groups-feed-session = Session { $n } of { $of }

groups-done-created = The group was made with all its sessions.
groups-done-moved = The session was moved.
groups-done-cancelled = The session was cancelled.
groups-done-substituted = The substitute was recorded.
groups-done-facilitator = The change of facilitator was recorded.
groups-done-state = The state of the group changed.
groups-done-closed = The centre is closed on those days and its sessions were moved.
groups-done-feed = The address of the calendar changed.
