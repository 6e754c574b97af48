//! `synth`: fills a store with synthetic data of any size, with progress and remaining time.

use chrono::{Duration, Weekday};
use domain::{access::Role, people::Sex};
use indicatif::{ProgressBar, ProgressStyle};
use store::{NewCentre, Programme, Store};

use crate::{
    config::Where,
    failure::Failure,
    machine,
    synthetic::{
        Dice,
        history::{self, Plan, World},
        names,
    },
};

const GROUP_SIZE: usize = 20;
const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Llena una base con datos sintéticos.
#[derive(clap::Args)]
pub struct Synth {
    #[command(flatten)]
    place: Where,
    /// Centros
    #[arg(long, default_value_t = 2)]
    centres: usize,
    /// Personas
    #[arg(long, default_value_t = 400)]
    people: usize,
    /// Años de historia
    #[arg(long, default_value_t = 2)]
    years: usize,
    /// Listas sin tomar en el último grupo de cada centro, las últimas
    #[arg(long, default_value_t = 0)]
    owed: usize,
    /// Semilla: la misma da los mismos datos
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Synth {
    pub async fn run(self) -> Result<(), Failure> {
        let setup = self.place.load()?;
        let store = super::init::prepare::<Programme>(&setup).await?;
        super::init::prepare::<store::Safety>(&setup).await?.close().await?;
        self.fill(&store).await?;
        store.close().await?;
        eprintln!("{} personas sintéticas en {} centros y {} años.", self.people, self.centres, self.years);
        Ok(())
    }

    async fn fill(&self, store: &Store<Programme>) -> Result<(), Failure> {
        let mut dice = Dice::new(self.seed);
        let [programme, _] = super::demo::install_programmes(store).await?;
        let start = machine::clock().now() - Duration::days(365 * self.years as i64);
        let mut worlds = Vec::new();
        for n in 0..self.centres {
            worlds.push(centre(store, &mut dice, start, n).await?);
        }
        let groups = self.people.div_ceil(GROUP_SIZE);
        let bar = ProgressBar::new(groups as u64);
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} grupos, faltan {eta}")
            .map_err(|error| Failure::environment(error.to_string()))?;
        bar.set_style(style);
        let weeks = (self.years * 52).saturating_sub(18).max(1);
        // Slots of a centre: weekday, room and pair turn together, so that nothing is taken twice. Each
        // turn through them is so much later than the last that the groups fill the years.
        let slots = worlds.first().map_or(1, |world| WEEKDAYS.len() * world.rooms.len());
        let turns = groups.div_ceil(slots * worlds.len().max(1)).max(1);
        let stride = (weeks / turns).max(20);
        for n in 0..groups {
            let world = &worlds[n % worlds.len()];
            let round = n / worlds.len();
            let (slot, turn) = (round % slots, round / slots);
            let (weekday, place) = (WEEKDAYS[slot % WEEKDAYS.len()], slot / WEEKDAYS.len());
            let week = (turn * stride) % weeks;
            let owed = if n + worlds.len() < groups { 0 } else { self.owed };
            let first_day =
                history::on_or_after((start + Duration::weeks(week as i64 + 1)).date_naive(), weekday);
            let plan = Plan {
                programme,
                room: world.rooms[place],
                pair: [world.staff[place * 2], world.staff[place * 2 + 1]],
                project: None,
                name: format!("Grupo {}", n + 1),
                weekday,
                hour: 9 + u32::try_from(turn / weeks.div_ceil(stride) % 4).unwrap_or_default() * 3,
                first_day,
                people: GROUP_SIZE.min(self.people - n * GROUP_SIZE),
                dependency: None,
                for_men: false,
                owed,
            };
            history::group(store, &mut dice, world, plan).await?;
            bar.inc(1);
        }
        store.seal_audit().await?;
        bar.finish();
        Ok(())
    }
}

async fn centre(
    store: &Store<Programme>,
    dice: &mut Dice,
    start: chrono::DateTime<chrono::Utc>,
    n: usize,
) -> Result<World, Failure> {
    let new = NewCentre {
        name: format!("Centro {} (ejemplo)", n + 1),
        code: format!("EJ{:02}", n + 1),
        municipality: if n.is_multiple_of(2) { "23005" } else { "23004" }.to_owned(),
        address: "Domicilio de ejemplo".to_owned(),
        zone: "America/Cancun".to_owned(),
    };
    let mut world = history::centre(store, start, new, &["Sala A", "Sala B", "Sala C", "Sala D"]).await?;
    for n in 0..world.rooms.len() * 2 {
        let sex = if n.is_multiple_of(2) { Sex::Woman } else { Sex::Man };
        let who = (names::name(dice, sex), sex);
        world.staff.push(history::staff(store, start, (world.centre, None), who, Role::Facilitator).await?);
    }
    Ok(world)
}
