//! The checks that forms of accounts run on leaving a field.

use domain::{EmailAddress, PersonName};

use crate::text;

/// The problem of a typed address, for the check on leaving the field.
pub fn check_email(typed: &str) -> Option<String> {
    typed.parse::<EmailAddress>().err().map(text::email_problem)
}

/// The problem of a typed name, for the check on leaving the field.
pub fn check_name(typed: &str) -> Option<String> {
    typed.parse::<PersonName>().err().map(text::person_name_problem)
}

/// The problem of a new password, for the check on leaving the field. What is commonly used, the server knows.
pub fn check_password(typed: String, email: &str, name: &str) -> Option<String> {
    let email = email.parse().ok();
    domain::Password::choose(typed, email.as_ref(), name).err().map(text::password_problem)
}
