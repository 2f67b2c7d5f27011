//! The calls of organizations.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

pub mod availability;
pub mod leaving;
pub mod pending;
pub mod projects;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::{Authority, Availability, FieldProblem, OrganizationId, Slug, TileColor, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::pending::PendingView;
use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::HttpContext,
};

/// One of my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// Which one it is, whatever it is called and wherever it is.
    pub id: OrganizationId,
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// What I may do in it; sent as my `role`.
    #[serde(flatten)]
    pub authority: Authority,
    /// What I chose to be in it.
    pub availability: Availability,
    /// Colour of its tile.
    pub color: TileColor,
    /// When I opened it last.
    pub opened_at: Option<DateTime<Utc>>,
    /// Whether I stay outside as long as I belong to no project (ST-6).
    pub kept_outside: bool,
}

/// Who can let me in where members need a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptOutsideView {
    /// The names of some who can add me to a project, or have the identity provider do so.
    pub added_by: Vec<String>,
    /// The names of my projects there, which are all archived.
    pub archived: Vec<String>,
    /// Whether an identity provider says who belongs to which project.
    pub identity_managed: bool,
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
    /// How many there are; more than these where it was asked for the first of them.
    pub count: usize,
    /// Invitations for my address, the newest first (SU-15).
    pub invitations: Vec<PendingView>,
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
    let slug = errors.check_optional("slug", &slug, FieldProblem::Slug);
    let (Some(name), Some(slug)) = (name, slug) else {
        return Err(errors.into_error());
    };
    let new = services::organizations::CreateOrganization { name, slug };
    let slug = request.create_organization(&caller, new).await?;
    Ok(Redirect::to(paths::organization(&slug)))
}

/// Who can let me into an organization that I cannot open for want of a project (ST-6). It counts as opening it.
#[server(prefix = "/api", endpoint = "organizations/kept-outside")]
pub async fn kept_outside(#[server(default)] organization: String) -> Result<KeptOutsideView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization_from_outside(&organization).await?;
    request.opened(&context).await;
    Ok(request.kept_outside(&context).await?.into())
}

/// Me, my organizations, last opened first, and the invitations that wait for me (OR-2, SU-15). Asked with `quiet`, it
/// does not count as use of the session: open tabs look again by themselves (SES-8). With `first` it is those that somebody sees
/// before they look for another one: the ones that were opened last, and the one to which the slug `open` leads.
#[server(prefix = "/api", endpoint = "organizations/mine")]
pub async fn my_organizations(
    #[server(default)] quiet: bool,
    #[server(default)] first: bool,
    #[server(default)] open: String,
) -> Result<MyOrganizationsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let caller = request.caller().await?;
    let open = Some(open.as_str()).filter(|open| !open.is_empty());
    let open = open.map(str::parse::<Slug>).transpose().map_err(|_| AppError::Malformed)?;
    let (memberships, count) = if first {
        request.first_memberships(&caller, open.as_ref()).await?
    } else {
        let memberships = request.memberships(&caller).await?;
        let count = memberships.len();
        (memberships, count)
    };
    request.is_looking(&caller, &memberships, memberships.len() == count);
    let invitations = request.pending_invitations(&caller).await?;
    let now = request.now();
    Ok(MyOrganizationsView {
        name: caller.name.to_string(),
        email: caller.email.to_string(),
        drafts: request.draft_key(&caller),
        // "12 min ago" needs no more, and the pages of unknown and foreign organizations stay alike to the byte (OR-6).
        now: now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now),
        organizations: memberships.into_iter().map(OrganizationView::from).collect(),
        count,
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
