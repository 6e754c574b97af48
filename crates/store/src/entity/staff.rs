//! Rows of staff, contracts, checks and sanctions.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(staff, "staff", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    identity: Vec<u8>,
    sex: String,
    curp_token: Option<Vec<u8>>,
    created_at: DateTimeUtc,
    left_at: Option<DateTimeUtc>,
});

entity!(staff_contract, "staff_contract", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    staff_id: Uuid,
    role: String,
    starts_on: Date,
    ends_on: Option<Date>,
    project_id: Option<Uuid>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(violence_check, "violence_check", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    staff_id: Uuid,
    checked_on: Date,
    expires_on: Date,
    evidence: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(staff_sanction, "staff_sanction", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    staff_id: Uuid,
    since: Date,
    note: Vec<u8>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
    lifted_at: Option<DateTimeUtc>,
    lifted_by: Option<Uuid>,
});

entity!(handover, "handover", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    from_staff_id: Uuid,
    to_staff_id: Uuid,
    groups: i32,
    sessions: i32,
    tasks: i32,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});
