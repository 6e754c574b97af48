//! A centre ready for groups: a room, three who may facilitate, two programmes.

use chrono::NaiveDate;
use domain::{
    access::{Action, Role},
    groups::Audience,
    ids::{CentreId, GroupId, ProgrammeVersionId, ProjectId, RoomId, StaffId},
    people::{Sex, name::PersonName},
    programmes::pack::write,
};
use store::{NewContract, NewGroup, NewRoom, NewStaff, NewViolenceCheck};

use super::{House, sample::pack};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A centre with what a group needs.
pub struct World {
    pub centre: CentreId,
    pub room: RoomId,
    pub pair: [StaffId; 2],
    pub spare: StaffId,
    pub servants: ProgrammeVersionId,
}

impl World {
    /// Chetumal, with Ana in the pair.
    pub async fn at_chetumal(house: &House) -> Self {
        Self::at(house, house.chetumal, house.ana.staff.expect("on the staff")).await
    }

    /// Cancún, with Carla in the pair.
    pub async fn at_cancun(house: &House) -> Self {
        Self::at(house, house.cancun, house.carla.staff.expect("on the staff")).await
    }

    async fn at(house: &House, centre: CentreId, first: StaffId) -> Self {
        let store = &house.programme.store;
        let room = NewRoom { centre, name: "Leona Vicario".into(), address: String::new(), capacity: 20 };
        let room = store.create_room(&house.system(Action::ManageCentres), room).await.expect("a room");
        let (second, spare) = (hired(house, centre, "Berta").await, hired(house, centre, "Carlos").await);
        checked(house, first).await;
        let mut versions = Vec::new();
        for audience in [Audience::PublicServants, Audience::Men] {
            let install = house.system(Action::EditProgrammes);
            versions
                .push(store.install_pack(&install, &write(&pack(audience, 16))).await.expect("installed"));
        }
        Self { centre, room, pair: [first, second], spare, servants: versions[0] }
    }

    /// Makes a group on Mondays from 9 March on, in the hour `hour` of the clock.
    pub async fn group(&self, house: &House, name: &str, hour: u32, pair: [StaffId; 2]) -> GroupId {
        self.group_of(house, name, (hour, pair), None).await
    }

    /// The same, hanging on a subsidy project.
    pub async fn group_of(
        &self,
        house: &House,
        name: &str,
        (hour, pair): (u32, [StaffId; 2]),
        project: Option<ProjectId>,
    ) -> GroupId {
        let new = NewGroup {
            programme: self.servants,
            centre: self.centre,
            room: self.room,
            project,
            name: name.into(),
            capacity: 20,
            is_open: false,
            weekday: chrono::Weekday::Mon,
            start: chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour"),
            first_day: day("2026-03-06"),
            facilitators: pair,
        };
        let made = house.programme.store.create_group(&house.system(Action::ManageGroups), new).await;
        made.expect("a group")
    }
}

/// Somebody new who may facilitate in 2026.
pub async fn hired(house: &House, centre: CentreId, given: &str) -> StaffId {
    let name = PersonName::parse(given, "Ejemplo", "").expect("a name");
    let new = NewStaff { centre, name, curp: None, sex: Sex::Woman };
    let staff =
        house.programme.store.create_staff(&house.system(Action::ManageStaff), new).await.expect("staff");
    checked(house, staff).await;
    staff
}

async fn checked(house: &House, staff: StaffId) {
    let (store, manage) = (&house.programme.store, house.system(Action::ManageStaff));
    let contract = NewContract {
        staff,
        role: Role::Facilitator,
        starts_on: day("2026-01-01"),
        ends_on: Some(day("2026-12-31")),
        project: None,
    };
    store.add_contract(&manage, contract).await.expect("a contract");
    let check = NewViolenceCheck {
        staff,
        checked_on: day("2026-01-05"),
        expires_on: None,
        evidence: "oficio de ejemplo 12/2026".into(),
    };
    store.add_violence_check(&manage, check).await.expect("a check");
}
