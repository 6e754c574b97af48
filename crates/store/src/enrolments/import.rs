//! Enrolling or registering from a list: a preview that says of each row what becomes of it, and a
//! confirmation that does exactly that in one transaction, or nothing.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    groups::{EnrolRefused, EnrolmentState},
    ids::{GroupId, ImportId, PersonId},
    imports::{
        issues::RowIssue,
        rows::{CheckedRow, ParticipantRow},
    },
    people::{CurpOrReason, WithoutCurp},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Acceptance, EnrolmentDetails, Target, Upload, UploadState,
    write::{Place, lock_with_room, room_for, with_notice},
};
use crate::{
    Error, Programme, ReadEntry, Result, Store, boxed,
    entity::groups::enrolment,
    people::{Known, NewPerson, PersonData, demand_centre},
};

/// What becomes of rows that may be of somebody with a file, by name: by default they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// Whether they are registered as other people.
    pub are_others: bool,
    /// The rows of which the contrary holds.
    pub except: BTreeSet<u32>,
}

impl Namesakes {
    /// Whether a row is registered as another person.
    #[must_use]
    pub fn is_other(&self, row: u32) -> bool {
        self.are_others != self.except.contains(&row)
    }

    /// The same, with the contrary for one row.
    #[must_use]
    pub fn turned(&self, row: u32) -> Self {
        let mut turned = self.clone();
        if !turned.except.remove(&row) {
            turned.except.insert(row);
        }
        turned
    }
}

/// What would become of a list.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its rows.
    pub rows: Vec<PreviewRow>,
    /// Why none of it can be enrolled, if so.
    pub refused: Option<EnrolRefused>,
    /// Names exactly this outcome: a confirmation with another one is stale.
    pub digest: String,
}

/// A row with what would become of it.
#[derive(Debug, Clone)]
pub struct PreviewRow {
    /// The row as read, with everything there is to say of it.
    pub checked: CheckedRow,
    /// The file that would be used.
    pub file: Option<PersonId>,
    /// The file that it may be of by name: whoever imports says whether it is.
    pub likely: Option<PersonId>,
}

/// A list to be imported, as its preview said.
#[derive(Debug)]
pub struct Import {
    /// The upload it comes from.
    pub upload: ImportId,
    /// Its rows.
    pub rows: Vec<CheckedRow>,
    /// What becomes of namesakes.
    pub namesakes: Namesakes,
    /// The notice, if everybody in the list accepted it.
    pub acceptance: Option<Acceptance>,
    /// Their first day in the group, as in [`super::NewEnrolment`].
    pub since: Option<NaiveDate>,
    /// Of the preview.
    pub digest: String,
}

/// Who is in a group before a list.
struct Enrolled {
    /// Files in force, and whether they left.
    has_left: HashMap<Uuid, bool>,
    /// The same people by all their files.
    files: BTreeSet<Uuid>,
    active: u16,
}

/// A row that is taken.
struct Taken {
    person: PersonId,
    details: EnrolmentDetails,
}

impl Store<Programme> {
    /// What would become of a list; writes nothing but the entry of its reading.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the target is out of reach.
    #[boxed]
    pub async fn preview_import(
        &self,
        ctx: &Ctx,
        target: Target,
        rows: Vec<CheckedRow>,
        namesakes: &Namesakes,
    ) -> Result<Preview> {
        ctx.demand(Action::Enrol)?;
        let group = match target {
            Target::Group(id) => Some(self.place_in(ctx, id).await?),
            Target::Register(centre) => demand_centre(ctx, centre).map(|()| None)?,
        };
        self.record_read(ctx, ReadEntry { deed: "people.compared", kind: "person", object: None }).await?;
        let mut rows: Vec<PreviewRow> =
            rows.into_iter().map(|checked| PreviewRow { checked, file: None, likely: None }).collect();
        if let Some(place) = &group {
            let audience = place.audience()?;
            rows.iter_mut().for_each(|row| row.checked.suit(audience));
        }
        let enrolled = match &group {
            Some(place) => Some(self.enrolled_in(place).await?),
            None => None,
        };
        let near = enrolled.as_ref().map(|enrolled| enrolled.files.clone()).unwrap_or_default();
        self.note_known(ctx, &mut rows, (namesakes, &near)).await?;
        let mut refused = None;
        if let (Some(place), Some(enrolled)) = (&group, &enrolled) {
            note_enrolled(enrolled, &mut rows);
            let more = rows.iter().filter(|row| !row.checked.is_refused()).count();
            refused = room_for(&place.group, enrolled.active, more).err();
        }
        let digest = self.digest_of(&rows);
        Ok(Preview { rows, refused, digest })
    }

    /// Does what the preview said, all of it or nothing; answers with the counts. `annotate` writes
    /// the copy that says what became of each row; it takes the place of the upload.
    ///
    /// # Errors
    /// [`Error::Stale`] when the outcome would be another one by now; [`Error::Replayed`] when it
    /// was confirmed before; [`Error::Refused`] with `enrolments-nobody`, or as [`Store::enrol`].
    pub async fn confirm_import(
        &self,
        ctx: &Ctx,
        mut import: Import,
        annotate: impl FnOnce(&Preview) -> Vec<u8>,
    ) -> Result<UploadState> {
        ctx.demand(Action::Enrol)?;
        let (upload, target) = self.open_upload(ctx, import.upload).await?;
        if upload.state != UploadState::Waiting {
            return Err(Error::Replayed(Some(import.upload.0)));
        }
        let all = import.rows.len();
        let rows = std::mem::take(&mut import.rows);
        let preview = self.preview_import(ctx, upload.target, rows, &import.namesakes).await?;
        if preview.digest != import.digest {
            return Err(Error::Stale);
        }
        let annotated = annotate(&preview);
        let (mut new, mut taken) = (Vec::new(), Vec::new());
        for row in preview.rows.into_iter().filter(|row| !row.checked.is_refused()) {
            let Some(participant) = row.checked.participant else { continue };
            let details = details_of(&participant);
            let person = row.file.unwrap_or_else(|| PersonId(self.entropy().uuid()));
            if let (None, Some(data)) = (row.file, person_of(participant)) {
                new.push(NewPerson { id: person, centre: target.centre, data });
            }
            taken.push(Taken { person, details });
        }
        if taken.is_empty() {
            return Err(Error::Refused("enrolments-nobody"));
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let state = UploadState::Done {
            taken: count(taken.len()),
            registered: count(new.len()),
            left_out: count(all - taken.len()),
        };
        let registered: Vec<Uuid> = new.iter().map(|person| person.id.0).collect();
        let prepared = self.prepare_people(ctx, new).await?;
        let (place, enrolments) = match upload.target {
            Target::Group(group) => {
                let place = self.place_in(ctx, group).await?;
                let rows = self.enrolment_rows(ctx, &place, &taken, &import).await?;
                (Some(place), rows)
            }
            Target::Register(_) => (None, Vec::new()),
        };
        let (ids, enrolments): (Vec<Uuid>, Vec<_>) = enrolments.into_iter().unzip();
        let done = Upload { state, content: annotated, ..upload };
        let sealed = self.seal_upload(import.upload, &done).await?;

        let mut tx = self.begin(ctx).await?;
        self.finish_upload(&tx, import.upload, sealed).await?;
        self.insert_people(&tx, prepared).await.map_err(meanwhile)?;
        if let Some(place) = place {
            let group = lock_with_room(&tx, GroupId(place.group.id), enrolments.len()).await?;
            place.refuse_since(&tx, import.since.unwrap_or(place.today)).await?;
            for batch in enrolments.chunks(2_000) {
                let inserted = enrolment::Entity::insert_many(batch.to_vec()).exec_without_returning(tx.db());
                inserted.await.map_err(|error| meanwhile(error.into()))?;
            }
            self.change_state(&tx, ctx, &ids, (EnrolmentState::Active, "")).await?;
            self.settle(&tx, ctx, &group).await?;
            tx.audit_all("enrolment.created", "enrolment", &ids).await?;
        }
        tx.audit_all("person.created", "person", &registered).await?;
        tx.audit("import.confirmed", "import", import.upload.0).await?;
        tx.commit_as(import.upload.0).await?;
        Ok(state)
    }

    /// Notes who has a file, and takes nobody twice.
    async fn note_known(
        &self,
        ctx: &Ctx,
        rows: &mut [PreviewRow],
        (namesakes, near): (&Namesakes, &BTreeSet<Uuid>),
    ) -> Result<()> {
        let (mut places, mut people) = (Vec::new(), Vec::new());
        for (place, row) in rows.iter().enumerate().filter(|(_, row)| !row.checked.is_refused()) {
            if let Some(data) = row.checked.participant.clone().and_then(person_of) {
                places.push(place);
                people.push(data);
            }
        }
        let known = self.known_people(ctx, &people).await?;
        let rest: Vec<usize> = (0..people.len()).filter(|n| !known.contains_key(n)).collect();
        let unknown: Vec<PersonData> = rest.iter().map(|n| people[*n].clone()).collect();
        let alike = self.same_names(ctx, &unknown, near).await?;
        let alike: HashMap<usize, PersonId> = alike.into_iter().map(|(n, id)| (rest[n], id)).collect();
        let mut used: HashMap<PersonId, u32> = HashMap::new();
        for (n, place) in places.into_iter().enumerate() {
            let row = &mut rows[place];
            let (issue, likely) = match (known.get(&n), alike.get(&n)) {
                (Some(Known::ByCurp(_)), _) => (RowIssue::KnownPerson, None),
                (Some(Known::ByName(id)), _) => (RowIssue::LooksLikeKnownPerson, Some(*id)),
                (Some(Known::Elsewhere), _) => (RowIssue::KnownElsewhere, None),
                (Some(Known::Limited), _) => (RowIssue::ElsewhereLimited, None),
                (None, Some(id)) => (RowIssue::SameNameAsKnown, Some(*id)),
                (None, None) => continue,
            };
            row.checked.note(issue);
            row.likely = likely;
            row.file = match likely {
                Some(_) => likely.filter(|_| !namesakes.is_other(row.checked.row)),
                None => known.get(&n).and_then(Known::file),
            };
            let Some(file) = row.file else { continue };
            match used.get(&file) {
                Some(&first) => row.checked.note(RowIssue::SamePersonTwice { row: first }),
                None => drop(used.insert(file, row.checked.row)),
            }
        }
        Ok(())
    }

    /// Who is or was in the group.
    async fn enrolled_in(&self, place: &Place) -> Result<Enrolled> {
        let enrolled = enrolment::Entity::find()
            .filter(enrolment::Column::GroupId.eq(place.group.id))
            .all(self.read())
            .await?;
        let files: Vec<Uuid> = enrolled.iter().map(|row| row.person_id).collect();
        let kept = self.kept_of(&files).await?;
        let is = |row: &enrolment::Model, state: EnrolmentState| row.state == state.name();
        let has_left = |row: &enrolment::Model| (kept[&row.person_id], is(row, EnrolmentState::Withdrawn));
        let active = enrolled.iter().filter(|row| is(row, EnrolmentState::Active)).count();
        Ok(Enrolled {
            has_left: enrolled.iter().map(has_left).collect(),
            files: kept.iter().flat_map(|(id, kept)| [*id, *kept]).collect(),
            active: u16::try_from(active).unwrap_or(u16::MAX),
        })
    }

    async fn enrolment_rows(
        &self,
        ctx: &Ctx,
        place: &Place,
        taken: &[Taken],
        import: &Import,
    ) -> Result<Vec<(Uuid, enrolment::ActiveModel)>> {
        let notice = self.accepted(&place.group, import.acceptance).await?;
        let people: Vec<Uuid> = taken.iter().map(|one| one.person.0).collect();
        let keys = self.keys_of(&people).await?;
        let since = import.since.unwrap_or(place.today);
        let row = |one: &Taken| {
            let key = keys.get(&one.person.0).ok_or(Error::Stale)?;
            let group = GroupId(place.group.id);
            let (id, row) = self.enrolment_row(ctx, (group, one.person), key, &one.details)?;
            Ok((id, with_notice(enrolment::ActiveModel { since: Set(since), ..row }, notice.as_ref())))
        };
        taken.iter().map(row).collect()
    }

    fn digest_of(&self, rows: &[PreviewRow]) -> String {
        let mut outcome = Vec::new();
        for row in rows {
            outcome.extend(row.checked.row.to_be_bytes());
            outcome.push(u8::from(row.checked.is_refused()));
            outcome.extend(row.file.map(|file| *file.0.as_bytes()).unwrap_or_default());
        }
        let hash = self.ring().keyed_hash("import-preview", &outcome);
        hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Notes who is or was in the group.
fn note_enrolled(enrolled: &Enrolled, rows: &mut [PreviewRow]) {
    for row in rows {
        match row.file.and_then(|file| enrolled.has_left.get(&file.0)) {
            Some(true) => row.checked.note(RowIssue::LeftBefore),
            Some(false) => row.checked.note(RowIssue::AlreadyEnrolled),
            None => {}
        }
    }
}

/// A unique constraint says that somebody registered or enrolled one of them meanwhile.
fn meanwhile(error: Error) -> Error {
    if matches!(error, Error::Conflict(_)) { Error::Stale } else { error }
}

fn details_of(row: &ParticipantRow) -> EnrolmentDetails {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    EnrolmentDetails { dependency: text(&row.dependency), area: text(&row.area), post: text(&row.post) }
}

/// The person of a row that is not refused: those have a sex.
fn person_of(row: ParticipantRow) -> Option<PersonData> {
    let curp = match row.curp {
        Some(curp) => CurpOrReason::Curp(curp),
        None => CurpOrReason::Without(WithoutCurp::NotAtHand),
    };
    let (name, birth, contact) = (row.name, row.birth_date, row.contact);
    Some(PersonData { name, birth, curp, sex: row.sex?, contact, municipality: None })
}
