//! The palette of `app.css`: each pair of colours that meets on a page has the contrast of WCAG 2.2 AA,
//! in both themes and on both sides.

use std::collections::BTreeMap;

/// Text on its ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3).
const TEXT: [(&str, &str); 28] = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink", "accent-tint"),
    ("ink", "good-tint"),
    ("ink", "watch-tint"),
    ("ink", "bad-tint"),
    ("ink", "info-tint"),
    ("soft", "paper"),
    ("soft", "surface"),
    ("soft", "sunken"),
    ("soft", "accent-tint"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent", "sunken"),
    ("accent", "accent-tint"),
    ("accent", "bad-tint"),
    ("on-fill", "accent-fill"),
    ("on-fill", "accent-deep"),
    ("on-fill", "bad-fill"),
    ("good", "good-tint"),
    ("watch", "watch-tint"),
    ("bad", "bad-tint"),
    ("bad", "paper"),
    ("info", "info-tint"),
    ("on-tone", "good"),
    ("on-tone", "bad"),
    ("on-tone", "watch"),
];

/// Edges of controls and the focus ring: at least 3 to 1 (WCAG 2.2, 1.4.11).
const EDGES: [(&str, &str); 7] = [
    ("line-strong", "paper"),
    ("line-strong", "surface"),
    ("line-strong", "sunken"),
    ("focus", "paper"),
    ("focus", "surface"),
    ("focus", "sunken"),
    ("accent", "line"),
];

type Palette = BTreeMap<String, [f64; 2]>;

/// Luminance of each `--bt-NAME: light-dark(#light, #dark)`, light first.
fn palette(css: &str) -> Palette {
    let colour = |line: &str| {
        let (name, values) = line.trim().strip_prefix("--bt-")?.split_once(": light-dark(#")?;
        let (light, dark) = values.split_once(", #")?;
        Some((name.to_owned(), [luminance(light), luminance(dark)]))
    };
    css.lines().filter_map(colour).collect()
}

/// Relative luminance as WCAG defines it.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn check(palette: &Palette, pairs: &[(&str, &str)], least: f64) {
    for (front, ground) in pairs {
        for (theme, name) in ["light", "dark"].iter().enumerate() {
            let found = contrast(palette[*front][theme], palette[*ground][theme]);
            assert!(found >= least, "{front} on {ground} in the {name} theme: {found:.2}, not {least}");
        }
    }
}

#[test]
fn every_text_and_every_edge_can_be_seen() {
    let css = include_str!("../src/front/app.css");
    let (programme, safety) = css.split_once("data-bt-side=\"safety\"").unwrap();
    let mut palette = palette(programme);
    check(&palette, &TEXT, 4.5);
    check(&palette, &EDGES, 3.0);
    palette.extend(self::palette(safety));
    check(&palette, &TEXT, 4.5);
    check(&palette, &EDGES, 3.0);
}

#[test]
fn black_on_white_is_21_to_1_and_grey_is_found_wanting() {
    assert!((contrast(luminance("000000"), luminance("ffffff")) - 21.0).abs() < 0.01);
    assert!(contrast(luminance("777777"), luminance("ffffff")) < 4.5);
}
