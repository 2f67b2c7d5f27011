//! The only SQL. One module per aggregate; each statement is one text that SQLite and PostgreSQL both take.
//!
//! Reads hang on [`Store`] and run outside any transaction; what changes something hangs on [`Tx`].
//! Not found is `Ok(None)`.

mod accounts;
mod attempts;
mod audit;
mod db;
mod error;
mod links;
mod organizations;
mod outbox;
mod sessions;

pub use accounts::{Account, NewAccount};
pub use attempts::{Attempt, AttemptStatus, NewAttempt};
pub use audit::{AuditEntry, NewAuditEntry};
pub use db::{DatabaseUrl, DatabaseUrlError, Store, Tx};
pub use error::StoreError;
pub use links::{Link, NewLink};
pub use organizations::{Member, Membership, NewOrganization, Organization, Project};
pub use outbox::{MailState, NewMail, QueuedMail};
pub use sessions::{NewSession, Session};

/// What a call of the store answers.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
