//! Small data that the macros take. Text in them is already in the language of the page, unless a field
//! is called `key`.

use super::form::encode_query;

/// What a colour and a sign say about a thing; words always say it too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// As it should be.
    Good,
    /// Needs a look.
    Watch,
    /// Wrong, overdue, refused.
    Bad,
}

impl Tone {
    /// Ending of the CSS class.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Watch => "watch",
            Self::Bad => "bad",
        }
    }

    /// The sign that goes with it, so that colour is never alone.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Neutral | Self::Info => "info",
            Self::Good => "done",
            Self::Watch => "clock",
            Self::Bad => "alert",
        }
    }
}

/// A destination in the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// Path.
    pub href: &'static str,
    /// Key of its name.
    pub key: &'static str,
    /// Name of a symbol in `icons.svg`.
    pub icon: &'static str,
    /// Whether this page is in it.
    pub current: bool,
    /// How many things wait there; none shows nothing.
    pub waiting: Option<u32>,
}

/// A link with its text.
#[derive(Debug, Clone)]
pub struct Link {
    /// Path.
    pub href: String,
    /// Text.
    pub text: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// What an action did, said on the page after it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// How it went.
    pub tone: Tone,
    /// One sentence. Never a name (it may be seen over a shoulder).
    pub text: String,
    /// What can be done next.
    pub link: Option<Link>,
}

impl Notice {
    /// A deed done.
    pub fn good(text: impl Into<String>) -> Self {
        Self { tone: Tone::Good, text: text.into(), link: None }
    }

    /// A thing that went wrong.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { tone: Tone::Bad, text: text.into(), link: None }
    }
}

/// A state in one or two words.
#[derive(Debug, Clone)]
pub struct Badge {
    /// Colour and sign.
    pub tone: Tone,
    /// Words.
    pub text: String,
}

impl Badge {
    /// A badge.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into() }
    }
}

/// One of the values that a list, radio buttons or check boxes offer.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// What it means or brings about; may be empty.
    pub hint: String,
    /// Shown in a list, and not to be chosen: the label says why.
    pub is_barred: bool,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), is_barred: false }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A term with its value, for definition lists and for «revise sus respuestas».
#[derive(Debug, Clone)]
pub struct Fact {
    /// Term.
    pub term: String,
    /// Value; empty shows «Sin dato».
    pub value: String,
    /// Where it can be changed.
    pub change: Option<String>,
}

impl Fact {
    /// A fact to read.
    pub fn new(term: impl Into<String>, value: impl Into<String>) -> Self {
        Self { term: term.into(), value: value.into(), change: None }
    }

    /// The same with a «Cambiar» link.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// A number on a board. It is a link: it opens the list that it counts.
#[derive(Debug, Clone)]
pub struct Stat {
    /// The list behind the number.
    pub href: String,
    /// The number, already written.
    pub figure: String,
    /// What is counted.
    pub label: String,
    /// What it means or since when; may be empty.
    pub note: String,
    /// Colour of the edge.
    pub tone: Tone,
}

/// One of the views of a page. Views are links.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Path.
    pub href: String,
    /// Text.
    pub text: String,
    /// Whether this is the one shown.
    pub current: bool,
    /// How many things are in it, already written; empty shows nothing.
    pub count: String,
}

/// A thing that happened, for a timeline.
#[derive(Debug, Clone)]
pub struct Event {
    /// When, for people.
    pub when: String,
    /// When, for machines (`shell.machine(..)`).
    pub machine: String,
    /// What, in one line.
    pub title: String,
    /// More about it; may be empty.
    pub text: String,
    /// Who did it; may be empty.
    pub by: String,
    /// Colour and sign of its mark.
    pub tone: Tone,
}

/// Whose file this is: stands above every page of it.
#[derive(Debug, Clone)]
pub struct PersonBanner {
    /// The file.
    pub href: String,
    /// Name.
    pub name: String,
    /// Folio and other short facts in reading order.
    pub facts: Vec<Fact>,
    /// State and warnings.
    pub badges: Vec<Badge>,
}

/// One of the marks of a roll.
#[derive(Debug, Clone)]
pub struct RollMark {
    /// What the form sends.
    pub value: String,
    /// In full.
    pub label: String,
    /// On the narrow button of a phone.
    pub short: String,
    /// Colour.
    pub tone: Tone,
}

/// One participant of a roll.
#[derive(Debug, Clone)]
pub struct RollRow {
    /// Name of the field: `marca-ID`.
    pub field: String,
    /// Number in the list.
    pub number: u32,
    /// Name of the participant.
    pub name: String,
    /// What is good to know: «2 faltas seguidas»; may be empty.
    pub note: String,
    /// The mark so far; empty when none.
    pub mark: String,
}

/// How many rows of a roll carry a mark; the empty mark counts those without.
#[must_use]
pub fn marked(rows: &[RollRow], mark: &str) -> usize {
    rows.iter().filter(|row| row.mark == mark).count()
}

/// Where one is in a long list.
#[derive(Debug, Clone)]
pub struct Pager {
    /// This page, from 1.
    pub page: u64,
    /// Rows on a page.
    pub per_page: u64,
    /// Rows in all.
    pub total: u64,
    path: String,
    query: Vec<(String, String)>,
}

impl Pager {
    /// The pager of the list at `path` with the filters `query` (its `pagina` is left out).
    /// A page beyond the end is brought back to the last one.
    #[must_use]
    pub fn new(page: u64, per_page: u64, total: u64, path: &str, query: &[(String, String)]) -> Self {
        let query =
            query.iter().filter(|(name, value)| name != "pagina" && !value.is_empty()).cloned().collect();
        let mut pager = Self { page, per_page: per_page.max(1), total, path: path.to_owned(), query };
        pager.page = page.clamp(1, pager.pages());
        pager
    }

    /// How many pages there are, at least one.
    #[must_use]
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(self.per_page).max(1)
    }

    /// Number of the first row shown, from 1; 0 when there are none.
    #[must_use]
    pub fn first(&self) -> u64 {
        if self.total == 0 { 0 } else { (self.page - 1) * self.per_page + 1 }
    }

    /// Number of the last row shown.
    #[must_use]
    pub fn last(&self) -> u64 {
        (self.page * self.per_page).min(self.total)
    }

    /// How many rows come before those shown.
    #[must_use]
    pub fn offset(&self) -> u64 {
        (self.page - 1) * self.per_page
    }

    /// Where page `page` is, filters kept.
    #[must_use]
    pub fn href(&self, page: impl std::borrow::Borrow<u64>) -> String {
        let mut query = self.query.clone();
        query.push(("pagina".to_owned(), page.borrow().to_string()));
        format!("{}?{}", self.path, encode_query(&query))
    }

    /// Where the page before is.
    #[must_use]
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.href(self.page - 1))
    }

    /// Where the page after is.
    #[must_use]
    pub fn next(&self) -> Option<String> {
        (self.page < self.pages()).then(|| self.href(self.page + 1))
    }

    /// Pages to offer: the ends and the neighbours of this one; 0 stands for a gap.
    #[must_use]
    pub fn offered(&self) -> Vec<u64> {
        let last = self.pages();
        let mut offered = Vec::new();
        for page in 1..=last {
            if page == 1 || page == last || page.abs_diff(self.page) <= 1 {
                offered.push(page);
            } else if offered.last() != Some(&0) {
                offered.push(0);
            }
        }
        offered
    }
}

#[cfg(test)]
mod tests {
    use super::Pager;

    fn pager(page: u64, total: u64) -> Pager {
        let query = [("estado", "activo"), ("pagina", "9"), ("centro", "")];
        Pager::new(page, 25, total, "/personas", &query.map(|(n, v)| (n.to_owned(), v.to_owned())))
    }

    #[test]
    fn a_pager_keeps_the_filters_and_drops_the_empty_ones() {
        assert_eq!(pager(2, 100).next().unwrap(), "/personas?estado=activo&pagina=3");
    }

    #[test]
    fn the_last_page_may_be_short() {
        let last = pager(4, 80);
        assert_eq!((last.first(), last.last(), last.next()), (76, 80, None));
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last_page() {
        assert_eq!(pager(99, 80).page, 4);
        assert_eq!(pager(0, 80).page, 1);
    }

    #[test]
    fn an_empty_list_has_one_page_without_rows() {
        let empty = pager(1, 0);
        assert_eq!((empty.pages(), empty.first(), empty.last()), (1, 0, 0));
    }

    #[test]
    fn a_long_list_offers_the_ends_and_the_neighbours() {
        assert_eq!(pager(10, 500).offered(), [1, 0, 9, 10, 11, 0, 20]);
        assert_eq!(pager(1, 50).offered(), [1, 2]);
    }
}
