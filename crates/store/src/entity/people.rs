//! Rows of people, their search tokens, merges and erasures.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(person, "person", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    sex: String,
    identity: Vec<u8>,
    contact: Option<Vec<u8>>,
    municipality: Option<String>,
    no_curp_reason: Option<String>,
    curp_token: Option<Vec<u8>>,
    version: i32,
    created_at: DateTimeUtc,
    changed_at: DateTimeUtc,
    erased_at: Option<DateTimeUtc>,
});

entity!(search_token, "search_token", {
    #[sea_orm(primary_key, auto_increment = false)]
    token: Vec<u8>,
    centre_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    person_id: Uuid,
});

entity!(person_merge, "person_merge", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kept_id: Uuid,
    absorbed_id: Uuid,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
    undone_at: Option<DateTimeUtc>,
    undone_by: Option<Uuid>,
});

entity!(person_transfer, "person_transfer", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    person_id: Uuid,
    from_centre_id: Uuid,
    to_centre_id: Uuid,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(erasure_request, "erasure_request", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    person_id: Uuid,
    basis: String,
    act: String,
    closed_on: Option<Date>,
    blocked_until: Date,
    requested_by: Uuid,
    requested_at: DateTimeUtc,
    approved_by: Option<Uuid>,
    approved_at: Option<DateTimeUtc>,
    withdrawn_at: Option<DateTimeUtc>,
});

entity!(legal_hold, "legal_hold", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    person_id: Uuid,
    reason: Vec<u8>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
    lifted_at: Option<DateTimeUtc>,
    lifted_by: Option<Uuid>,
});
