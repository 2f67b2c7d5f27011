//! Names that people give themselves and their organizations.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    limits::{ORGANIZATION_NAME_MAX, ORGANIZATION_NAME_MIN, PERSON_NAME_MAX, REGISTERED_NAME_MAX, VAT_NUMBER_MAX},
    normal_form::nfc,
    unicode::{is_invisible, is_visible, is_wanted},
    web_address::{holds_link, holds_scheme},
};

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
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
    /// Mail programs would make a link of something in it.
    #[error("holds a web address")]
    Url,
    /// It is one word, and mail programs would make a link of it: a company named after its site.
    #[error("is a web address")]
    IsUrl,
    /// It is one word, and mail programs would make a link of it by what stands before a colon: `tel:1`.
    #[error("begins like a link")]
    IsScheme,
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $parse:ident, $min:expr, $max:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// Only [`str::parse`] takes what was typed. `TryFrom<String>`, and with it serde and the database, reads what was
        /// stored: it was parsed once, by the rules of its day, and is taken as it stands. Line breaks and direction
        /// overrides have never been a name's, so they are refused here too: nothing stored can reach a mail's head.
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
                $parse(typed, $min, $max).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameProblem;

            fn try_from(stored: String) -> Result<Self, NameProblem> {
                match stored.chars().any(reorders_or_breaks) {
                    _ if stored.is_empty() => Err(NameProblem::Empty),
                    true => Err(NameProblem::Control),
                    false => Ok(Self(stored)),
                }
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
    PersonName: name, 1, PERSON_NAME_MAX;
    /// An organization's name: 2 to 80 characters (OR-5).
    OrganizationName: name, ORGANIZATION_NAME_MIN, ORGANIZATION_NAME_MAX;
    /// A project's name: 1 to 80 characters.
    ProjectName: name, 1, ORGANIZATION_NAME_MAX;
    /// What a company is called in its register: 1 to 160 characters. It may be a web address, since no mail holds it.
    RegisteredName: line, 1, REGISTERED_NAME_MAX;
    /// The number under which a company pays taxes: 1 to 40 characters of any script, since each country writes its own.
    VatNumber: line, 1, VAT_NUMBER_MAX;
    /// What the operator calls a plan: 1 to 80 characters (ST-3).
    PlanName: name, 1, ORGANIZATION_NAME_MAX;
}

impl ProjectName {
    /// The project that every organization is born with (OR-5).
    pub fn first() -> Self {
        Self("Website".to_owned())
    }
}

/// A line that goes into mails too, whose programs make links of what looks like one.
fn name(typed: &str, min: usize, max: usize) -> Result<String, NameProblem> {
    let name = line(typed, min, max)?;
    if !holds_link(&name) {
        Ok(name)
    } else if name.contains(char::is_whitespace) {
        Err(NameProblem::Url)
    } else if holds_scheme(&name) {
        Err(NameProblem::IsScheme)
    } else {
        Err(NameProblem::IsUrl)
    }
}

fn line(typed: &str, min: usize, max: usize) -> Result<String, NameProblem> {
    let name = trim(&nfc(typed).chars().collect::<Vec<char>>());
    let length = name.chars().count();
    if length == 0 {
        Err(NameProblem::Empty)
    } else if name.chars().any(is_control) || hides_something(&name) || !name.chars().any(is_visible) {
        Err(NameProblem::Control)
    } else if length < min {
        Err(NameProblem::TooShort)
    } else if length > max {
        Err(NameProblem::TooLong)
    } else {
        Ok(name)
    }
}

/// Takes blanks off both ends, and what nobody sees: direction marks come along with what is copied.
fn trim(name: &[char]) -> String {
    let hidden = |place: usize| is_invisible(name[place]) && !is_wanted(name, place);
    let kept = |place: &usize| !name[*place].is_whitespace() && !hidden(*place);
    let (Some(start), Some(end)) = ((0..name.len()).find(kept), (0..name.len()).rfind(kept)) else {
        return String::new();
    };
    name[start..=end].iter().collect()
}

/// Line breaks and other control characters.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What no name has ever held, whichever rules it was taken by: it would break a line or turn the text around it.
fn reorders_or_breaks(c: char) -> bool {
    is_control(c) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether something invisible stands in the name that does not belong there, by Unicode's properties (FIELD-47): a
/// joiner belongs between letters of scripts that join, a variation behind its character.
fn hides_something(name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    (0..name.len()).any(|place| is_invisible(name[place]) && !is_wanted(&name, place))
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
        assert_eq!(PersonName::from_str("Win at evil.com now"), Err(NameProblem::Url));
        assert_eq!(OrganizationName::from_str("Booking.com"), Err(NameProblem::IsUrl));
        // FIELD-22: what they hear fits, and what they are told to write is taken.
        for (link, instead) in [
            ("tel:+4912345", "tel: +4912345"),
            ("mailto:x", "mailto: x"),
            ("data:x", "x"),
            ("http：//x", "http： //x"),
            ("https://evil.com", "https: //evil"),
        ] {
            assert_eq!(PersonName::from_str(link), Err(NameProblem::IsScheme), "{link}");
            assert!(PersonName::from_str(instead).is_ok(), "{instead}");
        }
        for (name, problem) in [("www.evil", NameProblem::IsUrl), ("Call tel:12345", NameProblem::Url)] {
            assert_eq!(PersonName::from_str(name), Err(problem), "{name}");
        }
        for name in ["J.R.Smith", "Harbour & Finch", "Zoë", "山田 太郎", "<b>Robert'); DROP TABLE</b>"] {
            assert!(PersonName::from_str(name).is_ok(), "{name}");
        }
    }

    // SU-3
    #[test]
    fn control_characters_are_refused() {
        for name in ["a\nb", "a\r\nBcc: x", "a\0b", "a\u{2028}b", "a\u{7f}b", "a\u{9b}b"] {
            assert_eq!(PersonName::from_str(name), Err(NameProblem::Control), "{name:?}");
        }
    }

    #[test]
    fn field_47_what_nobody_sees_is_no_name() {
        let hidden = "\u{ad}\u{200c}\u{fe0f}\u{34f}\u{180e}\u{17b5}\u{61c}\u{e0101}\u{3164}\u{2800}\u{115f}\u{200b}\u{202e}\u{2066}\u{e0041}\u{1d173}\u{fff9}\u{206a}\u{fffc}\u{feff}";
        for c in hidden.chars() {
            let alone = [c.to_string(), format!(" {c}{c}\u{a0}"), format!("{c}\u{301}")];
            for name in alone {
                assert!(PersonName::from_str(&name).is_err(), "{name:?}");
            }
            assert_eq!(PersonName::from_str(&format!("Mi{c}na")), Err(NameProblem::Control), "{c:?}");
            assert_eq!(
                PersonName::from_str(&format!("{c}Mina {c}")).as_ref().map(PersonName::as_str),
                Ok("Mina"),
                "{c:?}"
            );
        }
        assert!(PersonName::from_str("\u{301}").is_err(), "a mark on nothing");
    }

    // Joiners and variations that are part of how a name is written.
    #[test]
    fn field_47_what_belongs_there_stays() {
        for name in [
            "امیر\u{200c}حسین",
            "ക്\u{200d}ഷ",
            "👩\u{200d}🚀 Team",
            "❤\u{fe0f} Bakery",
            "葛\u{e0100}城",
            "Bakery ❤\u{fe0f}",
            "👩🏽\u{200d}🚀",
            "1\u{fe0f}\u{20e3}",
        ] {
            assert_eq!(PersonName::from_str(name).as_ref().map(PersonName::as_str), Ok(name), "{name:?}");
        }
    }

    // The flags of England, Scotland and Wales are written in tags; whatever else is, is hidden text.
    #[test]
    fn field_47_a_flag_in_tags_stays() {
        let tags =
            |text: &str| -> String { text.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xe0000)).collect() };
        for region in ["gbeng", "gbsct", "gbwls", "ustx"] {
            let flag = format!("\u{1f3f4}{}\u{e007f}", tags(region));
            for name in [format!("Wales {flag}"), format!("{flag} Wales"), format!("W{flag}W {flag}{flag}")] {
                assert_eq!(PersonName::from_str(&name).as_ref().map(PersonName::as_str), Ok(&*name), "{name:?}");
            }
        }
        for hidden in ["\u{1f3f4}", "A", "❤"].map(|base| format!("{base}{}", tags("gbwls"))).iter().chain(&[
            format!("A{}\u{e007f}", tags("gbwls")),
            format!("\u{1f3f4}{}\u{e007f}", tags("meetmeatnoon")),
            format!("\u{1f3f4}{}\u{e007f}{}\u{e007f}", tags("gbwls"), tags("gbwls")),
            format!("\u{1f3f4}{}\u{e007f}", tags("gb wls")),
            "\u{1f3f4}\u{e007f}".to_owned(),
        ]) {
            assert_eq!(PersonName::from_str(&format!("{hidden} Ek")), Err(NameProblem::Control), "{hidden:?}");
        }
    }

    // What an earlier version took is still read.
    #[test]
    fn what_was_stored_is_read() {
        assert!(PersonName::try_from("Mi\u{ad}na at evil.com".to_owned()).is_ok());
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
