//! Opening a file and listing people. A file is answered only once the entry of its reading is
//! durable; a list writes one entry. Names are sealed, so the database cannot put them in order: a
//! list that is small enough is opened whole for it, of any other no more than its page.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::{Action, Ctx},
    groups::EnrolmentState,
    ids::{CentreId, GroupId, PersonId, TaskId},
    people::{Sex, curp::Curp, merge::canonical, name::PersonName},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use uuid::Uuid;
use vault::DataKey;

use super::{
    PersonData, around, as_rules, family_of, file_rows, reachable_family,
    record::{EnrolmentRow, open_calls},
};
use crate::{
    Error, Programme, ReadEntry, Result, Store, boxed,
    entity::{
        attendance::task,
        centres::centre,
        groups::enrolment,
        people::{person, person_merge},
    },
    kit::{joined, scope},
};

/// A person's file.
#[derive(Debug, Clone)]
pub struct PersonFile {
    /// The file in force: another one than asked for when that was absorbed.
    pub id: PersonId,
    /// The centre that keeps it.
    pub centre: CentreId,
    /// Its name; empty when it is closed.
    pub centre_name: String,
    /// Who it is.
    pub data: PersonData,
    /// Changes with each edit.
    pub version: i32,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// Files that lead to this one.
    pub absorbed: Vec<AbsorbedFile>,
}

/// A file that leads to another.
#[derive(Debug, Clone)]
pub struct AbsorbedFile {
    /// The merge, for undoing it.
    pub merge: Uuid,
    /// Its name, as it was registered.
    pub name: Option<PersonName>,
    /// Its date of birth.
    pub birth: Option<NaiveDate>,
    /// Its CURP.
    pub curp: Option<Curp>,
    /// Why they were merged.
    pub reason: String,
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
    /// Only those whom a call is owed after an early absence.
    pub owes_call: bool,
    /// Page, from 0.
    pub page: u64,
}

/// People on a page of a list.
pub const PAGE: u64 = 25;
/// People in a list that goes by surname, at most.
pub const SORTED: u64 = 300;

/// One person in a list.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// Their file.
    pub id: PersonId,
    /// Their name.
    pub name: PersonName,
    /// The centre that keeps the file.
    pub centre: CentreId,
    /// Its name; empty when it is closed.
    pub centre_name: String,
    /// Sex as in documents.
    pub sex: Sex,
    /// Whether the file has a CURP.
    pub has_curp: bool,
    /// The groups within reach that they are in, the newest first.
    pub groups: Vec<(GroupId, String)>,
    /// The call that is owed after an early absence in one of them.
    pub call: Option<TaskId>,
}

/// A page of people.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// Those on the page.
    pub lines: Vec<PersonLine>,
    /// Whether they go by surname; else the file changed last comes first.
    pub by_surname: bool,
    /// How many there are in all.
    pub total: u64,
}

/// What a list shows beside a person.
#[derive(Default)]
struct Beside {
    groups: Vec<(GroupId, String)>,
    call: Option<TaskId>,
}

/// The people of enrolments.
fn enrolled() -> Select<enrolment::Entity> {
    enrolment::Entity::find().select_only().column(enrolment::Column::PersonId)
}

/// The files in force within reach that a filter lets pass.
fn listed(ctx: &Ctx, guests: &[Uuid], filter: PeopleFilter) -> Select<person::Entity> {
    let absorbed = person_merge::Entity::find()
        .select_only()
        .column(person_merge::Column::AbsorbedId)
        .filter(person_merge::Column::UndoneAt.is_null())
        .into_query();
    let mut query = person::Entity::find()
        .filter(scope::people_with(ctx, guests))
        .filter(person::Column::ErasedAt.is_null())
        .filter(person::Column::Id.not_in_subquery(absorbed));
    if let Some(centre) = filter.centre {
        query = query.filter(person::Column::CentreId.eq(centre.0));
    }
    if filter.owes_curp {
        query = query.filter(person::Column::NoCurpReason.eq("not-at-hand"));
    }
    query
}

impl Store<Programme> {
    /// Opens a person's file, through merges; its reading is on record before this returns.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] with `people-erased` for an erased person.
    #[boxed]
    pub async fn get_person(&self, ctx: &Ctx, id: PersonId) -> Result<PersonFile> {
        Ok(self.open_family(ctx, id).await?.0)
    }

    /// The same, with the files that lead to it, its own among them, and their keys.
    pub(super) async fn open_family(
        &self,
        ctx: &Ctx,
        id: PersonId,
    ) -> Result<(PersonFile, Vec<Uuid>, HashMap<Uuid, DataKey>)> {
        ctx.demand(Action::ViewPerson)?;
        let mut family = family_of(self.read(), id.0).await?;
        let file = person::Entity::find_by_id(family.kept)
            .join(JoinType::LeftJoin, joined(person::Column::CentreId, centre::Column::Id))
            .select_also(centre::Entity);
        let mut found = file.clone().filter(scope::people(ctx)).one(self.read()).await?;
        // Whoever reaches a file that leads to it reaches it.
        if found.is_none() && family.all.len() > 1 {
            family = reachable_family(self.read(), ctx, id).await?;
            found = file.one(self.read()).await?;
        }
        let (row, centre) = found.ok_or(Error::NotFound)?;
        if row.erased_at.is_some() {
            return Err(Error::Refused("people-erased"));
        }
        let read = ReadEntry { deed: "person.read", kind: "person", object: Some(row.id) };
        self.record_read(ctx, read).await?;
        let keys = self.keys_of(&family.all).await?;
        let key = keys.get(&row.id).ok_or(Error::NotFound)?;
        let mut merges = family.merges;
        merges.sort_by_key(|merge| (merge.at, merge.id));
        let absorbed: Vec<Uuid> = merges.iter().map(|merge| merge.absorbed_id).collect();
        let (names, _) = self.open_files(&absorbed).await?;
        let absorbed = merges.into_iter().map(|merge| {
            let identity = names.get(&merge.absorbed_id).map(|(_, identity, _)| identity);
            AbsorbedFile {
                merge: merge.id,
                name: identity.map(|one| one.name.clone()),
                birth: identity.and_then(|one| one.birth),
                curp: identity.and_then(|one| one.curp.curp().cloned()),
                reason: merge.reason,
            }
        });
        let centre = centre.filter(|centre| centre.closed_at.is_none());
        let file = PersonFile {
            id: PersonId(row.id),
            centre: CentreId(row.centre_id),
            centre_name: centre.map(|centre| centre.name).unwrap_or_default(),
            data: self.open_person(key, &row)?,
            version: row.version,
            created_at: row.created_at,
            absorbed: absorbed.collect(),
        };
        Ok((file, family.all, keys))
    }

    /// A page of the people within reach; absorbed and erased files are not listed.
    #[boxed]
    pub async fn list_people(&self, ctx: &Ctx, filter: PeopleFilter) -> Result<PeoplePage> {
        ctx.demand(Action::ViewPerson)?;
        let mut query = listed(ctx, &scope::guests(self.read(), ctx).await?, filter);
        if filter.without_group {
            query = query.filter(self.files_of(enrolled()).await?.not());
        }
        if filter.owes_call {
            let called = open_calls().select_only().column(task::Column::EnrolmentId);
            let called = enrolment::Column::Id.in_subquery(called.into_query());
            let owed = enrolled().filter(scope::of_groups(ctx, enrolment::Column::GroupId)).filter(called);
            query = query.filter(self.files_of(owed).await?);
        }
        let first = filter.page.saturating_mul(PAGE);
        let total = query.clone().count(self.read()).await?;
        let by_surname = total <= SORTED;
        if !by_surname {
            let last_first = query.order_by_desc(person::Column::ChangedAt);
            query = last_first.order_by_asc(person::Column::Id).offset(first).limit(PAGE);
        }
        let rows = file_rows(query).all(self.read()).await?;
        self.record_read(ctx, ReadEntry { deed: "people.listed", kind: "person", object: None }).await?;
        let order: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut opened = self.open_identities(rows).await?;
        let mut people: Vec<_> = order.into_iter().filter_map(|id| opened.remove(&id)).collect();
        if by_surname {
            people.sort_by_cached_key(|(row, identity, _)| (identity.name.sort_key(), row.id));
            let first = usize::try_from(first).unwrap_or(usize::MAX);
            people = people.into_iter().skip(first).take(PAGE as usize).collect();
        }
        let mut beside = self.beside(ctx, people.iter().map(|(row, ..)| row.id).collect()).await?;
        let lines = people.into_iter().map(|(row, identity, _)| {
            let Beside { groups, call } = beside.remove(&row.id).unwrap_or_default();
            Ok(PersonLine {
                id: PersonId(row.id),
                name: identity.name,
                centre: CentreId(row.centre_id),
                centre_name: row.centre_name.unwrap_or_default(),
                sex: Sex::from_name(&row.sex).ok_or(Error::Damaged)?,
                has_curp: identity.curp.curp().is_some(),
                groups,
                call,
            })
        });
        Ok(PeoplePage { lines: lines.collect::<Result<_>>()?, by_surname, total })
    }

    /// The files of the people that `enrolled` selects: their own, or the one that absorbed it.
    async fn files_of(&self, enrolled: Select<enrolment::Entity>) -> Result<Condition> {
        let absorbed: Vec<Uuid> = person_merge::Entity::find()
            .select_only()
            .column(person_merge::Column::AbsorbedId)
            .filter(person_merge::Column::UndoneAt.is_null())
            .filter(person_merge::Column::AbsorbedId.in_subquery(enrolled.clone().into_query()))
            .into_tuple()
            .all(self.read())
            .await?;
        let kept = self.kept_of(&absorbed).await?.into_values();
        Ok(Condition::any()
            .add(person::Column::Id.in_subquery(enrolled.into_query()))
            .add(person::Column::Id.is_in(kept)))
    }

    /// The groups and the call owed of each of these people, through merges.
    async fn beside(&self, ctx: &Ctx, people: BTreeSet<Uuid>) -> Result<HashMap<Uuid, Beside>> {
        let (all, merges) = around(self.read(), people).await?;
        let merges = as_rules(&merges);
        let mut beside: HashMap<Uuid, Beside> = HashMap::new();
        let is_in = |row: &EnrolmentRow| row.enrolment.state != EnrolmentState::Withdrawn.name();
        for row in self.enrolments_within(ctx, all.into_iter().collect()).await?.into_iter().filter(is_in) {
            let one = beside.entry(canonical(PersonId(row.enrolment.person_id), &merges).0).or_default();
            one.groups.push((GroupId(row.enrolment.group_id), row.group_name));
            one.call = one.call.or(row.call.map(TaskId));
        }
        Ok(beside)
    }
}
