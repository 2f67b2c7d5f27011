//! The two engines behind one type, and the macros that compile one body for both.

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Postgres, Sqlite, Transaction,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use crate::Result;

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
pub struct Store(pub(crate) Db);

#[derive(Clone)]
pub(crate) enum Db {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// A transaction: what is done in it happens whole or not at all. Dropped without [`Tx::commit`] it never happened.
pub enum Tx {
    #[doc(hidden)]
    Sqlite(Transaction<'static, Sqlite>),
    #[doc(hidden)]
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body on whichever engine the store has, outside a transaction.
macro_rules! read {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.0 {
            $crate::db::Db::Sqlite { readers: $db, .. } => $body,
            $crate::db::Db::Postgres($db) => $body,
        }
    };
}

/// Runs one body on whichever engine the transaction has.
macro_rules! write {
    ($tx:expr, $db:ident => $body:expr) => {
        match $tx {
            $crate::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $body
            }
            $crate::Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $body
            }
        }
    };
}

pub(crate) use {read, write};

impl Store {
    /// Opens the database; connections are made when first needed.
    pub fn open(url: DatabaseUrl) -> Self {
        match url {
            DatabaseUrl::Sqlite(options) => {
                let pool = |size| {
                    SqlitePoolOptions::new()
                        .max_connections(size)
                        .acquire_timeout(ACQUIRE)
                        .test_before_acquire(false)
                        .idle_timeout(None)
                        .max_lifetime(None)
                };
                Self(Db::Sqlite {
                    readers: pool(READERS).connect_lazy_with((*options).clone()),
                    writer: pool(1).connect_lazy_with(*options),
                })
            }
            DatabaseUrl::Postgres(options) => Self(Db::Postgres(
                PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE)
                    .connect_lazy_with(*options),
            )),
        }
    }

    /// Brings the tables to this version. Refuses a database that a newer version wrote (UPG-4).
    ///
    /// # Errors
    /// When the database cannot be reached, or its migrations are not ours.
    pub async fn migrate(&self) -> Result<()> {
        match &self.0 {
            Db::Sqlite { writer, .. } => {
                sqlx::migrate!("migrations/sqlite").run(writer).await?;
            }
            Db::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match &self.0 {
            Db::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        read!(self, db => sqlx::query("SELECT 1").execute(db).await.map(drop)?);
        Ok(())
    }

    /// Ends all connections, after what runs on them.
    pub async fn close(&self) {
        match &self.0 {
            Db::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it so.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
