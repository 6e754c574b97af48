//! The vocabulary of the audit log: every deed that an entry may name. The words for each stand in
//! the text catalogue; an entry whose deed is not here cannot be read by an auditor.

/// All deeds, `object.deed`, in the order of the alphabet.
const DEEDS: &str = "account.created account.entry-reset account.factor-begun account.factor-confirmed \
    account.factor-set account.password-set account.recovery-renewed account.recovery-used \
    account.reinstated account.role-ended account.role-granted account.suspended audit.checkpoint-read \
    audit.read calendar-feed.renewed centre.changed centre.closed centre.created certificate.issued \
    certificate.printed certificate.read certificate.revoked certificate.scan-attached certificates.asked \
    certificates.listed certificates.read contact.attempted contact.read contract.added \
    document-face.created dose.read enrolment.created enrolment.reinstated enrolment.withdrawn form.kept \
    group.created group.facilitator-changed group.filled group.state-changed guide.backup-place \
    guide.calendar-seen guide.root-key-copied hand-over.announced home.read import.confirmed \
    import.forgotten import.uploaded log.read log.saved log.signature-withdrawn log.signed login.ended \
    login.opened notice.accepted notice.written participants.read people.compared people.listed \
    people.searched person.absorbed person.contact-changed person.created person.erased \
    person.erasure-requested person.erasure-withdrawn person.found-elsewhere person.hold-lifted \
    person.hold-placed person.identity-changed person.merged person.read person.saved-unchanged \
    person.stands-again person.transferred person.unmerged programme.edited programme.installed \
    project.changed project.created rest-day.added rest-day.removed retention.changed roll.closed \
    roll.corrected roll.saved room.changed room.created sanction.lifted session.cancelled session.moved \
    session.read session.substituted signed-list.attached signed-list.read staff.changed \
    staff.contract-over staff.created staff.handed-over staff.left staff.sanctioned token.created \
    token.revoked violence-check.added women-mark.created women-mark.ended";

/// Every deed that an entry may name.
pub fn deeds() -> impl Iterator<Item = &'static str> {
    DEEDS.split_ascii_whitespace()
}

/// Whether an auditor can be told of this deed in words.
///
/// ```
/// assert!(domain::audit::is_known("person.read"));
/// assert!(!domain::audit::is_known("person.readable"));
/// ```
#[must_use]
pub fn is_known(deed: &str) -> bool {
    deeds().any(|known| known == deed)
}
