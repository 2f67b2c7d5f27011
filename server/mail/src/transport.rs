//! The two ways out: SMTP, or the local mailbox when no SMTP is set.

use tracing::instrument;

use crate::mailbox::Mailbox;
use crate::outgoing::{Accepted, Outgoing, SendError};
use crate::smtp::Smtp;

/// Where mails go. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(Smtp),
    /// Into a folder, for a Parlor without a mail server (OP-2).
    Mailbox(Mailbox),
}

impl Transport {
    /// Hands over one mail. Once this has answered [`Accepted`] the mail is no longer ours; cut off before, it may be
    /// there all the same, which is why every try carries the same Message-ID.
    #[instrument(level = "debug", skip_all, fields(server.address = self.server()))]
    pub async fn send(&self, envelope: &Outgoing) -> Result<Accepted, SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(envelope).await,
            Self::Mailbox(mailbox) => mailbox.keep(envelope).await,
        }
    }

    /// The mail server's host, if mail goes to one.
    pub fn server(&self) -> Option<&str> {
        match self {
            Self::Smtp(smtp) => Some(smtp.host()),
            Self::Mailbox(_) => None,
        }
    }

    /// The local mailbox, where that is where mails go.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        match self {
            Self::Smtp(_) => None,
            Self::Mailbox(mailbox) => Some(mailbox),
        }
    }
}
