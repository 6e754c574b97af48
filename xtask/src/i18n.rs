//! `cargo xtask i18n`: every text the screen can show exists in Spanish and in English.
//!
//! Fails on a key that a template or the code asks for and nobody wrote, on a key that nothing names,
//! on a key or a variable that one language lacks, on a key written twice, and on text that stands in
//! a template itself. A refusal of the store is a key too. A key put together at run time is known by
//! its beginning (`format!("attendance-mark-{}", mark.name())`).

use std::collections::{BTreeMap, BTreeSet};

use crate::files::{self, Text};

const LOCALES: &str = "crates/web/locales";

/// A message of a catalogue: where it stands and which variables it takes.
struct Message {
    place: String,
    variables: BTreeSet<String>,
}

type Catalogue = BTreeMap<String, Message>;

/// Checks and prints; true if nothing is wrong.
pub fn i18n() -> bool {
    let mut findings = Vec::new();
    let [es, en] = ["es", "en"].map(|language| {
        let texts = files::texts(&format!("{LOCALES}/{language}"));
        catalogue(&texts, &mut findings)
    });
    findings.extend(differences(&es, &en, "English"));
    findings.extend(differences(&en, &es, "Spanish"));

    let sources: Vec<Text> = ["crates/web/src", "crates/app/src", "crates/store/src", "crates/domain/src"]
        .iter()
        .flat_map(|folder| files::texts(folder))
        .filter(|t| !t.is_test())
        .collect();
    let mut named = Named::default();
    for text in &sources {
        named.read(text, &es, &mut findings);
        if text.path.ends_with(".html") {
            let bare = bare_text(&text.text).into_iter();
            findings
                .extend(bare.map(|(line, word)| format!("{}:{line}: text in a template: {word}", text.path)));
        }
    }
    named.references(&files::texts(&format!("{LOCALES}/es")));
    findings.extend(unused(&es, &named));
    for finding in &findings {
        println!("{finding}");
    }
    println!("i18n: {} keys, {} findings", es.len(), findings.len());
    findings.is_empty()
}

/// Keys that nothing names.
fn unused(keys: &Catalogue, named: &Named) -> Vec<String> {
    let unused = keys.iter().filter(|(key, _)| !named.names(key));
    unused.map(|(key, message)| format!("{}: nothing asks for `{key}`", message.place)).collect()
}

/// Reads the Fluent files of one language.
fn catalogue(texts: &[Text], findings: &mut Vec<String>) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for text in texts.iter().filter(|text| text.path.ends_with(".ftl")) {
        let mut current: Option<String> = None;
        for (number, line) in text.lines() {
            if line.starts_with('#') {
                continue;
            }
            let begins = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
            if let Some((key, _)) = line.split_once('=').filter(|_| begins) {
                let (key, place) = (key.trim().to_owned(), format!("{}:{number}", text.path));
                let message = Message { place: place.clone(), variables: BTreeSet::new() };
                if let Some(first) = catalogue.insert(key.clone(), message) {
                    findings.push(format!("{place}: `{key}` stands already at {}", first.place));
                }
                current = Some(key);
            }
            let Some(message) = current.as_ref().and_then(|key| catalogue.get_mut(key)) else { continue };
            message.variables.extend(line.split('$').skip(1).map(|rest| head(rest).to_owned()));
        }
    }
    catalogue
}

/// The key or variable at the beginning of `text`.
fn head(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// What `one` has and `other` lacks.
fn differences(one: &Catalogue, other: &Catalogue, language: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (key, message) in one {
        match other.get(key) {
            None => findings.push(format!("{}: `{key}` is missing in {language}", message.place)),
            Some(twin) if !message.variables.is_subset(&twin.variables) => {
                findings.push(format!(
                    "{}: `{key}` does not use the same variables in {language}",
                    message.place
                ));
            }
            Some(_) => {}
        }
    }
    findings
}

/// The keys that templates and code name: whole, or by their beginning.
#[derive(Default)]
struct Named {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

impl Named {
    /// Reads one source file; reports what it asks for and does not exist.
    fn read(&mut self, text: &Text, keys: &Catalogue, findings: &mut Vec<String>) {
        let features: BTreeSet<&str> = keys.keys().filter_map(|key| key.split('-').next()).collect();
        let source = without(text.product(), "{#", "#}", |_| String::new());
        for (number, line) in source.lines().enumerate() {
            for (at, _) in line.match_indices('"') {
                let name = head(&line[at + 1..]);
                let next = line[at + 1 + name.len()..].chars().next();
                let asked = [".t(", ".tn(", ".ta("].iter().any(|call| line[..at].ends_with(call));
                match next {
                    Some('{' | '"') if name.ends_with('-') => {
                        self.beginnings.insert(name.to_owned());
                    }
                    Some('"') if !name.is_empty() => {
                        let of_a_feature =
                            name.split_once('-').is_some_and(|(first, _)| features.contains(first));
                        let looks_like_one =
                            asked || (of_a_feature && text.is_rust() && text.path.contains("/features/"));
                        if looks_like_one && !keys.contains_key(name) {
                            findings.push(format!(
                                "{}:{}: no text is called `{name}`",
                                text.path,
                                number + 1
                            ));
                        }
                        self.whole.insert(name.to_owned());
                    }
                    _ => {}
                }
            }
        }
    }

    /// Messages and terms that other messages use.
    fn references(&mut self, texts: &[Text]) {
        for text in texts {
            let names = text.text.split('{').skip(1).map(|rest| head(rest.trim_start()).to_owned());
            self.whole.extend(names.filter(|name| !name.is_empty()));
        }
    }

    fn names(&self, key: &str) -> bool {
        self.whole.contains(key)
            || self.beginnings.iter().any(|beginning| key.starts_with(beginning.as_str()))
    }
}

/// Words that stand in a template outside its expressions, and in attributes that people read.
fn bare_text(template: &str) -> Vec<(usize, String)> {
    let mut plain = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{{", "}}"), ("{%", "%}"), ("<!--", "-->")] {
        plain = without(&plain, open, close, |_| String::new());
    }
    plain = without(&plain, "<", ">", |tag| {
        let read = ["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];
        let values = read.iter().filter_map(|name| tag.split_once(&format!(" {name}"))?.1.split('"').next());
        values.collect::<Vec<_>>().join(" ")
    });
    plain = without(&plain, "&", ";", |_| String::new());
    let mut found = Vec::new();
    for (index, line) in plain.lines().enumerate() {
        let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let shouted = |word: &str| word == word.to_uppercase();
        let of_an_attribute = |word: &str| word.contains(['=', '"']);
        let word = line.split_whitespace().find(|w| letters(w) && !shouted(w) && !of_an_attribute(w));
        found.extend(word.map(|word| (index + 1, word.to_owned())));
    }
    found
}

/// The text with each piece from `open` to `close` replaced; line breaks stay, so that lines keep
/// their numbers.
fn without(text: &str, open: &str, close: &str, replacement: impl Fn(&str) -> String) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((inside, remaining)) = after.split_once(close) else { break };
        kept.push_str(before);
        kept.push_str(&replacement(inside));
        kept.extend(std::iter::repeat_n('\n', inside.matches('\n').count()));
        rest = remaining;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::{Named, bare_text, catalogue, differences};
    use crate::files::Text;

    fn text(path: &str, text: &str) -> Text {
        Text { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_key_or_variable_that_one_language_lacks_is_found() {
        let mut none = Vec::new();
        let es = catalogue(
            &[text("es/roll.ftl", "roll-title = Lista\nroll-of =\n    { $n } de { $of }\n")],
            &mut none,
        );
        let en = catalogue(&[text("en/roll.ftl", "roll-of = { $n }\n")], &mut none);
        let findings = differences(&es, &en, "English");
        assert_eq!(findings.len(), 2);
        assert!(findings[0].contains("`roll-of` does not use the same variables"));
        assert!(findings[1].contains("`roll-title` is missing in English"));
    }

    #[test]
    fn a_key_that_nobody_wrote_is_found_in_a_template() {
        let mut findings = Vec::new();
        let keys = catalogue(
            &[text("es/roll.ftl", "roll-title = Lista\nroll-mark-late = Retardo\n")],
            &mut findings,
        );
        let mut named = Named::default();
        let page = text(
            "crates/web/src/a.html",
            "<a title=\"{{ shell.t(\"roll-titel\") }}\">{{ shell.t(\"roll-title\") }}",
        );
        named.read(&page, &keys, &mut findings);
        assert_eq!(findings, ["crates/web/src/a.html:1: no text is called `roll-titel`"]);
        assert_eq!(super::unused(&keys, &named), ["es/roll.ftl:2: nothing asks for `roll-mark-late`"]);
    }

    #[test]
    fn a_key_put_together_at_run_time_is_known_by_its_beginning() {
        let mut findings = Vec::new();
        let mut named = Named::default();
        named.read(
            &text("a.rs", "let key = format!(\"roll-mark-{}\", mark.name());"),
            &super::Catalogue::new(),
            &mut findings,
        );
        assert!(named.names("roll-mark-late"));
    }

    #[test]
    fn text_in_a_template_is_found_with_its_line() {
        let template =
            "{# note #}<h1>{{ shell.t(\"x\") }}</h1>\n<p>\n&nbsp;PDF Hola</p><b title=\"Cerrar\"></b>";
        let found: Vec<usize> = bare_text(template).into_iter().map(|(line, _)| line).collect();
        assert_eq!(found, [3]);
        assert!(bare_text("<p class=\"a b\">{% if a < b %}12 %{% endif %}</p>").is_empty());
    }
}
