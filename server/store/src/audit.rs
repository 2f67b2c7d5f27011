//! The audit log: written in the transaction of the change that it tells of (ST-4).

use chrono::{DateTime, Utc};
use domain::{AccountId, AuditEntryId, EmailAddress, OrganizationId, OrganizationName, Slug, audit::AuditEvent};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, StoreError, Tx,
    db::{statements, with_conn, with_pool},
};

/// An entry of the audit log.
#[derive(Clone, Debug, FromRow)]
pub struct AuditEntry {
    actor_id: Option<Uuid>,
    /// The name that the actor has today.
    pub actor_name: Option<String>,
    action: String,
    detail: String,
    /// To whom it was done: today's name, or the address of somebody without an account.
    pub subject_name: Option<String>,
    /// When it was done.
    pub at: DateTime<Utc>,
}

impl AuditEntry {
    /// Whose doing it was; none once the account is gone.
    pub fn actor_id(&self) -> Option<AccountId> {
        self.actor_id.map(Into::into)
    }

    /// What was done; none where a newer version wrote it.
    pub fn event(&self) -> Option<AuditEvent> {
        AuditEvent::from_stored(&self.action, &self.detail).ok()
    }
}

/// An entry of an audit log about something that an account did, for its own export.
#[derive(Clone, Debug, FromRow)]
pub struct OwnAuditEntry {
    /// The name that the organization has today.
    pub organization: String,
    /// The name of what was done, such as `organization-created`.
    pub action: String,
    /// The address of the client that did it, as text; empty where it is not known.
    pub client: String,
    /// When it was done.
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
    pub at: DateTime<Utc>,
}

/// An entry to be.
pub struct NewAuditEntry<'a> {
    pub id: AuditEntryId,
    pub organization_id: OrganizationId,
    /// Who; none for somebody who needed no account for it.
    pub actor_id: Option<AccountId>,
    /// To whom, if they have an account.
    pub subject_id: Option<AccountId>,
    /// The address of somebody who has none.
    pub subject: Option<&'a EmailAddress>,
    pub event: &'a AuditEvent,
    /// The address of the client that did it, as text; empty where it is not known.
    pub client: &'a str,
    pub at: DateTime<Utc>,
}

/// Entries of an organization, the newest first. People are called as it calls them.
macro_rules! entries {
    ($found:literal) => {
        concat!(
            "
        SELECT audit_entries.actor_id, COALESCE(acting.display_name, actors.name) AS actor_name,
               audit_entries.action, audit_entries.detail, audit_entries.at,
               COALESCE(concerned.display_name, subjects.name, audit_entries.subject) AS subject_name
        FROM audit_entries
        LEFT JOIN accounts AS actors ON actors.id = audit_entries.actor_id
        LEFT JOIN accounts AS subjects ON subjects.id = audit_entries.subject_id
        LEFT JOIN memberships AS acting ON acting.organization_id = audit_entries.organization_id
          AND acting.account_id = audit_entries.actor_id
        LEFT JOIN memberships AS concerned ON concerned.organization_id = audit_entries.organization_id
          AND concerned.account_id = audit_entries.subject_id
        WHERE audit_entries.organization_id = $1 ",
            $found,
            " ORDER BY audit_entries.at DESC, audit_entries.id DESC LIMIT $2"
        )
    };
}

statements! {
    INSERT = "
        INSERT INTO audit_entries (id, organization_id, actor_id, action, detail, client, at, subject_id, subject)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LATEST = entries!("");
    OF_SUBJECT = entries!("AND audit_entries.subject_id = $3");
    OF_ACTOR = "
        SELECT organizations.name AS organization, audit_entries.action, audit_entries.client, audit_entries.at
        FROM audit_entries JOIN organizations ON organizations.id = audit_entries.organization_id
        WHERE audit_entries.actor_id = $1 ORDER BY audit_entries.at DESC LIMIT 10000";
    REMOVAL = "
        SELECT organizations.name, accounts.name AS actor_name, audit_entries.at
        FROM audit_entries
        JOIN organizations ON organizations.id = audit_entries.organization_id
        LEFT JOIN accounts ON accounts.id = audit_entries.actor_id
        WHERE audit_entries.subject_id = $2 AND organizations.slug = $1 AND audit_entries.action = $4
          AND audit_entries.at > $3
        ORDER BY audit_entries.at DESC LIMIT 1";
}

impl Store {
    /// The newest `limit` entries, newest first.
    pub async fn latest_audit(&self, organization: OrganizationId, limit: i64) -> Result<Vec<AuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(LATEST).bind(organization.as_uuid()).bind(limit).fetch_all(db).await?))
    }

    /// The newest `limit` entries about something that was done to this account, newest first.
    pub async fn audit_about(
        &self,
        organization: OrganizationId,
        account: AccountId,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_SUBJECT)
            .bind(organization.as_uuid())
            .bind(limit)
            .bind(account.as_uuid())
            .fetch_all(db)
            .await?))
    }

    /// The entries about what the account did, newest first.
    pub async fn audit_entries_by(&self, account: AccountId) -> Result<Vec<OwnAuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_ACTOR).bind(account.as_uuid()).fetch_all(db).await?))
    }

    /// How the account was last removed from the organization with this slug, if that was after `since`.
    pub async fn removal(&self, slug: &Slug, account: AccountId, since: DateTime<Utc>) -> Result<Option<Removal>> {
        Ok(with_pool!(self, db => sqlx::query_as(REMOVAL)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .bind(since)
            .bind(AuditEvent::MEMBER_REMOVED)
            .fetch_optional(db)
            .await?))
    }
}

impl Tx {
    pub async fn insert_audit(&mut self, new: &NewAuditEntry<'_>) -> Result<()> {
        let (action, detail) = new.event.to_stored().map_err(|_| StoreError::Corrupt("audit event"))?;
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.actor_id.map(AccountId::as_uuid))
            .bind(&action)
            .bind(&detail)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::with_conn, statements::stores};
    use domain::{
        Grants, InvitationState, ProjectName, Role,
        audit::{InvitationChange, InvitationTerms, OrganizationTerms},
    };

    const ORGANIZATION: &str = "
        INSERT INTO organizations (id, slug, name, created_at) VALUES ($1, 'harbour-finch', 'Harbour Finch', $2)";
    const ENTRY: &str = "
        INSERT INTO audit_entries (id, organization_id, action, detail, client, at) VALUES ($1, $2, $3, $4, '', $5)";
    const SQLITE: &str = include_str!("../migrations/sqlite/0008_audit_events.sql");
    const POSTGRES: &str = include_str!("../migrations/postgres/0008_audit_events.sql");

    /// As older versions wrote them, and what they tell.
    fn older() -> Vec<(&'static str, &'static str, AuditEvent)> {
        let terms = |state, role| InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
        let sent = terms(InvitationState::Sent, Role::Admin);
        let created = AuditEvent::OrganizationCreated {
            after: OrganizationTerms {
                name: "Harbour Finch".parse().unwrap(),
                slug: "harbour-finch".parse().unwrap(),
                role: Role::Owner,
                project: ProjectName::first(),
            },
        };
        let accepted =
            InvitationChange { before: Some(sent.clone()), after: terms(InvitationState::Accepted, Role::Admin) };
        let removed = AuditEvent::MemberRemoved { before: Role::Admin };
        vec![
            (
                "organization-created",
                r#"{"name":"Harbour Finch","slug":"harbour-finch","project":"Website"}"#,
                created.clone(),
            ),
            (
                "organization-created",
                r#"{"name":"Harbour Finch","slug":"harbour-finch","project":"Website","before":null,
                    "after":{"name":"Harbour Finch","slug":"harbour-finch","role":"owner","project":"Website"}}"#,
                created,
            ),
            ("organization-deleted", r#"{"before":"open","after":"deleted"}"#, AuditEvent::OrganizationDeleted {}),
            ("organization-restored", "{}", AuditEvent::OrganizationRestored {}),
            (
                "invitation-sent",
                r#"{"role":"admin"}"#,
                AuditEvent::InvitationSent(InvitationChange { before: None, after: sent.clone() }),
            ),
            (
                "invitation-sent",
                r#"{"role":"admin","before":null,"after":{"state":"sent","role":"admin"}}"#,
                AuditEvent::InvitationSent(InvitationChange { before: None, after: sent }),
            ),
            (
                "invitation-accepted",
                r#"{"role":"admin","before":{"state":"sent","role":"admin"},"after":{"state":"accepted","role":"admin"}}"#,
                AuditEvent::InvitationAccepted(accepted),
            ),
            (
                "invitation-cancelled",
                r#"{"role":"admin"}"#,
                AuditEvent::InvitationCancelled(InvitationChange {
                    before: None,
                    after: terms(InvitationState::Cancelled, Role::Admin),
                }),
            ),
            (
                "invitation-link-copied",
                r#"{"before":{"link":false},"after":{"link":true}}"#,
                AuditEvent::InvitationLinkCopied {},
            ),
            ("invitation-asked-for", "{}", AuditEvent::InvitationAskedFor {}),
            (
                "role-changed",
                r#"{"before":"member","after":"admin"}"#,
                AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin },
            ),
            ("member-removed", r#"{"role":"admin"}"#, removed.clone()),
            ("member-removed", r#"{"role":"admin","before":"admin","after":null}"#, removed),
            ("member-left", r#"{"role":"member"}"#, AuditEvent::MemberLeft { before: Role::Member }),
        ]
    }

    /// Writes them into an organization's log, and runs the migration.
    async fn carry_over(store: &Store, id: OrganizationId, at: DateTime<Utc>) -> Result<()> {
        let mut tx = store.begin().await?;
        with_conn!(tx, db => sqlx::query(ORGANIZATION).bind(id.as_uuid()).bind(at).execute(db).await.map(drop)?);
        for (number, (action, detail, _)) in (0_u8..).zip(older()) {
            let entry = AuditEntryId::new(at, [number; 10]).as_uuid();
            with_conn!(tx, db => sqlx::query(ENTRY)
                .bind(entry)
                .bind(id.as_uuid())
                .bind(action)
                .bind(detail)
                .bind(at)
                .execute(db)
                .await
                .map(drop)?);
        }
        let migration = if tx.is_postgres() { POSTGRES } else { SQLITE };
        for statement in migration.split_inclusive(';').filter(|statement| statement.contains("UPDATE")) {
            with_conn!(tx, db => sqlx::query(statement).execute(db).await.map(drop)?);
        }
        tx.commit().await
    }

    /// ST-4: what older versions wrote is read as what it told.
    #[tokio::test]
    async fn older_entries_are_carried_over() {
        for store in stores().await {
            let id = OrganizationId::from(Uuid::from_u128(7));
            carry_over(&store, id, DateTime::UNIX_EPOCH).await.unwrap();
            let mut entries = store.latest_audit(id, 100).await.unwrap();
            entries.reverse();
            let told: Vec<Option<AuditEvent>> = entries.iter().map(AuditEntry::event).collect();
            let expected: Vec<Option<AuditEvent>> = older().into_iter().map(|(_, _, event)| Some(event)).collect();
            assert_eq!(told, expected);
        }
    }
}
