//! What the operator's billing is told (docs/adr/0022-the-webhook.md). Whatever changes an organization is recorded, and what
//! is recorded is counted again before its commit: where seats or plan are not what was told last, the transaction that
//! changed them writes one event. What changes without anybody doing something, as an invitation expires, is counted by a
//! worker when its time has come.

use domain::{OrganizationId, WebhookEventId};
use store::{CountedOrganization, NewWebhookEvent, StoreError};
use tracing::instrument;
use webhook::{BillingState, Event};

use crate::{ClientInfo, Result, Services, transaction::Transaction};

/// Organizations that are compared at once with what was told of them.
const PAGE: i64 = 500;

/// What is so by now, and what was told last. What another version told and this one cannot read counts as nothing: no
/// change is refused for the sake of billing.
fn compared(counted: &CountedOrganization) -> (BillingState, Option<BillingState>) {
    let now = BillingState::new(counted.seats, counted.subscription.clone(), counted.deleted);
    let told = counted.told.as_deref().and_then(|told| serde_json::from_str(told).ok());
    (now, told)
}

impl Transaction<'_> {
    /// Has an organization counted again before the commit, where billing is told.
    pub(crate) fn recount(&mut self, organization: OrganizationId) {
        if self.services().billing_webhook.is_some() {
            self.to_recount.insert(organization);
        }
    }

    /// Writes an event, where the organization is not what was told of it last.
    pub(crate) async fn tell_billing(&mut self, organization: OrganizationId) -> Result<()> {
        let now = self.services().now();
        self.lock_billing_state(organization).await?;
        let Some(counted) = self.read().counted_organization(organization, now).await? else { return Ok(()) };
        let (after, before) = compared(&counted);
        let revision = counted.revision + 1;
        let Some(event) = Event::new((counted.id, &counted.slug), revision, before.as_ref(), &after, now) else {
            if counted.recount_at != counted.next_expiry {
                let told = counted.told.as_deref().unwrap_or_default();
                self.save_billing_state(organization, counted.revision, told, counted.next_expiry).await?;
            }
            return Ok(());
        };
        let told = serde_json::to_string(&after)?;
        self.save_billing_state(organization, revision, &told, counted.next_expiry).await?;
        let id = WebhookEventId::new(now, self.services().rng.bytes()?);
        let body = serde_json::to_string(&event)?;
        self.insert_webhook_event(&NewWebhookEvent { id, body: &body, now }).await?;
        Ok(())
    }
}

impl Services {
    /// Counts the organization whose time has come to be counted again. False: there is none.
    pub(crate) async fn recount_next(&self) -> Result<bool> {
        let Some(organization) = self.store.organization_to_recount(self.now()).await? else { return Ok(false) };
        self.recount_organization(organization).await?;
        Ok(true)
    }

    async fn recount_organization(&self, organization: OrganizationId) -> Result<()> {
        let nobody = ClientInfo { address: None, user_agent: String::new() };
        let mut tx = self.begin(&nobody).await?;
        tx.recount(organization);
        match tx.commit().await {
            // It is gone for good meanwhile, and what was told of it too.
            Err(crate::ServiceError::Internal(_)) if self.is_gone(organization).await? => Ok(()),
            done => done,
        }
    }

    async fn is_gone(&self, organization: OrganizationId) -> Result<bool, StoreError> {
        Ok(self.store.read().counted_organization(organization, self.now()).await?.is_none())
    }

    /// Compares all organizations with what was told of them, and tells what was not: all of them when the webhook is set for
    /// the first time, and what happened while it was not.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn reconcile_billing(&self) -> Result<()> {
        if self.billing_webhook.is_none() {
            return Ok(());
        }
        let mut last = None;
        loop {
            let page = self.store.read().counted_organizations(last, self.now(), PAGE).await?;
            for counted in &page {
                let (now, told) = compared(counted);
                let never_told_of = told.is_none() && counted.deleted;
                if told.as_ref() != Some(&now) && !never_told_of {
                    self.recount_organization(counted.id).await?;
                }
            }
            match page.last() {
                Some(counted) => last = Some(counted.id),
                None => return Ok(()),
            }
        }
    }
}
