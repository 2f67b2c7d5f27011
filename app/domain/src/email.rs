//! An email address in its one canonical form.

use std::{fmt, str::FromStr};

use email_address::{EmailAddress as Shape, Options};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::limits::EMAIL_MAX;

/// Where a person gets mail: trimmed, NFKC-normalised and lowercased, at most 254 bytes (SU-3).
///
/// `a+tag@x.example` stays distinct from `a@x.example`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why something is not an address that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Over 254 bytes.
    #[error("too long")]
    TooLong,
    /// Not of the form `name@host.tld`.
    #[error("not an address")]
    Shape,
}

impl EmailAddress {
    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// For logs: the first character and the host, `m***@harbour.example` (OP-7).
    pub fn masked(&self) -> String {
        let (local, host) = self.0.rsplit_once('@').unwrap_or_default();
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{host}")
    }
}

impl FromStr for EmailAddress {
    type Err = EmailProblem;

    fn from_str(typed: &str) -> Result<Self, EmailProblem> {
        // Lowercasing can leave a form that NFKC composes anew, so it runs on both sides.
        let folded: String = typed.trim().nfkc().collect::<String>().to_lowercase();
        let address: String = folded.nfkc().collect::<String>().trim().to_owned();
        if address.is_empty() {
            return Err(EmailProblem::Empty);
        }
        if address.len() > EMAIL_MAX {
            return Err(EmailProblem::TooLong);
        }
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        // Quoted local parts may hold spaces and angle brackets; nobody has one, headers suffer them.
        let odd = |c: char| c.is_control() || c.is_whitespace() || "\"<>()[]\\,;:".contains(c);
        if address.contains(odd) || Shape::parse_with_options(&address, options).is_err() {
            return Err(EmailProblem::Shape);
        }
        Ok(Self(address))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailProblem;

    fn try_from(typed: String) -> Result<Self, EmailProblem> {
        typed.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Masked: addresses do not reach logs (OP-7).
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // SU-3
    #[test]
    fn one_canonical_form() {
        let plain: EmailAddress = "mina@harbour.example".parse().unwrap();
        assert_eq!("  Mina@Harbour.Example\n".parse(), Ok(plain.clone()));
        assert_eq!("ｍina@harbour.example".parse(), Ok(plain.clone()));
        let tagged: EmailAddress = "mina+chat@harbour.example".parse().unwrap();
        assert_ne!(plain, tagged);
    }

    // SU-3
    #[test]
    fn refuses_what_is_no_address() {
        for typed in [
            "mina",
            "@x.example",
            "mina@",
            "mina@@x.example",
            "mina@localhost",
            "a b@x.example",
            "Mina <mina@x.example>",
            "\"a b\"@x.example",
            "mina@[127.0.0.1]",
            "a@x.example\r\nBcc: b@y.example",
            "a@x.example,b@y.example",
            "a\0@x.example",
        ] {
            assert_eq!(typed.parse::<EmailAddress>(), Err(EmailProblem::Shape), "{typed:?}");
        }
        assert_eq!(" ".parse::<EmailAddress>(), Err(EmailProblem::Empty));
        let long = format!("{}@x.example", "a".repeat(245));
        assert_eq!(long.parse::<EmailAddress>(), Err(EmailProblem::TooLong));
    }

    #[test]
    fn is_masked_for_logs() {
        let address: EmailAddress = "mina@harbour.example".parse().unwrap();
        assert_eq!(format!("{address:?}"), "EmailAddress(m***@harbour.example)");
    }

    proptest! {
        // INP-10
        #[test]
        fn never_panics_and_parses_to_itself(typed in any::<String>()) {
            if let Ok(address) = typed.parse::<EmailAddress>() {
                prop_assert!(address.as_str().len() <= EMAIL_MAX);
                prop_assert_eq!(address.as_str().parse::<EmailAddress>(), Ok(address.clone()));
            }
        }

        #[test]
        fn case_and_space_do_not_matter(local in "[a-z0-9.+]{1,20}", host in "[a-z]{1,10}\\.[a-z]{2,5}") {
            let typed = format!("{local}@{host}");
            prop_assert_eq!(format!(" {} ", typed.to_uppercase()).parse::<EmailAddress>().ok(), typed.parse().ok());
        }
    }
}
