//! The calls about projects: which there are, one of them, and what becomes of it (PR-5, PR-6).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod members;

use chrono::{DateTime, Utc};
use domain::{
    AccountId, FieldProblem, ProjectAction, ProjectActions, ProjectId, ProjectRole, ProjectSlug, ReachedLimit, Refusal,
    paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext, text::told_apart};

/// The projects that I may know of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectsView {
    /// Those that are worked in, oldest first.
    pub active: Vec<ProjectRow>,
    /// Those that are archived, the last archived first.
    pub archived: Vec<ProjectRow>,
    /// Whether I may create one.
    pub can_create: bool,
    /// Where I may, but as many are worked in as the plan includes (ST-3).
    pub taken_projects: Option<ReachedLimit>,
    /// Where there is none, the names of those who can add me to one (PR-4).
    pub adders: Vec<String>,
    /// Whether members without a project stay outside (ST-6), where I may archive one.
    pub members_need_project: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A project in the list. The counts are of those who were added to it: owners and admins reach every project.
#[expect(clippy::struct_excessive_bools, reason = "what I may do with it")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectRow {
    pub id: ProjectId,
    pub name: String,
    /// Its place in addresses by now.
    pub slug: ProjectSlug,
    pub managers: i64,
    pub agents: i64,
    pub viewers: i64,
    pub created_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
    /// The name of whoever archived it; none once that account is gone.
    pub archived_by: Option<String>,
    /// My role in it; none where I was not added, or need not be.
    pub role: Option<ProjectRole>,
    /// Whether I reach it.
    pub can_open: bool,
    #[serde(flatten)]
    pub actions: ProjectActions,
    pub can_archive: bool,
    /// Whether I might archive it, were it not the only one that is worked in.
    pub is_last: bool,
    /// Whether I see who belongs to it.
    pub can_read_members: bool,
}

/// One project.
#[expect(clippy::struct_excessive_bools, reason = "what it is, and what I may do with it")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectView {
    pub id: ProjectId,
    pub name: String,
    /// Its place in addresses by now.
    pub slug: ProjectSlug,
    /// Its slug once more, where another project of the organization is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<ProjectSlug>,
    /// Whether another slug was asked for, which it had before.
    pub moved: bool,
    pub archived: bool,
    /// Whether I may see what is in it.
    pub can_read: bool,
    /// Whether I see the list of who belongs to it.
    pub can_read_members: bool,
    #[serde(flatten)]
    pub actions: ProjectActions,
    /// Where I may bring it back, but as many are worked in as the plan includes (ST-3).
    pub taken_projects: Option<ReachedLimit>,
    /// My role in it; none where I was not added, or need not be.
    pub role: Option<ProjectRole>,
    /// The first of those who were added to it, by name.
    pub people: Vec<ProjectPersonView>,
    /// How many they are. Owners and admins reach every project, and are not among them.
    pub people_count: i64,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl ProjectView {
    /// What it is called (FIELD-23).
    pub fn label(&self) -> String {
        told_apart(&self.name, self.beside.as_ref())
    }
}

/// Somebody who was added to a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPersonView {
    pub id: AccountId,
    pub name: String,
    pub role: ProjectRole,
}

/// The projects: all for those who see the list, else those to which I was added.
#[server(prefix = "/api", endpoint = "projects/list")]
pub async fn projects(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<ProjectsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let list = request.projects(&context).await?;
    let rows = |listed: Vec<services::projects::ListedProject>| listed.into_iter().map(ProjectRow::from).collect();
    Ok(ProjectsView {
        active: rows(list.active),
        archived: rows(list.archived),
        can_create: list.can_create,
        taken_projects: list.taken_projects,
        adders: list.adders,
        members_need_project: list.members_need_project,
        now: request.now(),
    })
}

/// The project to which this slug leads.
#[server(prefix = "/api", endpoint = "projects/view")]
pub async fn project(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] quiet: bool,
) -> Result<ProjectView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let slug: ProjectSlug = project.parse().map_err(|_| Refusal::NotFound)?;
    let open = request.project(&context, &slug).await?;
    let people = open.people.into_iter().filter_map(|listed| {
        let (id, name) = (listed.member.account_id, listed.member.name.to_string());
        listed.project_role.map(|role| ProjectPersonView { id, name, role })
    });
    Ok(ProjectView {
        id: open.project.id,
        name: open.project.name.to_string(),
        archived: open.project.archived_at.is_some(),
        slug: open.project.slug,
        beside: open.beside,
        moved: open.moved,
        can_read: open.can_read,
        can_read_members: open.can_read_members,
        actions: open.actions,
        taken_projects: open.taken_projects,
        role: open.role,
        people: people.collect(),
        people_count: open.people_count,
        now: request.now(),
    })
}

/// Creates a project.
#[server(prefix = "/api", endpoint = "projects/create")]
pub async fn create_project(
    #[server(default)] organization: String,
    #[server(default)] name: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let name = name.parse().map_err(|problem| AppError::field("name", FieldProblem::ProjectName(problem)))?;
    let project = request.create_project(&context, &name).await?;
    Ok(Redirect::to(paths::project_members(&context.organization.slug, &project.slug)))
}

/// Gives a project another name, and with it another slug; the ones that it had go on leading to it.
#[server(prefix = "/api", endpoint = "projects/rename")]
pub async fn rename_project(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] name: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = project.parse().map_err(|_| AppError::Malformed)?;
    let name = name.parse().map_err(|problem| AppError::field("name", FieldProblem::ProjectName(problem)))?;
    let slug = &context.organization.slug;
    let is_renamed = request.rename_project(&context, id, &name).await?;
    let told = || paths::projects_telling(slug, ProjectAction::Rename, id);
    Ok(Redirect::to(if is_renamed { told() } else { paths::projects(slug) }))
}

/// Puts a project away, with its people as they are.
#[server(prefix = "/api", endpoint = "projects/archive")]
pub async fn archive_project(
    #[server(default)] organization: String,
    #[server(default)] project: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = project.parse().map_err(|_| AppError::Malformed)?;
    request.archive_project(&context, id).await?;
    Ok(Redirect::to(paths::projects_telling(&context.organization.slug, ProjectAction::Archive, id)))
}

/// Brings an archived project back as it was.
#[server(prefix = "/api", endpoint = "projects/restore")]
pub async fn restore_project(
    #[server(default)] organization: String,
    #[server(default)] project: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = project.parse().map_err(|_| AppError::Malformed)?;
    request.restore_project(&context, id).await?;
    Ok(Redirect::to(paths::projects_telling(&context.organization.slug, ProjectAction::Restore, id)))
}
