//! Who belongs to a project, and with which role (PR-1 to PR-3).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, BelongingFilter, EmailAddress, OrganizationId, Permission, PersonName, ProjectId, ProjectName,
    ProjectRole, Role,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Reader, Result, StoreError, Tx,
    db::{statements, with_conn},
    given::roles_with,
    pattern::holding,
    reader::with_reader,
    rows::insert_rows,
    statement::Statement,
};

/// Somebody in the organization, as the list of a project's members shows them.
#[derive(Clone, Debug, FromRow)]
pub struct ProjectMember {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// Their role in the organization.
    #[sqlx(try_from = "String")]
    pub role: Role,
    project_role: Option<String>,
}

impl ProjectMember {
    /// Their role in the project; none where they were not added to it.
    pub fn project_role(&self) -> Result<Option<ProjectRole>> {
        let role = self.project_role.as_deref().map(str::parse).transpose();
        role.map_err(|_| StoreError::Corrupt("role in a project"))
    }
}

/// Whom the list of a project's members shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindProjectMembers<'a> {
    pub organization: OrganizationId,
    pub project: ProjectId,
    /// What name or address holds; nothing for everybody.
    pub find: &'a str,
    /// What they are to the project.
    pub belonging: BelongingFilter,
}

/// Which of those who were found.
macro_rules! found {
    ($columns:literal, $with:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            r"
        FROM memberships ",
            $with,
            r"
        LEFT JOIN project_memberships AS belonging
          ON belonging.organization_id = memberships.organization_id AND belonging.account_id = memberships.account_id
          AND belonging.project_id = $2
        WHERE memberships.organization_id = $1
          AND (memberships.name_folded LIKE $3 ESCAPE '\' OR memberships.email_folded LIKE $3 ESCAPE '\')
          AND ($4 = 'everyone'
            OR (memberships.role NOT IN ($5, $6, $7, $8, $9) AND (belonging.role IS NOT NULL) = ($4 = 'inside'))) ",
            $rest
        )
    };
}

const SET_ROLES: Statement = Statement {
    name: "store::project_members::SET_ROLES",
    sql: "INSERT INTO project_memberships (organization_id, project_id, account_id, role, added_at) ",
};

statements! {
    /// By name; those behind the one of whom a page is the last.
    FOUND = found!(
        "memberships.account_id, COALESCE(memberships.display_name, accounts.name) AS name, accounts.email,
         memberships.role, belonging.role AS project_role",
        "JOIN accounts ON accounts.id = memberships.account_id",
        "AND (memberships.name_folded, memberships.account_id) > ($10, $11)
        ORDER BY memberships.name_folded, memberships.account_id LIMIT $12");
    COUNT_FOUND = found!("COUNT(*)", "", "");
    /// Of projects that are worked in; not those who reach every project anyway.
    MANAGERS = "
        SELECT projects.id, projects.name, belonging.account_id
        FROM project_memberships AS belonging
        JOIN memberships ON memberships.organization_id = belonging.organization_id
          AND memberships.account_id = belonging.account_id
        JOIN projects ON projects.id = belonging.project_id
        WHERE belonging.organization_id = $1 AND belonging.role = 'manager' AND projects.archived_at IS NULL
          AND memberships.role NOT IN ($2, $3, $4, $5, $6)";
    NAME_FOLDED = "SELECT name_folded FROM memberships WHERE organization_id = $1 AND account_id = $2";
    DELETE = "DELETE FROM project_memberships WHERE organization_id = $1 AND project_id = $2 AND account_id = $3";
}

impl Reader<'_> {
    /// Everybody in the organization who is looked for, by name: `limit` of them behind the one whose account is `after`.
    pub async fn project_members(
        &mut self,
        find: FindProjectMembers<'_>,
        after: Option<AccountId>,
        limit: i64,
    ) -> Result<Vec<ProjectMember>> {
        let behind: Option<String> = match after {
            Some(after) => {
                with_reader!(self, db => sqlx::query_scalar(NAME_FOLDED)
                    .bind(find.organization.as_uuid())
                    .bind(after.as_uuid())
                    .fetch_optional(db)
                    .await?)
            }
            None => None,
        };
        // Behind somebody who is not in the organization any more is the beginning.
        let after = after.filter(|_| behind.is_some()).map_or(Uuid::nil(), AccountId::as_uuid);
        let reaching = roles_with(Permission::ReachEveryProject);
        Ok(with_reader!(self, db => {
            let query = sqlx::query_as(FOUND)
                .bind(find.organization.as_uuid())
                .bind(find.project.as_uuid())
                .bind(holding(find.find))
                .bind(find.belonging.as_str());
            let query = reaching.into_iter().fold(query, sqlx::query::QueryAs::bind);
            query.bind(behind.as_deref().unwrap_or_default()).bind(after).bind(limit).fetch_all(db).await?
        }))
    }

    /// How many [`Self::project_members`] finds in all.
    pub async fn count_project_members(&mut self, find: FindProjectMembers<'_>) -> Result<i64> {
        let reaching = roles_with(Permission::ReachEveryProject);
        Ok(with_reader!(self, db => {
            let query = sqlx::query_scalar(COUNT_FOUND)
                .bind(find.organization.as_uuid())
                .bind(find.project.as_uuid())
                .bind(holding(find.find))
                .bind(find.belonging.as_str());
            reaching.into_iter().fold(query, sqlx::query::QueryScalar::bind).fetch_one(db).await?
        }))
    }
}

/// Somebody who manages a project by a role in it.
#[derive(Clone, Debug, FromRow)]
pub struct ProjectManager {
    #[sqlx(try_from = "Uuid", rename = "id")]
    pub project_id: ProjectId,
    #[sqlx(try_from = "String")]
    pub name: ProjectName,
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
}

impl Reader<'_> {
    /// Who manages which of the projects that are worked in.
    pub async fn project_managers(&mut self, organization: OrganizationId) -> Result<Vec<ProjectManager>> {
        let reaching = roles_with(Permission::ReachEveryProject);
        Ok(with_reader!(self, db => {
            let query = sqlx::query_as(MANAGERS).bind(organization.as_uuid());
            reaching.into_iter().fold(query, sqlx::query::QueryAs::bind).fetch_all(db).await?
        }))
    }
}

impl Tx {
    /// Adds members to the project, or gives them other roles in it; nobody twice.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when one of them, or the project, is not in the organization.
    pub async fn set_project_roles(
        &mut self,
        organization: OrganizationId,
        project: ProjectId,
        roles: &[(AccountId, ProjectRole)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        insert_rows!(
            self,
            SET_ROLES,
            roles,
            |row, (account, role)| row
                .push_bind(organization.as_uuid())
                .push_bind(project.as_uuid())
                .push_bind(account.as_uuid())
                .push_bind(role.as_str())
                .push_bind(now),
            " ON CONFLICT (organization_id, account_id, project_id) DO UPDATE SET role = excluded.role"
        );
        Ok(())
    }

    /// Takes the member out of the project. Nothing happens where they are not in it.
    pub async fn remove_from_project(
        &mut self,
        organization: OrganizationId,
        project: ProjectId,
        account: AccountId,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE)
            .bind(organization.as_uuid())
            .bind(project.as_uuid())
            .bind(account.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::{Authority, ProjectRoles, Role};

    use super::*;
    use crate::{
        Store, StoreError,
        fixtures::{NOW, account, join, organization, project, project_id},
        statements::stores,
    };

    fn agent(project: ProjectId) -> Authority {
        let projects = ProjectRoles::from_iter([(project, ProjectRole::Agent)]);
        Authority::new(Role::Member, domain::Grants::NONE, projects)
    }

    async fn names(store: &Store, find: FindProjectMembers<'_>, page: i64) -> Vec<String> {
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let members = store.read().project_members(find, after, page).await.unwrap();
            names.extend(members.iter().map(|member| member.name.to_string()));
            after = members.last().map(|last| last.account_id);
            if i64::try_from(members.len()).unwrap() < page {
                return names;
            }
        }
    }

    // PR-3, FIELD-8: everybody once, as people sort, whatever the size of a page.
    #[tokio::test]
    async fn pr_3_pages_hold_everybody_once() {
        for store in stores().await {
            let owner = account(&store, 1, "Mina Okafor").await;
            let id = organization(&store, 1, owner).await;
            let website = project(&store, id, 1, "Spare parts").await;
            let people = ["Zoë Ek", "Émile Zola", "emil Nowak", "Öner Ak", "Émile Zola", "Anna 100%"];
            for (number, name) in (2..).zip(people) {
                let given = if name.contains('Z') { agent(website) } else { Authority::of_role(Role::Member) };
                let account = account(&store, number, name).await;
                join(&store, id, account, &given).await;
            }
            let all = ["Anna 100%", "emil Nowak", "Émile Zola", "Émile Zola", "Mina Okafor", "Öner Ak", "Zoë Ek"];
            let find = |find| FindProjectMembers {
                organization: id,
                project: website,
                find,
                belonging: BelongingFilter::Everyone,
            };
            for page in [1, 2, 3, 7, 50] {
                assert_eq!(names(&store, find(""), page).await, all, "{page}");
            }
            assert_eq!(store.read().count_project_members(find("")).await.unwrap(), 7);
            assert_eq!(names(&store, find(" EMIL"), 2).await, ["emil Nowak", "Émile Zola", "Émile Zola"]);
            assert_eq!(names(&store, find("%"), 2).await, ["Anna 100%"]);
            let only = FindProjectMembers { belonging: BelongingFilter::Inside, ..find("") };
            let others = FindProjectMembers { belonging: BelongingFilter::Outside, ..find("") };
            // Who reaches every project is neither.
            assert_eq!(names(&store, others, 2).await, ["Anna 100%", "emil Nowak", "Öner Ak"]);
            assert_eq!(names(&store, only, 2).await, ["Émile Zola", "Émile Zola", "Zoë Ek"]);
            assert_eq!(store.read().count_project_members(only).await.unwrap(), 3);
            // Behind somebody who is no more is the beginning.
            let nobody = Some(Uuid::from_u128(99).into());
            assert_eq!(store.read().project_members(find(""), nobody, 1).await.unwrap()[0].name.as_str(), all[0]);

            // Who comes to reach every project needs not be added any more, and counts no more.
            let zoe = store.read().project_members(find("zoe"), None, 1).await.unwrap()[0].account_id;
            let mut tx = store.begin().await.unwrap();
            tx.set_role(id, zoe, Role::Admin, domain::Grants::NONE).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(store.read().count_project_members(only).await.unwrap(), 2);
            let counted = store.read().counted_projects(id).await.unwrap();
            let counts: Vec<_> =
                counted.iter().map(|one| (one.project.name.as_str(), one.managers, one.agents, one.viewers)).collect();
            assert_eq!(counts, [("Website", 0, 0, 0), ("Spare parts", 0, 2, 0)]);
        }
    }

    // TEN-1: a project of one organization never has a member of another, whoever asks for it.
    #[tokio::test]
    async fn ten_1_no_project_has_strangers() {
        for store in stores().await {
            let (mina, jonas) = (account(&store, 1, "Mina Okafor").await, account(&store, 2, "Jonas Berg").await);
            let (harbour, northlight) = (organization(&store, 1, mina).await, organization(&store, 2, jonas).await);
            let (ours, theirs) = (project_id(100), project_id(200));
            for (organization, project, who) in [
                (harbour, ours, jonas),
                (harbour, theirs, mina),
                (northlight, ours, jonas),
                (northlight, theirs, mina),
                (harbour, theirs, jonas),
            ] {
                let mut tx = store.begin().await.unwrap();
                let refused = tx.set_project_roles(organization, project, &[(who, ProjectRole::Agent)], NOW).await;
                assert!(matches!(refused, Err(StoreError::Gone)), "{refused:?}");
            }
            assert!(store.read().project(harbour, theirs).await.unwrap().is_none());
            let website = "website".parse().unwrap();
            assert_eq!(store.read().project_by_slug(harbour, &website).await.unwrap().unwrap().id, ours);
            // Who is taken out of the organization is out of its projects; nobody else is.
            let mut tx = store.begin().await.unwrap();
            tx.set_project_roles(harbour, ours, &[(mina, ProjectRole::Agent)], NOW).await.unwrap();
            tx.set_project_roles(harbour, ours, &[(mina, ProjectRole::Viewer)], NOW).await.unwrap();
            tx.set_project_roles(northlight, theirs, &[(jonas, ProjectRole::Agent)], NOW).await.unwrap();
            assert_eq!(
                tx.read().member(harbour, mina).await.unwrap().unwrap().authority.projects().role_in(ours),
                Some(ProjectRole::Viewer)
            );
            tx.delete_member(harbour, mina).await.unwrap();
            tx.insert_member(harbour, mina, &Authority::of_role(Role::Owner), NOW).await.unwrap();
            assert!(tx.read().member(harbour, mina).await.unwrap().unwrap().authority.projects().is_empty());
            let jonas = tx.read().member(northlight, jonas).await.unwrap().unwrap();
            assert_eq!(jonas.authority.projects().role_in(theirs), Some(ProjectRole::Agent));
        }
    }
}
