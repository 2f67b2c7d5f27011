//! Signing out: the session ends on the server (SI-5).

use security::Purpose;
use tracing::instrument;

use crate::{RequestContext, Result, security_events::SecurityEvent};

impl RequestContext {
    /// Ends the session and the attempts of this browser. The claims stay: their links work, and their owners can sign in.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn sign_out(&self) -> Result<()> {
        let session = self.credentials.session.as_ref().map(|session| session.digest(Purpose::Session));
        let account = match &session {
            Some(digest) => self.store.session_owner(digest.as_bytes()).await?,
            None => None,
        };
        let mut tx = self.begin().await?;
        if let Some(account) = account {
            // First, so that what this session writes at the same moment is over before it ends.
            tx.lock_account(account).await?;
            // The other tabs of this browser are signed out too.
            tx.changed(store::Change::Account(account));
            tx.log(SecurityEvent::SignedOut { account });
        }
        if let Some(digest) = session {
            tx.delete_session(digest.as_bytes()).await?;
        }
        for attempt in &self.credentials.attempts {
            tx.leave_attempt(attempt.digest(Purpose::Attempt).as_bytes()).await?;
        }
        tx.commit().await
    }
}
