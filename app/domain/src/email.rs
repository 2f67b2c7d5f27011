//! An email address in its one canonical form.

use std::{fmt, str::FromStr};

use email_address::EmailAddress as Shape;
use serde::{Deserialize, Serialize};

use crate::{
    fold::{fold, sigmas},
    host,
    limits::{EMAIL_LOCAL_PART_MAX, EMAIL_MAX},
    normal_form::nfkc,
    unicode::{JOINERS, is_invisible, is_text, trim},
};

/// Where a person gets mail, in one form for all spellings of it (SU-3).
///
/// Blanks and invisible characters are off its ends; it is NFKC-normalised and lowercase, whatever stood around its
/// capitals: `ΝΙΚΟΣ.Κ` and `νικος.κ` are one, and `İpek` from a Turkish keyboard is `ipek`. Its domain is the one that
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
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

    /// What it is found by: as people read it, and as mail servers write it.
    pub fn searchable(&self) -> String {
        let (local, domain) = self.parts();
        let mut spellings = vec![fold(&self.0)];
        for domain in host::spellings(domain) {
            let spelled = fold(&format!("{local}@{domain}"));
            if !spellings.contains(&spelled) {
                spellings.push(spelled);
            }
        }
        spellings.join("\n")
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
        let folded: String = nfkc(typed).chars().flat_map(char::to_lowercase).collect();
        let address: String = trim(&nfkc(&folded)).to_owned();
        if address.is_empty() {
            return Err(EmailProblem::Empty);
        }
        let (local, domain) = address.rsplit_once('@').unwrap_or((&address, ""));
        if local.chars().any(is_invisible) || domain.chars().any(|c| is_invisible(c) && !JOINERS.contains(&c)) {
            return Err(EmailProblem::Invisible);
        }
        let local = &one_case(local);
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

/// A lowercase local part in the one spelling that all its spellings in capitals share. (In a domain σ and ς are two
/// letters, and Σ is always the first, as IDNA has it.)
fn one_case(local: &str) -> String {
    let mut plain = String::with_capacity(local.len());
    for c in local.chars() {
        // A dot on a letter that has one: what is left of the İ of Turkish keyboards.
        if c != '\u{307}' || !plain.ends_with('i') {
            plain.push(c);
        }
    }
    nfkc(&sigmas(&plain))
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

    // Whatever stands around a capital, it is one letter.
    #[test]
    fn field_7_capitals_do_not_depend_on_what_stands_around_them() {
        for (spellings, wanted) in [
            (&["νικος.παπας", "ΝΙΚΟΣ.ΠΑΠΑΣ", "νικοσ.παπασ", "Νικος.Παπασ"][..], "νικος.παπας"),
            (&["αλεξης.κ", "ΑΛΕΞΗΣ.Κ", "αλεξησ.κ"], "αλεξης.κ"),
            (&["ΝΙΚΟΣ2+ΣΑΣ_Σ", "νικος2+σας_σ", "νικοσ2+ςασ_ς", "ΝΙΚΟϹ2+ϲας_ϲ"], "νικος2+σας_σ"),
            (&["ipek", "İpek", "I\u{307}PEK", "i\u{307}pek", "IPEK"], "ipek"),
            (&["zoë", "ZOË", "ZOE\u{308}"], "zoë"),
        ] {
            for local in spellings {
                let address: EmailAddress = format!("{local}@s.example").parse().unwrap();
                assert_eq!(address.as_str(), format!("{wanted}@s.example"), "{local}");
            }
        }
        // Two mailboxes.
        assert_ne!("weiß@s.example".parse::<EmailAddress>(), "weiss@s.example".parse());
        // In a domain each is a letter of its own; a capital is σ, as browsers read it.
        let domain = |typed: &str| typed.parse::<EmailAddress>().map(|address| address.domain().to_owned());
        assert_eq!(domain("a@ΝΙΚΟΣ.example"), domain("a@νικοσ.example"));
        assert_ne!(domain("a@νικοσ.example"), domain("a@νικος.example"));
    }

    #[test]
    fn field_14_is_found_in_both_spellings() {
        let address: EmailAddress = "Jörg@bücher.example".parse().unwrap();
        assert_eq!(address.searchable(), "jorg@bucher.example\njorg@xn--bcher-kva.example");
        let plain: EmailAddress = "mina@harbour.example".parse().unwrap();
        assert_eq!(plain.searchable(), "mina@harbour.example");
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

        // FIELD-7 of capitals: typed with the capitals on, it is the same mailbox. (ß and the like have none of their own.)
        #[test]
        fn capitals_make_no_other_address(local in "[a-zàâäçéèêëîïôöùûüα-ωа-яё0-9._+-]{1,20}") {
            let typed = |local: &str| format!("x{local}x@harbour.example").parse::<EmailAddress>().ok();
            prop_assert_eq!(typed(&local.to_uppercase()), typed(&local));
        }

        // FIELD-6: readable, on the wire and decomposed, it is one address.
        #[test]
        fn spellings_of_a_domain_are_one(local in "[a-z0-9.+]{1,9}x", host in "[\\p{L}\\p{N}]{1,12}\\.[a-zа-яäöü]{2,5}") {
            let typed = format!("{local}@{host}");
            if let Ok(address) = typed.parse::<EmailAddress>() {
                let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(typed.as_str()).collect();
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
