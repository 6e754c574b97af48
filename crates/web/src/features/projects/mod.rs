//! Subsidy projects: what groups and contracts hang on, with what they promise.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, Reach},
    ids::ProjectId,
    people::name::PersonName,
    projects::{Measure, Pace, Tally, pace},
};
use store::{Contract, NewProject, Programme, Project, ProjectGroup, Target};

use super::{access::role_key, groups::state_badge};
use crate::{
    error::{Replayed, done_before},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    routes::Route,
    ui::{Badge, Choice, Fact, FormView, Shell, Tone},
};

/// How many targets the form offers.
const TARGETS: usize = 6;

/// The pages of projects.
pub fn routes() -> Vec<Route<Programme>> {
    use Action::{ManageProjects, ViewProjects};
    vec![
        Route::get("/proyectos", ViewProjects, list),
        Route::get("/proyectos/nuevo", ManageProjects, ask),
        Route::post("/proyectos", ManageProjects, create),
        Route::get("/proyectos/{proyecto}", ViewProjects, show),
        Route::get("/proyectos/{proyecto}/editar", ManageProjects, edit),
        Route::post("/proyectos/{proyecto}/editar", ManageProjects, change),
    ]
}

#[derive(Debug, Template)]
#[template(path = "features/projects/list.html")]
struct ListPage {
    shell: Shell,
    projects: Vec<(Project, Badge)>,
    may_manage: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/projects/show.html")]
struct ShowPage {
    shell: Shell,
    project: Project,
    badge: Badge,
    facts: Vec<Fact>,
    targets: Vec<TargetLine>,
    groups: Vec<(ProjectGroup, Badge)>,
    /// File, name, role and days of each; none for who sees no staff.
    contracts: Option<Vec<[String; 4]>>,
    /// Whether groups of others hang on it too, and are counted but not listed.
    is_limited: bool,
    may_see_groups: bool,
    may_manage: bool,
}

/// A target and how much of it was reached.
#[derive(Debug)]
struct TargetLine {
    what: String,
    measure: String,
    target: u32,
    reached: String,
    badge: Option<Badge>,
}

#[derive(Debug, Template)]
#[template(path = "features/projects/edit.html")]
struct EditPage {
    shell: Shell,
    form: FormView,
    is_new: bool,
    action: String,
    back: String,
    measures: Vec<Choice>,
    /// Number and the names of the three fields of each target.
    targets: Vec<(usize, [String; 3])>,
}

impl EditPage {
    fn new(shell: Shell, form: FormView, id: Option<ProjectId>) -> Self {
        let back = id.map_or_else(|| "/proyectos".to_owned(), |id| format!("/proyectos/{id}"));
        let action = id.map_or_else(|| back.clone(), |_| format!("{back}/editar"));
        let targets = (1..=TARGETS).map(|n| (n, fields(n))).collect();
        let measure = |one: &Measure| Choice::new(one.name(), measure_text(&shell, Some(*one)));
        let measures = Measure::ALL.iter().map(measure).collect();
        Self { shell, form, is_new: id.is_none(), action, back, measures, targets }
    }
}

/// The fields of a target: what, how many, how counted.
fn fields(n: usize) -> [String; 3] {
    ["meta", "cantidad", "medida"].map(|name| format!("{name}-{n}"))
}

fn measure_text(shell: &Shell, measure: Option<Measure>) -> String {
    shell.t(&format!("projects-measure-{}", measure.map_or("none", Measure::name)))
}

fn badge(shell: &Shell, project: &Project, today: chrono::NaiveDate) -> Badge {
    match () {
        () if today < project.starts_on => Badge::new(Tone::Info, shell.t("projects-to-come")),
        () if today > project.ends_on => Badge::new(Tone::Neutral, shell.t("projects-over")),
        () => Badge::new(Tone::Good, shell.t("projects-running")),
    }
}

async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let today = visit.shell.day_of(visit.ctx.now());
    let found = store.list_projects(&visit.ctx).await?;
    let projects = found.into_iter().map(|one| {
        let badge = badge(&visit.shell, &one, today);
        (one, badge)
    });
    let projects = projects.collect();
    let may_manage = visit.ctx.also(&visit.subject(), Action::ManageProjects).is_ok();
    page(&ListPage { shell: visit.shell, projects, may_manage })
}

async fn show(State(store): ProgrammeState, At(id): At<ProjectId>, visit: Visit) -> Answer {
    let project = store.get_project(&visit.ctx, id).await?;
    let shell = visit.shell.clone();
    let facts = vec![
        Fact::new(shell.t("projects-action"), &*project.action),
        Fact::new(shell.t("projects-responsible"), &*project.responsible),
        Fact::new(shell.t("projects-receiving"), &*project.receiving),
        Fact::new(shell.t("projects-starts"), shell.long_date(project.starts_on)),
        Fact::new(shell.t("projects-ends"), shell.long_date(project.ends_on)),
    ];
    let (subject, today) = (visit.subject(), shell.day_of(visit.ctx.now()));
    let may = |action| visit.ctx.also(&subject, action).ok();
    let tally = store.project_tally(&visit.ctx, id).await?;
    let groups = store.project_groups(&visit.ctx, id).await?;
    let contracts = match may(Action::ViewStaff) {
        Some(ctx) => Some(store.project_contracts(&ctx, id).await?),
        None => None,
    };
    page(&ShowPage {
        badge: badge(&shell, &project, today),
        facts,
        targets: project.targets.iter().map(|one| target(&shell, &project, one, &tally, today)).collect(),
        groups: groups.into_iter().map(|one| (one.clone(), state_badge(&shell, one.state))).collect(),
        contracts: contracts.map(|all| all.into_iter().map(|one| contract(&shell, &one)).collect()),
        is_limited: *visit.ctx.reach() != Reach::All,
        may_see_groups: may(Action::ViewGroups).is_some(),
        may_manage: may(Action::ManageProjects).is_some(),
        project,
        shell,
    })
}

fn target(
    shell: &Shell,
    project: &Project,
    one: &Target,
    tally: &Tally,
    today: chrono::NaiveDate,
) -> TargetLine {
    let reached = one.measure.map(|measure| tally.get(&measure).copied().unwrap_or_default());
    let badge = |reached| {
        let pace = pace(reached, one.target, (project.starts_on, project.ends_on), today);
        let tone = match pace {
            Pace::Reached => Tone::Good,
            Pace::OnPace => Tone::Info,
            Pace::Behind => Tone::Watch,
            Pace::Missed => Tone::Bad,
        };
        Badge::new(tone, shell.t(&format!("projects-pace-{}", pace.name())))
    };
    TargetLine {
        what: one.what.clone(),
        measure: measure_text(shell, one.measure),
        target: one.target,
        reached: reached.map_or_else(|| "—".to_owned(), |n| n.to_string()),
        badge: reached.map(badge),
    }
}

fn contract(shell: &Shell, (one, name): &(Contract, PersonName)) -> [String; 4] {
    let last = one.period.last_day().map(|day| shell.date(day)).unwrap_or_default();
    let days = format!("{} – {last}", shell.date(one.period.from));
    [format!("/personal/{}", one.staff), name.display(), shell.t(&role_key(one.role)), days]
}

async fn ask(visit: Visit) -> Answer {
    page(&EditPage::new(visit.shell, FormView::default(), None))
}

async fn create(State(store): ProgrammeState, mut deed: Deed) -> Answer {
    if let Some(new) = read(&mut deed.form) {
        match store.create_project(&deed.ctx, new).await.replayed() {
            Ok(id) => return deed.done(format!("/proyectos/{id}"), "projects-done-created"),
            Err(error) if error.is_conflict_on("key") => {
                deed.form.fail("clave", "projects-mistake-key-taken")
            }
            Err(error) => return Err(error.into()),
        }
    }
    mistakes(&EditPage::new(deed.shell, deed.form, None))
}

async fn edit(State(store): ProgrammeState, At(id): At<ProjectId>, visit: Visit) -> Answer {
    let project = store.get_project(&visit.ctx.also(&visit.subject(), Action::ViewProjects)?, id).await?;
    let mut form = FormView::default()
        .with("clave", project.key)
        .with("accion", project.action)
        .with("responsable", project.responsible)
        .with("beneficiaria", project.receiving)
        .with("inicio", project.starts_on.to_string())
        .with("termino", project.ends_on.to_string());
    for (n, target) in project.targets.into_iter().enumerate() {
        let [what, amount, measure] = fields(n + 1);
        form = form
            .with(&what, target.what)
            .with(&amount, target.target.to_string())
            .with(&measure, target.measure.map(Measure::name).unwrap_or_default());
    }
    page(&EditPage::new(visit.shell, form, Some(id)))
}

async fn change(State(store): ProgrammeState, At(id): At<ProjectId>, mut deed: Deed) -> Answer {
    store.get_project(&deed.ctx.also(&deed.subject(), Action::ViewProjects)?, id).await?;
    if let Some(new) = read(&mut deed.form) {
        match done_before(store.change_project(&deed.ctx, id, new).await) {
            Ok(()) => return deed.done(format!("/proyectos/{id}"), "projects-done-changed"),
            Err(error) if error.is_conflict_on("key") => {
                deed.form.fail("clave", "projects-mistake-key-taken")
            }
            Err(store::Error::Refused(code)) => deed.form.fail("termino", code),
            Err(error) => return Err(error.into()),
        }
    }
    mistakes(&EditPage::new(deed.shell, deed.form, Some(id)))
}

fn read(form: &mut FormView) -> Option<NewProject> {
    let key = form.required("clave", "projects-mistake-key");
    let action = form.required("accion", "projects-mistake-action");
    let responsible = form.required("responsable", "projects-mistake-responsible");
    let receiving = form.required("beneficiaria", "projects-mistake-receiving");
    let starts_on = form.needed_date("inicio", "projects-mistake-starts");
    let ends_on = form.needed_date("termino", "projects-mistake-ends");
    if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on)
        && ends_on < starts_on
    {
        form.fail("termino", "projects-period-reversed");
    }
    let mut targets = Vec::new();
    for n in 1..=TARGETS {
        let [what, amount, measure] = fields(n);
        let measure = Measure::from_name(form.value(&measure));
        let target = form.parsed(&amount, "projects-mistake-target", |text| text.parse().ok());
        match (form.value(&what).to_owned(), target) {
            (text, Some(target)) if !text.is_empty() => targets.push(Target { what: text, target, measure }),
            (text, None) if text.is_empty() => {}
            (text, _) if text.is_empty() => form.fail(&what, "projects-mistake-target-what"),
            _ if form.mistake(&amount).is_none() => form.fail(&amount, "projects-mistake-target"),
            _ => {}
        }
    }
    if !form.is_right() {
        return None;
    }
    let (starts_on, ends_on) = (starts_on?, ends_on?);
    Some(NewProject { key, action, responsible, receiving, starts_on, ends_on, targets })
}
