//! What a mail server's no means: try again, or not.
//!
//! The rule: what is said before a recipient is named is about us (who we are, how we sign in, whom mail is from), never
//! the mail's doing, so it is worth another try whatever the code. What is said to the recipient and to the mail counts
//! as it is said: 4xx later, 5xx never. Some kinds of 5xx are about something that passes all the same: many servers, Postfix
//! by default, keep what they have against the client or the sender until a recipient is named.

use std::io;

use super::reply::Reply;
use crate::outgoing::SendError;
use crate::words;

/// Replies that are about our access to the server and not about the mail, though they say "never": a name to greet by that it does
/// not take, no encryption yet, a wrong password, a password that cannot be used.
const ABOUT_ACCESS: [u16; 5] = [504, 530, 534, 535, 538];
/// What the words of RFC 3463 begin with that are about who sends, and not about whom it is for: the sender's address, and who may
/// send what through the server.
const ABOUT_THE_SENDER: [&str; 3] = ["5.1.7", "5.1.8", "5.7."];
/// "Too many recipients", or a mailbox that is full: RFC 5321 (4.5.3.1.10) takes it for 452, "later".
const FULL: u16 = 552;
/// The same code for a mail that is larger than the mailbox or the server will ever take (RFC 3463).
const TOO_LARGE: [&str; 2] = ["5.2.3", "5.3.4"];

/// Why a conversation with a mail server did not go on.
#[derive(Debug)]
pub enum Fault {
    /// The connection broke, or never came about.
    Broken(io::Error),
    /// No encryption came about.
    Tls(io::Error),
    /// Something answers that speaks no SMTP.
    NotSmtp,
    /// It said no.
    Said(Reply),
    /// It cannot do what is needed, and there is no use in asking.
    Cannot(&'static str),
}

impl Fault {
    /// What happened between us and the server, before a recipient was named.
    pub fn of_ourselves(self) -> SendError {
        SendError::Temporary(self.line())
    }

    /// What the server said to a recipient or to the mail, or how the connection ended meanwhile.
    pub fn of_the_mail(self) -> SendError {
        match &self {
            Self::Said(reply) if is_final(reply) => SendError::Permanent(self.line()),
            Self::Cannot(_) => SendError::Permanent(self.line()),
            _ => SendError::Temporary(self.line()),
        }
    }

    /// Whether a connection that was used before may have been let go by the server meanwhile.
    pub fn is_goodbye(&self) -> bool {
        match self {
            Self::Broken(_) => true,
            Self::Said(reply) => reply.code == 421,
            Self::Tls(_) | Self::NotSmtp | Self::Cannot(_) => false,
        }
    }

    fn line(&self) -> String {
        words::reply(&match self {
            Self::Broken(cause) => format!("No connection to the mail server: {cause}"),
            Self::Tls(cause) => format!("No encrypted connection to the mail server: {cause}"),
            Self::NotSmtp => "What answers there is no mail server.".to_owned(),
            Self::Said(reply) => reply.line(),
            Self::Cannot(sentence) => (*sentence).to_owned(),
        })
    }
}

fn is_final(reply: &Reply) -> bool {
    let enhanced = reply.lines.first().and_then(|line| line.split(' ').next()).unwrap_or_default();
    match reply.code {
        code if ABOUT_ACCESS.contains(&code) => false,
        _ if ABOUT_THE_SENDER.iter().any(|word| enhanced.starts_with(word)) => false,
        FULL => TOO_LARGE.contains(&enhanced),
        code => code >= 500,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(code: u16, line: &str) -> Fault {
        Fault::Said(Reply { code, lines: vec![line.to_owned()] })
    }

    // FIELD-13, MAIL-3
    #[test]
    fn a_no_to_the_mail_is_final_unless_it_passes() {
        for (code, line, never) in [
            (550, "5.1.1 nobody here by that name", true),
            (550, "5.2.1 mailbox disabled", true),
            (554, "delivery error", true),
            (554, "5.7.1 <leo@harbour.example>: Relay access denied", false),
            (553, "5.7.1 <parlor@harbour.example>: Sender address rejected: not owned by user parlor", false),
            (504, "5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", false),
            (550, "5.7.60 SMTP; Client does not have permissions to send as this sender", false),
            (550, "5.1.8 <parlor@harbour.example>: Sender address rejected: Domain not found", false),
            (553, "no such domain", true),
            (421, "4.3.2 shutting down", false),
            (450, "4.2.0 greylisted", false),
            (451, "try later", false),
            (452, "4.5.3 too many recipients", false),
            (552, "5.2.2 mailbox full", false),
            (552, "too much mail data", false),
            (552, "5.3.4 message too big for system", true),
            (530, "5.7.0 must issue a STARTTLS command first", false),
            (535, "5.7.8 sign in first", false),
            (354, "go on", false),
        ] {
            assert_eq!(matches!(said(code, line).of_the_mail(), SendError::Permanent(_)), never, "{code} {line}");
            assert!(matches!(said(code, line).of_ourselves(), SendError::Temporary(_)), "{code} {line}");
        }
    }
}
