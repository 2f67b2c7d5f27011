//! What those see who manage billing (ST-3).

use domain::{BillingContact, Permission, Subscription};
use store::{AuditEntry, PlanUse};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

/// Changes that are told.
const HISTORY: i64 = 20;

/// The subscription of an organization.
#[derive(Clone, Debug)]
pub struct BillingOverview {
    /// None where the operator gave it no plan: nothing is limited.
    pub subscription: Option<Subscription>,
    pub used: PlanUse,
    pub contact: Option<BillingContact>,
    /// What changed about plan, limits and contact, the newest first.
    pub history: Vec<AuditEntry>,
}

impl Services {
    /// The subscription of the organization, what of it is used, and what changed about it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`](domain::Refusal::Forbidden).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn billing(&self, context: &OrganizationContext) -> Result<BillingOverview> {
        self.require(context, Permission::ManageBilling).await?;
        let id = context.organization.id;
        let mut reader = self.store.read();
        let subscription = reader.subscription(id).await?;
        let used = reader.plan_use(id, subscription.as_ref(), self.now()).await?;
        let contact = reader.billing_contact(id).await?;
        let history = self.store.audit_of_billing(id, self.audit_shown_since(), HISTORY).await?;
        let history = self.tell_apart(context, history).await?;
        Ok(BillingOverview { subscription, used, contact, history })
    }
}
