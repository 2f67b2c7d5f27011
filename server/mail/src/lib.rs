//! Parlor's mails: one type per message, sent by SMTP or kept in the local mailbox.
//!
//! A mail has three lives. As a [`Message`] it is a row of the outbox: plain facts, no link and no token. Rendered with
//! a [`Context`] it is a subject, a text and an HTML page. As [`Outgoing`] it is handed to a [`Transport`], under a
//! Message-ID that stays the same however often it is tried.
//!
//! This crate has no clock and never logs what a mail holds.

#![warn(unreachable_pub)]

mod mailbox;
mod messages;
mod outgoing;
mod rendered;
mod sender;
mod smtp;
mod transport;
mod words;

pub use mailbox::{Kept, Mailbox};
pub use messages::*;
pub use outgoing::{Accepted, Outgoing, SendError};
pub use rendered::{Context, RenderError, Rendered};
pub use sender::{Sender, SenderError};
pub use smtp::{
    Smtp, Timeouts,
    hello::Hello,
    tls::{Authority, AuthorityError},
    url::{SmtpUrl, SmtpUrlError, Tls},
};
pub use transport::Transport;
