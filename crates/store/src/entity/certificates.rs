//! Rows of folios and certificates.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(folio, "folio", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    year: i32,
    last_number: i32,
});

entity!(certificate, "certificate", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    enrolment_id: Uuid,
    centre_id: Uuid,
    group_id: Uuid,
    kind: String,
    audience: String,
    folio: String,
    token_hash: Vec<u8>,
    initials: Vec<u8>,
    minutes: i32,
    sessions: i32,
    programme_version_id: Uuid,
    issued_on: Date,
    issued_by: Option<Uuid>,
    pdf: Option<Vec<u8>>,
    pdf_sha256: Option<Vec<u8>>,
    signed_scan_id: Option<Uuid>,
    created_at: DateTimeUtc,
    revoked_at: Option<DateTimeUtc>,
    revoked_by: Option<Uuid>,
    revoked_reason: Option<String>,
    live_key: Option<String>,
});
