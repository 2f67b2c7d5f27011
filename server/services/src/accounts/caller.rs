//! Who calls: the session of a request (SI-4).

use domain::{AccountId, EmailAddress, PersonName, limits};
use security::{Purpose, Token};

use crate::{Result, ServiceError, Services};

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Whose account.
    pub account_id: AccountId,
    /// Their address.
    pub email: EmailAddress,
    /// Their name.
    pub name: PersonName,
    /// Whether the address is proven.
    pub verified: bool,
}

impl Services {
    /// Who holds this session. Counts as use: at most one write a minute.
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`] when there is none, or it ended: after 7 days without use or 30 days in all.
    pub async fn caller(&self, session: Option<&Token>) -> Result<Caller> {
        let digest = session.ok_or(ServiceError::SignedOut)?.digest(Purpose::Session);
        let session = self.store.session(digest.as_bytes()).await?.ok_or(ServiceError::SignedOut)?;
        let now = self.now();
        if now - session.seen_at >= limits::SESSION_IDLE || now - session.created_at >= limits::SESSION_ABSOLUTE {
            return Err(ServiceError::SignedOut);
        }
        if now - session.seen_at >= limits::SESSION_TOUCH {
            self.note(async {
                let mut tx = self.store.begin().await?;
                tx.touch_session(session.id, now).await?;
                tx.commit().await
            })
            .await;
        }
        Ok(Caller {
            account_id: session.account_id,
            email: session.email,
            name: session.name,
            verified: session.verified,
        })
    }

    /// Who holds this session, with a proven address (SU-13).
    ///
    /// # Errors
    /// [`ServiceError::SignedOut`], [`ServiceError::Unconfirmed`].
    pub async fn verified_caller(&self, session: Option<&Token>) -> Result<Caller> {
        let caller = self.caller(session).await?;
        if caller.verified { Ok(caller) } else { Err(ServiceError::Unconfirmed) }
    }
}
