//! Opening a file and listing people. A file is answered only once the entry of its reading is
//! durable; a list writes one entry and opens no more than its page.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{CentreId, PersonId},
    people::{Sex, name::PersonName},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{PersonData, reachable_family};
use crate::{
    Error, Programme, ReadEntry, Result, Store,
    entity::{
        groups::enrolment,
        people::{person, person_merge},
    },
    kit::scope,
};

/// A person's file.
#[derive(Debug, Clone)]
pub struct PersonFile {
    /// The file in force: another one than asked for when that was absorbed.
    pub id: PersonId,
    /// The centre that keeps it.
    pub centre: CentreId,
    /// Who it is.
    pub data: PersonData,
    /// Changes with each edit.
    pub version: i32,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Files that lead to this one.
    pub absorbed: Vec<AbsorbedFile>,
}

/// A file that leads to another.
#[derive(Debug, Clone)]
pub struct AbsorbedFile {
    /// The merge, for undoing it.
    pub merge: Uuid,
    /// The absorbed file.
    pub person: PersonId,
    /// Its name, as it was registered.
    pub name: Option<PersonName>,
    /// Why they were merged.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a list of people is limited to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Of one centre.
    pub centre: Option<CentreId>,
    /// Only those whose CURP is owed (not at hand).
    pub owes_curp: bool,
    /// Only those who are in no group.
    pub without_group: bool,
    /// Page, from 0.
    pub page: u64,
}

/// People on a page of a list.
pub const PAGE: u64 = 25;

/// One person in a list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// Their file.
    pub id: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The centre that keeps the file.
    pub centre: CentreId,
    /// Sex as in documents.
    pub sex: Sex,
    /// Whether the file has a CURP.
    pub has_curp: bool,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
}

/// A page of people, the file changed last first.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// Those on the page.
    pub lines: Vec<PersonLine>,
    /// How many there are in all.
    pub total: u64,
}

impl Store<Programme> {
    /// Opens a person's file, through merges; its reading is on record before this returns.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `people-erased` for an erased person.
    pub async fn get_person(&self, ctx: &Ctx, id: PersonId) -> Result<PersonFile> {
        ctx.demand(Action::ViewPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        let mut rows = self.rows_of(&family.all).await?;
        let place = rows.iter().position(|row| row.id == family.kept).ok_or(Error::NotFound)?;
        let row = rows.swap_remove(place);
        if row.erased_at.is_some() {
            return Err(Error::Refused("people-erased"));
        }
        let read = ReadEntry { deed: "person.read", kind: "person", object: Some(row.id) };
        self.record_read(ctx, read).await?;
        let key = self.key_of(row.id).await?;
        let names = self.open_identities(rows).await?;
        let mut absorbed: Vec<AbsorbedFile> = family
            .merges
            .into_iter()
            .map(|merge| AbsorbedFile {
                merge: merge.id,
                person: PersonId(merge.absorbed_id),
                name: names.get(&merge.absorbed_id).map(|(_, identity)| identity.name.clone()),
                reason: merge.reason,
                at: merge.at,
            })
            .collect();
        absorbed.sort_by_key(|file| (file.at, file.merge));
        Ok(PersonFile {
            id: PersonId(row.id),
            centre: CentreId(row.centre_id),
            data: self.open_person(&key, &row)?,
            version: row.version,
            created_at: row.created_at,
            changed_at: row.changed_at,
            absorbed,
        })
    }

    /// A page of the people within reach; absorbed and erased files are not listed.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn list_people(&self, ctx: &Ctx, filter: PeopleFilter) -> Result<PeoplePage> {
        ctx.demand(Action::ViewPerson)?;
        let absorbed = person_merge::Entity::find()
            .select_only()
            .column(person_merge::Column::AbsorbedId)
            .filter(person_merge::Column::UndoneAt.is_null())
            .into_query();
        let mut query = person::Entity::find()
            .filter(scope::people(ctx))
            .filter(person::Column::ErasedAt.is_null())
            .filter(person::Column::Id.not_in_subquery(absorbed));
        if let Some(centre) = filter.centre {
            query = query.filter(person::Column::CentreId.eq(centre.0));
        }
        if filter.owes_curp {
            query = query.filter(person::Column::NoCurpReason.eq("not-at-hand"));
        }
        if filter.without_group {
            let enrolled =
                enrolment::Entity::find().select_only().column(enrolment::Column::PersonId).into_query();
            query = query.filter(Condition::all().add(person::Column::Id.not_in_subquery(enrolled)));
        }
        let total = query.clone().count(self.read()).await?;
        let rows = query
            .order_by_desc(person::Column::ChangedAt)
            .order_by_asc(person::Column::Id)
            .offset(filter.page.saturating_mul(PAGE))
            .limit(PAGE)
            .all(self.read())
            .await?;
        self.record_read(ctx, ReadEntry { deed: "people.listed", kind: "person", object: None }).await?;
        let order: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut opened = self.open_identities(rows).await?;
        let lines = order.into_iter().filter_map(|id| opened.remove(&id)).map(|(row, identity)| {
            Ok(PersonLine {
                id: PersonId(row.id),
                name: identity.name,
                centre: CentreId(row.centre_id),
                sex: Sex::from_name(&row.sex).ok_or(Error::Damaged)?,
                has_curp: identity.curp.curp().is_some(),
                changed_at: row.changed_at,
            })
        });
        Ok(PeoplePage { lines: lines.collect::<Result<_>>()?, total })
    }
}
