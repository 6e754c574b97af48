//! The texts that a man is given and signs: privacy notice (short, full), informed consent, commitment
//! letter. Versioned per centre; what comes with the program is a draft for the centre's legal area.
//!
//! A text must say certain things. What is looked for are words: it finds what was forgotten, and does
//! not replace the reading by a lawyer.

use crate::named::named;
use crate::people::name::fold;

named! {
    /// Which text.
    TextKind {
        /// Aviso de privacidad simplificado (LGPDPPSO 20-22, law of 20-03-2025).
        PrivacyShort = "privacy-short",
        /// Aviso de privacidad integral.
        PrivacyFull = "privacy-full",
        /// Consentimiento informado (LGPDPPSO 15).
        InformedConsent = "informed-consent",
        /// Carta compromiso.
        CommitmentLetter = "commitment-letter",
    }
}

named! {
    /// What a text must say.
    Content {
        /// The service is free of charge (LGAMVLV 8-I/II).
        Free = "free",
        /// Confidentiality has limits.
        LimitsOfConfidentiality = "limits-of-confidentiality",
        /// A probable crime against a woman or girl is reported at once (LGAMVLV 29; CNPP 222).
        CrimesReported = "crimes-reported",
        /// Violence against children and adolescents is reported (LGDNNA 12).
        ChildrenProtected = "children-protected",
        /// His identity is passed on to the women's service, what for and on what basis (LGPDPPSO 59-64).
        TransferToWomensService = "transfer-to-womens-service",
        /// The authority that ordered it is told of attendance, not of what was said (CNPP 196, 209-210).
        ReportsToAuthority = "reports-to-authority",
        /// Access, rectification, cancellation and objection (LGPDPPSO 43).
        Rights = "rights",
        /// Consent can be withdrawn.
        Withdrawal = "withdrawal",
        /// Still to be filled in: something in square brackets.
        Blanks = "blanks",
    }
}

impl TextKind {
    /// What a text of this kind must say.
    #[must_use]
    pub fn contents(self) -> &'static [Content] {
        match self {
            Self::PrivacyShort | Self::PrivacyFull => &[Content::TransferToWomensService, Content::Rights],
            Self::InformedConsent => &[
                Content::Free,
                Content::LimitsOfConfidentiality,
                Content::CrimesReported,
                Content::ChildrenProtected,
                Content::ReportsToAuthority,
                Content::Withdrawal,
            ],
            Self::CommitmentLetter => &[Content::Free],
        }
    }
}

impl Content {
    /// Words that a text which says so has in one paragraph: of each group one, folded.
    fn words(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Free => &[&["gratuit", "sin costo"]],
            Self::LimitsOfConfidentiality => &[&["confidencial"], &["limite", "excepcion", "salvo"]],
            Self::CrimesReported => &[&["delito"], &["ministerio publico", "fiscalia"]],
            Self::ChildrenProtected => &[&["niñas", "niños", "adolescentes"], &["avis", "denunci", "inform"]],
            Self::TransferToWomensService => {
                &[&["servicio"], &["mujeres"], &["transf", "comunic"], &["para"], &["fundamento", "articulo"]]
            }
            Self::ReportsToAuthority => &[&["autoridad"], &["asistencia"]],
            Self::Rights => &[&["acceso"], &["rectificacion"], &["cancelacion"], &["oposicion"]],
            Self::Withdrawal => &[&["retirar", "revocar"], &["consentimiento"]],
            Self::Blanks => &[],
        }
    }
}

/// What a text does not say, in the order of its kind; blanks last. Nobody is asked to sign such a text.
///
/// ```
/// # use domain::admission::texts::{Content, TextKind, missing};
/// let letter = "El servicio es gratuito. Me comprometo a asistir en [día y hora].";
/// assert_eq!(missing(TextKind::CommitmentLetter, letter), [Content::Blanks]);
/// ```
#[must_use]
pub fn missing(kind: TextKind, body: &str) -> Vec<Content> {
    let paragraphs: Vec<String> = body.replace('\r', "").split("\n\n").map(fold).collect();
    let says = |paragraph: &String, content: Content| {
        content.words().iter().all(|group| group.iter().any(|word| paragraph.contains(word)))
    };
    let is_missing = |content: &Content| !paragraphs.iter().any(|paragraph| says(paragraph, *content));
    let unsaid = kind.contents().iter().copied().filter(is_missing);
    unsaid.chain(body.contains('[').then_some(Content::Blanks)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Content, TextKind, missing};

    const CONSENT: &str = "El servicio es gratuito.\r\n\r\nLo que diga es confidencial, con límites.\n\n\
        Un probable delito se avisa al Ministerio Público.\n\nTambién se avisa si viven violencia niñas o niños.\n\n\
        A la autoridad se le informa su asistencia.\n\nPuede retirar su consentimiento.";

    #[test]
    fn a_consent_says_where_confidentiality_ends() {
        assert_eq!(missing(TextKind::InformedConsent, CONSENT), []);
        let silent = CONSENT.replace(", con límites", "");
        assert_eq!(missing(TextKind::InformedConsent, &silent), [Content::LimitsOfConfidentiality]);
        let silent = CONSENT.replace("niñas o niños", "ellas").replace("Ministerio Público", "centro");
        let unsaid = [Content::CrimesReported, Content::ChildrenProtected];
        assert_eq!(missing(TextKind::InformedConsent, &silent), unsaid);
    }

    #[test]
    fn the_words_of_one_content_stand_in_one_paragraph() {
        let apart = CONSENT.replace("Un probable delito se avisa", "Un probable delito.\n\nSe avisa");
        assert_eq!(missing(TextKind::InformedConsent, &apart), [Content::CrimesReported]);
    }

    #[test]
    fn a_privacy_notice_names_what_the_womens_service_is_told() {
        let rights = "Tiene derecho de acceso, rectificación, cancelación y oposición.";
        let transfer = "Comunicamos su nombre al servicio de atención a mujeres para cuidar su seguridad \
            (artículos 59 a 64).";
        assert_eq!(missing(TextKind::PrivacyShort, &format!("{transfer}\n\n{rights}")), []);
        assert_eq!(missing(TextKind::PrivacyFull, rights), [Content::TransferToWomensService]);
        let blank = format!("{transfer}\n\n{rights} [Domicilio]");
        assert_eq!(missing(TextKind::PrivacyShort, &blank), [Content::Blanks]);
    }
}
