//! The second factor's arithmetic: TOTP (RFC 6238: SHA-1, 6 digits, 30 s, one step of tolerance),
//! because that is what every authenticator on a phone can do; and its enrolment by QR.

use chrono::{DateTime, Utc};
use data_encoding::{BASE32_NOPAD, BASE64};
use domain::{access::Ctx, ids::UserId};
use qrcode::{QrCode, render::svg};
use store::accounts::Account;
use totp_rs::{Builder, Totp};
use vault::Sensitive;

use crate::{error::Error, kit::Kit};

/// What a phone needs to be enrolled.
#[derive(Debug)]
pub(super) struct Enrolment {
    pub(super) secret: Sensitive<Vec<u8>>,
    /// The QR as a picture in a `data:` address.
    pub(super) picture: String,
    /// The secret as text in groups of four, for who cannot scan.
    pub(super) text: String,
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new().with_secret(secret.to_vec()).with_skew(1).build_noncompliant()
}

/// The code at an instant, for the demo and for tests.
#[must_use]
pub fn code_at(secret: &[u8], at: DateTime<Utc>) -> String {
    totp(secret).generate(at.timestamp().unsigned_abs()).to_string()
}

/// The step whose code this is, one step before or after now at most.
pub(super) fn step_of(secret: &Sensitive<Vec<u8>>, code: &str, now: DateTime<Utc>) -> Option<u64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    totp(secret.expose()).check(&digits, now.timestamp().unsigned_abs())
}

/// Whether a code opens the account now: a TOTP code not used before, or an unused recovery code.
pub(super) async fn accepts(kit: &Kit, ctx: &Ctx, user: UserId, code: &str) -> Result<bool, Error> {
    if code.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
        let factor =
            kit.base().second_factor(ctx, user).await?.filter(|factor| factor.confirmed_at.is_some());
        let step = factor.and_then(|factor| step_of(&factor.secret, code, ctx.now()));
        return match step {
            Some(step) => Ok(kit.base().use_totp_step(ctx, user, step).await?),
            None => Ok(false),
        };
    }
    Ok(kit.base().use_recovery_code(ctx, user, code).await?)
}

/// Begins enrolment, or shows again what was begun.
pub(super) async fn begin(kit: &Kit, ctx: &Ctx, account: &Account) -> Result<Enrolment, Error> {
    let secret = kit.base().begin_second_factor(ctx, account.id).await?;
    let text = BASE32_NOPAD.encode(secret.expose());
    let address = format!("otpauth://totp/Buentrato:{}?secret={text}&issuer=Buentrato", account.username);
    let code = QrCode::new(address).map_err(|error| Error::Failure(error.to_string()))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    let picture = format!("data:image/svg+xml;base64,{}", BASE64.encode(drawn.as_bytes()));
    let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..text.len().min(at + 4)]).collect();
    Ok(Enrolment { secret, picture, text: groups.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1, last six of the eight digits printed there.
    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let secret = b"12345678901234567890";
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code_at(secret, DateTime::from_timestamp(second, 0).unwrap()), code);
        }
    }

    #[test]
    fn a_code_is_good_one_step_around_its_own_and_no_further() {
        let secret = Sensitive::new(b"12345678901234567890".to_vec());
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        let code = code_at(secret.expose(), at(3_000));
        assert_eq!(step_of(&secret, &code, at(3_000)), Some(100));
        assert_eq!(step_of(&secret, &code, at(2_970)), Some(100));
        assert_eq!(step_of(&secret, &code, at(3_059)), Some(100));
        assert_eq!(step_of(&secret, &code, at(2_969)), None);
        assert_eq!(step_of(&secret, &code, at(3_060)), None);
    }
}
