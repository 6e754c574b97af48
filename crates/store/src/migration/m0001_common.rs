//! What both compartments have: accounts and logins, audit chain, idempotency, jobs, settings,
//! sealed attachments and the list of what was erased.

use sea_orm_migration::{prelude::*, schema::*};

use super::Table;

/// The first migration of each compartment.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in accounts().into_iter().chain(audit()).chain(machinery()) {
            table.create(manager).await?;
        }
        Ok(())
    }
}

fn accounts() -> Vec<Table> {
    vec![
        Table {
            name: "account",
            columns: vec![
                pk_uuid("id"),
                string("username"),
                // The member of staff behind the account (programme side); no foreign key, since
                // the safety side has no such table.
                uuid_null("staff_id"),
                blob("display_name"),
                string("password_hash"),
                blob_null("totp_secret"),
                big_integer_null("totp_last_step"),
                timestamp_with_time_zone_null("totp_confirmed_at"),
                boolean("must_change_password"),
                timestamp_with_time_zone("password_set_at"),
                string("locale"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("suspended_at"),
                uuid_null("suspended_by"),
                blob_null("curp_token"),
            ],
            refers: &[],
            indexes: &[(true, &["username"]), (false, &["staff_id"]), (true, &["curp_token"])],
        },
        Table {
            name: "account_grant",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                string("role"),
                uuid_null("centre_id"),
                timestamp_with_time_zone("granted_at"),
                uuid_null("granted_by"),
                timestamp_with_time_zone_null("ended_at"),
                uuid_null("ended_by"),
            ],
            refers: &[("account_id", "account")],
            indexes: &[(false, &["account_id"]), (false, &["centre_id", "role"])],
        },
        Table {
            name: "recovery_code",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                blob("code_hash"),
                timestamp_with_time_zone_null("used_at"),
            ],
            refers: &[("account_id", "account")],
            indexes: &[(false, &["account_id"])],
        },
        Table {
            name: "login",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                blob("token_hash"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone("seen_at"),
                timestamp_with_time_zone("expires_at"),
                timestamp_with_time_zone_null("ended_at"),
                // Password accepted, second factor still due (false) or done (true).
                boolean("complete"),
                string("device"),
            ],
            refers: &[("account_id", "account")],
            indexes: &[(true, &["token_hash"]), (false, &["account_id"])],
        },
        Table {
            name: "login_attempt",
            columns: vec![
                blob("subject").primary_key().take(),
                integer("failures"),
                timestamp_with_time_zone("last_at"),
            ],
            refers: &[],
            indexes: &[],
        },
        Table {
            name: "kept_form",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                string("path"),
                blob("body"),
                timestamp_with_time_zone("kept_at"),
            ],
            refers: &[("account_id", "account")],
            indexes: &[(false, &["account_id"])],
        },
        Table {
            name: "api_token",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                blob("token_hash"),
                string("label"),
                boolean("may_write"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone("expires_at"),
                timestamp_with_time_zone_null("used_at"),
                timestamp_with_time_zone_null("revoked_at"),
            ],
            refers: &[("account_id", "account")],
            indexes: &[(true, &["token_hash"]), (false, &["account_id"])],
        },
    ]
}

fn audit() -> Vec<Table> {
    vec![
        Table {
            name: "audit_entry",
            columns: vec![
                pk_uuid("id"),
                timestamp_with_time_zone("at"),
                string("actor_kind"),
                uuid_null("actor_id"),
                string("deed"),
                string("object_kind"),
                uuid_null("object_id"),
                uuid("request_id"),
                blob("digest"),
            ],
            refers: &[],
            // One for each way in which an auditor asks: all, of a thing, of a deed, of an account.
            indexes: &[
                (false, &["object_id", "at"]),
                (false, &["at"]),
                (false, &["deed", "at"]),
                (false, &["actor_id", "at"]),
            ],
        },
        Table {
            name: "audit_link",
            columns: vec![big_integer("seq").primary_key().take(), uuid("entry_id"), blob("head")],
            refers: &[],
            indexes: &[(true, &["entry_id"])],
        },
        Table {
            // Entries that the sealer has not linked yet, so that it never scans the whole log.
            name: "audit_pending",
            columns: vec![pk_uuid("entry_id"), timestamp_with_time_zone("at")],
            refers: &[],
            indexes: &[],
        },
        Table {
            name: "audit_checkpoint",
            columns: vec![
                big_integer("seq").primary_key().take(),
                blob("head"),
                timestamp_with_time_zone("at"),
                blob("signature"),
            ],
            refers: &[],
            indexes: &[],
        },
        Table {
            name: "lease",
            columns: vec![
                string("name").primary_key().take(),
                uuid("holder"),
                timestamp_with_time_zone("until"),
            ],
            refers: &[],
            indexes: &[],
        },
    ]
}

fn machinery() -> Vec<Table> {
    vec![
        Table {
            name: "idempotency",
            columns: vec![
                pk_uuid("id"),
                uuid("account_id"),
                uuid("key"),
                string("route"),
                blob("body_hash"),
                integer("status"),
                uuid_null("resource_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[],
            indexes: &[(true, &["account_id", "key"]), (false, &["at"])],
        },
        Table {
            name: "job",
            columns: vec![
                pk_uuid("id"),
                string("kind"),
                // Ids and codes only; never a name.
                text("input"),
                string("state"),
                integer("done"),
                integer("total"),
                integer("attempts"),
                string_null("problem"),
                uuid_null("account_id"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone("run_at"),
                timestamp_with_time_zone_null("leased_until"),
                timestamp_with_time_zone_null("finished_at"),
                string("unique_key"),
            ],
            refers: &[],
            indexes: &[(true, &["unique_key"]), (false, &["state", "run_at"])],
        },
        Table {
            name: "setting",
            columns: vec![
                string("name").primary_key().take(),
                text("value"),
                timestamp_with_time_zone("set_at"),
            ],
            refers: &[],
            indexes: &[],
        },
        Table {
            name: "attachment",
            columns: vec![
                pk_uuid("id"),
                // Whose key seals it: a person, a session, a certificate, a centre.
                uuid("owner_id"),
                string("kind"),
                string("media_type"),
                blob("content"),
                big_integer("size"),
                timestamp_with_time_zone("added_at"),
                uuid_null("added_by"),
            ],
            refers: &[],
            indexes: &[(false, &["owner_id", "kind"])],
        },
        Table {
            // Every owner of a data key that a committed row uses: a key without its row here is
            // left over from a write that never committed, and is swept after 24 hours.
            name: "key_owner",
            columns: vec![pk_uuid("owner_id"), string("kind")],
            refers: &[],
            indexes: &[],
        },
        Table {
            name: "shred",
            columns: vec![
                // The owner whose key was (or is to be) destroyed.
                pk_uuid("owner_id"),
                string("basis"),
                string("act"),
                timestamp_with_time_zone("at"),
                uuid_null("first_by"),
                uuid_null("second_by"),
            ],
            refers: &[],
            indexes: &[],
        },
    ]
}
