//! What becomes of each row, shown before anything is written; the confirmation, which does exactly
//! that or nothing; and the copy of the list that says it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use domain::{groups::EnrolRefused, ids::ImportId, imports::issues::RowIssue};
use store::{
    Programme, Store,
    enrolments::{Import, Notice as PrivacyNotice, Preview, PreviewRow, Target, UploadState},
};

use super::{
    columns::{List, Selection},
    notice, sheet,
    table::{Rows, Table, verdict},
};
use crate::{
    error::Error,
    request::{Answer, At, Deed, ProgrammeState, Visit, mistakes, page, see},
    ui::{Choice, FormView, Notice, Shell, Tone, form::encode_query},
};

#[derive(Template)]
#[template(path = "features/enrolments/review.html")]
struct ReviewPage {
    shell: Shell,
    id: ImportId,
    form: FormView,
    place: String,
    /// What stands in the way of all of it.
    refused: Option<Notice>,
    /// How many names were split: said once, not in each row.
    split: Option<Notice>,
    table: Table,
    carried: Vec<(String, String)>,
    query: String,
    digest: String,
    taken: usize,
    left_out: usize,
    has_namesakes: bool,
    privacy: Option<PrivacyNotice>,
    evidences: Vec<Choice>,
    asks_notice: bool,
    enrols: bool,
}

async fn previewed(
    store: &Store<Programme>,
    ctx: &domain::access::Ctx,
    (list, selection): (&List, &Selection),
) -> Result<Preview, Error> {
    let rows = selection.rows(&list.sheets, list.place.today);
    Ok(store.preview_import(ctx, list.upload.target, rows, &selection.namesakes).await?)
}

fn review_page(
    shell: Shell,
    (list, selection, preview): (&List, &Selection, Preview),
    form: FormView,
    privacy: Option<PrivacyNotice>,
) -> ReviewPage {
    let carried = selection.pairs();
    let table = Table::new(&Rows { shell: &shell, list, selection }, &preview, &form);
    let is_split = |row: &&PreviewRow| row.checked.issues().contains(&RowIssue::NameSplit);
    let split = preview.rows.iter().filter(is_split).count();
    let split = (split > 0).then(|| shell.tn("enrolments-split", "n", split));
    let left_out = preview.rows.iter().filter(|row| row.checked.is_refused()).count();
    let refused = preview.refused.map(|refused| match refused {
        EnrolRefused::Full { free, .. } => {
            let asked = preview.rows.len() - left_out;
            let arguments = [("free", usize::from(free)), ("n", asked)];
            Notice::bad(shell.ta("enrolments-list-full", arguments.as_slice()))
        }
        EnrolRefused::Over(_) => Notice::bad(shell.t("enrolments-over")),
    });
    ReviewPage {
        id: list.id,
        place: list.place.name.clone(),
        refused,
        split: split.map(|text| Notice { tone: Tone::Watch, text, link: None }),
        table,
        query: encode_query(&carried),
        carried,
        digest: preview.digest.clone(),
        taken: preview.rows.len() - left_out,
        left_out,
        has_namesakes: preview.rows.iter().any(|row| row.likely.is_some()),
        asks_notice: privacy.is_some(),
        enrols: matches!(list.upload.target, Target::Group(_)),
        privacy,
        evidences: notice::evidences(&shell),
        form,
        shell,
    }
}

/// The notice that whoever is enrolled accepts.
async fn privacy_of(
    store: &Store<Programme>,
    ctx: &domain::access::Ctx,
    list: &List,
) -> Result<Option<PrivacyNotice>, Error> {
    Ok(match list.upload.target {
        Target::Group(_) => store.notice_in_force(ctx, list.place.centre).await?,
        Target::Register(_) => None,
    })
}

pub(super) async fn show(State(store): ProgrammeState, At(id): At<ImportId>, visit: Visit) -> Answer {
    let list = List::open(&store, &visit.ctx, id).await?;
    if list.is_done() {
        return see(format!("/importar/{id}/resultado"));
    }
    let selection = Selection::of(&visit.query, &list.sheets);
    if selection.mistake(&list.sheets).is_some() {
        return see(format!("/importar/{id}/columnas?{}", encode_query(&selection.pairs())));
    }
    let preview = previewed(&store, &visit.ctx, (&list, &selection)).await?;
    let privacy = privacy_of(&store, &visit.ctx, &list).await?;
    let form = visit.query.with("desde", list.place.since.to_string());
    page(&review_page(visit.shell, (&list, &selection, preview), form, privacy))
}

pub(super) async fn confirm(State(store): ProgrammeState, At(id): At<ImportId>, mut deed: Deed) -> Answer {
    let done = format!("/importar/{id}/resultado");
    let list = List::open(&store, &deed.ctx, id).await?;
    if list.is_done() {
        return see(done);
    }
    let selection = Selection::of(&deed.form, &list.sheets);
    if selection.mistake(&list.sheets).is_some() {
        return see(format!("/importar/{id}/columnas?{}", encode_query(&selection.pairs())));
    }
    let acceptance = notice::read(&mut deed.form, list.place.today);
    let since = deed.form.date("desde");
    if deed.form.has("faltan", "si") && !deed.form.has("entiendo", "si") {
        deed.form.fail("entiendo", "enrolments-mistake-left-out");
    }
    if deed.form.is_right() {
        let import = Import {
            upload: id,
            rows: selection.rows(&list.sheets, list.place.today),
            namesakes: selection.namesakes.clone(),
            acceptance,
            since,
            digest: deed.form.value("huella").to_owned(),
        };
        let copy = |preview: &Preview| annotated(&deed.shell, &list, &selection, preview).unwrap_or_default();
        match store.confirm_import(&deed.ctx, import, copy).await {
            Ok(_) | Err(store::Error::Replayed(_)) => return see(done),
            Err(store::Error::Stale) => deed.form.fail("huella", "enrolments-mistake-stale"),
            Err(store::Error::Refused(code)) if code.starts_with("enrolments-since") => {
                deed.form.fail("desde", code);
            }
            Err(store::Error::Refused(code)) => deed.form.fail("huella", code),
            Err(error) => return Err(error.into()),
        }
    }
    let preview = previewed(&store, &deed.ctx, (&list, &selection)).await?;
    let privacy = privacy_of(&store, &deed.ctx, &list).await?;
    mistakes(&review_page(deed.shell, (&list, &selection, preview), deed.form, privacy))
}

/// The list with what became, or would become, of each row.
fn annotated(shell: &Shell, list: &List, selection: &Selection, preview: &Preview) -> Result<Vec<u8>, Error> {
    let rows = Rows { shell, list, selection };
    let result = |row: &PreviewRow| {
        let sentence = shell.t(&format!("enrolments-verdict-{}", verdict(row).1));
        let (refusals, warnings) = rows.reasons(row);
        let all = std::iter::once(sentence).chain(refusals).chain(warnings);
        (row.checked.row, all.collect::<Vec<_>>().join(" "))
    };
    let results: HashMap<u32, String> = preview.rows.iter().map(result).collect();
    let title = shell.t("enrolments-result");
    let sheet = list.sheets.get(selection.sheet).ok_or(Error::NotFound)?;
    sheet::annotated(sheet, (selection.headings, &title), &results)
}

pub(super) async fn copy(State(store): ProgrammeState, At(id): At<ImportId>, visit: Visit) -> Answer {
    let list = List::open(&store, &visit.ctx, id).await?;
    let name = "lista-con-resultado";
    if list.is_done() {
        return Ok(sheet::download(name, list.upload.content));
    }
    let selection = Selection::of(&visit.query, &list.sheets);
    let preview = previewed(&store, &visit.ctx, (&list, &selection)).await?;
    Ok(sheet::download(name, annotated(&visit.shell, &list, &selection, &preview)?))
}

#[derive(Template)]
#[template(path = "features/enrolments/result.html")]
struct ResultPage {
    shell: Shell,
    id: ImportId,
    next: String,
    /// Whether anything stayed out.
    is_partial: bool,
    /// How many went in and how many stayed out.
    counts: String,
    registered: u32,
}

pub(super) async fn result(State(store): ProgrammeState, At(id): At<ImportId>, visit: Visit) -> Answer {
    let list = List::open(&store, &visit.ctx, id).await?;
    let UploadState::Done { taken, registered, left_out } = list.upload.state else {
        return see(format!("/importar/{id}/columnas"));
    };
    let next = match list.upload.target {
        Target::Group(group) => format!("/grupos/{group}/participantes"),
        Target::Register(_) => "/personas".to_owned(),
    };
    let counts = visit.shell.ta("enrolments-result-counts", &[("n", taken), ("left", left_out)]);
    page(&ResultPage { shell: visit.shell, id, next, is_partial: left_out > 0, counts, registered })
}
