//! Rows of idempotency, jobs, settings, attachments and erased keys.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(idempotency, "idempotency", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    key: Uuid,
    route: String,
    body_hash: Vec<u8>,
    status: i32,
    resource_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(job, "job", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    input: String,
    state: String,
    done: i32,
    total: i32,
    attempts: i32,
    problem: Option<String>,
    account_id: Option<Uuid>,
    created_at: DateTimeUtc,
    run_at: DateTimeUtc,
    leased_until: Option<DateTimeUtc>,
    finished_at: Option<DateTimeUtc>,
    unique_key: String,
});

entity!(setting, "setting", {
    #[sea_orm(primary_key, auto_increment = false)]
    name: String,
    value: String,
    set_at: DateTimeUtc,
});

entity!(attachment, "attachment", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    owner_id: Uuid,
    kind: String,
    media_type: String,
    content: Vec<u8>,
    size: i64,
    added_at: DateTimeUtc,
    added_by: Option<Uuid>,
});

entity!(key_owner, "key_owner", {
    #[sea_orm(primary_key, auto_increment = false)]
    owner_id: Uuid,
    kind: String,
});

entity!(shred, "shred", {
    #[sea_orm(primary_key, auto_increment = false)]
    owner_id: Uuid,
    basis: String,
    act: String,
    at: DateTimeUtc,
    first_by: Option<Uuid>,
    second_by: Option<Uuid>,
});
