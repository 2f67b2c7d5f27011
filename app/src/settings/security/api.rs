//! The calls about what an organization asks of everybody in it (ST-6).

use chrono::{DateTime, Utc};
use domain::{AccountId, FieldProblem, InvitationId, Policies, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    form::{FormErrors, Redirect},
    server::HttpContext,
};

/// The policies of an organization, and whom each would touch, or touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityView {
    /// Which are on.
    pub policies: Policies,
    /// That an invitation needs a project.
    pub invitations: InvitationsTouchedView,
    /// That members need a project.
    pub members: MembersTouchedView,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Since when a policy is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnSinceView {
    /// The name of whoever switched it on; none once that account is gone.
    pub by: Option<String>,
    /// When it was switched on.
    pub at: Option<DateTime<Utc>>,
}

/// The invitations without a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsTouchedView {
    /// Since when they cannot be sent; none: they can.
    pub on: Option<OnSinceView>,
    /// The first drafts among them, where I see who is invited.
    pub drafts: Vec<DraftWithoutProjectView>,
    /// How many of those there are.
    pub draft_count: usize,
    /// How many are sent already.
    pub sent_count: usize,
    /// Whether an identity provider says who belongs to which project, so that no invitation can add to one.
    pub identity_managed: bool,
}

/// An invitation that is not sent yet and adds to no project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftWithoutProjectView {
    /// Which one it is.
    pub id: InvitationId,
    /// The address that it is for.
    pub email: String,
}

/// The members without a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersTouchedView {
    /// Since when they stay outside; none: they do not.
    pub on: Option<OnSinceView>,
    /// The first of them.
    pub people: Vec<MemberWithoutProjectView>,
    /// How many there are of them.
    pub count: i64,
    /// How many members there are.
    pub of: i64,
    /// Whether I see the list of members.
    pub can_read_members: bool,
}

/// A member who belongs to no project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberWithoutProjectView {
    /// The account of the member.
    pub id: AccountId,
    /// The name of the member.
    pub name: String,
}

/// The policies, and whom they would touch (ST-6). Asked with `quiet`, it does not count as use of the session.
#[server(prefix = "/api", endpoint = "settings/security")]
pub async fn security(
    #[server(default)] organization: String,
    #[server(default)] quiet: bool,
) -> Result<SecurityView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    let overview = request.policies(&context).await?;
    Ok(SecurityView::new(overview, &context.authority, request.now()))
}

/// Saves which policies are on: all of them as they are to be. `before`: which were on when they were looked at, as
/// `settings/security` told it; what is not changed from it stays as it is by now. Without it nobody's changes are in the way.
#[server(prefix = "/api", endpoint = "settings/save-security")]
pub async fn save_security(
    #[server(default)] organization: String,
    #[server(default)] invitations_need_project: bool,
    #[server(default)] members_need_project: bool,
    #[server(default)] before: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    // Who may not even see them hears that first.
    let now = request.policies(&context).await?.policies.on;
    let mut errors = FormErrors::default();
    let before = match before.as_str() {
        "" => Some(now),
        before => errors.check("before", serde_json::from_str(before), |_| FieldProblem::NoSettings),
    };
    let Some(before) = before else { return Err(errors.into_error()) };
    let wanted = Policies { invitations_need_project, members_need_project };
    let saved = request.save_policies(&context, before, wanted).await?;
    Ok(Redirect::to(paths::policies_saved(&context.organization.slug, saved)))
}
