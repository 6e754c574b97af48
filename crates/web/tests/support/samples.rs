//! Sample ids for the parameters of routes, so that the access matrix can knock at every door.
//!
//! A feature whose route has a parameter `{x}` plants three things here: one of Ana's own group at
//! Chetumal, one of another group at Chetumal that is not hers, one of Cancún (Carla's), and names
//! them under `x`. Where the scope is something else, `nowhere` says so with an id that nobody has.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx, Grant, Role, Subject, decide},
    attendance::roll::{Entry, Mark},
    ids::{GroupId, SessionId},
    people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, name::PersonName},
};
use store::{
    Attachment, Base, EnrolmentDetails, FaceLogo, NewFace, NewProject, NewRoom, NewSanction, NewStaff,
    NewWomenMark,
    accounts::NewAccount,
    attendance::{RollForm, Then},
    enrolments::{NewEnrolment, Target, Upload, UploadState, Who},
    people::PersonData,
};
use uuid::Uuid;

use super::{
    House,
    groups::{World, hired},
};
use crate::certificates;

/// Somebody made up, without CURP.
pub fn person(given: &str, surname: &str) -> PersonData {
    PersonData {
        name: PersonName::parse(given, surname, "").expect("a name"),
        birth: NaiveDate::from_ymd_opt(1990, 3, 4),
        curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
        sex: Sex::Man,
        contact: Contact::default(),
        municipality: None,
    }
}

/// Where a sample lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// Of a group that Ana facilitates, Chetumal.
    Own,
    /// Of another group of Chetumal.
    OtherGroup,
    /// Of Cancún.
    OtherCentre,
}

impl Where {
    pub const ALL: [Self; 3] = [Self::Own, Self::OtherGroup, Self::OtherCentre];
}

/// Ids by parameter name.
#[derive(Debug, Default)]
pub struct Samples(BTreeMap<&'static str, [String; 3]>);

impl Samples {
    /// Plants what the routes need. Features add their lines at the mark.
    pub async fn plant(house: &House) -> Self {
        let mut samples = Self::default();
        let centres = [Some(house.chetumal), Some(house.chetumal), Some(house.cancun)];
        let grants = centres.map(|centre| Grant { role: Role::Intake, centre });
        samples.plant_accounts(house, &house.programme.store, grants).await;
        samples.plant_centres(house).await;
        samples.plant_staff(house).await;
        samples.plant_people(house).await;
        samples.plant_groups(house).await;
        samples.plant_rolls(house).await;
        samples.plant_uploads(house).await;
        samples.plant_certificates(house).await;
        house.programme.store.seal_audit().await.expect("a checkpoint");
        // Features: plant here.
        samples
    }

    /// What the routes of the safety side need: accounts.
    pub async fn plant_safety(house: &House) -> Self {
        let mut samples = Self::default();
        let grants = [Grant { role: Role::SafetyLiaison, centre: None }; 3];
        samples.plant_accounts(house, &house.safety.store, grants).await;
        house.safety.store.seal_audit().await.expect("a checkpoint");
        samples
    }

    async fn plant_accounts(&mut self, house: &House, base: &Base, grants: [Grant; 3]) {
        let ctx = house.system(Action::ManageAccounts);
        let mut ids = Vec::new();
        for (name, grant) in ["m1", "m2", "m3"].into_iter().zip(grants) {
            let new = NewAccount {
                username: format!("muestra.{name}"),
                display_name: name.to_owned(),
                grant,
                staff: None,
                password_hash: "none".to_owned(),
                must_change_password: true,
            };
            let id = base.create_account(&ctx, new).await.expect("an account");
            ids.push(base.account(&ctx, id).await.expect("just made"));
        }
        self.name("cuenta", std::array::from_fn(|at| ids[at].id.to_string()));
        self.name("funcion", std::array::from_fn(|at| ids[at].grants[0].0.to_string()));
        self.nowhere("ingreso");
        self.nowhere("token");
        self.name("archivo", std::array::from_fn(|_| "app.css".to_owned()));
    }

    async fn plant_centres(&mut self, house: &House) {
        let store = &house.programme.store;
        let (centres, documents) =
            (house.system(Action::ManageCentres), house.system(Action::ManageDocuments));
        let homes = [house.chetumal, house.chetumal, house.cancun];
        let since = "2026-01-01".parse().expect("a date");
        let (mut rooms, mut marks, mut faces) = (Vec::new(), Vec::new(), Vec::new());
        for (n, centre) in homes.into_iter().enumerate() {
            let room = NewRoom { centre, name: format!("Sala {n}"), address: String::new(), capacity: 20 };
            let room = store.create_room(&centres, room).await.expect("a room");
            let mark = NewWomenMark { centre, room: Some(room), since, until: None };
            marks.push(store.mark_women_attended(&centres, mark).await.expect("a mark").to_string());
            rooms.push(room.to_string());
            let face = NewFace {
                centre: Some(centre),
                since,
                institution: "Instituto".to_owned(),
                place: "Chetumal, Quintana Roo".to_owned(),
                legend: String::new(),
                signatories: Vec::new(),
                logo: Some(FaceLogo { bytes: vec![1], media_type: "image/png".to_owned() }),
                public_details: false,
            };
            faces.push(store.create_face(&documents, face).await.expect("a face").to_string());
        }
        let project = NewProject {
            key: "PFP-2026".to_owned(),
            action: "Talleres".to_owned(),
            responsible: "Instituto".to_owned(),
            receiving: "Ayuntamiento".to_owned(),
            starts_on: since,
            ends_on: "2026-12-31".parse().expect("a date"),
            targets: Vec::new(),
        };
        let projects = house.system(Action::ManageProjects);
        let project = store.create_project(&projects, project).await.expect("a project").to_string();
        self.name("centro", homes.map(|id| id.to_string()));
        for (parameter, ids) in [("sala", rooms), ("marca", marks), ("imagen", faces)] {
            self.name(parameter, ids.try_into().expect("three"));
        }
        self.name("proyecto", std::array::from_fn(|_| project.clone()));
    }

    async fn plant_staff(&mut self, house: &House) {
        let (store, ctx) = (&house.programme.store, house.system(Action::ManageStaff));
        let (mut people, mut sanctions) = (Vec::new(), Vec::new());
        for centre in [house.chetumal, house.chetumal, house.cancun] {
            let name = PersonName::parse("Muestra", "Chan", "").expect("a name");
            let new = NewStaff { centre, name, curp: None, sex: Sex::X };
            let staff = store.create_staff(&ctx, new).await.expect("staff");
            let since = "2026-03-01".parse().expect("a date");
            let sanction = NewSanction { staff, since, note: "oficio 1".to_owned() };
            store.sanction_staff(&ctx, sanction).await.expect("a sanction");
            let file = store.get_staff(&house.system(Action::ViewStaff), staff).await.expect("a file");
            people.push(staff.to_string());
            sanctions.push(file.sanctions[0].id.to_string());
        }
        self.name("personal", people.try_into().expect("three"));
        self.name("sancion", sanctions.try_into().expect("three"));
    }

    /// Two people registered at Chetumal and one at Cancún, each with another beside.
    async fn plant_people(&mut self, house: &House) {
        let mut ids = Vec::new();
        for (given, centre) in [
            ("Uno", house.chetumal),
            ("Dos", house.chetumal),
            ("Tres", house.cancun),
            ("Otra", house.chetumal),
            ("Una", house.chetumal),
            ("Alguien", house.cancun),
        ] {
            let ctx = house.system(Action::EditPerson);
            let data = person(given, "Muestra");
            ids.push(house.programme.store.create_person(&ctx, centre, &data).await.expect("a person"));
        }
        self.name("persona", std::array::from_fn(|at| ids[at].to_string()));
        self.name("otra", std::array::from_fn(|at| ids[at + 3].to_string()));
        self.nowhere("union");
        self.nowhere("reserva");
    }

    async fn plant_groups(&mut self, house: &House) {
        let (here, there) = (World::at_chetumal(house).await, World::at_cancun(house).await);
        let others = [hired(house, here.centre, "Dora").await, here.spare];
        let groups = [
            here.group(house, "Propio", 9, here.pair).await,
            here.group(house, "Otro", 16, others).await,
            there.group(house, "Cancún", 9, there.pair).await,
        ];
        let mut sessions = Vec::new();
        for group in groups {
            sessions.push(self::sessions(house, group).await[0].to_string());
        }
        for (page, call, ids) in [
            ("grupo", "group", groups.map(|id| id.to_string())),
            ("sesion", "session", std::array::from_fn(|at| sessions[at].clone())),
        ] {
            self.name(page, ids.clone());
            self.name(call, ids);
        }
        self.name("centro", [here.centre, here.centre, there.centre].map(|id| id.to_string()));
        self.name("programa", std::array::from_fn(|_| here.servants.to_string()));
        self.name("numero", std::array::from_fn(|_| "1".to_owned()));
        self.nowhere("clave");
    }

    /// Somebody who missed the first session of each group, and its signed list.
    async fn plant_rolls(&mut self, house: &House) {
        let store = &house.programme.store;
        let later = house.time.now() + chrono::Duration::days(6);
        let ctx = |action| Ctx::system(action, later, Uuid::nil());
        let (mut enrolments, mut tasks) = (Vec::new(), Vec::new());
        for at in 0..3 {
            let group: GroupId = self.0["grupo"][at].parse().expect("a group");
            let session: SessionId = self.0["sesion"][at].parse().expect("a session");
            let new = NewEnrolment {
                who: Who::New(person("Faltó", "Muestra")),
                details: EnrolmentDetails::default(),
                acceptance: None,
                since: None,
            };
            let enrolment = store.enrol(&house.system(Action::Enrol), group, new).await.expect("enrolled");
            let absent = Entry {
                enrolment,
                mark: Mark::Unexcused,
                minutes: None,
                reason: String::new(),
                complied: None,
            };
            let form =
                RollForm { version: 0, entries: vec![absent], is_transcription: false, then: Then::Close };
            store.save_roll(&ctx(Action::TakeRoll), session, &form).await.expect("saved");
            let scan = Attachment { media_type: "application/pdf".to_owned(), content: b"%PDF-".to_vec() };
            store.attach_signed_list(&ctx(Action::TakeRoll), session, &scan).await.expect("kept");
            let home = store.home(&ctx(Action::ViewGroups)).await.expect("the day");
            let owed = home.tasks.iter().find(|task| task.enrolment == Some(enrolment)).expect("a task");
            enrolments.push(enrolment.to_string());
            tasks.push(owed.id.to_string());
        }
        self.name("inscripcion", enrolments.try_into().expect("three"));
        self.name("tarea", tasks.try_into().expect("three"));
    }

    /// Lists that wait: of Bruno, of Gala and of Karla.
    async fn plant_uploads(&mut self, house: &House) {
        let mut ids = Vec::new();
        for (at, (person, role)) in [
            (&house.bruno, Role::Coordinator),
            (&house.gala, Role::Intake),
            (&house.karla, Role::Coordinator),
        ]
        .into_iter()
        .enumerate()
        {
            let centre = if at == 2 { house.cancun } else { house.chetumal };
            let grants = vec![Grant { role, centre: Some(centre) }];
            let subject = Subject { user: person.user, staff: person.staff, grants };
            let ctx = decide(&subject, Action::Enrol, house.time.now(), Uuid::nil()).expect("may");
            let upload = Upload {
                target: Target::Group(self.0["grupo"][at].parse().expect("a group")),
                state: UploadState::Waiting,
                name: "lista.csv".to_owned(),
                content: "Nombre,Primer apellido\nAna,Ek\n".into(),
            };
            ids.push(house.programme.store.keep_upload(&ctx, upload).await.expect("kept").to_string());
        }
        self.name("lista", ids.try_into().expect("three"));
    }

    /// A certificate with its scan in each sample group, and the job that asked for it.
    async fn plant_certificates(&mut self, house: &House) {
        let store = &house.programme.store;
        let (mut ids, mut jobs) = (Vec::new(), Vec::new());
        let homes =
            [(&house.bruno, house.chetumal), (&house.bruno, house.chetumal), (&house.karla, house.cancun)];
        for (at, (person, centre)) in homes.into_iter().enumerate() {
            let group: GroupId = self.0["grupo"][at].parse().expect("a group");
            certificates::face(house, centre).await;
            certificates::fill(house, group, centre, 500 + 10 * at as u128).await;
            let id = certificates::issue(house, group).await[0].id;
            let scan = Attachment { media_type: "application/pdf".to_owned(), content: b"%PDF-".to_vec() };
            let ctx = house.system(Action::IssueCertificates);
            store.attach_signed_certificate(&ctx, id, &scan).await.expect("kept");
            let grants = vec![Grant { role: Role::Coordinator, centre: Some(centre) }];
            let subject = Subject { user: person.user, staff: person.staff, grants };
            let ctx =
                decide(&subject, Action::IssueCertificates, house.time.now(), Uuid::nil()).expect("may");
            jobs.push(store.ask_for_certificates(&ctx, group).await.expect("asked").to_string());
            ids.push(id.to_string());
        }
        self.name("constancia", ids.try_into().expect("three"));
        self.name("trabajo", jobs.try_into().expect("three"));
    }

    /// Names three samples: own, other group, other centre.
    pub fn name(&mut self, parameter: &'static str, ids: [String; 3]) {
        self.0.insert(parameter, ids);
    }

    /// A parameter whose things belong to nobody of the cast.
    pub fn nowhere(&mut self, parameter: &'static str) {
        self.name(parameter, std::array::from_fn(|at| Uuid::from_u128(0xfade + at as u128).to_string()));
    }

    /// The pattern with its parameters filled in.
    ///
    /// # Panics
    /// When a parameter has no sample: plant one.
    pub fn fill(&self, pattern: &str, at: Where) -> String {
        fill(pattern, |name| {
            let ids = self.0.get(name).unwrap_or_else(|| panic!("plant samples for {{{name}}} of {pattern}"));
            ids[at as usize].clone()
        })
    }

    /// The pattern with ids that nobody has.
    pub fn absent(&self, pattern: &str) -> String {
        fill(pattern, |_| Uuid::from_u128(0xdead_beef).to_string())
    }
}

/// The sessions of a group, in order.
pub async fn sessions(house: &House, group: GroupId) -> Vec<SessionId> {
    let file = house.programme.store.get_group(&house.system(Action::ViewGroups), group).await;
    file.expect("a group").sessions.iter().map(|session| session.id).collect()
}

fn fill(pattern: &str, id: impl Fn(&str) -> String) -> String {
    let segment = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => id(name),
        None => part.to_owned(),
    };
    pattern.split('/').map(segment).collect::<Vec<_>>().join("/")
}
