//! The calls of whoever is invited.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{FieldProblem, InvitationAccess, ProjectRole, ProjectSlug, Role, TileColor, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::HttpContext,
};

/// What the page of an open invitation shows (IN-2, IN-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The organization's name.
    pub organization: String,
    /// Its address, where one of mine is called alike.
    pub address: Option<String>,
    /// Colour of its tile.
    pub color: TileColor,
    /// Who invites; none once that account is gone.
    pub inviter: Option<String>,
    /// The role that waits.
    pub role: Role,
    /// The projects that it adds to, with the role in each.
    pub projects: Vec<InvitedTo>,
    /// The address that is invited, which alone can accept.
    pub email: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
    /// What it takes to accept.
    pub access: InvitationAccess,
    /// Whether no seat is free by now, so that it cannot be accepted yet.
    pub no_seat: bool,
    /// Whether the team was told so lately.
    pub team_told: bool,
}

/// A project that an invitation adds to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedTo {
    pub name: String,
    /// Its place in addresses, where another project there is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<ProjectSlug>,
    pub role: ProjectRole,
}

/// What the page of an invitation shows; changes nothing.
#[server(prefix = "/api", endpoint = "invitations/view")]
pub async fn view_invitation(#[server(default)] token: String) -> Result<InvitationView, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let invitation = request.invitation(token.as_ref()).await?;
    let mine = match request.in_background().caller().await {
        Ok(caller) => request.memberships(&caller).await?,
        // Signed out, nothing is mine.
        Err(_) => Vec::new(),
    };
    let there = &invitation.organization;
    let alike = |name: &str| domain::look_alike(name, there.name.as_str());
    let namesake = mine.iter().any(|mine| mine.organization.id != there.id && alike(mine.organization.name.as_str()));
    let project = |(project, role): (services::namesakes::NamedProject, _)| InvitedTo {
        name: project.name.into(),
        slug: project.slug,
        role,
    };
    Ok(InvitationView {
        address: namesake.then(|| paths::organization(&there.slug)),
        color: TileColor::of(invitation.organization.id),
        organization: invitation.organization.name.to_string(),
        inviter: invitation.inviter.map(String::from),
        role: invitation.role,
        projects: invitation.projects.into_iter().map(project).collect(),
        email: invitation.email.to_string(),
        expires_at: invitation.expires_at,
        now: request.now(),
        access: invitation.access,
        no_seat: invitation.no_seat,
        team_told: invitation.team_told,
    })
}
crate::secret_fields!("invitations/view": "token");

/// Accepts: as a new person with name and password, as the account with its password, or as who is signed in
/// (IN-2, IN-3, IN-9).
#[server(prefix = "/api", endpoint = "invitations/accept")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<Redirect, AppError> {
    /// What was typed, read as the invitation asks for it.
    fn acceptance(
        open: &services::invitations::OpenInvitation,
        mut own: domain::OwnWords,
        name: String,
        password: String,
    ) -> Result<services::invitations::Acceptance, AppError> {
        use services::invitations::Acceptance;
        Ok(match open.access {
            InvitationAccess::New => {
                let mut errors = FormErrors::default();
                let parsed = errors.check("name", name.parse(), FieldProblem::PersonName);
                own.organizations.push(open.organization.name.to_string());
                let chosen = services::auth::choose_password(password, &own);
                let password = errors.check("password", chosen, FieldProblem::Password);
                let (Some(name), Some(password)) = (parsed, password) else {
                    return Err(errors.into_error());
                };
                Acceptance::New { name, password }
            }
            InvitationAccess::SignIn => {
                let password = domain::Password::attempt(password)
                    .map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?;
                Acceptance::SignIn { password }
            }
            InvitationAccess::Accept | InvitationAccess::WrongAccount { .. } | InvitationAccess::Copied => {
                Acceptance::SignedIn
            }
        })
    }

    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let open = request.invitation(token.as_ref()).await?;
    let own = request.own_words(open.email.as_str(), &name);
    let acceptance = acceptance(&open, own, name, password)?;
    let accepted = request.accept_invitation(open, acceptance).await?;
    if let Some(signed_in) = &accepted.browser {
        request.keep_signed_in(signed_in);
    }
    Ok(Redirect::to(paths::organization(&accepted.slug)))
}
crate::secret_fields!("invitations/accept": "token", "password");

/// Declines by the mailed link, or as who is signed in.
#[server(prefix = "/api", endpoint = "invitations/decline")]
pub async fn decline_invitation(#[server(default)] token: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.decline_invitation(parsed.as_ref()).await?;
    Ok(Redirect::to(paths::invitation(&token)))
}
crate::secret_fields!("invitations/decline": "token");

/// *Ask for a new one*: the inviting team sees it in its list (IN-4). *Tell the team*, of one that waits for a seat: whoever sent
/// it is mailed (ST-3).
#[server(prefix = "/api", endpoint = "invitations/ask")]
pub async fn ask_for_invitation(#[server(default)] token: String) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let parsed = services::Token::parse(&token);
    request.ask_for_invitation(parsed.as_ref()).await?;
    Ok(Redirect::to(paths::invitation(&token)))
}
crate::secret_fields!("invitations/ask": "token");
