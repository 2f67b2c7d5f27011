//! The calls about who belongs to a project (PR-3).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "a form has as many fields")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{
    AccountId, BelongingFilter, FieldProblem, ProjectId, ProjectMemberChange, ProjectRole, ProjectSlug, Refusal, Role,
    paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, list_field::without_mark, server::HttpContext, text::told_apart};

/// A page of everybody in the organization, with what they are in the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectMembersView {
    pub project: ProjectId,
    pub name: String,
    pub slug: ProjectSlug,
    /// Its slug once more, where another project of the organization is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<ProjectSlug>,
    pub archived: bool,
    pub members: Vec<ProjectMemberRow>,
    /// How many were found in all.
    pub count: i64,
    /// How many there are in the organization.
    pub total: i64,
    /// Behind whom the next page begins; none on the last.
    pub next: Option<AccountId>,
    /// Whether I may change it.
    pub can_change: bool,
    /// Whether nobody may, since an identity provider says who belongs to what (ST-5).
    pub identity_managed: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl ProjectMembersView {
    /// What the project is called (FIELD-23).
    pub fn label(&self) -> String {
        told_apart(&self.name, self.beside.as_ref())
    }
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
    /// Where the list stood; for browsers without JavaScript.
    pub next: String,
}

/// Who belongs to a project: everybody in the organization by name, or with `show` those `inside` or `outside` of it; behind the
/// one whose id is `after`.
#[server(prefix = "/api", endpoint = "projects/members")]
pub async fn project_members(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] find: String,
    #[server(default)] show: String,
    #[server(default)] after: String,
    #[server(default)] quiet: bool,
) -> Result<ProjectMembersView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let project: ProjectSlug = project.parse().map_err(|_| Refusal::NotFound)?;
    // A place in the list that is none is its beginning (INP-9).
    let belonging = BelongingFilter::of(&show);
    let list = request.project_members(&context, &project, &find, belonging, after.parse().ok()).await?;
    Ok(ProjectMembersView {
        project: list.project.id,
        name: list.project.name.to_string(),
        archived: list.project.archived_at.is_some(),
        slug: list.project.slug,
        beside: list.beside,
        members: list.members.into_iter().map(ProjectMemberRow::from).collect(),
        count: list.count,
        total: list.total,
        next: list.next,
        can_change: list.can_change,
        identity_managed: list.identity_managed,
        now: request.now(),
    })
}

/// Saves many changes as one: all or none. `changes`: for each line that was changed the person's id, the project role that
/// was seen there and the one that it is to be, with colons between them and commas between lines; outside of the project is
/// `none`. Without JavaScript the lines of a page come as they stand, each as three fields by the person's id: `before`, what was
/// seen, `belongs`, which is left out by a switch that is off, and `role`; with `find`, `show` and `after` of that page.
#[server(prefix = "/api", endpoint = "projects/save-members")]
pub async fn save_project_members(
    #[server(default)] organization: String,
    #[server(default)] project: String,
    #[server(default)] changes: String,
    #[server(default)] before: BTreeMap<String, String>,
    #[server(default)] belongs: BTreeMap<String, String>,
    #[server(default)] role: BTreeMap<String, String>,
    #[server(default)] find: String,
    #[server(default)] show: String,
    #[server(default)] after: String,
) -> Result<SavedMembersView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id = project.parse().map_err(|_| AppError::Malformed)?;
    let unreadable = |place: usize| AppError::field("changes", FieldProblem::NoProjectMember { entry: place + 1 });
    let listed = changes.split(',').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    let lines: BTreeSet<&String> = before.keys().chain(belongs.keys()).collect();
    let of_page = lines.into_iter().map(|member| {
        // One that does not say what it showed cannot be read.
        let before = before.get(member).map_or("", String::as_str);
        let role = role.get(member).filter(|_| belongs.contains_key(member)).map_or("none", String::as_str);
        format!("{}:{before}:{role}", without_mark(member))
    });
    let changes: Vec<ProjectMemberChange> = listed
        .chain(of_page)
        .enumerate()
        .map(|(place, line)| line.parse::<ProjectMemberChange>().map_err(|_| unreadable(place)))
        // Lines of a page that nobody touched.
        .filter(|line| !line.as_ref().is_ok_and(|line| line.before == line.after))
        .collect::<Result<_, _>>()?;
    let (project, saved) = request.save_project_members(&context, id, &changes).await?;
    let at = paths::ProjectMembersAt { find, show: BelongingFilter::of(&show), after: after.parse().ok(), saved };
    Ok(SavedMembersView { saved, next: at.path(&context.organization.slug, &project.slug) })
}
