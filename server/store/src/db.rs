//! The two engines behind one type, and the macros that compile one body for both.
//!
//! A statement is one text for both engines. The one branch is how other processes hear of a change:
//! PostgreSQL tells them, SQLite has none to tell.

use std::{fs, path::Path, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Connection, Executor, Postgres, Sqlite, Transaction,
    postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use tokio::sync::broadcast;

use crate::{Change, Result, changes};

/// Longest wait for what somebody else has locked in PostgreSQL (DB-2).
const LOCK_TIMEOUT: &str = "SET lock_timeout = '5s'";
/// Longest wait for a connection, and for SQLite's one writer.
const ACQUIRE: Duration = Duration::from_secs(3);
/// Readers of SQLite: 4 beat 2, more do not beat 4.
const READERS: u32 = 4;
/// Connections of one process to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Where the data is: `sqlite:FILE` or `postgres://…`. Never printed: it may hold a password.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of SQLite.
    Sqlite(Box<SqliteConnectOptions>),
    /// A server of PostgreSQL.
    Postgres(Box<PgConnectOptions>),
}

/// Not a database that Parlor knows.
#[derive(Debug, thiserror::Error)]
#[error("must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct DatabaseUrlError;

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(DatabaseUrlError);
            }
            let options = SqliteConnectOptions::new()
                .filename(file)
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(ACQUIRE)
                .optimize_on_close(true, None)
                .disable_statement_logging();
            return Ok(Self::Sqlite(Box::new(options)));
        }
        let known = url.starts_with("postgres:") || url.starts_with("postgresql:");
        let options = PgConnectOptions::from_str(url).ok().filter(|_| known).ok_or(DatabaseUrlError)?;
        Ok(Self::Postgres(Box::new(options.disable_statement_logging())))
    }
}

/// The database.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) changes: broadcast::Sender<Change>,
}

#[derive(Clone)]
pub(crate) enum Db {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// A transaction: what is done in it happens whole or not at all. Dropped without [`Tx::commit`] it never happened.
pub struct Tx {
    pub(crate) on: On,
    changed: Vec<Change>,
    changes: broadcast::Sender<Change>,
}

/// The engine of a transaction.
pub(crate) enum On {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body on whichever engine the store has, outside a transaction.
macro_rules! read {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.db {
            $crate::db::Db::Sqlite { readers: $db, .. } => $body,
            $crate::db::Db::Postgres($db) => $body,
        }
    };
}

/// Runs one body on whichever engine the transaction has.
macro_rules! write {
    ($tx:expr, $db:ident => $body:expr) => {
        match &mut $tx.on {
            $crate::db::On::Sqlite(tx) => {
                let $db = &mut **tx;
                $body
            }
            $crate::db::On::Postgres(tx) => {
                let $db = &mut **tx;
                $body
            }
        }
    };
}

/// The statements of a module: each a `const`, and all of them in `STATEMENTS`, so that a test can prepare every one on
/// both engines.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* const $name: &str = $sql;)*
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

pub(crate) use {read, statements, write};

/// Makes SQLite's file readable by its owner alone, where there is none yet; what SQLite puts beside it follows. That it
/// cannot be made is told when it is opened.
fn make_private(file: &Path) {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(file);
}

impl Store {
    /// Opens the database; connections are made when first needed.
    pub fn open(url: DatabaseUrl) -> Self {
        let db = match url {
            DatabaseUrl::Sqlite(options) => {
                make_private(options.get_filename());
                let pool = |size| {
                    SqlitePoolOptions::new()
                        .max_connections(size)
                        .acquire_timeout(ACQUIRE)
                        .test_before_acquire(false)
                        .idle_timeout(None)
                        .max_lifetime(None)
                };
                Db::Sqlite {
                    readers: pool(READERS).connect_lazy_with((*options).clone()),
                    writer: pool(1).connect_lazy_with(*options),
                }
            }
            DatabaseUrl::Postgres(options) => Db::Postgres(
                PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE)
                    .after_connect(|connection, _| {
                        Box::pin(async {
                            connection.execute(LOCK_TIMEOUT).await?;
                            Ok(())
                        })
                    })
                    .connect_lazy_with(*options),
            ),
        };
        Self { db, changes: changes::channel() }
    }

    /// Brings the tables to this version. Refuses a database that a newer version wrote (UPG-4).
    ///
    /// # Errors
    /// When the database cannot be reached, or its migrations are not ours.
    pub async fn migrate(&self) -> Result<()> {
        match &self.db {
            Db::Sqlite { writer, .. } => {
                sqlx::migrate!("migrations/sqlite").run(writer).await?;
            }
            Db::Postgres(pool) => {
                // On a connection of its own, which waits for another server's migration as long as that takes.
                let mut connection = PgConnection::connect_with(&pool.connect_options()).await?;
                sqlx::migrate!("migrations/postgres").run(&mut connection).await?;
                connection.close().await?;
            }
        }
        Ok(())
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Tx> {
        let on = match &self.db {
            Db::Sqlite { writer, .. } => On::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => On::Postgres(pool.begin().await?),
        };
        Ok(Tx { on, changed: Vec::new(), changes: self.changes.clone() })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        read!(self, db => sqlx::query("SELECT 1").execute(db).await.map(drop)?);
        Ok(())
    }

    /// Ends all connections, after what runs on them.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Notes what open tabs may show; they hear of it once it is committed (OR-4).
    pub fn changed(&mut self, change: Change) {
        if !self.changed.contains(&change) {
            self.changed.push(change);
        }
    }

    /// Makes it so.
    pub async fn commit(self) -> Result<()> {
        match self.on {
            On::Sqlite(tx) => {
                tx.commit().await?;
                for change in self.changed {
                    // Nobody listens: nobody need hear.
                    let _ = self.changes.send(change);
                }
            }
            On::Postgres(mut tx) => {
                for change in self.changed {
                    changes::notify(&mut tx, change).await?;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }
}
