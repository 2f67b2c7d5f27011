//! The calls of an organization's home page.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Availability, AvailabilityTally, DeliveryState, FirstSteps, InvitationId, InvitationStanding,
    Permission, Role, paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    audit::AuditEntryView,
    error::AppError,
    form::Redirect,
    members::api::ProjectOption,
    organizations::api::{
        OrganizationView,
        projects::{OpenProjectView, OpenProjectsView},
    },
    server::HttpContext,
};

/// What the home page of an organization shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// Whose home.
    pub organization: OrganizationView,
    /// What is worth doing first, where it is mine to do.
    pub first_steps: FirstSteps,
    /// The roles that I may give, the greatest first.
    pub assignable: Vec<Role>,
    /// The first of what waits for me: invitations, then members without a project.
    pub waiting: Vec<WaitingView>,
    /// How many wait for me.
    pub waiting_count: i64,
    /// The first of the invitations that wait for the person, for those who manage members.
    pub open_invitations: Vec<OpenInvitationView>,
    /// How many of those there are.
    pub open_invitation_count: i64,
    /// The first members.
    pub members: Vec<MemberView>,
    /// How many there are.
    pub member_count: i64,
    /// How many of them are there.
    pub tally: AvailabilityTally,
    /// The projects that I can open, oldest first.
    pub projects: Vec<OpenProjectView>,
    /// Where there is none, the names of those who can add me to one (PR-4).
    pub project_adders: Vec<String>,
    /// Whether an invitation needs a project before it can be sent (ST-6), where I may invite.
    pub project_needed: bool,
    /// Those of the projects to which I may add somebody.
    pub offered_projects: Vec<ProjectOption>,
    /// The newest entries of its audit log.
    pub latest: Vec<AuditEntryView>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

impl HomeView {
    /// What the sidebar shows of it.
    pub fn open_projects(&self) -> OpenProjectsView {
        OpenProjectsView {
            projects: self.projects.clone(),
            can_create: self.organization.authority.may(Permission::ManageProjects),
            now: self.now,
        }
    }
}

/// Something that waits for somebody of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WaitingView {
    /// An invitation that will not be answered as it is.
    Invitation {
        id: InvitationId,
        email: String,
        /// For what.
        standing: InvitationStanding,
        /// Since when.
        at: DateTime<Utc>,
        /// Whether I may send it again.
        can_send: bool,
    },
    /// Somebody who joined and belongs to no project.
    Member {
        id: AccountId,
        name: String,
        /// Their address, where another member is called alike.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        joined_at: DateTime<Utc>,
    },
}

/// An invitation whose link works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitationView {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    /// Where its newest mail is.
    pub delivery: Option<DeliveryState>,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// Somebody in the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// The account of the member.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether the member is online, busy, away or offline.
    pub availability: Availability,
}

/// The home page of an organization (OR-6). Asked with `quiet`, it counts neither as use of the session nor as opening
/// the organization.
#[server(prefix = "/api", endpoint = "organizations/home")]
pub async fn organization_home(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<HomeView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let home = request.home(&context).await?;
    Ok(HomeView::new(home, context, request.now()))
}

/// Hides what is worth doing first from me in this organization, or shows it again.
#[server(prefix = "/api", endpoint = "organizations/hide-first-steps")]
pub async fn hide_first_steps(
    #[server(default)] organization: String,
    #[server(default)] hidden: bool,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    request.hide_first_steps(&context, hidden).await?;
    Ok(Redirect::to(paths::organization(&context.organization.slug)))
}
