//! The mail of a sign-up: a verification link, or "you already have an account".

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, LinkPurpose, MailId, limits};
use mail::{AlreadyRegistered, Message, VerifyAddress};
use store::Tx;

use crate::{Result, Services, mail_outbox::LinkTarget};

impl Services {
    /// Writes the mail to `email`. With a claim it carries a new link and supersedes the older ones (SU-4); without one
    /// the address has an account, and its owner is told so (SU-10).
    pub(crate) async fn write_verification_mail(
        &self,
        tx: &mut Tx,
        email: &EmailAddress,
        claim: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<MailId> {
        let expires_at = now + limits::VERIFICATION;
        let (message, link_id) = match claim {
            Some(account_id) => {
                tx.supersede_links(account_id, LinkPurpose::Verification, now).await?;
                let target = LinkTarget::Verification(account_id);
                let (id, _) = self.make_link(tx, target, expires_at).await?;
                (Message::VerifyAddress(VerifyAddress { started_at: now, expires_at }), Some(id))
            }
            None => (Message::AlreadyRegistered(AlreadyRegistered {}), None),
        };
        self.write_mail(tx, email, &message, link_id, expires_at).await
    }
}
