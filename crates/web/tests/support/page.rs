//! What came back, as a person sees it: status, headings, messages, rows.

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

/// An answer.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Page {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Self { status: parts.status, headers: parts.headers, body }
    }

    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    pub fn set_cookies(&self) -> Vec<(String, String)> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = |cookie: &str| {
            let (name, value) = cookie.split(';').next()?.split_once('=')?;
            Some((name.to_owned(), value.to_owned()))
        };
        cookies.filter_map(pair).collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The value of the first input with that name.
    pub fn field(&self, name: &str) -> String {
        let html = self.html();
        let mark = format!("name=\"{name}\"");
        let tag = elements(&html, "input").into_iter().find(|(tag, _)| tag.contains(&mark));
        tag.and_then(|(tag, _)| attribute(tag, "value")).unwrap_or_default()
    }

    /// All words on the page, in one line.
    pub fn text(&self) -> String {
        words(&self.html())
    }

    /// The page in lines: `#` headings, `!` mistakes, `>` notices, `|` rows of tables, `-` terms.
    pub fn outline(&self) -> String {
        let html = self.html();
        let main = html.split_once("<main").map_or(html.as_str(), |(_, rest)| rest);
        let mut lines: Vec<(usize, String)> = Vec::new();
        for (tag, sign) in [("h1", "# "), ("h2", "## "), ("h3", "### "), ("tr", "| "), ("dt", "- ")] {
            for (open, inner) in elements(main, tag) {
                let text = if tag == "tr" { cells(inner) } else { words(inner) };
                lines.push((offset(main, open), format!("{sign}{text}")));
            }
        }
        for (open, inner) in
            elements(main, "section").into_iter().filter(|(tag, _)| tag.contains("bt-errors"))
        {
            for (item, text) in elements(inner, "li") {
                lines.push((offset(main, open) + offset(inner, item), format!("! {}", words(text))));
            }
        }
        for (open, inner) in elements(main, "div").into_iter().filter(|(tag, _)| tag.contains("bt-notice")) {
            lines.push((offset(main, open), format!("> {}", words(inner))));
        }
        lines.sort_by_key(|(at, _)| *at);
        lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }
}

fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr() as usize - whole.as_ptr() as usize
}

/// (opening tag, what is inside) of each element with that name; elements without an end give "".
/// Nested elements of the same name end at the first closing tag: enough for what pages are made of.
fn elements<'a>(html: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        rest = &rest[start..];
        let Some(end) = rest.find('>') else { break };
        let (tag, after) = rest.split_at(end + 1);
        let named = tag[open.len()..].starts_with([' ', '>', '\n', '/']);
        if named {
            found.push((tag, after.find(&close).map_or("", |end| &after[..end])));
        }
        rest = after;
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescaped(rest.split('"').next()?))
}

fn cells(row: &str) -> String {
    let row = row.replace("<th", "\u{1}<th").replace("<td", "\u{1}<td");
    row.split('\u{1}').skip(1).map(words).collect::<Vec<_>>().join(" | ")
}

fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn unescaped(text: &str) -> String {
    let entities =
        [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}
