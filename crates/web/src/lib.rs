pub mod dates;
pub mod i18n;
pub mod ui;
