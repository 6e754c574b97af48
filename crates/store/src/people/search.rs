//! Finding people by name without reading their names: equal tokens are counted in SQL within
//! scope, the 300 files with most are opened and ranked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    access::{Action, Ctx},
    ids::{CentreId, PersonId},
    people::{
        likeness::{self, Likeness, likely_duplicate},
        matching::{self, Query, rank, search_words},
        name::PersonName,
    },
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{OpenFile, PersonData, stopped};
use crate::{Programme, ReadEntry, Result, Store, boxed, entity::people::search_token, kit::scope};

/// Files opened and ranked for one search, at most.
const OPENED: usize = 300;
/// People shown for one search, at most.
const SHOWN: usize = 20;
/// Below this rank a person does not answer the search.
const LOWEST: f64 = 0.6;

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
    /// Its name; empty when it is closed.
    pub centre_name: String,
}

/// What a search by name found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The people, best first.
    pub people: Vec<Candidate>,
    /// Whether more answered equally well than could be opened: another surname or the CURP is needed.
    pub more: bool,
}

/// A file with how many of its tokens are equal.
type Hit = (Uuid, i64);

impl Store<Programme> {
    /// Searches people within reach by name, however it is said or typed; a birth date sorts
    /// namesakes. One audit entry for the search.
    #[boxed]
    pub async fn search_people(&self, ctx: &Ctx, text: &str, born: Option<NaiveDate>) -> Result<Found> {
        ctx.demand(Action::SearchPeople)?;
        self.record_read(ctx, ReadEntry { deed: "people.searched", kind: "person", object: None }).await?;
        let (opened, kept, more) = self.open_candidates(ctx, text, Vec::new()).await?;
        let query = Query::new(text, born);
        let rank_all = move || {
            let mut best: HashMap<Uuid, f64> = HashMap::new();
            for (id, (_, identity, _)) in &opened {
                let Some(kept) = kept.get(id) else { continue };
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
            order.iter().filter_map(|(_, id)| opened.get(id)).map(candidate).collect()
        };
        let people = tokio::task::spawn_blocking(rank_all).await.map_err(stopped)?;
        Ok(Found { people, more })
    }

    /// People within reach who are likely the one about to be registered or changed (`except`).
    #[boxed]
    pub async fn likely_duplicates(
        &self,
        ctx: &Ctx,
        data: &PersonData,
        except: Option<PersonId>,
    ) -> Result<Vec<(Candidate, Likeness)>> {
        ctx.demand(Action::EditPerson)?;
        // Whoever has this CURP is the same person, by whatever name.
        let token = data.curp.curp().map(|curp| self.curp_token(curp));
        let files = self.files_with_curps(ctx, token.as_slice()).await?;
        let same = files.into_values().filter_map(|(id, within_reach)| within_reach.then_some(id));
        let (opened, kept, _) = self.open_candidates(ctx, &data.name.display(), same.collect()).await?;
        let own = likeness::Identity { name: &data.name, birth: data.birth, curp: data.curp.curp() };
        let mut alike: BTreeMap<Uuid, Likeness> = BTreeMap::new();
        for (id, (_, identity, _)) in &opened {
            let Some(kept) = kept.get(id).filter(|kept| except.is_none_or(|own| own.0 != **kept)) else {
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
            .filter_map(|(id, likeness)| Some((candidate(opened.get(&id)?), likeness)))
            .collect();
        list.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
        list.truncate(SHOWN);
        Ok(list)
    }

    /// Counts equal tokens within scope and opens the files with most, and those known otherwise;
    /// says whether more answer as well as these.
    async fn open_candidates(
        &self,
        ctx: &Ctx,
        text: &str,
        known: Vec<Uuid>,
    ) -> Result<(HashMap<Uuid, OpenFile>, HashMap<Uuid, Uuid>, bool)> {
        let tokens = self.tokens_asked(ctx, text).await?;
        let mut hits = self.count_hits(own_files(ctx), &tokens).await?;
        let guests = scope::guests(self.read(), ctx).await?;
        if !guests.is_empty() {
            let guests = Condition::all().add(search_token::Column::PersonId.is_in(guests));
            hits.extend(self.count_hits(guests, &tokens).await?);
            hits.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        let more = hits.len() > OPENED && hits[OPENED].1 == hits[0].1;
        let found = hits.into_iter().take(OPENED).map(|(person, _)| person);
        let found: Vec<Uuid> = found.chain(known).collect();
        let (opened, kept) = self.open_files(&found).await?;
        Ok((opened, kept, more))
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
            .into_tuple()
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
        let counted: Vec<(Vec<u8>, i64)> = search_token::Entity::find()
            .select_only()
            .column(search_token::Column::Token)
            .column_as(Expr::col(search_token::Column::PersonId).count(), "people")
            .filter(search_token::Column::Token.is_in(sounds.clone()))
            .filter(own_files(ctx))
            .group_by(search_token::Column::Token)
            .into_tuple()
            .all(self.read())
            .await?;
        let common: BTreeSet<Vec<u8>> = counted
            .into_iter()
            .filter(|(_, people)| *people >= matching::RARE as i64)
            .map(|(token, _)| token)
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

pub(super) fn candidate((row, identity, _): &OpenFile) -> Candidate {
    Candidate {
        id: PersonId(row.id),
        name: identity.name.clone(),
        birth: identity.birth,
        centre: CentreId(row.centre_id),
        centre_name: row.centre_name.clone().unwrap_or_default(),
    }
}
