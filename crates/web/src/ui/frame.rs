//! What stands around the content of every page, as templates of their own: a page that extends the
//! layout holds a copy of all that the layout says, and these would be most of it.

use askama::Template;

use super::shell::Shell;

/// The fixed part of `<head>`.
#[derive(Template)]
#[template(path = "ui/head.html")]
pub struct Head<'a> {
    shell: &'a Shell,
}

/// From the top of the page to where its content begins.
#[derive(Template)]
#[template(path = "ui/top.html")]
pub struct Top<'a> {
    shell: &'a Shell,
}

/// From where the content ends to the end of the page.
#[derive(Template)]
#[template(path = "ui/end.html")]
pub struct End<'a> {
    shell: &'a Shell,
}

impl Shell {
    /// See [`Head`].
    #[must_use]
    pub fn head(&self) -> Head<'_> {
        Head { shell: self }
    }

    /// See [`Top`].
    #[must_use]
    pub fn top(&self) -> Top<'_> {
        Top { shell: self }
    }

    /// See [`End`].
    #[must_use]
    pub fn end(&self) -> End<'_> {
        End { shell: self }
    }
}
