//! The calls that do something with many members at once, and take it back: all of it or nothing (TR-6, PR-2).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, FieldProblem, Grants, MemberProblem, MembersChange, Permission, ProjectRole, ProjectRoles, Role, paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ProjectOption, revoking::FoundPerson};
use crate::{error::AppError, form::Redirect, server::HttpContext};

/// What it would mean to give many members a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesReview {
    /// Those who were chosen and are in the organization.
    pub people: Vec<RolesReviewRow>,
    /// The roles that I may give.
    pub assignable: Vec<Role>,
    /// Whether somebody becomes an owner, or is one no longer.
    pub is_grave: bool,
}

/// Somebody whose role would become another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesReviewRow {
    pub id: AccountId,
    /// What they are called, or the address of somebody who is invited.
    pub name: String,
    /// Their address; none of somebody who is no member yet.
    pub email: Option<String>,
    /// The role that they have; none of somebody who is no member yet.
    pub before: Option<Role>,
    /// What is granted to them beside it, and goes with it.
    pub loses: Grants,
    /// Why it cannot be done.
    pub problem: Option<MemberProblem>,
}

/// What it would mean to add many members to a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectReview {
    /// Those who were chosen and are in the organization.
    pub people: Vec<ProjectReviewRow>,
    /// The projects to which I may add people.
    pub projects: Vec<ProjectOption>,
}

/// Somebody who would be added to a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectReviewRow {
    pub id: AccountId,
    /// What they are called, or the address of somebody who is invited.
    pub name: String,
    /// Their address; none of somebody who is no member yet.
    pub email: Option<String>,
    /// The role that they have in the organization; none of somebody who is no member yet.
    pub role: Option<Role>,
    /// The roles that they have in those projects.
    pub places: ProjectRoles,
    /// Why it cannot be done.
    pub problem: Option<MemberProblem>,
}

/// What I did with several members at once, and can undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentChangeRow {
    pub change: MembersChange,
    /// When it was done.
    pub changed_at: DateTime<Utc>,
    /// Until when it can be undone.
    pub undo_until: DateTime<Utc>,
    /// Those with whom it is still so.
    pub people: Vec<FoundPerson>,
}

/// What it would mean to give `role` to each of `people`; without a role, to give them some role.
#[server(prefix = "/api", endpoint = "members/review-roles")]
pub async fn review_roles(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] role: String,
) -> Result<RolesReview, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let role = Some(role).filter(|role| !role.is_empty());
    let role = role.map(|role| role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))).transpose();
    let role = request.filter(&context, Permission::ManageMembers, role).await?;
    let review = request.review_roles(&context, &crate::server::ids_in_address(&people), role).await?;
    Ok(RolesReview::from(review))
}

/// Gives the role to all of them, or to none (TR-6). `people` are ids, separated by commas; `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/change-roles")]
pub async fn change_roles(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] role: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let role: Role = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoRole))?;
    let people = crate::server::ids(&people)?;
    let changed = request.change_roles(&context, &people, role).await?;
    let list = paths::list_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(match changed[..] {
        [] => list,
        [(member, was)] => paths::with_role_told(&list, member, was, role),
        _ => paths::with_roles_told(&list, changed.len(), role),
    }))
}

/// Gives all of them back the role that I took from them a while ago, with what was granted beside it; all or none. `return_to` is
/// the list or the member's page to come back to.
#[server(prefix = "/api", endpoint = "members/undo-roles")]
pub async fn undo_roles(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let people = crate::server::ids(&people)?;
    request.undo_roles(&context, &people).await?;
    let page = paths::list_or_member_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&page, paths::UNDONE, people.len())))
}

/// What it would mean to add `people` to a project.
#[server(prefix = "/api", endpoint = "members/review-project")]
pub async fn review_project(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<ProjectReview, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let review = request.review_project(&context, &crate::server::ids_in_address(&people)).await?;
    Ok(ProjectReview::from(review))
}

/// Adds all of them to the project, or none; who is in it keeps their role there (PR-2). `people` are ids, separated by commas;
/// `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/add-to-project")]
pub async fn add_to_project(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] project: String,
    #[server(default)] role: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let project = project.parse().map_err(|_| AppError::Malformed)?;
    let role: ProjectRole = role.parse().map_err(|_| AppError::field("role", FieldProblem::NoProjectRole))?;
    let added = request.add_to_project(&context, &crate::server::ids(&people)?, project, role).await?;
    let list = paths::list_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::ADDED, added)))
}

/// Takes all of them out of the project to which I added them a while ago; all or none. `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/undo-project")]
pub async fn undo_project(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] project: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let project = project.parse().map_err(|_| AppError::Malformed)?;
    let people = crate::server::ids(&people)?;
    request.undo_project(&context, &people, project).await?;
    let list = paths::list_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::UNDONE, people.len())))
}
