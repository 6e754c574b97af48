//! The staff of the centres within reach, and one member's file.

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    centres::staff::ViolenceCheck,
    ids::{CentreId, GroupId, StaffId},
};
use store::{STAFF_PAGE, SanctionRow, StaffFilter, StaffLine};

use super::standing_badge;
use crate::{
    features::{access::role_key, centres},
    request::{Answer, At, ProgrammeState, Visit, page},
    ui::{Badge, Choice, Fact, FormView, Notice, Pager, Shell, Tone},
};

#[derive(Template)]
#[template(path = "features/staff/list.html")]
struct ListPage {
    shell: Shell,
    query: FormView,
    centres: Vec<Choice>,
    pager: Pager,
    lines: Vec<Line>,
    may_manage: bool,
}

struct Line {
    id: StaffId,
    name: String,
    roles: String,
    badge: Badge,
    ending: Option<Badge>,
}

#[derive(Template)]
#[template(path = "features/staff/show.html")]
struct ShowPage {
    shell: Shell,
    id: StaffId,
    name: String,
    badge: Badge,
    ending: Option<Notice>,
    facts: Vec<Fact>,
    contracts: Vec<ContractLine>,
    checks: Vec<ViolenceCheck>,
    sanctions: Vec<SanctionRow>,
    groups: Vec<(GroupId, String)>,
    accounts: Vec<(String, bool)>,
    has_left: bool,
    may_manage: bool,
    may_make_account: bool,
    may_see_groups: bool,
}

struct ContractLine {
    role: String,
    starts: String,
    ends: String,
    project: String,
}

fn roles(shell: &Shell, line: &StaffLine) -> String {
    let roles: Vec<String> = line.roles.iter().map(|role| shell.t(&role_key(*role))).collect();
    roles.join(" · ")
}

pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let subject = visit.subject();
    let page_number = usize::try_from(visit.page_number().max(1)).unwrap_or(1);
    let filter = StaffFilter {
        centre: visit.query.value("centro").parse::<CentreId>().ok(),
        has_left: visit.query.has("bajas", "si"),
        page: page_number,
    };
    let found = store.list_staff(&visit.ctx, &filter).await?;
    let centres = centres::centre_choices(&store, &visit.ctx, &subject).await?;
    let may_manage = visit.ctx.also(&subject, Action::ManageStaff).is_ok();
    let total = u64::try_from(found.total).unwrap_or(0);
    let pager = Pager::new(visit.page_number(), STAFF_PAGE as u64, total, "/personal", visit.query.pairs());
    let shell = visit.shell;
    let line = |line: StaffLine| Line {
        id: line.staff.id,
        name: line.staff.name.by_surname(),
        roles: roles(&shell, &line),
        badge: match line.staff.has_left {
            true => Badge::new(Tone::Neutral, shell.t("staff-has-left")),
            false => standing_badge(&shell, line.standing),
        },
        ending: line.ends_in.map(|left| Badge::new(Tone::Watch, shell.tn("staff-ends-in", "n", left))),
    };
    let lines = found.lines.into_iter().map(line).collect();
    page(&ListPage { shell, query: visit.query, centres, pager, lines, may_manage })
}

pub(super) async fn show(State(store): ProgrammeState, At(id): At<StaffId>, visit: Visit) -> Answer {
    let (ctx, subject) = (&visit.ctx, visit.subject());
    let file = store.get_staff(ctx, id).await?;
    let centre = file.line.staff.centre;
    let names = store.centre_names().await?;
    let projects = match ctx.also(&subject, Action::ViewProjects) {
        Ok(ctx) => store.list_projects(&ctx).await?,
        Err(_) => Vec::new(),
    };
    let shell = visit.shell;
    let contract = |contract: &store::Contract| ContractLine {
        role: shell.t(&role_key(contract.role)),
        starts: shell.date(contract.period.from),
        ends: contract.period.last_day().map_or_else(|| shell.t("staff-no-end"), |day| shell.date(day)),
        project: projects
            .iter()
            .find(|project| Some(project.id) == contract.project)
            .map(|project| project.key.clone())
            .unwrap_or_default(),
    };
    let person = &file.line.staff;
    let facts = vec![
        Fact::new(shell.t("staff-centre"), names.get(&centre).cloned().unwrap_or_default()),
        Fact::new(shell.t("staff-roles"), roles(&shell, &file.line)),
        Fact::new(shell.t("staff-curp"), person.curp.as_ref().map(|curp| curp.as_str()).unwrap_or_default()),
        Fact::new(shell.t("staff-sex"), shell.t(super::edit::sex_key(person.sex))),
    ];
    let ending = file.line.ends_in.map(|left| Notice {
        tone: Tone::Watch,
        text: shell.tn("staff-ends-in-text", "n", left),
        link: None,
    });
    let badge = standing_badge(&shell, file.line.standing);
    let contracts = file.contracts.iter().map(contract).collect();
    page(&ShowPage {
        id,
        may_see_groups: ctx.also(&subject, Action::ViewGroups).is_ok(),
        name: person.name.display(),
        badge,
        ending,
        facts,
        contracts,
        has_left: person.has_left,
        checks: file.checks,
        sanctions: file.sanctions,
        groups: file.groups,
        accounts: file.accounts,
        may_manage: centres::may_at(ctx, &subject, Action::ManageStaff, centre),
        may_make_account: ctx.also(&subject, Action::ManageAccounts).is_ok(),
        shell,
    })
}
