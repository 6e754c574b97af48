//! The programme side's first migration: centres, staff, people, programmes, groups, sessions,
//! attendance, certificates, tasks. Identities and free text are sealed columns (`blob`).

use sea_orm_migration::{prelude::*, schema::*};

use super::Table;

/// The first migration of the programme side.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = centres().into_iter().chain(staff()).chain(people()).chain(groups());
        for table in tables.chain(attendance()).chain(certificates()) {
            table.create(manager).await?;
        }
        Ok(())
    }
}

fn centres() -> Vec<Table> {
    vec![
        Table {
            name: "centre",
            columns: vec![
                pk_uuid("id"),
                string("name"),
                // INEGI: state (2) + municipality (3), e.g. 23005.
                string("municipality"),
                string("address"),
                string("zone"),
                string("code"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("closed_at"),
            ],
            refers: &[],
            indexes: &[(true, &["code"])],
        },
        Table {
            name: "room",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                string("name"),
                string("address"),
                integer("capacity"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("retired_at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(true, &["centre_id", "name"])],
        },
        Table {
            // «Aquí se atiende a mujeres», at a room or at a whole address (every room with it).
            name: "women_attended",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                uuid_null("room_id"),
                date("since"),
                date_null("until"),
                string_null("end_reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("centre_id", "centre"), ("room_id", "room")],
            indexes: &[(false, &["room_id"]), (false, &["centre_id"])],
        },
        Table {
            // Rest days beyond LFT art. 74: of one centre, or of all (centre null).
            name: "rest_day",
            columns: vec![
                pk_uuid("id"),
                uuid_null("centre_id"),
                date("day"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(false, &["day"])],
        },
        Table {
            name: "centre_closure",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                date("since"),
                date("until"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(false, &["centre_id"])],
        },
        Table {
            // How documents look from a date on: institution, legend of the year, signatories, logos.
            name: "document_face",
            columns: vec![
                pk_uuid("id"),
                uuid_null("centre_id"),
                date("since"),
                string("institution"),
                // Where documents are issued: «Chetumal, Quintana Roo».
                string("place"),
                string("legend"),
                // JSON: [{"name": .., "post": ..}].
                text("signatories"),
                blob_null("logo"),
                string_null("logo_type"),
                boolean("public_details"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(false, &["centre_id", "since"])],
        },
        Table {
            name: "subsidy_project",
            columns: vec![
                pk_uuid("id"),
                string("key"),
                string("action"),
                string("responsible"),
                string("receiving"),
                date("starts_on"),
                date("ends_on"),
                // JSON: [{"what": .., "target": n}].
                text("targets"),
                timestamp_with_time_zone("created_at"),
            ],
            refers: &[],
            indexes: &[(true, &["key"])],
        },
    ]
}

fn staff() -> Vec<Table> {
    vec![
        Table {
            name: "staff",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                blob("identity"),
                string("sex"),
                blob_null("curp_token"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("left_at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(false, &["centre_id"]), (true, &["curp_token"])],
        },
        Table {
            name: "staff_contract",
            columns: vec![
                pk_uuid("id"),
                uuid("staff_id"),
                string("role"),
                date("starts_on"),
                date_null("ends_on"),
                uuid_null("project_id"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("staff_id", "staff"), ("project_id", "subsidy_project")],
            indexes: &[(false, &["staff_id"]), (false, &["ends_on"])],
        },
        Table {
            // The check that no sanction for violence exists (LGAMVLV art. 8-III).
            name: "violence_check",
            columns: vec![
                pk_uuid("id"),
                uuid("staff_id"),
                date("checked_on"),
                date("expires_on"),
                string("evidence"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("staff_id", "staff")],
            indexes: &[(false, &["staff_id"])],
        },
        Table {
            name: "staff_sanction",
            columns: vec![
                pk_uuid("id"),
                uuid("staff_id"),
                date("since"),
                blob("note"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
                timestamp_with_time_zone_null("lifted_at"),
                uuid_null("lifted_by"),
            ],
            refers: &[("staff_id", "staff")],
            indexes: &[(false, &["staff_id"])],
        },
        Table {
            name: "handover",
            columns: vec![
                pk_uuid("id"),
                uuid("from_staff_id"),
                uuid("to_staff_id"),
                integer("groups"),
                integer("sessions"),
                integer("tasks"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("from_staff_id", "staff"), ("to_staff_id", "staff")],
            indexes: &[(false, &["from_staff_id"])],
        },
    ]
}

fn people() -> Vec<Table> {
    vec![
        Table {
            name: "person",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                string("sex"),
                blob("identity"),
                blob_null("contact"),
                // INEGI municipality of residence, for figures.
                string_null("municipality"),
                string_null("no_curp_reason"),
                blob_null("curp_token"),
                // Changes with each edit: a form made from an older one is stale.
                integer("version"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone("changed_at"),
                timestamp_with_time_zone_null("erased_at"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[(false, &["centre_id", "changed_at", "id"]), (true, &["curp_token"])],
        },
        Table {
            // 16 rows a person. The centre is the person's, repeated so that a search reads no other's.
            name: "search_token",
            columns: vec![blob("token"), uuid("centre_id"), uuid("person_id")],
            refers: &[("person_id", "person")],
            indexes: &[(true, &["token", "centre_id", "person_id"]), (false, &["person_id", "token"])],
        },
        Table {
            name: "person_merge",
            columns: vec![
                pk_uuid("id"),
                uuid("kept_id"),
                uuid("absorbed_id"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
                timestamp_with_time_zone_null("undone_at"),
                uuid_null("undone_by"),
            ],
            refers: &[("kept_id", "person"), ("absorbed_id", "person")],
            indexes: &[(false, &["kept_id"]), (false, &["absorbed_id"])],
        },
        Table {
            name: "person_transfer",
            columns: vec![
                pk_uuid("id"),
                uuid("person_id"),
                uuid("from_centre_id"),
                uuid("to_centre_id"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("person_id", "person"), ("from_centre_id", "centre"), ("to_centre_id", "centre")],
            indexes: &[(false, &["person_id"])],
        },
        Table {
            name: "erasure_request",
            columns: vec![
                pk_uuid("id"),
                uuid("person_id"),
                string("basis"),
                string("act"),
                // When the file was closed, for an expired series.
                date_null("closed_on"),
                date("blocked_until"),
                uuid("requested_by"),
                timestamp_with_time_zone("requested_at"),
                uuid_null("approved_by"),
                timestamp_with_time_zone_null("approved_at"),
                timestamp_with_time_zone_null("withdrawn_at"),
            ],
            refers: &[("person_id", "person")],
            indexes: &[(false, &["person_id"])],
        },
        Table {
            name: "legal_hold",
            columns: vec![
                pk_uuid("id"),
                uuid("person_id"),
                blob("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
                timestamp_with_time_zone_null("lifted_at"),
                uuid_null("lifted_by"),
            ],
            refers: &[("person_id", "person")],
            indexes: &[(false, &["person_id"])],
        },
    ]
}

fn groups() -> Vec<Table> {
    vec![
        Table {
            name: "programme_version",
            columns: vec![
                pk_uuid("id"),
                string("key"),
                integer("version"),
                string("title"),
                string("audience"),
                // The pack as TOML, validated by `domain::programmes`.
                text("pack"),
                uuid_null("author_id"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("retired_at"),
            ],
            refers: &[],
            indexes: &[(true, &["key", "version"])],
        },
        Table {
            name: "training_group",
            columns: vec![
                pk_uuid("id"),
                uuid("centre_id"),
                uuid("programme_version_id"),
                uuid("room_id"),
                uuid_null("project_id"),
                string("name"),
                // Without accents and capitals, for the search by name on either engine.
                string("name_folded"),
                string("audience"),
                integer("capacity"),
                boolean("is_open"),
                date("starts_on"),
                date("ends_on"),
                string("state"),
                integer("enrolled"),
                integer("sessions_held"),
                integer("sessions_total"),
                // Unguessable part of the calendar feed's address.
                string("feed_token"),
                timestamp_with_time_zone("created_at"),
            ],
            refers: &[
                ("centre_id", "centre"),
                ("programme_version_id", "programme_version"),
                ("room_id", "room"),
                ("project_id", "subsidy_project"),
            ],
            indexes: &[
                (false, &["centre_id", "starts_on"]),
                (false, &["project_id"]),
                (true, &["feed_token"]),
            ],
        },
        Table {
            name: "group_change",
            columns: vec![
                pk_uuid("id"),
                uuid("group_id"),
                string("state"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("group_id", "training_group")],
            indexes: &[(false, &["group_id"])],
        },
        Table {
            name: "group_facilitator",
            columns: vec![
                pk_uuid("id"),
                uuid("group_id"),
                uuid("staff_id"),
                date("since"),
                date_null("until"),
            ],
            refers: &[("group_id", "training_group"), ("staff_id", "staff")],
            indexes: &[(false, &["group_id"]), (false, &["staff_id", "group_id"])],
        },
        Table {
            name: "calendar_feed",
            columns: vec![pk_uuid("staff_id"), string("token"), timestamp_with_time_zone("made_at")],
            refers: &[("staff_id", "staff")],
            indexes: &[(true, &["token"])],
        },
        Table {
            name: "session",
            columns: vec![
                pk_uuid("id"),
                uuid("group_id"),
                integer("number"),
                timestamp_with_time_zone("starts_at"),
                integer("minutes"),
                uuid("room_id"),
                // planned | held | cancelled
                string("state"),
                // owed | saved | closed
                string("roll_state"),
                integer("roll_version"),
                timestamp_with_time_zone_null("roll_saved_at"),
                timestamp_with_time_zone_null("roll_closed_at"),
                uuid_null("roll_closed_by"),
                // Who transcribed the paper list, when it was not taken on the screen.
                uuid_null("transcribed_by"),
                timestamp_with_time_zone_null("transcribed_at"),
                uuid_null("signed_list_id"),
            ],
            refers: &[("group_id", "training_group"), ("room_id", "room"), ("signed_list_id", "attachment")],
            indexes: &[
                (true, &["group_id", "number"]),
                (false, &["group_id", "starts_at"]),
                (false, &["room_id", "starts_at"]),
                (false, &["starts_at"]),
                (false, &["roll_state", "starts_at"]),
            ],
        },
        Table {
            name: "session_change",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                string("kind"),
                timestamp_with_time_zone_null("moved_from"),
                timestamp_with_time_zone_null("moved_to"),
                string("reason"),
                uuid_null("closure_id"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("closure_id", "centre_closure")],
            indexes: &[(false, &["session_id"])],
        },
        Table {
            name: "session_substitute",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                uuid("absent_staff_id"),
                uuid("staff_id"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("absent_staff_id", "staff"), ("staff_id", "staff")],
            indexes: &[(false, &["session_id"]), (false, &["staff_id", "session_id"])],
        },
        Table {
            name: "enrolment",
            columns: vec![
                pk_uuid("id"),
                uuid("person_id"),
                uuid("group_id"),
                // Another centre than the group's keeps the file.
                boolean("is_guest"),
                // active | withdrawn | completed
                string("state"),
                date("since"),
                date_null("until"),
                // Public servants: reported by dependency; area and post are sealed.
                string("dependency"),
                blob("details"),
                string_null("notice_version"),
                timestamp_with_time_zone_null("notice_accepted_at"),
                string_null("notice_evidence"),
                timestamp_with_time_zone("created_at"),
            ],
            refers: &[("person_id", "person"), ("group_id", "training_group")],
            indexes: &[
                (true, &["group_id", "person_id"]),
                (false, &["person_id"]),
                (false, &["is_guest", "group_id"]),
            ],
        },
        Table {
            name: "enrolment_change",
            columns: vec![
                pk_uuid("id"),
                uuid("enrolment_id"),
                string("state"),
                string("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("enrolment_id", "enrolment")],
            indexes: &[(false, &["enrolment_id"])],
        },
    ]
}

fn attendance() -> Vec<Table> {
    vec![
        Table {
            name: "attendance",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                uuid("enrolment_id"),
                string("mark"),
                integer("minutes"),
                // Null: nobody has said so.
                boolean_null("complied"),
                blob_null("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("enrolment_id", "enrolment")],
            indexes: &[(true, &["session_id", "enrolment_id"]), (false, &["enrolment_id"])],
        },
        Table {
            name: "attendance_correction",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                uuid("enrolment_id"),
                string("old_mark"),
                integer("old_minutes"),
                boolean_null("old_complied"),
                string("new_mark"),
                integer("new_minutes"),
                boolean_null("new_complied"),
                blob("reason"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("enrolment_id", "enrolment")],
            indexes: &[(false, &["session_id"]), (false, &["enrolment_id"])],
        },
        Table {
            name: "session_log",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                // JSON: [{"activity": n, "done": "full|part|no"}].
                text("done"),
                // Sealed with the session's own key.
                blob_null("incidents"),
                blob_null("notes"),
                integer("version"),
                timestamp_with_time_zone("saved_at"),
                uuid_null("saved_by"),
            ],
            refers: &[("session_id", "session")],
            indexes: &[(true, &["session_id"])],
        },
        Table {
            name: "log_observation",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                uuid("enrolment_id"),
                // Sealed with the person's key.
                blob("text"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("enrolment_id", "enrolment")],
            indexes: &[(true, &["session_id", "enrolment_id"])],
        },
        Table {
            name: "log_signature",
            columns: vec![
                pk_uuid("id"),
                uuid("session_id"),
                uuid("staff_id"),
                // Why the other one did not sign, if so; sealed with the session's own key.
                blob_null("other_absent"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("session_id", "session"), ("staff_id", "staff")],
            indexes: &[(true, &["session_id", "staff_id"])],
        },
        Table {
            // Dose per enrolment, kept up to date with each roll: never recomputed by a page.
            name: "dose",
            columns: vec![
                pk_uuid("enrolment_id"),
                uuid("group_id"),
                integer("sessions_received"),
                integer("minutes_received"),
                integer("sessions_excused"),
                integer("sessions_unexcused"),
                integer("sessions_taken"),
                string("standing"),
                integer_null("impossible_since"),
            ],
            refers: &[("group_id", "training_group")],
            indexes: &[(false, &["group_id"]), (false, &["standing"])],
        },
        Table {
            name: "task",
            columns: vec![
                pk_uuid("id"),
                string("kind"),
                uuid("centre_id"),
                uuid_null("group_id"),
                uuid_null("session_id"),
                uuid_null("enrolment_id"),
                uuid_null("staff_id"),
                date("due_on"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("done_at"),
                uuid_null("done_by"),
                // One open task per cause: kind + subject.
                string("cause"),
            ],
            refers: &[("centre_id", "centre")],
            indexes: &[
                (true, &["cause"]),
                (false, &["centre_id", "done_at", "due_on"]),
                (false, &["group_id", "done_at"]),
            ],
        },
        Table {
            name: "contact_attempt",
            columns: vec![
                pk_uuid("id"),
                uuid("enrolment_id"),
                uuid_null("task_id"),
                string("channel"),
                string("outcome"),
                blob_null("note"),
                uuid_null("author_id"),
                timestamp_with_time_zone("at"),
            ],
            refers: &[("enrolment_id", "enrolment")],
            indexes: &[(false, &["enrolment_id"])],
        },
    ]
}

fn certificates() -> Vec<Table> {
    vec![
        Table {
            name: "folio",
            columns: vec![pk_uuid("id"), uuid("centre_id"), integer("year"), integer("last_number")],
            refers: &[("centre_id", "centre")],
            indexes: &[(true, &["centre_id", "year"])],
        },
        Table {
            name: "certificate",
            columns: vec![
                pk_uuid("id"),
                uuid("enrolment_id"),
                uuid("centre_id"),
                uuid("group_id"),
                // participation | completion
                string("kind"),
                string("audience"),
                string("folio"),
                // What the public page finds it by: keyed hash of the random token in the QR.
                blob("token_hash"),
                // Sealed with the person's key: an erased person has none.
                blob("initials"),
                integer("minutes"),
                integer("sessions"),
                uuid("programme_version_id"),
                date("issued_on"),
                uuid_null("issued_by"),
                // The sealed PDF, with the person's key; none between the folio and the printing.
                blob_null("pdf"),
                blob_null("pdf_sha256"),
                uuid_null("signed_scan_id"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("revoked_at"),
                uuid_null("revoked_by"),
                string_null("revoked_reason"),
                // enrolment:kind until it is revoked: nobody holds two of a kind.
                string_null("live_key"),
            ],
            refers: &[
                ("enrolment_id", "enrolment"),
                ("centre_id", "centre"),
                ("group_id", "training_group"),
                ("programme_version_id", "programme_version"),
            ],
            indexes: &[
                (true, &["folio"]),
                (true, &["token_hash"]),
                (true, &["live_key"]),
                (false, &["enrolment_id"]),
                (false, &["group_id"]),
            ],
        },
    ]
}
