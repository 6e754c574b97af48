//! Accounts: who may sign in and what for. Present in both compartments, each with its own.
//!
//! `sign_in` is the way in (attempts, logins), `second_factor` TOTP and recovery codes, `own` what
//! somebody does to their own account, `manage` what an administrator does, `tokens` the API's.
//! Secrets are stored as keyed hashes or sealed; a password only as the hash that `web` made.

mod behind;
mod kept;
mod manage;
mod own;
mod second_factor;
mod sign_in;
mod tokens;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    access::{Compartment, Grant, Role, Subject},
    ids::{CentreId, StaffId, UserId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;
use vault::{Place, Sensitive};

use crate::{
    Base, Error, Result, boxed,
    entity::{
        accounts::{account, account_grant},
        centres::centre,
    },
};

pub use behind::WithoutAccount;
pub use kept::KeptForm;
pub(crate) use manage::successor_exists;
pub use manage::{AccountFilter, NewAccount};
pub use own::OpenLogin;
pub use second_factor::{RECOVERY_CODES, SecondFactor};
pub use sign_in::{Attempt, AttemptBy, Candidate, Login, Presence};
pub use tokens::{Bearer, NewToken, Token};

/// An account with the grants in force.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account.
    pub id: UserId,
    /// What one signs in with, in lower case.
    pub username: String,
    /// Name on the screen.
    pub display_name: Sensitive<String>,
    /// The member of staff behind it, if any.
    pub staff: Option<StaffId>,
    /// Roles in force, in the order in which they were granted, each with the id of its row.
    pub grants: Vec<(Uuid, Grant)>,
    /// Language of the screen.
    pub locale: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it is suspended, if it is.
    pub suspended_at: Option<DateTime<Utc>>,
    /// Since when it has a second factor.
    pub second_factor_at: Option<DateTime<Utc>>,
    /// The password was given by somebody else and has to be changed at the next sign-in.
    pub must_change_password: bool,
}

impl Account {
    /// Who acts, for a decision.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject {
            user: self.id,
            staff: self.staff,
            grants: self.grants.iter().map(|(_, grant)| *grant).collect(),
        }
    }
}

/// A username as stored: trimmed, in lower case, 3 to 64 of `a-z 0-9 . _ - @`.
///
/// ```
/// assert_eq!(store::accounts::username(" Ana.Chan ").as_deref(), Some("ana.chan"));
/// assert_eq!(store::accounts::username("ana chan"), None);
/// ```
#[must_use]
pub fn username(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
    ((3..=64).contains(&name.len()) && name.chars().all(allowed)).then_some(name)
}

fn name_place(row: Uuid) -> Place<'static> {
    Place { table: "account", column: "display_name", row }
}

impl Base {
    /// Grants in force of several accounts, in one query.
    async fn grants_of(&self, accounts: &[Uuid]) -> Result<HashMap<Uuid, Vec<(Uuid, Grant)>>> {
        let mut found: HashMap<Uuid, Vec<(Uuid, Grant)>> = HashMap::with_capacity(accounts.len());
        let mut rows = account_grant::Entity::find()
            .filter(account_grant::Column::AccountId.is_in(accounts.iter().copied()))
            .filter(account_grant::Column::EndedAt.is_null())
            .all(self.read())
            .await?;
        rows.sort_by_key(|row| (row.granted_at, row.id));
        for row in rows {
            let role = Role::from_name(&row.role).ok_or(Error::Damaged)?;
            let grant = Grant { role, centre: row.centre_id.map(CentreId) };
            found.entry(row.account_id).or_default().push((row.id, grant));
        }
        Ok(found)
    }

    fn account_of(&self, row: account::Model, grants: Vec<(Uuid, Grant)>) -> Result<Account> {
        let name = self.unseal(self.ring().system_key(), name_place(row.id), &row.display_name)?;
        Ok(Account {
            id: UserId(row.id),
            username: row.username,
            display_name: Sensitive::new(String::from_utf8(name).map_err(|_| Error::Damaged)?),
            staff: row.staff_id.map(StaffId),
            grants,
            locale: row.locale,
            created_at: row.created_at,
            suspended_at: row.suspended_at,
            second_factor_at: row.totp_confirmed_at,
            must_change_password: row.must_change_password,
        })
    }

    /// Who these accounts are, for saying who did something: the name and the user name.
    pub(crate) async fn account_labels(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
        let rows = account::Entity::find()
            .filter(account::Column::Id.is_in(ids.iter().copied()))
            .all(self.read())
            .await?;
        let label = |row: account::Model| {
            let account = self.account_of(row, Vec::new())?;
            Ok((account.id.0, format!("{} ({})", account.display_name.expose(), account.username)))
        };
        rows.into_iter().map(label).collect()
    }

    /// Names of centres by id, for saying where a role is held. Empty on the safety side.
    #[boxed]
    pub async fn centre_names(&self) -> Result<HashMap<CentreId, String>> {
        if self.compartment() == Compartment::Safety {
            return Ok(HashMap::new());
        }
        let rows: Vec<(Uuid, String)> = centre::Entity::find()
            .select_only()
            .column(centre::Column::Id)
            .column(centre::Column::Name)
            .filter(centre::Column::ClosedAt.is_null())
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(rows.into_iter().map(|(id, name)| (CentreId(id), name)).collect())
    }
}
