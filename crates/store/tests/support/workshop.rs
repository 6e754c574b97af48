//! A centre ready for groups: a room, three facilitators and the workshop in its two audiences.

use chrono::{NaiveDate, NaiveTime, Weekday};
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    groups::Audience,
    ids::{CentreId, ProgrammeVersionId, RoomId, StaffId, UserId},
    people::{Sex, name::PersonName},
    programmes::pack::write,
};
use store::{
    NewCentre, NewContract, NewGroup, NewRoom, NewStaff, NewViolenceCheck, Programme, ScheduleError, Store,
};
use uuid::Uuid;

use crate::support::{now, sample::pack, system};

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A centre with what a group needs.
pub struct Workshop {
    pub centre: CentreId,
    pub room: RoomId,
    pub ana: StaffId,
    pub berta: StaffId,
    pub carlos: StaffId,
    pub servants: ProgrammeVersionId,
    pub men: ProgrammeVersionId,
}

pub async fn workshop(store: &Store<Programme>, code: &str) -> Workshop {
    let centre = NewCentre {
        name: format!("CECOVIM {code}"),
        code: code.into(),
        municipality: "23005".into(),
        address: "Calle de ejemplo 1".into(),
        zone: "America/Cancun".into(),
    };
    let centre = store.create_centre(&system(Action::ManageCentres), centre).await.expect("created");
    let room = NewRoom { centre, name: "Leona Vicario".into(), address: String::new(), capacity: 20 };
    let room = store.create_room(&system(Action::ManageCentres), room).await.expect("created");
    let install = system(Action::EditProgrammes);
    let mut versions = Vec::new();
    for audience in [Audience::PublicServants, Audience::Men] {
        versions.push(store.install_pack(&install, &write(&pack(audience, 16))).await.expect("installed"));
    }
    Workshop {
        centre,
        room,
        ana: facilitator(store, centre, "Ana").await,
        berta: facilitator(store, centre, "Berta").await,
        carlos: facilitator(store, centre, "Carlos").await,
        servants: versions[0],
        men: versions[1],
    }
}

/// A member of staff under contract and checked for the whole of 2026.
pub async fn facilitator(store: &Store<Programme>, centre: CentreId, given: &str) -> StaffId {
    let staff = unchecked(store, centre, given).await;
    let check = NewViolenceCheck {
        staff,
        checked_on: day("2026-01-05"),
        expires_on: None,
        evidence: "oficio de ejemplo 12/2026".into(),
    };
    store.add_violence_check(&system(Action::ManageStaff), check).await.expect("added");
    staff
}

/// The same without the check.
pub async fn unchecked(store: &Store<Programme>, centre: CentreId, given: &str) -> StaffId {
    let manage = system(Action::ManageStaff);
    let name = PersonName::parse(given, "Ejemplo", "").expect("a name");
    let staff = NewStaff { centre, name, curp: None, sex: Sex::Woman };
    let staff = store.create_staff(&manage, staff).await.expect("created");
    let contract = NewContract {
        staff,
        role: Role::Facilitator,
        starts_on: day("2026-01-01"),
        ends_on: Some(day("2026-12-31")),
        project: None,
    };
    store.add_contract(&manage, contract).await.expect("added");
    staff
}

impl Workshop {
    /// Sixteen Mondays at nine from 9 March on: 16 March is a rest day.
    pub fn group(&self, name: &str) -> NewGroup {
        NewGroup {
            programme: self.servants,
            centre: self.centre,
            room: self.room,
            project: None,
            name: name.into(),
            capacity: 20,
            is_open: false,
            weekday: Weekday::Mon,
            start: NaiveTime::from_hms_opt(9, 0, 0).expect("an hour"),
            first_day: day("2026-03-06"),
            facilitators: [self.ana, self.berta],
        }
    }

    pub fn coordinator(&self, action: Action) -> Ctx {
        let grants = vec![Grant { role: Role::Coordinator, centre: Some(self.centre) }];
        let bruno = Subject { user: UserId(Uuid::from_u128(11)), staff: None, grants };
        decide(&bruno, action, now(), Uuid::nil()).expect("a coordinator may")
    }
}

/// What stood in the way.
pub fn obstacles<T: std::fmt::Debug>(refused: Result<T, ScheduleError>) -> Vec<store::Obstacle> {
    match refused {
        Err(ScheduleError::Refused(obstacles)) => obstacles,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
