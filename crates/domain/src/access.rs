//! Who may do what, and where. One table, read in one place: [`reach`].
//!
//! Deny by default: a pair of role and action that the table does not name is refused. The
//! decision for an action yields a [`Ctx`], which every store function asks for first; the scope
//! in it is added to every query inside `store`. What lies outside the scope answers like what
//! does not exist. No role exists in both compartments (LGAMVLV art. 8-III).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    ids::{CentreId, StaffId, UserId},
    named::named,
};

/// The two halves of the system: the men's programme and the women's safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compartment {
    /// Men, groups, evaluation.
    Programme,
    /// Women, liaisons, contacts.
    Safety,
}

impl Compartment {
    /// Stable name: folder, key derivation label, JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Safety => "safety",
        }
    }
}

named! {
    /// What an account is for. A person holds roles in one compartment only.
    Role {
        /// Facilitadora/or: own groups.
        Facilitator = "facilitator",
        /// Admisión: people and enrolment of a centre.
        Intake = "intake",
        /// Coordinación of a centre.
        Coordinator = "coordinator",
        /// Instituto estatal: figures without names.
        StateEvaluator = "state-evaluator",
        /// CONAVIM: aggregates.
        Commission = "commission",
        /// Auditoría: the audit chain, no case content.
        Auditor = "auditor",
        /// Transparencia: what the law makes public.
        Transparency = "transparency",
        /// Administración técnica: accounts and health of the system, no case content.
        TechnicalAdministrator = "technical-administrator",
        /// Enlace de seguridad of the women's services.
        SafetyLiaison = "safety-liaison",
        /// Coordinación de seguridad.
        SafetyCoordinator = "safety-coordinator",
    }
}

impl Role {
    /// The compartment in which this role lives.
    #[must_use]
    pub fn compartment(self) -> Compartment {
        match self {
            Self::SafetyLiaison | Self::SafetyCoordinator => Compartment::Safety,
            _ => Compartment::Programme,
        }
    }

    /// Whether the role is held at one centre (true) or over the whole installation.
    #[must_use]
    pub fn is_of_a_centre(self) -> bool {
        matches!(self, Self::Facilitator | Self::Intake | Self::Coordinator)
    }
}

named! {
    /// A deed that a route, an API call or a command performs. Routes name exactly one.
    Action {
        /// See one's own home, account and login sessions.
        UseOwnAccount = "account.use",
        /// List and see accounts; create, suspend and re-enrol them.
        ManageAccounts = "accounts.manage",
        /// See a centre, its rooms and calendar.
        ViewCentres = "centres.view",
        /// Create and change centres, rooms, marks and calendars; first-start guide.
        ManageCentres = "centres.manage",
        /// Close a centre for an emergency and move its sessions.
        CloseCentre = "centres.close",
        /// See the staff of a centre.
        ViewStaff = "staff.view",
        /// Register staff, contracts, checks and sanctions; hand a caseload over.
        ManageStaff = "staff.manage",
        /// See subsidy projects.
        ViewProjects = "projects.view",
        /// Register and change subsidy projects.
        ManageProjects = "projects.manage",
        /// See programme packs and their session plans.
        ViewProgrammes = "programmes.view",
        /// Write a new version of a programme.
        EditProgrammes = "programmes.edit",
        /// Search people.
        SearchPeople = "people.search",
        /// Open a person's file.
        ViewPerson = "people.view",
        /// Register or change a person.
        EditPerson = "people.edit",
        /// Merge two files of one person, or undo it.
        MergePeople = "people.merge",
        /// Ask for or approve the erasure of a person.
        ErasePerson = "people.erase",
        /// See who opened a file.
        ViewFileReaders = "people.readers",
        /// List and see groups, schedules and calendar feeds.
        ViewGroups = "groups.view",
        /// Create and change groups and their schedule.
        ManageGroups = "groups.manage",
        /// Enrol people in a group, one by one or from a spreadsheet.
        Enrol = "enrolments.manage",
        /// See a session with its roll.
        ViewSession = "sessions.view",
        /// Take and close a roll, transcribe a paper list, attach the signed list.
        TakeRoll = "attendance.take",
        /// Correct a closed roll.
        CorrectRoll = "attendance.correct",
        /// Write and sign a session log; log contact attempts.
        WriteLog = "sessions.log",
        /// See certificates of a group.
        ViewCertificates = "certificates.view",
        /// Issue certificates.
        IssueCertificates = "certificates.issue",
        /// Revoke a certificate.
        RevokeCertificate = "certificates.revoke",
        /// Set logos, signatories and legends of documents.
        ManageDocuments = "documents.manage",
        /// See the state of the audit chain and checkpoints.
        ViewAudit = "audit.view",
        /// Create and revoke API tokens of one's own.
        ManageTokens = "tokens.manage",
        /// See figures of dose and completion without names.
        ViewFigures = "figures.view",
        /// The safety side's home (empty until its issue).
        ViewSafetyHome = "safety.home",
    }
}

/// How far an action reaches for somebody: the scope that `store` adds to each query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Groups that this member of staff facilitates (or substitutes in), and who is in them.
    OwnGroups(StaffId),
    /// Everything of these centres.
    Centres(BTreeSet<CentreId>),
    /// Everything of the compartment.
    All,
}

/// A role held by an account, at a centre where the role is of a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The centre, for roles of a centre.
    pub centre: Option<CentreId>,
}

/// Who acts: an account with its grants, as loaded at the start of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The account.
    pub user: UserId,
    /// The member of staff behind it, if any.
    pub staff: Option<StaffId>,
    /// The roles in force now.
    pub grants: Vec<Grant>,
}

/// Why an action was refused. The answer outside is the same as for what does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("denied")]
pub struct Denied;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Own,
    Centre,
    All,
}

/// The access table: how wide `role` may perform `action`; `None` is a refusal.
fn width(role: Role, action: Action) -> Option<Width> {
    use Action as A;
    use Role as R;
    use Width::{All, Centre, Own};
    match (role, action) {
        (R::SafetyLiaison | R::SafetyCoordinator, A::UseOwnAccount | A::ViewSafetyHome) => Some(All),
        (R::SafetyCoordinator, A::ManageAccounts | A::ViewAudit) => Some(All),
        (R::SafetyLiaison | R::SafetyCoordinator, _) | (_, A::ViewSafetyHome) => None,
        (_, A::UseOwnAccount) => Some(All),

        (
            R::Facilitator,
            A::ViewGroups
            | A::ViewSession
            | A::TakeRoll
            | A::CorrectRoll
            | A::WriteLog
            | A::ViewPerson
            | A::ViewCertificates
            | A::ViewFigures,
        ) => Some(Own),
        (R::Facilitator, A::ViewCentres | A::ViewProgrammes) => Some(Centre),
        (R::Facilitator, A::ManageTokens) => Some(All),

        (
            R::Intake,
            A::SearchPeople
            | A::ViewPerson
            | A::EditPerson
            | A::ViewGroups
            | A::Enrol
            | A::ViewCentres
            | A::ViewProgrammes,
        ) => Some(Centre),

        (R::Coordinator, A::ManageAccounts | A::ViewAudit) => None,
        (R::Coordinator, A::ManageTokens) => Some(All),
        (R::Coordinator, _) => Some(Centre),

        (R::StateEvaluator, A::ViewFigures | A::ViewCentres | A::ViewProgrammes | A::ViewProjects) => {
            Some(All)
        }
        (R::Commission | R::Transparency, A::ViewCentres | A::ViewProgrammes) => Some(All),
        (R::Auditor, A::ViewAudit | A::ViewCentres | A::ViewProgrammes) => Some(All),
        (
            R::TechnicalAdministrator,
            A::ManageAccounts
            | A::ManageCentres
            | A::ViewCentres
            | A::ViewStaff
            | A::ManageStaff
            | A::ViewAudit
            | A::ManageDocuments
            | A::ViewProgrammes,
        ) => Some(All),
        _ => None,
    }
}

/// How far `subject` may perform `action`: the widest of its grants.
///
/// # Errors
/// [`Denied`] when no grant names the action.
pub fn reach(subject: &Subject, action: Action) -> Result<Reach, Denied> {
    let mut centres = BTreeSet::new();
    let mut own = None;
    for grant in &subject.grants {
        match (width(grant.role, action), grant.centre) {
            (Some(Width::All), _) => return Ok(Reach::All),
            (Some(Width::Centre), Some(centre)) => {
                centres.insert(centre);
            }
            (Some(Width::Own), _) => own = subject.staff,
            _ => {}
        }
    }
    if !centres.is_empty() {
        return Ok(Reach::Centres(centres));
    }
    own.map(Reach::OwnGroups).ok_or(Denied)
}

/// The decision for one action, with what a store function needs to know: who acts, how far, when.
///
/// It cannot be made without a decision: that is what makes it the proof of one.
#[derive(Debug, Clone)]
pub struct Ctx {
    actor: Actor,
    action: Action,
    reach: Reach,
    now: DateTime<Utc>,
    request: Uuid,
    once: Option<Once>,
}

/// The idempotency key of a write: the same key with the same body is done once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Made by whoever sends the form or call.
    pub key: Uuid,
    /// The pattern of the route.
    pub route: String,
    /// SHA-256 of the body; the body itself is never kept.
    pub body: [u8; 32],
}

/// Who stands behind a change, for the audit entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// An account, with the member of staff behind it.
    User {
        /// The account.
        user: UserId,
        /// The member of staff, if any.
        staff: Option<StaffId>,
    },
    /// A command or a background job of the system itself.
    System,
    /// Nobody signed in (login, public verification).
    Anonymous,
}

/// Decides whether `subject` may perform `action`.
///
/// ```
/// # use domain::{access::*, ids::*}; use uuid::Uuid;
/// let ana = Subject {
///     user: UserId(Uuid::from_u128(1)), staff: Some(StaffId(Uuid::from_u128(2))),
///     grants: vec![Grant { role: Role::Facilitator, centre: Some(CentreId(Uuid::from_u128(3))) }],
/// };
/// let now = chrono::DateTime::UNIX_EPOCH;
/// assert!(decide(&ana, Action::TakeRoll, now, Uuid::nil()).is_ok());
/// assert!(decide(&ana, Action::IssueCertificates, now, Uuid::nil()).is_err());
/// ```
///
/// # Errors
/// [`Denied`] when no grant names the action.
pub fn decide(subject: &Subject, action: Action, now: DateTime<Utc>, request: Uuid) -> Result<Ctx, Denied> {
    let reach = reach(subject, action)?;
    Ok(Ctx {
        actor: Actor::User { user: subject.user, staff: subject.staff },
        action,
        reach,
        now,
        request,
        once: None,
    })
}

impl Ctx {
    /// The context of the system itself: commands on the machine, background jobs, tests.
    #[must_use]
    pub fn system(action: Action, now: DateTime<Utc>, request: Uuid) -> Self {
        Self { actor: Actor::System, action, reach: Reach::All, now, request, once: None }
    }

    /// The context of a request without a login. Its reach is nobody's group: it sees nothing.
    #[must_use]
    pub fn anonymous(now: DateTime<Utc>, request: Uuid) -> Self {
        let reach = Reach::Centres(BTreeSet::new());
        Self { actor: Actor::Anonymous, action: Action::UseOwnAccount, reach, now, request, once: None }
    }

    /// The same decision limited to one action more specific, for a page that shows parts of others.
    ///
    /// # Errors
    /// [`Denied`] when `subject` may not do that.
    pub fn also(&self, subject: &Subject, action: Action) -> Result<Self, Denied> {
        decide(subject, action, self.now, self.request)
    }

    /// The same context for a write that carries an idempotency key.
    #[must_use]
    pub fn once(mut self, once: Once) -> Self {
        self.once = Some(once);
        self
    }

    /// The idempotency key, if the write carries one.
    #[must_use]
    pub fn idempotency(&self) -> Option<&Once> {
        self.once.as_ref()
    }

    /// Says that a function is for `action`: a route bound to another one is refused.
    ///
    /// # Errors
    /// [`Denied`] when the decision was for something else.
    pub fn demand(&self, action: Action) -> Result<(), Denied> {
        if self.action == action { Ok(()) } else { Err(Denied) }
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The account that acts, if one does.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self.actor {
            Actor::User { user, .. } => Some(user),
            _ => None,
        }
    }

    /// The member of staff that acts, if one does.
    #[must_use]
    pub fn staff(&self) -> Option<StaffId> {
        match self.actor {
            Actor::User { staff, .. } => staff,
            _ => None,
        }
    }

    /// The action decided on.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// How far it reaches.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// The instant of the request.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The id of the request, for logs and audit.
    #[must_use]
    pub fn request(&self) -> Uuid {
        self.request
    }
}
