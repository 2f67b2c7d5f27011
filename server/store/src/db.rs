//! The two engines behind one type, and the macros that compile one body for both.
//!
//! A statement is one text for both engines. The one branch is how other processes hear of a change:
//! PostgreSQL tells them, SQLite has none to tell.

use std::{
    path::Path,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, Executor,
    postgres::{PgConnectOptions, PgConnection},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tokio::{sync::Notify, time::Instant};
use tracing::instrument;

use crate::{
    Result, Tx, changes,
    connections::{ACQUIRE, Connections, Lent},
    file::DatabaseFile,
    migrations,
};
pub(crate) use crate::{statement::statements, tx::with_conn};

/// Readers of SQLite: 4 beat 2, more do not beat 4.
const READERS: usize = 4;
/// Connections of one process to PostgreSQL.
const POSTGRES_CONNECTIONS: usize = 16;
/// Statements that a connection keeps compiled: more than there are.
const STATEMENTS_KEPT: usize = 512;
/// Rows that SQLite's thread reads before they are taken: a page of any list, so that the two need not wait for each other.
const ROWS_AHEAD: usize = 256;
/// Bytes that SQLite's log of changes keeps once it is written back.
const LOG_KEPT: &str = "4194304";
/// Bytes from which on the log is written back and cut by [`Store::shrink_log`]; SQLite itself begins at 4 MiB.
const LOG_LARGEST: u64 = 16 * 1024 * 1024;
/// How long cutting it may hold up whoever writes.
const LOG_PATIENCE: Duration = Duration::from_millis(250);
/// How many of ours there are; the engines keep that in different places.
const SQLITE_TABLES: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'accounts'";
const POSTGRES_TABLES: &str = "SELECT COUNT(*) FROM information_schema.tables
    WHERE table_name = 'accounts' AND table_schema = ANY(current_schemas(FALSE))";
/// How long an answer of [`Store::can_write`] is good.
const KNOWN: Duration = Duration::from_secs(1);

/// Where the data is: `sqlite:FILE` or `postgres://…`. Never printed: it may hold a password.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of SQLite.
    Sqlite(Box<SqliteConnectOptions>),
    /// A server of PostgreSQL.
    Postgres(Box<PgConnectOptions>),
}

impl DatabaseUrl {
    /// The file of SQLite; none for PostgreSQL.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(options) => Some(options.get_filename()),
            Self::Postgres(_) => None,
        }
    }
}

/// Not a database that Parlor knows. Nothing of what was typed is said again: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// No file of SQLite and no server of PostgreSQL.
    #[error("must be sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE")]
    Unknown,
    /// Options behind the file, which other programs take: here they would be part of its name.
    #[error("must be sqlite:FILE and no more: leave out the ? and what follows it")]
    Options,
    /// What SQLite itself takes for an address and not for the name of a file.
    #[error("must be sqlite:FILE: leave out file:, and name the file alone")]
    FileUri,
    /// A database that is gone with its connection.
    #[error("must be sqlite:FILE: a database in memory, as :memory: is, would be lost whenever Parlor stops")]
    Memory,
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err(DatabaseUrlError::Unknown);
            }
            if file == ":memory:" {
                return Err(DatabaseUrlError::Memory);
            }
            if file.contains('?') {
                return Err(DatabaseUrlError::Options);
            }
            if file.starts_with("file:") {
                return Err(DatabaseUrlError::FileUri);
            }
            let options = SqliteConnectOptions::new()
                .filename(file)
                .create_if_missing(false)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(ACQUIRE)
                .pragma("journal_size_limit", LOG_KEPT)
                .statement_cache_capacity(STATEMENTS_KEPT)
                .row_buffer_size(ROWS_AHEAD)
                .disable_statement_logging();
            return Ok(Self::Sqlite(Box::new(options)));
        }
        let known = url.starts_with("postgres:") || url.starts_with("postgresql:");
        let options = PgConnectOptions::from_str(url).ok().filter(|_| known).ok_or(DatabaseUrlError::Unknown)?;
        let options = options.statement_cache_capacity(STATEMENTS_KEPT).disable_statement_logging();
        Ok(Self::Postgres(Box::new(options)))
    }
}

/// The database, on either engine; cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Db,
    pub(crate) changes: changes::Feed,
    pub(crate) written: LastWrite,
    pub(crate) outbox_wakeup: Arc<Notify>,
    pub(crate) webhook_wakeup: Arc<Notify>,
    /// Asks one at a time whether it can be written to, and keeps when it could not.
    probe: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

#[derive(Clone)]
pub(crate) enum Db {
    Sqlite {
        readers: Connections<SqliteConnectOptions>,
        writer: Connections<SqliteConnectOptions>,
        file: Arc<DatabaseFile>,
    },
    Postgres(Connections<PgConnectOptions>),
}

/// A connection to read by.
pub(crate) enum ReadConn {
    Sqlite(Lent<SqliteConnectOptions>),
    Postgres(Lent<PgConnectOptions>),
}

/// When something was written last.
#[derive(Clone, Default)]
pub(crate) struct LastWrite(Arc<Mutex<Option<Instant>>>);

impl LastWrite {
    pub(crate) fn note(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// A write failed: what is known is worth nothing.
    pub(crate) fn reset(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn is_recent(&self) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|at| at.elapsed() < KNOWN)
    }
}

/// Runs one body on whichever engine the store has, outside a transaction. A connection that misbehaves is closed.
macro_rules! with_pool {
    ($store:expr, $db:ident => $body:expr) => {
        match $store.read_conn().await? {
            $crate::db::ReadConn::Sqlite(mut connection) => {
                let $db = connection.begin()?;
                let outcome = $crate::statement::on_sqlite(async { Ok::<_, $crate::StoreError>($body) }).await;
                connection.settle(outcome)?
            }
            $crate::db::ReadConn::Postgres(mut connection) => {
                let $db = connection.begin()?;
                let outcome = $crate::statement::on_postgres(async { Ok::<_, $crate::StoreError>($body) }).await;
                connection.settle(outcome)?
            }
        }
    };
}

pub(crate) use with_pool;

statements! {
    PROBE = "UPDATE write_probe SET writes = writes + 1";
}

impl Db {
    /// That the database is still the one that was opened.
    pub(crate) fn check(&self) -> Result<()> {
        match self {
            Self::Sqlite { file, .. } => file.check(),
            Self::Postgres(_) => Ok(()),
        }
    }
}

impl Store {
    /// Opens the database; connections are made when first needed.
    pub fn open(url: DatabaseUrl) -> Self {
        let alone = matches!(url, DatabaseUrl::Sqlite(_));
        let db = match url {
            DatabaseUrl::Sqlite(options) => {
                let file = Arc::new(DatabaseFile::new(options.get_filename()));
                let readers = Connections::new((*options).clone(), READERS);
                Db::Sqlite { readers, writer: Connections::new(*options, 1), file }
            }
            DatabaseUrl::Postgres(options) => Db::Postgres(Connections::new(*options, POSTGRES_CONNECTIONS)),
        };
        Self {
            db,
            changes: changes::Feed::new(alone),
            written: LastWrite::default(),
            outbox_wakeup: Arc::default(),
            webhook_wakeup: Arc::default(),
            probe: Arc::default(),
        }
    }

    /// Brings the tables, and the spelling of what is in them, to this version. Refuses a database that a newer version
    /// wrote (UPG-4).
    ///
    /// # Errors
    /// When the database cannot be reached, or its migrations are not ours.
    pub async fn migrate(&self) -> Result<()> {
        match &self.db {
            Db::Sqlite { writer, file, .. } => {
                migrations::sqlite().run(writer.acquire().await?.get()?).await?;
                file.hold(writer.options()).await?;
            }
            Db::Postgres(pool) => {
                // On a connection of its own, which waits for another server's migration as long as that takes.
                let mut connection = PgConnection::connect_with(pool.options()).await?;
                migrations::postgres().run(&mut connection).await?;
                connection.close().await?;
            }
        }
        self.respell().await
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(self).await
    }

    /// A connection to read by.
    #[instrument(level = "trace", name = "acquire", skip_all)]
    pub(crate) async fn read_conn(&self) -> Result<ReadConn> {
        Ok(match &self.db {
            Db::Sqlite { readers, file, .. } => {
                file.check_lately()?;
                ReadConn::Sqlite(readers.acquire().await?)
            }
            Db::Postgres(pool) => ReadConn::Postgres(pool.acquire().await?),
        })
    }

    /// Whether the database can be written to, found by writing. What is known from the last second is not asked again,
    /// and of many who ask at once one does.
    pub async fn can_write(&self) -> Result<()> {
        let mut failed = self.probe.lock().await;
        self.db.check()?;
        if self.written.is_recent() {
            return Ok(());
        }
        if failed.is_some_and(|at| at.elapsed() < KNOWN) {
            return Err(sqlx::Error::Io(std::io::Error::other("could not be written to a moment ago")).into());
        }
        let probe = async {
            let mut tx = self.begin().await?;
            tx.probe().await?;
            tx.commit().await
        };
        let outcome = probe.await;
        *failed = outcome.is_err().then(Instant::now);
        outcome
    }

    /// Whether there are no tables yet.
    pub async fn is_empty(&self) -> Result<bool> {
        let tables: i64 = match self.read_conn().await? {
            ReadConn::Sqlite(mut db) => sqlx::query_scalar(SQLITE_TABLES).fetch_one(db.get()?).await?,
            ReadConn::Postgres(mut db) => sqlx::query_scalar(POSTGRES_TABLES).fetch_one(db.get()?).await?,
        };
        Ok(tables == 0)
    }

    /// Writes back SQLite's log of changes and cuts it, when it has become large: somebody who reads for long lets it
    /// grow. As long as they read it stays; nothing is to be done with PostgreSQL.
    pub async fn shrink_log(&self) -> Result<()> {
        let Db::Sqlite { writer, file, .. } = &self.db else { return Ok(()) };
        if file.log_size() <= LOG_LARGEST {
            return Ok(());
        }
        file.check()?;
        let options = writer.options().clone().busy_timeout(LOG_PATIENCE);
        let mut connection = options.connect().await?;
        // The first holds up nobody and does most of the work, so that the second is short.
        for mode in ["PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            connection.execute(mode).await?;
        }
        connection.close().await?;
        Ok(())
    }

    /// Ends all connections, after what runs on them.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { readers, writer, file } => {
                readers.close().await;
                writer.close().await;
                file.release().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    async fn probe(&mut self) -> Result<()> {
        with_conn!(self, db => sqlx::query(PROBE).execute(db).await.map(drop)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(url: &str) -> Result<Option<String>, DatabaseUrlError> {
        url.parse::<DatabaseUrl>().map(|url| url.file().map(|file| file.display().to_string()))
    }

    // CT-4
    #[test]
    fn a_database_is_a_file_or_a_server() {
        for (url, taken) in [
            ("sqlite:data/parlor.db", Some("data/parlor.db")),
            ("sqlite://data/parlor.db", Some("data/parlor.db")),
            ("sqlite:/srv/parlor.db", Some("/srv/parlor.db")),
            ("sqlite:///srv/parlor.db", Some("/srv/parlor.db")),
            // As some write an absolute one; the system reads it as /srv.
            ("sqlite:////srv/parlor.db", Some("//srv/parlor.db")),
            ("postgres://parlor:secret@localhost/parlor", None),
            ("postgresql://localhost/parlor?sslmode=disable", None),
        ] {
            assert_eq!(file(url), Ok(taken.map(str::to_owned)), "{url}");
        }
    }

    /// OP-2: what other programs take is refused by name; it would be another file, or none.
    #[test]
    fn what_would_be_another_database_is_refused() {
        for (url, problem) in [
            ("sqlite:", DatabaseUrlError::Unknown),
            ("mysql://localhost/parlor", DatabaseUrlError::Unknown),
            ("data/parlor.db", DatabaseUrlError::Unknown),
            ("sqlite:data/parlor.db?mode=rwc", DatabaseUrlError::Options),
            ("sqlite:///srv/parlor.db?cache=shared", DatabaseUrlError::Options),
            ("sqlite:file:parlor.db?mode=memory", DatabaseUrlError::Options),
            ("sqlite:file:data/parlor.db", DatabaseUrlError::FileUri),
            ("sqlite::memory:", DatabaseUrlError::Memory),
            ("sqlite://:memory:", DatabaseUrlError::Memory),
        ] {
            assert_eq!(file(url), Err(problem), "{url}");
        }
    }
}
