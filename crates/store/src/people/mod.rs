//! People: sealed identity and contact, found by blind-index tokens.
//!
//! `mod.rs` says what is kept of a person and how it is sealed; `write` registers and changes,
//! `read` opens files and lists, `record` tells what happened around one, `search` finds by
//! name, `known` by CURP, `merge` joins two files of one person or hands them on, `erase` destroys
//! unless `holds` says no. A name never leaves in an error, an audit entry or a log.

mod erase;
mod holds;
mod known;
mod merge;
mod read;
mod record;
mod search;
mod write;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Ctx, Reach},
    ids::{CentreId, PersonId},
    people::{
        CurpOrReason, Sex, WithoutCurp,
        contact::Contact,
        curp::Curp,
        matching::{index_parts, phonetic, words},
        merge::{Merge, canonical},
        name::PersonName,
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter,
    QuerySelect, Select, SelectModel, Selector, sea_query::IntoCondition,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{DataKey, Place};

use crate::{
    Base, Error, Programme, Result, Store,
    entity::{
        centres::centre,
        people::{person, person_merge},
    },
    kit::{joined, scope},
};

pub use erase::{ErasureAsked, ErasureState, PeopleReport};
pub use holds::{ErasureFile, LegalHold};
pub use known::{CurpAnswer, Known};
pub use read::{AbsorbedFile, PAGE, PeopleFilter, PeoplePage, PersonFile, PersonLine, SORTED};
pub use record::{FileDeed, PersonCertificate, PersonEnrolment, PersonRecord, READERS_PAGE};
pub use search::{Candidate, Found};
pub use write::{NewPerson, PreparedPeople};

/// What is kept of a person. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonData {
    /// Names and surnames.
    pub name: PersonName,
    /// Birth date, if known.
    pub birth: Option<NaiveDate>,
    /// The CURP, or why there is none.
    pub curp: CurpOrReason,
    /// Sex as in documents; kept in clear, for figures.
    pub sex: Sex,
    /// How to reach the person; sealed apart from the identity.
    pub contact: Contact,
    /// INEGI key of the municipality of residence; kept in clear, for figures.
    pub municipality: Option<String>,
}

impl std::fmt::Debug for PersonData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonData(oculto)")
    }
}

/// Who a person is.
struct Identity {
    name: PersonName,
    birth: Option<NaiveDate>,
    curp: CurpOrReason,
}

/// What is read of a file to say who it is of.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "person::Entity")]
struct FileRow {
    id: Uuid,
    centre_id: Uuid,
    #[sea_orm(from_expr = "centre::Column::Name")]
    centre_name: Option<String>,
    sex: String,
    identity: Vec<u8>,
    no_curp_reason: Option<String>,
    erased_at: Option<DateTime<Utc>>,
    /// The file that absorbed it.
    #[sea_orm(from_expr = "person_merge::Column::KeptId")]
    kept_id: Option<Uuid>,
}

/// A file with what was read of it, who it is of and its key.
type OpenFile = (FileRow, Identity, DataKey);

#[derive(Serialize, Deserialize)]
struct SealedIdentity {
    given: String,
    first: String,
    second: Option<String>,
    born: Option<NaiveDate>,
    curp: Option<String>,
    /// The words of «otra razón» for having no CURP.
    words: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SealedContact {
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
}

fn place(column: &str, row: Uuid) -> Place<'_> {
    Place { table: "person", column, row }
}

impl Base {
    fn seal_identity(&self, key: &DataKey, id: Uuid, data: &PersonData) -> Vec<u8> {
        let words = match &data.curp {
            CurpOrReason::Without(WithoutCurp::Other(words)) => Some(words.clone()),
            _ => None,
        };
        let sealed = SealedIdentity {
            given: data.name.given().to_owned(),
            first: data.name.first_surname().to_owned(),
            second: data.name.second_surname().map(str::to_owned),
            born: data.birth,
            curp: data.curp.curp().map(|curp| curp.as_str().to_owned()),
            words,
        };
        let plain = serde_json::to_vec(&sealed).expect("text and a date always serialise");
        self.seal(key, place("identity", id), &plain)
    }

    fn open_identity(
        &self,
        key: &DataKey,
        id: Uuid,
        (identity, no_curp_reason): (&[u8], Option<&str>),
    ) -> Result<Identity> {
        let plain = self.unseal(key, place("identity", id), identity)?;
        let kept: SealedIdentity = serde_json::from_slice(&plain).map_err(|_| Error::Damaged)?;
        let name = PersonName::parse(&kept.given, &kept.first, kept.second.as_deref().unwrap_or_default())
            .map_err(|_| Error::Damaged)?;
        let curp = match (kept.curp, no_curp_reason) {
            (Some(text), _) => CurpOrReason::Curp(Curp::parse(&text).map_err(|_| Error::Damaged)?),
            (None, Some(reason)) => {
                let words = kept.words.as_deref().unwrap_or_default();
                CurpOrReason::Without(WithoutCurp::from_name(reason, words).ok_or(Error::Damaged)?)
            }
            (None, None) => return Err(Error::Damaged),
        };
        Ok(Identity { name, birth: kept.born, curp })
    }

    fn seal_contact(&self, key: &DataKey, id: Uuid, contact: &Contact) -> Option<Vec<u8>> {
        if *contact == Contact::default() {
            return None;
        }
        let Contact { phone, email, address } = contact.clone();
        let plain = serde_json::to_vec(&SealedContact { phone, email, address })
            .expect("three optional texts always serialise");
        Some(self.seal(key, place("contact", id), &plain))
    }

    fn open_person(&self, key: &DataKey, row: &person::Model) -> Result<PersonData> {
        let identity = (row.identity.as_slice(), row.no_curp_reason.as_deref());
        let Identity { name, birth, curp } = self.open_identity(key, row.id, identity)?;
        let contact = match &row.contact {
            None => Contact::default(),
            Some(sealed) => {
                let plain = self.unseal(key, place("contact", row.id), sealed)?;
                let kept: SealedContact = serde_json::from_slice(&plain).map_err(|_| Error::Damaged)?;
                Contact { phone: kept.phone, email: kept.email, address: kept.address }
            }
        };
        let sex = Sex::from_name(&row.sex).ok_or(Error::Damaged)?;
        Ok(PersonData { name, birth, curp, sex, contact, municipality: row.municipality.clone() })
    }

    /// The blind-index token of a CURP: equal tokens, equal CURPs.
    fn curp_token(&self, curp: &Curp) -> Vec<u8> {
        self.ring().index().token("curp", curp.as_str()).to_vec()
    }

    /// All tokens by which a person can be found.
    fn tokens_of(&self, data: &PersonData) -> BTreeSet<Vec<u8>> {
        let index = self.ring().index();
        let parts = index_parts(&data.name);
        let mut tokens: BTreeSet<Vec<u8>> =
            parts.iter().map(|part| index.token(part.kind.name(), &part.text).to_vec()).collect();
        tokens.extend(self.namesake_token(&data.name, data.birth));
        tokens
    }

    /// The token of a whole name, as it sounds, with a birth date: for finding the same people
    /// again in a list of thousands, in one query.
    fn namesake_token(&self, name: &PersonName, birth: Option<NaiveDate>) -> Option<Vec<u8>> {
        let mut sounds: Vec<String> = words(&name.display()).iter().map(|word| phonetic(word)).collect();
        sounds.sort_unstable();
        let text = format!("{} {}", sounds.join(" "), birth?);
        Some(self.ring().index().token("name-birth", &text).to_vec())
    }
}

/// The files of one person: the one in force and those that lead to it.
pub(crate) struct Family {
    pub(crate) kept: Uuid,
    pub(crate) all: Vec<Uuid>,
    merges: Vec<person_merge::Model>,
}

async fn merges_touching<C: ConnectionTrait>(
    db: &C,
    ids: &BTreeSet<Uuid>,
) -> Result<Vec<person_merge::Model>> {
    let mut merges = Vec::new();
    for batch in ids.iter().copied().collect::<Vec<_>>().chunks(500) {
        let touching = Condition::any()
            .add(person_merge::Column::KeptId.is_in(batch.iter().copied()))
            .add(person_merge::Column::AbsorbedId.is_in(batch.iter().copied()));
        let found = person_merge::Entity::find().filter(person_merge::Column::UndoneAt.is_null());
        merges.extend(found.filter(touching).all(db).await?);
    }
    Ok(merges)
}

fn as_rules(merges: &[person_merge::Model]) -> Vec<Merge> {
    merges
        .iter()
        .map(|row| Merge { kept: PersonId(row.kept_id), absorbed: PersonId(row.absorbed_id) })
        .collect()
}

/// These files and those merged with them, by which merges.
async fn around<C: ConnectionTrait>(
    db: &C,
    mut all: BTreeSet<Uuid>,
) -> Result<(BTreeSet<Uuid>, Vec<person_merge::Model>)> {
    loop {
        let merges = merges_touching(db, &all).await?;
        let before = all.len();
        all.extend(merges.iter().flat_map(|row| [row.kept_id, row.absorbed_id]));
        if all.len() == before {
            return Ok((all, merges));
        }
    }
}

async fn family_of<C: ConnectionTrait>(db: &C, id: Uuid) -> Result<Family> {
    let (all, merges) = around(db, BTreeSet::from([id])).await?;
    let kept = canonical(PersonId(id), &as_rules(&merges)).0;
    Ok(Family { kept, all: all.into_iter().collect(), merges })
}

/// The family of `id`, when whoever asks reaches one of its files.
pub(crate) async fn reachable_family<C: ConnectionTrait>(db: &C, ctx: &Ctx, id: PersonId) -> Result<Family> {
    let family = family_of(db, id.0).await?;
    let reached: Option<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.is_in(family.all.iter().copied()))
        .filter(scope::people(ctx))
        .into_tuple()
        .one(db)
        .await?;
    reached.map(|_| family).ok_or(Error::NotFound)
}

/// Whether whoever asks may register at this centre.
pub(crate) fn demand_centre(ctx: &Ctx, centre: CentreId) -> Result<()> {
    match ctx.reach() {
        Reach::All => Ok(()),
        Reach::Centres(ids) if ids.contains(&centre) => Ok(()),
        _ => Err(Error::NotFound),
    }
}

impl Store<Programme> {
    /// The names of these people, through merges; erased ones are absent. The caller has the scope.
    pub(crate) async fn person_names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, PersonName>> {
        Ok(self.names_and_keys(ids).await?.0)
    }

    /// The same, with the keys of these files for whatever else is sealed with them.
    pub(crate) async fn names_and_keys(
        &self,
        ids: &[Uuid],
    ) -> Result<(HashMap<Uuid, PersonName>, HashMap<Uuid, DataKey>)> {
        let (opened, kept) = self.open_files(ids).await?;
        let name = |(id, kept): (Uuid, Uuid)| Some((id, opened.get(&kept)?.1.name.clone()));
        let names = kept.into_iter().filter_map(name).collect();
        Ok((names, opened.into_iter().map(|(id, (_, _, key))| (id, key)).collect()))
    }

    /// The file in force for each of these files.
    pub(crate) async fn kept_of(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>> {
        let (_, merges) = around(self.read(), ids.iter().copied().collect()).await?;
        let merges = as_rules(&merges);
        Ok(ids.iter().map(|id| (*id, canonical(PersonId(*id), &merges).0)).collect())
    }

    async fn rows_of(&self, ids: &[Uuid]) -> Result<Vec<FileRow>> {
        let mut rows = Vec::with_capacity(ids.len());
        for batch in ids.chunks(500) {
            let found = person::Entity::find().filter(person::Column::Id.is_in(batch.iter().copied()));
            rows.extend(file_rows(found).all(self.read()).await?);
        }
        Ok(rows)
    }

    /// Opens these files and those in force for them, and says which one is for each.
    async fn open_files(&self, ids: &[Uuid]) -> Result<(HashMap<Uuid, OpenFile>, HashMap<Uuid, Uuid>)> {
        let mut rows = self.rows_of(ids).await?;
        let absorbed = rows.iter().filter(|row| row.kept_id.is_some()).map(|row| row.id);
        let through = self.kept_of(&absorbed.collect::<Vec<_>>()).await?;
        rows.extend(self.rows_of(&through.values().copied().collect::<Vec<_>>()).await?);
        let kept = ids.iter().map(|id| (*id, through.get(id).copied().unwrap_or(*id))).collect();
        Ok((self.open_identities(rows).await?, kept))
    }

    /// Opens identities, off the async threads when there are many. Erased people are absent.
    async fn open_identities(&self, rows: Vec<FileRow>) -> Result<HashMap<Uuid, OpenFile>> {
        let ids: Vec<Uuid> = rows.iter().filter(|row| row.erased_at.is_none()).map(|row| row.id).collect();
        let mut keys = self.keys_of(&ids).await?;
        let base: Base = (**self).clone();
        let many = rows.len() > 200;
        let open = move || {
            let readable = rows.into_iter().filter_map(|row| keys.remove(&row.id).map(|key| (row, key)));
            let opened = readable.map(|(row, key)| {
                let sealed = (row.identity.as_slice(), row.no_curp_reason.as_deref());
                let identity = base.open_identity(&key, row.id, sealed)?;
                Ok((row.id, (row, identity, key)))
            });
            opened.collect()
        };
        if many { tokio::task::spawn_blocking(open).await.map_err(stopped)? } else { open() }
    }
}

/// Of the files that a query selects: who they are of, where they are kept and what absorbed them.
fn file_rows(files: Select<person::Entity>) -> Selector<SelectModel<FileRow>> {
    let merge = joined(person::Column::Id, person_merge::Column::AbsorbedId)
        .on_condition(|_, _| person_merge::Column::UndoneAt.is_null().into_condition());
    let open_centre = joined(person::Column::CentreId, centre::Column::Id)
        .on_condition(|_, _| centre::Column::ClosedAt.is_null().into_condition());
    files.join(JoinType::LeftJoin, merge).join(JoinType::LeftJoin, open_centre).into_partial_model()
}

/// A blocking task that did not come back.
fn stopped(_: tokio::task::JoinError) -> Error {
    Error::Unavailable("a task of this program stopped".to_owned())
}
