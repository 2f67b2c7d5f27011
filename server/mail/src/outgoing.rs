//! A mail on its way out, and what became of it.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use domain::EmailAddress;
use lettre::Address;
use lettre::message::{
    Mailbox, MultiPart,
    header::{HeaderName, HeaderValue},
};
use tokio::sync::OwnedSemaphorePermit;

use crate::sender::Sender;
use crate::words;

/// The last second a `Date` header can say: the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// One mail, ready to be handed to a [`crate::Transport`]. Trying it again means handing over the same values again, at another
/// time.
#[derive(Clone)]
pub struct Outgoing {
    /// The one address it goes to, as people read it: a mail server hears its domain in ASCII (`xn--`).
    pub to: String,
    /// Who it is from.
    pub from: Sender,
    /// What receivers tell two copies of it by; the same at every try. With or without its angle brackets.
    pub message_id: String,
    /// When it was written; the same at every try.
    pub date: DateTime<Utc>,
    /// When it is handed over by this try. A mail may have been put off since it was written.
    pub handed_over_at: DateTime<Utc>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML page.
    pub html: String,
}

/// The mail is in somebody else's hands.
///
/// Keep it until that is written down: until then it is this mail's turn, and no other of this process is in doubt. A
/// process that dies has handed over one mail at most that it did not write down (MAIL-5).
#[derive(Debug)]
pub struct Accepted {
    /// What the mail server said to it, on one line.
    pub reply: String,
    _turn: Option<Turn>,
}

/// The right to have a mail in doubt; given back when dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Turn {
    pub(crate) fn new(permit: OwnedSemaphorePermit) -> Self {
        Self { _permit: permit }
    }
}

impl Accepted {
    pub(crate) fn new(reply: impl Into<String>, turn: Option<Turn>) -> Self {
        Self { reply: reply.into(), _turn: turn }
    }
}

impl PartialEq for Accepted {
    fn eq(&self, other: &Self) -> bool {
        self.reply == other.reply
    }
}

/// The mail is still in ours, and why: the mail server's reply or what happened instead, on one line of at most 200
/// characters that names no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Worth another try later.
    #[error("{0}")]
    Temporary(String),
    /// Not worth another try.
    #[error("{0}")]
    Permanent(String),
}

impl Outgoing {
    /// The Message-ID without its angle brackets, and without anything that cannot stand in one.
    pub(crate) fn bare_message_id(&self) -> String {
        self.message_id.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>')).collect()
    }

    /// The whole mail: headers, and the text and the page as alternatives.
    pub(crate) fn compose(&self) -> Result<lettre::Message, SendError> {
        let to =
            self.recipient().ok_or_else(|| SendError::Permanent("The address can't be written in a mail.".into()))?;
        lettre::Message::builder()
            .from(self.from.mailbox().clone())
            .to(Mailbox::new(None, to))
            .subject(words::one_line(&self.subject))
            .message_id(Some(format!("<{}>", self.bare_message_id())))
            .date(self.system_time())
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
            .multipart(MultiPart::alternative_plain_html(self.text.clone(), self.html.clone()))
            .map_err(|error| SendError::Permanent(words::reply(&format!("The mail can't be written: {error}"))))
    }

    fn recipient(&self) -> Option<Address> {
        if self.to.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return None;
        }
        EmailAddress::try_from(self.to.clone()).ok()?.wire().parse().ok()
    }

    fn system_time(&self) -> SystemTime {
        let seconds = u64::try_from(self.date.timestamp()).unwrap_or(0).min(LAST_SECOND);
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing() -> Result<Outgoing, Box<dyn std::error::Error>> {
        Ok(Outgoing {
            to: "mina@harbourfinch.example".into(),
            from: "Parlor <parlor@localhost>".parse()?,
            message_id: "<0198@localhost>".into(),
            date: DateTime::from_timestamp(1_795_340_460, 0).unwrap_or_default(),
            handed_over_at: DateTime::from_timestamp(1_795_340_520, 0).unwrap_or_default(),
            subject: "Confirm your address".into(),
            text: "Text".into(),
            html: "<p>Page</p>".into(),
        })
    }

    fn head(outgoing: &Outgoing) -> Result<Vec<String>, SendError> {
        let bytes = outgoing.compose()?.formatted();
        let whole = String::from_utf8_lossy(&bytes).replace("\r\n ", " ");
        Ok(whole.split("\r\n").take_while(|line| !line.is_empty()).map(str::to_owned).collect())
    }

    #[test]
    fn a_mail_says_who_when_and_that_a_machine_wrote_it() -> Result<(), Box<dyn std::error::Error>> {
        let head = head(&outgoing()?)?;
        for line in [
            "From: Parlor <parlor@localhost>",
            "To: mina@harbourfinch.example",
            "Subject: Confirm your address",
            "Message-ID: <0198@localhost>",
            "Date: Sun, 22 Nov 2026 09:41:00 +0000",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(head.iter().any(|found| found == line), "{line} in {head:#?}");
        }
        Ok(())
    }

    #[test]
    fn no_line_break_reaches_a_header() -> Result<(), Box<dyn std::error::Error>> {
        let plain = head(&outgoing()?)?.len();
        let mut tricked = outgoing()?;
        tricked.subject = "Hello\r\nBcc: everybody@example.com\n\r\n<script>".into();
        tricked.message_id = "<0198@localhost>\r\nBcc: everybody@example.com".into();
        let head = head(&tricked)?;
        assert_eq!(head.len(), plain, "{head:#?}");
        assert!(!head.iter().any(|line| line.to_lowercase().starts_with("bcc")), "{head:#?}");
        Ok(())
    }

    #[test]
    fn a_subject_in_any_script_is_folded_ascii() -> Result<(), Box<dyn std::error::Error>> {
        let names = format!("{} invited you to {}", "Zoë 山田 ".repeat(20), "é".repeat(80));
        let bytes = Outgoing { subject: names, ..outgoing()? }.compose()?.formatted();
        let whole = String::from_utf8(bytes)?;
        let subject = whole.split("\r\n").skip_while(|line| !line.starts_with("Subject: "));
        let subject: Vec<&str> = subject
            .enumerate()
            .take_while(|(n, line)| *n == 0 || line.starts_with(' '))
            .map(|(_, line)| line)
            .collect();
        assert!(subject.len() > 1 && subject.iter().all(|line| line.is_ascii() && line.len() <= 78), "{subject:#?}");
        Ok(())
    }

    // FIELD-6
    #[test]
    fn mail_servers_hear_a_domain_in_ascii() -> Result<(), Box<dyn std::error::Error>> {
        let composed = Outgoing { to: "chr@bücher.example".into(), ..outgoing()? }.compose().map_err(|_| "refused")?;
        let to: Vec<String> = composed.envelope().to().iter().map(ToString::to_string).collect();
        assert_eq!(to, ["chr@xn--bcher-kva.example"]);
        Ok(())
    }

    #[test]
    fn an_address_that_is_none_is_refused_for_good() -> Result<(), Box<dyn std::error::Error>> {
        for to in [
            "",
            "mina",
            "mina@x\r\nRCPT TO:<eve@example.com>",
            "mina @example.com",
            "a@b.example,c@d.example",
            "\"a\nb\"@example.com",
        ] {
            let refused = Outgoing { to: to.into(), ..outgoing()? }.compose();
            assert!(matches!(refused, Err(SendError::Permanent(_))), "{to:?}");
        }
        Ok(())
    }

    #[test]
    fn no_date_is_too_far_for_a_header() -> Result<(), Box<dyn std::error::Error>> {
        for date in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(Outgoing { date, ..outgoing()? }.compose().is_ok());
        }
        Ok(())
    }
}
