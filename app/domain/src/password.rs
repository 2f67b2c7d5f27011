//! Passwords: one spelling, length, and what they must not be made of (SU-2).

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    limits::{PASSWORD_MAX, PASSWORD_MIN},
    normal_form::nfc,
};

mod own_words;

pub use own_words::OwnWords;

/// A password: 8 to 256 characters where it is chosen. Never printed, wiped when dropped.
///
/// It is kept as RFC 8265's `OpaqueString` spells it: composed (NFC), with every space a plain one, and otherwise exactly
/// as typed. So the same text from any keyboard is the same password.
#[derive(Clone)]
pub struct Password {
    canonical: Zeroizing<String>,
    /// What was typed, where that is another spelling: hashes that were made before there was one form are of it.
    typed: Option<Zeroizing<String>>,
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordProblem {
    /// Nothing was given.
    #[error("empty")]
    Empty,
    /// Under 8 characters.
    #[error("too short")]
    TooShort,
    /// Over 256 characters.
    #[error("too long")]
    TooLong,
    /// Among the commonly used ones; found by `security`, which has the lists.
    #[error("commonly used")]
    Common,
    /// Made of the person's own email.
    #[error("the email")]
    IsEmail,
    /// Made of a part of the person's own email.
    #[error("a part of the email")]
    IsPartOfEmail,
    /// Made of the person's own name.
    #[error("the name")]
    IsName,
    /// Made of the name of one of the person's organizations.
    #[error("the organization")]
    IsOrganization,
    /// Made of the product's name, or of the host's that it runs at.
    #[error("the product")]
    IsProduct,
}

impl Password {
    /// Takes what was typed for a new password of the person whose `own` words these are.
    pub fn choose(typed: String, own: &OwnWords) -> Result<Self, PasswordProblem> {
        let password = Self::attempt(typed)?;
        if password.canonical.chars().count() < PASSWORD_MIN {
            return Err(PasswordProblem::TooShort);
        }
        match own.make_up(&password.canonical) {
            Some(problem) => Err(problem),
            None => Ok(password),
        }
    }

    /// Takes what was typed to sign in: any text up to the longest password there can be.
    pub fn attempt(typed: String) -> Result<Self, PasswordProblem> {
        let typed = Zeroizing::new(typed);
        let canonical = Zeroizing::new(opaque(&typed));
        match canonical.chars().count() {
            0 => Err(PasswordProblem::Empty),
            length if length > PASSWORD_MAX => Err(PasswordProblem::TooLong),
            _ => {
                let typed = (*typed != *canonical).then_some(typed);
                Ok(Self { canonical, typed })
            }
        }
    }

    /// The secret itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.canonical
    }

    /// The same secret in the spelling that was typed, where that is another one: what to check against a hash that was
    /// made before passwords had one spelling.
    #[must_use]
    pub fn as_typed(&self) -> Option<Self> {
        self.typed.clone().map(|canonical| Self { canonical, typed: None })
    }
}

/// RFC 8265, section 4.2: spaces beyond ASCII are plain ones, and the whole is composed.
fn opaque(typed: &str) -> String {
    let is_space = |c: char| c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    let plain: Zeroizing<String> = Zeroizing::new(typed.chars().map(|c| if is_space(c) { ' ' } else { c }).collect());
    nfc(&plain)
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(typed: &str) -> Result<(), PasswordProblem> {
        Password::choose(typed.to_owned(), &OwnWords::default()).map(drop)
    }

    // SU-2, INP-5
    #[test]
    fn length_is_exact() {
        assert_eq!(choose(""), Err(PasswordProblem::Empty));
        assert_eq!(choose("sevench"), Err(PasswordProblem::TooShort));
        for length in [8, 64, 256] {
            assert_eq!(choose(&"🦀".repeat(length)), Ok(()), "{length}");
        }
        assert_eq!(choose(&"x".repeat(257)), Err(PasswordProblem::TooLong));
        assert_eq!(choose("        "), Ok(()));
        assert_eq!(choose("null\0byte"), Ok(()));
        // Counted in its one spelling.
        assert_eq!(choose(&"e\u{301}".repeat(7)), Err(PasswordProblem::TooShort));
        assert_eq!(choose(&"e\u{301}".repeat(256)), Ok(()));
    }

    // SU-2: RFC 8265's OpaqueString, with its own examples.
    #[test]
    fn spellings_of_one_text_are_one_password() {
        let spelled = |typed: &str| Password::attempt(typed.into()).unwrap();
        assert_eq!(spelled("πßå").expose(), "πßå");
        assert_eq!(spelled("Correct horse").expose(), "Correct horse");
        assert_eq!(spelled("Correct\u{1680}horse\u{3000}\u{a0}").expose(), "Correct horse  ");
        assert_eq!(spelled("Jack of ♦s").expose(), "Jack of ♦s");
        assert_eq!(spelled("e\u{301}te\u{301}").expose(), "été");
        assert_eq!(spelled("ｗｉｄｅ ﬁ").expose(), "ｗｉｄｅ ﬁ", "no other mapping");
        assert_eq!(spelled(" \tA ").expose(), " \tA ", "never trimmed");
        assert_eq!(spelled("e\u{301}").as_typed().unwrap().expose(), "e\u{301}");
        assert!(spelled("é four plain words").as_typed().is_none());
    }

    #[test]
    fn is_never_printed() {
        let password = Password::attempt("four plain words e\u{301}".into()).unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
    }
}
