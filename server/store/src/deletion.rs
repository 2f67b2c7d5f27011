//! What goes with an organization when it is deleted, and who stays when somebody leaves (OR-7).

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationId};
use sqlx::FromRow;

use crate::{Reader, Result, db::statements, reader::with_reader};

/// How much of everything there is.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Contents {
    pub people: i64,
    /// Those that can still be accepted.
    pub invitations: i64,
    /// Those that are worked in.
    pub projects: i64,
    pub archived_projects: i64,
}

statements! {
    CONTENTS = "
        SELECT (SELECT COUNT(*) FROM memberships WHERE organization_id = $1) AS people,
               (SELECT COUNT(*) FROM invitations
                WHERE organization_id = $1 AND state = 'sent' AND expires_at > $2) AS invitations,
               (SELECT COUNT(*) FROM projects WHERE organization_id = $1 AND archived_at IS NULL) AS projects,
               (SELECT COUNT(*) FROM projects WHERE organization_id = $1 AND archived_at IS NOT NULL)
                   AS archived_projects";
    OTHER_OWNERS = "
        SELECT COALESCE(memberships.display_name, accounts.name) FROM memberships
        JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.role = 'owner' AND memberships.account_id <> $2
        ORDER BY memberships.joined_at, memberships.account_id LIMIT 10";
}

impl Reader<'_> {
    pub async fn contents(&mut self, organization: OrganizationId, now: DateTime<Utc>) -> Result<Contents> {
        Ok(with_reader!(self, db => sqlx::query_as(CONTENTS)
            .bind(organization.as_uuid())
            .bind(now)
            .fetch_one(db)
            .await?))
    }

    /// The names of others who own the organization, the longest in first; ten at most.
    pub async fn other_owners(&mut self, organization: OrganizationId, account: AccountId) -> Result<Vec<String>> {
        Ok(with_reader!(self, db => sqlx::query_scalar(OTHER_OWNERS)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_all(db)
            .await?))
    }
}
