//! Signing out: the session ends on the server (SI-5).

use security::{Purpose, Token};

use crate::{Result, Services};

impl Services {
    /// Ends the session and the attempt of this browser. The claim stays: its link works, and its owner can sign in.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn sign_out(&self, session: Option<&Token>, attempt: Option<&Token>) -> Result<()> {
        let session = session.map(|session| session.digest(Purpose::Session));
        let account = match &session {
            Some(digest) => self.store.session(digest.as_bytes()).await?.map(|session| session.account_id),
            None => None,
        };
        let mut tx = self.store.begin().await?;
        if let Some(digest) = session {
            tx.delete_session(digest.as_bytes()).await?;
        }
        if let Some(account) = account {
            // The other tabs of this browser are signed out too.
            tx.changed(store::Change::Account(account));
        }
        if let Some(attempt) = attempt {
            tx.leave_attempt(attempt.digest(Purpose::Attempt).as_bytes()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
