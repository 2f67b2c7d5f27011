//! Memberships whose access was revoked: kept as they were for a while, so that they can be brought back (TR-7).

use chrono::{DateTime, Utc};
use domain::{AccountId, OrganizationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Member, Reader, Result, Tx,
    db::{statements, with_conn},
    error::one,
    given::{Row, gather},
    members::MemberRow,
    reader::with_reader,
    statement::Statement,
};

/// Somebody whose access was revoked.
#[derive(Clone, Debug)]
pub struct RemovedMember {
    /// What they were.
    pub member: Member,
    pub removed_at: DateTime<Utc>,
    /// Who revoked it; none once that account is gone.
    pub removed_by: Option<AccountId>,
    /// What they are called by now.
    pub remover_name: Option<String>,
}

#[derive(FromRow)]
struct RemovedRow {
    #[sqlx(flatten)]
    member: MemberRow,
    removed_at: DateTime<Utc>,
    removed_by: Option<Uuid>,
    remover_name: Option<String>,
}

/// What every statement about removed members reads: a row for each of their projects.
macro_rules! removed {
    ($found:literal) => {
        concat!(
            "
        SELECT removed_memberships.account_id, COALESCE(removed_memberships.display_name, accounts.name) AS name,
               accounts.email, removed_memberships.role,
               removed_memberships.grants, removed_memberships.joined_at, removed_memberships.opened_at,
               accounts.password_hash IS NOT NULL AS has_password, removed_memberships.support_contact,
               removed_memberships.removed_at, removed_memberships.removed_by,
               COALESCE(removing.display_name, removers.name) AS remover_name,
               belonging.project_id, belonging.role AS project_role
        FROM removed_memberships JOIN accounts ON accounts.id = removed_memberships.account_id
        LEFT JOIN accounts AS removers ON removers.id = removed_memberships.removed_by
        LEFT JOIN memberships AS removing
          ON removing.organization_id = removed_memberships.organization_id
          AND removing.account_id = removed_memberships.removed_by
        LEFT JOIN removed_project_memberships AS belonging
          ON belonging.organization_id = removed_memberships.organization_id
          AND belonging.account_id = removed_memberships.account_id
        WHERE removed_memberships.organization_id = $1 ",
            $found
        )
    };
}

impl RemovedMember {
    fn all(rows: Vec<Row<RemovedRow>>) -> Result<Vec<Self>> {
        let removed = gather(rows, |row| row.member.account_id)?.into_iter();
        Ok(removed
            .map(|(row, authority)| Self {
                member: row.member.with(authority),
                removed_at: row.removed_at,
                removed_by: row.removed_by.map(Into::into),
                remover_name: row.remover_name,
            })
            .collect())
    }
}

statements! {
    KEEP = "
        INSERT INTO removed_memberships
            (organization_id, account_id, display_name, display_name_folded, role, grants, availability, joined_at,
             opened_at, steps_hidden_at, support_contact, removed_at, removed_by)
        SELECT organization_id, account_id, display_name, display_name_folded, role, grants, availability, joined_at,
               opened_at, steps_hidden_at, support_contact, $3, $4
        FROM memberships WHERE organization_id = $1 AND account_id = $2";
    KEEP_PROJECTS = "
        INSERT INTO removed_project_memberships (organization_id, account_id, project_id, role, added_at)
        SELECT organization_id, account_id, project_id, role, added_at
        FROM project_memberships WHERE organization_id = $1 AND account_id = $2";
    DELETE_MEMBERSHIP = "DELETE FROM memberships WHERE organization_id = $1 AND account_id = $2";
    REMOVED = removed!("AND removed_memberships.account_id = $2");
    /// Who is in again by other means is not removed any more.
    RECENTLY_REMOVED = removed!("AND removed_memberships.removed_at > $2
          AND NOT EXISTS (
              SELECT 1 FROM memberships WHERE memberships.organization_id = removed_memberships.organization_id
                AND memberships.account_id = removed_memberships.account_id)
        ORDER BY removed_memberships.removed_at DESC, removed_memberships.account_id");
    RESTORE = "
        INSERT INTO memberships
            (organization_id, account_id, display_name, display_name_folded, role, grants, availability, joined_at,
             opened_at, steps_hidden_at, support_contact)
        SELECT organization_id, account_id, display_name, display_name_folded, role, grants, availability, joined_at,
               opened_at, steps_hidden_at, support_contact
        FROM removed_memberships WHERE organization_id = $1 AND account_id = $2";
    RESTORE_PROJECTS = "
        INSERT INTO project_memberships (organization_id, account_id, project_id, role, added_at)
        SELECT organization_id, account_id, project_id, role, added_at
        FROM removed_project_memberships WHERE organization_id = $1 AND account_id = $2";
    FORGET = "DELETE FROM removed_memberships WHERE organization_id = $1 AND account_id = $2";
    PURGE = "DELETE FROM removed_memberships WHERE removed_at <= $1";
}

impl Reader<'_> {
    /// Somebody whose access was revoked, as they were.
    pub async fn removed_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
    ) -> Result<Option<RemovedMember>> {
        let rows: Vec<Row<RemovedRow>> = with_reader!(self, db => sqlx::query_as(REMOVED)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .fetch_all(db)
            .await?);
        Ok(RemovedMember::all(rows)?.pop())
    }

    /// Those whose access was revoked after `since` and who are not in again, the last one first.
    pub async fn recently_removed(
        &mut self,
        organization: OrganizationId,
        since: DateTime<Utc>,
    ) -> Result<Vec<RemovedMember>> {
        RemovedMember::all(with_reader!(self, db => sqlx::query_as(RECENTLY_REMOVED)
            .bind(organization.as_uuid())
            .bind(since)
            .fetch_all(db)
            .await?))
    }
}

impl Tx {
    /// Takes the member out, and keeps what they were.
    pub async fn remove_member(
        &mut self,
        organization: OrganizationId,
        account: AccountId,
        now: DateTime<Utc>,
        by: AccountId,
    ) -> Result<()> {
        self.forget_removal(organization, account).await?;
        one(with_conn!(self, db => sqlx::query(KEEP)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .bind(now)
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))?;
        for statement in [KEEP_PROJECTS, DELETE_MEMBERSHIP] {
            self.of_member(statement, organization, account).await?;
        }
        Ok(())
    }

    /// Brings back who was removed, as they were. They are not in by other means: that was looked up with the organization
    /// locked.
    pub async fn restore_member(&mut self, organization: OrganizationId, account: AccountId) -> Result<()> {
        for statement in [RESTORE, RESTORE_PROJECTS, FORGET] {
            self.of_member(statement, organization, account).await?;
        }
        Ok(())
    }

    /// Forgets what somebody was before they were removed.
    pub async fn forget_removal(&mut self, organization: OrganizationId, account: AccountId) -> Result<()> {
        self.of_member(FORGET, organization, account).await
    }

    async fn of_member(
        &mut self,
        statement: Statement,
        organization: OrganizationId,
        account: AccountId,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(statement)
            .bind(organization.as_uuid())
            .bind(account.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Forgets those who were removed at `before` or earlier.
    pub async fn purge_removals(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::{Authority, Grant, ProjectRole, ProjectRoles, Role};

    use crate::{
        fixtures::{NOW, account, join, organization, project},
        statements::stores,
    };

    // TR-7: what is brought back is what was there, to the second.
    #[tokio::test]
    async fn tr_7_a_removed_member_is_back_as_they_were() {
        for store in stores().await {
            let (owner, leo) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Leo Marchetti").await);
            let id = organization(&store, 1, owner).await;
            let (website, repairs) =
                (project(&store, id, 1, "Spare parts").await, project(&store, id, 2, "Repairs").await);
            let projects = ProjectRoles::from_iter([(website, ProjectRole::Manager), (repairs, ProjectRole::Viewer)]);
            let given = Authority::new(Role::Member, [Grant::ReadAuditLog].into_iter().collect(), projects);
            join(&store, id, leo, &given).await;
            let before = store.read().member(id, leo).await.unwrap().unwrap();
            assert_eq!(before.authority, given);

            let now = NOW + TimeDelta::minutes(1);
            // Twice: a second removal keeps what was there at the second.
            for _ in 0..2 {
                let mut tx = store.begin().await.unwrap();
                tx.remove_member(id, leo, now, owner).await.unwrap();
                assert!(tx.read().member(id, leo).await.unwrap().is_none());
                let removed = tx.read().removed_member(id, leo).await.unwrap().unwrap();
                assert_eq!((removed.removed_at, removed.removed_by), (now, Some(owner)));
                assert_eq!(removed.remover_name.as_deref(), Some("Mina Okafor"));
                assert_eq!((&removed.member.authority, removed.member.joined_at), (&given, before.joined_at));
                tx.restore_member(id, leo).await.unwrap();
                assert!(tx.read().removed_member(id, leo).await.unwrap().is_none());
                let after = tx.read().member(id, leo).await.unwrap().unwrap();
                assert_eq!((&after.authority, after.joined_at, after.opened_at), (&given, before.joined_at, None));
                tx.commit().await.unwrap();
            }

            // Whoever joins anew is not brought back to what they were.
            let mut tx = store.begin().await.unwrap();
            tx.remove_member(id, leo, now, owner).await.unwrap();
            assert!(tx.insert_member(id, leo, &Authority::of_role(Role::Member), now).await.unwrap());
            assert!(tx.read().removed_member(id, leo).await.unwrap().is_none());
            // What is too old is forgotten.
            tx.remove_member(id, leo, now, owner).await.unwrap();
            assert_eq!(tx.purge_removals(now - TimeDelta::microseconds(1)).await.unwrap(), 0);
            assert_eq!(tx.purge_removals(now).await.unwrap(), 1);
            assert!(tx.read().removed_member(id, leo).await.unwrap().is_none());
            let nobody = tx.remove_member(id, leo, now, owner).await;
            assert!(matches!(nobody, Err(crate::StoreError::Gone)), "{nobody:?}");
        }
    }
}
