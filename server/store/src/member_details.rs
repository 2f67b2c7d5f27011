//! One member in full, and who holds which permission (TR-11, TR-12).

use chrono::{DateTime, Utc};
use domain::{AccountId, Authority, Grants, OrganizationId, PersonName, ProjectRoles, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Reader, Result, db::statements, reader::with_reader};

/// What the list of members does not tell of one of them.
#[derive(Clone, Debug, FromRow)]
pub struct MemberDetails {
    /// The name of their account, whatever the organization calls them.
    #[sqlx(try_from = "String")]
    pub account_name: PersonName,
    /// What the organization calls them, where that is something else.
    pub display_name: Option<String>,
    /// Whether they sign in with a password.
    pub has_password: bool,
    /// Who invited them, by today's name; none for who created the organization, and once that account is gone.
    pub invited_by: Option<String>,
}

/// One of those who have the same role and the same grants.
#[derive(Clone, Debug, FromRow)]
pub struct Holder {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    #[sqlx(try_from = "String")]
    pub role: Role,
    #[sqlx(try_from = "String")]
    grants: Grants,
    pub joined_at: DateTime<Utc>,
    /// How many have the same role and the same grants.
    pub alike: i64,
}

impl Holder {
    /// What they hold in the organization, projects left out.
    pub fn authority(&self) -> Authority {
        Authority::new(self.role, self.grants, ProjectRoles::default())
    }
}

statements! {
    DETAILS = "
        SELECT accounts.name AS account_name, memberships.display_name,
               accounts.password_hash IS NOT NULL AS has_password,
               (SELECT COALESCE(inviting.display_name, inviters.name) FROM invitations
                JOIN accounts AS inviters ON inviters.id = invitations.invited_by
                LEFT JOIN memberships AS inviting ON inviting.organization_id = invitations.organization_id
                  AND inviting.account_id = invitations.invited_by
                WHERE invitations.organization_id = memberships.organization_id
                  AND invitations.email = accounts.email AND invitations.state = 'accepted'
                  AND invitations.accepted_by = memberships.account_id
                ORDER BY invitations.settled_at DESC LIMIT 1) AS invited_by
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.account_id = $2";
    /// The first of each role with each set of grants, and how many those are.
    HOLDERS = "
        SELECT account_id, name, role, grants, joined_at, alike FROM (
            SELECT memberships.account_id, COALESCE(memberships.display_name, accounts.name) AS name,
                   memberships.role, memberships.grants, memberships.joined_at,
                   COUNT(*) OVER (PARTITION BY memberships.role, memberships.grants) AS alike,
                   ROW_NUMBER() OVER (PARTITION BY memberships.role, memberships.grants
                                      ORDER BY memberships.joined_at, memberships.account_id) AS number
            FROM memberships JOIN accounts ON accounts.id = memberships.account_id
            WHERE memberships.organization_id = $1) AS numbered
        WHERE number <= $2 ORDER BY joined_at, account_id";
}

impl Reader<'_> {
    pub async fn member_details(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
    ) -> Result<Option<MemberDetails>> {
        Ok(with_reader!(self, db => sqlx::query_as(DETAILS)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_optional(db)
            .await?))
    }

    /// Of those who have the same role and the same grants the first `each`, the longest in first.
    pub async fn holders(&mut self, organization: OrganizationId, each: i64) -> Result<Vec<Holder>> {
        Ok(with_reader!(self, db => sqlx::query_as(HOLDERS)
            .bind(organization.as_uuid())
            .bind(each)
            .fetch_all(db)
            .await?))
    }
}
