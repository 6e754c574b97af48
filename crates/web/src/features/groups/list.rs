//! The list of groups: filters in the address, counts by state, pages.

use askama::Template;
use axum::extract::State;
use domain::{access::Action, groups::GroupState};
use store::{GroupFilter, GroupRow};

use super::texts;
use crate::{
    dates,
    request::{Answer, ProgrammeState, Visit, page},
    ui::{Badge, Choice, FormView, Pager, Shell, Tab, form::encode_query},
};

const PER_PAGE: u64 = 25;

#[derive(Template)]
#[template(path = "features/groups/list.html")]
struct ListPage {
    shell: Shell,
    query: FormView,
    tabs: Vec<Tab>,
    centres: Vec<Choice>,
    facilitators: Vec<Choice>,
    pager: Pager,
    /// Each with its state and when it meets next; empty when it does not.
    rows: Vec<(GroupRow, Badge, String)>,
    is_filtered: bool,
    may_create: bool,
}

/// Groups within reach.
pub(super) async fn list(State(store): ProgrammeState, visit: Visit) -> Answer {
    let (ctx, query) = (&visit.ctx, &visit.query);
    let filter = GroupFilter {
        state: GroupState::from_name(query.value("estado")),
        centre: query.value("centro").parse().ok(),
        facilitator: query.value("facilita").parse().ok(),
        name: query.value("nombre").to_owned(),
    };
    let wanted = visit.page_number().max(1);
    let mut found = store.list_groups(ctx, &filter, (wanted - 1) * PER_PAGE, PER_PAGE).await?;
    let pager = Pager::new(wanted, PER_PAGE, found.total, "/grupos", query.pairs());
    if pager.page != wanted {
        found = store.list_groups(ctx, &filter, pager.offset(), PER_PAGE).await?;
    }
    let centres = store.list_centres(&ctx.also(&visit.subject(), Action::ViewCentres)?).await?;
    let facilitators = store.current_facilitators(ctx).await?;
    let shell = visit.shell;
    let line = |row: GroupRow| {
        let (badge, next) = (texts::state_badge(&shell, row.state), next_text(&shell, &row));
        (row, badge, next)
    };
    page(&ListPage {
        rows: found.rows.into_iter().map(line).collect(),
        tabs: tabs(&shell, query, &found.by_state),
        centres: centres.into_iter().map(|c| Choice::new(c.id.to_string(), c.name)).collect(),
        facilitators: facilitators.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        is_filtered: ["centro", "facilita", "nombre", "estado"]
            .iter()
            .any(|name| !query.value(name).is_empty()),
        may_create: visit.ctx.also(&visit.account.subject(), Action::ManageGroups).is_ok(),
        shell,
        query: visit.query,
        pager,
    })
}

fn next_text(shell: &Shell, row: &GroupRow) -> String {
    let Some(at) = row.next_at else { return String::new() };
    let day = shell.day_of(at);
    let name = dates::day_name(day, shell.locale).to_owned();
    shell.ta("groups-next-at", &[("day", name), ("date", shell.date(day)), ("hour", shell.hour(at))])
}

/// All, and each state with its count; the other filters are kept.
fn tabs(shell: &Shell, query: &FormView, by_state: &[(GroupState, u64)]) -> Vec<Tab> {
    let kept = query
        .pairs()
        .iter()
        .filter(|(name, value)| name != "estado" && name != "pagina" && !value.is_empty());
    let kept: Vec<(String, String)> = kept.cloned().collect();
    let tab = |state: Option<GroupState>, count: u64| {
        let mut pairs = kept.clone();
        pairs.extend(state.map(|state| ("estado".to_owned(), state.name().to_owned())));
        Tab {
            href: format!("/grupos?{}", encode_query(&pairs)),
            text: state.map_or_else(
                || shell.t("groups-state-any"),
                |state| shell.t(&format!("groups-tab-{}", state.name())),
            ),
            current: query.value("estado") == state.map_or("", GroupState::name),
            count: shell.number(i64::try_from(count).unwrap_or(i64::MAX)),
        }
    };
    let all = by_state.iter().map(|(_, n)| n).sum();
    std::iter::once(tab(None, all)).chain(by_state.iter().map(|(state, n)| tab(Some(*state), *n))).collect()
}
