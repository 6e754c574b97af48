//! A person's file and who opened it. Opening is on record before anything is shown.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    access::{Action, Subject},
    centres::place::municipality_name,
    groups::NoticeEvidence,
    ids::PersonId,
};
use store::{
    Programme, Store,
    people::{AbsorbedFile, FileDeed, PersonData, PersonEnrolment, PersonRecord, READERS_PAGE},
};

use super::{banner, curp_text, form, may, sex_key};
use crate::features::centres::may_at;
use crate::{
    features::audit,
    request::{Answer, At, ProgrammeState, Visit, page, see},
    ui::{Badge, Event, Fact, Link, Notice, Pager, PersonBanner, Shell, Tone},
};

struct AbsorbedLine {
    name: String,
    /// What the file in force lacks.
    known: Vec<Fact>,
    why: String,
    undo: String,
}

struct GroupLine {
    href: String,
    name: String,
    programme: String,
    state: String,
    received: u32,
    prescribed: u32,
    dose: String,
    work: String,
    notice: Badge,
    /// Where a missing acceptance is put on record, for whoever may.
    accept: String,
    certificates: Vec<String>,
    /// Where they are, for whoever may see them.
    to_certificates: String,
}

#[derive(Template)]
#[template(path = "features/people/show.html")]
struct ShowPage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    identity: Vec<Fact>,
    contact: Vec<Fact>,
    doubts: Vec<&'static str>,
    groups: Vec<GroupLine>,
    /// Calls that are owed, each with where it is put on record, for whoever makes them.
    calls: Vec<Notice>,
    events: Vec<Event>,
    absorbed: Vec<AbsorbedLine>,
    may_edit: bool,
    may_transfer: bool,
    may_merge: bool,
    may_erase: bool,
    may_see_readers: bool,
}

#[derive(Debug, Template)]
#[template(path = "features/people/erased.html")]
struct ErasedPage {
    shell: Shell,
    facts: Vec<Fact>,
}

/// A person's file; one that was absorbed leads to the one in force.
pub(super) async fn show(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let PersonRecord { file, enrolments, deeds } = match store.get_person_record(&visit.ctx, id).await {
        Ok(record) => record,
        Err(store::Error::Refused("people-erased")) => return erased(&store, id, visit).await,
        Err(error) => return Err(error.into()),
    };
    if file.id != id {
        return see(format!("/personas/{}", file.id));
    }
    let (subject, shell) = (visit.subject(), visit.shell);
    let data = &file.data;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let born = data.birth.map(|day| shell.date(day)).unwrap_or_default();
    let identity = vec![
        Fact::new(shell.t("people-name"), data.name.display()),
        Fact::new(shell.t("people-curp"), curp_text(&shell, &data.curp)),
        Fact::new(shell.t("people-born"), born),
        Fact::new(shell.t("people-sex"), shell.t(sex_key(data.sex))),
        Fact::new(shell.t("people-centre"), file.centre_name.clone()),
    ];
    let contact = vec![
        Fact::new(shell.t("people-phone"), text(&data.contact.phone)),
        Fact::new(shell.t("people-email"), text(&data.contact.email)),
        Fact::new(shell.t("people-address"), text(&data.contact.address)),
        Fact::new(
            shell.t("people-municipality"),
            data.municipality.as_deref().map(municipality_name).unwrap_or_default(),
        ),
    ];
    let absorbed = file.absorbed.iter().map(|other| AbsorbedLine {
        name: other.name.as_ref().map(|name| name.display()).unwrap_or_default(),
        known: only_there(&shell, data, other),
        why: shell.t(&format!("people-merge-{}", other.reason)),
        undo: format!("/personas/{id}/uniones/{}/deshacer", other.merge),
    });
    page(&ShowPage {
        id,
        banner: banner(&shell, &file),
        identity,
        contact,
        doubts: form::doubts(data),
        calls: enrolments.iter().filter_map(|one| call(&shell, &subject, one)).collect(),
        groups: enrolments.into_iter().map(|one| group_line(&shell, &subject, one)).collect(),
        events: deeds.into_iter().map(|deed| event(&shell, deed)).collect(),
        absorbed: absorbed.collect(),
        may_edit: may(&subject, Action::EditPerson),
        may_transfer: may_at(&visit.ctx, &subject, Action::EditPerson, file.centre),
        may_merge: may(&subject, Action::MergePeople),
        may_erase: may(&subject, Action::ErasePerson),
        may_see_readers: may(&subject, Action::ViewFileReaders),
        shell,
    })
}

/// CURP and date of birth of an absorbed file, where the file in force has none.
fn only_there(shell: &Shell, data: &PersonData, other: &AbsorbedFile) -> Vec<Fact> {
    let curp = other.curp.as_ref().filter(|_| data.curp.curp().is_none());
    let birth = other.birth.filter(|_| data.birth.is_none());
    let curp = curp.map(|curp| Fact::new(shell.t("people-curp"), curp.as_str()));
    let birth = birth.map(|day| Fact::new(shell.t("people-born"), shell.date(day)));
    curp.into_iter().chain(birth).collect()
}

async fn erased(store: &Store<Programme>, id: PersonId, visit: Visit) -> Answer {
    let (at, act) = store.erased_under(&visit.ctx, id).await?;
    let shell = visit.shell;
    let facts =
        vec![Fact::new(shell.t("people-erased-at"), shell.moment(at)), Fact::new(shell.t("people-act"), act)];
    page(&ErasedPage { shell, facts })
}

/// The call owed after an early absence.
fn call(shell: &Shell, subject: &Subject, one: &PersonEnrolment) -> Option<Notice> {
    let (task, due) = one.call?;
    let values = [("group", one.group_name.clone()), ("day", shell.date(due))];
    let link = || Link::new(format!("/pendientes/{task}"), shell.t("people-call-log"));
    let text = shell.ta("people-call", &values);
    Some(Notice { tone: Tone::Watch, text, link: may(subject, Action::WriteLog).then(link) })
}

/// What is known of the acceptance of the privacy notice.
pub(crate) fn notice_badge(shell: &Shell, notice: Option<&(String, NaiveDate, NoticeEvidence)>) -> Badge {
    let Some((version, day, evidence)) = notice else {
        return Badge::new(Tone::Watch, shell.t("enrolments-notice-pending"));
    };
    let how = shell.t(&format!("enrolments-evidence-{}", evidence.name()));
    let values = [("version", version.clone()), ("day", shell.date(day)), ("how", how)];
    Badge::new(Tone::Good, shell.ta("enrolments-notice-accepted", &values))
}

fn group_line(shell: &Shell, subject: &Subject, one: PersonEnrolment) -> GroupLine {
    let (received, prescribed) = one.sessions;
    let state = match one.state.as_str() {
        "withdrawn" => "people-group-withdrawn",
        "completed" => "people-group-completed",
        _ => "people-group-active",
    };
    let certificate = |key: &str, folio: &str| shell.tn(key, "folio", folio.to_owned());
    let certificates = one.certificates.iter().map(|one| {
        certificate(
            if one.is_revoked { "people-certificate-revoked" } else { "people-certificate" },
            &one.folio,
        )
    });
    let asks = one.notice.is_none() && one.state == "active" && may(subject, Action::Enrol);
    GroupLine {
        work: one.details.in_words(),
        notice: notice_badge(shell, one.notice.as_ref()),
        to_certificates: match may(subject, Action::ViewCertificates) {
            true => format!("/grupos/{}/constancias", one.group),
            false => String::new(),
        },
        accept: if asks { format!("/grupos/{}/participantes", one.group) } else { String::new() },
        href: format!("/grupos/{}", one.group),
        name: one.group_name,
        programme: one.programme,
        state: shell.t(state),
        received,
        prescribed,
        dose: shell.ta(
            "people-dose",
            &[("received", received), ("prescribed", prescribed), ("minutes", one.minutes)],
        ),
        certificates: certificates.collect(),
    }
}

fn event(shell: &Shell, deed: FileDeed) -> Event {
    Event {
        when: shell.moment(deed.at),
        machine: shell.machine(deed.at),
        title: audit::deed(shell, &deed.deed),
        text: String::new(),
        by: deed.who.unwrap_or_else(|| shell.t("people-by-system")),
        tone: Tone::Neutral,
    }
}

#[derive(Debug, Template)]
#[template(path = "features/people/readers.html")]
struct ReadersPage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    pager: Pager,
    events: Vec<Event>,
}

/// «Quién abrió este expediente».
pub(super) async fn readers(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let file = store.get_person(&visit.ctx.also(&visit.subject(), Action::ViewPerson)?, id).await?;
    let asked = visit.page_number().max(1);
    let (readers, total) = store.person_readers(&visit.ctx, id, asked - 1).await?;
    let path = format!("/personas/{}/lecturas", file.id);
    let pager = Pager::new(asked, READERS_PAGE, total, &path, visit.query.pairs());
    let shell = visit.shell;
    let events = readers.into_iter().map(|deed| event(&shell, deed)).collect();
    page(&ReadersPage { id: file.id, banner: banner(&shell, &file), pager, events, shell })
}
