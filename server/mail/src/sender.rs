//! Who Parlor's mails are from (`PARLOR_MAIL_FROM`).

use std::fmt;
use std::str::FromStr;

use lettre::Address;
use lettre::message::Mailbox;

use crate::words;

/// The sender of every mail: an address, with or without a name, as in `Parlor <parlor@example.com>`; its domain in ASCII
/// (`xn--`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// The sender was not written as a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a sender; write it as Parlor <parlor@example.com>")]
pub struct SenderError(String);

impl Sender {
    /// The address alone, as in `parlor@example.com`.
    pub fn address(&self) -> &str {
        self.0.email.as_ref()
    }

    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl FromStr for Sender {
    type Err = SenderError;

    fn from_str(text: &str) -> Result<Self, SenderError> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err(SenderError(words::one_line(text)));
        }
        let mailbox: Mailbox = text.parse().map_err(|_| SenderError(text.to_owned()))?;
        let domain = idna::domain_to_ascii(mailbox.email.domain()).map_err(|_| SenderError(text.to_owned()))?;
        let address = Address::new(mailbox.email.user(), domain).map_err(|_| SenderError(text.to_owned()))?;
        Ok(Self(Mailbox::new(mailbox.name, address)))
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // CT-4
    #[test]
    fn a_sender_has_an_address_and_maybe_a_name() {
        for (text, address, shown) in [
            ("Parlor <parlor@localhost>", "parlor@localhost", "Parlor <parlor@localhost>"),
            (" parlor@chat.example ", "parlor@chat.example", "parlor@chat.example"),
            (
                "\"Harbour & Finch\" <hello@harbourfinch.example>",
                "hello@harbourfinch.example",
                "Harbour & Finch <hello@harbourfinch.example>",
            ),
            ("Büro <hallo@example.com>", "hallo@example.com", "Büro <hallo@example.com>"),
            // FIELD-6: a domain as servers without SMTPUTF8 take it.
            ("Büro <hallo@Bücher.example>", "hallo@xn--bcher-kva.example", "Büro <hallo@xn--bcher-kva.example>"),
        ] {
            let sender = text.parse::<Sender>();
            assert_eq!(sender.as_ref().map(Sender::address), Ok(address), "{text}");
            assert_eq!(sender.map(|sender| sender.to_string()).as_deref(), Ok(shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_sender_is_named_in_one_line() {
        for text in [
            "",
            "Parlor",
            "Parlor <parlor>",
            "Parlor <parlor@localhost",
            "Parlor <parlor@localhost> and more",
            "Parlor\r\nBcc: everybody@example.com <parlor@localhost>",
            "a@example.com, b@example.com",
        ] {
            let error = text.parse::<Sender>().map_err(|error| error.to_string());
            assert!(error.as_ref().is_err_and(|line| !line.contains(['\r', '\n'])), "{text:?}: {error:?}");
        }
    }
}
