//! Whom the operator names as support contacts of an organization (CH-4).

use domain::{EmailAddress, Refusal, Slug, audit::AuditEvent};
use store::Member;
use tracing::instrument;

use crate::{ClientInfo, Result, ServiceError, Services, audit::Subject};

/// Why the operator's change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum SupportContactNotSet {
    #[error("no member has this address")]
    NoMember,
    #[error(transparent)]
    Failed(#[from] ServiceError),
}

impl From<store::StoreError> for SupportContactNotSet {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Refusal> for SupportContactNotSet {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl Services {
    /// The support contacts, the longest in first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for an organization that there is not, or that is deleted.
    #[instrument(level = "debug", skip_all, fields(organization = %slug))]
    pub async fn support_contacts(&self, slug: &Slug) -> Result<Vec<Member>> {
        let mut reader = self.store.read();
        let found = reader.organization_by_slug(slug).await?.ok_or(Refusal::NotFound)?;
        Ok(reader.support_contacts(found.id).await?)
    }

    /// Says whether the member with this address is one. Said twice, it is said once. It ends with the membership, and comes back
    /// with one that is brought back.
    ///
    /// # Errors
    /// [`SupportContactNotSet::NoMember`]; [`Refusal::NotFound`] for an organization that there is not, or that is deleted.
    #[instrument(level = "debug", skip_all, fields(organization = %slug))]
    pub async fn set_support_contact(
        &self,
        slug: &Slug,
        email: &EmailAddress,
        after: bool,
    ) -> Result<(), SupportContactNotSet> {
        let found = self.store.read().organization_by_slug(slug).await?.ok_or(Refusal::NotFound)?;
        let operator = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&operator).await?;
        tx.lock_organization(found.id).await?.ok_or(Refusal::NotFound)?;
        let member = tx.member_by_email(found.id, email).await?.ok_or(SupportContactNotSet::NoMember)?;
        let before = member.support_contact;
        if before == after {
            return Ok(());
        }
        tx.set_support_contact(found.id, member.account_id, after).await?;
        let event = AuditEvent::SupportContactChanged { before, after };
        tx.record_for(found.id, None, Subject::Account(member.account_id), &event).await?;
        Ok(tx.commit().await?)
    }
}
