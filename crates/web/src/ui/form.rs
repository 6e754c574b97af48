//! A form as it was sent and as it is shown again: raw values and mistakes by field.
//!
//! A mistake is data, never an error: the page is shown again with what the person wrote. Values are
//! parsed by the feature; here are only the parts that every form shares (text, choice, whole number, date).

use std::fmt::Write as _;

use chrono::NaiveDate;

/// A mistake in a field, by key of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Field.
    pub field: String,
    /// Key of the text: what is wrong and how to mend it.
    pub key: &'static str,
}

/// Values and mistakes of a form.
#[derive(Debug, Clone, Default)]
pub struct FormView {
    values: Vec<(String, String)>,
    /// Mistakes in the order in which they were found: the order of the fields.
    pub mistakes: Vec<Mistake>,
}

impl FormView {
    /// The form as sent (`axum::Form<Vec<(String, String)>>`); values are trimmed.
    #[must_use]
    pub fn sent(pairs: Vec<(String, String)>) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect();
        Self { values, mistakes: Vec::new() }
    }

    /// The form with one more value, for the first showing.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// The form with a value in a field that has none.
    #[must_use]
    pub fn filled(mut self, name: &str, value: impl Into<String>) -> Self {
        if self.value(name).is_empty() {
            self.values.retain(|(n, _)| n != name);
            self = self.with(name, value);
        }
        self
    }

    /// The value of a field; empty when it is missing.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// All values of a field that can be sent several times.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All values, as sent: filters in a URL, hidden fields of «revise sus respuestas».
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.values
    }

    /// Whether the field has this value among its values.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.values(name).any(|v| v == value)
    }

    /// Notes a mistake. The key says what is wrong and how to mend it.
    pub fn fail(&mut self, name: &str, key: &'static str) {
        self.mistakes.push(Mistake { field: name.to_owned(), key });
    }

    /// The key of the first mistake of a field.
    #[must_use]
    pub fn mistake(&self, name: &str) -> Option<&'static str> {
        self.mistakes.iter().find(|mistake| mistake.field == name).map(|mistake| mistake.key)
    }

    /// Whether no mistake was noted.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.mistakes.is_empty()
    }

    /// A text that must be there; notes `key` when it is missing.
    pub fn required(&mut self, name: &str, key: &'static str) -> String {
        let value = self.value(name).to_owned();
        if value.is_empty() {
            self.fail(name, key);
        }
        value
    }

    /// What `parse` makes of a text that is there; notes `key` when it makes nothing of it.
    pub fn parsed<T>(
        &mut self,
        name: &str,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(name);
        if value.is_empty() {
            return None;
        }
        let parsed = parse(value);
        if parsed.is_none() {
            self.fail(name, key);
        }
        parsed
    }

    /// What `parse` makes of a text that must be there; notes `key` when it is missing or makes nothing.
    pub fn needed<T>(
        &mut self,
        name: &str,
        key: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let parsed = parse(self.value(name));
        if parsed.is_none() {
            self.fail(name, key);
        }
        parsed
    }

    /// A date that must be there; notes `key` when it is missing.
    pub fn needed_date(&mut self, name: &str, key: &'static str) -> Option<NaiveDate> {
        let day = self.date(name);
        if day.is_none() && self.mistake(name).is_none() {
            self.fail(name, key);
        }
        day
    }

    /// A date, from one field (`2026-03-05` or `05/03/2026`) or from three (`NAME-dia`, `NAME-mes`,
    /// `NAME-anio`). None when all are empty; notes a mistake when it is no day of the calendar.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        let part = |end: &str| self.value(&format!("{name}-{end}")).to_owned();
        let (day, month, year) = (part("dia"), part("mes"), part("anio"));
        let parsed = match self.value(name) {
            "" if day.is_empty() && month.is_empty() && year.is_empty() => return None,
            "" => calendar_day(&year, &month, &day),
            whole => whole_date(whole),
        };
        let Some(day) = parsed else {
            self.fail(name, "ui-mistake-date");
            return None;
        };
        // As the calendar of the device wants it when the page is shown again.
        if let Some((_, value)) = self.values.iter_mut().find(|(n, _)| n == name) {
            *value = day.to_string();
        }
        parsed
    }
}

/// A day as a field of the device sends it, `2026-03-05`, or as people write it, `05/03/2026`.
#[must_use]
pub fn whole_date(text: &str) -> Option<NaiveDate> {
    if let Some((year, rest)) = text.split_once('-') {
        let (month, day) = rest.split_once('-')?;
        return calendar_day(year, month, day);
    }
    let (day, rest) = text.split_once('/')?;
    let (month, year) = rest.split_once('/')?;
    calendar_day(year, month, day)
}

fn calendar_day(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    // A year of two digits would be guessed at: 26 may be a birth in 1926 or a session in 2026.
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// `name=value&...` with everything but letters, digits and `-_.~` percent-encoded.
#[must_use]
pub fn encode_query(pairs: &[(String, String)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        encode(&mut query, name);
        query.push('=');
        encode(&mut query, value);
    }
    query
}

fn encode(query: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            query.push(char::from(byte));
        } else {
            write!(query, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&str, &str)]) -> FormView {
        FormView::sent(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn a_date_is_read_from_one_field_or_from_three() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 5);
        assert_eq!(sent(&[("fecha", "2026-03-05")]).date("fecha"), day);
        let mut written = sent(&[("fecha", "5/3/2026")]);
        assert_eq!((written.date("fecha"), written.value("fecha")), (day, "2026-03-05"));
        assert_eq!(
            sent(&[("fecha-dia", "5"), ("fecha-mes", "03"), ("fecha-anio", "2026")]).date("fecha"),
            day
        );
    }

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_a_mistake_at_its_field() {
        for wrong in ["2026-02-30", "05/03/26", "mañana", "5/3"] {
            let mut form = sent(&[("fecha", wrong)]);
            assert_eq!(form.date("fecha"), None);
            assert_eq!(form.mistake("fecha"), Some("ui-mistake-date"), "{wrong}");
        }
    }

    #[test]
    fn a_missing_date_is_no_mistake_in_itself() {
        let mut form = sent(&[("fecha-dia", " "), ("fecha-mes", "")]);
        assert_eq!(form.date("fecha"), None);
        assert!(form.is_right());
    }

    #[test]
    fn a_required_text_of_spaces_is_missing() {
        let mut form = sent(&[("nombre", "   ")]);
        form.required("nombre", "ui-mistake-date");
        assert!(!form.is_right());
    }

    #[test]
    fn a_field_sent_twice_keeps_both_values() {
        let form = sent(&[("dia", "lunes"), ("dia", "jueves")]);
        assert!(form.has("dia", "jueves") && form.has("dia", "lunes") && !form.has("dia", "martes"));
    }

    #[test]
    fn a_query_is_encoded_so_that_it_comes_back_the_same() {
        assert_eq!(encode_query(&[("q".into(), "ñ & /".into())]), "q=%C3%B1%20%26%20%2F");
    }
}
