//! Samples that the tests of `store` and of `web` share: a programme, and somebody who was in a group.

use domain::{
    attendance::{dose::CompletionRule, roll::Mark},
    groups::Audience,
    ids::{CentreId, PersonId},
    people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, name::PersonName},
    programmes::{Programme, SessionKind, SessionPlan},
};
use store::{
    EnrolmentDetails,
    people::{NewPerson, PersonData},
    synthetic::Participant,
};
use uuid::Uuid;

/// So many sessions of 150 minutes; thirteen of them complete it.
pub fn pack(audience: Audience, sessions: u16) -> Programme {
    let session = |number| SessionPlan {
        number,
        kind: SessionKind::Group,
        minutes: 150,
        title: format!("Sesión de ejemplo {number}"),
        is_example_title: true,
        aim: "Reconocer".into(),
        materials: vec!["Rotafolio".into()],
        fidelity: Vec::new(),
        activities: Vec::new(),
    };
    Programme {
        key: format!("taller-{}", audience.name()),
        title: "De la reflexión a la acción".into(),
        audience,
        version: 1,
        summary: "Taller".into(),
        completion: CompletionRule { min_sessions: 13.min(sessions), of: sessions, min_minutes_percent: 80 },
        sessions: (1..=sessions).map(session).collect(),
    }
}

/// A man without CURP who came to the first `attended` of sixteen sessions.
pub fn participant(centre: CentreId, number: u128, name: [&str; 3], attended: usize) -> Participant {
    let data = PersonData {
        name: PersonName::parse(name[0], name[1], name[2]).expect("a name"),
        birth: chrono::NaiveDate::from_ymd_opt(1990, 3, 4),
        curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
        sex: Sex::Man,
        contact: Contact::default(),
        municipality: None,
    };
    let mark = |session| if session < attended { (Mark::Present, 150) } else { (Mark::Unexcused, 0) };
    Participant {
        person: NewPerson { id: PersonId(Uuid::from_u128(number)), centre, data },
        details: EnrolmentDetails::default(),
        marks: (0..16).map(mark).collect(),
    }
}
