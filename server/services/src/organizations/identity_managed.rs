//! Whether roles, grants and projects of an organization's people come from an identity provider (ST-5). The operator says so.

use domain::{Refusal, Slug, audit::AuditEvent};
use tracing::instrument;

use crate::{ClientInfo, Result, Services, audit::Subject};

impl Services {
    /// Says whether they do. Said twice, it is said once.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an organization that there is not, or that is deleted.
    #[instrument(level = "debug", skip_all, fields(organization = %slug))]
    pub async fn set_identity_managed(&self, slug: &Slug, after: bool) -> Result<()> {
        let found = self.store.read().organization_by_slug(slug).await?.ok_or(Refusal::NotFound)?;
        let operator = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&operator).await?;
        let before = tx.lock_organization(found.id).await?.ok_or(Refusal::NotFound)?.identity_managed;
        if before == after {
            return Ok(());
        }
        tx.set_identity_managed(found.id, after).await?;
        tx.record_for(found.id, None, Subject::None, &AuditEvent::IdentityManagedChanged { before, after }).await?;
        tx.commit().await
    }
}
