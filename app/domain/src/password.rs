//! Passwords: length, and not the person's own email or name (SU-2).

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    EmailAddress,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
};

/// A password somebody chose: 8 to 256 characters, exactly as typed. Never printed, wiped when dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
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
    /// The person's own email.
    #[error("the email")]
    IsEmail,
    /// The person's own name.
    #[error("the name")]
    IsName,
}

impl Password {
    /// Takes what was typed for a new password of the person with this `email` and `name`.
    pub fn choose(typed: String, email: Option<&EmailAddress>, name: &str) -> Result<Self, PasswordProblem> {
        let typed = Zeroizing::new(typed);
        match typed.chars().count() {
            0 => return Err(PasswordProblem::Empty),
            length if length < PASSWORD_MIN => return Err(PasswordProblem::TooShort),
            length if length > PASSWORD_MAX => return Err(PasswordProblem::TooLong),
            _ => {}
        }
        let folded = typed.trim().to_lowercase();
        if email.is_some_and(|email| folded == email.as_str() || folded == email.local_part()) {
            return Err(PasswordProblem::IsEmail);
        }
        if folded == name.trim().to_lowercase() {
            return Err(PasswordProblem::IsName);
        }
        Ok(Self(typed))
    }

    /// Takes what was typed to sign in: any text up to the longest password there can be.
    pub fn attempt(typed: String) -> Result<Self, PasswordProblem> {
        let typed = Zeroizing::new(typed);
        match typed.chars().count() {
            0 => Err(PasswordProblem::Empty),
            length if length > PASSWORD_MAX => Err(PasswordProblem::TooLong),
            _ => Ok(Self(typed)),
        }
    }

    /// The secret itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A hint while typing; never a reason to refuse. Lists of common passwords stay on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Nothing typed.
    None,
    /// Under 8 characters, or few different ones.
    Weak,
    /// Long enough to be taken.
    Fair,
    /// Takes long to guess.
    Strong,
    /// Takes longer than anybody has.
    Excellent,
}

impl Strength {
    /// Estimates what was typed, by its length and how many characters differ.
    pub fn of(typed: &str) -> Self {
        let length = typed.chars().count();
        let mut different: Vec<char> = typed.to_lowercase().chars().collect();
        different.sort_unstable();
        different.dedup();
        match (length, different.len()) {
            (0, _) => Self::None,
            (length, different) if length < PASSWORD_MIN || different < 5 => Self::Weak,
            (length, different) if length >= 20 && different >= 9 => Self::Excellent,
            (length, different) if length >= 14 && different >= 8 => Self::Strong,
            _ => Self::Fair,
        }
    }

    /// Filled bars of four.
    pub const fn bars(self) -> u8 {
        self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(typed: &str) -> Result<(), PasswordProblem> {
        let email = "mina.okafor@harbour.example".parse().unwrap();
        Password::choose(typed.to_owned(), Some(&email), "Mina Okafor").map(drop)
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
    }

    // SU-2
    #[test]
    fn is_neither_email_nor_name() {
        assert_eq!(choose("Mina.Okafor@harbour.example"), Err(PasswordProblem::IsEmail));
        assert_eq!(choose("mina.okafor"), Err(PasswordProblem::IsEmail));
        assert_eq!(choose("mina OKAFOR"), Err(PasswordProblem::IsName));
        assert_eq!(choose("mina okafor likes tea"), Ok(()));
    }

    #[test]
    fn is_never_printed() {
        let password = Password::attempt("four plain words".into()).unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
        assert_eq!(password.expose(), "four plain words");
    }

    #[test]
    fn strength_rewards_length() {
        let order = ["", "short", "eight888", "four plain word", "many plain words are the best"];
        let bars: Vec<u8> = order.map(|typed| Strength::of(typed).bars()).into();
        assert_eq!(bars, [0, 1, 2, 3, 4]);
        assert_eq!(Strength::of("aaaaaaaaaaaaaaaaaaaaaaaa"), Strength::Weak);
    }
}
