//! The files a browser needs, embedded: Tabler's style sheet, htmx, our own style, script and icons.
//!
//! Names carry a hash of the content, so a browser may keep them for ever. Nothing here comes from
//! another host at run time, and no third-party file is in the repository (see `build.rs`).

/// One embedded file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Plain name, as given to [`url`].
    pub name: &'static str,
    /// Name with the hash of the content, as asked for below `/recursos/`.
    pub path: &'static str,
    /// Full path for a page.
    pub url: &'static str,
    /// The content.
    pub bytes: &'static [u8],
    /// The content, compressed with gzip.
    pub gzip: &'static [u8],
    /// Value of `Content-Type`.
    pub content_type: &'static str,
}

/// Every embedded file.
pub static ALL: &[Asset] = include!(concat!(env!("OUT_DIR"), "/table.rs"));

/// The file asked for as `/recursos/PATH`. It may be cached for ever (`immutable`).
#[must_use]
pub fn get(path: &str) -> Option<&'static Asset> {
    ALL.iter().find(|asset| asset.path == path)
}

/// Where a page finds the file with that plain name: `/recursos/app.3f2a91c0d4e5b678.css`.
///
/// # Panics
/// When no such file is embedded: the name is written wrong in a template.
#[must_use]
pub fn url(name: &str) -> &'static str {
    ALL.iter().find(|asset| asset.name == name).expect("templates name only embedded files").url
}

#[cfg(test)]
mod tests {
    use super::{ALL, get, url};

    #[test]
    fn a_page_finds_each_file_under_its_hashed_name() {
        for asset in ALL {
            let path = url(asset.name).strip_prefix("/recursos/").unwrap();
            assert_eq!(get(path).unwrap().name, asset.name);
            assert!(asset.gzip.starts_with(&[0x1f, 0x8b]), "{} is compressed", asset.name);
        }
        assert!(get("app.css").is_none(), "the plain name would be cached for ever");
    }

    #[test]
    fn no_file_asks_another_host_for_anything() {
        for asset in ALL {
            let text = std::str::from_utf8(asset.bytes).unwrap();
            for call in ["@import", "url(http", "url(\"http", "url(//", "sourceMappingURL"] {
                assert!(!text.contains(call), "{} contains {call}", asset.name);
            }
        }
    }
}
