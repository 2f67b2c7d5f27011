//! The mail of a sign-up: a verification link, or "you already have an account".

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, LinkId, MailId, limits};
use mail::{AlreadyRegistered, Message, VerifyAddress};
use security::Purpose;
use store::{NewLink, NewMail, Tx};

use crate::{Result, Services};

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
                let id = LinkId::new(now, self.rng.bytes()?);
                let token = self.secret.link_token(Purpose::Verify, id.as_uuid().as_bytes());
                tx.supersede_links(account_id, Purpose::Verify.as_str(), now).await?;
                tx.insert_link(&NewLink {
                    id,
                    purpose: Purpose::Verify.as_str(),
                    digest: token.digest(Purpose::Verify).as_bytes(),
                    account_id,
                    created_at: now,
                    expires_at,
                })
                .await?;
                (Message::VerifyAddress(VerifyAddress { started_at: now, expires_at }), Some(id))
            }
            None => (Message::AlreadyRegistered(AlreadyRegistered {}), None),
        };
        let id = MailId::new(now, self.rng.bytes()?);
        let message = serde_json::to_string(&message)?;
        tx.insert_mail(&NewMail { id, recipient: email, message: &message, link_id, now, expires_at }).await?;
        Ok(id)
    }
}
