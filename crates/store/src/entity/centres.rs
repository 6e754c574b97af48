//! Rows of centres, rooms, calendars, documents and projects.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(centre, "centre", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    name: String,
    municipality: String,
    address: String,
    zone: String,
    code: String,
    created_at: DateTimeUtc,
    closed_at: Option<DateTimeUtc>,
});

entity!(room, "room", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    name: String,
    address: String,
    capacity: i32,
    created_at: DateTimeUtc,
    retired_at: Option<DateTimeUtc>,
});

entity!(women_attended, "women_attended", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    room_id: Option<Uuid>,
    since: Date,
    until: Option<Date>,
    end_reason: Option<String>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(rest_day, "rest_day", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Option<Uuid>,
    day: Date,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(centre_closure, "centre_closure", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    since: Date,
    until: Date,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(document_face, "document_face", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Option<Uuid>,
    since: Date,
    institution: String,
    place: String,
    legend: String,
    signatories: String,
    logo: Option<Vec<u8>>,
    logo_type: Option<String>,
    public_details: bool,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(subsidy_project, "subsidy_project", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    key: String,
    action: String,
    responsible: String,
    receiving: String,
    starts_on: Date,
    ends_on: Date,
    targets: String,
    created_at: DateTimeUtc,
});
