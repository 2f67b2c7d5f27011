//! Whom the operator writes to about the plan (ST-3).

use domain::{BillingContact, Permission, audit::AuditEvent};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, audit::Subject};

impl Services {
    /// Says whom the operator writes to; none for nobody. Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn change_billing_contact(
        &self,
        context: &OrganizationContext,
        contact: Option<&BillingContact>,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ManageBilling).await?;
        let organization = tx.organization_id();
        let before = tx.read().billing_contact(organization).await?;
        if before.as_ref() == contact {
            return Ok(());
        }
        tx.set_billing_contact(organization, contact).await?;
        let masked = |contact: Option<&BillingContact>| contact.map(BillingContact::masked);
        let event = AuditEvent::BillingContactChanged { before: masked(before.as_ref()), after: masked(contact) };
        let subject = contact.map_or(Subject::None, |contact| Subject::Address(&contact.email));
        tx.record(subject, event).await?;
        tx.commit().await
    }
}
