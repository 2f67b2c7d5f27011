//! Mails and the links in them, written in the transaction that causes them (OP-5).

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, InvitationId, LinkId, MailId};
use mail::Message;
use security::{Purpose, Token};
use store::{NewLink, NewMail, Tx};

use crate::{Client, Result, ServiceError, Services, security_events::SecurityEvent};

/// What a link opens.
#[derive(Clone, Copy)]
pub(crate) struct Opens<'a> {
    /// Its purpose.
    pub purpose: Purpose,
    /// Whose.
    pub account: Option<AccountId>,
    /// The invitation.
    pub invitation: Option<InvitationId>,
    /// The address that the account changes to or back to.
    pub email: Option<&'a EmailAddress>,
}

impl Opens<'_> {
    /// Something of an account's.
    pub fn of_account(purpose: Purpose, account: AccountId) -> Self {
        Self { purpose, account: Some(account), invitation: None, email: None }
    }

    /// An invitation.
    pub fn invitation(purpose: Purpose, invitation: InvitationId) -> Self {
        Self { purpose, account: None, invitation: Some(invitation), email: None }
    }
}

impl Services {
    /// Makes a link; its token is derived from its id, and only the digest is stored.
    pub(crate) async fn make_link(
        &self,
        tx: &mut Tx,
        opens: Opens<'_>,
        expires_at: DateTime<Utc>,
    ) -> Result<(LinkId, Token)> {
        let now = self.now();
        let id = LinkId::new(now, self.rng.bytes()?);
        let token = self.secret.link_token(opens.purpose, id.as_uuid().as_bytes());
        tx.insert_link(&NewLink {
            id,
            purpose: opens.purpose.as_str(),
            digest: token.digest(opens.purpose).as_bytes(),
            account_id: opens.account,
            invitation_id: opens.invitation,
            email: opens.email,
            created_at: now,
            expires_at,
        })
        .await?;
        Ok((id, token))
    }

    /// Writes a mail, with the link in it if it has one. It is worth nothing after `expires_at`. Ring
    /// [`Services::written`](crate::Settings::written) after the commit.
    pub(crate) async fn write_mail(
        &self,
        tx: &mut Tx,
        recipient: &EmailAddress,
        message: &Message,
        link_id: Option<LinkId>,
        expires_at: DateTime<Utc>,
    ) -> Result<MailId> {
        let now = self.now();
        let id = MailId::new(now, self.rng.bytes()?);
        let message = serde_json::to_string(message)?;
        tx.insert_mail(&NewMail { id, recipient, message: &message, link_id, now, expires_at }).await?;
        Ok(id)
    }

    /// Writes a mail that only tells something; it is tried for two days.
    pub(crate) async fn write_notice(&self, tx: &mut Tx, recipient: &EmailAddress, message: &Message) -> Result<()> {
        let expires_at = self.now() + domain::limits::NOTICE;
        self.write_mail(tx, recipient, message, None, expires_at).await.map(drop)
    }

    /// What to answer about a link that never was: `unknown`, until one client has opened many of them (TOK-12). A link
    /// that is one works all the same.
    pub(crate) fn unknown_link(&self, client: &Client, unknown: ServiceError) -> ServiceError {
        let key = security::client_key(&client.address);
        match self.throttles.unknown_links.take(&key, self.now()) {
            Ok(()) => unknown,
            Err(wait) => {
                SecurityEvent::Throttled { email: None }.log(client);
                ServiceError::Throttled(wait)
            }
        }
    }
}
