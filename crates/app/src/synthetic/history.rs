//! Synthetic history: centres with rooms, staff and projects; groups with people, rolls and logs.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc, Weekday};
use domain::{
    access::{Action, Ctx, Role, Subject, decide},
    attendance::roll::Mark,
    groups::NoticeEvidence,
    ids::{CentreId, EnrolmentId, GroupId, PersonId, ProgrammeVersionId, ProjectId, RoomId, StaffId},
    people::{Sex, name::PersonName},
    projects::Measure,
    sessions::log::{ActivityDone, Done, SessionLog},
};
use store::{
    Attachment, NewCentre, NewContract, NewFace, NewGroup, NewProject, NewRoom, NewStaff, NewViolenceCheck,
    Programme, SessionRow, Signatory, Store, Target,
    enrolments::{Acceptance, EnrolmentDetails, NoticeTexts},
    people::NewPerson,
    synthetic::{FilledGroup, Participant},
};

use super::{Dice, names};
use crate::{failure::Failure, machine};

/// A page that says what it stands for.
const EXAMPLE_SCAN: &[u8] = include_bytes!("scan.pdf");

/// A context of the system at some instant, so that history carries its own dates; nothing was done
/// in the future.
pub fn at(action: Action, when: DateTime<Utc>) -> Ctx {
    Ctx::system(action, when.min(machine::clock().now()), machine::request_id())
}

/// A centre of the synthetic world.
pub struct World {
    pub centre: CentreId,
    /// INEGI key of its municipality.
    pub municipality: String,
    pub rooms: Vec<RoomId>,
    pub staff: Vec<StaffId>,
}

/// Makes a centre with its documents' face, its privacy notice and rooms.
pub async fn centre(
    store: &Store<Programme>,
    when: DateTime<Utc>,
    new: NewCentre,
    rooms: &[&str],
) -> Result<World, Failure> {
    let ctx = at(Action::ManageCentres, when);
    let municipality = new.municipality.clone();
    let centre = store.create_centre(&ctx, new).await?;
    let signs = |name: &str, post: &str| Signatory { name: name.to_owned(), post: post.to_owned() };
    let face = NewFace {
        centre: Some(centre),
        since: when.date_naive() - Duration::days(1),
        institution: "Institución de ejemplo".to_owned(),
        place: "Quintana Roo (ejemplo)".to_owned(),
        legend: String::new(),
        signatories: vec![
            signs("Nombre de Ejemplo", "Dirección del centro (ejemplo)"),
            signs("Otro Nombre de Ejemplo", "Coordinación del programa (ejemplo)"),
        ],
        logo: None,
        public_details: false,
    };
    store.create_face(&at(Action::ManageDocuments, when), face).await?;
    let texts = NoticeTexts {
        short: "Aviso de ejemplo: aquí va el aviso de privacidad simplificado del centro.".to_owned(),
        full: "Aviso de ejemplo: aquí va el aviso de privacidad integral del centro.".to_owned(),
    };
    store.save_notice(&at(Action::ManageDocuments, when), centre, 0, &texts).await?;
    let mut made = Vec::new();
    for name in rooms {
        let room = NewRoom { centre, name: (*name).to_owned(), address: String::new(), capacity: 30 };
        made.push(store.create_room(&ctx, room).await?);
    }
    Ok(World { centre, municipality, rooms: made, staff: Vec::new() })
}

/// Registers somebody of the staff with a contract and a fresh check.
pub async fn staff(
    store: &Store<Programme>,
    when: DateTime<Utc>,
    (centre, project): (CentreId, Option<ProjectId>),
    (name, sex): (PersonName, Sex),
    role: Role,
) -> Result<StaffId, Failure> {
    let ctx = at(Action::ManageStaff, when);
    let id = store.create_staff(&ctx, NewStaff { centre, name, curp: None, sex }).await?;
    let today = when.date_naive();
    let contract =
        NewContract { staff: id, role, starts_on: today - Duration::days(30), ends_on: None, project };
    store.add_contract(&ctx, contract).await?;
    // What was long ago would have lapsed: a synthetic decade has one check that lasts.
    let lasts =
        (when < machine::clock().now() - Duration::days(300)).then(|| today + Duration::days(365 * 12));
    let check = NewViolenceCheck {
        staff: id,
        checked_on: today - Duration::days(20),
        expires_on: lasts,
        evidence: "EJEMPLO-0000".to_owned(),
    };
    store.add_violence_check(&ctx, check).await?;
    Ok(id)
}

/// A subsidy project of one year.
pub async fn project(store: &Store<Programme>, when: DateTime<Utc>, year: i32) -> Result<ProjectId, Failure> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    let promise =
        |what: &str, target, measure| Target { what: what.to_owned(), target, measure: Some(measure) };
    let new = NewProject {
        key: format!("EJEMPLO/AVGM/QROO/{year}"),
        action: "Acción de coadyuvancia (ejemplo)".to_owned(),
        responsible: "Instancia local responsable (ejemplo)".to_owned(),
        receiving: "Instancia local receptora (ejemplo)".to_owned(),
        starts_on: day(1, 2),
        ends_on: day(12, 31),
        targets: vec![
            promise("Talleres impartidos", 6, Measure::Groups),
            promise("Personas que asisten", 100, Measure::Participants),
            promise("Personas que concluyen el taller", 80, Measure::Completed),
        ],
    };
    Ok(store.create_project(&at(Action::ManageProjects, when), new).await?)
}

/// What a group of history looks like.
pub struct Plan {
    pub programme: ProgrammeVersionId,
    pub room: RoomId,
    pub pair: [StaffId; 2],
    pub project: Option<ProjectId>,
    pub name: String,
    pub weekday: Weekday,
    pub hour: u32,
    pub first_day: NaiveDate,
    pub people: usize,
    /// Where all of them work; chance decides without it. `for_men` has no such thing.
    pub dependency: Option<&'static str>,
    /// The workshop for men.
    pub for_men: bool,
    /// How many of the past sessions have no roll, the last ones.
    pub owed: usize,
}

/// Makes a group and fills it.
pub async fn group(
    store: &Store<Programme>,
    dice: &mut Dice,
    world: &World,
    plan: Plan,
) -> Result<GroupId, Failure> {
    let began = plan.first_day.and_time(NaiveTime::MIN).and_utc() - Duration::days(10);
    let new = NewGroup {
        programme: plan.programme,
        centre: world.centre,
        room: plan.room,
        project: plan.project,
        name: plan.name,
        capacity: 20,
        is_open: false,
        weekday: plan.weekday,
        start: NaiveTime::from_hms_opt(plan.hour, 0, 0).expect("an hour"),
        first_day: plan.first_day,
        facilitators: plan.pair,
    };
    let group = store
        .create_group(&at(Action::ManageGroups, began), new)
        .await
        .map_err(|error| Failure::environment(format!("El grupo sintético no se pudo crear: {error:?}")))?;
    let file = store.get_group(&at(Action::ViewGroups, began), group).await?;
    let now = machine::clock().now();
    let is_past = |one: &&SessionRow| one.starts_at + Duration::minutes(i64::from(one.minutes)) < now;
    let held = file.sessions.iter().filter(is_past).count().saturating_sub(plan.owed);
    let participants = (0..plan.people)
        .map(|_| {
            let sex = if !plan.for_men && dice.percent(45) { Sex::Woman } else { Sex::Man };
            Participant {
                person: NewPerson {
                    id: PersonId(store.entropy().uuid()),
                    centre: world.centre,
                    data: names::person(dice, sex, &world.municipality),
                },
                details: match plan.for_men {
                    true => EnrolmentDetails::default(),
                    false => names::post(dice, plan.dependency),
                },
                marks: marks(dice, held),
            }
        })
        .collect();
    let filled = FilledGroup { group, participants, held };
    store.fill_group(&at(Action::Enrol, began), filled).await?;
    Ok(group)
}

/// Everybody of a group accepts the privacy notice on its first day, on a list that they sign.
pub async fn acceptances(store: &Store<Programme>, group: GroupId, day: NaiveDate) -> Result<(), Failure> {
    let ctx = at(Action::Enrol, day.and_time(NaiveTime::MIN).and_utc());
    let people = store.participants(&ctx, group).await?.people;
    let ids: Vec<EnrolmentId> = people.into_iter().map(|one| one.id).collect();
    let acceptance = Acceptance { evidence: NoticeEvidence::SignedList, day };
    store.accept_notice(&ctx, group, &ids, acceptance).await?;
    Ok(())
}

/// What is done after a session: the pair signs its log, the signed list is attached.
pub async fn records(
    store: &Store<Programme>,
    group: GroupId,
    pair: &[Subject],
    but_last: usize,
) -> Result<(), Failure> {
    let file = store.get_group(&machine::context(Action::ViewGroups), group).await?;
    let held: Vec<&SessionRow> = file.sessions.iter().filter(|one| one.roll_state == "closed").collect();
    for session in &held[..held.len().saturating_sub(but_last)] {
        let when = session.starts_at + Duration::minutes(i64::from(session.minutes) + 20);
        let ctx = |subject, action| {
            decide(subject, action, when, machine::request_id())
                .map_err(|_| Failure::environment("quien facilita no puede firmar"))
        };
        let written = |error| Failure::environment(format!("la bitácora sintética: {error:?}"));
        for who in pair {
            let ctx = ctx(who, Action::WriteLog)?;
            if who.staff == pair[0].staff {
                let sheet = store.session_log(&ctx, session.id).await.map_err(Failure::from)?;
                let done = |activity| ActivityDone { activity, done: Some(Done::Full), note: String::new() };
                let activities = (0..sheet.activities.len()).map(done).collect();
                let log = SessionLog { activities, ..SessionLog::default() };
                store.save_log(&ctx, session.id, sheet.version, &log).await.map_err(written)?;
            }
            store.sign_log(&ctx, session.id, None).await.map_err(written)?;
        }
        let list = Attachment { media_type: "application/pdf".to_owned(), content: EXAMPLE_SCAN.to_vec() };
        store.attach_signed_list(&ctx(&pair[0], Action::TakeRoll)?, session.id, &list).await?;
    }
    Ok(())
}

/// How somebody attends: most come, some leave early, as in the figures of such services.
fn marks(dice: &mut Dice, held: usize) -> Vec<(Mark, u16)> {
    let leaves_after = if dice.percent(15) { dice.below(6) + 1 } else { u64::MAX };
    (0..held as u64)
        .map(|session| {
            if session >= leaves_after {
                return (Mark::Unexcused, 0);
            }
            match dice.below(100) {
                0..=84 => (Mark::Present, 150),
                85..=90 => (Mark::Late, 150 - u16::try_from(10 + dice.below(30)).unwrap_or(10)),
                91..=95 => (Mark::Excused, 0),
                _ => (Mark::Unexcused, 0),
            }
        })
        .collect()
}

/// The day of the week on or after a day.
pub fn on_or_after(day: NaiveDate, weekday: Weekday) -> NaiveDate {
    let ahead = (7 + weekday.num_days_from_monday() - day.weekday().num_days_from_monday()) % 7;
    day + Duration::days(i64::from(ahead))
}
