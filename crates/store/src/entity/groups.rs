//! Rows of programmes, groups, sessions and enrolments.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(programme_version, "programme_version", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    key: String,
    version: i32,
    title: String,
    audience: String,
    pack: String,
    author_id: Option<Uuid>,
    created_at: DateTimeUtc,
    retired_at: Option<DateTimeUtc>,
});

entity!(training_group, "training_group", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    centre_id: Uuid,
    programme_version_id: Uuid,
    room_id: Uuid,
    project_id: Option<Uuid>,
    name: String,
    name_folded: String,
    audience: String,
    capacity: i32,
    is_open: bool,
    starts_on: Date,
    ends_on: Date,
    state: String,
    enrolled: i32,
    sessions_held: i32,
    sessions_total: i32,
    feed_token: String,
    created_at: DateTimeUtc,
});

entity!(group_change, "group_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    group_id: Uuid,
    state: String,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(group_facilitator, "group_facilitator", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    group_id: Uuid,
    staff_id: Uuid,
    since: Date,
    until: Option<Date>,
});

entity!(calendar_feed, "calendar_feed", {
    #[sea_orm(primary_key, auto_increment = false)]
    staff_id: Uuid,
    token: String,
    made_at: DateTimeUtc,
});

entity!(session, "session", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    group_id: Uuid,
    number: i32,
    starts_at: DateTimeUtc,
    minutes: i32,
    room_id: Uuid,
    state: String,
    roll_state: String,
    roll_version: i32,
    roll_saved_at: Option<DateTimeUtc>,
    roll_closed_at: Option<DateTimeUtc>,
    roll_closed_by: Option<Uuid>,
    transcribed_by: Option<Uuid>,
    transcribed_at: Option<DateTimeUtc>,
    signed_list_id: Option<Uuid>,
});

entity!(session_change, "session_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    kind: String,
    moved_from: Option<DateTimeUtc>,
    moved_to: Option<DateTimeUtc>,
    reason: String,
    closure_id: Option<Uuid>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(session_substitute, "session_substitute", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    absent_staff_id: Uuid,
    staff_id: Uuid,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(enrolment, "enrolment", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    person_id: Uuid,
    group_id: Uuid,
    is_guest: bool,
    state: String,
    since: Date,
    until: Option<Date>,
    dependency: String,
    details: Vec<u8>,
    notice_version: Option<String>,
    notice_accepted_at: Option<DateTimeUtc>,
    notice_evidence: Option<String>,
    created_at: DateTimeUtc,
});

entity!(enrolment_change, "enrolment_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    enrolment_id: Uuid,
    state: String,
    reason: String,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});
