//! Finding people without reading their names: equal tokens are counted in SQL within scope, the
//! 300 files with most are opened and ranked. Outside the scope only an exact CURP gives an answer,
//! and nothing more than that a file exists; such answers are on record and limited.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Duration, NaiveDate};
use domain::{
    access::{Action, Ctx, Reach},
    ids::{CentreId, PersonId},
    people::{
        curp::Curp,
        likeness::{self, Likeness, likely_duplicate},
        matching::{self, Query, rank, search_words},
        name::PersonName,
    },
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, Order, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{Identity, PersonData, stopped};
use crate::{
    Programme, ReadEntry, Result, Store,
    entity::{
        audit::audit_entry,
        people::{person, search_token},
    },
    kit::scope,
};

/// Files opened and ranked for one search, at most.
const OPENED: usize = 300;
/// People shown for one search, at most.
const SHOWN: usize = 20;
/// Below this rank a person does not answer the search.
const LOWEST: f64 = 0.6;
/// «Hay un expediente en otro centro», at most so often in an hour for one account.
const ELSEWHERE_PER_HOUR: usize = 20;
pub(super) const ELSEWHERE: &str = "person.found-elsewhere";

/// A person who answers a search.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Their file.
    pub id: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Their birth date, if known.
    pub birth: Option<NaiveDate>,
    /// The centre that keeps the file.
    pub centre: CentreId,
}

/// What a search by name found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The people, best first.
    pub people: Vec<Candidate>,
    /// Whether more answered equally well than could be opened: another surname or the CURP is needed.
    pub more: bool,
}

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

#[derive(FromQueryResult)]
struct TokenCount {
    token: Vec<u8>,
    people: i64,
}

#[derive(FromQueryResult)]
struct Hit {
    person_id: Uuid,
    hits: i64,
}

/// Candidates opened: each file found with who it is, and for each its file in force.
struct Opened {
    identities: HashMap<Uuid, (person::Model, Identity)>,
    kept: HashMap<Uuid, Uuid>,
    more: bool,
}

impl Store<Programme> {
    /// Searches people within reach by name, however it is said or typed; a birth date sorts
    /// namesakes. One audit entry for the search.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn search_people(&self, ctx: &Ctx, text: &str, born: Option<NaiveDate>) -> Result<Found> {
        ctx.demand(Action::SearchPeople)?;
        self.record_read(ctx, ReadEntry { deed: "people.searched", kind: "person", object: None }).await?;
        let opened = self.open_candidates(ctx, text).await?;
        let query = Query::new(text, born);
        let more = opened.more;
        let rank_all = move || {
            let mut best: HashMap<Uuid, f64> = HashMap::new();
            for (id, (_, identity)) in &opened.identities {
                let Some(kept) = opened.kept.get(id) else { continue };
                let score = rank(&query, &identity.name, identity.birth);
                let of_person = best.entry(*kept).or_insert(0.0);
                *of_person = of_person.max(score);
            }
            let mut order: Vec<(f64, Uuid)> = best
                .into_iter()
                .filter(|(_, score)| *score >= LOWEST)
                .map(|(id, score)| (score, id))
                .collect();
            order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            order.truncate(SHOWN);
            order.iter().filter_map(|(_, id)| opened.identities.get(id)).map(candidate).collect()
        };
        let people = tokio::task::spawn_blocking(rank_all).await.map_err(stopped)?;
        Ok(Found { people, more })
    }

    /// Searches by an exact CURP, also beyond one's reach.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_by_curp(&self, ctx: &Ctx, curp: &Curp) -> Result<CurpAnswer> {
        ctx.demand(Action::SearchPeople)?;
        self.record_read(ctx, ReadEntry { deed: "people.searched", kind: "person", object: None }).await?;
        self.curp_answer(ctx, curp).await
    }

    /// People within reach who are likely the one about to be registered or changed (`except`).
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn likely_duplicates(
        &self,
        ctx: &Ctx,
        data: &PersonData,
        except: Option<PersonId>,
    ) -> Result<Vec<(Candidate, Likeness)>> {
        ctx.demand(Action::EditPerson)?;
        let opened = self.open_candidates(ctx, &data.name.display()).await?;
        let own = likeness::Identity { name: &data.name, birth: data.birth, curp: data.curp.curp() };
        let mut alike: BTreeMap<Uuid, Likeness> = BTreeMap::new();
        for (id, (_, identity)) in &opened.identities {
            let Some(kept) = opened.kept.get(id).filter(|kept| except.is_none_or(|own| own.0 != **kept))
            else {
                continue;
            };
            let other = likeness::Identity {
                name: &identity.name,
                birth: identity.birth,
                curp: identity.curp.curp(),
            };
            let Some(found) = likely_duplicate(own, other) else { continue };
            if alike.get(kept).is_none_or(|before| before.score < found.score) {
                alike.insert(*kept, found);
            }
        }
        let mut list: Vec<(Candidate, Likeness)> = alike
            .into_iter()
            .filter_map(|(id, likeness)| Some((candidate(opened.identities.get(&id)?), likeness)))
            .collect();
        list.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        list.truncate(SHOWN);
        Ok(list)
    }

    /// Which rows of a list of people are known already, by CURP or by name and birth date; the
    /// rest are absent. Three queries for thousands of rows.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn known_people(&self, ctx: &Ctx, rows: &[PersonData]) -> Result<HashMap<usize, Known>> {
        ctx.demand(Action::Enrol)?;
        let mut known = HashMap::new();
        let curps: Vec<(Vec<u8>, usize)> = rows
            .iter()
            .enumerate()
            .filter_map(|(n, data)| Some((self.curp_token(data.curp.curp()?), n)))
            .collect();
        let tokens: Vec<Vec<u8>> = curps.iter().map(|(token, _)| token.clone()).collect();
        let files: HashMap<Vec<u8>, (Uuid, bool)> = self
            .files_with_curps(ctx, &tokens)
            .await?
            .into_iter()
            .map(|(token, id, is_here)| (token, (id, is_here)))
            .collect();
        let told = self.told_elsewhere(ctx).await?;
        for (token, n) in curps {
            let answer = match files.get(&token) {
                None => continue,
                Some((id, true)) => Known::ByCurp(PersonId(*id)),
                // The pages of a preview ask again and again: what was told is not told anew.
                Some((id, false)) if told.contains(id) => Known::Elsewhere,
                Some((id, false)) if self.tell_elsewhere(ctx, *id).await? => Known::Elsewhere,
                Some(_) => Known::Limited,
            };
            known.insert(n, answer);
        }
        let names: Vec<(Vec<u8>, usize)> = rows
            .iter()
            .enumerate()
            .filter(|(n, _)| !known.contains_key(n))
            .filter_map(|(n, data)| Some((self.namesake_token(&data.name, data.birth)?, n)))
            .collect();
        let namesakes = self.files_with_tokens(ctx, names.iter().map(|(token, _)| token.clone())).await?;
        for (token, n) in names {
            // A file with a CURP is not the person of a row with another one.
            let has_curp = rows[n].curp.curp().is_some();
            if let Some((id, _)) =
                namesakes.get(&token).filter(|(_, other_has_curp)| !(has_curp && *other_has_curp))
            {
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

    /// What an exact CURP may be answered.
    pub(super) async fn curp_answer(&self, ctx: &Ctx, curp: &Curp) -> Result<CurpAnswer> {
        let files = self.files_with_curps(ctx, &[self.curp_token(curp)]).await?;
        match files.first() {
            Some((_, id, true)) => {
                let kept = self.kept_of(&[*id]).await?[id];
                let opened = self.open_identities(self.rows_of(&[kept]).await?).await?;
                Ok(opened.get(&kept).map_or(CurpAnswer::Nowhere, |file| CurpAnswer::Here(candidate(file))))
            }
            Some((_, id, false)) if self.tell_elsewhere(ctx, *id).await? => Ok(CurpAnswer::Elsewhere),
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
        Ok(self.told_elsewhere(ctx).await?.len() >= ELSEWHERE_PER_HOUR)
    }

    /// The files elsewhere that whoever asks was told of within an hour, one for each answer.
    async fn told_elsewhere(&self, ctx: &Ctx) -> Result<Vec<Uuid>> {
        let Some(user) = ctx.user() else { return Ok(Vec::new()) };
        let told: Vec<Option<Uuid>> = audit_entry::Entity::find()
            .select_only()
            .column(audit_entry::Column::ObjectId)
            .filter(audit_entry::Column::At.gt(ctx.now() - Duration::hours(1)))
            .filter(audit_entry::Column::ActorId.eq(user.0))
            .filter(audit_entry::Column::Deed.eq(ELSEWHERE))
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(told.into_iter().flatten().collect())
    }

    /// Files with these CURPs, whatever their centre: (token, file, whether within reach).
    async fn files_with_curps(&self, ctx: &Ctx, tokens: &[Vec<u8>]) -> Result<Vec<(Vec<u8>, Uuid, bool)>> {
        let mut files = Vec::new();
        for batch in tokens.chunks(500) {
            let found: Vec<(Vec<u8>, Uuid)> = person::Entity::find()
                .select_only()
                .column(person::Column::CurpToken)
                .column(person::Column::Id)
                .filter(person::Column::CurpToken.is_in(batch.to_vec()))
                .into_tuple()
                .all(self.read())
                .await?;
            let reached: Vec<Uuid> = person::Entity::find()
                .select_only()
                .column(person::Column::Id)
                .filter(person::Column::Id.is_in(found.iter().map(|(_, id)| *id)))
                .filter(scope::people(ctx))
                .into_tuple()
                .all(self.read())
                .await?;
            let mut reached: BTreeSet<Uuid> = reached.into_iter().collect();
            let others: BTreeSet<Uuid> =
                found.iter().map(|(_, id)| *id).filter(|id| !reached.contains(id)).collect();
            // A file elsewhere is within reach when it is merged with one that is.
            for merge in super::merges_touching(self.read(), &others).await? {
                for id in [merge.kept_id, merge.absorbed_id] {
                    if super::reachable_family(self.read(), ctx, PersonId(id)).await.is_ok() {
                        reached.insert(id);
                    }
                }
            }
            files.extend(found.into_iter().map(|(token, id)| (token, id, reached.contains(&id))));
        }
        Ok(files)
    }

    /// One file within reach for each of these tokens: (file, whether it has a CURP).
    async fn files_with_tokens(
        &self,
        ctx: &Ctx,
        tokens: impl Iterator<Item = Vec<u8>>,
    ) -> Result<HashMap<Vec<u8>, (Uuid, bool)>> {
        let tokens: Vec<Vec<u8>> = tokens.collect();
        let mut files = HashMap::new();
        for batch in tokens.chunks(500) {
            let rows: Vec<(Vec<u8>, Uuid)> = search_token::Entity::find()
                .select_only()
                .column(search_token::Column::Token)
                .column(search_token::Column::PersonId)
                .filter(search_token::Column::Token.is_in(batch.to_vec()))
                .into_tuple()
                .all(self.read())
                .await?;
            let reached: Vec<(Uuid, Option<Vec<u8>>)> = person::Entity::find()
                .select_only()
                .column(person::Column::Id)
                .column(person::Column::CurpToken)
                .filter(person::Column::Id.is_in(rows.iter().map(|(_, id)| *id)))
                .filter(scope::people(ctx))
                .into_tuple()
                .all(self.read())
                .await?;
            let reached: HashMap<Uuid, bool> =
                reached.into_iter().map(|(id, curp)| (id, curp.is_some())).collect();
            for (token, id) in rows {
                if let Some(has_curp) = reached.get(&id) {
                    files.insert(token, (id, *has_curp));
                }
            }
        }
        Ok(files)
    }

    /// Counts equal tokens within scope and opens the files with most.
    async fn open_candidates(&self, ctx: &Ctx, text: &str) -> Result<Opened> {
        let tokens = self.tokens_asked(ctx, text).await?;
        let mut hits = self.count_hits(own_files(ctx), &tokens).await?;
        if *ctx.reach() != Reach::All {
            hits.extend(self.count_hits(guests(ctx), &tokens).await?);
            hits.sort_by(|a, b| b.hits.cmp(&a.hits).then(a.person_id.cmp(&b.person_id)));
        }
        let more = hits.len() > OPENED && hits[OPENED].hits == hits[0].hits;
        let found: Vec<Uuid> = hits.into_iter().take(OPENED).map(|hit| hit.person_id).collect();
        let kept = self.kept_of(&found).await?;
        let all: BTreeSet<Uuid> = kept.iter().flat_map(|(id, kept)| [*id, *kept]).collect();
        let rows = self.rows_of(&all.into_iter().collect::<Vec<_>>()).await?;
        Ok(Opened { identities: self.open_identities(rows).await?, kept, more })
    }

    /// The people with most equal tokens, one more than are opened.
    async fn count_hits(&self, which: Condition, tokens: &[Vec<u8>]) -> Result<Vec<Hit>> {
        let count = Expr::col(search_token::Column::Token).count();
        Ok(search_token::Entity::find()
            .select_only()
            .column(search_token::Column::PersonId)
            .column_as(count.clone(), "hits")
            .filter(search_token::Column::Token.is_in(tokens.to_vec()))
            .filter(which)
            .group_by(search_token::Column::PersonId)
            .order_by(count, Order::Desc)
            .order_by_asc(search_token::Column::PersonId)
            .limit(OPENED as u64 + 1)
            .into_model()
            .all(self.read())
            .await?)
    }

    /// The tokens of a query: each word as it sounds; for a rare word also its spelling and the
    /// halves that a typing slip leaves whole.
    async fn tokens_asked(&self, ctx: &Ctx, text: &str) -> Result<Vec<Vec<u8>>> {
        let index = self.ring().index();
        let token = |part: &matching::Part| index.token(part.kind.name(), &part.text).to_vec();
        let words = search_words(text);
        let sounds: Vec<Vec<u8>> = words.iter().map(|word| token(&word.phonetic)).collect();
        let counted: Vec<TokenCount> = search_token::Entity::find()
            .select_only()
            .column(search_token::Column::Token)
            .column_as(Expr::col(search_token::Column::PersonId).count(), "people")
            .filter(search_token::Column::Token.is_in(sounds.clone()))
            .filter(own_files(ctx))
            .group_by(search_token::Column::Token)
            .into_model()
            .all(self.read())
            .await?;
        let common: BTreeSet<Vec<u8>> = counted
            .into_iter()
            .filter(|row| row.people >= matching::RARE as i64)
            .map(|row| row.token)
            .collect();
        let mut asked: BTreeSet<Vec<u8>> = BTreeSet::new();
        for (word, sound) in words.iter().zip(sounds) {
            if !common.contains(&sound) {
                asked.extend(word.if_rare.iter().map(&token));
            }
            asked.insert(sound);
        }
        Ok(asked.into_iter().collect())
    }
}

/// Tokens of the files that the centres within reach keep.
fn own_files(ctx: &Ctx) -> Condition {
    scope::centres(ctx, search_token::Column::CentreId)
}

/// Tokens of people within reach by a group, whose file another centre keeps. Few: so they are
/// found by person, while the files of one's own centre are found by token.
fn guests(ctx: &Ctx) -> Condition {
    let own = scope::centres(ctx, person::Column::CentreId);
    let guests = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(scope::people(ctx))
        .filter(own.not())
        .into_query();
    Condition::all().add(search_token::Column::PersonId.in_subquery(guests))
}

fn candidate((row, identity): &(person::Model, Identity)) -> Candidate {
    Candidate {
        id: PersonId(row.id),
        name: identity.name.clone(),
        birth: identity.birth,
        centre: CentreId(row.centre_id),
    }
}
