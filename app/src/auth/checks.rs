//! The checks that forms run on leaving a field.

use domain::{EmailAddress, OwnWords, PersonName};

use crate::{browser, text};

/// The problem of a typed address, for the check on leaving the field.
pub fn check_email(typed: &str) -> Option<String> {
    typed.parse::<EmailAddress>().err().map(text::email_problem)
}

/// The problem of a typed name, for the check on leaving the field.
pub fn check_name(typed: &str) -> Option<String> {
    typed.parse::<PersonName>().err().map(text::person_name_problem)
}

/// What a password must not be made of, as far as this page knows. Only in the browser.
pub fn own_words(email: &str, name: &str, organizations: &[String]) -> OwnWords {
    OwnWords { email: email.into(), name: name.into(), organizations: organizations.into(), host: browser::hostname() }
}

/// The problem of a new password, for the check on leaving the field. What is commonly used, the server knows.
pub fn check_password(typed: String, own: &OwnWords) -> Option<String> {
    domain::Password::choose(typed, own).err().map(text::password_problem)
}
