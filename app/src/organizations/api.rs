//! The calls of organizations.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod leaving;
pub mod pending;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::{Authority, FieldProblem, Role, Slug, TileColor, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::pending::PendingView;
use crate::{
    audit::AuditEntryView,
    error::AppError,
    form::{FormErrors, Redirect},
    server::HttpContext,
};

/// One of my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// What I may do in it; sent as my `role`.
    #[serde(flatten)]
    pub authority: Authority,
    /// Colour of its tile.
    pub color: TileColor,
    /// When I opened it last.
    pub opened_at: Option<DateTime<Utc>>,
}

/// Me and my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyOrganizationsView {
    /// My name.
    pub name: String,
    /// My address.
    pub email: String,
    /// Under what this browser keeps what I type: the same for every session of mine, and nobody else can guess it.
    pub drafts: String,
    /// What time it is.
    pub now: DateTime<Utc>,
    /// Last opened first.
    pub organizations: Vec<OrganizationView>,
    /// Invitations for my address, the newest first (SU-15).
    pub invitations: Vec<PendingView>,
}

/// What the home page of an organization shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// Whose home.
    pub organization: OrganizationView,
    /// The whole address, for sharing.
    pub address: String,
    /// The first members.
    pub members: Vec<MemberView>,
    /// How many there are.
    pub member_count: i64,
    /// Names of its projects.
    pub projects: Vec<String>,
    /// The newest entries of its audit log.
    pub latest: Vec<AuditEntryView>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Somebody in the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// Creates an organization; the caller owns it (OR-5).
#[server(prefix = "/api", endpoint = "organizations/create")]
pub async fn create_organization(
    #[server(default)] name: String,
    #[server(default)] slug: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let mut errors = FormErrors::default();
    let name = errors.check("name", name.parse(), FieldProblem::OrganizationName);
    let typed_slug = Some(slug.trim()).filter(|slug| !slug.is_empty()).map(str::parse).transpose();
    let slug = errors.check("slug", typed_slug, FieldProblem::Slug);
    let (Some(name), Some(slug)) = (name, slug) else {
        return Err(errors.into_error());
    };
    let new = services::organizations::CreateOrganization { name, slug };
    let slug = request.create_organization(&caller, new).await?;
    Ok(Redirect::to(paths::organization(&slug)))
}

/// Me, my organizations, last opened first, and the invitations that wait for me (OR-2, SU-15). Asked with `quiet`, it
/// does not count as use of the session: open tabs look again by themselves (SES-8).
#[server(prefix = "/api", endpoint = "organizations/mine")]
pub async fn my_organizations(#[server(default)] quiet: bool) -> Result<MyOrganizationsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let caller = request.caller().await?;
    let memberships = request.memberships(&caller).await?;
    let invitations = request.pending_invitations(&caller).await?;
    let now = request.now();
    Ok(MyOrganizationsView {
        name: caller.name.to_string(),
        email: caller.email.to_string(),
        drafts: request.draft_key(&caller),
        // "12 min ago" needs no more, and the pages of unknown and foreign organizations stay alike to the byte (OR-6).
        now: now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now),
        organizations: memberships.into_iter().map(OrganizationView::from).collect(),
        invitations: invitations
            .into_iter()
            .filter_map(|invitation| {
                let organization = invitation.organization();
                Some(PendingView {
                    id: invitation.id,
                    color: TileColor::of(organization.id),
                    organization: organization.name.to_string(),
                    slug: organization.slug,
                    role: invitation.role,
                    expires_at: invitation.expires_at?,
                    inviter: invitation.inviter,
                })
            })
            .collect(),
    })
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
    let me = context.caller.account_id;
    Ok(HomeView {
        address: request.public_url.page(paths::organization(&context.organization.slug)),
        organization: OrganizationView::new(context.organization, context.authority, None),
        members: home
            .members
            .into_iter()
            .map(|member| MemberView { name: member.name.to_string(), role: member.role() })
            .collect(),
        member_count: home.member_count,
        projects: home.projects.into_iter().map(|project| project.name.to_string()).collect(),
        latest: home.latest.into_iter().map(|entry| AuditEntryView::new(entry, me)).collect(),
        now: request.now(),
    })
}
