//! Forgetting: what nobody needs any more is deleted (SU-14).

use domain::limits;
use tracing::instrument;

use crate::{Result, Services};

impl Services {
    /// Deletes claims after 30 days with their attempts, links, mails and sessions that are dead, and
    /// organizations 7 days after they were deleted, and what removed members were.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn purge(&self) -> Result<()> {
        let now = self.now();
        let claims = now - limits::CLAIM;
        let mut tx = self.store.begin().await?;
        tx.purge_attempts(claims).await?;
        tx.purge_claims(claims).await?;
        tx.purge_mail(claims).await?;
        tx.purge_links(claims).await?;
        tx.purge_organizations(now - limits::ORGANIZATION_UNDO).await?;
        tx.purge_removals(now - limits::REMOVAL_UNDO).await?;
        tx.purge_devices(now - limits::DEVICE).await?;
        tx.purge_sessions(now - limits::SESSION_IDLE, now - limits::SESSION_ABSOLUTE).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Cuts SQLite's log of changes when it has become large (DB-9).
    ///
    /// # Errors
    /// When somebody is at work in it just now.
    #[instrument(level = "debug", skip_all)]
    pub async fn shrink_log(&self) -> Result<()> {
        Ok(self.store.shrink_log().await?)
    }
}
