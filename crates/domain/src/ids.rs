//! Typed identifiers. All are random UUIDs made outside (never v7: an id must not tell when
//! something happened); mixing two kinds is a compile error.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person with a sealed identity.
    PersonId,
    /// A centre of re-education.
    CentreId,
    /// A room of a centre.
    RoomId,
    /// A member of the staff, with or without an account.
    StaffId,
    /// An account that signs in.
    UserId,
    /// A login session of an account.
    LoginId,
    /// A version of a programme pack.
    ProgrammeVersionId,
    /// A subsidy project.
    ProjectId,
    /// A group that runs a programme version.
    GroupId,
    /// One session of a group.
    SessionId,
    /// A person in a group, from–to.
    EnrolmentId,
    /// A list uploaded to be imported.
    ImportId,
    /// A certificate.
    CertificateId,
    /// A background job.
    JobId,
    /// A sealed attachment.
    AttachmentId,
    /// A derived task.
    TaskId,
    /// A bearer token of the API.
    TokenId,
    /// A case: an episode of a man in the service.
    CaseId,
    /// A referral, in or out.
    ReferralId,
    /// A protection order.
    OrderId,
    /// A version of a service text.
    TextId,
    /// An appointment.
    AppointmentId,
    /// A transfer of a case between centres.
    TransferId,
    /// A signal to the safety side.
    SignalId,
    /// A threat that was disclosed.
    AlertId,
    /// A duty to report.
    DutyId,
    /// A letter to an authority.
    LetterId,
    /// An institution: court, prosecutor, school, women's service.
    InstitutionId,
    /// An agreement with institutions.
    AgreementId,
    /// A group of pupils of a school.
    SchoolGroupId,
    /// A request on one's own data.
    RightsRequestId,
    /// A security breach.
    BreachId,
    /// A visit to a group of a school.
    VisitId,
}
