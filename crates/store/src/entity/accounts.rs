//! Rows of accounts, grants, logins and tokens.
//! Private to the crate: rows are mapped to domain types before they leave.

entity!(account, "account", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    username: String,
    staff_id: Option<Uuid>,
    display_name: Vec<u8>,
    password_hash: String,
    totp_secret: Option<Vec<u8>>,
    totp_last_step: Option<i64>,
    totp_confirmed_at: Option<DateTimeUtc>,
    must_change_password: bool,
    password_set_at: DateTimeUtc,
    locale: String,
    created_at: DateTimeUtc,
    suspended_at: Option<DateTimeUtc>,
    suspended_by: Option<Uuid>,
    curp_token: Option<Vec<u8>>,
});

entity!(account_grant, "account_grant", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    role: String,
    centre_id: Option<Uuid>,
    granted_at: DateTimeUtc,
    granted_by: Option<Uuid>,
    ended_at: Option<DateTimeUtc>,
    ended_by: Option<Uuid>,
});

entity!(recovery_code, "recovery_code", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    code_hash: Vec<u8>,
    used_at: Option<DateTimeUtc>,
});

entity!(login, "login", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    token_hash: Vec<u8>,
    created_at: DateTimeUtc,
    seen_at: DateTimeUtc,
    expires_at: DateTimeUtc,
    ended_at: Option<DateTimeUtc>,
    complete: bool,
    device: String,
});

entity!(login_attempt, "login_attempt", {
    #[sea_orm(primary_key, auto_increment = false)]
    subject: Vec<u8>,
    failures: i32,
    last_at: DateTimeUtc,
});

entity!(kept_form, "kept_form", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    path: String,
    body: Vec<u8>,
    kept_at: DateTimeUtc,
});

entity!(api_token, "api_token", {
    #[sea_orm(primary_key, auto_increment = false)]
    id: Uuid,
    account_id: Uuid,
    token_hash: Vec<u8>,
    label: String,
    may_write: bool,
    created_at: DateTimeUtc,
    expires_at: DateTimeUtc,
    used_at: Option<DateTimeUtc>,
    revoked_at: Option<DateTimeUtc>,
});
