//! Projects, and the places in addresses that lead to them (PR-5, PR-6).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, OrganizationId, Permission, ProjectId, ProjectName, ProjectSlug, ProjectState, audit::ProjectTerms,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, Tx,
    audit::address_beside,
    db::{statements, with_conn},
    error::one,
    given::roles_with,
    reader::with_reader,
};

/// The second level inside an organization.
#[derive(Clone, Debug, FromRow)]
pub struct Project {
    #[sqlx(try_from = "Uuid")]
    pub id: ProjectId,
    #[sqlx(try_from = "String")]
    pub name: ProjectName,
    /// Its place in addresses by now.
    #[sqlx(try_from = "String")]
    pub slug: ProjectSlug,
    pub created_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

impl Project {
    pub const fn state(&self) -> ProjectState {
        if self.archived_at.is_some() { ProjectState::Archived } else { ProjectState::Active }
    }

    /// What it is by now, for the audit log.
    pub fn terms(&self) -> ProjectTerms {
        ProjectTerms { id: self.id, name: self.name.clone(), slug: self.slug.clone(), state: self.state() }
    }
}

/// A project in the list, with how many people were added to it. Who reaches every project is not counted.
#[derive(Clone, Debug, FromRow)]
pub struct CountedProject {
    #[sqlx(flatten)]
    pub project: Project,
    /// The name of whoever archived it; none once that account is gone.
    pub archived_by: Option<String>,
    pub managers: i64,
    pub agents: i64,
    pub viewers: i64,
}

/// A project to be.
pub struct NewProject<'a> {
    pub id: ProjectId,
    pub organization_id: OrganizationId,
    pub name: &'a ProjectName,
    pub slug: &'a ProjectSlug,
    pub now: DateTime<Utc>,
}

/// When something was last saved, and by whom.
#[derive(Clone, Debug, FromRow)]
pub struct LastSave {
    /// The name that they have today; none once that account is gone.
    pub by: Option<String>,
    /// Their address, where somebody else in the organization is called alike (FIELD-23), and where whoever is told sees addresses:
    /// only the list of a project's members and the general settings read it.
    #[sqlx(default)]
    pub by_email: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

statements! {
    ACTIVE = "
        SELECT id, name, slug, created_at, archived_at FROM projects
        WHERE organization_id = $1 AND archived_at IS NULL ORDER BY created_at, id";
    ALL = "
        SELECT id, name, slug, created_at, archived_at FROM projects WHERE organization_id = $1 ORDER BY created_at, id";
    COUNTED = "
        SELECT projects.id, projects.name, projects.slug, projects.created_at, projects.archived_at,
               COALESCE(archiving.display_name, archivers.name) AS archived_by,
               COALESCE(MAX(CASE WHEN belonging.role = 'manager' THEN belonging.members END), 0) AS managers,
               COALESCE(MAX(CASE WHEN belonging.role = 'agent' THEN belonging.members END), 0) AS agents,
               COALESCE(MAX(CASE WHEN belonging.role = 'viewer' THEN belonging.members END), 0) AS viewers
        FROM projects
        LEFT JOIN accounts AS archivers ON archivers.id = projects.archived_by
        LEFT JOIN memberships AS archiving
          ON archiving.organization_id = projects.organization_id AND archiving.account_id = projects.archived_by
        LEFT JOIN (
            SELECT project_memberships.project_id, project_memberships.role, COUNT(*) AS members
            FROM project_memberships
            WHERE project_memberships.organization_id = $1 AND project_memberships.account_id NOT IN (
                SELECT memberships.account_id FROM memberships
                WHERE memberships.organization_id = $1 AND memberships.role IN ($2, $3, $4, $5, $6))
            GROUP BY project_memberships.project_id, project_memberships.role
        ) AS belonging ON belonging.project_id = projects.id
        WHERE projects.organization_id = $1
        GROUP BY projects.id, archivers.id, archiving.display_name ORDER BY projects.created_at, projects.id";
    BY_ID = "
        SELECT id, name, slug, created_at, archived_at FROM projects WHERE organization_id = $1 AND id = $2";
    /// By any slug that it ever had.
    BY_SLUG = "
        SELECT projects.id, projects.name, projects.slug, projects.created_at, projects.archived_at
        FROM project_slugs JOIN projects
          ON projects.organization_id = project_slugs.organization_id AND projects.id = project_slugs.project_id
        WHERE project_slugs.organization_id = $1 AND project_slugs.slug = $2";
    COUNT = "SELECT COUNT(*) FROM projects WHERE organization_id = $1";
    COUNT_ACTIVE = "SELECT COUNT(*) FROM projects WHERE organization_id = $1 AND archived_at IS NULL";
    INSERT = "INSERT INTO projects (id, organization_id, name, slug, created_at) VALUES ($1, $2, $3, $4, $5)";
    INSERT_SLUG = "
        INSERT INTO project_slugs (organization_id, slug, project_id) VALUES ($1, $2, $3)
        ON CONFLICT (organization_id, slug) DO NOTHING";
    RENAME = "UPDATE projects SET name = $3, slug = $4 WHERE organization_id = $1 AND id = $2";
    SET_ARCHIVED = "UPDATE projects SET archived_at = $3, archived_by = $4 WHERE organization_id = $1 AND id = $2";
    LAST_SAVE = concat!(
        "
        SELECT COALESCE(saving.display_name, savers.name) AS by, ",
        address_beside!("saving", "savers.email", "by_email"),
        ", projects.members_saved_at AS at
        FROM projects LEFT JOIN accounts AS savers ON savers.id = projects.members_saved_by
        LEFT JOIN memberships AS saving
          ON saving.organization_id = projects.organization_id AND saving.account_id = projects.members_saved_by
        WHERE projects.organization_id = $1 AND projects.id = $2"
    );
    SAVED = "
        UPDATE projects SET members_saved_at = $3, members_saved_by = $4 WHERE organization_id = $1 AND id = $2";
}

impl Reader<'_> {
    /// The organization's projects that are worked in, oldest first.
    pub async fn active_projects(&mut self, organization: OrganizationId) -> Result<Vec<Project>> {
        Ok(with_reader!(self, db => sqlx::query_as(ACTIVE).bind(organization.as_uuid()).fetch_all(db).await?))
    }

    /// All of the organization's projects, oldest first.
    pub async fn projects(&mut self, organization: OrganizationId) -> Result<Vec<Project>> {
        Ok(with_reader!(self, db => sqlx::query_as(ALL).bind(organization.as_uuid()).fetch_all(db).await?))
    }

    /// All of the organization's projects, oldest first, with how many people were added to each.
    pub async fn counted_projects(&mut self, organization: OrganizationId) -> Result<Vec<CountedProject>> {
        let reaching = roles_with(Permission::ReachEveryProject);
        Ok(with_reader!(self, db => {
            let query = sqlx::query_as(COUNTED).bind(organization.as_uuid());
            reaching.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
        }))
    }

    pub async fn project(&mut self, organization: OrganizationId, id: ProjectId) -> Result<Option<Project>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_ID)
            .bind(organization.as_uuid())
            .bind(id.as_uuid())
            .fetch_optional(db)
            .await?))
    }

    /// The project to which this slug leads: its own by now, or one that it had.
    pub async fn project_by_slug(
        &mut self,
        organization: OrganizationId,
        slug: &ProjectSlug,
    ) -> Result<Option<Project>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_SLUG)
            .bind(organization.as_uuid())
            .bind(slug.as_str())
            .fetch_optional(db)
            .await?))
    }

    /// How many projects the organization has, archived ones too.
    pub async fn count_projects(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// How many of them are worked in.
    pub async fn count_active_projects(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT_ACTIVE).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// When the list of its members was last saved.
    pub async fn last_save(&mut self, organization: OrganizationId, project: ProjectId) -> Result<Option<LastSave>> {
        Ok(with_reader!(self, db => sqlx::query_as(LAST_SAVE)
            .bind(organization.as_uuid())
            .bind(project.as_uuid())
            .fetch_optional(db)
            .await?))
    }
}

impl Tx {
    /// Makes the project. Its slug leads to no other one: that was looked up with the organization locked.
    pub async fn insert_project(&mut self, new: &NewProject<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.name.as_str())
            .bind(new.slug.as_str())
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        self.lead_to_project(new.organization_id, new.slug, new.id).await
    }

    /// Gives the project another name and slug. The slugs that it had lead to it for good.
    pub async fn rename_project(
        &mut self,
        organization: OrganizationId,
        id: ProjectId,
        name: &ProjectName,
        slug: &ProjectSlug,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(RENAME)
            .bind(organization.as_uuid())
            .bind(id.as_uuid())
            .bind(name.as_str())
            .bind(slug.as_str())
            .execute(db)
            .await?
            .rows_affected()))?;
        self.lead_to_project(organization, slug, id).await
    }

    async fn lead_to_project(
        &mut self,
        organization: OrganizationId,
        slug: &ProjectSlug,
        project: ProjectId,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT_SLUG)
            .bind(organization.as_uuid())
            .bind(slug.as_str())
            .bind(project.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Archives the project, or brings it back where there is no `archived`.
    pub async fn set_project_archived(
        &mut self,
        organization: OrganizationId,
        id: ProjectId,
        archived: Option<(DateTime<Utc>, AccountId)>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_ARCHIVED)
            .bind(organization.as_uuid())
            .bind(id.as_uuid())
            .bind(archived.map(|(at, _)| at))
            .bind(archived.map(|(_, by)| by.as_uuid()))
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Notes that the list of its members was saved.
    pub async fn mark_project_saved(
        &mut self,
        organization: OrganizationId,
        project: ProjectId,
        now: DateTime<Utc>,
        by: AccountId,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SAVED)
            .bind(organization.as_uuid())
            .bind(project.as_uuid())
            .bind(now)
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::{
        fixtures::{NOW, account, organization, project},
        statements::stores,
    };

    // PR-6: the slugs of former names lead to the project for good.
    #[tokio::test]
    async fn pr_6_old_addresses_keep_working() {
        for store in stores().await {
            let mina = account(&store, 1, "Mina Okafor").await;
            let id = organization(&store, 1, mina).await;
            let parts = project(&store, id, 1, "Spare parts").await;
            let slug = |slug: &str| -> ProjectSlug { slug.parse().unwrap() };
            let name = "Spares & parts".parse().unwrap();
            let mut tx = store.begin().await.unwrap();
            tx.rename_project(id, parts, &name, &slug("spares-parts")).await.unwrap();
            // And back again.
            tx.rename_project(id, parts, &"Spare parts".parse().unwrap(), &slug("spare-parts")).await.unwrap();
            tx.rename_project(id, parts, &name, &slug("spares-parts")).await.unwrap();
            tx.commit().await.unwrap();
            for old_and_new in ["spare-parts", "spares-parts"] {
                let found = store.read().project_by_slug(id, &slug(old_and_new)).await.unwrap().unwrap();
                assert_eq!((found.id, found.slug, &found.name), (parts, slug("spares-parts"), &name), "{old_and_new}");
            }
            assert!(store.read().project_by_slug(id, &slug("parts")).await.unwrap().is_none());
        }
    }

    // PR-5
    #[tokio::test]
    async fn pr_5_what_is_archived_is_not_worked_in() {
        for store in stores().await {
            let mina = account(&store, 1, "Mina Okafor").await;
            let id = organization(&store, 1, mina).await;
            let parts = project(&store, id, 1, "Spare parts").await;
            let counts = async || {
                let mut reader = store.read();
                (reader.count_active_projects(id).await.unwrap(), reader.count_projects(id).await.unwrap())
            };
            let active = async || store.read().active_projects(id).await.unwrap().len();
            assert_eq!((counts().await, active().await), ((2, 2), 2));
            let at = NOW + TimeDelta::days(1);
            let mut tx = store.begin().await.unwrap();
            tx.set_project_archived(id, parts, Some((at, mina))).await.unwrap();
            tx.mark_project_saved(id, parts, at, mina).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!((counts().await, active().await), ((1, 2), 1));
            let counted = store.read().counted_projects(id).await.unwrap();
            let archived: Vec<_> =
                counted.iter().map(|one| (one.project.state(), one.archived_by.as_deref())).collect();
            assert_eq!(archived, [(ProjectState::Active, None), (ProjectState::Archived, Some("Mina Okafor"))]);
            assert_eq!(counted[1].project.archived_at, Some(at));
            let saved = store.read().last_save(id, parts).await.unwrap().unwrap();
            assert_eq!((saved.by.as_deref(), saved.at), (Some("Mina Okafor"), Some(at)));
            let mut tx = store.begin().await.unwrap();
            tx.set_project_archived(id, parts, None).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(counts().await, (2, 2));
        }
    }
}
