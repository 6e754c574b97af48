//! Two files of one person: found, compared side by side, merged, and the merge undone. Nothing is
//! copied or lost: the absorbed file leads to the one kept.

use std::{cmp::Ordering, collections::HashMap};

use askama::Template;
use axum::extract::State;
use domain::{
    access::Action,
    ids::{CentreId, PersonId},
    people::merge::MergeReason,
};
use store::people::{PersonData, PersonFile};
use uuid::Uuid;

use super::{banner, create, curp_text, list};
use crate::{
    error::{Error, Replayed},
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page},
    ui::{Choice, Fact, FormView, Notice, PersonBanner, Shell, Tone},
};

#[derive(Debug, Template)]
#[template(path = "features/people/merge.html")]
struct MergePage {
    shell: Shell,
    id: PersonId,
    banner: PersonBanner,
    search: FormView,
    /// Files that may be of the same person, found by likeness or by the search.
    alike: Vec<create::Alike>,
    searched: bool,
    notice: Option<Notice>,
}

pub(super) async fn ask(State(store): ProgrammeState, At(id): At<PersonId>, visit: Visit) -> Answer {
    let subject = visit.subject();
    let file = store.get_person(&visit.ctx.also(&subject, Action::ViewPerson)?, id).await?;
    let ctx = visit.ctx.also(&subject, Action::EditPerson)?;
    let found = store.likely_duplicates(&ctx, &file.data, Some(file.id)).await?;
    let shell = visit.shell;
    let alike =
        found.iter().map(|(one, likeness)| linked(&file, create::line(&shell, one, &likeness.reasons)));
    page(&MergePage {
        id: file.id,
        banner: banner(&shell, &file),
        search: FormView::default(),
        alike: alike.collect(),
        searched: false,
        notice: None,
        shell,
    })
}

/// A file found leads to its comparison with this one.
fn linked(file: &PersonFile, mut line: create::Alike) -> create::Alike {
    let other = line.href.trim_start_matches("/personas/");
    line.href = format!("/personas/{}/union/{other}", file.id);
    line
}

pub(super) async fn search(State(store): ProgrammeState, At(id): At<PersonId>, mut deed: Deed) -> Answer {
    let file = store.get_person(&deed.ctx.also(&deed.subject(), Action::ViewPerson)?, id).await?;
    let found = list::find(&store, &mut deed).await?;
    let is_right = found.is_some();
    let (people, key) = found.map_or((Vec::new(), None), |found| (found.people, found.notice));
    let shell = deed.shell;
    let others = people.iter().filter(|one| one.id != file.id);
    let merge_page = MergePage {
        id: file.id,
        banner: banner(&shell, &file),
        search: deed.form,
        alike: others.map(|one| linked(&file, create::line(&shell, one, &[]))).collect(),
        searched: is_right,
        notice: key.map(|key| Notice { tone: Tone::Info, text: shell.t(key), link: None }),
        shell,
    };
    if is_right { page(&merge_page) } else { mistakes(&merge_page) }
}

#[derive(Debug, Template)]
#[template(path = "features/people/compare.html")]
struct ComparePage {
    shell: Shell,
    path: String,
    back: String,
    form: FormView,
    sides: [(String, Vec<Fact>); 2],
    which: Vec<Choice>,
    reasons: Vec<Choice>,
}

type Centres = HashMap<CentreId, String>;

/// What a file says of somebody; without a CURP, nothing stands in its place.
fn told(shell: &Shell, data: &PersonData) -> Vec<Fact> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let curp = data.curp.curp().map(|curp| curp.as_str().to_owned());
    vec![
        Fact::new(shell.t("people-curp"), curp.unwrap_or_default()),
        Fact::new(shell.t("people-born"), data.birth.map(|day| shell.date(day)).unwrap_or_default()),
        Fact::new(shell.t("people-name"), data.name.display()),
        Fact::new(shell.t("people-phone"), text(&data.contact.phone)),
        Fact::new(shell.t("people-email"), text(&data.contact.email)),
        Fact::new(shell.t("people-address"), text(&data.contact.address)),
    ]
}

/// How many of [`told`] come first and go on being shown of an absorbed file: CURP and date of birth.
const IDENTITY: usize = 2;

/// Where and when a file was registered.
fn registered(shell: &Shell, centres: &Centres, file: &PersonFile) -> [Fact; 2] {
    let centre = centres.get(&file.centre).cloned().unwrap_or_default();
    let when = shell.moment(file.created_at);
    [Fact::new(shell.t("people-centre"), centre), Fact::new(shell.t("people-registered"), when)]
}

fn side(shell: &Shell, centres: &Centres, file: &PersonFile) -> Vec<Fact> {
    let mut facts = told(shell, &file.data);
    facts[0].value = curp_text(shell, &file.data.curp);
    facts.extend(registered(shell, centres, file));
    facts
}

/// A file to keep: what tells it from the other, and what of the other is no longer shown.
fn choice(
    shell: &Shell,
    title: &str,
    (kept, other): (&PersonFile, &PersonFile),
    centres: &Centres,
) -> Choice {
    let side = side(shell, centres, kept);
    let registered = registered(shell, centres, kept);
    let say = |fact: &Fact| format!("{}: {}", fact.term, fact.value);
    let known = side[..IDENTITY].iter().chain(&registered).filter(|fact| !fact.value.is_empty());
    let mut hint = known.map(say).collect::<Vec<_>>().join(" · ");
    let (here, there) = (told(shell, &kept.data), told(shell, &other.data));
    let lost = there.iter().zip(&here).enumerate().filter(|(at, (there, here))| {
        let stays = *at < IDENTITY && here.value.is_empty();
        !stays && !there.value.is_empty() && there.value != here.value
    });
    let lost: Vec<String> = lost.map(|(_, (there, _))| say(there)).collect();
    if !lost.is_empty() {
        hint = format!("{hint}. {}", shell.tn("people-merge-loses", "what", lost.join(" · ")));
    }
    Choice::new(kept.id.to_string(), format!("{title}: {}", kept.data.name.display())).hint(hint)
}

/// The file that says more, to be proposed; a CURP counts first, and of equal ones none is proposed.
fn fuller<'a>(shell: &Shell, one: &'a PersonFile, other: &'a PersonFile) -> Option<&'a PersonFile> {
    let known = |file: &PersonFile| {
        let count = told(shell, &file.data).iter().filter(|fact| !fact.value.is_empty()).count();
        (file.data.curp.curp().is_some(), count)
    };
    match known(one).cmp(&known(other)) {
        Ordering::Greater => Some(one),
        Ordering::Less => Some(other),
        Ordering::Equal => None,
    }
}

fn compare_page(
    shell: Shell,
    centres: &Centres,
    form: FormView,
    (one, other): (&PersonFile, &PersonFile),
) -> ComparePage {
    let (first, second) = (shell.t("people-merge-this"), shell.t("people-merge-other"));
    ComparePage {
        which: vec![
            choice(&shell, &first, (one, other), centres),
            choice(&shell, &second, (other, one), centres),
        ],
        path: format!("/personas/{}/union/{}", one.id, other.id),
        back: format!("/personas/{}/union", one.id),
        form,
        sides: [(first, side(&shell, centres, one)), (second, side(&shell, centres, other))],
        reasons: MergeReason::ALL
            .iter()
            .map(|why| Choice::new(why.name(), shell.t(&format!("people-merge-{}", why.name()))))
            .collect(),
        shell,
    }
}

pub(super) async fn compare(
    State(store): ProgrammeState,
    At((id, other)): At<(PersonId, PersonId)>,
    visit: Visit,
) -> Answer {
    let ctx = visit.ctx.also(&visit.subject(), Action::ViewPerson)?;
    let (one, other) = (store.get_person(&ctx, id).await?, store.get_person(&ctx, other).await?);
    let mut form = FormView::default();
    if let Some(file) = fuller(&visit.shell, &one, &other) {
        form = form.with("conservar", file.id.to_string());
    }
    page(&compare_page(visit.shell, &store.centre_names().await?, form, (&one, &other)))
}

pub(super) async fn merge(
    State(store): ProgrammeState,
    At((id, other)): At<(PersonId, PersonId)>,
    mut deed: Deed,
) -> Answer {
    deed.form.required("conservar", "people-mistake-merge-kept");
    deed.form.required("motivo", "people-mistake-merge-reason");
    let kept = deed.form.parsed("conservar", "people-mistake-merge-kept", |text| {
        text.parse::<PersonId>().ok().filter(|kept| [id, other].contains(kept))
    });
    let reason = deed.form.parsed("motivo", "people-mistake-merge-reason", MergeReason::from_name);
    if let (true, Some(kept), Some(reason)) = (deed.form.is_right(), kept, reason) {
        let absorbed = if kept == id { other } else { id };
        match store.merge_people(&deed.ctx, kept, absorbed, reason).await.replayed() {
            Ok(_) => return deed.done(format!("/personas/{kept}"), "people-done-merged"),
            Err(store::Error::Refused(code)) => deed.form.fail("conservar", code),
            Err(error) => return Err(error.into()),
        }
    }
    let ctx = deed.ctx.also(&deed.subject(), Action::ViewPerson)?;
    let (one, other) = (store.get_person(&ctx, id).await?, store.get_person(&ctx, other).await?);
    mistakes(&compare_page(deed.shell, &store.centre_names().await?, deed.form, (&one, &other)))
}

#[derive(Debug, Template)]
#[template(path = "features/people/undo.html")]
struct UndoPage {
    shell: Shell,
    id: PersonId,
    merge: Uuid,
    banner: PersonBanner,
    name: String,
}

pub(super) async fn ask_undo(
    State(store): ProgrammeState,
    At((id, merge)): At<(PersonId, Uuid)>,
    visit: Visit,
) -> Answer {
    let file = store.get_person(&visit.ctx.also(&visit.subject(), Action::ViewPerson)?, id).await?;
    let absorbed = file.absorbed.iter().find(|one| one.merge == merge).ok_or(Error::NotFound)?;
    let name = absorbed.name.as_ref().map(|name| name.display()).unwrap_or_default();
    page(&UndoPage { id: file.id, merge, banner: banner(&visit.shell, &file), name, shell: visit.shell })
}

pub(super) async fn undo(
    State(store): ProgrammeState,
    At((_, merge)): At<(PersonId, Uuid)>,
    deed: Deed,
) -> Answer {
    let again = store.undo_merge(&deed.ctx, merge).await.replayed()?;
    deed.done(format!("/personas/{again}"), "people-done-unmerged")
}
