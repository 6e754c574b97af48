//! Making a group in four small steps and «revise sus respuestas». Answers travel in the address from
//! step to step (no names of people are among them: who facilitates is an id); nothing is written
//! before the last step is sent.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{NaiveDate, NaiveTime};
use domain::{
    access::{Action, Ctx, Subject},
    ids::{CentreId, StaffId},
};
use store::{Centre, GroupPlan, NewGroup, Obstacle, Programme, ProgrammeRow, Store};

use super::{facilitator_choice, hour, texts, written};
use crate::{
    error::Error,
    features::programmes::audience_key,
    request::{Answer, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Fact, FormView, Notice, Shell, Tone, form::encode_query},
};

/// The fields of each step, in order.
const STEPS: [&[&str]; 4] = [
    &["programa", "centro"],
    &["nombre", "sala", "cupo", "abierto", "proyecto"],
    &["dia", "hora", "inicio"],
    &["facilita1", "facilita2"],
];

#[derive(Template)]
#[template(path = "features/groups/step.html")]
struct StepPage {
    shell: Shell,
    form: FormView,
    step: usize,
    /// What this step asks.
    title: String,
    back: String,
    /// Answers of the other steps.
    carried: Vec<(String, String)>,
    programmes: Vec<Choice>,
    centres: Vec<Choice>,
    rooms: Vec<Choice>,
    projects: Vec<Choice>,
    weekdays: Vec<Choice>,
    facilitators: Vec<Choice>,
    /// Whether there are fewer than two to choose from.
    is_short: bool,
}

#[derive(Template)]
#[template(path = "features/groups/check.html")]
struct CheckPage {
    shell: Shell,
    carried: Vec<(String, String)>,
    facts: Vec<Fact>,
    obstacles: Vec<String>,
    warnings: Vec<Notice>,
    sessions: Vec<(u16, NaiveDate, NaiveTime, Vec<String>)>,
}

/// What the steps choose from.
struct Offer<'a> {
    store: &'a Store<Programme>,
    ctx: &'a Ctx,
    subject: Subject,
    programmes: Vec<ProgrammeRow>,
    centres: Vec<Centre>,
}

impl<'a> Offer<'a> {
    async fn load(store: &'a Store<Programme>, ctx: &'a Ctx, subject: Subject) -> Result<Self, Error> {
        let mut centres = store.list_centres(&ctx.also(&subject, Action::ViewCentres)?).await?;
        centres.retain(|centre| centre.is_open);
        Ok(Self { store, ctx, subject, programmes: store.list_programmes(ctx).await?, centres })
    }

    /// The answers as a group, noting mistakes at their fields, step by step; there is one as soon as
    /// only the facilitators are missing, who are nobody then.
    fn read(&self, form: &mut FormView) -> Option<NewGroup> {
        let programme = form.needed("programa", "groups-mistake-programme", |text| {
            self.programmes.iter().map(|p| p.id).find(|id| id.to_string() == text)
        });
        let centre = form.needed("centro", "groups-mistake-centre", |text| {
            self.centres.iter().map(|c| c.id).find(|id| id.to_string() == text)
        });
        let name = form.required("nombre", "groups-mistake-name");
        let room = form.needed("sala", "groups-mistake-room", |text| text.parse().ok());
        let capacity = form.needed("cupo", "groups-mistake-capacity", |text| {
            text.parse().ok().filter(|n| (1..=200).contains(n))
        });
        let project = form.parsed("proyecto", "groups-mistake-project", |text| text.parse().ok());
        let weekday = form.needed("dia", "groups-mistake-weekday", |text| text.parse().ok());
        let start = form.needed("hora", "groups-mistake-hour", hour);
        let first_day = form.needed_date("inicio", "groups-mistake-start");
        let mut person = |field| form.needed(field, "groups-mistake-facilitator", |text| text.parse().ok());
        let (first, second): (Option<StaffId>, Option<StaffId>) = (person("facilita1"), person("facilita2"));
        if first.is_some() && first == second {
            form.fail("facilita2", "groups-same-person");
        }
        Some(NewGroup {
            programme: programme?,
            centre: centre?,
            room: room?,
            project,
            name,
            capacity: capacity?,
            is_open: form.has("abierto", "si"),
            weekday: weekday?,
            start: start?,
            first_day: first_day?,
            facilitators: [first, second].map(|who| who.unwrap_or(StaffId(uuid::Uuid::nil()))),
        })
    }

    async fn step(
        &self,
        shell: Shell,
        mut form: FormView,
        (step, new): (usize, Option<&NewGroup>),
    ) -> Result<StepPage, Error> {
        let fields = STEPS[step - 1];
        form.mistakes.retain(|mistake| fields.contains(&mistake.field.as_str()));
        let centre = self.centres.iter().map(|c| c.id).find(|id| form.has("centro", &id.to_string()));
        let programme = self.programmes.iter().find(|p| form.has("programa", &p.id.to_string()));
        let (mut rooms, mut projects, mut facilitators) = (Vec::new(), Vec::new(), Vec::new());
        if let (2, Some(centre)) = (step, centre) {
            rooms = self.rooms(&shell, centre).await?;
            projects = self.projects(&shell).await?;
            let capacity = programme.map_or(20, |p| p.audience.default_capacity());
            form = form.filled("cupo", capacity.to_string());
        }
        if let (4, Some(new)) = (step, new) {
            let found = self.store.facilitators_for(self.ctx, new).await?;
            let choice = |one: &store::Available| {
                facilitator_choice(&shell, &one.candidate, (one.is_barred, &one.taken))
            };
            facilitators = found.iter().map(choice).collect();
        }
        if let [only] = &self.centres[..] {
            form = form.filled("centro", only.id.to_string());
        }
        let carried =
            answers(&form).into_iter().filter(|(name, _)| !fields.contains(&name.as_str())).collect();
        Ok(StepPage {
            title: shell.t(&format!("groups-asks-{step}")),
            back: if step == 1 { "/grupos".to_owned() } else { step_at(&form, step - 1) },
            carried,
            programmes: self.programmes.iter().map(|p| programme_choice(&shell, p)).collect(),
            centres: self.centres.iter().map(|c| Choice::new(c.id.to_string(), &c.name)).collect(),
            rooms,
            projects,
            weekdays: texts::weekdays(&shell),
            is_short: facilitators.iter().filter(|one| !one.is_barred).count() < 2,
            facilitators,
            step,
            form,
            shell,
        })
    }

    async fn rooms(&self, shell: &Shell, centre: CentreId) -> Result<Vec<Choice>, Error> {
        let rooms =
            self.store.list_rooms(&self.ctx.also(&self.subject, Action::ViewCentres)?, centre).await?;
        let today = self.ctx.now().date_naive();
        let choice = |room: store::Room| {
            let mut label =
                shell.ta("groups-room-holds", &[("name", room.name), ("n", room.capacity.to_string())]);
            if room.women.iter().any(|mark| mark.until.is_none_or(|until| until >= today)) {
                label = format!("{label} · {}", shell.t("groups-room-women"));
            }
            Choice::new(room.id.to_string(), label)
        };
        Ok(rooms.into_iter().filter(|room| !room.is_retired).map(choice).collect())
    }

    async fn projects(&self, shell: &Shell) -> Result<Vec<Choice>, Error> {
        let today = self.ctx.now().date_naive();
        let projects = self.store.list_projects(&self.ctx.also(&self.subject, Action::ViewProjects)?).await?;
        let choice = |project: store::Project| {
            let label = shell
                .ta("groups-project-until", &[("key", project.key), ("day", shell.date(project.ends_on))]);
            Choice::new(project.id.to_string(), label)
        };
        Ok(projects.into_iter().filter(|project| project.ends_on >= today).map(choice).collect())
    }

    async fn check(
        &self,
        shell: Shell,
        form: &FormView,
        (new, plan): (&NewGroup, GroupPlan),
    ) -> Result<CheckPage, Error> {
        let people = self.store.staff_names(self.ctx, &new.facilitators).await?;
        let people: texts::Names = people.into_iter().map(|(id, name)| (id, name.display())).collect();
        let label = |choices: Vec<Choice>, field: &str| {
            choices.into_iter().find(|c| form.has(field, &c.value)).map(|c| c.label).unwrap_or_default()
        };
        let (first, last) = (plan.sessions.first(), plan.sessions.last());
        let end = [first, last].map(|s| s.map(|s| shell.long_date(s.starts_at.date())).unwrap_or_default());
        let of = |id: &StaffId| people.get(id).cloned().unwrap_or_default();
        let rows = [
            (
                1,
                "groups-programme",
                label(self.programmes.iter().map(|p| programme_choice(&shell, p)).collect(), "programa"),
            ),
            (
                1,
                "groups-centre",
                self.centres.iter().find(|c| c.id == new.centre).map(|c| c.name.clone()).unwrap_or_default(),
            ),
            (2, "groups-name", new.name.clone()),
            (2, "groups-room", label(self.rooms(&shell, new.centre).await?, "sala")),
            (2, "groups-capacity", new.capacity.to_string()),
            (
                2,
                "groups-entry",
                shell.t(if new.is_open { "groups-entry-open" } else { "groups-entry-closed" }),
            ),
            (
                2,
                "groups-project",
                match new.project {
                    Some(_) => label(self.projects(&shell).await?, "proyecto"),
                    None => shell.t("groups-no-project"),
                },
            ),
            (3, "groups-weekday", label(texts::weekdays(&shell), "dia")),
            (3, "groups-hour", new.start.format("%H:%M").to_string()),
            (3, "groups-dates", end.join(" – ")),
            (4, "groups-pair", new.facilitators.iter().map(of).collect::<Vec<_>>().join("; ")),
        ];
        let facts = rows.map(|(step, key, value)| Fact::new(shell.t(key), value).change(step_at(form, step)));
        let skipped = |(day, why): &(NaiveDate, domain::calendar::Skip)| {
            shell.ta("groups-skipped", &[("day", shell.date(day)), ("why", texts::skip(&shell, why))])
        };
        let warn = |w| Notice { tone: Tone::Watch, text: texts::warning(&shell, w, &people), link: None };
        Ok(CheckPage {
            carried: answers(form),
            facts: facts.into(),
            obstacles: texts::obstacles(&shell, &plan.obstacles, plan.zone, &people),
            warnings: plan.warnings.iter().map(warn).collect(),
            sessions: plan
                .sessions
                .iter()
                .map(|s| {
                    (
                        s.number,
                        s.starts_at.date(),
                        s.starts_at.time(),
                        s.skipped.iter().map(skipped).collect(),
                    )
                })
                .collect(),
            shell,
        })
    }
}

fn programme_choice(shell: &Shell, programme: &ProgrammeRow) -> Choice {
    let values = [("title", programme.title.clone()), ("n", programme.version.to_string())];
    Choice::new(programme.id.to_string(), shell.ta("groups-programme-version", &values))
        .hint(shell.t(audience_key(programme.audience)))
}

/// The answers given so far, each once.
fn answers(form: &FormView) -> Vec<(String, String)> {
    let fields = STEPS.iter().flat_map(|fields| fields.iter());
    let answer = |name: &&str| {
        let value = form.values(name).find(|value| !value.is_empty())?;
        Some(((*name).to_owned(), value.to_owned()))
    };
    fields.filter_map(answer).collect()
}

/// Where a step is, with the answers so far.
fn step_at(form: &FormView, step: usize) -> String {
    let mut pairs = vec![("paso".to_owned(), step.to_string())];
    pairs.extend(answers(form));
    format!("/grupos/nuevo?{}", encode_query(&pairs))
}

/// The first step whose answers have a mistake.
fn first_wrong(form: &FormView) -> Option<usize> {
    let wrong = |fields: &&[&str]| fields.iter().any(|field| form.mistake(field).is_some());
    STEPS.iter().position(wrong).map(|index| index + 1)
}

/// A step, or the check when all are answered. `paso` is the step asked for; with mistakes in an
/// earlier one, that one is shown with them.
pub(super) async fn ask(State(store): ProgrammeState, visit: Visit) -> Answer {
    let offer = Offer::load(&store, &visit.ctx, visit.account.subject()).await?;
    let wanted = visit.query.value("paso").parse().unwrap_or(1).clamp(1, STEPS.len() + 1);
    let mut form = visit.query;
    let new = offer.read(&mut form);
    let wrong = first_wrong(&form).filter(|wrong| *wrong < wanted);
    if let Some(step) = wrong {
        return mistakes(&offer.step(visit.shell, form, (step, new.as_ref())).await?);
    }
    let (true, Some(new)) = (wanted > STEPS.len(), &new) else {
        form.mistakes.clear();
        return page(&offer.step(visit.shell, form, (wanted.min(STEPS.len()), new.as_ref())).await?);
    };
    let plan = store.plan_group(&visit.ctx, new).await?;
    if note_barred(&mut form, new, &plan.obstacles) {
        return mistakes(&offer.step(visit.shell, form, (STEPS.len(), Some(new))).await?);
    }
    page(&offer.check(visit.shell, &form, (new, plan)).await?)
}

/// Makes the group; what stands in the way is shown on the check page, with every answer kept.
pub(super) async fn create(State(store): ProgrammeState, deed: Deed) -> Answer {
    let offer = Offer::load(&store, &deed.ctx, deed.account.subject()).await?;
    let mut form = deed.form.clone();
    let new = offer.read(&mut form);
    if let Some(step) = first_wrong(&form) {
        return mistakes(&offer.step(deed.shell, form, (step, new.as_ref())).await?);
    }
    let new = new.ok_or(Error::NotFound)?;
    match written(store.create_group(&deed.ctx, new.clone()).await)? {
        Ok(id) => deed.done(format!("/grupos/{id}"), "groups-done-created"),
        Err(obstacles) if note_barred(&mut form, &new, &obstacles) => {
            mistakes(&offer.step(deed.shell, form, (STEPS.len(), Some(&new))).await?)
        }
        Err(obstacles) => refused(&offer, deed.shell, &form, (new, obstacles)).await,
    }
}

/// Notes at its field who of the pair cannot be assigned; whether there is anybody.
fn note_barred(form: &mut FormView, new: &NewGroup, obstacles: &[Obstacle]) -> bool {
    for (field, chosen) in ["facilita1", "facilita2"].into_iter().zip(new.facilitators) {
        if obstacles.iter().any(|one| matches!(one, Obstacle::Ineligible { who, .. } if *who == chosen)) {
            form.fail(field, "groups-mistake-barred");
        }
    }
    !form.is_right()
}

async fn refused(
    offer: &Offer<'_>,
    shell: Shell,
    form: &FormView,
    (new, obstacles): (NewGroup, Vec<Obstacle>),
) -> Result<Response, Error> {
    let plan = offer.store.plan_group(offer.ctx, &new).await?;
    let plan = GroupPlan { obstacles, ..plan };
    mistakes(&offer.check(shell, form, (&new, plan)).await?)
}
