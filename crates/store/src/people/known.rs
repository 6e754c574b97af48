//! Who is known already: by an exact CURP, and for each row of a whole list. Beyond one's reach a
//! CURP is answered by nothing more than that a file exists; such answers are on record and limited.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use domain::{
    access::{Action, Ctx},
    ids::PersonId,
    imports::namesakes::may_be,
    people::{curp::Curp, likeness, matching::search_words, name::PersonName},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{Candidate, PersonData, search::candidate};
use crate::{
    Programme, ReadEntry, Result, Store, boxed,
    entity::{
        audit::audit_entry,
        people::{person, search_token},
    },
    kit::scope,
};

/// «Hay un expediente en otro centro», at most so often in an hour for one account.
const ELSEWHERE_PER_HOUR: u64 = 20;
pub(super) const ELSEWHERE: &str = "person.found-elsewhere";

/// What a search by CURP may answer.
#[derive(Debug, Clone)]
pub enum CurpAnswer {
    /// A file within reach.
    Here(Candidate),
    /// A file of another centre exists; ask for its transfer.
    Elsewhere,
    /// No file has this CURP.
    Nowhere,
    /// Too many files of other centres were asked for within an hour.
    Limited,
}

/// What is known of a row of a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A file within reach has this CURP.
    ByCurp(PersonId),
    /// A file within reach has this name and birth date, and no other CURP.
    ByName(PersonId),
    /// Another centre's file has this CURP.
    Elsewhere,
    /// As above, perhaps: too many files of other centres were asked for within an hour.
    Limited,
}

impl Known {
    /// The file within reach, if that is what is known.
    #[must_use]
    pub fn file(&self) -> Option<PersonId> {
        match self {
            Self::ByCurp(id) | Self::ByName(id) => Some(*id),
            Self::Elsewhere | Self::Limited => None,
        }
    }
}

impl Store<Programme> {
    /// Searches by an exact CURP, also beyond one's reach.
    #[boxed]
    pub async fn find_by_curp(&self, ctx: &Ctx, curp: &Curp) -> Result<CurpAnswer> {
        ctx.demand(Action::SearchPeople)?;
        self.record_read(ctx, ReadEntry { deed: "people.searched", kind: "person", object: None }).await?;
        self.curp_answer(ctx, curp).await
    }
    /// Which rows of a list of people are known already, by CURP or by name and birth date; the
    /// rest are absent. A few queries for thousands of rows.
    #[boxed]
    pub async fn known_people(&self, ctx: &Ctx, rows: &[PersonData]) -> Result<HashMap<usize, Known>> {
        ctx.demand(Action::Enrol)?;
        let mut known = self.known_by_curp(ctx, rows).await?;
        let namesakes: Vec<(Vec<u8>, usize)> = (0..rows.len())
            .filter(|n| !known.contains_key(n))
            .filter_map(|n| Some((self.namesake_token(&rows[n].name, rows[n].birth)?, n)))
            .collect();
        let tokens: Vec<Vec<u8>> = namesakes.iter().map(|(token, _)| token.clone()).collect();
        let files = self.files_with_tokens(ctx, &tokens).await?;
        for (token, n) in namesakes {
            // A file with a CURP is not the person of a row with another one.
            let differs = |has_curp: bool| has_curp && rows[n].curp.curp().is_some();
            if let Some((id, _)) = files.get(&token).filter(|(_, has_curp)| !differs(*has_curp)) {
                known.insert(n, Known::ByName(PersonId(*id)));
            }
        }
        let found: Vec<Uuid> = known.values().filter_map(Known::file).map(|id| id.0).collect();
        let kept = self.kept_of(&found).await?;
        for answer in known.values_mut() {
            if let Known::ByCurp(id) | Known::ByName(id) = answer {
                *id = PersonId(kept[&id.0]);
            }
        }
        Ok(known)
    }

    /// For rows that nothing else is known of: the file within reach that each may be of by its name
    /// ([`may_be`]). `near` are the files in the group, whose people are likelier than others. A few
    /// queries for thousands of rows.
    pub(crate) async fn same_names(
        &self,
        ctx: &Ctx,
        rows: &[PersonData],
        near: &BTreeSet<Uuid>,
    ) -> Result<HashMap<usize, PersonId>> {
        ctx.demand(Action::Enrol)?;
        let names: Vec<BTreeSet<Vec<u8>>> = rows.iter().map(|row| self.sounds_of(&row.name)).collect();
        let asked: BTreeSet<&Vec<u8>> = names.iter().flatten().collect();
        let asked: Vec<Vec<u8>> = asked.into_iter().cloned().collect();
        let bearers = self.bearers_of(ctx, &asked, near).await?;
        let mut files: HashMap<&BTreeSet<Vec<u8>>, Vec<Uuid>> = HashMap::new();
        for name in &names {
            files.entry(name).or_insert_with(|| bearers_of_all(name, &bearers, near));
        }
        let found: BTreeSet<Uuid> = files.values().flatten().copied().collect();
        let found: Vec<Uuid> = found.into_iter().collect();
        let (opened, kept) = self.open_files(&found).await?;
        let mut alike = HashMap::new();
        for (n, (row, name)) in rows.iter().zip(&names).enumerate() {
            let own = likeness::Identity { name: &row.name, birth: row.birth, curp: row.curp.curp() };
            let is_alike = |id: &&Uuid| {
                let Some((_, file, _)) = opened.get(*id) else { return false };
                let (name, birth, curp) = (&file.name, file.birth, file.curp.curp());
                may_be(own, likeness::Identity { name, birth, curp }, near.contains(*id))
            };
            if let Some(id) = files[name].iter().find(is_alike) {
                alike.insert(n, PersonId(kept[id]));
            }
        }
        Ok(alike)
    }

    /// The tokens of the words of a name, as they sound.
    fn sounds_of(&self, name: &PersonName) -> BTreeSet<Vec<u8>> {
        let index = self.ring().index();
        let words = search_words(&name.display()).into_iter().map(|word| word.phonetic);
        words.map(|part| index.token(part.kind.name(), &part.text).to_vec()).collect()
    }

    /// The files of the centres within reach, and those `near`, that have each of these tokens.
    async fn bearers_of(
        &self,
        ctx: &Ctx,
        tokens: &[Vec<u8>],
        near: &BTreeSet<Uuid>,
    ) -> Result<HashMap<Vec<u8>, BTreeSet<Uuid>>> {
        let own = scope::centres(ctx, search_token::Column::CentreId);
        let near = Condition::all().add(search_token::Column::PersonId.is_in(near.iter().copied()));
        let mut bearers: HashMap<Vec<u8>, BTreeSet<Uuid>> = HashMap::new();
        for batch in tokens.chunks(500) {
            for which in [&own, &near] {
                let found: Vec<(Vec<u8>, Uuid)> = search_token::Entity::find()
                    .select_only()
                    .column(search_token::Column::Token)
                    .column(search_token::Column::PersonId)
                    .filter(search_token::Column::Token.is_in(batch.to_vec()))
                    .filter(which.clone())
                    .into_tuple()
                    .all(self.read())
                    .await?;
                for (token, person) in found {
                    bearers.entry(token).or_default().insert(person);
                }
            }
        }
        Ok(bearers)
    }

    async fn known_by_curp(&self, ctx: &Ctx, rows: &[PersonData]) -> Result<HashMap<usize, Known>> {
        let token = |(n, data): (usize, &PersonData)| Some((self.curp_token(data.curp.curp()?), n));
        let curps: Vec<(Vec<u8>, usize)> = rows.iter().enumerate().filter_map(token).collect();
        let tokens: Vec<Vec<u8>> = curps.iter().map(|(token, _)| token.clone()).collect();
        let files = self.files_with_curps(ctx, &tokens).await?;
        let mut known = HashMap::new();
        for (token, n) in curps {
            let answer = match files.get(&token) {
                None => continue,
                Some((id, true)) => Known::ByCurp(PersonId(*id)),
                Some((id, false)) if self.tell_elsewhere(ctx, *id).await? => Known::Elsewhere,
                Some(_) => Known::Limited,
            };
            known.insert(n, answer);
        }
        Ok(known)
    }

    /// What an exact CURP may be answered.
    pub(super) async fn curp_answer(&self, ctx: &Ctx, curp: &Curp) -> Result<CurpAnswer> {
        let token = self.curp_token(curp);
        match self.files_with_curps(ctx, std::slice::from_ref(&token)).await?.get(&token) {
            Some((id, true)) => {
                let (opened, kept) = self.open_files(&[*id]).await?;
                let file = opened.get(&kept[id]).map(candidate);
                Ok(file.map_or(CurpAnswer::Nowhere, CurpAnswer::Here))
            }
            Some((id, false)) if self.tell_elsewhere(ctx, *id).await? => Ok(CurpAnswer::Elsewhere),
            Some(_) => Ok(CurpAnswer::Limited),
            None if self.elsewhere_used_up(ctx).await? => Ok(CurpAnswer::Limited),
            None => Ok(CurpAnswer::Nowhere),
        }
    }

    /// Puts on record that somebody is told of a file elsewhere; false when that is used up.
    async fn tell_elsewhere(&self, ctx: &Ctx, id: Uuid) -> Result<bool> {
        if self.elsewhere_used_up(ctx).await? {
            return Ok(false);
        }
        self.record_read(ctx, ReadEntry { deed: ELSEWHERE, kind: "person", object: Some(id) }).await?;
        Ok(true)
    }

    async fn elsewhere_used_up(&self, ctx: &Ctx) -> Result<bool> {
        let Some(user) = ctx.user() else { return Ok(false) };
        let told = audit_entry::Entity::find()
            .filter(audit_entry::Column::At.gt(ctx.now() - Duration::hours(1)))
            .filter(audit_entry::Column::ActorId.eq(user.0))
            .filter(audit_entry::Column::Deed.eq(ELSEWHERE))
            .count(self.read())
            .await?;
        Ok(told >= ELSEWHERE_PER_HOUR)
    }

    /// The file with each of these CURPs, whatever its centre, and whether it is within reach.
    pub(super) async fn files_with_curps(
        &self,
        ctx: &Ctx,
        tokens: &[Vec<u8>],
    ) -> Result<HashMap<Vec<u8>, (Uuid, bool)>> {
        let mut files = HashMap::with_capacity(tokens.len());
        for batch in tokens.chunks(500) {
            let found: Vec<(Vec<u8>, Uuid)> = person::Entity::find()
                .select_only()
                .column(person::Column::CurpToken)
                .column(person::Column::Id)
                .filter(person::Column::CurpToken.is_in(batch.to_vec()))
                .into_tuple()
                .all(self.read())
                .await?;
            let mut reached: BTreeSet<Uuid> =
                self.reached(ctx, found.iter().map(|(_, id)| *id)).await?.into_keys().collect();
            let others: BTreeSet<Uuid> =
                found.iter().map(|(_, id)| *id).filter(|id| !reached.contains(id)).collect();
            // A file elsewhere is within reach when it is merged with one that is.
            for merge in super::merges_touching(self.read(), &others).await? {
                if super::reachable_family(self.read(), ctx, PersonId(merge.kept_id)).await.is_ok() {
                    reached.extend([merge.kept_id, merge.absorbed_id]);
                }
            }
            files.extend(found.into_iter().map(|(token, id)| (token, (id, reached.contains(&id)))));
        }
        Ok(files)
    }

    /// One file within reach for each of these tokens, and whether it has a CURP.
    async fn files_with_tokens(
        &self,
        ctx: &Ctx,
        tokens: &[Vec<u8>],
    ) -> Result<HashMap<Vec<u8>, (Uuid, bool)>> {
        let mut files = HashMap::new();
        for batch in tokens.chunks(500) {
            let found: Vec<(Vec<u8>, Uuid)> = search_token::Entity::find()
                .select_only()
                .column(search_token::Column::Token)
                .column(search_token::Column::PersonId)
                .filter(search_token::Column::Token.is_in(batch.to_vec()))
                .into_tuple()
                .all(self.read())
                .await?;
            let reached = self.reached(ctx, found.iter().map(|(_, id)| *id)).await?;
            let within = |(token, id)| Some((token, (id, *reached.get(&id)?)));
            files.extend(found.into_iter().filter_map(within));
        }
        Ok(files)
    }

    /// Those of these files that are within reach, and whether they have a CURP.
    async fn reached(&self, ctx: &Ctx, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, bool>> {
        let rows: Vec<(Uuid, Option<Vec<u8>>)> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .column(person::Column::CurpToken)
            .filter(person::Column::Id.is_in(ids))
            .filter(scope::people(ctx))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|(id, curp)| (id, curp.is_some())).collect())
    }
}

/// The files that have all the tokens of a name, those `near` first. Two words are too few to look
/// beyond those `near`.
fn bearers_of_all(
    name: &BTreeSet<Vec<u8>>,
    bearers: &HashMap<Vec<u8>, BTreeSet<Uuid>>,
    near: &BTreeSet<Uuid>,
) -> Vec<Uuid> {
    let Some(sets) = name.iter().map(|token| bearers.get(token)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let Some(fewest) = sets.iter().min_by_key(|set| set.len()) else { return Vec::new() };
    let has_all =
        |id: &&Uuid| sets.iter().all(|set| set.contains(*id)) && (name.len() > 2 || near.contains(*id));
    let mut all: Vec<Uuid> = fewest.iter().filter(has_all).copied().collect();
    all.sort_by_key(|id| !near.contains(id));
    all
}
