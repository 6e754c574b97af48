//! The audit log for whoever keeps an eye on it, the same on both sides: the state of the chain, the
//! last signed checkpoint to be kept elsewhere, and the entries in words. Nothing of anybody's file.

use askama::Template;
use axum::extract::State;
use chrono::{DateTime, Days, TimeZone, Utc};
use domain::access::Action;
use store::{AuditFilter, AuditLine, AuditState, Side};
use uuid::Uuid;

use crate::{
    dates, download,
    kit::Kit,
    request::{Answer, Visit, page},
    routes::Route,
    ui::{Badge, Choice, Fact, FormView, Shell, Tone, form::encode_query},
};

/// Entries that may wait for the sealer before somebody should look: it links them within a second.
const WAITING: u64 = 1_000;

/// The routes of the log.
#[must_use]
pub fn routes<S: Side>() -> Vec<Route<S>> {
    vec![
        Route::get("/auditoria", Action::ViewAudit, log),
        Route::get("/auditoria/punto-de-control.txt", Action::ViewAudit, checkpoint),
    ]
}

/// An entry in words.
struct Line {
    when: String,
    machine: String,
    who: String,
    deed: String,
    object: String,
    /// The entries on the same thing.
    href: Option<String>,
    number: String,
}

#[derive(Template)]
#[template(path = "features/audit/log.html")]
struct LogPage {
    shell: Shell,
    query: FormView,
    badge: Badge,
    facts: Vec<Fact>,
    has_checkpoint: bool,
    deeds: Vec<Choice>,
    centres: Vec<Choice>,
    lines: Vec<Line>,
    is_later_page: bool,
    newest: String,
    older: Option<String>,
}

/// Whether the sealer keeps up.
pub fn badge(shell: &Shell, state: AuditState) -> Badge {
    if state.waiting > WAITING {
        Badge::new(Tone::Bad, shell.t("audit-stuck"))
    } else {
        Badge::new(Tone::Good, shell.t("audit-well"))
    }
}

async fn log(State(kit): State<Kit>, visit: Visit) -> Answer {
    let base = kit.base();
    let (shell, mut query) = (visit.shell, visit.query);
    let filter = filter(&shell, &mut query);
    let (lines, has_older) = base.audit_log(&visit.ctx, &filter).await?;
    let state = base.audit_state(&visit.ctx).await?;
    let mut centres: Vec<_> = base.centre_names().await?.into_iter().collect();
    centres.sort_by(|a, b| a.1.cmp(&b.1));
    let without: Vec<(String, String)> =
        query.pairs().iter().filter(|(name, value)| name != "antes" && !value.is_empty()).cloned().collect();
    let older = lines.last().filter(|_| has_older).map(|last| {
        let key = format!("{}.{}", last.at.timestamp_millis(), last.id);
        address(without.iter().cloned().chain([("antes".to_owned(), key)]).collect())
    });
    page(&LogPage {
        badge: badge(&shell, state),
        facts: facts(&shell, state),
        has_checkpoint: state.checkpoint.is_some(),
        deeds: deeds(&shell),
        centres: centres.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect(),
        lines: lines.into_iter().map(|one| line(&shell, one)).collect(),
        is_later_page: filter.before.is_some(),
        newest: address(without),
        older,
        query,
        shell,
    })
}

fn address(pairs: Vec<(String, String)>) -> String {
    if pairs.is_empty() { "/auditoria".to_owned() } else { format!("/auditoria?{}", encode_query(&pairs)) }
}

fn filter(shell: &Shell, query: &mut FormView) -> AuditFilter {
    let begins = |day: chrono::NaiveDate| {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        shell.zone.from_local_datetime(&midnight).earliest().map_or(midnight.and_utc(), |at| at.to_utc())
    };
    let text = |name: &str| Some(query.value(name).to_owned()).filter(|text| !text.is_empty());
    AuditFilter {
        deed: text("acto"),
        account: text("cuenta"),
        centre: query.value("centro").parse().ok(),
        object: query.value("objeto").parse().ok(),
        before: key(query.value("antes")),
        since: query.date("desde").map(begins),
        until: query.date("hasta").and_then(|day| day.checked_add_days(Days::new(1))).map(begins),
    }
}

/// Where a page begins: an instant and the id of an entry.
fn key(text: &str) -> Option<(DateTime<Utc>, Uuid)> {
    let (at, id) = text.split_once('.')?;
    Some((DateTime::from_timestamp_millis(at.parse().ok()?)?, id.parse().ok()?))
}

/// The words for a deed.
pub fn deed(shell: &Shell, deed: &str) -> String {
    if domain::audit::is_known(deed) {
        shell.t(&format!("audit-deed-{}", deed.replace('.', "-")))
    } else {
        shell.t("audit-deed-other")
    }
}

fn deeds(shell: &Shell) -> Vec<Choice> {
    let mut all: Vec<Choice> =
        domain::audit::deeds().map(|name| Choice::new(name, deed(shell, name))).collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

fn facts(shell: &Shell, state: AuditState) -> Vec<Fact> {
    let number = |n: u64| dates::number(i64::try_from(n).unwrap_or(i64::MAX));
    let (proven, signed) = match state.checkpoint {
        Some((seq, at)) => {
            let values = [("n", number(seq)), ("when", shell.moment(at))];
            (seq, shell.ta("audit-checkpoint-value", &values))
        }
        None => (0, shell.t("audit-checkpoint-none")),
    };
    let after = state.linked.saturating_sub(proven) + state.waiting;
    vec![
        Fact::new(shell.t("audit-linked"), number(state.linked)),
        Fact::new(shell.t("audit-checkpoint"), signed),
        Fact::new(shell.t("audit-after"), number(after)),
    ]
}

fn line(shell: &Shell, one: AuditLine) -> Line {
    let kind = shell.t(&format!("audit-kind-{}", one.kind));
    let object = match (one.object_account, one.object.filter(|id| !id.is_nil())) {
        (Some(account), _) => format!("{kind}: {account}"),
        (None, Some(id)) => format!("{kind} {}", &id.to_string()[..8]),
        (None, None) => kind,
    };
    Line {
        when: shell.moment(one.at),
        machine: shell.machine(one.at),
        who: one.actor.unwrap_or_else(|| shell.t(&format!("audit-by-{}", one.actor_kind))),
        deed: deed(shell, &one.deed),
        object,
        href: one.object.map(|id| address(vec![("objeto".to_owned(), id.to_string())])),
        number: one.number.map_or_else(|| shell.t("audit-unsealed"), |n| n.to_string()),
    }
}

async fn checkpoint(State(kit): State<Kit>, visit: Visit) -> Answer {
    let signed = kit.base().last_checkpoint(&visit.ctx).await?;
    let name = format!("punto-de-control-{}-{}.txt", signed.compartment, signed.seq);
    download::file("text/plain; charset=utf-8", &name, signed.to_text().into_bytes())
}
