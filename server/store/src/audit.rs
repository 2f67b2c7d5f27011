//! The audit log: written in the transaction of the change that it tells of (ST-4).

use chrono::{DateTime, Utc};
use domain::{AccountId, AuditEntryId, OrganizationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{read, write},
};

/// Who did what.
#[derive(Clone, Debug, FromRow)]
pub struct AuditEntry {
    actor_id: Option<Uuid>,
    /// The name the actor has today.
    pub actor_name: Option<String>,
    /// A word for the deed, `organization-created`.
    pub action: String,
    /// JSON of the action's own shape.
    pub detail: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl AuditEntry {
    /// Who; none once the account is gone.
    pub fn actor_id(&self) -> Option<AccountId> {
        self.actor_id.map(Into::into)
    }
}

/// An entry to be.
pub struct NewAuditEntry<'a> {
    /// Which one.
    pub id: AuditEntryId,
    /// Whose log.
    pub organization_id: OrganizationId,
    /// Who.
    pub actor_id: AccountId,
    /// A word for the deed.
    pub action: &'a str,
    /// JSON of the action's own shape.
    pub detail: &'a str,
    /// The client's address.
    pub client: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

const INSERT: &str = "
    INSERT INTO audit_entries (id, organization_id, actor_id, action, detail, client, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const LATEST: &str = "
    SELECT audit_entries.actor_id, accounts.name AS actor_name, audit_entries.action, audit_entries.detail, audit_entries.at
    FROM audit_entries LEFT JOIN accounts ON accounts.id = audit_entries.actor_id
    WHERE audit_entries.organization_id = $1 ORDER BY audit_entries.at DESC, audit_entries.id DESC LIMIT $2";

impl Store {
    /// The newest `limit` entries, newest first.
    pub async fn latest_audit(&self, organization: OrganizationId, limit: i64) -> Result<Vec<AuditEntry>> {
        Ok(read!(self, db => sqlx::query_as(LATEST).bind(organization.as_uuid()).bind(limit).fetch_all(db).await?))
    }
}

impl Tx {
    /// Writes an entry.
    pub async fn insert_audit(&mut self, new: &NewAuditEntry<'_>) -> Result<()> {
        write!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.actor_id.as_uuid())
            .bind(new.action)
            .bind(new.detail)
            .bind(new.client)
            .bind(new.at)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
