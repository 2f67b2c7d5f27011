//! What a mail server's no means: try again, or not.

use std::error::Error as _;

use lettre::transport::smtp::Error;

use crate::outgoing::SendError;
use crate::words;

/// Replies that are about our access to the server and not about the mail, though they say "never": no encryption yet, a
/// wrong password, a password that cannot be used.
const ABOUT_ACCESS: [&str; 4] = ["530", "534", "535", "538"];

/// The server did not let us in: never the mail's doing.
pub fn of_ourselves(error: &Error) -> SendError {
    SendError::Temporary(line(error))
}

/// The server did not take the mail.
pub fn of_the_mail(error: &Error) -> SendError {
    let line = line(error);
    // A client error here is a mail that this server cannot carry, such as an address that needs SMTPUTF8.
    let never = error.is_client() || (error.is_permanent() && !ABOUT_ACCESS.iter().any(|code| line.starts_with(code)));
    if never { SendError::Permanent(line) } else { SendError::Temporary(line) }
}

fn line(error: &Error) -> String {
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    words::reply(&match error.status() {
        Some(code) => format!("{code} {cause}"),
        None if error.is_client() => cause,
        None if error.is_tls() => format!("No encrypted connection to the mail server: {cause}"),
        None => format!("No connection to the mail server: {cause}"),
    })
}
