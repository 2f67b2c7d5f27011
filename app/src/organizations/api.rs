//! The calls of organizations.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
#[cfg(feature = "ssr")]
use chrono::{DurationRound, TimeDelta};
use domain::{Role, Slug};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Next, invitations::api::PendingView};
#[cfg(feature = "ssr")]
use crate::{form::Problems, routes, server::Visit, text};

/// One of my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// Mine in it.
    pub role: Role,
    /// Colour of its tile, 1 to 6, fixed by its id.
    pub cloth: u8,
    /// When I opened it last.
    pub opened_at: Option<DateTime<Utc>>,
}

/// Me and my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacesView {
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
    /// What happened last.
    pub latest: Vec<DeedView>,
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

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeedView {
    /// Who; none once the account is gone.
    pub actor: Option<String>,
    /// Whether that is me.
    pub mine: bool,
    /// What.
    pub what: Deed,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", rename_all = "kebab-case")]
pub enum Deed {
    /// The organization was created.
    OrganizationCreated {
        /// Its name then.
        name: String,
        /// Its first project.
        project: String,
    },
    /// Somebody was invited.
    Invited {
        /// By this address.
        whom: String,
        /// With this role.
        role: Role,
    },
    /// They accepted an invitation.
    Joined {
        /// With this role.
        role: Role,
    },
    /// Somebody's role was changed.
    RoleChanged {
        /// Name or address of whoever was removed.
        whom: String,
        /// To this one.
        role: Role,
    },
    /// Somebody's access was revoked.
    Removed {
        /// Name or address of whoever was removed.
        whom: String,
    },
    /// They left.
    Left,
    /// An invitation was written, to be sent later.
    Drafted {
        /// The address that is invited.
        whom: String,
    },
    /// The link of an invitation was copied.
    LinkCopied {
        /// The address that is invited.
        whom: String,
    },
    /// An invitation was taken back.
    Cancelled {
        /// The address that is invited.
        whom: String,
    },
    /// They declined an invitation.
    Declined,
    /// They asked for a new invitation.
    AskedAgain,
    /// The organization was deleted.
    Deleted,
    /// The organization was brought back.
    Restored,
    /// They deleted their account.
    AccountDeleted,
    /// Something that this version has no words for.
    Other,
}

/// Creates an organization; the caller owns it (OR-5).
#[server(prefix = "/api", endpoint = "organizations/create")]
pub async fn create_organization(
    #[server(default)] name: String,
    #[server(default)] slug: String,
) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let caller = visit.caller().await?;
    let mut problems = Problems::default();
    let name = problems.take("name", name.parse(), text::organization_name_problem);
    let typed_slug = Some(slug.trim()).filter(|slug| !slug.is_empty()).map(str::parse).transpose();
    let slug = problems.take("slug", typed_slug, text::slug_problem);
    let (Some(name), Some(slug)) = (name, slug) else {
        return Err(problems.into_error());
    };
    let wish = services::organizations::CreateOrganization { name, slug };
    let slug = visit.services.create_organization(&caller, wish, &visit.client).await?;
    Ok(Next::to(routes::organization(&slug)))
}

/// Me, my organizations, last opened first, and the invitations that wait for me (OR-2, SU-15). Asked with `quiet`, it
/// does not count as use of the session: open tabs look again by themselves (SES-8).
#[server(prefix = "/api", endpoint = "organizations/mine")]
pub async fn my_organizations(#[server(default)] quiet: bool) -> Result<WorkspacesView, AppError> {
    let visit = Visit::current()?;
    let caller = if quiet { visit.peek().await? } else { visit.caller().await? };
    let memberships = visit.services.memberships(&caller).await?;
    let invitations = visit.services.pending_invitations(&caller).await?;
    let now = visit.services.now();
    Ok(WorkspacesView {
        name: caller.name.to_string(),
        email: caller.email.to_string(),
        drafts: visit.services.draft_key(&caller),
        // "12 min ago" needs no more, and the pages of unknown and foreign organizations stay alike to the byte (OR-6).
        now: now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now),
        organizations: memberships.into_iter().map(OrganizationView::from).collect(),
        invitations: invitations
            .into_iter()
            .filter_map(|invitation| {
                let organization = invitation.organization();
                Some(PendingView {
                    id: invitation.id,
                    cloth: cloth(organization.id),
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
    let visit = Visit::current()?;
    let scope = if quiet { visit.peek_scope(&organization).await? } else { visit.open(&organization).await? };
    let home = visit.services.home(&scope).await?;
    Ok(HomeView {
        address: format!("{}{}", visit.services.public_url, routes::organization(&scope.organization.slug)),
        organization: OrganizationView::new(scope.organization, scope.role, None),
        members: home
            .members
            .into_iter()
            .map(|member| MemberView { name: member.name.to_string(), role: member.role })
            .collect(),
        member_count: home.member_count,
        projects: home.projects.into_iter().map(|project| project.name.to_string()).collect(),
        latest: home
            .latest
            .into_iter()
            .map(|entry| {
                let mine = entry.actor_id() == Some(scope.caller.account_id);
                let what = Deed::of(&entry.action, &entry.detail, entry.subject_name.clone());
                // Whoever answers an invitation without an account here is known by its address.
                let answered = matches!(what, Deed::Declined | Deed::AskedAgain);
                let actor = entry.actor_name.or(entry.subject_name.filter(|_| answered));
                DeedView { mine, what, actor, at: entry.at }
            })
            .collect(),
        now: visit.services.now(),
    })
}

/// Colour of an organization's tile, 1 to 6.
#[cfg(feature = "ssr")]
pub fn cloth(id: domain::OrganizationId) -> u8 {
    id.as_uuid().as_bytes().last().copied().unwrap_or_default() % 6 + 1
}

#[cfg(feature = "ssr")]
impl OrganizationView {
    fn new(organization: services::organizations::Organization, role: Role, opened_at: Option<DateTime<Utc>>) -> Self {
        Self {
            cloth: cloth(organization.id),
            slug: organization.slug,
            name: organization.name.to_string(),
            role,
            opened_at,
        }
    }
}

#[cfg(feature = "ssr")]
impl From<services::organizations::Membership> for OrganizationView {
    fn from(membership: services::organizations::Membership) -> Self {
        Self::new(membership.organization, membership.role, membership.opened_at)
    }
}

#[cfg(feature = "ssr")]
impl Deed {
    fn of(action: &str, detail: &str, subject: Option<String>) -> Self {
        let detail: serde_json::Value = serde_json::from_str(detail).unwrap_or_default();
        let text = |name: &str| detail[name].as_str().map(str::to_owned);
        let role = |name: &str| detail[name].as_str().and_then(|role| role.parse().ok());
        let deed = match action {
            "organization-created" => {
                text("name").zip(text("project")).map(|(name, project)| Self::OrganizationCreated { name, project })
            }
            "invitation-sent" | "invitation-resent" => {
                subject.zip(role("role")).map(|(whom, role)| Self::Invited { whom, role })
            }
            "invitation-accepted" => role("role").map(|role| Self::Joined { role }),
            "role-changed" => subject.zip(role("after")).map(|(whom, role)| Self::RoleChanged { whom, role }),
            "member-removed" => subject.map(|whom| Self::Removed { whom }),
            "member-left" => Some(Self::Left),
            "invitation-drafted" => subject.map(|whom| Self::Drafted { whom }),
            "invitation-link-copied" => subject.map(|whom| Self::LinkCopied { whom }),
            "invitation-cancelled" => subject.map(|whom| Self::Cancelled { whom }),
            "invitation-declined" => Some(Self::Declined),
            "invitation-asked-for" => Some(Self::AskedAgain),
            "organization-deleted" => Some(Self::Deleted),
            "organization-restored" => Some(Self::Restored),
            "account-deleted" => Some(Self::AccountDeleted),
            _ => None,
        };
        deed.unwrap_or(Self::Other)
    }
}
