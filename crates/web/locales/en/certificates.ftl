# Certificates: of a group, one by one, their revocation and the public page that verifies them.

certificates-title = Certificates of the group
certificates-lead = There are two documents. The certificate of participation says how many sessions and hours the person attended; the one of completion says, moreover, that the rule of the programme was met.
certificates-kind = Document
certificates-kind-participation = Participation certificate
certificates-kind-completion = Completion certificate
certificates-hours = { $h } h
certificates-hours-minutes = { $h } h { $m } min
certificates-participant = Participant
certificates-sessions = Sessions
certificates-received = Time received
certificates-documents = Documents
certificates-erased = Data erased
certificates-nobody = This group has no participants
certificates-nobody-text = Once people are enrolled and rolls are closed, their certificates are issued here.
certificates-to-group = Go to the group
certificates-issue-about = All that are due are issued at once, with consecutive folios by surname. Those already issued are not repeated.
certificates-issue-signs = Signed by hand, on the printed paper: { $who }.
certificates-issue-signs-change = Change who signs
certificates-issue =
    { $n ->
        [one] Issue 1 certificate
       *[other] Issue { $n } certificates
    }
certificates-check-title = Check before issuing
certificates-check-people = People who get one or more
certificates-check-signs = Signed by hand by
certificates-check-whom = For whom
certificates-check-then = By issuing
certificates-check-folios = Each certificate carries today's date and a folio; folios are consecutive, by surname.
certificates-check-final = An issued certificate is neither undone nor corrected: it can only be revoked, with a reason, and its folio is not used again.
certificates-none-due = No certificate is due at present. Each document says why.
certificates-none-yet = No certificate can be issued yet
certificates-download-all =
    { $n ->
        [one] Download 1 PDF
       *[other] Download { $n } PDFs
    }
certificates-given = Issued
certificates-due = Due
certificates-printing = In preparation
certificates-revoked = Revoked
certificates-in-force = In force
certificates-group = Group
certificates-differs = Attendance changed afterwards: see whether to revoke it
certificates-withheld-roll-open = A roll is not closed
certificates-withheld-not-finished = Sessions are still to come
certificates-withheld-nothing-received = Attended no session
certificates-withheld-rule-not-met = Does not meet the completion rule
certificates-withheld-withdrawn = Left the group
certificates-withheld-erased = Data were erased
certificates-no-face = Cannot be issued: the institution and who signs its documents are not registered.
certificates-no-face-link = Register institution and signatures

certificates-job-title = Issuing certificates
certificates-job-waits = Waiting to begin…
certificates-job-progress = { $done } of { $total } certificates
certificates-job-about = This page refreshes by itself. You can leave it: issuing goes on.
certificates-job-again = Refresh
certificates-job-ended =
    { $n ->
        [0] No certificate was due.
        [one] 1 certificate was issued.
       *[other] { $n } certificates were issued.
    }
certificates-job-see = See how it goes
certificates-job-next = When it ends, download the PDFs, print them and have them signed. Then keep the signed original with each certificate.
certificates-to-list = See the certificates
certificates-problem-gone = Issuing stopped: the group, or your permission to issue, is no longer available. What was issued is kept.
certificates-problem-unprintable = A name has letters that cannot be printed. Correct it in the person's file and issue again: the other certificates are ready.
certificates-problem-too-long = A text does not fit on the page. Shorten the institution's data or the name and issue again: the other certificates are ready.
certificates-problem-logo = The logo cannot be read. Upload another one in the institution's documents and issue again.
certificates-problem-disk-full = The server ran out of space. Tell technical administration and issue again.
certificates-problem-other = Issuing could not finish. What was issued is kept; issue again and, if it happens again, tell technical administration.

certificates-show-title = Certificate
certificates-show-heading = Certificate { $folio }
certificates-issued-on = Date of issue
certificates-issued-by = Issued by
certificates-download = Download PDF
certificates-revoke = Revoke certificate
certificates-revoked-on = Revoked on
certificates-revoked-by = Revoked by
certificates-revoked-why = Reason for revoking
certificates-scan-title = Signed original
certificates-scan-about = The digital seal proves that the file did not change; it does not replace the autograph signature. Keep the original with signatures and stamp here, as a scan or a photo.
certificates-scan-download = Download the signed original
certificates-scan = File
certificates-scan-hint = PDF, JPEG or PNG of up to 10 MB. If there is one already, the new one takes its place.
certificates-scan-send = Save
certificates-done-scan = The signed original was saved.
certificates-mistake-scan-missing = Choose the file with the signed original.
certificates-mistake-scan-kind = The file must be PDF, JPEG or PNG.
certificates-revoke-title = Revoke certificate
certificates-revoke-question = Revoke certificate { $folio }?
certificates-consequences = What revoking brings about
certificates-revoke-public = Whoever opens its QR code sees from now on that it is revoked, with the date; they do not see the reason.
certificates-revoke-file = The PDF already handed over does not change: its seal still proves that it is intact, not that it holds.
certificates-revoke-again = Another one of its kind can be issued, with another folio.
certificates-revoke-final = It cannot be undone.
certificates-reason = Reason
certificates-reason-hint = It stays in the centre's records. Do not write health data or data of other people.
certificates-reason-missing = Write the reason for revoking.
certificates-remedy-roll-open =
    { $n ->
        [one] 1 document waits for a roll that is not closed. Close it in the tab “Sessions”.
       *[other] { $n } documents wait for rolls that are not closed. Close them in the tab “Sessions”.
    }
certificates-remedy-rule-not-met =
    { $n ->
        [one] 1 certificate of completion cannot be issued: the rule of the programme was not met. See why in the tab “Progress”.
       *[other] { $n } certificates of completion cannot be issued: the rule of the programme was not met. See why in the tab “Progress”.
    }
certificates-remedy-not-finished =
    { $n ->
        [one] 1 document waits until all sessions have been held.
       *[other] { $n } documents wait until all sessions have been held. Nothing is to be done before.
    }
certificates-remedy-nothing-received =
    { $n ->
        [one] 1 document cannot be issued: the person attended no session. If the roll is wrong, correct it with a reason.
       *[other] { $n } documents cannot be issued: these people attended no session. If a roll is wrong, correct it with a reason.
    }
certificates-remedy-withdrawn =
    { $n ->
        [one] 1 certificate of completion cannot be issued: the person left the group.
       *[other] { $n } certificates of completion cannot be issued: these people left the group.
    }
certificates-remedy-erased =
    { $n ->
        [one] 1 document can no longer be issued: the data of the person were erased.
       *[other] { $n } documents can no longer be issued: the data of these people were erased.
    }
certificates-done-revoked = The certificate was revoked.

certificates-public-title = Certificate verification
certificates-public-valid = Valid certificate.
certificates-public-revoked = Certificate revoked on { $date }. It must not be accepted.
certificates-public-withdrawn = Certificate withdrawn. The data by which it could be verified no longer exist.
certificates-folio = Folio
certificates-initials = Initials
certificates-programme = Programme
certificates-programme-version = { $title } (version { $version })
certificates-proves = What it certifies
certificates-proves-participation = That the person attended, and how much time was received.
certificates-proves-completion = That the person attended, how much time was received, and that the completion rule of the programme was met.
certificates-centre = Centre
certificates-institution = Institution
certificates-public-compare = Compare it with the document
certificates-public-compare-text = Folio, initials, time and date must be those of the paper or file that you were shown. If anything differs, the document is not the one that was issued.
certificates-public-proves = It proves attendance; it proves neither a change of conduct nor an absence of risk.
certificates-public-seal = What the digital seal proves
certificates-public-seal-text = The PDF carries a digital seal: it proves that this centre issued it and that not a letter changed. It does not replace the autograph signature and does not say whether the certificate still holds; this page does.
certificates-public-offline = If you have the file, you can check the seal offline with the centre's public key and the program
certificates-public-key = Download the centre's public key
certificates-public-fingerprint = Key of the seal:
certificates-public-unknown = There is no certificate at this address.
certificates-public-unknown-text = Scan the whole QR code again or copy the printed address letter by letter. If the result is the same, the document was not issued by this system.
certificates-public-unknown-folio = A folio alone cannot be looked up: so nobody can search for other people's certificates.
