//! The printer, shared by all features: fonts are loaded once, documents are made on blocking threads.

use std::sync::LazyLock;

use documents::{Accent, Letterhead, Logo, LogoFormat, Press, PressError};
use store::{DocumentFace, FaceLogo};

use crate::Error;

/// Fonts and templates, loaded at the first document.
pub(crate) static PRESS: LazyLock<Press> = LazyLock::new(Press::default);

/// Prints off the async threads.
///
/// # Errors
/// [`Error::Refused`] with the code of what the printer could not do.
pub(super) async fn print(
    document: impl FnOnce(&Press) -> Result<Vec<u8>, PressError> + Send + 'static,
) -> Result<Vec<u8>, Error> {
    let printed = tokio::task::spawn_blocking(move || document(&PRESS)).await;
    let printed = printed.map_err(|_| Error::Failure("the printer stopped".to_owned()))?;
    printed.map_err(|error| Error::Refused(problem(&error)))
}

/// Whether documents can carry a logo: asked when it comes in, not when somebody waits for a certificate.
pub(crate) async fn can_carry(logo: &FaceLogo) -> bool {
    let logo = logo_of(logo, "prueba");
    print(move |press| press.check_logo(&logo).map(|()| Vec::new())).await.is_ok()
}

fn logo_of(logo: &FaceLogo, institution: &str) -> Logo {
    Logo {
        bytes: logo.bytes.clone(),
        format: if logo.media_type == "image/png" { LogoFormat::Png } else { LogoFormat::Svg },
        alt: format!("Logotipo de {institution}"),
    }
}

/// The letterhead of a face; without one, the centre stands for the institution.
pub(crate) fn letterhead(face: Option<&DocumentFace>, centre: &str) -> Letterhead {
    let institution = face.map_or(centre, |face| &face.institution).to_owned();
    let logo = face.and_then(|face| face.logo.as_ref()).map(|logo| logo_of(logo, &institution));
    Letterhead {
        legend_of_year: face.map(|face| face.legend.clone()).filter(|legend| !legend.is_empty()),
        centre: centre.to_owned(),
        logos: logo.into_iter().collect(),
        accent: Accent::default(),
        institution,
    }
}

/// The code of what the printer could not do.
pub(crate) fn problem(error: &PressError) -> &'static str {
    match error {
        PressError::Unprintable(_) => "unprintable",
        PressError::DoesNotFit => "too-long",
        PressError::Logo => "logo",
        PressError::Template(_) => "other",
    }
}
