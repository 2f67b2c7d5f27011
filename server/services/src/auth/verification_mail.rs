//! The mail of a sign-up: a verification link, or "you already have an account".

use chrono::{DateTime, Utc};
use domain::{LinkPurpose, MailId, limits};
use mail::{AlreadyRegistered, Message, VerifyAddress};
use store::{Account, Tx};

use crate::{Result, Services, mail_outbox::LinkTarget};

impl Services {
    /// Writes the mail of a claim. It carries a new link and supersedes the older ones (SU-4); where the address has an
    /// account, its owner is told so (SU-10).
    pub(crate) async fn write_verification_mail(
        &self,
        tx: &mut Tx,
        claim: &Account,
        now: DateTime<Utc>,
    ) -> Result<MailId> {
        let expires_at = now + limits::VERIFICATION;
        let (message, link_id) = if claim.shadow {
            (Message::AlreadyRegistered(AlreadyRegistered {}), None)
        } else {
            tx.supersede_links(claim.id, LinkPurpose::Verification, now).await?;
            let (id, _) = self.make_link(tx, LinkTarget::Verification(claim.id), expires_at).await?;
            (Message::VerifyAddress(VerifyAddress { started_at: now, expires_at }), Some(id))
        };
        self.write_mail(tx, &claim.email, &message, link_id, expires_at).await
    }
}
