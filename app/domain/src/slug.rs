//! The name of an organization in an address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{OrganizationName, fold, limits::SLUG_MAX, normal_form::is_mark};

/// `harbour-finch` in `/o/harbour-finch`: lowercase ASCII letters, digits and single hyphens between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a slug is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SlugProblem {
    /// Under 2 or over 48 characters.
    #[error("length")]
    Length,
    /// Something other than lowercase letters, digits and single hyphens.
    #[error("characters")]
    Characters,
    /// Kept for Parlor's own use.
    #[error("reserved")]
    Reserved,
}

/// Words that would read as a part of Parlor.
const RESERVED: [&str; 29] = [
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "billing",
    "choose",
    "dev",
    "email",
    "events",
    "forgot-password",
    "help",
    "invitations",
    "login",
    "logout",
    "me",
    "members",
    "new",
    "o",
    "parlor",
    "pkg",
    "reset-password",
    "settings",
    "setup",
    "sign-in",
    "sign-up",
    "static",
    "support",
    "verify",
];

/// The letters and digits of a name that a slug has, in at most `room` bytes; nothing of a name without a Latin letter.
pub(crate) fn plain_letters(name: &str, room: usize) -> String {
    let mut slug = String::new();
    for c in fold(name).chars().filter(|c| !is_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && c != '\'' {
            slug.push('-');
        }
    }
    slug.truncate(room);
    slug.trim_end_matches('-').to_owned()
}

/// What follows a slug of which `taken` further ones exist already.
pub(crate) fn numbered(taken: u32) -> String {
    if taken == 0 { String::new() } else { format!("-{}", u64::from(taken) + 1) }
}

/// Whether it is lowercase ASCII letters, digits and single hyphens between them.
pub(crate) fn is_plain(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.chars().all(plain) && !text.starts_with('-') && !text.ends_with('-') && !text.contains("--")
}

impl Slug {
    /// The slug that `name` suggests, in the letters that it is found by; `taken` further ones exist already.
    pub fn derive(name: &OrganizationName, taken: u32) -> Self {
        let number = numbered(taken);
        let slug = plain_letters(name.as_str(), SLUG_MAX - number.len());
        // A name without a Latin letter, or a reserved one, is still some team.
        let base = match slug.as_str() {
            "" => "team".to_owned(),
            short if short.len() < 2 || RESERVED.contains(&short) => format!("{short}-team"),
            _ => slug,
        };
        Self(base + &number)
    }

    /// What it is taken for by looking at it: two slugs with the same look are taken for each other. Of letters and digits of
    /// ASCII, as [`looks`](crate::looks) has it; the store reckons the same of those that it holds.
    pub fn look(&self) -> String {
        self.0.replace('0', "o").replace('1', "l")
    }

    /// The slug as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = SlugProblem;

    fn from_str(text: &str) -> Result<Self, SlugProblem> {
        if !(2..=SLUG_MAX).contains(&text.len()) {
            Err(SlugProblem::Length)
        } else if !is_plain(text) {
            Err(SlugProblem::Characters)
        } else if RESERVED.contains(&text) {
            Err(SlugProblem::Reserved)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugProblem;

    fn try_from(text: String) -> Result<Self, SlugProblem> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn derive(name: &str, taken: u32) -> String {
        Slug::derive(&name.parse().unwrap(), taken).to_string()
    }

    // OR-5
    #[test]
    fn follows_the_name() {
        assert_eq!(derive("Harbour & Finch", 0), "harbour-finch");
        assert_eq!(derive("Harbour & Finch", 1), "harbour-finch-2");
        assert_eq!(derive("Café O’Neill", 0), "cafe-oneill");
        assert_eq!(derive("山田", 0), "team");
        assert_eq!(derive("Sign up", 0), "sign-up-team");
        assert_eq!(derive("Xé!", 0), "xe");
    }

    // OR-5, FIELD-8: no letter that people find it by is lost.
    #[test]
    fn field_8_every_latin_letter_has_its_place() {
        for (name, slug) in [
            ("Đức", "duc"),
            ("Łódź", "lodz"),
            ("Ørsted", "orsted"),
            ("Æther", "aether"),
            ("Œuvre", "oeuvre"),
            ("Þór", "thor"),
            ("Straße", "strasse"),
            ("GROẞ", "gross"),
            ("Ilıca", "ilica"),
            ("Đorđe", "dorde"),
            ("Ħamrun", "hamrun"),
            ("Əliyev", "eliyev"),
            ("Ŋgala", "ngala"),
            ("Ɓɛlɛ", "bele"),
            ("İstanbul", "istanbul"),
            ("ＡＣＭＥ", "acme"),
            ("Rock ’n’ Roll", "rock-n-roll"),
            ("A–B", "a-b"),
        ] {
            assert_eq!(derive(name, 0), slug, "{name}");
        }
    }

    // OR-5
    #[test]
    fn reserved_words_are_refused() {
        assert_eq!("api".parse::<Slug>(), Err(SlugProblem::Reserved));
        assert_eq!("a".parse::<Slug>(), Err(SlugProblem::Length));
        assert_eq!("a--b".parse::<Slug>(), Err(SlugProblem::Characters));
        assert!("harbour-finch-2".parse::<Slug>().is_ok());
    }

    // FIELD-23, ST-2
    #[test]
    fn slugs_that_look_alike_have_one_look() {
        for (one, other, alike) in [
            ("acme", "acme", true),
            ("team-1", "team-l", true),
            ("zoo", "z00", true),
            ("b1g-0wl", "blg-owl", true),
            ("acme", "acme-2", false),
            ("harbour-finch", "harbourfinch", false),
        ] {
            let (one, other): (Slug, Slug) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!(one.look() == other.look(), alike, "{one} {other}");
            assert_eq!(crate::look_alike(one.as_str(), other.as_str()), alike, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn every_name_has_a_slug(name in "\\PC{2,80}", taken in any::<u32>()) {
            if let Ok(name) = name.parse::<OrganizationName>() {
                let slug = Slug::derive(&name, taken);
                prop_assert_eq!(slug.as_str().parse::<Slug>(), Ok(slug.clone()));
            }
        }
    }
}
