//! The way of an event to the operator's billing: as durable as that of a mail, and on the same terms (`outbox`). A try takes
//! less time than a worker owns the event. An event is tried until the receiver takes it; only one that is told to be gone for
//! good is parked, until the operator has it tried again.

use chrono::{DateTime, Utc};
use store::{QueuedWebhookEvent, StoreError, WebhookBacklog};
use tracing::instrument;
use webhook::{Delivery, DeliveryError, Endpoint};

use crate::{
    Result, Services,
    outbox::{self, CANDIDATES, LEASE, pause},
};

/// What becomes of the events that wait, where the operator has them tried at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookRetry {
    /// How many are tried at once.
    pub retried: u64,
    /// How many have their turn within 30 seconds anyway.
    pub soon: i64,
}

impl Services {
    /// Tries the event that has waited longest; when there is none, counts an organization whose time has come. False: nothing's
    /// turn has come, other workers have it all, or billing is not told.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn deliver_next_event(&self) -> Result<bool> {
        let Some(endpoint) = &self.billing_webhook else { return Ok(false) };
        for event in self.store.due_webhook_events(self.now(), CANDIDATES).await? {
            let Some(_held) = self.events_in_hand.take(event.id) else { continue };
            if self.deliver_event(endpoint, &event).await? {
                return Ok(true);
            }
        }
        self.recount_next().await
    }

    /// Waits until a use case of this process wrote an event.
    pub async fn webhook_woken(&self) {
        self.store.webhook_woken().await;
    }

    /// What is on its way to the operator's billing.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn webhook_backlog(&self) -> Result<WebhookBacklog> {
        Ok(self.store.webhook_backlog().await?)
    }

    /// Has all events tried at once that are parked or wait for another try. What a worker may have in its hands, or has its turn
    /// as soon as if it had, is left alone.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all)]
    pub async fn retry_webhook(&self) -> Result<WebhookRetry> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let soon = tx.webhook_events_due(now + LEASE).await?;
        let retried = tx.retry_webhook_events(now, now + LEASE).await?;
        tx.commit().await?;
        Ok(WebhookRetry { retried, soon })
    }

    /// One try. False: another worker has it.
    #[instrument(level = "debug", skip_all, fields(event = %event.id))]
    async fn deliver_event(&self, endpoint: &Endpoint, event: &QueuedWebhookEvent) -> Result<bool> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !tx.lease_webhook_event(event, now + LEASE).await? {
            return Ok(false);
        }
        tx.commit().await?;
        let outcome = endpoint.deliver(&Delivery { id: event.id, at: now, body: &event.body }).await;
        match &outcome {
            Ok(()) => tracing::debug!(event = %event.id, "a billing event was delivered"),
            Err(problem @ DeliveryError::Gone) => {
                tracing::error!(
                    event = %event.id,
                    %problem,
                    "a billing event is parked; `parlor admin webhook retry` has it tried again"
                );
            }
            Err(problem) => tracing::warn!(event = %event.id, %problem, "a billing event has to wait"),
        }
        outbox::note(|| self.note_delivery(event, &outcome, self.now())).await?;
        Ok(true)
    }

    async fn note_delivery(
        &self,
        event: &QueuedWebhookEvent,
        outcome: &Result<(), DeliveryError>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        match outcome {
            Ok(()) => tx.delete_webhook_event(event.id).await?,
            Err(problem @ DeliveryError::Gone) => tx.park_webhook_event(event.id, &problem.to_string()).await?,
            Err(DeliveryError::Temporary(problem)) => {
                tx.retry_webhook_event(event.id, now + pause(event.tries), problem).await?;
            }
        }
        tx.commit().await
    }
}
