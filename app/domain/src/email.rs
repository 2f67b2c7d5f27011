//! An email address in its one canonical form.

use std::{fmt, str::FromStr};

use email_address::EmailAddress as Shape;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::{
    limits::{EMAIL_LOCAL_PART_MAX, EMAIL_MAX},
    unicode::{JOINERS, is_invisible, is_text, trim},
};

/// Where a person gets mail, in one form for all spellings of it (SU-3).
///
/// Blanks and invisible characters are off its ends; it is NFKC-normalised and lowercase; its domain is the one that
/// UTS 46 makes of it, readable: `bücher.example`, not `xn--bcher-kva.example`. Only a label that mixes scripts stays in
/// its `xn--` form, since it may be made to look like another. [`EmailAddress::wire`] is the form for mail servers, and at
/// most 254 bytes long. `a+tag@x.example` stays distinct from `a@x.example`.
///
/// Only [`str::parse`] takes what was typed. `TryFrom<String>`, and with it serde and the database, reads what was stored:
/// it was parsed once, by the rules of its day, and is taken as it stands.
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
    /// Something invisible stands within.
    #[error("invisible characters")]
    Invisible,
    /// Not of the form `name@host.tld`, or over 64 bytes before the `@`.
    #[error("not an address")]
    Shape,
}

/// More bytes than any spelling of an address has.
const TYPED_MAX: usize = 4 * EMAIL_MAX;

impl EmailAddress {
    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.parts().0
    }

    /// What stands behind the `@`, as people read it.
    pub fn domain(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('@').unwrap_or_default()
    }

    /// The form for mail servers: the domain in ASCII (`xn--`). The local part has no other form, so a server needs
    /// SMTPUTF8 where it is not ASCII.
    #[cfg(feature = "tables")]
    pub fn wire(&self) -> String {
        let (local, domain) = self.parts();
        // What was stored before domains had one form may have none.
        let domain = host::to_ascii(domain).unwrap_or_else(|| domain.to_owned());
        format!("{local}@{domain}")
    }

    /// For logs: the first character and the host, `m***@harbour.example` (OP-7).
    pub fn masked(&self) -> String {
        let (local, host) = self.parts();
        let first: String = local.chars().take(1).collect();
        format!("{first}***@{host}")
    }
}

impl FromStr for EmailAddress {
    type Err = EmailProblem;

    fn from_str(typed: &str) -> Result<Self, EmailProblem> {
        let typed = trim(typed);
        if typed.len() > TYPED_MAX {
            return Err(EmailProblem::TooLong);
        }
        // Lowercasing can leave a form that NFKC composes anew, so it runs on both sides.
        let folded: String = typed.nfkc().collect::<String>().to_lowercase();
        let address: String = trim(&folded.nfkc().collect::<String>()).to_owned();
        if address.is_empty() {
            return Err(EmailProblem::Empty);
        }
        let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
        if local.chars().any(is_invisible) || domain.chars().any(|c| is_invisible(c) && !JOINERS.contains(&c)) {
            return Err(EmailProblem::Invisible);
        }
        let Some(host) = host::Host::read(domain) else {
            // Scripts that join have domains with joiners; elsewhere they only hide.
            let hidden = domain.contains(JOINERS);
            return Err(if hidden { EmailProblem::Invisible } else { EmailProblem::Shape });
        };
        if local.len() + 1 + host.wire.len() > EMAIL_MAX {
            return Err(EmailProblem::TooLong);
        }
        // Quoted local parts may hold spaces and angle brackets; nobody has one, headers suffer them.
        let odd = |c: char| "\"<>()[]\\,;:@".contains(c) || !(c.is_ascii_graphic() || !c.is_ascii() && is_text(c));
        if local.len() > EMAIL_LOCAL_PART_MAX
            || local.contains(odd)
            || !Shape::is_valid_local_part(local)
            || !host.is_whole()
        {
            return Err(EmailProblem::Shape);
        }
        Ok(Self(format!("{local}@{}", host.readable)))
    }
}

mod host {
    //! The part behind the `@`.

    /// Characters of a label of a domain at most (RFC 1035).
    const LABEL_MAX: usize = 63;

    /// A domain in both of its forms.
    pub(super) struct Host {
        /// As people read it.
        pub readable: String,
        /// In ASCII; what was read, where there are no tables to make it.
        pub wire: String,
    }

    impl Host {
        /// Reads a domain; the dot of the root may stand at its end. `None`: it is none.
        pub(super) fn read(domain: &str) -> Option<Self> {
            // The ideographic full stop separates labels too (UTS 46), and NFKC leaves it.
            let domain = domain.replace('。', ".");
            let domain = domain.strip_suffix('.').unwrap_or(&domain);
            let wire = to_ascii(domain)?;
            Some(Self { readable: to_readable(&wire), wire })
        }

        /// Whether it can have a mail server: two labels or more, each of a length that there is, the last one not of
        /// digits, as only the numbers of machines are.
        pub(super) fn is_whole(&self) -> bool {
            let labels: Vec<&str> = self.wire.split('.').collect();
            let sized = labels.iter().all(|label| (1..=LABEL_MAX).contains(&label.len()));
            let last = labels.last().copied().unwrap_or_default();
            let digits = last.strip_prefix("0x").unwrap_or(last);
            let number = last.chars().all(|c| c.is_ascii_digit())
                || (last.len() > digits.len() && digits.chars().all(|c| c.is_ascii_hexdigit()));
            labels.len() >= 2 && sized && !number
        }
    }

    #[cfg(feature = "tables")]
    pub(super) fn to_ascii(domain: &str) -> Option<String> {
        use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
        let ascii =
            Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore);
        ascii.ok().map(std::borrow::Cow::into_owned)
    }

    #[cfg(feature = "tables")]
    fn to_readable(wire: &str) -> String {
        use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
        let (readable, _) = Uts46::new().to_user_interface(
            wire.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            |label, _, _| !crate::unicode::is_mixed(label),
        );
        readable.into_owned()
    }

    /// Without tables a domain stays as it was typed; the server knows its forms.
    #[cfg(not(feature = "tables"))]
    pub(super) fn to_ascii(domain: &str) -> Option<String> {
        let plain =
            |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || c == '-' } else { crate::unicode::is_text(c) };
        let good = |label: &str| label.chars().all(plain) && !label.starts_with('-') && !label.ends_with('-');
        domain.split('.').all(good).then(|| domain.to_owned())
    }

    #[cfg(not(feature = "tables"))]
    fn to_readable(wire: &str) -> String {
        wire.to_owned()
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailProblem;

    fn try_from(stored: String) -> Result<Self, EmailProblem> {
        if stored.contains('@') { Ok(Self(stored)) } else { Err(EmailProblem::Shape) }
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
        for typed in [
            "a@b^c.example",
            "a@1.2.3.4",
            "a@1",
            "a@x.0x7f",
            "a@[::1]",
            "a@x_y.example",
            "a@-x.example",
            "a@x-.example",
            "a@x..example",
            "a@.example",
            "a@.",
            ".a@x.example",
            "a.@x.example",
            "a..b@x.example",
            "a@xn--a.example",
            "a@xn--.example",
            "a@\u{301f}\u{fdd0}.example",
            "a\u{fffd}@x.example",
            "a\u{e000}@x.example",
        ] {
            assert_eq!(typed.parse::<EmailAddress>(), Err(EmailProblem::Shape), "FIELD-49 {typed:?}");
        }
        let label = format!("a@{}.example", "x".repeat(64));
        assert_eq!(label.parse::<EmailAddress>(), Err(EmailProblem::Shape));
        let local = format!("{}@x.example", "a".repeat(65));
        assert_eq!(local.parse::<EmailAddress>(), Err(EmailProblem::Shape));
        assert_eq!(" ".parse::<EmailAddress>(), Err(EmailProblem::Empty));
        let long = format!("{}@x.example", "a".repeat(245));
        assert_eq!(long.parse::<EmailAddress>(), Err(EmailProblem::TooLong));
    }

    #[test]
    fn field_6_a_domain_has_one_form() {
        let readable: EmailAddress = "chr@bücher.example".parse().unwrap();
        assert_eq!(readable.as_str(), "chr@bücher.example");
        assert_eq!(readable.wire(), "chr@xn--bcher-kva.example");
        for typed in [
            "chr@xn--bcher-kva.example",
            "Chr@XN--BCHER-KVA.EXAMPLE",
            "chr@bu\u{308}cher.example",
            "chr@BÜCHER.example.",
            "chr＠bücher．example",
            "chr@bücher。example",
            "chr@bücher｡example。",
            "chr@ｂücher.example",
            " <chr@bücher.example> ".trim_matches([' ', '<', '>']),
        ] {
            assert_eq!(typed.parse().as_ref(), Ok(&readable), "{typed}");
        }
        // Another domain since IDNA 2008.
        let sharp: EmailAddress = "a@straße.example".parse().unwrap();
        assert_eq!(sharp.wire(), "a@xn--strae-oqa.example");
        assert_ne!(Ok(sharp), "a@strasse.example".parse());
        // A local part stays as it is: no mail server reads `xn--` there.
        let local: EmailAddress = "zoë@bücher.example".parse().unwrap();
        assert_eq!(local.wire(), "zoë@xn--bcher-kva.example");
        // Persian writes the joiner.
        assert!("a@نامه‌ای.example".parse::<EmailAddress>().is_ok());
        // Labels that are made to look like others stay apart for the eye as well.
        let mixed: EmailAddress = "a@pаypal.example".parse().unwrap();
        assert_eq!(mixed.as_str(), mixed.wire());
        assert_eq!("a@東京タワーtokyo.example".parse::<EmailAddress>().unwrap().domain(), "東京タワーtokyo.example");
    }

    // 254 bytes are those that a mail server gets to see.
    #[test]
    fn field_6_length_counts_on_the_wire() {
        let domain = format!("{}.example", vec!["ü".repeat(40); 4].join("."));
        let address = format!("{}@{domain}", "a".repeat(30)).parse::<EmailAddress>();
        assert!(address.is_ok_and(|address| address.wire().len() <= EMAIL_MAX && address.as_str().len() > EMAIL_MAX));
        let domain = format!("{}.example", vec!["bücher".repeat(7); 5].join("."));
        assert_eq!(format!("aaaa@{domain}").parse::<EmailAddress>(), Err(EmailProblem::TooLong));
    }

    #[test]
    fn field_7_what_is_not_seen_is_trimmed_or_told() {
        let plain: EmailAddress = "mina@harbour.example".parse().unwrap();
        for hidden in
            "\u{200b}\u{feff}\u{202a}\u{ad}\u{2060}\u{200e}\u{61c}\u{180e}\u{34f}\u{3164}\u{e0001}\u{fe0f}\u{a0}"
                .chars()
        {
            for typed in [format!("mina@harbour.example{hidden}"), format!("{hidden} mina@harbour.example {hidden}")] {
                assert_eq!(typed.parse().as_ref(), Ok(&plain), "{typed:?}");
            }
            if hidden != '\u{a0}' {
                for typed in [format!("mi{hidden}na@harbour.example"), format!("mina@har{hidden}bour.example")] {
                    assert_eq!(typed.parse::<EmailAddress>(), Err(EmailProblem::Invisible), "{typed:?}");
                }
            }
        }
        assert_eq!("mina@har\u{200d}bour.example".parse::<EmailAddress>(), Err(EmailProblem::Invisible));
        assert_eq!("\u{200b}\u{feff}".parse::<EmailAddress>(), Err(EmailProblem::Empty));
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
                prop_assert!(address.wire().len() <= EMAIL_MAX);
                prop_assert_eq!(address.as_str().parse::<EmailAddress>(), Ok(address.clone()));
                prop_assert_eq!(address.wire().parse::<EmailAddress>(), Ok(address.clone()));
            }
        }

        // FIELD-6: readable, on the wire and decomposed, it is one address.
        #[test]
        fn spellings_of_a_domain_are_one(local in "[a-z0-9.+]{1,9}x", host in "[\\p{L}\\p{N}]{1,12}\\.[a-zа-яäöü]{2,5}") {
            let typed = format!("{local}@{host}");
            if let Ok(address) = typed.parse::<EmailAddress>() {
                let decomposed: String = typed.nfd().collect();
                prop_assert_eq!(decomposed.parse::<EmailAddress>(), Ok(address.clone()));
                prop_assert_eq!(address.wire().parse::<EmailAddress>(), Ok(address.clone()));
                prop_assert_eq!(address.wire().to_uppercase().parse::<EmailAddress>(), Ok(address));
            }
        }

        #[test]
        fn case_and_space_do_not_matter(local in "[a-z0-9.+]{1,20}", host in "[a-z]{1,10}\\.[a-z]{2,5}") {
            let typed = format!("{local}@{host}");
            prop_assert_eq!(format!(" {} ", typed.to_uppercase()).parse::<EmailAddress>().ok(), typed.parse().ok());
        }
    }
}
