//! Connections to the database, kept from one statement to the next.
//!
//! One that was used a moment ago is lent without a word to the database: a sign of life would be as long a way as the statement
//! itself. One whose work was given up halfway, because nobody waits for it any more, is asked before anybody has it again.

use std::{io, time::Duration};

use deadpool::{
    Runtime,
    managed::{Manager, Metrics, Object, Pool, PoolError, QueueMode, RecycleResult},
};
use sqlx::{
    ConnectOptions, Connection, Executor,
    postgres::{PgConnectOptions, PgConnection},
    sqlite::{SqliteConnectOptions, SqliteConnection},
};
use tokio::{
    runtime::Handle,
    time::{Instant, timeout},
};

use crate::{Result, StoreError};

/// Longest wait for a connection that others have, for a new one, and for a sign of life.
pub(crate) const ACQUIRE: Duration = Duration::from_secs(3);
/// A connection that was used within this time is not asked whether it is still there.
const TRUSTED: Duration = Duration::from_secs(1);
/// Between two tries to reach a server that does not listen: it is being restarted.
const AGAIN: Duration = Duration::from_millis(100);
/// Between two looks for a connection of ours, while the server takes no further one.
const SOON: Duration = Duration::from_millis(20);
/// PostgreSQL's word for having as many connections as it can hold.
const TOO_MANY_CONNECTIONS: &str = "53300";
/// How long work that was given up may go on before its connection is closed.
const LONGEST_WORK: Duration = Duration::from_secs(5);
/// How PostgreSQL goes about statements. None waits longer for what somebody else has locked (DB-2). Each is short, and many run
/// at once: compiling one to machine code, or sharing it out among processes, takes longer than the statement. What is read again
/// and again is in memory, where one page is as near as the next.
const SESSION: &str =
    "SET lock_timeout = '5s'; SET jit = off; SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1";

/// How connections to an engine are made.
pub(crate) trait Connect: Send + Sync + 'static {
    type Connection: Connection;

    /// Makes a connection that statements can be run on.
    fn open(&self) -> impl Future<Output = sqlx::Result<Self::Connection>> + Send;
}

impl Connect for SqliteConnectOptions {
    type Connection = SqliteConnection;

    async fn open(&self) -> sqlx::Result<SqliteConnection> {
        self.connect().await
    }
}

impl Connect for PgConnectOptions {
    type Connection = PgConnection;

    async fn open(&self) -> sqlx::Result<PgConnection> {
        let mut connection = loop {
            match self.connect().await {
                Err(sqlx::Error::Io(error)) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    tokio::time::sleep(AGAIN).await;
                }
                made => break made?,
            }
        };
        connection.execute(SESSION).await?;
        Ok(connection)
    }
}

fn is_crowded(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(cause) if cause.code().as_deref() == Some(TOO_MANY_CONNECTIONS))
}

/// Makes connections, and says which are still good.
pub(crate) struct Maker<O>(O);

impl<O: Connect> Manager for Maker<O> {
    type Type = O::Connection;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<O::Connection> {
        // Seldom, and large: kept out of the futures of all who read.
        Box::pin(self.0.open()).await
    }

    async fn recycle(&self, connection: &mut O::Connection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.last_used() > TRUSTED {
            connection.ping().await?;
        }
        Ok(())
    }
}

/// As many connections to one engine as there may be; cheap to clone.
pub(crate) struct Connections<O: Connect>(Pool<Maker<O>>);

impl<O: Connect> Clone for Connections<O> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<O: Connect> Connections<O> {
    /// None is made before it is needed.
    pub(crate) fn new(options: O, size: usize) -> Self {
        let pool = Pool::builder(Maker(options))
            .max_size(size)
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(ACQUIRE))
            .create_timeout(Some(ACQUIRE))
            .recycle_timeout(Some(ACQUIRE))
            .runtime(Runtime::Tokio1)
            .build()
            .unwrap_or_else(|_| unreachable!("there is a runtime for the timeouts"));
        Self(pool)
    }

    pub(crate) fn options(&self) -> &O {
        &self.0.manager().0
    }

    /// One of them, alone.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none comes free in time, or none can be made.
    pub(crate) async fn acquire(&self) -> Result<Lent<O>> {
        let began = Instant::now();
        let got = loop {
            match self.0.get().await {
                // Others have what the server can hold. One of ours may come free.
                Err(PoolError::Backend(error)) if is_crowded(&error) && began.elapsed() < ACQUIRE => {
                    tokio::time::sleep(SOON).await;
                }
                got => break got,
            }
        };
        match got {
            Ok(connection) => Ok(Lent { connection: Some(connection), at_work: false }),
            Err(PoolError::Backend(error)) => Err(StoreError::Unavailable(error)),
            Err(PoolError::Closed) => Err(StoreError::Unavailable(sqlx::Error::PoolClosed)),
            Err(_) => Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut)),
        }
    }

    /// Lends none any more, and closes those that nobody has.
    pub(crate) async fn close(&self) {
        let idle = self.0.retain(|_, _| false).removed;
        self.0.close();
        for connection in idle {
            // What is not written back now is at the next start.
            let _ = connection.close().await;
        }
    }
}

/// A connection that is lent; given back when dropped.
pub(crate) struct Lent<O: Connect> {
    connection: Option<Object<Maker<O>>>,
    /// A statement was begun on it, of which [`Self::settle`] has not heard.
    at_work: bool,
}

impl<O: Connect> Lent<O> {
    /// The connection, for one statement outside of any transaction.
    ///
    /// # Errors
    /// When it was closed.
    pub(crate) fn begin(&mut self) -> Result<&mut O::Connection> {
        self.at_work = true;
        self.get()
    }

    /// The connection, for a transaction, which ends by itself what it began.
    ///
    /// # Errors
    /// When it was closed.
    pub(crate) fn get(&mut self) -> Result<&mut O::Connection> {
        self.connection.as_deref_mut().ok_or(StoreError::Unavailable(sqlx::Error::PoolClosed))
    }

    /// Hears what came of the statement: a connection that misbehaves is closed.
    pub(crate) fn settle<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.at_work = false;
        if outcome.as_ref().is_err_and(StoreError::spoils_connection) {
            self.close();
        }
        outcome
    }

    /// Closes it; another one is made when it is needed.
    pub(crate) fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }
}

impl<O: Connect> Drop for Lent<O> {
    fn drop(&mut self) {
        if !self.at_work {
            return;
        }
        let (Some(mut connection), Ok(runtime)) = (self.connection.take(), Handle::try_current()) else {
            return self.close();
        };
        runtime.spawn(async move {
            if !matches!(timeout(LONGEST_WORK, connection.ping()).await, Ok(Ok(()))) {
                drop(Object::take(connection));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, pin::pin, task::Poll};

    use super::*;
    use crate::{Store, db::with_pool, statements::stores};

    async fn read(store: &Store, number: i64) -> Result<i64> {
        // What it is asked for has to be known, since nothing stands beside it.
        Ok(with_pool!(store, db => sqlx::query_scalar("SELECT CAST($1 AS BIGINT)").bind(number).fetch_one(db).await?))
    }

    /// DB-8: of more readers than there are connections each goes away with its statement begun. All connections come back, and
    /// nobody hears the answer to what another one asked.
    #[tokio::test]
    async fn db_8_who_goes_away_leaves_a_connection_that_works() {
        for store in stores().await {
            assert_eq!(read(&store, 0).await.unwrap(), 0);
            for number in 1..=40 {
                {
                    let mut given_up = pin!(read(&store, -number));
                    poll_fn(|context| {
                        // SQLite may be done by then.
                        drop(given_up.as_mut().poll(context));
                        Poll::Ready(())
                    })
                    .await;
                }
                assert_eq!(read(&store, number).await.unwrap(), number);
            }
        }
    }
}
