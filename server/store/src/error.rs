//! What can go wrong with the database, told apart by what the caller can do about it.

/// A failed call of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is locked, full or shutting down: try again later.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A row breaks the constraint of this name.
    #[error("constraint {0}")]
    Constraint(String),
    /// The database was written by a newer Parlor, or its migrations do not fit.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A bug: a statement, a type or a row that does not fit.
    #[error("database: {0}")]
    Internal(#[source] sqlx::Error),
    /// A row that was meant is gone, or what a new row refers to is.
    #[error("a row is gone")]
    Gone,
    /// A stored value that its own type refuses.
    #[error("stored {0} does not parse")]
    Corrupt(&'static str),
}

impl StoreError {
    /// A database that does not answer.
    pub const fn silent() -> Self {
        Self::Unavailable(sqlx::Error::PoolTimedOut)
    }

    /// Whether the database does not answer, which may be because it starts beside this process, or the machine is busy.
    pub const fn is_silence(&self) -> bool {
        matches!(self, Self::Unavailable(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)))
    }

    /// The same, where no statement of ours can be at fault: a connection is made, a transaction begun.
    pub(crate) fn into_unavailable(self) -> Self {
        match self {
            Self::Internal(cause) => Self::Unavailable(cause),
            other => other,
        }
    }

    /// Whether the connection on which it happened may be in any state: it is closed then, and another one made. What
    /// somebody else has locked is no fault of the connection.
    pub(crate) fn spoils_connection(&self) -> bool {
        match self {
            Self::Unavailable(sqlx::Error::Database(cause)) => !cause.code().is_some_and(|code| is_locked(&code)),
            Self::Unavailable(_) => true,
            _ => false,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::PoolTimedOut
            | E::PoolClosed
            | E::Io(_)
            | E::Tls(_)
            | E::WorkerCrashed
            | E::Protocol(_)
            | E::BeginFailed => Self::Unavailable(error),
            E::Database(cause) => {
                if cause.is_foreign_key_violation() {
                    return Self::Gone;
                }
                // SQLite names columns instead of the constraint.
                if cause.is_unique_violation() {
                    return Self::Constraint(cause.constraint().unwrap_or(cause.message()).to_owned());
                }
                if cause.code().is_some_and(|code| is_passing(&code)) {
                    Self::Unavailable(error)
                } else {
                    Self::Internal(error)
                }
            }
            _ => Self::Internal(error),
        }
    }
}

/// The answer to a statement that was meant to change one row: a call that says done has done.
pub(crate) fn one(rows: u64) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Gone) }
}

/// SQLSTATEs, or what they begin with, of states that are no fault of the statement: connection lost, refused or made to
/// nothing, transaction rolled back, only reading (after a change of servers), out of resources, locked, operator
/// intervention, system error, data corrupted.
const POSTGRES: [&str; 12] = ["08", "28", "3D000", "25006", "40", "53", "55P03", "57", "58", "XX001", "XX002", "F0"];
/// Those of them that others cause by what they have locked.
const POSTGRES_LOCKED: [&str; 2] = ["40", "55P03"];
/// SQLite's primary result codes of the same: PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN,
/// PROTOCOL, NOTADB.
const SQLITE: [u32; 11] = [3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 26];
/// The codes by which SQLite says that somebody else holds a lock: BUSY and LOCKED.
const SQLITE_LOCKED: [u32; 2] = [5, 6];

/// Whether the database cannot do now what it could at another time.
fn is_passing(code: &str) -> bool {
    is_one_of(code, &POSTGRES, &SQLITE)
}

fn is_locked(code: &str) -> bool {
    is_one_of(code, &POSTGRES_LOCKED, &SQLITE_LOCKED)
}

fn is_one_of(code: &str, postgres: &[&str], sqlite: &[u32]) -> bool {
    // A SQLSTATE has five characters, often all digits; no code of SQLite's has more than four.
    if code.len() == 5 {
        return postgres.iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| sqlite.contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-30
    #[test]
    fn passing_states_are_known() {
        for code in
            ["5", "517", "13", "778", "1034", "11", "26", "1032", "08006", "40001", "53300", "55P03", "57P01", "25006"]
        {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "42601", "25P02"] {
            assert!(!is_passing(code), "{code}");
        }
        for code in ["5", "517", "40001", "55P03"] {
            assert!(is_locked(code), "{code}");
        }
        for code in ["13", "778", "57P01"] {
            assert!(!is_locked(code), "{code}");
        }
    }
}
