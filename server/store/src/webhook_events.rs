//! Events on their way to the operator's billing. What was delivered is gone.

use chrono::{DateTime, Utc};
use domain::WebhookEventId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    outbox::LONGEST_WAIT,
};

/// An event to be delivered.
#[derive(Clone, Copy)]
pub struct NewWebhookEvent<'a> {
    /// The same at every try.
    pub id: WebhookEventId,
    /// JSON of the event, as it is sent.
    pub body: &'a str,
    pub now: DateTime<Utc>,
}

/// An event whose turn it is.
#[derive(Clone, Debug, FromRow)]
pub struct QueuedWebhookEvent {
    #[sqlx(try_from = "Uuid")]
    pub id: WebhookEventId,
    /// JSON of the event, as it is sent.
    pub body: String,
    pub tries: i64,
    next_try_at: DateTime<Utc>,
}

/// How many events there are, and what stands in the way of the one that was tried last.
#[derive(Clone, Debug, Default)]
pub struct WebhookBacklog {
    pub waiting: i64,
    /// Those that the receiver will never take, as it says.
    pub parked: i64,
    /// When the oldest of them was written.
    pub oldest: Option<DateTime<Utc>>,
    pub problem: Option<String>,
}

#[derive(FromRow)]
struct CountRow {
    waiting: i64,
    parked: i64,
    oldest: Option<DateTime<Utc>>,
}

statements! {
    INSERT = "
        INSERT INTO webhook_events (id, body, state, tries, created_at, next_try_at) VALUES ($1, $2, 'queued', 0, $3, $3)";
    DUE = "
        SELECT id, body, tries, next_try_at FROM webhook_events
        WHERE state = 'queued' AND (next_try_at <= $1 OR next_try_at > $3) ORDER BY next_try_at LIMIT $2";
    /// Of several workers that saw the same event, the one that moves its next try owns it until then.
    LEASE = "
        UPDATE webhook_events SET next_try_at = $3, tries = tries + 1
        WHERE id = $1 AND state = 'queued' AND next_try_at = $2";
    DELETE = "DELETE FROM webhook_events WHERE id = $1";
    RETRY = "UPDATE webhook_events SET next_try_at = $2, problem = $3 WHERE id = $1 AND state = 'queued'";
    PARK = "UPDATE webhook_events SET state = 'parked', problem = $2 WHERE id = $1 AND state = 'queued'";
    /// Those that a worker owns just now are left to it.
    RETRY_ALL = "
        UPDATE webhook_events SET state = 'queued', tries = 0, next_try_at = $1
        WHERE state = 'parked' OR next_try_at > $2";
    COUNT = "
        SELECT COUNT(CASE WHEN state = 'queued' THEN 1 END) AS waiting,
               COUNT(CASE WHEN state = 'parked' THEN 1 END) AS parked, MIN(created_at) AS oldest FROM webhook_events";
    DUE_UNTIL = "SELECT COUNT(*) FROM webhook_events WHERE state = 'queued' AND next_try_at <= $1";
    PROBLEM = "SELECT problem FROM webhook_events WHERE problem IS NOT NULL ORDER BY next_try_at DESC LIMIT 1";
}

impl Store {
    /// Events whose turn it is, the longest waiting first. Those whose turn were further off than any is were written while
    /// the clock was ahead: theirs is now (FIELD-32).
    pub async fn due_webhook_events(&self, now: DateTime<Utc>, limit: i64) -> Result<Vec<QueuedWebhookEvent>> {
        Ok(with_pool!(self, db => sqlx::query_as(DUE)
            .bind(now)
            .bind(limit)
            .bind(now + LONGEST_WAIT)
            .fetch_all(db)
            .await?))
    }

    /// What is on its way.
    pub async fn webhook_backlog(&self) -> Result<WebhookBacklog> {
        let CountRow { waiting, parked, oldest } = with_pool!(self, db => sqlx::query_as(COUNT).fetch_one(db).await?);
        let problem = with_pool!(self, db => sqlx::query_scalar(PROBLEM).fetch_optional(db).await?);
        Ok(WebhookBacklog { waiting, parked, oldest, problem })
    }

    /// Waits until an event was written by a transaction of this process.
    pub async fn webhook_woken(&self) {
        self.webhook_wakeup.notified().await;
    }
}

impl Tx {
    /// Puts an event on its way.
    pub async fn insert_webhook_event(&mut self, new: &NewWebhookEvent<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.body)
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        self.wakes_webhook();
        Ok(())
    }

    /// Takes the event for one try, until `until`. False: another worker has it.
    pub async fn lease_webhook_event(&mut self, event: &QueuedWebhookEvent, until: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(LEASE)
            .bind(event.id.as_uuid())
            .bind(event.next_try_at)
            .bind(until)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Forgets an event that was delivered.
    pub async fn delete_webhook_event(&mut self, id: WebhookEventId) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE).bind(id.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Sets the next try.
    pub async fn retry_webhook_event(&mut self, id: WebhookEventId, at: DateTime<Utc>, problem: &str) -> Result<()> {
        with_conn!(self, db => sqlx::query(RETRY).bind(id.as_uuid()).bind(at).bind(problem).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Keeps an event that is not tried any more, until the operator says so.
    pub async fn park_webhook_event(&mut self, id: WebhookEventId, problem: &str) -> Result<()> {
        with_conn!(self, db => sqlx::query(PARK).bind(id.as_uuid()).bind(problem).execute(db).await.map(drop)?);
        Ok(())
    }

    /// How many have their turn until then, or are in the hands of a worker.
    pub async fn webhook_events_due(&mut self, until: DateTime<Utc>) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(DUE_UNTIL).bind(until).fetch_one(db).await?))
    }

    /// Sets the next try of all that are parked, or wait beyond `owned_until`, to now; answers how many these are.
    pub async fn retry_webhook_events(&mut self, now: DateTime<Utc>, owned_until: DateTime<Utc>) -> Result<u64> {
        let done = with_conn!(self, db => sqlx::query(RETRY_ALL)
            .bind(now)
            .bind(owned_until)
            .execute(db)
            .await?
            .rows_affected());
        self.wakes_webhook();
        Ok(done)
    }
}
