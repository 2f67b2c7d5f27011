//! The mail of a sign-up: a verification link, or "you already have an account".

use chrono::{DateTime, Utc};
use domain::{LinkPurpose, MailId, limits};
use mail::{AlreadyRegistered, Message, VerifyAddress};
use store::{Account, Tx};

use crate::{Result, Services, mail_outbox::LinkTarget};

impl Services {
    /// Writes the mail of a claim. It carries a new link and supersedes the older ones (SU-4). Where the address has an
    /// account, its owner is told so instead (SU-10); that mail has a link too, which it does not show, so that it is
    /// dropped for a newer one as any other is. It goes out at `due_at`.
    pub(crate) async fn write_verification_mail(
        &self,
        tx: &mut Tx,
        claim: &Account,
        now: DateTime<Utc>,
        due_at: DateTime<Utc>,
    ) -> Result<MailId> {
        let expires_at = now + limits::VERIFICATION;
        tx.supersede_links(claim.id, LinkPurpose::Verification, now).await?;
        let (link, _) = self.make_link(tx, LinkTarget::Verification(claim.id), expires_at).await?;
        let message = if claim.shadow {
            Message::AlreadyRegistered(AlreadyRegistered {})
        } else {
            Message::VerifyAddress(VerifyAddress { started_at: now, expires_at })
        };
        self.write_mail_for(tx, &claim.email, &message, Some(link), due_at, expires_at).await
    }
}
