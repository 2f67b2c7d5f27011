//! What entries of the audit log are filtered and found by, for those that an older version wrote.

use domain::{AuditKind, EmailAddress, audit::AuditEvent, fold};
use uuid::Uuid;

use crate::{
    Result, Store,
    db::{statements, with_conn},
};

/// Entries that are read by one transaction.
const BATCH: usize = 500;

statements! {
    UNREAD = "SELECT id, action, detail, subject FROM audit_entries WHERE words IS NULL ORDER BY id LIMIT 500";
    READ = "UPDATE audit_entries SET kind = $2, words = $3 WHERE id = $1";
}

/// The names in an entry, and the address of whom it is about, as they are looked for.
pub(crate) fn words(event: &AuditEvent, subject: Option<&EmailAddress>) -> String {
    let mut words: Vec<String> =
        event.names().into_iter().map(fold).chain(subject.map(EmailAddress::searchable)).collect();
    words.dedup();
    words.join("\n")
}

impl Store {
    /// Says of each entry what it is about and what it is found by, where that was not said when it was written.
    pub(crate) async fn read_audit_entries(&self) -> Result<()> {
        loop {
            let mut tx = self.begin().await?;
            let rows: Vec<(Uuid, String, String, Option<String>)> =
                with_conn!(tx, db => sqlx::query_as(UNREAD).fetch_all(db).await?);
            let count = rows.len();
            for (id, action, detail, subject) in rows {
                let event = AuditEvent::from_stored(&action, &detail).ok();
                let subject = subject.and_then(|subject| subject.parse().ok());
                let kind = event.as_ref().map_or("", |event| AuditKind::as_str(event.kind()));
                let words = event.map(|event| words(&event, subject.as_ref())).unwrap_or_default();
                with_conn!(tx, db => sqlx::query(READ).bind(id).bind(kind).bind(words).execute(db).await.map(drop)?);
            }
            tx.commit().await?;
            if count < BATCH {
                return Ok(());
            }
        }
    }
}
