//! Rows of rolls, logs, dose and tasks.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(attendance, "attendance", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    enrolment_id: Uuid,
    mark: String,
    minutes: i32,
    complied: Option<bool>,
    reason: Option<Vec<u8>>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(attendance_correction, "attendance_correction", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    enrolment_id: Uuid,
    old_mark: String,
    old_minutes: i32,
    old_complied: Option<bool>,
    new_mark: String,
    new_minutes: i32,
    new_complied: Option<bool>,
    reason: Vec<u8>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(session_log, "session_log", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    done: String,
    incidents: Option<Vec<u8>>,
    notes: Option<Vec<u8>>,
    version: i32,
    saved_at: DateTimeUtc,
    saved_by: Option<Uuid>,
});

entity!(log_observation, "log_observation", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    enrolment_id: Uuid,
    text: Vec<u8>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});

entity!(log_signature, "log_signature", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    session_id: Uuid,
    staff_id: Uuid,
    other_absent: Option<Vec<u8>>,
    at: DateTimeUtc,
});

entity!(dose, "dose", {
    #[sea_orm(primary_key, auto_increment = false)]
    enrolment_id: Uuid,
    group_id: Uuid,
    sessions_received: i32,
    minutes_received: i32,
    sessions_excused: i32,
    sessions_unexcused: i32,
    sessions_taken: i32,
    standing: String,
    impossible_since: Option<i32>,
});

entity!(task, "task", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    kind: String,
    centre_id: Uuid,
    group_id: Option<Uuid>,
    session_id: Option<Uuid>,
    enrolment_id: Option<Uuid>,
    staff_id: Option<Uuid>,
    due_on: Date,
    created_at: DateTimeUtc,
    done_at: Option<DateTimeUtc>,
    done_by: Option<Uuid>,
    cause: String,
});

entity!(contact_attempt, "contact_attempt", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    enrolment_id: Uuid,
    task_id: Option<Uuid>,
    channel: String,
    outcome: String,
    note: Option<Vec<u8>>,
    author_id: Option<Uuid>,
    at: DateTimeUtc,
});
