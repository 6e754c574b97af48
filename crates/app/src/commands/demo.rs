//! `demo`: synthetic data in a folder of their own, served, with the accounts printed. An existing
//! folder is reused.

use std::path::PathBuf;

use chrono::{Duration, Weekday};
use domain::{
    access::{Action, Compartment, Grant, Role, Subject},
    groups::Audience,
    ids::{CentreId, GroupId, ProgrammeVersionId, StaffId, UserId},
    people::{Sex, name::PersonName},
};
use serde::{Deserialize, Serialize};
use store::{Base, NewCentre, NewWomenMark, Programme, Safety, Store, accounts::NewAccount};

use super::{init, serve};
use crate::{
    config::{Config, Setup, Side, Where, write_private},
    failure::Failure,
    machine,
    synthetic::{
        Dice,
        history::{self, Plan, World},
    },
};

/// Muestra el sistema con datos sintéticos.
#[derive(clap::Args)]
pub struct Demo {
    /// Carpeta de los datos de muestra; si existe se reutiliza
    #[arg(long, value_name = "CARPETA", default_value = "./datos-demo")]
    data: PathBuf,
    /// Puerto del programa; el de seguridad es el siguiente (0: dos puertos libres)
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Semilla de los datos
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// PostgreSQL: URL de una base; de su nombre se derivan las cuatro que se usan
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Una sola línea de JSON cuando está listo
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Serialize, Deserialize)]
struct DemoUser {
    username: String,
    password: String,
    totp_secret: String,
    role: String,
    compartment: String,
}

/// What the demo remembers beside its data, so that a second start prints the same accounts.
#[derive(Serialize, Deserialize)]
struct Remembered {
    users: Vec<DemoUser>,
    api_token: String,
}

impl Demo {
    pub async fn run(self) -> Result<(), Failure> {
        let setup = self.setup()?;
        let file = self.data.join("demo.json");
        let remembered = match std::fs::read_to_string(&file) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|_| Failure::environment(format!("{} no es de la demostración.", file.display())))?,
            Err(_) => {
                let made = self.fill(&setup).await?;
                let text =
                    serde_json::to_string(&made).map_err(|error| Failure::environment(error.to_string()))?;
                write_private(&file, &text)?;
                made
            }
        };
        let sides = [Compartment::Programme, Compartment::Safety];
        let stop = serve::stop_signal();
        let mut running = serve::start(&setup, &sides, self.port).await?;
        self.announce(&running, &remembered);
        serve::wait(&mut running, stop).await
    }

    /// The configuration of an existing folder, or a new one; on PostgreSQL it is kept in the folder, so
    /// that every other command finds the databases.
    fn setup(&self) -> Result<Setup, Failure> {
        let mut setup = Where { data: self.data.clone(), config: None }.load()?;
        setup.config.demo = true;
        let Some(url) = &self.database else { return Ok(setup) };
        let side = |name: &str| -> Result<Side, Failure> {
            Ok(Side {
                database: Some(derived(url, name)?),
                keys_database: Some(derived(url, &format!("{name}_keys"))?),
                ..Side::default()
            })
        };
        let (programme, safety) = (side("programme")?, side("safety")?);
        if !self.data.join("config.toml").exists() {
            setup.config = Config { programme, safety, ..setup.config };
            setup.keep_config()?;
        } else if setup.config.programme.database != programme.database {
            return Err(Failure::environment(format!(
                "Los datos de {} están en otra base. Indique otra carpeta con --data, o quite --database.",
                self.data.display()
            )));
        }
        Ok(setup)
    }

    #[expect(clippy::print_stdout, reason = "the line that whoever starts the demo waits for")]
    fn announce(&self, running: &[serve::Running], remembered: &Remembered) {
        let url =
            |side| running.iter().find(|one| one.compartment == side).map_or("", |one| one.url.as_str());
        let (programme, safety) = (url(Compartment::Programme), url(Compartment::Safety));
        if self.json {
            let line = serde_json::json!({
                "url": programme, "safety_url": safety,
                "users": remembered.users, "api_token": remembered.api_token,
            });
            println!("{line}");
            return;
        }
        eprintln!("\n  Buentrato, demostración con datos sintéticos\n");
        eprintln!("  Programa:   {programme}\n  Seguridad:  {safety}\n");
        eprintln!("  {:<10} {:<26} {:<22} clave para el código (TOTP)", "cuenta", "papel", "contraseña");
        for user in &remembered.users {
            eprintln!("  {:<10} {:<26} {:<22} {}", user.username, user.role, user.password, user.totp_secret);
        }
        eprintln!("\n  Código de un solo uso: buentrato user code --secret CLAVE\n  Para terminar: Ctrl+C\n");
    }

    async fn fill(&self, setup: &Setup) -> Result<Remembered, Failure> {
        let programme = init::prepare::<Programme>(setup).await?;
        let safety = init::prepare::<Safety>(setup).await?;
        let mut dice = Dice::new(self.seed);
        let (cast, taught) = synthetic_centres(&programme, &mut dice).await?;
        let (mut users, mut subjects) = (Vec::new(), Vec::new());
        for (username, display, role, centre, staff) in cast {
            let base: &Base = if role.compartment() == Compartment::Safety { &safety } else { &programme };
            let grant = Grant { role, centre };
            let made = account(base, (username, display), grant, staff).await?;
            subjects.push(Subject { user: made.0, staff, grants: vec![grant] });
            users.push(made);
        }
        for (group, pair) in taught {
            let of = |staff: StaffId| subjects.iter().find(|one| one.staff == Some(staff)).cloned();
            let pair: Vec<Subject> = pair.into_iter().filter_map(of).collect();
            history::records(&programme, group, &pair, 2).await?;
        }
        let bruno = users.iter().find(|(_, user)| user.username == "bruno").map(|(id, _)| *id);
        let ctx = machine::context(Action::ManageTokens);
        let api_token = match bruno {
            Some(user) => super::token::create(&programme, &ctx, user, "demo", true, 30).await?,
            None => String::new(),
        };
        programme.seal_audit().await?;
        programme.close().await?;
        safety.close().await?;
        Ok(Remembered { users: users.into_iter().map(|(_, user)| user).collect(), api_token })
    }
}

/// The name of one of the demo's databases, derived from the URL given.
fn derived(url: &str, name: &str) -> Result<String, Failure> {
    let (server, base) = url
        .rsplit_once('/')
        .filter(|(server, base)| server.contains("://") && !base.is_empty())
        .ok_or_else(|| Failure::environment("La URL debe ser como postgres://usuario@servidor/base."))?;
    Ok(format!("{server}/{base}_{name}"))
}

/// A group with its pair.
type Taught = (GroupId, [StaffId; 2]);
type Member = (&'static str, &'static str, Role, Option<CentreId>, Option<StaffId>);

/// Installs the packs that come with the program; gives the workshops for public servants and for men.
pub async fn install_programmes(store: &Store<Programme>) -> Result<[ProgrammeVersionId; 2], Failure> {
    let ctx = machine::context(Action::EditProgrammes);
    for pack in store::SHIPPED_PACKS {
        store.install_pack(&ctx, pack).await?;
    }
    let programmes = store.list_programmes(&machine::context(Action::ViewProgrammes)).await?;
    let workshop = |audience| {
        let is_it = |row: &&store::ProgrammeRow| {
            row.key.starts_with("reflexion-accion") && row.audience == audience && !row.is_retired
        };
        let found = programmes.iter().find(is_it);
        found.map(|row| row.id).ok_or_else(|| Failure::environment("Falta un taller del programa."))
    };
    Ok([workshop(Audience::PublicServants)?, workshop(Audience::Men)?])
}

/// The two centres, the cast and groups at every stage.
async fn synthetic_centres(
    store: &Store<Programme>,
    dice: &mut Dice,
) -> Result<(Vec<Member>, Vec<Taught>), Failure> {
    let workshops = install_programmes(store).await?;
    let now = machine::clock().now();
    let began = now - Duration::days(200);
    let year = chrono::Datelike::year(&now);
    let project = history::project(store, began, year).await?;
    let othon = NewCentre {
        name: "CECOVIM Othón P. Blanco (Chetumal)".to_owned(),
        code: "OPB".to_owned(),
        municipality: "23004".to_owned(),
        address: "Domicilio de ejemplo, Chetumal".to_owned(),
        zone: "America/Cancun".to_owned(),
    };
    let benito = NewCentre {
        name: "CECOVIM Benito Juárez (Cancún)".to_owned(),
        code: "BJ".to_owned(),
        municipality: "23005".to_owned(),
        address: "Domicilio de ejemplo, Cancún".to_owned(),
        zone: "America/Cancun".to_owned(),
    };
    let mut chetumal = history::centre(store, began, othon, &["Leona Vicario", "Sala 2"]).await?;
    let mut cancun = history::centre(store, began, benito, &["Sala 1", "Sala 2"]).await?;
    let who = |given: &str, first: &str, second: &str| PersonName::parse(given, first, second);
    let hire = async |world: &World, name: [&str; 3], sex, role| -> Result<StaffId, Failure> {
        let name = who(name[0], name[1], name[2]).map_err(|_| Failure::environment("nombre de muestra"))?;
        history::staff(store, began, (world.centre, Some(project)), (name, sex), role).await
    };
    // The second surname of everybody says that they are made up.
    let ana = hire(&chetumal, ["Ana", "Canul", "Ejemplo"], Sex::Woman, Role::Facilitator).await?;
    let luis = hire(&chetumal, ["Luis", "Pech", "Ejemplo"], Sex::Man, Role::Facilitator).await?;
    let bruno = hire(&chetumal, ["Bruno", "Marrufo", "Ejemplo"], Sex::Man, Role::Coordinator).await?;
    let ines = hire(&chetumal, ["Inés", "Zetina", "Ejemplo"], Sex::Woman, Role::Intake).await?;
    let carla = hire(&cancun, ["Carla", "Balam", "Ejemplo"], Sex::Woman, Role::Facilitator).await?;
    let mateo = hire(&cancun, ["Mateo", "Rosado", "Ejemplo"], Sex::Man, Role::Facilitator).await?;
    let olga = hire(&cancun, ["Olga", "Novelo", "Ejemplo"], Sex::Woman, Role::Coordinator).await?;
    chetumal.staff = vec![ana, luis];
    cancun.staff = vec![carla, mateo];
    let mark = NewWomenMark {
        centre: chetumal.centre,
        room: chetumal.rooms.first().copied(),
        since: began.date_naive(),
        until: None,
    };
    store.mark_women_attended(&history::at(Action::ManageCentres, began), mark).await?;
    let mut taught = Vec::new();
    for (world, work) in [(&chetumal, SOUTH), (&cancun, NORTH)] {
        taught.extend(demo_groups(store, dice, (world, work), (workshops, Some(project))).await?);
    }
    let (south, north) = (Some(chetumal.centre), Some(cancun.centre));
    let cast = vec![
        ("ana", "Ana Canul Ejemplo", Role::Facilitator, south, Some(ana)),
        ("luis", "Luis Pech Ejemplo", Role::Facilitator, south, Some(luis)),
        ("bruno", "Bruno Marrufo Ejemplo", Role::Coordinator, south, Some(bruno)),
        ("ines", "Inés Zetina Ejemplo", Role::Intake, south, Some(ines)),
        ("carla", "Carla Balam Ejemplo", Role::Facilitator, north, Some(carla)),
        ("mateo", "Mateo Rosado Ejemplo", Role::Facilitator, north, Some(mateo)),
        ("olga", "Olga Novelo Ejemplo", Role::Coordinator, north, Some(olga)),
        ("dario", "Darío Ucán Ejemplo", Role::StateEvaluator, None, None),
        ("elena", "Elena Cámara Ejemplo", Role::TechnicalAdministrator, None, None),
        ("aurora", "Aurora Góngora Ejemplo", Role::Auditor, None, None),
        ("fatima", "Fátima Poot Ejemplo", Role::SafetyLiaison, None, None),
        ("sofia", "Sofía Alcocer Ejemplo", Role::SafetyCoordinator, None, None),
    ];
    Ok((cast, taught))
}

/// Where the groups of a centre come from.
type Work = [&'static str; 3];
const SOUTH: Work =
    ["Secretaría de Finanzas (ejemplo)", "Secretaría de Obras (ejemplo)", "Secretaría de Turismo (ejemplo)"];
const NORTH: Work = ["Oficialía Mayor (ejemplo)", "Registro Civil (ejemplo)", "Protección Civil (ejemplo)"];

/// Of public servants one group that ended, one half-way that owes its last roll and one that is to
/// begin; and one of men, in the room where no women are attended.
async fn demo_groups(
    store: &Store<Programme>,
    dice: &mut Dice,
    (world, work): (&World, Work),
    ([servants, men], project): ([ProgrammeVersionId; 2], Option<domain::ids::ProjectId>),
) -> Result<Vec<Taught>, Failure> {
    let today = machine::clock().now().date_naive();
    let yesterday = today - Duration::days(1);
    let half_way = match chrono::Datelike::weekday(&yesterday) {
        Weekday::Sat | Weekday::Sun => Weekday::Fri,
        other => other,
    };
    let called = |n: usize| {
        let office = work[n].trim_start_matches("Secretaría de ").trim_end_matches(" (ejemplo)");
        format!("{office}, {} grupo", ["primer", "segundo", "tercer"][n])
    };
    let plans = [
        (called(0), Some(work[0]), (Weekday::Tue, 10), -190, 20, 0),
        (called(1), Some(work[1]), (half_way, 16), -49, 20, 1),
        (called(2), Some(work[2]), (Weekday::Thu, 10), 8, 6, 0),
        ("Hombres, sábado por la mañana".to_owned(), None, (Weekday::Sat, 9), -70, 12, 0),
    ];
    let mut taught = Vec::new();
    for (room, (name, dependency, (weekday, hour), ahead, people, owed)) in plans.into_iter().enumerate() {
        let pair = [world.staff[0], world.staff[1]];
        let first_day = history::on_or_after(today + Duration::days(ahead), weekday);
        let plan = Plan {
            programme: if dependency.is_some() { servants } else { men },
            room: world.rooms[room % world.rooms.len()],
            pair,
            project: project.filter(|_| ahead < 0),
            name,
            weekday,
            hour,
            first_day,
            people,
            dependency,
            for_men: dependency.is_none(),
            owed,
        };
        let group = history::group(store, dice, world, plan).await?;
        history::acceptances(store, group, first_day.min(today)).await?;
        taught.push((group, pair));
    }
    Ok(taught)
}

async fn account(
    base: &Base,
    (username, display): (&str, &str),
    grant: Grant,
    staff: Option<StaffId>,
) -> Result<(UserId, DemoUser), Failure> {
    let entropy = machine::entropy();
    let password = format!("demo-{}", &entropy.short_token().to_lowercase()[..14]);
    let secret: [u8; 20] = entropy.bytes();
    let ctx = machine::context(Action::ManageAccounts);
    let new = NewAccount {
        username: username.to_owned(),
        display_name: display.to_owned(),
        grant,
        staff,
        password_hash: web::features::access::password::hash_now(&entropy, &password),
        must_change_password: false,
    };
    let id = base.create_account(&ctx, new).await?;
    base.set_second_factor(&ctx, id, &secret).await?;
    let user = DemoUser {
        username: username.to_owned(),
        password,
        totp_secret: data_encoding::BASE32_NOPAD.encode(&secret),
        role: grant.role.name().to_owned(),
        compartment: grant.role.compartment().name().to_owned(),
    };
    Ok((id, user))
}
