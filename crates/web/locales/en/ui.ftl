# The frame of every page and the common pieces.

ui-app-name = Buentrato
ui-title-suffix = System
ui-side-programme = Programme
ui-side-safety = Safety liaison
ui-demo = Demonstration: all data are made up.
ui-skip = Skip to content
ui-nav = Sections
ui-more = More
ui-waiting = to attend to
ui-exit = Quick exit
ui-exit-hint = Signs you out and opens another page. Pressing Shift three times does the same.
ui-exit-address = https://www.google.com/search?q=weather
ui-theme = Appearance
ui-theme-device = Auto
ui-theme-light = Light
ui-theme-dark = Dark
ui-language = Language
ui-my-account = My account
ui-sign-out = Sign out
ui-session-title = Your session is about to end
ui-session-text = For safety it will be closed unless you continue. Time left:
ui-session-stay = Continue
ui-session-ended = Your session has ended. What you wrote is kept: when you send it you will be asked to sign in again.
ui-session-send = Send and sign in again

ui-banner = Person
ui-no-value = No data
ui-change = Change
ui-cancel = Cancel
ui-filters = Filters
ui-filter = Apply
ui-filter-clear = Clear filters
ui-search = Search
ui-count-none = No results
ui-count =
    { $n ->
        [one] 1 result
       *[other] { $n } results
    }
ui-count-of = { $first } to { $last } of { $n } results
ui-pager = Pages
ui-previous = Previous
ui-next = Next
ui-page = Page { $n }

ui-optional = (optional)
ui-municipality-hint = Choose or write its name. If it is not in the list, write the 5 digits of its INEGI key.
ui-choose = Choose one
ui-mistakes = There is something to correct
ui-mistake = Error:
ui-mistake-date = Enter a date that exists, with day, month and a four-digit year. For example, 05/03/2026
ui-birthday-hint = For example, 27 3 1985
ui-day = Day
ui-month = Month
ui-year = Year
ui-roll-missing = not marked

ui-error-home = Go to the home page
ui-error-reference = If you ask for help, quote this reference:
ui-error-400-title = The request was not understood
ui-error-400-what = What reached the system is incomplete or not of the form it expects.
ui-error-400-do = Go back to the page before and try again. No change was saved.
ui-error-403-title = This page has expired
ui-error-403-what = The page was open for too long or your session changed. No change was saved.
ui-error-403-do = Go back, reload the page and repeat the last thing you did.
ui-error-404-title = The page was not found
ui-error-404-what = It does not exist, it has moved, or it is not part of your role.
ui-error-404-do = Check the address. If you need it for your work, ask your coordinator for help.
ui-error-409-title = Somebody else made a change
ui-error-409-what = While you were working, another person saved changes to the same thing. Yours were not saved, so as not to erase theirs.
ui-error-409-do = Go back, see how it stands now, and repeat your change if it is still needed.
ui-error-413-title = The file is too large
ui-error-413-what = The system does not take files of that size. No change was saved.
ui-error-413-do = Send a smaller file, for example at a lower resolution or in parts.
ui-error-429-title = Too many attempts in a row
ui-error-429-what = To protect the data, the system pauses.
ui-error-429-do = Wait a minute and try again.
ui-error-500-title = The system failed
ui-error-500-what = There was an error that is not your fault. It was recorded.
ui-error-500-do = Try again in a few minutes. Before repeating a change, check whether it was saved.
ui-error-503-title = The system is not available
ui-error-503-what = The database does not answer, or there is too much load. What was saved is safe.
ui-error-503-do = Wait a moment and load this page again. If you were sending a form, the browser will ask whether to send it again: accept. It arrives whole and nothing is saved twice.
ui-error-507-title = There is no room to save
ui-error-507-what = The machine that the system runs on has no room left. This change was not saved; what came before is safe.
ui-error-507-do = Tell the technical administration and do not close this page. When there is room, load it again: the browser will ask whether to send the form again. Accept, and nothing has to be typed again.
ui-help = Help with this page
