//! Whom the operator writes to about the plan (ST-3).

use domain::{BillingContact, Permission, Refusal, audit::AuditEvent};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, audit::Subject};

impl Services {
    /// Says whom the operator writes to; none for nobody. `seen` is who it was when the form was opened, where that is known.
    /// Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::ContactSavedMeanwhile`] where it is somebody else than was seen.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn change_billing_contact(
        &self,
        context: &OrganizationContext,
        seen: Option<Option<BillingContact>>,
        contact: Option<&BillingContact>,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ManageBilling).await?;
        let organization = tx.organization_id();
        let before = tx.read().billing_contact(organization).await?;
        if before.as_ref() == contact {
            return Ok(());
        }
        if seen.is_some_and(|seen| seen != before) {
            return Err(Refusal::ContactSavedMeanwhile { now: before }.into());
        }
        tx.set_billing_contact(organization, contact).await?;
        let masked = |contact: Option<&BillingContact>| contact.map(BillingContact::masked);
        let event = AuditEvent::BillingContactChanged { before: masked(before.as_ref()), after: masked(contact) };
        let subject = contact.map_or(Subject::None, |contact| Subject::Address(&contact.email));
        tx.record(subject, event).await?;
        tx.commit().await
    }
}
