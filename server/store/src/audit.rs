//! The audit log: written in the transaction of the change that it tells of (ST-4).

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, AuditEntryId, AuditPlace, Authority, EmailAddress, OrganizationId, ProjectId, ProjectSlug,
    audit::AuditEvent,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, Store, StoreError, Tx,
    audit_words::words,
    db::{statements, with_pool},
    reader::with_reader,
    rows::insert_rows,
    statement::Statement,
};

/// An entry of the audit log.
#[derive(Clone, Debug, FromRow)]
pub struct AuditEntry {
    #[sqlx(try_from = "Uuid")]
    pub id: AuditEntryId,
    actor_id: Option<Uuid>,
    /// The name that the actor has today.
    pub actor_name: Option<String>,
    /// The name of what was done, such as `role-changed`.
    pub action: String,
    /// Its details as JSON.
    pub detail: String,
    /// The address of the client that did it, as text; empty where it is not known.
    pub client: String,
    subject_id: Option<Uuid>,
    /// To whom it was done: today's name, or the address of somebody without an account.
    pub subject_name: Option<String>,
    /// Addresses of actor and subject, while they are members and another member is called alike.
    pub actor_email: Option<String>,
    pub subject_email: Option<String>,
    /// The slugs of projects in it whose names others have too: filled in by whoever looks for those.
    #[sqlx(skip)]
    pub slugs: BTreeMap<ProjectId, ProjectSlug>,
    /// When it was done.
    pub at: DateTime<Utc>,
}

impl AuditEntry {
    /// Whose doing it was; none once the account is gone.
    pub fn actor_id(&self) -> Option<AccountId> {
        self.actor_id.map(Into::into)
    }

    /// The account to which it was done.
    pub fn subject_id(&self) -> Option<AccountId> {
        self.subject_id.map(Into::into)
    }

    /// Where it stands in the log.
    pub const fn place(&self) -> AuditPlace {
        AuditPlace { at: self.at, id: self.id }
    }

    /// What was done; none where a newer version wrote it.
    pub fn event(&self) -> Option<AuditEvent> {
        AuditEvent::from_stored(&self.action, &self.detail).ok()
    }

    /// The entry as a member with this authority may know of it.
    #[must_use]
    pub fn shown_to(self, authority: &Authority) -> Self {
        let Some(event) = self.event() else { return self };
        let detail = event.shown_to(authority).to_stored().map(|(_, detail)| detail).unwrap_or_default();
        Self { detail, ..self }
    }
}

/// Something that an account did to another one.
#[derive(Clone, Debug, FromRow)]
pub struct DoneTo {
    #[sqlx(try_from = "Uuid")]
    pub subject_id: AccountId,
    action: String,
    detail: String,
    /// When it was done; what was done at once bears one time.
    pub at: DateTime<Utc>,
}

impl DoneTo {
    /// What was done, as it is stored: its name, and its details as JSON.
    pub fn stored(&self) -> (&str, &str) {
        (&self.action, &self.detail)
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

/// The address of a member of whom there is a namesake in the organization (FIELD-23); null of anybody else.
macro_rules! address_beside {
    ($membership:literal, $email:literal, $address:literal) => {
        concat!(
            "CASE WHEN EXISTS (
                SELECT 1 FROM memberships AS namesakes
                WHERE namesakes.organization_id = ",
            $membership,
            ".organization_id AND namesakes.name_folded = ",
            $membership,
            ".name_folded AND namesakes.account_id <> ",
            $membership,
            ".account_id) THEN ",
            $email,
            " END AS ",
            $address
        )
    };
}
pub(crate) use address_beside;

/// Entries of an organization, the newest first. People are called as it calls them.
macro_rules! entries {
    ($found:literal) => {
        concat!(
            "
        SELECT audit_entries.id, audit_entries.client, audit_entries.subject_id, audit_entries.actor_id, COALESCE(acting.display_name, actors.name)
                 AS actor_name,
               audit_entries.action, audit_entries.detail, audit_entries.at,
               COALESCE(concerned.display_name, subjects.name, audit_entries.subject) AS subject_name, ",
            address_beside!("acting", "actors.email", "actor_email"),
            ", ",
            address_beside!("concerned", "subjects.email", "subject_email"),
            "
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

const INSERT: Statement = Statement {
    name: "store::audit::INSERT",
    sql: "
        INSERT INTO audit_entries (
            id, organization_id, actor_id, action, detail, client, at, subject_id, subject, kind, words) ",
};

statements! {
    LATEST = entries!("AND audit_entries.at >= $3");
    OF_SUBJECT = entries!("AND audit_entries.subject_id = $3 AND audit_entries.at >= $4");
    /// What changed about plan and limits: written out, so that there is an index of these alone.
    OF_BILLING =
        entries!("AND audit_entries.action IN ('plan-changed', 'billing-contact-changed') AND audit_entries.at >= $3");
    OF_SUBJECT_AND_ACTION = entries!("AND audit_entries.subject_id = $3 AND audit_entries.action = $4");
    BY_ACTOR = "
        SELECT subject_id, action, detail, at FROM audit_entries
        WHERE organization_id = $1 AND actor_id = $2 AND at > $3 AND subject_id IS NOT NULL AND action IN ($4, $5)
        ORDER BY at DESC, id DESC LIMIT $6";
    EVENTS_BY_ACTOR = "
        SELECT action, detail FROM audit_entries
        WHERE organization_id = $1 AND actor_id = $2 AND action = $3 AND at > $4
        ORDER BY at DESC, id DESC LIMIT $5";
    ENDED = "
        SELECT 1 FROM audit_entries
        WHERE organization_id = $1 AND ((subject_id = $2 AND action = $3) OR (actor_id = $2 AND action = $4)) LIMIT 1";
    OF_NOBODY = "
        SELECT 1 FROM audit_entries
        WHERE organization_id = $1 AND subject_id IS NULL AND action = $2 AND at > $3 LIMIT 1";
    OF_ACTOR = "
        SELECT organizations.name AS organization, audit_entries.action, audit_entries.client, audit_entries.at
        FROM audit_entries JOIN organizations ON organizations.id = audit_entries.organization_id
        WHERE audit_entries.actor_id = $1 AND audit_entries.at >= $2 ORDER BY audit_entries.at DESC LIMIT 10000";
}

impl Store {
    /// The newest `limit` entries from `since` on, newest first.
    pub async fn latest_audit(
        &self,
        organization: OrganizationId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(LATEST)
            .bind(organization.as_uuid())
            .bind(limit)
            .bind(since)
            .fetch_all(db)
            .await?))
    }

    /// The newest `limit` entries from `since` on about something that was done to this account, newest first.
    pub async fn audit_about(
        &self,
        organization: OrganizationId,
        account: AccountId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_SUBJECT)
            .bind(organization.as_uuid())
            .bind(limit)
            .bind(account.as_uuid())
            .bind(since)
            .fetch_all(db)
            .await?))
    }

    /// The newest `limit` entries from `since` on about the plan, newest first.
    pub async fn audit_of_billing(
        &self,
        organization: OrganizationId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_BILLING)
            .bind(organization.as_uuid())
            .bind(limit)
            .bind(since)
            .fetch_all(db)
            .await?))
    }

    /// The entries from `since` on about what the account did, newest first.
    pub async fn audit_entries_by(&self, account: AccountId, since: DateTime<Utc>) -> Result<Vec<OwnAuditEntry>> {
        Ok(with_pool!(self, db => sqlx::query_as(OF_ACTOR).bind(account.as_uuid()).bind(since).fetch_all(db).await?))
    }
}

impl Reader<'_> {
    /// The newest `limit` entries of this action about the account, newest first.
    pub async fn audit_of_action(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        action: &str,
        limit: i64,
    ) -> Result<Vec<AuditEntry>> {
        Ok(with_reader!(self, db => sqlx::query_as(OF_SUBJECT_AND_ACTION)
            .bind(organization.as_uuid())
            .bind(limit)
            .bind(account.as_uuid())
            .bind(action)
            .fetch_all(db)
            .await?))
    }

    /// Whether the account was in the organization and left, or was removed.
    pub async fn was_in(&mut self, organization: OrganizationId, account: AccountId) -> Result<bool> {
        let found: Option<i32> = with_reader!(self, db => sqlx::query_scalar(ENDED)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(AuditEvent::MEMBER_REMOVED)
            .bind(AuditEvent::MEMBER_LEFT)
            .fetch_optional(db)
            .await?);
        Ok(found.is_some())
    }

    /// Whether somebody was removed after `since` whose account is gone by now: who that was, nothing tells any more.
    pub async fn removed_and_gone(&mut self, organization: OrganizationId, since: DateTime<Utc>) -> Result<bool> {
        let found: Option<i32> = with_reader!(self, db => sqlx::query_scalar(OF_NOBODY)
            .bind(organization.as_uuid())
            .bind(AuditEvent::MEMBER_REMOVED)
            .bind(since)
            .fetch_optional(db)
            .await?);
        Ok(found.is_some())
    }

    /// What the account did to others after `since`, of these two actions; the newest `limit`, newest first.
    pub async fn done_to_others(
        &mut self,
        organization: OrganizationId,
        by: AccountId,
        since: DateTime<Utc>,
        actions: [&str; 2],
        limit: i64,
    ) -> Result<Vec<DoneTo>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_ACTOR)
            .bind(organization.as_uuid())
            .bind(by.as_uuid())
            .bind(since)
            .bind(actions[0])
            .bind(actions[1])
            .bind(limit)
            .fetch_all(db)
            .await?))
    }

    /// What the account did after `since` of this action; the newest `limit`, newest first.
    pub async fn events_by(
        &mut self,
        organization: OrganizationId,
        by: AccountId,
        action: &str,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>> {
        let found: Vec<(String, String)> = with_reader!(self, db => sqlx::query_as(EVENTS_BY_ACTOR)
            .bind(organization.as_uuid())
            .bind(by.as_uuid())
            .bind(action)
            .bind(since)
            .bind(limit)
            .fetch_all(db)
            .await?);
        Ok(found.iter().filter_map(|(action, detail)| AuditEvent::from_stored(action, detail).ok()).collect())
    }
}

impl Tx {
    /// Writes entries into the audit log.
    pub async fn insert_entries(&mut self, new: &[NewAuditEntry<'_>]) -> Result<()> {
        let stored = new.iter().map(|new| {
            let stored = new.event.to_stored().map_err(|_| StoreError::Corrupt("audit event"))?;
            Ok((new, stored, words(new.event, new.subject)))
        });
        let stored: Vec<_> = stored.collect::<Result<_>>()?;
        insert_rows!(
            self,
            INSERT,
            &stored,
            |row, (new, (action, detail), words)| row
                .push_bind(new.id.as_uuid())
                .push_bind(new.organization_id.as_uuid())
                .push_bind(new.actor_id.map(AccountId::as_uuid))
                .push_bind(action)
                .push_bind(detail)
                .push_bind(new.client)
                .push_bind(new.at)
                .push_bind(new.subject_id.map(AccountId::as_uuid))
                .push_bind(new.subject.map(EmailAddress::as_str))
                .push_bind(new.event.kind().as_str())
                .push_bind(words),
            ""
        );
        Ok(())
    }
}
