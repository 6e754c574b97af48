//! Two centres with their intake and coordination, and people made up for these tests.

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    ids::{CentreId, EnrolmentId, GroupId, PersonId, TaskId, UserId},
    people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, curp::Curp, name::PersonName},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement, Value};
use store::{
    EnrolmentDetails, Source,
    enrolments::{NewEnrolment, Who},
    people::PersonData,
};
use uuid::Uuid;

use crate::support::{Fresh, now, system, workshop::workshop};

pub const CHETUMAL: CentreId = CentreId(Uuid::from_u128(4));
pub const CANCUN: CentreId = CentreId(Uuid::from_u128(5));

/// The two centres, by the database's own words: this file tests people only.
pub async fn with_centres(fresh: &Fresh) {
    let sql = "INSERT INTO centre (id, name, municipality, address, zone, code, created_at) \
               VALUES ($1, $2, '23004', 'Calle 1', 'America/Cancun', $3, $4)";
    for (centre, name, code) in [(CHETUMAL, "Othón P. Blanco", "CHE"), (CANCUN, "Benito Juárez", "CUN")] {
        run(fresh, sql, [centre.0.into(), name.into(), code.into(), now().into()]).await;
    }
}

/// The database of the data, or with `keys` that of the keys.
async fn database(fresh: &Fresh, keys: bool) -> DatabaseConnection {
    let url = match &fresh.source {
        Source::Sqlite(folder) => {
            format!("sqlite://{}", folder.join(if keys { "keys.db" } else { "data.db" }).display())
        }
        Source::Postgres { url, keys_url } => if keys { keys_url } else { url }.clone(),
    };
    Database::connect(url).await.expect("the test's database opens")
}

/// Every row of the keys' database: what a copy of it would bring back.
pub async fn copy_of_keys(fresh: &Fresh) -> Vec<QueryResult> {
    let db = database(fresh, true).await;
    let all = Statement::from_string(
        db.get_database_backend(),
        "SELECT owner_id, wrapped, created_at FROM data_key",
    );
    db.query_all_raw(all).await.expect("reads")
}

/// Puts keys back that are no longer there, as the restore of an older copy does.
pub async fn restore_keys(fresh: &Fresh, copy: Vec<QueryResult>) {
    let db = database(fresh, true).await;
    for row in copy {
        let values: [Value; 3] = [
            row.try_get::<Uuid>("", "owner_id").expect("an id").into(),
            row.try_get::<Vec<u8>>("", "wrapped").expect("a key").into(),
            row.try_get::<chrono::DateTime<chrono::Utc>>("", "created_at").expect("an instant").into(),
        ];
        let sql =
            "INSERT INTO data_key (owner_id, wrapped, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let insert = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        db.execute_raw(insert).await.expect("restores");
    }
    db.close().await.expect("closes");
}

/// A column of one row, as a thief of the database would see it.
pub async fn stolen(fresh: &Fresh, sql: &str) -> Vec<u8> {
    let db = database(fresh, false).await;
    let query = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(query).await.expect("reads").expect("a row");
    row.try_get_by_index(0).expect("bytes")
}

pub async fn run(fresh: &Fresh, sql: &str, values: impl IntoIterator<Item = Value>) {
    let db = database(fresh, false).await;
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.expect("runs");
    db.close().await.expect("closes");
}

pub fn at(role: Role, centre: CentreId, action: Action) -> Ctx {
    let user = UserId(Uuid::from_u128(centre.0.as_u128().wrapping_mul(100)));
    let subject = Subject { user, staff: None, grants: vec![Grant { role, centre: Some(centre) }] };
    decide(&subject, action, now(), Uuid::from_u128(7)).expect("may")
}

pub fn intake(centre: CentreId, action: Action) -> Ctx {
    at(Role::Intake, centre, action)
}

pub fn person(given: &str, first: &str, second: &str) -> PersonData {
    PersonData {
        name: PersonName::parse(given, first, second).expect("a name"),
        birth: NaiveDate::from_ymd_opt(1990, 3, 4),
        curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
        sex: Sex::Man,
        contact: Contact::parse("983 555 0102", "", "").expect("a contact"),
        municipality: Some("23004".into()),
    }
}

pub fn with_curp(data: PersonData, curp: &str) -> PersonData {
    PersonData { curp: CurpOrReason::Curp(Curp::parse(curp).expect("a CURP")), ..data }
}

pub const CURP: &str = "HEGG560427MVZRRL04";

/// Where somebody takes part.
pub struct Seat {
    pub centre: CentreId,
    pub group: GroupId,
    pub enrolment: EnrolmentId,
}

/// A group at a third centre with this person in it.
pub async fn seat(fresh: &Fresh, person: PersonId) -> Seat {
    let world = workshop(&fresh.store, "TAL").await;
    let group = fresh.store.create_group(&system(Action::ManageGroups), world.group("Grupo 1")).await;
    let group = group.expect("a group");
    let details =
        EnrolmentDetails { dependency: "Sefiplan".into(), area: String::new(), post: "Analista".into() };
    let new = NewEnrolment { who: Who::Known(person), details, acceptance: None, since: None };
    let enrolment = fresh.store.enrol(&system(Action::Enrol), group, new).await.expect("enrolled");
    Seat { centre: world.centre, group, enrolment }
}

/// The task of an early absence, by the database's own words.
pub async fn owe_a_call(fresh: &Fresh, seat: &Seat) -> TaskId {
    let id = Uuid::from_u128(77);
    let sql = "INSERT INTO task (id, kind, centre_id, group_id, enrolment_id, due_on, created_at, cause) \
               VALUES ($1, 'early-absence', $2, $3, $4, $5, $6, 'early-absence:x:1')";
    let (centre, group, enrolment) = (seat.centre.0, seat.group.0, seat.enrolment.0);
    let due = now().date_naive();
    run(fresh, sql, [id.into(), centre.into(), group.into(), enrolment.into(), due.into(), now().into()])
        .await;
    TaskId(id)
}

pub async fn create(fresh: &Fresh, centre: CentreId, data: &PersonData) -> PersonId {
    fresh.store.create_person(&intake(centre, Action::EditPerson), centre, data).await.expect("registered")
}
