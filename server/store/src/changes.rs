//! What changed, told to whoever listens: in this process, and with PostgreSQL in every process on the same database
//! (OR-4, OP-4).

use std::time::Duration;

use domain::{AccountId, OrganizationId};
use sqlx::{PgConnection, postgres::PgListener};
use tokio::sync::broadcast;

use crate::{Result, Store, db::Db};

/// The channel of PostgreSQL.
const CHANNEL: &str = "parlor";
/// Changes that a slow listener may be behind; beyond that it hears [`Change::Unknown`].
const BEHIND: usize = 1024;
/// Before the listener connects again.
const PAUSE: Duration = Duration::from_secs(1);

/// Something that open tabs may show has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// An account, its memberships or the invitations for its address.
    Account(AccountId),
    /// An organization, its members or its invitations.
    Organization(OrganizationId),
    /// Changes may have been missed: look at everything.
    Unknown,
}

impl Change {
    fn encode(self) -> String {
        match self {
            Self::Account(id) => format!("account {id}"),
            Self::Organization(id) => format!("organization {id}"),
            Self::Unknown => "unknown".to_owned(),
        }
    }

    /// What another process said; a newer one may say what we do not know.
    fn decode(text: &str) -> Self {
        match text.split_once(' ') {
            Some(("account", id)) => id.parse().map_or(Self::Unknown, Self::Account),
            Some(("organization", id)) => id.parse().map_or(Self::Unknown, Self::Organization),
            _ => Self::Unknown,
        }
    }
}

/// Those who want to hear of changes.
pub struct Changes(broadcast::Receiver<Change>);

impl Changes {
    /// The next change; `None` when the store is gone.
    pub async fn next(&mut self) -> Option<Change> {
        match self.0.recv().await {
            Ok(change) => Some(change),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Change::Unknown),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

pub(crate) fn channel() -> broadcast::Sender<Change> {
    broadcast::Sender::new(BEHIND)
}

/// Tells all processes, once `tx` is committed.
pub(crate) async fn notify(tx: &mut PgConnection, change: Change) -> Result<()> {
    sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(change.encode()).execute(tx).await?;
    Ok(())
}

impl Store {
    /// Hears of every change from now on.
    pub fn changes(&self) -> Changes {
        Changes(self.changes.subscribe())
    }

    /// Passes on what other processes change, for as long as it is run. With SQLite there are none.
    pub async fn listen(&self) {
        let Db::Postgres(pool) = &self.db else { return std::future::pending().await };
        loop {
            if let Ok(mut listener) = PgListener::connect_with(pool).await
                && listener.listen(CHANNEL).await.is_ok()
            {
                // What was said while nobody listened is not known.
                let _ = self.changes.send(Change::Unknown);
                while let Ok(Some(said)) = listener.try_recv().await {
                    // Nobody listens: nobody need hear.
                    let _ = self.changes.send(Change::decode(said.payload()));
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_processes_read_what_we_say() {
        let id = uuid::Uuid::from_u128(7);
        for change in [Change::Account(id.into()), Change::Organization(id.into()), Change::Unknown] {
            assert_eq!(Change::decode(&change.encode()), change);
        }
        assert_eq!(Change::decode("weather rain"), Change::Unknown);
    }
}
