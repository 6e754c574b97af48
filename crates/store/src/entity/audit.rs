//! Rows of the audit log, its chain and the leases.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(audit_entry, "audit_entry", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    at: DateTimeUtc,
    actor_kind: String,
    actor_id: Option<Uuid>,
    deed: String,
    object_kind: String,
    object_id: Option<Uuid>,
    request_id: Uuid,
    digest: Vec<u8>,
});

entity!(audit_link, "audit_link", {
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    entry_id: Uuid,
    head: Vec<u8>,
});

entity!(audit_pending, "audit_pending", {
    #[sea_orm(primary_key, auto_increment = false)]
    entry_id: Uuid,
    at: DateTimeUtc,
});

entity!(audit_checkpoint, "audit_checkpoint", {
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    head: Vec<u8>,
    at: DateTimeUtc,
    signature: Vec<u8>,
});

entity!(lease, "lease", {
    #[sea_orm(primary_key, auto_increment = false)]
    name: String,
    holder: Uuid,
    until: DateTimeUtc,
});
