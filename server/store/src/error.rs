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
    /// A stored value that its own type refuses.
    #[error("stored {0} does not parse")]
    Corrupt(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &error {
            E::PoolTimedOut | E::PoolClosed | E::Io(_) | E::Tls(_) | E::WorkerCrashed | E::Protocol(_) => {
                Self::Unavailable(error)
            }
            E::Database(cause) => {
                // SQLite names columns instead of the constraint.
                if cause.is_unique_violation() || cause.is_foreign_key_violation() {
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

/// Codes of states that pass by themselves: PostgreSQL's SQLSTATE classes and SQLite's primary result codes.
fn is_passing(code: &str) -> bool {
    // A SQLSTATE has five characters, often all digits; no code of SQLite's has more than four.
    if code.len() == 5 {
        // Connection lost, transaction rolled back, out of resources, locked, operator intervention, system error.
        return ["08", "40", "53", "55P03", "57", "58"].iter().any(|class| code.starts_with(class));
    }
    // BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 8 | 10 | 13 | 14))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passing_states_are_known() {
        for code in ["5", "517", "13", "08006", "40001", "53300", "55P03", "57P01"] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "42601"] {
            assert!(!is_passing(code), "{code}");
        }
    }
}
