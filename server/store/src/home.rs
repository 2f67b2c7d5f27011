//! What the home page of an organization reads beside its lists, and who waits for a project.

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationId, PersonName, Policy};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, Tx,
    audit::address_beside,
    db::{statements, with_conn},
    reader::with_reader,
};

statements! {
    FACTS = "
        SELECT memberships.steps_hidden_at IS NOT NULL AS hidden,
               EXISTS (
                   SELECT 1 FROM invitations
                   WHERE invitations.organization_id = $1 AND invitations.state <> 'draft') AS invited,
               (SELECT COUNT(*) FROM memberships AS everybody WHERE everybody.organization_id = $1) AS members,
               (SELECT COUNT(*) FROM (
                   SELECT 1 FROM memberships AS owners
                   WHERE owners.organization_id = $1 AND owners.role = 'owner' LIMIT 2) AS first_owners) AS owners,
               EXISTS (
                   SELECT 1 FROM organization_policies AS policies
                   WHERE policies.organization_id = $1 AND policies.policy = $3) AS project_needed
        FROM memberships WHERE memberships.organization_id = $1 AND memberships.account_id = $2";
    SET_HIDDEN = "UPDATE memberships SET steps_hidden_at = $3 WHERE organization_id = $1 AND account_id = $2";
    WITHOUT_PROJECT = concat!("
        SELECT memberships.account_id, COALESCE(memberships.display_name, accounts.name) AS name, memberships.joined_at,
               COUNT(*) OVER () AS found, ", address_beside!("memberships", "accounts.email", "address"), "
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.joined_at > $2 AND memberships.role = 'member'
          AND NOT EXISTS (
              SELECT 1 FROM project_memberships AS belonging
              JOIN projects ON projects.id = belonging.project_id AND projects.archived_at IS NULL
              WHERE belonging.organization_id = memberships.organization_id
                AND belonging.account_id = memberships.account_id)
        ORDER BY memberships.joined_at DESC, memberships.account_id DESC LIMIT $3");
}

/// How far an organization is, and what it asks of those who invite.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct HomeFacts {
    /// Whether the member hid the first steps.
    pub hidden: bool,
    /// Whether anybody was ever invited.
    pub invited: bool,
    /// How many members there are.
    pub members: i64,
    /// How many own it; 2 for two and more.
    pub owners: i64,
    /// Whether no invitation is sent without a project (ST-6).
    pub project_needed: bool,
}

/// Somebody who joined not long ago, and belongs to no project that is worked in.
#[derive(Clone, Debug, FromRow)]
pub struct WithoutProject {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// Their address, where another member is called alike.
    pub address: Option<String>,
    pub joined_at: DateTime<Utc>,
    /// How many there are of them in all.
    pub found: i64,
}

impl Reader<'_> {
    /// The facts, for this member; none for somebody who is not in it.
    pub async fn home_facts(&mut self, organization: OrganizationId, account: AccountId) -> Result<Option<HomeFacts>> {
        Ok(with_reader!(self, db => sqlx::query_as(FACTS)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(Policy::InvitationsNeedProject.as_str())
            .fetch_optional(db)
            .await?))
    }

    /// The first `limit` members without a project of those who joined after `since`, the newest first.
    pub async fn members_without_project(
        &mut self,
        organization: OrganizationId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<WithoutProject>> {
        Ok(with_reader!(self, db => sqlx::query_as(WITHOUT_PROJECT)
            .bind(organization.as_uuid())
            .bind(since)
            .bind(limit)
            .fetch_all(db)
            .await?))
    }
}

impl Tx {
    /// Notes when the member hid the first steps; none: that they are shown again.
    pub async fn set_first_steps_hidden(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        at: Option<DateTime<Utc>>,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SET_HIDDEN)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(at)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
