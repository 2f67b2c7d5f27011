//! What the log tells somebody of how they were removed (OR-4).

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationName, Slug, audit::AuditEvent};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store,
    db::{statements, with_pool},
};

/// How somebody was removed from an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Removal {
    organization_id: Uuid,
    /// What the organization was called then.
    #[sqlx(try_from = "String")]
    pub name: OrganizationName,
    /// Who did it, by today's name.
    pub actor_name: Option<String>,
    pub at: DateTime<Utc>,
}

statements! {
    /// SQLite keeps the order of a cross join: what concerns the person comes first, so that the answer to somebody whom nothing
    /// concerns takes as long whether or not there is such an organization.
    REMOVAL = "
        SELECT audit_entries.organization_id, organizations.name, accounts.name AS actor_name, audit_entries.at
        FROM audit_entries CROSS JOIN organization_slugs CROSS JOIN organizations
        LEFT JOIN accounts ON accounts.id = audit_entries.actor_id
        WHERE audit_entries.subject_id = $2 AND organization_slugs.organization_id = audit_entries.organization_id
          AND organization_slugs.slug = $1 AND organizations.id = audit_entries.organization_id
          AND audit_entries.action = $4 AND audit_entries.at > $3
          AND NOT EXISTS (
              SELECT 1 FROM audit_entries AS leaving
              WHERE leaving.organization_id = audit_entries.organization_id AND leaving.actor_id = $2
                AND leaving.action = $5 AND leaving.at >= audit_entries.at)
        ORDER BY audit_entries.at DESC LIMIT 1";
    CALLED_SINCE = "
        SELECT action, detail FROM audit_entries
        WHERE organization_id = $1 AND at > $2 AND action IN ('organization-renamed', 'organization-moved')
        ORDER BY at, id";
}

impl Removal {
    /// As it was then, by what the organization was called and where it stood since; none where it got this slug later: what
    /// came after the removal is nothing to whom it removed.
    fn at_that_time(self, slug: &Slug, since: Vec<AuditEvent>) -> Option<Self> {
        let (mut name, mut place) = (None, None);
        for event in since {
            match event {
                AuditEvent::OrganizationRenamed { before, .. } => drop(name.get_or_insert(before)),
                AuditEvent::OrganizationMoved { before, after } => {
                    let then = place.get_or_insert(before);
                    if after == *slug && *then != after {
                        return None;
                    }
                }
                _ => {}
            }
        }
        Some(Self { name: name.unwrap_or(self.name), ..self })
    }
}

impl Store {
    /// How the account was last removed from the organization with this slug, if that was after `since`, and it did not come back
    /// and leave by itself.
    pub async fn removal(&self, slug: &Slug, account: AccountId, since: DateTime<Utc>) -> Result<Option<Removal>> {
        let found: Option<Removal> = with_pool!(self, db => sqlx::query_as(REMOVAL)
            .bind(slug.as_str())
            .bind(account.as_uuid())
            .bind(since)
            .bind(AuditEvent::MEMBER_REMOVED)
            .bind(AuditEvent::MEMBER_LEFT)
            .fetch_optional(db)
            .await?);
        let Some(removal) = found else { return Ok(None) };
        let since: Vec<(String, String)> = with_pool!(self, db => sqlx::query_as(CALLED_SINCE)
            .bind(removal.organization_id)
            .bind(removal.at)
            .fetch_all(db)
            .await?);
        let since = since.iter().filter_map(|(action, detail)| AuditEvent::from_stored(action, detail).ok()).collect();
        Ok(removal.at_that_time(slug, since))
    }
}
