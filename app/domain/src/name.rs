//! Names that people give themselves and their organizations.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::limits::{ORGANIZATION_NAME_MAX, ORGANIZATION_NAME_MIN, PERSON_NAME_MAX};

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing but space was given.
    #[error("empty")]
    Empty,
    /// Fewer characters than allowed.
    #[error("too short")]
    TooShort,
    /// More characters than allowed.
    #[error("too long")]
    TooLong,
    /// Line breaks, direction overrides and the like.
    #[error("control characters")]
    Control,
    /// Mail programs would make it a link.
    #[error("a web address")]
    Url,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $min:expr, $max:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as it is shown.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameProblem;

            fn from_str(typed: &str) -> Result<Self, NameProblem> {
                parse(typed, $min, $max).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameProblem;

            fn try_from(typed: String) -> Result<Self, NameProblem> {
                typed.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

names! {
    /// A person's name: 1 to 100 characters (SU-3).
    PersonName: 1, PERSON_NAME_MAX;
    /// An organization's name: 2 to 80 characters (OR-5).
    OrganizationName: ORGANIZATION_NAME_MIN, ORGANIZATION_NAME_MAX;
    /// A project's name: 1 to 80 characters.
    ProjectName: 1, ORGANIZATION_NAME_MAX;
}

impl ProjectName {
    /// The project that every organization is born with (OR-5).
    pub fn first() -> Self {
        Self("Website".to_owned())
    }
}

fn parse(typed: &str, min: usize, max: usize) -> Result<String, NameProblem> {
    let name: String = typed.trim().nfc().collect();
    let length = name.chars().count();
    if length == 0 {
        Err(NameProblem::Empty)
    } else if name.chars().any(is_control) {
        Err(NameProblem::Control)
    } else if length < min {
        Err(NameProblem::TooShort)
    } else if length > max {
        Err(NameProblem::TooLong)
    } else if has_url(&name) {
        Err(NameProblem::Url)
    } else {
        Ok(name)
    }
}

/// Control characters, line and paragraph separators, and invisible ones that reorder or hide text.
/// The zero-width joiners stay: names in several scripts need them.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether some word looks like a web address to a mail program (INP-4).
fn has_url(name: &str) -> bool {
    // The ideographic full stop separates labels too (UTS 46), and NFKC leaves it.
    let folded: String = name
        .nfkc()
        .filter(|c| !matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}'))
        .map(|c| if c == '。' { '.' } else { c })
        .collect();
    let lower = folded.to_lowercase();
    let scheme = ["://", "javascript:", "mailto:", "data:", "tel:"].iter().any(|scheme| lower.contains(scheme));
    scheme || folded.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).any(is_host)
}

fn is_host(word: &str) -> bool {
    let word = word.trim_matches('.').to_lowercase();
    let labels: Vec<&str> = word.split('.').collect();
    let Some((last, first)) = labels.split_last() else {
        return false;
    };
    if first.is_empty() || labels.iter().any(|label| label.is_empty()) {
        return false;
    }
    let address = labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok());
    let domain = last.chars().count() >= 2 && (last.chars().all(char::is_alphabetic) || last.starts_with("xn--"));
    address || domain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // SU-3, OR-5
    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(PersonName::from_str("  "), Err(NameProblem::Empty));
        assert!(PersonName::from_str("å").is_ok());
        assert!(PersonName::from_str(&"é".repeat(100)).is_ok());
        assert_eq!(PersonName::from_str(&"é".repeat(101)), Err(NameProblem::TooLong));
        assert_eq!(OrganizationName::from_str("A"), Err(NameProblem::TooShort));
        assert!(OrganizationName::from_str(&"x".repeat(80)).is_ok());
        assert_eq!(OrganizationName::from_str(&"x".repeat(81)), Err(NameProblem::TooLong));
    }

    // SU-3, INP-4
    #[test]
    fn links_are_refused_and_people_are_not() {
        for url in [
            "https://evil.example",
            "evil.example/x",
            "www.evil.example",
            "Win at evil.com now",
            "evil。com",
            "EVIL.COM",
            "ｅvil.com",
            "10.0.0.1",
            "mail me@evil.com",
            "(evil.com)",
            "evil.com.",
            "evil.xn--p1ai",
            "JavaScript:alert(1)",
        ] {
            assert_eq!(PersonName::from_str(url), Err(NameProblem::Url), "{url}");
        }
        for name in [
            "J. R. R. Tolkien",
            "Dr. Mina Okafor",
            "Harbour & Finch",
            "O’Neill, Inc.",
            "Zoë",
            "山田 太郎",
            "v1.2",
            "Martin Luther King Jr.",
            "<b>Robert'); DROP TABLE</b>",
        ] {
            assert!(PersonName::from_str(name).is_ok(), "{name}");
        }
    }

    // SU-3
    #[test]
    fn control_characters_are_refused() {
        for name in ["a\nb", "a\r\nBcc: x", "a\0b", "a\u{202e}b", "a\u{200b}b", "a\u{2028}b", "\u{3164}", "a\u{e0041}b"]
        {
            assert_eq!(PersonName::from_str(name), Err(NameProblem::Control), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_parses_to_itself(typed in any::<String>()) {
            if let Ok(name) = PersonName::from_str(&typed) {
                prop_assert_eq!(PersonName::from_str(name.as_str()), Ok(name.clone()));
            }
        }
    }
}
