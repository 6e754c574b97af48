//! Rolls, dose, logs, signed lists and «Hoy», on both engines.

use crate::support::workshop::{Workshop, day, workshop};
use crate::support::{Fresh, now, system};
use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx, Grant, Once, Role, Subject, decide},
    attendance::{
        dose::Standing,
        roll::{Entry, LineError, Mark, RollRefused, RollState},
    },
    groups::GroupState,
    ids::{CentreId, EnrolmentId, GroupId, SessionId, StaffId, UserId},
    people::{CurpOrReason, Sex, WithoutCurp, contact::Contact, name::PersonName},
    sessions::log::{Alone, Incident, IncidentKind, LogRefused, LogState, Observation, SessionLog},
};
use sea_orm::{ConnectionTrait, Database, Statement, Value};
use store::{
    Attachment, Error, Source,
    attendance::{RollError, RollForm, Then},
    enrolments::{EnrolmentDetails, NewEnrolment, Who},
    home::ContactAttempt,
    people::PersonData,
    sessions::LogError,
};
use uuid::Uuid;

/// Some hours after a session of the Monday group began.
fn after(number: u16) -> DateTime<Utc> {
    // The third Monday of March is a rest day: session 2 is a week later.
    let weeks = if number == 1 { 0 } else { i64::from(number) };
    "2026-03-09T20:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + chrono::Duration::weeks(weeks)
}

struct Class {
    fresh: Fresh,
    world: Workshop,
    group: GroupId,
    sessions: Vec<SessionId>,
    people: Vec<EnrolmentId>,
}

async fn run(fresh: &Fresh, sql: &str, values: Vec<Value>) {
    let url = match &fresh.source {
        Source::Sqlite(folder) => format!("sqlite://{}", folder.join("data.db").display()),
        Source::Postgres { url, .. } => url.clone(),
    };
    let db = Database::connect(url).await.expect("the test's database opens");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.expect("runs");
    db.close().await.expect("closes");
}

/// A group of Ana and Berta with so many people in it.
async fn class(fresh: Fresh, size: u128) -> Class {
    let world = workshop(&fresh.store, "CUN").await;
    let manage = system(Action::ManageGroups);
    let group = fresh.store.create_group(&manage, world.group("Lunes")).await.expect("made");
    let mut people = Vec::new();
    for n in 0..size {
        people.push(enrol(&fresh, world.centre, group, n).await);
    }
    let file = fresh.store.get_group(&system(Action::ViewGroups), group).await.expect("read");
    let sessions = file.sessions.iter().map(|session| session.id).collect();
    Class { fresh, world, group, sessions, people }
}

async fn enrol(fresh: &Fresh, centre: CentreId, group: GroupId, n: u128) -> EnrolmentId {
    let data = PersonData {
        name: PersonName::parse("Inés", &format!("Pech{}", (b'a' + n as u8) as char), "").expect("a name"),
        birth: None,
        curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
        sex: Sex::Woman,
        contact: Contact::parse("983 555 0102", "", "").expect("a contact"),
        municipality: None,
    };
    let person =
        fresh.store.create_person(&system(Action::EditPerson), centre, &data).await.expect("registered");
    let id = Uuid::from_u128(0xe000 + n);
    let sql = "INSERT INTO enrolment (id, person_id, group_id, is_guest, state, since, dependency, details, created_at) \
               VALUES ($1, $2, $3, FALSE, 'active', $4, 'SSP', $5, $6)";
    let since = day("2026-03-01");
    let values = vec![
        id.into(),
        person.0.into(),
        group.0.into(),
        since.into(),
        Vec::<u8>::new().into(),
        after(1).into(),
    ];
    run(fresh, sql, values).await;
    EnrolmentId(id)
}

impl Class {
    fn ctx(&self, staff: StaffId, action: Action, now: DateTime<Utc>) -> Ctx {
        let grants = vec![Grant { role: Role::Facilitator, centre: Some(self.world.centre) }];
        let subject = Subject { user: UserId(staff.0), staff: Some(staff), grants };
        decide(&subject, action, now, Uuid::from_u128(7)).expect("a facilitator may")
    }

    fn ana(&self, action: Action) -> Ctx {
        self.ctx(self.world.ana, action, after(1))
    }

    fn all_present(&self, version: i32, then: Then) -> RollForm {
        let entries = self.people.iter().copied().map(Entry::present).collect();
        RollForm { version, entries, is_transcription: false, then }
    }

    async fn save(&self, number: usize, form: &RollForm) -> Result<(), RollError> {
        let now = after(u16::try_from(number).expect("small"));
        let ctx = self.ctx(self.world.ana, Action::TakeRoll, now);
        self.fresh.store.save_roll(&ctx, self.sessions[number - 1], form).await
    }

    /// Closes the roll of a session with these marks, the others present.
    async fn close(&self, number: usize, marks: &[(usize, Mark)]) {
        let mut form = self.all_present(0, Then::Close);
        for &(who, mark) in marks {
            form.entries[who] = Entry { mark, reason: "motivo".into(), ..form.entries[who].clone() };
        }
        self.save(number, &form).await.expect("closed");
    }
}

on_both_engines!(a_roll_is_saved_read_back_and_its_reasons_are_sealed, |fresh: Fresh| async move {
    let class = class(fresh, 3).await;
    let mut form = class.all_present(0, Then::KeepOpen);
    form.entries[0] = Entry { mark: Mark::Late, minutes: Some(130), ..form.entries[0].clone() };
    form.entries[1] = Entry {
        mark: Mark::Excused,
        reason: "Cita médica".into(),
        complied: Some(false),
        ..form.entries[1].clone()
    };
    class.save(1, &form).await.expect("saved");
    let sheet = class
        .fresh
        .store
        .session_sheet(&class.ana(Action::ViewSession), class.sessions[0])
        .await
        .expect("read");
    assert_eq!((sheet.roll.state, sheet.version, sheet.state.as_str()), (RollState::Saved, 1, "held"));
    let line = |n: usize| sheet.lines[n].line.clone().expect("marked");
    assert_eq!((line(0).mark, line(0).minutes_present), (Mark::Late, 130));
    assert_eq!((line(1).reason.as_deref(), line(1).complied), (Some("Cita médica"), Some(false)));
    assert_eq!(line(2).complied, None, "nobody said so");
    assert_eq!((line(2).minutes_present, sheet.lines.len()), (150, 3));
    assert_eq!(sheet.facilitators, [class.world.ana, class.world.berta]);
    let kept = class.fresh.store.get_roll(&class.ana(Action::ViewSession), class.sessions[0]).await;
    let kept = kept.expect("read");
    assert_eq!((kept.group, kept.version), (class.group, 1));
    assert_eq!(kept.roll, sheet.roll, "the same lines without names");
    let file = class.fresh.store.get_group(&class.ana(Action::ViewGroups), class.group).await.expect("read");
    assert_eq!((file.row.state, file.row.sessions_held), (GroupState::Running, 1));
});

on_both_engines!(saving_twice_over_a_shaky_line_changes_nothing, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let once = Once { key: Uuid::from_u128(9), route: "/sesiones/{sesion}/lista".into(), body: [1; 32] };
    let ctx = class.ana(Action::TakeRoll).once(once.clone());
    let form = class.all_present(0, Then::Close);
    class.fresh.store.save_roll(&ctx, class.sessions[0], &form).await.expect("saved");
    let again = class.fresh.store.save_roll(&ctx, class.sessions[0], &form).await;
    assert!(matches!(again, Err(RollError::Store(Error::Replayed(Some(id)))) if id == class.sessions[0].0));
    let other = class.ana(Action::TakeRoll).once(Once { body: [2; 32], ..once });
    let other = class.fresh.store.save_roll(&other, class.sessions[0], &form).await;
    assert!(matches!(other, Err(RollError::Store(Error::KeyReused))));
    let sheet = class
        .fresh
        .store
        .session_sheet(&class.ana(Action::ViewSession), class.sessions[0])
        .await
        .expect("read");
    assert_eq!(sheet.version, 1);
});

on_both_engines!(a_stale_roll_is_refused_and_nothing_is_lost, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    class.save(1, &class.all_present(0, Then::KeepOpen)).await.expect("saved");
    assert!(matches!(class.save(1, &class.all_present(0, Then::Close)).await, Err(RollError::Stale)));
    class.save(1, &class.all_present(1, Then::Close)).await.expect("the present version closes");
});

on_both_engines!(of_two_that_save_at_once_one_is_stale, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let form = class.all_present(0, Then::KeepOpen);
    let (one, other) = tokio::join!(class.save(1, &form), class.save(1, &form));
    let stale = [&one, &other].iter().filter(|result| matches!(result, Err(RollError::Stale))).count();
    assert_eq!((stale, one.is_ok() || other.is_ok()), (1, true), "{one:?} {other:?}");
});

on_both_engines!(rolls_of_two_sessions_at_once_both_count, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let form = class.all_present(0, Then::Close);
    let (one, other) = tokio::join!(class.save(1, &form), class.save(2, &form));
    one.expect("saved");
    other.expect("saved");
    let file = class.fresh.store.get_group(&class.ana(Action::ViewGroups), class.group).await.expect("read");
    assert_eq!(file.row.sessions_held, 2);
    let dose =
        class.fresh.store.group_dose(&class.ana(Action::ViewSession), class.group).await.expect("read");
    assert!(dose.people.iter().all(|person| person.dose.attended == 2));
});

on_both_engines!(whoever_began_on_paper_is_on_the_rolls_since_that_day, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    class.save(1, &class.all_present(0, Then::Close)).await.expect("closed");
    let enrol = async |given: &str, since: &str| {
        let data = PersonData {
            name: PersonName::parse(given, "Pech", "").expect("a name"),
            birth: None,
            curp: CurpOrReason::Without(WithoutCurp::NotAtHand),
            sex: Sex::Woman,
            contact: Contact::default(),
            municipality: None,
        };
        let new = NewEnrolment {
            who: Who::New(data),
            details: EnrolmentDetails::default(),
            acceptance: None,
            since: Some(day(since)),
        };
        let ctx = Ctx::system(Action::Enrol, after(3), Uuid::from_u128(8));
        class.fresh.store.enrol(&ctx, class.group, new).await
    };
    let before_the_group = enrol("Elsa", "2026-03-08").await;
    assert!(matches!(before_the_group, Err(Error::Refused("enrolments-since-outside"))));
    let to_come = enrol("Elsa", "2026-04-01").await;
    assert!(matches!(to_come, Err(Error::Refused("enrolments-since-outside"))));
    let on_a_signed_roll = enrol("Elsa", "2026-03-09").await;
    assert!(matches!(on_a_signed_roll, Err(Error::Refused("enrolments-since-signed"))));
    enrol("Elsa", "2026-03-10").await.expect("enrolled");
    let ctx = class.ctx(class.world.ana, Action::ViewSession, after(3));
    let sheet = class.fresh.store.session_sheet(&ctx, class.sessions[1]).await.expect("read");
    assert_eq!(sheet.lines.len(), 2, "the second session, three weeks ago");
});

on_both_engines!(a_session_to_come_has_no_roll, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let early = class.ctx(class.world.ana, Action::TakeRoll, now());
    let form = class.all_present(0, Then::KeepOpen);
    let refused = class.fresh.store.save_roll(&early, class.sessions[0], &form).await;
    assert!(matches!(refused, Err(RollError::Refused(RollRefused::InTheFuture))));
});

on_both_engines!(what_is_wrong_in_a_roll_is_said_line_by_line, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let mut form = class.all_present(0, Then::KeepOpen);
    form.entries[0].mark = Mark::Late;
    form.entries[1].mark = Mark::Excused;
    let Err(RollError::Refused(RollRefused::Lines(lines))) = class.save(1, &form).await else {
        panic!("saved")
    };
    assert_eq!(
        lines,
        [(class.people[0], LineError::LateNeedsMinutes), (class.people[1], LineError::ReasonMissing)]
    );
    form.then = Then::Close;
    form.entries = vec![Entry::present(class.people[0])];
    assert!(matches!(class.save(1, &form).await, Err(RollError::Refused(RollRefused::Unmarked(_)))));
    form.entries.clear();
    assert!(matches!(class.save(1, &form).await, Err(RollError::Refused(RollRefused::NobodyMarked))));
});

on_both_engines!(a_closed_roll_is_corrected_only_with_a_trace, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    class.close(1, &[]).await;
    let again = class.save(1, &class.all_present(1, Then::KeepOpen)).await;
    assert!(matches!(again, Err(RollError::Refused(RollRefused::Closed))));
    let (store, session) = (&class.fresh.store, class.sessions[0]);
    let entry = Entry { mark: Mark::Unexcused, ..Entry::present(class.people[0]) };
    let ctx = class.ana(Action::CorrectRoll);
    let without = store.correct_roll(&ctx, session, 1, &entry, " ").await;
    assert!(matches!(without, Err(RollError::Refused(RollRefused::ReasonMissing))));
    store.correct_roll(&ctx, session, 1, &entry, "Firmó otra persona").await.expect("corrected");
    let stale = store.correct_roll(&ctx, session, 1, &Entry::present(class.people[0]), "x").await;
    assert!(matches!(stale, Err(RollError::Stale)));
    let said = Entry { complied: Some(true), ..entry };
    store.correct_roll(&ctx, session, 2, &said, "Entregó la tarea").await.expect("corrected");
    let sheet = store.session_sheet(&class.ana(Action::ViewSession), session).await.expect("read");
    let said: Vec<_> = sheet.corrections.iter().map(|line| line.complied).collect();
    assert_eq!(said, [(None, None), (None, Some(true))], "compliance has its own trace");
    let trace = &sheet.corrections[0];
    assert_eq!((trace.old, trace.new), ((Mark::Present, 150), (Mark::Unexcused, 0)));
    assert_eq!(
        (trace.reason.as_str(), trace.author),
        ("Firmó otra persona", Some(UserId(class.world.ana.0)))
    );
    assert!(matches!(sheet.roll.state, RollState::Closed { .. }));
});

on_both_engines!(who_does_not_facilitate_the_group_finds_no_roll, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let (store, session) = (&class.fresh.store, class.sessions[0]);
    let carlos = |action| class.ctx(class.world.carlos, action, after(1));
    let form = class.all_present(0, Then::Close);
    let saved = store.save_roll(&carlos(Action::TakeRoll), session, &form).await;
    assert!(matches!(saved, Err(RollError::Store(Error::NotFound))));
    let absent = store.save_roll(&carlos(Action::TakeRoll), SessionId(Uuid::from_u128(404)), &form).await;
    assert!(matches!(absent, Err(RollError::Store(Error::NotFound))));
    let read = store.get_roll(&carlos(Action::ViewSession), session).await;
    assert!(matches!(read, Err(Error::NotFound)));
    class.close(1, &[]).await;
    let entry = Entry { mark: Mark::Unexcused, ..Entry::present(class.people[0]) };
    let corrected = store.correct_roll(&carlos(Action::CorrectRoll), session, 1, &entry, "x").await;
    assert!(matches!(corrected, Err(RollError::Store(Error::NotFound))));
    assert!(matches!(store.session_sheet(&carlos(Action::ViewSession), session).await, Err(Error::NotFound)));
    assert!(matches!(store.session_log(&carlos(Action::ViewSession), session).await, Err(Error::NotFound)));
    assert!(matches!(store.signed_list(&carlos(Action::ViewSession), session).await, Err(Error::NotFound)));
    let log = store.save_log(&carlos(Action::WriteLog), session, 0, &SessionLog::default()).await;
    assert!(matches!(log, Err(LogError::Store(Error::NotFound))));
    assert!(matches!(
        store.group_dose(&carlos(Action::ViewSession), class.group).await,
        Err(Error::NotFound)
    ));
    let home = store.home(&carlos(Action::ViewGroups)).await.expect("read");
    assert!(home.owed_lists.is_empty() && home.coming.is_empty());
});

on_both_engines!(an_owed_roll_is_unknown_and_a_closed_one_counts, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    class.save(1, &class.all_present(0, Then::KeepOpen)).await.expect("saved");
    let dose = async || {
        let ctx = class.ctx(class.world.ana, Action::ViewSession, after(1));
        class.fresh.store.group_dose(&ctx, class.group).await.expect("read").people
    };
    let one = dose().await[0].dose;
    assert_eq!((one.unknown, one.attended, one.to_come), (1, 0, 15));
    class.save(1, &class.all_present(1, Then::Close)).await.expect("closed");
    let one = dose().await[0].clone();
    assert_eq!((one.dose.unknown, one.dose.attended, one.dose.minutes_received), (0, 1, 150));
    assert_eq!(one.standing, Standing::OnTrack { can_miss: 3 });
});

on_both_engines!(the_fourth_absence_makes_completion_impossible, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    for number in 1..=4 {
        class.close(number, &[(0, Mark::Unexcused)]).await;
    }
    let ctx = class.ctx(class.world.ana, Action::ViewSession, after(4));
    let dose = class.fresh.store.group_dose(&ctx, class.group).await.expect("read");
    assert_eq!(dose.people[0].standing, Standing::Impossible { since_session: 4 });
    assert_eq!(dose.minutes_prescribed, 2400);
    let figures = class.ctx(class.world.ana, Action::ViewFigures, after(4));
    let figures = class.fresh.store.dose_figures(&figures, 0, 10).await.expect("read");
    let row = &figures.groups[0];
    assert_eq!((figures.total, row.sessions, row.owed_rolls), (1, (4, 16), 0));
    assert_eq!((row.standings["impossible"], row.standings["on-track"]), (1, 1));
});

on_both_engines!(an_early_absence_asks_for_a_call_until_it_is_explained, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let store = &class.fresh.store;
    class.close(1, &[(0, Mark::Unexcused)]).await;
    class.close(2, &[(0, Mark::Unexcused), (1, Mark::Unexcused)]).await;
    let tasks = async || store.home(&class.ana(Action::ViewGroups)).await.expect("read").tasks;
    let open = tasks().await;
    assert_eq!(open.len(), 2, "one for each participant, not for each absence");
    assert_eq!((open[0].kind.as_str(), open[0].session_number), ("early-absence", Some(1)));
    let ctx = class.ana(Action::WriteLog);
    let attempt = ContactAttempt {
        channel: "call".into(),
        outcome: "no-answer".into(),
        note: "Suena ocupado".into(),
        closes_task: false,
    };
    store.log_contact(&ctx, open[0].id, &attempt).await.expect("logged");
    let file = store.task_file(&ctx, open[0].id).await.expect("read");
    assert_eq!((file.attempts.len(), file.attempts[0].note.as_str()), (1, "Suena ocupado"));
    let reached = ContactAttempt { outcome: "reached".into(), closes_task: true, ..attempt };
    store.log_contact(&ctx, open[0].id, &reached).await.expect("logged");
    assert_eq!(tasks().await.len(), 1);
    let excused =
        Entry { mark: Mark::Excused, reason: "Incapacidad".into(), ..Entry::present(class.people[1]) };
    let correct = class.ctx(class.world.ana, Action::CorrectRoll, after(2));
    store
        .correct_roll(&correct, class.sessions[1], 1, &excused, "Trajo comprobante")
        .await
        .expect("corrected");
    assert!(tasks().await.is_empty(), "the absence was explained");
    let carlos = class.ctx(class.world.carlos, Action::WriteLog, after(1));
    assert!(matches!(store.task_file(&carlos, open[0].id).await, Err(Error::NotFound)));
    assert!(matches!(store.log_contact(&carlos, open[0].id, &reached).await, Err(Error::NotFound)));
});

fn log(class: &Class) -> SessionLog {
    SessionLog {
        incidents: vec![Incident { kind: IncidentKind::Place, text: "Se fue la luz".into() }],
        observations: vec![Observation { enrolment: class.people[0], text: "Participó".into() }],
        ..SessionLog::default()
    }
}

on_both_engines!(a_log_is_written_signed_by_both_and_then_kept, |fresh: Fresh| async move {
    let class = class(fresh, 2).await;
    let (store, session) = (&class.fresh.store, class.sessions[0]);
    let (ana, berta) =
        (class.ana(Action::WriteLog), class.ctx(class.world.berta, Action::WriteLog, after(1)));
    store.save_log(&ana, session, 0, &log(&class)).await.expect("saved");
    assert!(matches!(store.save_log(&berta, session, 0, &log(&class)).await, Err(LogError::Stale)));
    let read = async || store.session_log(&class.ana(Action::ViewSession), session).await.expect("read");
    assert_eq!((read().await.log.incidents[0].text.as_str(), read().await.version), ("Se fue la luz", 1));
    assert_eq!(read().await.log.observations[0].text, "Participó");
    store.sign_log(&ana, session, None).await.expect("signed");
    let refused = store.save_log(&berta, session, 1, &log(&class)).await;
    assert!(matches!(refused, Err(LogError::Refused(LogRefused::Signed))));
    let other = store.withdraw_signature(&berta, session).await;
    assert!(matches!(other, Err(LogError::Refused(LogRefused::NotFacilitator))));
    store.withdraw_signature(&ana, session).await.expect("withdrawn");
    store.save_log(&berta, session, 1, &log(&class)).await.expect("open again");
    store.sign_log(&ana, session, None).await.expect("signed");
    store.sign_log(&berta, session, None).await.expect("signed");
    assert_eq!(read().await.log.state(), LogState::Signed);
});

on_both_engines!(one_signs_alone_with_a_reason, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let (store, session) = (&class.fresh.store, class.sessions[0]);
    class.close(1, &[]).await;
    let ana = class.ana(Action::WriteLog);
    let owed = async || store.home(&class.ana(Action::ViewGroups)).await.expect("read").owed_logs.len();
    assert_eq!(owed().await, 1);
    store.sign_log(&ana, session, None).await.expect("signed");
    assert_eq!(owed().await, 1, "one signature of two");
    let alone = |reason: &str| Some(Alone::OtherLeft(reason.into()));
    let refused = store.sign_log(&ana, session, alone(" ")).await;
    assert!(matches!(refused, Err(LogError::Refused(LogRefused::ReasonMissing))));
    store.sign_log(&ana, session, alone("Terminó su contrato")).await.expect("signed alone");
    assert_eq!(owed().await, 0);
    let read = store.session_log(&class.ana(Action::ViewSession), session).await.expect("read");
    assert_eq!(read.log.alone, alone("Terminó su contrato"));
});

on_both_engines!(signing_twice_over_a_shaky_line_is_one_signature, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let once = Once { key: Uuid::from_u128(9), route: "/x".into(), body: [1; 32] };
    let ctx = class.ana(Action::WriteLog).once(once);
    class.fresh.store.sign_log(&ctx, class.sessions[0], None).await.expect("signed");
    let again = class.fresh.store.sign_log(&ctx, class.sessions[0], None).await;
    assert!(matches!(again, Err(LogError::Store(Error::Replayed(_)))), "{again:?}");
});

on_both_engines!(a_held_session_owes_its_signed_list, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let (store, session) = (&class.fresh.store, class.sessions[0]);
    let list = Attachment { media_type: "image/png".into(), content: vec![7; 100_000] };
    let ctx = class.ana(Action::TakeRoll);
    let early = store.attach_signed_list(&ctx, session, &list).await;
    assert!(matches!(early, Err(Error::Refused("session-not-held"))));
    class.close(1, &[]).await;
    let owed = async || store.home(&class.ana(Action::ViewGroups)).await.expect("read").owed_lists.len();
    assert_eq!(owed().await, 1);
    store.attach_signed_list(&ctx, session, &list).await.expect("attached");
    assert_eq!(owed().await, 0);
    let read = store.signed_list(&class.ana(Action::ViewSession), session).await.expect("read");
    assert_eq!((read.media_type.as_str(), read.content.len()), ("image/png", 100_000));
});

on_both_engines!(a_paper_list_is_transcribed_later_and_says_so, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let form = RollForm { is_transcription: true, ..class.all_present(0, Then::Close) };
    class.save(3, &form).await.expect("closed");
    let ctx = class.ctx(class.world.ana, Action::ViewSession, after(3));
    let sheet = class.fresh.store.session_sheet(&ctx, class.sessions[2]).await.expect("read");
    assert_eq!(sheet.transcribed, Some((UserId(class.world.ana.0), after(3))));
});

on_both_engines!(a_roll_not_closed_is_owed_on_the_home_page, |fresh: Fresh| async move {
    let class = class(fresh, 1).await;
    let home = async |now| {
        let ctx = class.ctx(class.world.ana, Action::ViewGroups, now);
        class.fresh.store.home(&ctx).await.expect("read")
    };
    assert_eq!(home(now()).await.owed_rolls.len(), 0);
    assert_eq!((home(after(1)).await.owed_rolls.len(), home(after(1)).await.coming.len()), (1, 1));
    class.save(1, &class.all_present(0, Then::KeepOpen)).await.expect("saved");
    assert_eq!(home(after(1)).await.owed_rolls[0].roll_state, "saved");
    class.save(1, &class.all_present(1, Then::Close)).await.expect("closed");
    assert_eq!(home(after(1)).await.owed_rolls.len(), 0);
});
