//! One control of a form with its label, hint and mistake: a template of its own, so that its code is
//! compiled once and not in every page that has a field. Pages use the macros of `macros.html`.

use std::borrow::Borrow;

use askama::Template;

use super::{form::FormView, kit::Choice, shell::Shell};

/// What kind of control, and what only that kind has.
enum Kind {
    /// One line of text.
    Line { kind: String, width: String, fill: String, max: u32 },
    /// Several lines.
    Lines { rows: u32, max: u32 },
    /// One of many.
    Select { choices: Vec<Choice>, none: String, width: String },
    /// One (`radio`) or any (`checkbox`) of few, all seen.
    Options { kind: &'static str, choices: Vec<Choice>, beside: bool },
    /// Yes or not; sends `si`.
    Check,
    /// A day, with the calendar of the device.
    Date,
    /// A file of these kinds.
    File { accept: String },
}

/// A control, ready to be shown.
#[derive(Template)]
#[template(path = "ui/control.html")]
pub struct Control<'a> {
    shell: &'a Shell,
    form: &'a FormView,
    name: String,
    label: String,
    hint: String,
    optional: bool,
    /// When an optional control must be filled in; empty says «(opcional)».
    only: String,
    /// The id of what a line offers; may be empty.
    list: String,
    kind: Kind,
}

impl Shell {
    /// The control of the field `name`: a date, unless told otherwise.
    pub fn control<'a>(
        &'a self,
        form: &'a FormView,
        name: impl AsRef<str>,
        label: impl AsRef<str>,
        hint: impl AsRef<str>,
    ) -> Control<'a> {
        Control {
            shell: self,
            form,
            name: name.as_ref().to_owned(),
            label: label.as_ref().to_owned(),
            hint: hint.as_ref().to_owned(),
            optional: false,
            only: String::new(),
            list: String::new(),
            kind: Kind::Date,
        }
    }
}

impl Control<'_> {
    /// Whether it may stay empty, and under which condition not.
    #[must_use]
    pub fn asked(mut self, optional: impl Borrow<bool>, only: impl AsRef<str>) -> Self {
        (self.optional, self.only) = (*optional.borrow(), only.as_ref().to_owned());
        self
    }

    /// A line that offers what stands in a `<datalist>`.
    #[must_use]
    pub fn offering(mut self, list: impl AsRef<str>) -> Self {
        self.list = list.as_ref().to_owned();
        self
    }

    /// One line of text.
    #[must_use]
    pub fn line(
        mut self,
        kind: impl AsRef<str>,
        width: impl AsRef<str>,
        fill: impl AsRef<str>,
        max: impl Borrow<u32>,
    ) -> Self {
        let [kind, width, fill] = [kind.as_ref(), width.as_ref(), fill.as_ref()].map(str::to_owned);
        self.kind = Kind::Line { kind, width, fill, max: *max.borrow() };
        self
    }

    /// Several lines of text.
    #[must_use]
    pub fn lines(mut self, rows: impl Borrow<u32>, max: impl Borrow<u32>) -> Self {
        self.kind = Kind::Lines { rows: *rows.borrow(), max: *max.borrow() };
        self
    }

    /// One of many.
    #[must_use]
    pub fn select(
        mut self,
        choices: impl AsRef<[Choice]>,
        none: impl AsRef<str>,
        width: impl AsRef<str>,
    ) -> Self {
        let (none, width) = (none.as_ref().to_owned(), width.as_ref().to_owned());
        self.kind = Kind::Select { choices: choices.as_ref().to_vec(), none, width };
        self
    }

    /// One of few, all seen.
    #[must_use]
    pub fn radios(self, choices: impl AsRef<[Choice]>, beside: impl Borrow<bool>) -> Self {
        self.options("radio", choices.as_ref(), *beside.borrow())
    }

    /// Any of few, all seen.
    #[must_use]
    pub fn checkboxes(self, choices: impl AsRef<[Choice]>, beside: impl Borrow<bool>) -> Self {
        self.options("checkbox", choices.as_ref(), *beside.borrow())
    }

    fn options(mut self, kind: &'static str, choices: &[Choice], beside: bool) -> Self {
        self.kind = Kind::Options { kind, choices: choices.to_vec(), beside };
        self
    }

    /// Yes or not.
    #[must_use]
    pub fn check(mut self) -> Self {
        self.kind = Kind::Check;
        self
    }

    /// A file.
    #[must_use]
    pub fn file(mut self, accept: impl AsRef<str>) -> Self {
        self.kind = Kind::File { accept: accept.as_ref().to_owned() };
        self
    }
}
