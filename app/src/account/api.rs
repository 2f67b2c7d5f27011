//! The calls of `/account`: what a person decides about themselves (SI-7 to SI-9, PW-5).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, AddressAccess, Appearance, DeviceKind, FieldProblem, LinkPurpose, Role, SessionId, Slug, TileColor,
    paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Next},
    server::{self, HttpContext},
};

/// Everything `/account` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// My name.
    pub name: String,
    /// My address.
    pub email: String,
    /// Under what this browser keeps what I type: the same for every session of mine, and nobody else can guess it.
    pub drafts: String,
    /// The address that I asked to change to, while its link is open.
    pub new_email: Option<String>,
    /// How pages look in this browser.
    pub appearance: Appearance,
    /// Browsers where I am signed in, this one first, then the last used first.
    pub sessions: Vec<SessionView>,
    /// My organizations, and those I deleted less than 7 days ago.
    pub organizations: Vec<MembershipView>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// A browser where I am signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Which one.
    pub id: SessionId,
    /// The browser and its system, "Firefox on macOS".
    pub browser: String,
    /// What it runs on.
    pub device: DeviceKind,
    /// The address it was last used from.
    pub client: String,
    /// When it was last used, to the minute.
    pub seen_at: DateTime<Utc>,
    /// When I signed in.
    pub created_at: DateTime<Utc>,
    /// Whether it is this browser.
    pub this: bool,
}

/// One of my organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipView {
    /// Its place in addresses.
    pub slug: Slug,
    /// What it is called.
    pub name: String,
    /// Mine in it.
    pub role: Role,
    /// Colour of its tile.
    pub color: TileColor,
    /// Whether I may hand it over.
    pub can_transfer: bool,
    /// Whether I may delete it, or bring it back once it is deleted.
    pub can_delete: bool,
    /// Whether I am its only owner: then I cannot leave before handing it over.
    pub only_owner: bool,
    /// Others in it who could own it, by name; listed where I am its only owner, the first 100.
    pub ownership_candidates: Vec<OwnershipCandidateView>,
    /// Deleted: when it is gone for good.
    pub purged_at: Option<DateTime<Utc>>,
}

/// Somebody who could own an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipCandidateView {
    /// Whose account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// What the page of a mailed link about an address shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressLinkView {
    /// Whether it confirms the new address or keeps the old one.
    pub link: LinkPurpose,
    /// The address that the account would have.
    pub email: String,
    /// Whose account.
    pub name: String,
    /// The address that the account has.
    pub account: String,
    /// What it takes in this browser.
    pub access: AddressAccess,
}

/// Me, my browsers and my organizations. Asked with `quiet`, it does not count as use of the session: open tabs look
/// again by themselves (SES-8).
#[server(prefix = "/api", endpoint = "account/view")]
pub async fn my_account(#[server(default)] quiet: bool) -> Result<AccountView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let caller = request.caller().await?;
    let profile = request.profile(&caller).await?;
    Ok(AccountView {
        name: caller.name.to_string(),
        email: caller.email.to_string(),
        drafts: request.draft_key(&caller),
        new_email: profile.new_email.map(String::from),
        appearance: request.appearance,
        sessions: profile
            .sessions
            .into_iter()
            .map(|session| SessionView {
                id: session.id,
                device: session.browser.device,
                browser: session.browser.name(),
                client: session.client,
                seen_at: session.seen_at,
                created_at: session.created_at,
                this: session.id == caller.session_id,
            })
            .collect(),
        organizations: profile
            .organizations
            .into_iter()
            .map(|mine| MembershipView {
                color: TileColor::of(mine.organization.id),
                slug: mine.organization.slug,
                name: mine.organization.name.to_string(),
                role: mine.role,
                can_transfer: mine.can_transfer,
                can_delete: mine.can_delete,
                only_owner: mine.only_owner,
                ownership_candidates: mine
                    .ownership_candidates
                    .into_iter()
                    .map(|candidate| OwnershipCandidateView {
                        id: candidate.account_id,
                        name: candidate.name.to_string(),
                        email: candidate.email.to_string(),
                    })
                    .collect(),
                purged_at: mine.purged_at,
            })
            .collect(),
        now: request.now(),
    })
}

/// Changes my name.
#[server(prefix = "/api", endpoint = "account/change-name")]
pub async fn change_name(#[server(default)] name: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let name = name.parse().map_err(|problem| AppError::field("name", FieldProblem::PersonName(problem)))?;
    request.change_name(&caller, &name).await?;
    Ok(Next::to(paths::ACCOUNT_SAVED))
}

/// Changes my password, which asks for the current one. This browser stays signed in under a new token, others are
/// signed out (PW-5).
#[server(prefix = "/api", endpoint = "account/change-password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let mut errors = FormErrors::default();
    let attempt = domain::Password::attempt(current_password);
    let current = errors.check("current_password", attempt, FieldProblem::Password);
    let own = request.own_words_of(caller.account_id, caller.email.as_str(), caller.name.as_str()).await?;
    let chosen = services::auth::choose_password(password, &own);
    let password = errors.check("password", chosen, FieldProblem::Password);
    let (Some(current), Some(password)) = (current, password) else {
        return Err(errors.into_error());
    };
    let signed_in = request
        .change_password(&caller, current, password)
        .await
        .map_err(|error| server::wrong_password("current_password", error))?;
    request.keep_signed_in(&signed_in);
    Ok(Next::to(paths::ACCOUNT_PASSWORD_CHANGED))
}
crate::secret_fields!("account/change-password": "current_password", "password");

/// Asks to change my address: its new mailbox gets a link, and the old one the news with a way back (SI-8).
#[server(prefix = "/api", endpoint = "account/change-email")]
pub async fn change_email(
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let mut errors = FormErrors::default();
    let email: Option<domain::EmailAddress> = errors.check("email", email.parse(), FieldProblem::Email);
    let password = errors.check("password", domain::Password::attempt(password), FieldProblem::Password);
    let (Some(email), Some(password)) = (email, password) else {
        return Err(errors.into_error());
    };
    if email == caller.email {
        return Err(AppError::field("email", FieldProblem::SameAddress));
    }
    request.change_email(&caller, &email, password).await.map_err(|error| server::wrong_password("password", error))?;
    Ok(Next::to(paths::ACCOUNT_SIGN_IN))
}
crate::secret_fields!("account/change-email": "password");

/// What the page of a link about an address shows; changes nothing.
#[server(prefix = "/api", endpoint = "account/address-link")]
pub async fn address_link(#[server(default)] token: String) -> Result<AddressLinkView, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.address_link(token.as_ref()).await?;
    Ok(AddressLinkView {
        link: link.purpose,
        email: link.email.to_string(),
        name: link.name.to_string(),
        account: link.account.to_string(),
        access: link.access,
    })
}
crate::secret_fields!("account/address-link": "token");

/// Confirms the new address, or undoes the change, as the link says. A new address also asks for the account: its session
/// in this browser, or its password (SI-8, SI-10).
#[server(prefix = "/api", endpoint = "account/use-address-link")]
pub async fn use_address_link(
    #[server(default)] token: String,
    #[server(default)] password: String,
) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let token = services::Token::parse(&token);
    let link = request.address_link(token.as_ref()).await?;
    let password = if link.access == AddressAccess::Password {
        let password = domain::Password::attempt(password);
        Some(password.map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?)
    } else {
        None
    };
    let moved =
        request.use_address_link(link, password).await.map_err(|error| server::wrong_password("password", error))?;
    if let Some(renewed) = &moved.browser {
        request.keep_signed_in(renewed);
    }
    Ok(Next::to(match moved.purpose {
        LinkPurpose::UndoAddress => paths::FORGOT_PASSWORD,
        _ => paths::ACCOUNT_SIGN_IN,
    }))
}
crate::secret_fields!("account/use-address-link": "token", "password");

/// Signs one of my browsers out; this one is signed out by *Sign out*.
#[server(prefix = "/api", endpoint = "account/end-session")]
pub async fn end_session(#[server(default)] session: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let id = session.parse().map_err(|_| AppError::Malformed)?;
    request.end_session(&caller, id).await?;
    Ok(Next::to(paths::ACCOUNT_SESSIONS))
}

/// Signs all my other browsers out.
#[server(prefix = "/api", endpoint = "account/end-other-sessions")]
pub async fn end_other_sessions() -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    request.end_other_sessions(&caller).await?;
    Ok(Next::to(paths::ACCOUNT_SESSIONS))
}

/// How pages look in this browser: `system`, `light` or `dark`.
#[server(prefix = "/api", endpoint = "account/appearance")]
#[allow(clippy::unused_async, reason = "a call is async, whether it waits for something or not")]
pub async fn set_appearance(#[server(default)] appearance: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let chosen = appearance.parse().map_err(|_| AppError::field("appearance", FieldProblem::NoAppearance))?;
    request.keep_appearance(chosen);
    Ok(Next::to(paths::ACCOUNT_APPEARANCE))
}

/// Deletes my account, which asks for the password. Organizations that I alone own come first (SI-9).
#[server(prefix = "/api", endpoint = "account/delete")]
pub async fn delete_account(#[server(default)] password: String) -> Result<Next, AppError> {
    let request = HttpContext::current()?;
    let caller = request.caller().await?;
    let password = domain::Password::attempt(password)
        .map_err(|problem| AppError::field("password", FieldProblem::Password(problem)))?;
    request.delete_account(&caller, password).await.map_err(|error| server::wrong_password("password", error))?;
    request.forget();
    Ok(Next::to(paths::SIGN_UP_AFTER_DELETION))
}
crate::secret_fields!("account/delete": "password");
