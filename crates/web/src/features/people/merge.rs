//! Two files of one person: found, compared side by side, merged, and the merge undone. Nothing is
//! copied or lost: the absorbed file leads to the one kept.

use askama::Template;
use axum::extract::State;
use domain::{access::Action, ids::PersonId, people::merge::MergeReason};
use store::people::PersonFile;
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

fn side(shell: &Shell, file: &PersonFile) -> Vec<Fact> {
    let data = &file.data;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        Fact::new(shell.t("people-name"), data.name.display()),
        Fact::new(shell.t("people-curp"), curp_text(shell, &data.curp)),
        Fact::new(shell.t("people-born"), data.birth.map(|day| shell.date(day)).unwrap_or_default()),
        Fact::new(shell.t("people-phone"), text(&data.contact.phone)),
        Fact::new(shell.t("people-registered"), shell.moment(file.created_at)),
    ]
}

fn compare_page(shell: Shell, form: FormView, one: &PersonFile, other: &PersonFile) -> ComparePage {
    let titles = [shell.t("people-merge-this"), shell.t("people-merge-other")];
    let [first, second] = titles.clone();
    ComparePage {
        path: format!("/personas/{}/union/{}", one.id, other.id),
        back: format!("/personas/{}/union", one.id),
        form,
        sides: [(first, side(&shell, one)), (second, side(&shell, other))],
        which: vec![
            Choice::new(one.id.to_string(), &titles[0]).hint(one.data.name.display()),
            Choice::new(other.id.to_string(), &titles[1]).hint(other.data.name.display()),
        ],
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
    let form = FormView::default().with("conservar", one.id.to_string());
    page(&compare_page(visit.shell, form, &one, &other))
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
    mistakes(&compare_page(deed.shell, deed.form, &one, &other))
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
