//! Transactions. **A connection that misbehaves is closed, never used again** (FIELD-30): after a fault of the disk SQLite
//! may have rolled back by itself, and nothing that is said on that connection is sure.

use std::{sync::Arc, time::Duration};

use sqlx::{Executor, PgConnection, SqliteConnection, postgres::PgConnectOptions, sqlite::SqliteConnectOptions};
use tokio::{runtime::Handle, sync::Notify, time::timeout};
use tracing::{Instrument, instrument};

use crate::{
    Change, Result, StoreError, changes,
    connections::Lent,
    db::Db,
    faults,
    statement::{self, Statement},
};

/// How long a rollback may take before its connection is given up.
const LONGEST_ROLLBACK: Duration = Duration::from_secs(5);
const BEGIN_SQLITE: Statement = Statement::plain("BEGIN IMMEDIATE");
const BEGIN_POSTGRES: Statement = Statement::plain("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
const COMMIT: Statement = Statement::plain("COMMIT");
const ROLLBACK: Statement = Statement::plain("ROLLBACK");

/// A transaction: what is done in it happens whole or not at all. Dropped without [`Tx::commit`] it never happened.
pub struct Tx {
    connection: Option<Pooled>,
    state: State,
    changed: Vec<Change>,
    changes: changes::Feed,
    written: crate::db::LastWrite,
    /// Whether there is mail in it, for which the commit wakes a worker.
    has_mail: bool,
    outbox_wakeup: Arc<Notify>,
    /// Whether there is an event for the operator's billing in it, for which the commit wakes another one.
    has_event: bool,
    webhook_wakeup: Arc<Notify>,
}

/// How far a transaction is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// A statement was refused: nothing but a rollback may follow.
    Failed,
    /// It is not known what the connection is in.
    Unsure,
}

/// A connection out of its pool.
enum Pooled {
    Sqlite(Lent<SqliteConnectOptions>),
    Postgres(Lent<PgConnectOptions>),
}

/// The connection of a transaction, on either engine.
pub(crate) enum TxConn<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs one body on whichever engine the transaction has.
macro_rules! with_conn {
    ($tx:expr, $db:ident => $body:expr) => {{
        let outcome = match $tx.statement()? {
            $crate::tx::TxConn::Sqlite($db) => {
                $crate::statement::on_sqlite(async { Ok::<_, $crate::StoreError>($body) }).await
            }
            $crate::tx::TxConn::Postgres($db) => {
                $crate::statement::on_postgres(async { Ok::<_, $crate::StoreError>($body) }).await
            }
        };
        match outcome {
            Ok(value) => value,
            Err(error) => return Err($tx.failed(error)),
        }
    }};
}
pub(crate) use with_conn;

impl Pooled {
    async fn run(&mut self, statement: Statement) -> Result<()> {
        faults::step()?;
        self.execute(statement).await
    }

    async fn execute(&mut self, statement: Statement) -> Result<()> {
        match self {
            Self::Sqlite(lent) => {
                let db = lent.get()?;
                statement::on_sqlite(async { db.execute(statement).await }).await.map(drop)?;
            }
            Self::Postgres(lent) => {
                let db = lent.get()?;
                statement::on_postgres(async { db.execute(statement).await }).await.map(drop)?;
            }
        }
        Ok(())
    }

    /// The statement that begins a transaction. In PostgreSQL it says that it may write, whatever the server had for a
    /// default when the connection was made.
    const fn begin(&self) -> Statement {
        match self {
            Self::Sqlite(_) => BEGIN_SQLITE,
            Self::Postgres(_) => BEGIN_POSTGRES,
        }
    }

    /// Rolls back, and gives the connection back to its pool; closes it when it does not obey.
    async fn roll_back(mut self) {
        let rolled_back = timeout(LONGEST_ROLLBACK, self.execute(ROLLBACK)).await.map(|done| done.is_ok());
        if rolled_back != Ok(true) {
            self.close();
        }
    }

    /// Closes the connection; the pool makes another one when it is needed.
    fn close(self) {
        match self {
            Self::Sqlite(mut connection) => connection.close(),
            Self::Postgres(mut connection) => connection.close(),
        }
    }
}

impl Tx {
    /// Whether its statements see other tables as they were when they began, though they waited for a row since.
    pub(crate) const fn is_postgres(&self) -> bool {
        matches!(self.connection, Some(Pooled::Postgres(_)))
    }

    #[instrument(level = "trace", name = "begin", skip_all)]
    pub(crate) async fn begin(store: &crate::Store) -> Result<Self> {
        store.db.check()?;
        let connection = match &store.db {
            Db::Sqlite { writer, .. } => writer.acquire().await.map(Pooled::Sqlite),
            Db::Postgres(pool) => pool.acquire().await.map(Pooled::Postgres),
        };
        let connection = connection.inspect_err(|_| store.written.reset())?;
        // Unsure until it has begun, also when the caller goes away meanwhile.
        let mut tx = Self {
            connection: Some(connection),
            state: State::Unsure,
            changed: Vec::new(),
            changes: store.changes.clone(),
            written: store.written.clone(),
            has_mail: false,
            outbox_wakeup: store.outbox_wakeup.clone(),
            has_event: false,
            webhook_wakeup: store.webhook_wakeup.clone(),
        };
        if let Some(connection) = &mut tx.connection {
            connection.run(connection.begin()).await.map_err(StoreError::into_unavailable)?;
        }
        tx.state = State::Open;
        Ok(tx)
    }

    /// The connection, for one statement.
    pub(crate) fn statement(&mut self) -> Result<TxConn<'_>> {
        if let Err(error) = faults::step() {
            return Err(self.failed(error));
        }
        match &mut self.connection {
            Some(Pooled::Sqlite(connection)) => Ok(TxConn::Sqlite(connection.get()?)),
            Some(Pooled::Postgres(connection)) => Ok(TxConn::Postgres(connection.get()?)),
            None => Err(over()),
        }
    }

    /// Notes that a statement was refused.
    pub(crate) fn failed(&mut self, error: StoreError) -> StoreError {
        if error.spoils_connection() {
            self.state = State::Unsure;
        } else if self.state == State::Open {
            self.state = State::Failed;
        }
        error
    }

    /// Notes what open tabs may show; they hear of it once it is committed (OR-4).
    pub fn changed(&mut self, change: Change) {
        if !self.changed.contains(&change) {
            self.changed.push(change);
        }
    }

    /// Notes that mail was written, or is to be made of something that was: once it is committed a worker is woken.
    pub(crate) const fn wakes_outbox(&mut self) {
        self.has_mail = true;
    }

    /// Notes that an event for the operator's billing was written, or may be tried again: once it is committed a worker is
    /// woken.
    pub(crate) const fn wakes_webhook(&mut self) {
        self.has_event = true;
    }

    /// Makes it so: open tabs hear what changed, and a worker hears that there is mail.
    ///
    /// # Errors
    /// When it did not happen: a statement failed before, or the database did not take it.
    pub async fn commit(mut self) -> Result<()> {
        if self.state != State::Open {
            return Err(over());
        }
        let changed = std::mem::take(&mut self.changed);
        if let Some(Pooled::Postgres(connection)) = &mut self.connection
            && !changed.is_empty()
            && let Err(error) = changes::notify(connection.get()?, &changed).await
        {
            return Err(self.failed(error));
        }
        // From here on it is known only when the answer is there.
        self.state = State::Unsure;
        let Some(connection) = &mut self.connection else { return Err(over()) };
        if let Err(error) = connection.run(COMMIT).await {
            // It may have happened all the same. PostgreSQL tells by itself, if it did.
            if let Some(Pooled::Sqlite(_)) = &self.connection
                && !changed.is_empty()
            {
                self.changes.tell(Change::Unknown);
            }
            return Err(error);
        }
        self.written.note();
        if self.has_mail {
            self.outbox_wakeup.notify_one();
        }
        if self.has_event {
            self.webhook_wakeup.notify_one();
        }
        if let Some(Pooled::Sqlite(_)) = self.connection.take() {
            for change in changed {
                self.changes.tell(change);
            }
        }
        Ok(())
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        if self.state == State::Unsure {
            self.written.reset();
        }
        match (self.state, Handle::try_current()) {
            (State::Open | State::Failed, Ok(runtime)) => drop(runtime.spawn(connection.roll_back().in_current_span())),
            _ => connection.close(),
        }
    }
}

/// A bug: something follows in a transaction that is over.
fn over() -> StoreError {
    StoreError::Internal(sqlx::Error::Protocol("the transaction is over".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Store, statements::stores};

    async fn run(tx: &mut Tx, sql: &'static str) -> Result<()> {
        with_conn!(tx, db => sqlx::query(sql).execute(db).await.map(drop)?);
        Ok(())
    }

    /// How a transaction is isolated that begins on a connection after this.
    async fn isolation_after(store: &Store, sql: &'static str) -> Result<String> {
        crate::db::with_pool!(store, db => sqlx::query(sql).execute(db).await.map(drop)?);
        let mut tx = store.begin().await?;
        let Some(Pooled::Postgres(connection)) = &mut tx.connection else { unreachable!() };
        Ok(sqlx::query_scalar("SHOW transaction_isolation").fetch_one(connection.get()?).await?)
    }

    async fn works(store: &Store) {
        let mut tx = store.begin().await.unwrap();
        run(&mut tx, "CREATE TABLE ballast (bytes TEXT)").await.unwrap();
        tx.commit().await.unwrap();
        store.can_write().await.unwrap();
    }

    /// FIELD-30: the connection on which it happened is not used again.
    #[tokio::test]
    async fn after_a_fault_the_next_write_works() {
        let [sqlite, postgres] = stores().await;
        let Db::Sqlite { writer, .. } = &sqlite.db else { unreachable!() };
        // Holds for this connection alone: another one has room.
        writer.acquire().await.unwrap().get().unwrap().execute("PRAGMA max_page_count = 1").await.unwrap();
        let faults = [
            (&sqlite, "CREATE TABLE ballast (bytes TEXT)"),
            (&postgres, "SELECT pg_terminate_backend(pg_backend_pid())"),
        ];
        for (store, fault) in faults {
            let mut tx = store.begin().await.unwrap();
            let error = run(&mut tx, fault).await.unwrap_err();
            assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
            let error = tx.commit().await.unwrap_err();
            assert!(matches!(error, StoreError::Internal(_)), "{error:?}");
            works(store).await;
        }
    }

    /// RAC-12: what is read again behind a lock is as it is by now, whatever the server has for a default.
    #[tokio::test]
    async fn a_transaction_reads_what_is_committed() {
        let [_, store] = stores().await;
        let other = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ";
        assert_eq!(isolation_after(&store, other).await.unwrap(), "read committed");
    }

    /// FIELD-30: what was begun by somebody who went away, or refused by a constraint, is rolled back.
    #[tokio::test]
    async fn what_is_not_committed_never_happened() {
        for store in stores().await {
            for _ in 0..40 {
                let mut tx = store.begin().await.unwrap();
                run(&mut tx, "UPDATE write_probe SET writes = 7").await.unwrap();
                let refused = run(&mut tx, "INSERT INTO write_probe (id, writes) VALUES (1, 0)").await;
                assert!(matches!(refused, Err(StoreError::Constraint(_))), "{refused:?}");
            }
            let count = async || -> Result<i64> {
                Ok(
                    crate::db::with_pool!(store, db => sqlx::query_scalar("SELECT writes FROM write_probe").fetch_one(db).await?),
                )
            };
            assert_eq!(count().await.unwrap(), 0);
            works(&store).await;
            assert_eq!(count().await.unwrap(), 0, "what was written a moment ago need not be tried");
        }
    }

    /// DB-10
    #[tokio::test]
    async fn the_statement_that_is_to_fail_fails() {
        for store in stores().await {
            for before in 0..4 {
                let fault = faults::Fault::after(before);
                let work = async {
                    let mut tx = store.begin().await?;
                    run(&mut tx, "UPDATE write_probe SET writes = 8").await?;
                    tx.commit().await
                };
                assert_eq!(fault.within(work).await.is_err(), before < 3);
                assert_eq!(fault.happened(), before < 3);
            }
        }
    }
}
