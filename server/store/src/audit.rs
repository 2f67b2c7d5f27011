//! The audit log: written in the transaction of the change that it tells of (ST-4).

use chrono::{DateTime, Utc};
use domain::{AccountId, AuditEntryId, EmailAddress, OrganizationId, OrganizationName, Slug};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{read, statements, write},
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
    /// To whom: today's name, or the address of somebody without an account.
    pub subject_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

impl AuditEntry {
    /// Who; none once the account is gone.
    pub fn actor_id(&self) -> Option<AccountId> {
        self.actor_id.map(Into::into)
    }
}

/// What somebody did, for their own export.
#[derive(Clone, Debug, FromRow)]
pub struct OwnDeed {
    /// In which organization, by its name today.
    pub organization: String,
    /// A word for it.
    pub action: String,
    /// The client's address.
    pub client: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How somebody was removed from an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Removal {
    /// What the organization is called.
    #[sqlx(try_from = "String")]
    pub name: OrganizationName,
    /// Who did it, by today's name.
    pub actor_name: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// An entry to be.
pub struct NewAuditEntry<'a> {
    /// Which one.
    pub id: AuditEntryId,
    /// Whose log.
    pub organization_id: OrganizationId,
    /// Who; none for somebody who needed no account for it.
    pub actor_id: Option<AccountId>,
    /// To whom, if they have an account.
    pub subject_id: Option<AccountId>,
    /// The address of somebody who has none.
    pub subject: Option<&'a EmailAddress>,
    /// A word for the deed.
    pub action: &'a str,
    /// JSON of the action's own shape.
    pub detail: &'a str,
    /// The client's address.
    pub client: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

statements! {
    INSERT = "
        INSERT INTO audit_entries (id, organization_id, actor_id, action, detail, client, at, subject_id, subject)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LATEST = "
        SELECT audit_entries.actor_id, actors.name AS actor_name, audit_entries.action, audit_entries.detail,
               audit_entries.at, COALESCE(subjects.name, audit_entries.subject) AS subject_name
        FROM audit_entries
        LEFT JOIN accounts AS actors ON actors.id = audit_entries.actor_id
        LEFT JOIN accounts AS subjects ON subjects.id = audit_entries.subject_id
        WHERE audit_entries.organization_id = $1 ORDER BY audit_entries.at DESC, audit_entries.id DESC LIMIT $2";
    OF_ACTOR = "
        SELECT organizations.name AS organization, audit_entries.action, audit_entries.client, audit_entries.at
        FROM audit_entries JOIN organizations ON organizations.id = audit_entries.organization_id
        WHERE audit_entries.actor_id = $1 ORDER BY audit_entries.at DESC LIMIT 10000";
    REMOVAL = "
        SELECT organizations.name, accounts.name AS actor_name, audit_entries.at
        FROM audit_entries
        JOIN organizations ON organizations.id = audit_entries.organization_id
        LEFT JOIN accounts ON accounts.id = audit_entries.actor_id
        WHERE audit_entries.subject_id = $2 AND organizations.slug = $1 AND audit_entries.action = 'member-removed'
          AND audit_entries.at > $3
        ORDER BY audit_entries.at DESC LIMIT 1";
}

impl Store {
    /// The newest `limit` entries, newest first.
    pub async fn latest_audit(&self, organization: OrganizationId, limit: i64) -> Result<Vec<AuditEntry>> {
        Ok(read!(self, db => sqlx::query_as(LATEST).bind(organization.as_uuid()).bind(limit).fetch_all(db).await?))
    }

    /// What the account did, newest first.
    pub async fn deeds_of(&self, account: AccountId) -> Result<Vec<OwnDeed>> {
        Ok(read!(self, db => sqlx::query_as(OF_ACTOR).bind(account.as_uuid()).fetch_all(db).await?))
    }

    /// How the account was last removed from the organization with this slug, if that was after `since`.
    pub async fn removal(&self, slug: &Slug, account: AccountId, since: DateTime<Utc>) -> Result<Option<Removal>> {
        Ok(read!(self, db => sqlx::query_as(REMOVAL)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .bind(since)
            .fetch_optional(db)
            .await?))
    }
}

impl Tx {
    /// Writes an entry.
    pub async fn insert_audit(&mut self, new: &NewAuditEntry<'_>) -> Result<()> {
        write!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.actor_id.map(AccountId::as_uuid))
            .bind(new.action)
            .bind(new.detail)
            .bind(new.client)
            .bind(new.at)
            .bind(new.subject_id.map(AccountId::as_uuid))
            .bind(new.subject.map(EmailAddress::as_str))
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
