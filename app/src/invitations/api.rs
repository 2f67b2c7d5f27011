//! The calls of whoever is invited.
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{InvitationId, Role, Slug};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Next};
#[cfg(feature = "ssr")]
use crate::{form::Problems, organizations::api::cloth, routes, server::Visit, text};

/// What the page of an open invitation shows (IN-2, IN-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The organization's name.
    pub organization: String,
    /// Its address, where one of mine is called alike.
    pub address: Option<String>,
    /// Colour of its tile, 1 to 6.
    pub cloth: u8,
    /// Who invites; none once that account is gone.
    pub inviter: Option<String>,
    /// The role that waits.
    pub role: Role,
    /// Whom it is for.
    pub email: String,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
    /// What time it is.
    pub now: DateTime<Utc>,
    /// What it takes to accept.
    pub way: Way,
}

/// What it takes to accept an invitation, in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Way {
    /// New to Parlor: a name and a password (IN-2).
    New,
    /// Has an account, signed out: its password (IN-3).
    SignIn,
    /// Signed in as the right person: one click.
    Accept,
    /// Signed in as somebody else (IN-3).
    WrongAccount {
        /// Who is signed in.
        signed_in: String,
    },
    /// The link was copied, so it proves no mailbox and tells nobody whether the address has an account: sign in, or
    /// sign up.
    Copied,
}

/// An invitation for the address of whoever is signed in (SU-15, IN-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingView {
    /// Which one.
    pub id: InvitationId,
    /// The organization's name.
    pub organization: String,
    /// Its place in addresses.
    pub slug: Slug,
    /// Colour of its tile, 1 to 6.
    pub cloth: u8,
    /// Who invites; none once that account is gone.
    pub inviter: Option<String>,
    /// The role that waits.
    pub role: Role,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}

/// What the page of an invitation shows; changes nothing.
#[server(prefix = "/api", endpoint = "invitations/view")]
pub async fn view_invitation(#[server(default)] token: String) -> Result<InvitationView, AppError> {
    let visit = Visit::current()?;
    let token = services::Token::parse(&token);
    let invitation = visit.services.invitation(token.as_ref(), &visit.browser()).await?;
    let mine = match visit.peek().await {
        Ok(caller) => visit.services.memberships(&caller).await?,
        // Signed out, nothing is mine.
        Err(_) => Vec::new(),
    };
    let there = &invitation.organization;
    let alike = |name: &str| domain::look_alike(name, there.name.as_str());
    let namesake = mine.iter().any(|mine| mine.organization.id != there.id && alike(mine.organization.name.as_str()));
    Ok(InvitationView {
        address: namesake.then(|| routes::organization(&there.slug)),
        cloth: cloth(invitation.organization.id),
        organization: invitation.organization.name.to_string(),
        inviter: invitation.inviter.map(String::from),
        role: invitation.role,
        email: invitation.email.to_string(),
        expires_at: invitation.expires_at,
        now: visit.services.now(),
        way: invitation.way.into(),
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
) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let token = services::Token::parse(&token);
    let open = visit.services.invitation(token.as_ref(), &visit.browser()).await?;
    let own = visit.services.own_words(open.email.as_str(), &name);
    let acceptance = acceptance(&open, own, name, password)?;
    let accepted = visit.services.accept_invitation(token.as_ref(), acceptance, &visit.browser()).await?;
    if let Some(signed_in) = &accepted.browser {
        visit.keep_signed_in(signed_in);
    }
    Ok(Next::to(routes::organization(&accepted.slug)))
}
crate::secret_fields!("invitations/accept": "token", "password");

/// Declines by the mailed link, or as who is signed in.
#[server(prefix = "/api", endpoint = "invitations/decline")]
pub async fn decline_invitation(#[server(default)] token: String) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let parsed = services::Token::parse(&token);
    visit.services.decline_invitation(parsed.as_ref(), &visit.browser()).await?;
    Ok(Next::to(routes::invitation(&token)))
}
crate::secret_fields!("invitations/decline": "token");

/// *Ask for a new one*: the inviting team sees it in its list (IN-4).
#[server(prefix = "/api", endpoint = "invitations/ask")]
pub async fn ask_for_invitation(#[server(default)] token: String) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let parsed = services::Token::parse(&token);
    visit.services.ask_for_invitation(parsed.as_ref(), &visit.client).await?;
    Ok(Next::to(routes::invitation(&token)))
}
crate::secret_fields!("invitations/ask": "token");

/// Accepts an invitation for one's own proven address, found in a list (SU-15).
#[server(prefix = "/api", endpoint = "invitations/accept-mine")]
pub async fn accept_my_invitation(#[server(default)] invitation: String) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let caller = visit.caller().await?;
    let id = invitation.parse().map_err(|_| AppError::NotFound)?;
    let slug = visit.services.accept_my_invitation(&caller, id, &visit.client).await?;
    Ok(Next::to(routes::organization(&slug)))
}

/// Declines an invitation for one's own proven address.
#[server(prefix = "/api", endpoint = "invitations/decline-mine")]
pub async fn decline_my_invitation(#[server(default)] invitation: String) -> Result<Next, AppError> {
    let visit = Visit::current()?;
    let caller = visit.caller().await?;
    let id = invitation.parse().map_err(|_| AppError::NotFound)?;
    visit.services.decline_my_invitation(&caller, id, &visit.client).await?;
    Ok(Next::to(routes::LANDING))
}

/// What was typed, read as the invitation asks for it.
#[cfg(feature = "ssr")]
fn acceptance(
    open: &services::invitations::OpenInvitation,
    mut own: domain::OwnWords,
    name: String,
    password: String,
) -> Result<services::invitations::Acceptance, AppError> {
    use services::invitations::{Acceptance, Way as Asked};
    Ok(match open.way {
        Asked::New => {
            let mut problems = Problems::default();
            let parsed = problems.take("name", name.parse(), text::person_name_problem);
            own.organizations.push(open.organization.name.to_string());
            let chosen = services::accounts::choose_password(password, &own);
            let password = problems.take("password", chosen, text::password_problem);
            let (Some(name), Some(password)) = (parsed, password) else {
                return Err(problems.into_error());
            };
            Acceptance::New { name, password }
        }
        Asked::SignIn => {
            let password = domain::Password::attempt(password)
                .map_err(|problem| AppError::field("password", text::password_problem(problem)))?;
            Acceptance::SignIn { password }
        }
        Asked::SignedIn | Asked::WrongAccount { .. } | Asked::Copied => Acceptance::SignedIn,
    })
}

#[cfg(feature = "ssr")]
impl From<services::invitations::Way> for Way {
    fn from(way: services::invitations::Way) -> Self {
        use services::invitations::Way as Asked;
        match way {
            Asked::New => Self::New,
            Asked::SignIn => Self::SignIn,
            Asked::SignedIn => Self::Accept,
            Asked::WrongAccount { signed_in } => Self::WrongAccount { signed_in: signed_in.into() },
            Asked::Copied => Self::Copied,
        }
    }
}
