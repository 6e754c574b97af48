//! Logos as they come in: PNG by its first bytes, SVG by parsing it and writing it anew.
//!
//! An SVG with script, event handlers, foreign content or links to elsewhere is refused whole: a logo
//! has no use for them. What is only needless (editors' own data) is left out of the copy that is kept.

use std::fmt::Write as _;

use roxmltree::{Document, Node};
use store::FaceLogo;

/// Largest logo.
const LARGEST: usize = 1024 * 1024;
/// Largest side of a PNG in pixels: what unpacks to some 64 MB at most.
const LARGEST_SIDE: u32 = 4_000;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Elements that draw. Others of SVG's own are refused.
const DRAWING: &str = "svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient \
                       stop clipPath mask pattern title desc use symbol style metadata switch marker";

/// The logo, ready to be kept; or the key of what is wrong.
pub(super) fn checked(bytes: &[u8]) -> Result<FaceLogo, &'static str> {
    if bytes.len() > LARGEST {
        return Err("documents-mistake-logo-large");
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return png(bytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "documents-mistake-logo-kind")?;
    let clean = clean_svg(text)?;
    Ok(FaceLogo { bytes: clean.into_bytes(), media_type: "image/svg+xml".to_owned() })
}

fn png(bytes: &[u8]) -> Result<FaceLogo, &'static str> {
    let side =
        |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
    let is_header = bytes.get(12..16) == Some(b"IHDR");
    match (is_header, side(16), side(20)) {
        (true, Some(1..=LARGEST_SIDE), Some(1..=LARGEST_SIDE)) => {
            Ok(FaceLogo { bytes: bytes.to_vec(), media_type: "image/png".to_owned() })
        }
        (true, Some(_), Some(_)) => Err("documents-mistake-logo-large"),
        _ => Err("documents-mistake-logo-kind"),
    }
}

fn clean_svg(text: &str) -> Result<String, &'static str> {
    // Without DTD: no entities, no expansion.
    let document = Document::parse(text).map_err(|_| "documents-mistake-logo-kind")?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return Err("documents-mistake-logo-kind");
    }
    let mut clean = String::with_capacity(text.len());
    write_element(&mut clean, root, 0)?;
    Ok(clean)
}

fn write_element(out: &mut String, node: Node<'_, '_>, depth: usize) -> Result<(), &'static str> {
    let name = node.tag_name().name();
    if depth > 100 || !DRAWING.split(' ').any(|drawing| drawing == name) {
        return Err("documents-mistake-logo-active");
    }
    if name == "metadata" {
        return Ok(());
    }
    let write = "writing to a string does not fail";
    write!(out, "<{name}").expect(write);
    if depth == 0 {
        write!(out, " xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"").expect(write);
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value());
        let is_link = name.eq_ignore_ascii_case("href");
        let leads_away = is_link && !value.starts_with('#');
        if name.to_ascii_lowercase().starts_with("on") || leads_away || !is_local(value) {
            return Err("documents-mistake-logo-active");
        }
        match attribute.namespace() {
            None => write!(out, " {name}=\"{}\"", escaped(value)).expect(write),
            Some(XLINK) if is_link => write!(out, " xlink:href=\"{}\"", escaped(value)).expect(write),
            _ => {}
        }
    }
    out.push('>');
    for child in node.children() {
        match child.text() {
            Some(text) if child.is_text() && name == "style" && !is_local(text) => {
                return Err("documents-mistake-logo-active");
            }
            Some(text) if child.is_text() => out.push_str(&escaped(text)),
            _ if !child.is_element() => {}
            _ if child.tag_name().namespace() == Some(SVG) => write_element(out, child, depth + 1)?,
            _ => {}
        }
    }
    write!(out, "</{name}>").expect(write);
    Ok(())
}

/// Whether a value of an attribute or a style sheet leads nowhere: `url(#gradient)` is fine.
fn is_local(value: &str) -> bool {
    let plain: String = value.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let urls_are_local = plain.split("url(").skip(1).all(|rest| {
        let target = rest.trim_start_matches(['"', '\'']);
        target.starts_with('#')
    });
    // A backslash in a style sheet can spell any of these.
    let bad = ["javascript:", "@import", "expression(", "image(", "\\"];
    urls_are_local && !bad.iter().any(|word| plain.contains(word))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::checked;

    fn svg(inside: &str) -> Result<String, &'static str> {
        let text = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>"#);
        checked(text.as_bytes()).map(|logo| String::from_utf8(logo.bytes).expect("UTF-8"))
    }

    #[test]
    fn a_drawing_is_kept_without_what_editors_add() {
        let clean = svg(concat!(
            r##"<defs><linearGradient id="a"/></defs><path d="M0 0h9" fill="url(#a)"/><use href="#a"/>"##,
            r#"<i:view xmlns:i="urn:editor" i:zoom="2"/><metadata>x</metadata><title>A &amp; B</title>"#,
        ));
        let clean = clean.expect("a drawing");
        assert!(
            clean.contains(r##"<path d="M0 0h9" fill="url(#a)"></path><use href="#a"></use>"##),
            "{clean}"
        );
        assert!(clean.contains("<title>A &amp; B</title>") && !clean.contains("zoom"), "{clean}");
        assert!(!clean.contains("metadata"), "{clean}");
    }

    #[test]
    fn whatever_could_act_or_call_elsewhere_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            r#"<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>"#,
            r#"<path onload="alert(1)"/>"#,
            r#"<a href="https://example.org"><path/></a>"#,
            r#"<use href="https://example.org/a.svg#b"/>"#,
            r#"<use xmlns:l="http://www.w3.org/1999/xlink" l:href="data:image/svg+xml;base64,AAAA"/>"#,
            r#"<image href="https://example.org/a.png"/>"#,
            "<foreignObject/>",
            r#"<set attributeName="href" to="javascript:alert(1)"/>"#,
            r#"<path fill="url( 'https://example.org/a' )"/>"#,
            "<style>@import 'https://example.org/a.css';</style>",
            r"<style>@\69mport 'a.css';</style>",
        ] {
            assert_eq!(svg(inside), Err("documents-mistake-logo-active"), "{inside}");
        }
        let entity = r#"<!DOCTYPE svg [<!ENTITY a "x">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>"#;
        assert_eq!(checked(entity.as_bytes()), Err("documents-mistake-logo-kind"));
    }

    #[test]
    fn a_picture_is_told_by_its_bytes_and_its_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend_from_slice(&[0, 0, 0, 9, 0, 0, 0, 9]);
        assert_eq!(checked(&png).map(|logo| logo.media_type), Ok("image/png".to_owned()));
        png[16] = 9;
        assert_eq!(checked(&png), Err("documents-mistake-logo-large"));
        for other in [b"GIF89a".as_slice(), b"<html></html>", b"", &[0xff, 0xd8, 0xff]] {
            assert_eq!(checked(other), Err("documents-mistake-logo-kind"));
        }
        assert_eq!(checked(&vec![b' '; 1024 * 1024 + 1]), Err("documents-mistake-logo-large"));
    }
}
