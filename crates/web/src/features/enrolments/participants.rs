//! Who is in a group: the list, acceptance of the notice, leaving with its consequences, coming back.

use askama::Template;
use axum::extract::State;
use domain::{
    access::{Action, reach},
    groups::{EnrolmentState, WithdrawalReason},
    ids::{CentreId, EnrolmentId, GroupId},
    people::name::PersonName,
};
use store::{
    Programme, Store,
    enrolments::{Notice as PrivacyNotice, Participant, Participants},
};

use super::notice;
use crate::{
    error::{Error, done_before},
    features::{groups, people::show::notice_badge},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Badge, Choice, FormView, Shell, Tab, Tone},
};

#[derive(Template)]
#[template(path = "features/enrolments/participants.html")]
struct ListPage {
    shell: Shell,
    id: GroupId,
    form: FormView,
    group: String,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    active: u32,
    capacity: u32,
    may_enrol: bool,
    /// The centre whose notice whoever asks may write.
    writes_notice: Option<CentreId>,
    privacy: Option<PrivacyNotice>,
    pending: Vec<Choice>,
    evidences: Vec<Choice>,
}

struct Line {
    id: EnrolmentId,
    href: String,
    name: String,
    place: String,
    since: String,
    badge: Badge,
    note: String,
    notice: Badge,
    may_leave: bool,
    may_return: bool,
}

fn name(shell: &Shell, one: &Participant) -> String {
    one.name.as_ref().map_or_else(|| shell.t("enrolments-erased"), PersonName::by_surname)
}

fn line(shell: &Shell, one: &Participant) -> Line {
    let (tone, key) = match one.state {
        EnrolmentState::Active => (Tone::Good, "enrolments-state-active"),
        EnrolmentState::Withdrawn => (Tone::Neutral, "enrolments-state-withdrawn"),
        EnrolmentState::Completed => (Tone::Good, "enrolments-state-completed"),
    };
    let note = one.left.map(|(until, reason)| {
        let reason = shell.t(&format!("enrolments-reason-{}", reason.name()));
        format!("{} · {reason}", shell.date(until))
    });
    Line {
        id: one.id,
        href: format!("/personas/{}", one.person),
        name: name(shell, one),
        place: one.details.in_words(),
        since: shell.date(one.since),
        badge: Badge::new(tone, shell.t(key)),
        note: note.unwrap_or_default(),
        notice: notice_badge(shell, one.notice.as_ref()),
        may_leave: one.state == EnrolmentState::Active,
        may_return: one.state == EnrolmentState::Withdrawn,
    }
}

fn list_page(
    shell: Shell,
    id: GroupId,
    (found, subject): (Participants, &domain::access::Subject),
    form: FormView,
) -> ListPage {
    let pending =
        found.people.iter().filter(|one| one.notice.is_none() && one.state == EnrolmentState::Active);
    let pending = pending.map(|one| Choice::new(one.id.to_string(), name(&shell, one))).collect();
    let active = found.people.iter().filter(|one| one.state == EnrolmentState::Active).count();
    ListPage {
        id,
        form,
        tabs: groups::tabs(&shell, subject, (id, "/participantes")),
        lines: found.people.iter().map(|one| line(&shell, one)).collect(),
        active: u32::try_from(active).unwrap_or(u32::MAX),
        capacity: found.capacity,
        may_enrol: reach(subject, Action::Enrol).is_ok(),
        writes_notice: reach(subject, Action::ManageDocuments).is_ok().then_some(found.centre),
        group: found.group,
        privacy: found.notice,
        pending,
        evidences: notice::evidences(&shell),
        shell,
    }
}

pub(super) async fn list(State(store): ProgrammeState, At(id): At<GroupId>, visit: Visit) -> Answer {
    let found = store.participants(&visit.ctx, id).await?;
    let subject = visit.subject();
    page(&list_page(visit.shell, id, (found, &subject), FormView::default()))
}

pub(super) async fn accept(State(store): ProgrammeState, At(id): At<GroupId>, mut deed: Deed) -> Answer {
    let found = store.participants(&deed.ctx, id).await?;
    let who: Vec<EnrolmentId> = deed.form.values("inscripcion").filter_map(|id| id.parse().ok()).collect();
    if who.is_empty() {
        deed.form.fail("inscripcion", "enrolments-mistake-nobody");
    }
    let acceptance = notice::read(&mut deed.form, found.today);
    let is_said = ["aviso", "aviso-fecha"].iter().any(|field| deed.form.mistake(field).is_some());
    if acceptance.is_none() && !is_said {
        deed.form.fail("aviso", "enrolments-mistake-evidence");
    }
    let (true, Some(acceptance)) = (deed.form.is_right(), acceptance) else {
        let subject = deed.subject();
        return mistakes(&list_page(deed.shell, id, (found, &subject), deed.form));
    };
    done_before(store.accept_notice(&deed.ctx, id, &who, acceptance).await.map(drop))?;
    deed.done(format!("/grupos/{id}/participantes"), "enrolments-done-accepted")
}

#[derive(Debug, Template)]
#[template(path = "features/enrolments/leave.html")]
struct LeavePage {
    shell: Shell,
    group: GroupId,
    id: EnrolmentId,
    form: FormView,
    name: String,
    reasons: Vec<Choice>,
}

async fn leave_page(
    store: &Store<Programme>,
    ctx: &domain::access::Ctx,
    (group, id): (GroupId, EnrolmentId),
    (shell, form): (Shell, FormView),
) -> Result<LeavePage, Error> {
    let found = store.participants(ctx, group).await?;
    let one = found.people.iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let reason = |reason: &WithdrawalReason| {
        Choice::new(reason.name(), shell.t(&format!("enrolments-reason-{}", reason.name())))
    };
    let reasons = WithdrawalReason::ALL.iter().map(reason).collect();
    let form = if form.pairs().is_empty() { form.with("hasta", found.today.to_string()) } else { form };
    Ok(LeavePage { group, id, form, name: name(&shell, one), reasons, shell })
}

pub(super) async fn ask_leave(
    State(store): ProgrammeState,
    At(ids): At<(GroupId, EnrolmentId)>,
    visit: Visit,
) -> Answer {
    page(&leave_page(&store, &visit.ctx, ids, (visit.shell, FormView::default())).await?)
}

pub(super) async fn leave(
    State(store): ProgrammeState,
    At((group, id)): At<(GroupId, EnrolmentId)>,
    mut deed: Deed,
) -> Answer {
    deed.form.required("motivo", "enrolments-mistake-reason");
    let reason = deed.form.parsed("motivo", "enrolments-mistake-reason", WithdrawalReason::from_name);
    let until = deed.form.date("hasta");
    if until.is_none() && deed.form.mistake("hasta").is_none() {
        deed.form.fail("hasta", "enrolments-until-outside");
    }
    if let (true, Some(reason), Some(until)) = (deed.form.is_right(), reason, until) {
        match done_before(store.withdraw(&deed.ctx, id, reason, until).await) {
            Ok(()) => return deed.done(format!("/grupos/{group}/participantes"), "enrolments-done-left"),
            Err(store::Error::Refused(code)) => deed.form.fail("hasta", code),
            Err(error) => return Err(error.into()),
        }
    }
    mistakes(&leave_page(&store, &deed.ctx, (group, id), (deed.shell, deed.form)).await?)
}

pub(super) async fn come_back(
    State(store): ProgrammeState,
    At((group, id)): At<(GroupId, EnrolmentId)>,
    deed: Deed,
) -> Answer {
    done_before(store.reinstate(&deed.ctx, id).await)?;
    deed.done(format!("/grupos/{group}/participantes"), "enrolments-done-returned")
}
