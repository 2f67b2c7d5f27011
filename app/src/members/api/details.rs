//! The calls about one member: who they are, what they are in projects, what they are called, how they set a new password
//! (TR-5, TR-6, TR-11, PR-2).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]

use chrono::{DateTime, Utc};
use domain::{
    AccountId, FieldProblem, Grant, Grants, PersonName, ProjectId, ProjectMemberChange, ProjectRole, ProjectSlug, Role,
    paths,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::MemberRow;
use crate::{
    audit::AuditEntryView,
    error::AppError,
    form::{FormErrors, Redirect},
    list_field::ListField,
    server::HttpContext,
    text::told_apart,
};

/// Everything that the organization tells of one of its members.
#[expect(clippy::struct_excessive_bools, reason = "what is so of the member, and what I may do about it")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetailsView {
    pub member: MemberRow,
    /// The name of their account, whatever the organization calls them.
    pub account_name: String,
    /// Who invited them.
    pub invited_by: Option<String>,
    /// Since when they have their role, where the audit log goes back that far.
    pub role_since: Option<DateTime<Utc>>,
    /// Who granted what, and when, where that is known.
    pub granted: Vec<GrantedView>,
    /// The projects that I may know of.
    pub projects: Vec<MemberProjectView>,
    /// Whether they reach every project by their role.
    pub reaches_every_project: bool,
    /// What was done to them, the newest first.
    pub history: Vec<AuditEntryView>,
    /// Whether I may read all that was done to them, and what they did.
    pub can_read_audit_log: bool,
    /// Whether I may change name, role and permissions.
    pub can_edit: bool,
    /// Whether I may send the mail with which to set a new password.
    pub can_send_reset: bool,
    /// Whether roles, permissions and projects come from an identity provider, and cannot be changed here.
    pub identity_managed: bool,
    /// The roles that I may give.
    pub assignable: Vec<Role>,
    /// What I may grant.
    pub grantable: Vec<Grant>,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// How a grant came to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedView {
    pub grant: Grant,
    /// None once that account is gone.
    pub by: Option<String>,
    /// Whether it was me.
    pub by_me: bool,
    pub at: DateTime<Utc>,
}

/// A project, and what the member is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberProjectView {
    pub id: ProjectId,
    pub name: String,
    /// Its place in addresses, where another one is called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<ProjectSlug>,
    /// None: they do not belong to it.
    pub role: Option<ProjectRole>,
    /// Whether I may change that.
    pub can_change: bool,
}

impl MemberProjectView {
    /// What it is called where one chooses (FIELD-23).
    pub fn label(&self) -> String {
        told_apart(&self.name, self.slug.as_ref())
    }
}

/// Somebody in the organization (TR-11).
#[server(prefix = "/api", endpoint = "members/view")]
pub async fn member_details(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] quiet: bool,
) -> Result<MemberDetailsView, AppError> {
    let request = HttpContext::quietly(quiet)?;
    let context = request.open_organization(&organization).await?;
    // What is no id is nobody's.
    let member = member.parse().map_err(|_| domain::Refusal::NotFound)?;
    let open = request.member_details(&context, member).await?;
    Ok(MemberDetailsView::new(open, &context, request.now()))
}

/// Changes what the organization calls a member, their role and what is granted to them, all or nothing (TR-6). Without a
/// name they are called by that of their account. `before_terms`, the `Authority` that was seen, and `before_name`: what was
/// not changed from them stays as it is by now. `return_to`, here and below, is the list to which the member's page leads back.
#[server(prefix = "/api", endpoint = "members/edit")]
pub async fn edit_member(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] display_name: String,
    #[server(default)] role: String,
    #[server(default)] grants: ListField,
    #[server(default)] before_name: String,
    #[server(default)] before_terms: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member: AccountId = member.parse().map_err(|_| AppError::Malformed)?;
    let mut errors = FormErrors::default();
    let name: Option<Option<PersonName>> =
        errors.check_optional("display_name", &display_name, FieldProblem::PersonName);
    let role: Option<Role> = errors.check("role", role.parse(), |_| FieldProblem::NoRole);
    let grants: Option<Grants> = errors.check("grants", grants.as_str().parse(), |_| FieldProblem::NoGrant);
    let (Some(display_name), Some(role), Some(grants)) = (name, role, grants) else { return Err(errors.into_error()) };
    let terms = crate::server::terms_before(&before_terms)?;
    let before = terms.map(|terms| services::members::BeforeEdit { name: before_name, terms });
    let terms = services::members::MemberTerms { display_name, role, grants, before };
    let edited = request.edit_member(&context, member, &terms).await?;
    let page = paths::member_and_back(&context.organization.slug, member, &return_to);
    Ok(Redirect::to(match edited {
        None => page,
        Some((was, now)) if was == now => paths::with_notice(&page, paths::SAVED, 1),
        Some((was, now)) => paths::with_role_told(&page, member, was, now),
    }))
}

/// Sends a member the mail with which they set a new password (TR-5).
#[server(prefix = "/api", endpoint = "members/send-password-reset")]
pub async fn send_password_reset(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let member: AccountId = member.parse().map_err(|_| AppError::Malformed)?;
    request.send_password_reset(&context, member).await?;
    let page = paths::member_and_back(&context.organization.slug, member, &return_to);
    Ok(Redirect::to(paths::with_notice(&page, paths::RESET_SENT, 1)))
}

/// Adds a member to a project, gives them another role in it, or removes them where `role` is `none` (PR-2). `before` is what
/// they were there when it was seen, or `none`.
#[server(prefix = "/api", endpoint = "members/change-project")]
pub async fn change_project(
    #[server(default)] organization: String,
    #[server(default)] member: String,
    #[server(default)] project: String,
    #[server(default)] before: String,
    #[server(default)] role: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let id: AccountId = member.parse().map_err(|_| AppError::Malformed)?;
    let project: ProjectId = project.parse().map_err(|_| AppError::Malformed)?;
    let change: ProjectMemberChange =
        format!("{id}:{before}:{role}").parse().map_err(|_| AppError::field("role", FieldProblem::NoProjectRole))?;
    request.save_project_members(&context, project, &[change]).await?;
    let page = paths::member_and_back(&context.organization.slug, id, &return_to);
    // Nothing was changed, and nothing is told.
    if change.before == change.after {
        return Ok(Redirect::to(page));
    }
    Ok(Redirect::to(paths::with_place_told(&page, project, &change)))
}
