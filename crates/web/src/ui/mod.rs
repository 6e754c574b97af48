//! The design system: the shell around every page, the pieces that pages are built from, forms.
//!
//! Pieces are askama macros in `macros.html`; what they take is in [`kit`] and [`form`]. Pages add no
//! markup for a thing that a macro makes, and no colour that `app.css` does not name.

mod control;
pub mod error;
pub mod form;
mod frame;
pub mod kit;
pub mod shell;

#[cfg(test)]
mod tests;

pub use error::ErrorPage;
pub use form::FormView;
pub use kit::{
    Badge, Choice, Event, Fact, Link, NavItem, Notice, Pager, PersonBanner, RollMark, RollRow, Stat, Tab,
    Tone,
};
pub use shell::{Shell, Theme};
