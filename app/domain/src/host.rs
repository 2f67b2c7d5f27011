//! Domains: the part of an address behind the `@`, and the host that a server is at.

use idna::punycode;

use crate::normal_form::nfkc;

/// Characters of a label of a domain at most (RFC 1035).
const LABEL_MAX: usize = 63;

/// What a label in ASCII begins with that stands for one beyond it.
const ENCODED: &str = "xn--";

/// Both spellings of a domain for comparing text with it: as people read it, whatever its labels are made to look like, and
/// in ASCII. Needs no tables, and so is the same in a browser.
pub(crate) fn spellings(domain: &str) -> [String; 2] {
    let lower: String = nfkc(domain).chars().flat_map(char::to_lowercase).collect();
    let domain = nfkc(&lower);
    let of_labels = |spell: fn(&str) -> Option<String>| {
        let labels = domain.split(['.', '。']).map(|label| spell(label).unwrap_or_else(|| label.to_owned()));
        labels.collect::<Vec<_>>().join(".")
    };
    let readable = of_labels(|label| {
        label.strip_prefix(ENCODED).and_then(punycode::decode_to_string).filter(|read| !read.is_empty())
    });
    let wire = of_labels(|label| {
        let encoded = (!label.is_ascii()).then(|| punycode::encode_str(label))??;
        Some(format!("{ENCODED}{encoded}"))
    });
    [readable, wire]
}

/// A domain in both of its forms.
pub(crate) struct Host {
    /// As people read it.
    pub readable: String,
    /// In ASCII; what was read, where there are no tables to make it.
    pub wire: String,
}

impl Host {
    /// Reads a domain; the dot of the root may stand at its end. `None`: it is none.
    pub(crate) fn read(domain: &str) -> Option<Self> {
        // The ideographic full stop separates labels too (UTS 46), and NFKC leaves it.
        let domain = domain.replace('。', ".");
        let domain = domain.strip_suffix('.').unwrap_or(&domain);
        let wire = to_ascii(domain)?;
        Some(Self { readable: to_readable(&wire), wire })
    }

    /// Whether it can have a mail server: two labels or more, each of a length that there is, the last one not of
    /// digits, as only the numbers of machines are.
    pub(crate) fn is_whole(&self) -> bool {
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
pub(crate) fn to_ascii(domain: &str) -> Option<String> {
    use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore);
    ascii.ok().map(std::borrow::Cow::into_owned)
}

#[cfg(feature = "tables")]
fn to_readable(wire: &str) -> String {
    use idna::uts46::{AsciiDenyList, Hyphens, Uts46};
    let (readable, _) =
        Uts46::new().to_user_interface(wire.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, |label, _, _| {
            !crate::unicode::is_mixed(label)
        });
    readable.into_owned()
}

/// Without tables a domain stays as it was typed; the server knows its forms.
#[cfg(not(feature = "tables"))]
pub(crate) fn to_ascii(domain: &str) -> Option<String> {
    let plain = |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() || c == '-' } else { crate::unicode::is_text(c) };
    let good = |label: &str| label.chars().all(plain) && !label.starts_with('-') && !label.ends_with('-');
    domain.split('.').all(good).then(|| domain.to_owned())
}

#[cfg(not(feature = "tables"))]
fn to_readable(wire: &str) -> String {
    wire.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_10_both_spellings_of_a_domain() {
        let both = ["bücher.example".to_owned(), "xn--bcher-kva.example".to_owned()];
        for typed in [
            "bücher.example",
            "BÜCHER。example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.Example",
            "bu\u{308}cher.example",
        ] {
            assert_eq!(spellings(typed), both, "{typed}");
        }
        assert_eq!(spellings("harbour.example"), ["harbour.example", "harbour.example"]);
        assert_eq!(spellings("xn--.xn--a\u{fc}.x")[0], "xn--.xn--a\u{fc}.x", "what stands for nothing stays");
    }
}
