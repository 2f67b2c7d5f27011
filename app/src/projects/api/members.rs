//! The calls about who belongs to a project (PR-3).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use domain::{AccountId, FieldProblem, ProjectId, ProjectMemberChange, ProjectRole, ProjectSlug, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, server::HttpContext};

/// A page of everybody in the organization, with what they are in the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectMembersView {
    pub project: ProjectId,
    pub name: String,
    pub slug: ProjectSlug,
    pub archived: bool,
    pub members: Vec<ProjectMemberRow>,
    /// How many were found in all.
    pub count: i64,
    /// Behind whom the next page begins; none on the last.
    pub next: Option<AccountId>,
    /// Whether I may change it.
    pub can_change: bool,
}

/// Somebody in the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectMemberRow {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    /// Their role in the organization.
    pub role: Role,
    /// Their role in the project; none where they do not belong to it.
    pub project_role: Option<ProjectRole>,
    /// Whether they reach every project by their role in the organization.
    pub reaches_every_project: bool,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMembersView {
    /// How many people are something else in the project than before.
    pub saved: usize,
}

/// Who belongs to a project: everybody in the organization by name, or with `only_added` those who were added to it; behind
/// the one whose id is `after`.
#[server(prefix = "/api", endpoint = "projects/members")]
pub async fn project_members(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] find: String,
    #[server(default)] only_added: bool,
    #[server(default)] after: String,
    #[server(default)] quiet: bool,
) -> Result<ProjectMembersView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.organization(&organization).await?;
    let project = project.parse().map_err(|_| AppError::Malformed)?;
    // A place in the list that is none is its beginning (INP-9).
    let list = request.project_members(&context, project, &find, only_added, after.parse().ok()).await?;
    Ok(ProjectMembersView::from(list))
}

/// Saves many changes as one: all or none. `changes`: for each line that was changed the person's id, the project role that
/// was seen there and the one that it is to be, with colons between them and commas between lines; outside of the project is
/// `none`.
#[server(prefix = "/api", endpoint = "projects/save-members")]
pub async fn save_project_members(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] changes: String,
) -> Result<SavedMembersView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let project = project.parse().map_err(|_| AppError::Malformed)?;
    let lines = changes.split(',').map(str::trim).filter(|line| !line.is_empty());
    let changes: Vec<ProjectMemberChange> = lines
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| AppError::field("changes", FieldProblem::NoProjectMember))?;
    Ok(SavedMembersView { saved: request.save_project_members(&context, project, &changes).await? })
}
