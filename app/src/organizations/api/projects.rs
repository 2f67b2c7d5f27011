//! The projects that I work in, for whatever leads to them.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{ProjectId, ProjectSlug};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, server::HttpContext};

/// A project that I can open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpenProjectView {
    /// Names it where something is done with it.
    pub id: ProjectId,
    /// Its place in addresses.
    pub slug: ProjectSlug,
    /// What it is called.
    pub name: String,
}

/// The projects of an organization that I can open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenProjectsView {
    /// Oldest first; none that is archived.
    pub projects: Vec<OpenProjectView>,
    /// Whether I may create one.
    pub can_create: bool,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// The projects that I can open (PR-5).
#[server(prefix = "/api", endpoint = "organizations/projects")]
pub async fn open_projects(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<OpenProjectsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.organization_from_outside(&organization).await?;
    let projects = request.open_projects(&context).await?;
    Ok(OpenProjectsView {
        projects: projects.into_iter().map(OpenProjectView::from).collect(),
        can_create: context.authority.may(domain::Permission::ManageProjects),
        now: request.now(),
    })
}
