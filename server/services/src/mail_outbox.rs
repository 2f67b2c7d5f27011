//! Mails and the links in them, written in the transaction that causes them (OP-5).

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, InvitationId, LinkId, LinkPurpose, MailId, Refusal, Tries};
use mail::Message;
use security::Token;
use store::{NewLink, NewMail, Tx};

use crate::{RequestContext, Result, ServiceError, Services, security_events::SecurityEvent};

/// What a link opens.
#[derive(Clone, Copy)]
pub(crate) enum LinkTarget<'a> {
    /// The verification of the claim's address.
    Verification(AccountId),
    /// A new password for the account.
    Reset(AccountId),
    /// The change of the account's address to this one.
    NewAddress(AccountId, &'a EmailAddress),
    /// The way back to this address of the account.
    UndoAddress(AccountId, &'a EmailAddress),
    /// The invitation, by its mail.
    Invitation(InvitationId),
    /// The invitation, by a link that was copied.
    CopiedInvitation(InvitationId),
}

impl<'a> LinkTarget<'a> {
    const fn purpose(self) -> LinkPurpose {
        match self {
            Self::Verification(_) => LinkPurpose::Verification,
            Self::Reset(_) => LinkPurpose::Reset,
            Self::NewAddress(..) => LinkPurpose::NewAddress,
            Self::UndoAddress(..) => LinkPurpose::UndoAddress,
            Self::Invitation(_) => LinkPurpose::Invitation,
            Self::CopiedInvitation(_) => LinkPurpose::CopiedInvitation,
        }
    }

    const fn account(self) -> Option<AccountId> {
        match self {
            Self::Verification(id) | Self::Reset(id) | Self::NewAddress(id, _) | Self::UndoAddress(id, _) => Some(id),
            Self::Invitation(_) | Self::CopiedInvitation(_) => None,
        }
    }

    const fn invitation(self) -> Option<InvitationId> {
        match self {
            Self::Invitation(id) | Self::CopiedInvitation(id) => Some(id),
            _ => None,
        }
    }

    const fn email(self) -> Option<&'a EmailAddress> {
        match self {
            Self::NewAddress(_, email) | Self::UndoAddress(_, email) => Some(email),
            _ => None,
        }
    }
}

impl RequestContext {
    /// What to answer about a link that never was: `unknown`, until one client has opened many of them (TOK-12). A link
    /// that is one works all the same.
    pub(crate) fn unknown_link(&self, unknown: ServiceError) -> ServiceError {
        let key = security::client_key(self.client.address);
        match self.throttles.unknown_links.take(&key, self.now()) {
            Ok(()) => unknown,
            Err(wait) => {
                SecurityEvent::Throttled { email: None }.log(&self.client);
                Refusal::throttled(wait, Tries::Links).into()
            }
        }
    }
}

impl Services {
    /// Makes a link; its token is derived from its id, and only the digest is stored.
    pub(crate) async fn make_link(
        &self,
        tx: &mut Tx,
        target: LinkTarget<'_>,
        expires_at: DateTime<Utc>,
    ) -> Result<(LinkId, Token)> {
        let now = self.now();
        let id = LinkId::new(now, self.rng.bytes()?);
        let purpose = target.purpose();
        let token = self.secret.link_token(purpose, id.as_uuid().as_bytes());
        tx.insert_link(&NewLink {
            id,
            purpose,
            digest: token.digest(purpose).as_bytes(),
            account_id: target.account(),
            invitation_id: target.invitation(),
            email: target.email(),
            created_at: now,
            expires_at,
        })
        .await?;
        Ok((id, token))
    }

    /// Writes a mail, with the link in it if it has one. It is worth nothing after `expires_at`.
    pub(crate) async fn write_mail(
        &self,
        tx: &mut Tx,
        recipient: &EmailAddress,
        message: &Message,
        link_id: Option<LinkId>,
        expires_at: DateTime<Utc>,
    ) -> Result<MailId> {
        self.write_mail_for(tx, recipient, message, link_id, self.now(), expires_at).await
    }

    /// The same for a mail that is not to go out before `due_at`.
    pub(crate) async fn write_mail_for(
        &self,
        tx: &mut Tx,
        recipient: &EmailAddress,
        message: &Message,
        link_id: Option<LinkId>,
        due_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<MailId> {
        let now = self.now();
        let id = MailId::new(now, self.rng.bytes()?);
        let message = serde_json::to_string(message)?;
        tx.insert_mails(&[NewMail { id, recipient, message: &message, link_id, now, due_at, expires_at }]).await?;
        Ok(id)
    }

    /// Writes mails that only tell something; they are tried for two days.
    pub(crate) async fn write_notices(&self, tx: &mut Tx, notices: &[(&EmailAddress, &Message)]) -> Result<()> {
        let now = self.now();
        let written = notices.iter().map(|(recipient, message)| Ok((recipient, serde_json::to_string(message)?)));
        let written: Vec<_> = written.collect::<Result<_>>()?;
        let mails = written.iter().map(|(recipient, message)| {
            Ok(NewMail {
                id: MailId::new(now, self.rng.bytes()?),
                recipient,
                message,
                link_id: None,
                now,
                due_at: now,
                expires_at: now + domain::limits::NOTICE,
            })
        });
        Ok(tx.insert_mails(&mails.collect::<Result<Vec<_>>>()?).await?)
    }
}
