//! Registering and changing people. Keys are durable first, everything is sealed before the
//! transaction begins, and one statement per thousands of rows writes a whole spreadsheet.

use chrono::{DateTime, Utc};
use domain::{
    access::{Action, Ctx},
    ids::{CentreId, PersonId},
    people::CurpOrReason,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{PersonData, demand_centre, reachable_family, stopped};
use crate::{
    Base, Error, Programme, Result, Store, Tx, boxed,
    entity::{
        machinery::key_owner,
        people::{person, search_token},
    },
    kit::faults,
};

/// Rows per statement: SQLite binds at most 32,766 values.
const ROWS: usize = 2_000;

/// A person to register.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Their id, chosen beforehand so that rows hanging on them can be prepared too.
    pub id: PersonId,
    /// The centre that registers.
    pub centre: CentreId,
    /// Who it is.
    pub data: PersonData,
}

/// People sealed and ready to be inserted; their keys are already durable.
pub struct PreparedPeople {
    people: Vec<person::ActiveModel>,
    tokens: Vec<search_token::ActiveModel>,
}

impl Store<Programme> {
    /// Registers a person at a centre.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the centre is out of reach; [`Error::Refused`] with
    /// `people-curp-known` when a file within reach has this CURP, `people-curp-elsewhere` when
    /// another centre's has, `people-curp-limit` after too many of the latter.
    #[boxed]
    pub async fn create_person(&self, ctx: &Ctx, centre: CentreId, data: &PersonData) -> Result<PersonId> {
        ctx.demand(Action::EditPerson)?;
        demand_centre(ctx, centre)?;
        let id = PersonId(self.entropy().uuid());
        let prepared = self.prepare_people(ctx, vec![NewPerson { id, centre, data: data.clone() }]).await?;
        let mut tx = self.begin(ctx).await?;
        if let Err(error) = self.insert_people(&tx, prepared).await {
            drop(tx);
            return Err(self.curp_refusal(ctx, data, error).await);
        }
        tx.audit("person.created", "person", id.0).await?;
        faults::point("person.row-written");
        tx.commit_as(id.0).await?;
        faults::point("person.row-committed");
        Ok(id)
    }

    /// Makes the keys of new people and seals them, off the async threads when they are many.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the key database does not answer.
    #[boxed]
    pub async fn prepare_people(&self, ctx: &Ctx, people: Vec<NewPerson>) -> Result<PreparedPeople> {
        let ids: Vec<Uuid> = people.iter().map(|person| person.id.0).collect();
        let keys = self.new_keys(&ids).await?;
        faults::point("person.key-made");
        let (base, now): (Base, _) = ((**self).clone(), ctx.now());
        let many = people.len() > 200;
        let seal = move || {
            let mut prepared =
                PreparedPeople { people: Vec::with_capacity(people.len()), tokens: Vec::new() };
            for new in &people {
                let key = &keys[&new.id.0];
                prepared.tokens.extend(base.token_rows(new.id.0, new.centre.0, &new.data));
                prepared.people.push(person::ActiveModel {
                    id: Set(new.id.0),
                    centre_id: Set(new.centre.0),
                    version: Set(1),
                    created_at: Set(now),
                    erased_at: Set(None),
                    ..base.columns(key, new.id.0, &new.data, now)
                });
            }
            prepared
        };
        if many { tokio::task::spawn_blocking(seal).await.map_err(stopped) } else { Ok(seal()) }
    }

    /// Inserts prepared people inside a given transaction: the importer's one write.
    ///
    /// # Errors
    /// [`Error::Conflict`] on `curp_token` when one of the CURPs is known.
    #[boxed]
    pub async fn insert_people(&self, tx: &Tx, prepared: PreparedPeople) -> Result<()> {
        let owners: Vec<key_owner::ActiveModel> = prepared
            .people
            .iter()
            .map(|row| key_owner::ActiveModel { owner_id: row.id.clone(), kind: Set("person".to_owned()) })
            .collect();
        for batch in owners.chunks(ROWS) {
            key_owner::Entity::insert_many(batch.to_vec()).exec_without_returning(tx.db()).await?;
        }
        for batch in prepared.people.chunks(ROWS) {
            person::Entity::insert_many(batch.to_vec()).exec_without_returning(tx.db()).await?;
        }
        insert_tokens(tx.db(), prepared.tokens).await
    }

    /// Changes a person's file, as it was at `version`.
    ///
    /// # Errors
    /// [`Error::Stale`] when somebody saved meanwhile; [`Error::NotFound`]; as
    /// [`Store::create_person`] for a CURP.
    #[boxed]
    pub async fn edit_person(&self, ctx: &Ctx, id: PersonId, version: i32, data: &PersonData) -> Result<()> {
        ctx.demand(Action::EditPerson)?;
        let family = reachable_family(self.read(), ctx, id).await?;
        if family.kept != id.0 {
            return Err(Error::Stale);
        }
        let key = self.key_of(id.0).await?;
        let row = person::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let before = self.open_person(&key, &row)?;
        let mut columns = self.columns(&key, id.0, data, ctx.now());
        columns.version = Set(version + 1);

        let mut tx = self.begin(ctx).await?;
        let updated = person::Entity::update_many()
            .set(columns)
            .filter(person::Column::Id.eq(id.0))
            .filter(person::Column::Version.eq(version))
            .filter(person::Column::ErasedAt.is_null())
            .exec(tx.db())
            .await
            .map_err(Error::from);
        match updated {
            Ok(done) if done.rows_affected == 1 => {}
            Ok(_) => return Err(Error::Stale),
            Err(error) => {
                drop(tx);
                return Err(self.curp_refusal(ctx, data, error).await);
            }
        }
        search_token::Entity::delete_many()
            .filter(search_token::Column::PersonId.eq(id.0))
            .exec(tx.db())
            .await?;
        insert_tokens(tx.db(), self.token_rows(id.0, row.centre_id, data)).await?;
        for deed in deeds(&before, data) {
            tx.audit(deed, "person", id.0).await?;
        }
        tx.commit_as(id.0).await
    }

    /// What a violated constraint on the CURP means to whoever asked.
    pub(crate) async fn curp_refusal(&self, ctx: &Ctx, data: &PersonData, error: Error) -> Error {
        let Some(curp) = data.curp.curp().filter(|_| error.is_conflict_on("curp_token")) else {
            return error;
        };
        match self.curp_answer(ctx, curp).await {
            Ok(super::CurpAnswer::Here(_)) => Error::Refused("people-curp-known"),
            Ok(super::CurpAnswer::Limited) => Error::Refused("people-curp-limit"),
            Ok(_) => Error::Refused("people-curp-elsewhere"),
            Err(error) => error,
        }
    }
}

/// Which parts an edit changed, as deeds of the audit log; never what they were.
fn deeds(before: &PersonData, after: &PersonData) -> Vec<&'static str> {
    let identity = |data: &PersonData| (data.name.clone(), data.birth, data.curp.clone(), data.sex);
    let mut deeds = Vec::new();
    if identity(before) != identity(after) {
        deeds.push("person.identity-changed");
    }
    if (&before.contact, &before.municipality) != (&after.contact, &after.municipality) {
        deeds.push("person.contact-changed");
    }
    if deeds.is_empty() {
        deeds.push("person.saved-unchanged");
    }
    deeds
}

impl Base {
    /// The columns that an edit writes too.
    fn columns(
        &self,
        key: &vault::DataKey,
        id: Uuid,
        data: &PersonData,
        now: DateTime<Utc>,
    ) -> person::ActiveModel {
        let no_curp_reason = match &data.curp {
            CurpOrReason::Curp(_) => None,
            CurpOrReason::Without(reason) => Some(reason.name().to_owned()),
        };
        person::ActiveModel {
            sex: Set(data.sex.name().to_owned()),
            identity: Set(self.seal_identity(key, id, data)),
            contact: Set(self.seal_contact(key, id, &data.contact)),
            municipality: Set(data.municipality.clone()),
            no_curp_reason: Set(no_curp_reason),
            curp_token: Set(data.curp.curp().map(|curp| self.curp_token(curp))),
            changed_at: Set(now),
            ..Default::default()
        }
    }

    fn token_rows(&self, id: Uuid, centre: Uuid, data: &PersonData) -> Vec<search_token::ActiveModel> {
        let row = |token| search_token::ActiveModel {
            token: Set(token),
            centre_id: Set(centre),
            person_id: Set(id),
        };
        self.tokens_of(data).into_iter().map(row).collect()
    }
}

async fn insert_tokens<C: ConnectionTrait>(db: &C, mut rows: Vec<search_token::ActiveModel>) -> Result<()> {
    // In the order of the index: neighbouring pages are written together.
    rows.sort_by(|a, b| a.token.as_ref().cmp(b.token.as_ref()));
    for batch in rows.chunks(ROWS) {
        search_token::Entity::insert_many(batch.to_vec()).exec_without_returning(db).await?;
    }
    Ok(())
}
