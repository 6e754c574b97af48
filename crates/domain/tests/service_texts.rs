//! The drafts of the texts that come with the program say what each must say.

use domain::admission::texts::{Content, TextKind, missing};

fn draft(kind: TextKind) -> &'static str {
    match kind {
        TextKind::PrivacyShort => include_str!("../../web/src/features/admission/privacy_short.txt"),
        TextKind::PrivacyFull => include_str!("../../web/src/features/admission/privacy_full.txt"),
        TextKind::InformedConsent => include_str!("../../web/src/features/admission/informed_consent.txt"),
        TextKind::CommitmentLetter => include_str!("../../web/src/features/admission/commitment_letter.txt"),
    }
}

#[test]
fn a_draft_lacks_only_what_the_centre_fills_in() {
    for &kind in TextKind::ALL {
        assert_eq!(missing(kind, draft(kind)), [Content::Blanks], "{kind:?}");
    }
}

#[test]
fn a_draft_asks_for_its_reading_by_the_legal_area_and_says_that_the_service_is_free() {
    for &kind in TextKind::ALL {
        let text = draft(kind);
        assert!(text.contains("[Revise este texto con su área jurídica"), "{kind:?}");
        assert!(text.contains("gratuit"), "{kind:?}");
        assert!(!text.to_lowercase().contains("agresor"), "{kind:?}");
    }
}
