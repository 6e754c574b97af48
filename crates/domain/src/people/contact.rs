//! How to reach a person. Small checks only: a wrong number is found by calling it.

/// Telephone, e-mail and address, each optional. `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Digits, with a leading `+` when given with a country code.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// Street, number, neighbourhood, as said.
    pub address: Option<String>,
}

/// Which field of a contact cannot be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Neither ten digits nor `+` and 8 to 15 digits.
    #[error("phone")]
    Phone,
    /// Not of the form `name@host.tld`, or longer than 254 characters.
    #[error("email")]
    Email,
    /// Longer than 300 characters.
    #[error("address")]
    AddressTooLong,
}

impl Contact {
    /// Reads the three fields; an empty one is none.
    ///
    /// ```
    /// use domain::people::contact::{Contact, ContactError};
    /// let contact = Contact::parse("(983) 555-01 02", "", "").unwrap();
    /// assert_eq!(contact.phone.as_deref(), Some("9835550102"));
    /// assert_eq!(Contact::parse("555-0102", "", ""), Err(ContactError::Phone));
    /// ```
    ///
    /// # Errors
    /// The first field that cannot be right.
    pub fn parse(phone: &str, email: &str, address: &str) -> Result<Self, ContactError> {
        let address = address.trim();
        if address.chars().count() > 300 {
            return Err(ContactError::AddressTooLong);
        }
        Ok(Self {
            phone: parse_phone(phone.trim())?,
            email: parse_email(email.trim())?,
            address: (!address.is_empty()).then(|| address.to_owned()),
        })
    }
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(oculto)")
    }
}

fn parse_phone(text: &str) -> Result<Option<String>, ContactError> {
    if text.is_empty() {
        return Ok(None);
    }
    let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let allowed = if number.starts_with('+') { 8..=15 } else { 10..=10 };
    let fits = digits.chars().all(|c| c.is_ascii_digit()) && allowed.contains(&digits.len());
    if fits { Ok(Some(number)) } else { Err(ContactError::Phone) }
}

fn parse_email(text: &str) -> Result<Option<String>, ContactError> {
    if text.is_empty() {
        return Ok(None);
    }
    let fits = text.len() <= 254
        && !text.contains(char::is_whitespace)
        && text.matches('@').count() == 1
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && host.split('.').all(|label| !label.is_empty())
        });
    if fits { Ok(Some(text.to_owned())) } else { Err(ContactError::Email) }
}

#[cfg(test)]
mod tests {
    use super::{Contact, ContactError};

    #[test]
    fn all_three_may_be_empty() {
        assert_eq!(Contact::parse(" ", "", ""), Ok(Contact::default()));
    }

    #[test]
    fn a_foreign_number_needs_its_country_code() {
        assert!(Contact::parse("+501 622 0102", "", "").is_ok());
        assert_eq!(Contact::parse("501 622 010", "", ""), Err(ContactError::Phone));
        assert_eq!(Contact::parse("98355501O2", "", ""), Err(ContactError::Phone));
    }

    #[test]
    fn an_address_of_mail_has_a_name_and_a_host() {
        assert!(Contact::parse("", "ana@ejemplo.gob.mx", "").is_ok());
        for wrong in
            ["ana", "ana@", "@ejemplo.mx", "ana@ejemplo", "a@b@c.mx", "ana @ejemplo.mx", "ana@ejemplo..mx"]
        {
            assert_eq!(Contact::parse("", wrong, ""), Err(ContactError::Email), "{wrong}");
        }
    }
}
