//! SQLite's files, and whether they are still where they were (FIELD-31).
//!
//! SQLite goes on in a file that was deleted or moved away, and what it says is kept then is lost. So the names are looked up
//! again before anything is written, and before it is read from time to time: a look costs some microseconds, and wakes no disk.

use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::time::Instant;

use crate::{Result, StoreError};

/// What SQLite puts beside its file for as long as a connection is open.
const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// For how long a look is good before something is read.
const LATELY: Duration = Duration::from_millis(10);

/// Which file it is, whatever its name.
type Identity = (u64, u64);

/// What was seen of the files.
#[derive(Default)]
struct Seen {
    /// As they were first: the file itself, then its companions.
    first: [Option<Identity>; 3],
    /// When they were last the same.
    same_at: Option<Instant>,
}

/// The database file with its companions.
pub(crate) struct DatabaseFile {
    path: PathBuf,
    companions: [PathBuf; 2],
    seen: Mutex<Seen>,
    /// A connection that does nothing. While one is open SQLite keeps the companions, so that one that is gone was taken
    /// away by somebody else.
    anchor: tokio::sync::Mutex<Option<SqliteConnection>>,
}

impl DatabaseFile {
    /// Makes the file readable by its owner alone, where there is none yet; what SQLite puts beside it follows. That it
    /// cannot be made is told when it is opened. One that is there is opened to be written to, too: on layered file systems
    /// that makes it the file that it will be.
    pub(crate) fn new(path: &Path) -> Self {
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let _ = options.open(path);
        Self {
            path: path.to_owned(),
            companions: COMPANIONS.map(|suffix| beside(path, suffix)),
            seen: Mutex::default(),
            anchor: tokio::sync::Mutex::default(),
        }
    }

    /// Opens the connection that does nothing.
    pub(crate) async fn hold(&self, options: &SqliteConnectOptions) -> Result<()> {
        let mut anchor = self.anchor.lock().await;
        if anchor.is_none() {
            let mut connection = options.connect().await?;
            // SQLite opens a file when it is first read.
            connection.execute("SELECT COUNT(*) FROM sqlite_schema").await?;
            *anchor = Some(connection);
        }
        Ok(())
    }

    /// Closes it, after all others.
    pub(crate) async fn release(&self) {
        if let Some(connection) = self.anchor.lock().await.take() {
            // What is not written back now is at the next start.
            let _ = connection.close().await;
        }
    }

    /// Bytes of the log of changes that are not written back yet.
    pub(crate) fn log_size(&self) -> u64 {
        let [log, _] = &self.companions;
        fs::metadata(log).map_or(0, |facts| facts.len())
    }

    /// That the files are the ones that were opened.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] while one is deleted, replaced or out of reach. Put back by its old name it is the same
    /// again.
    pub(crate) fn check(&self) -> Result<()> {
        self.look(&mut self.seen())
    }

    /// The same, where it need not be as of this moment.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub(crate) fn check_lately(&self) -> Result<()> {
        let mut seen = self.seen();
        if seen.same_at.is_some_and(|at| at.elapsed() < LATELY) { Ok(()) } else { self.look(&mut seen) }
    }

    fn look(&self, seen: &mut Seen) -> Result<()> {
        seen.same_at = None;
        for (path, first) in [&self.path, &self.companions[0], &self.companions[1]].into_iter().zip(&mut seen.first) {
            let here = fs::metadata(path).map(|facts| (facts.dev(), facts.ino()));
            match (&here, *first) {
                (Ok(here), None) => *first = Some(*here),
                (Ok(here), Some(first)) if *here == first => {}
                // Not made yet.
                (Err(_), None) => {}
                _ => return Err(gone(path, here.err())),
            }
        }
        seen.same_at = Some(Instant::now());
        Ok(())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn gone(path: &Path, cause: Option<io::Error>) -> StoreError {
    let what = cause.map_or_else(|| "is another file now".to_owned(), |cause| cause.to_string());
    let problem = format!("{}: {what}; put the file back, or stop Parlor and start it again", path.display());
    StoreError::Unavailable(sqlx::Error::Io(io::Error::other(problem)))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
