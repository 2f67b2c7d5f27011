//! The calls that revoke access, after what it would mean was seen (TR-7).
#![expect(missing_docs, reason = "the fields of a generated argument struct are its function's arguments")]
#![allow(clippy::too_many_arguments, reason = "an address says as much")]

use domain::{AccountId, MemberQuery, Permission, RevokeEffect, Role, limits, member_list, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{error::AppError, form::Redirect, server::HttpContext, text::told_apart};

/// What revoking access would mean, person by person (TR-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// Members and invitations that were chosen.
    pub people: Vec<ReviewRow>,
}

/// A member or an invitation that was chosen, and what revoking would do to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRow {
    /// The id of the member's account or of the invitation, as it was chosen.
    pub id: String,
    /// Name of the member; none for an invitation.
    pub name: Option<String>,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: Role,
    /// What would happen.
    pub effect: RevokeEffect,
    /// The projects that they leave, told apart where they are called alike.
    pub leaves: Vec<String>,
    /// Those that nobody else manages, once all who were chosen are gone.
    pub only_manager_of: Vec<String>,
}

/// All members that a filter finds, for a selection of all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundView {
    /// As many as access is revoked of at once, in the order of the list.
    pub people: Vec<FoundPerson>,
    /// Up to that many.
    pub limit: usize,
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPerson {
    /// Whose account.
    pub id: AccountId,
    /// Their name.
    pub name: String,
    /// Their address, where it is told: somebody else may be called alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl FoundPerson {
    /// What they are called beside others (FIELD-23).
    pub fn label(&self) -> String {
        told_apart(&self.name, self.email.as_deref())
    }
}

/// Everybody whom a filter of the list finds, up to as many as access is revoked of at once (TR-7).
#[server(prefix = "/api", endpoint = "members/select")]
pub async fn select_members(
    #[server(default)] organization: String,
    #[server(default)] find: String,
    #[server(default)] role: String,
    #[server(default)] state: String,
    #[server(default)] project: String,
    #[server(default)] permission: String,
    #[server(default)] sort: String,
) -> Result<FoundView, AppError> {
    let request = HttpContext::quietly(true)?;
    let context = request.organization(&organization).await?;
    let words = [
        (member_list::FIND, find),
        (member_list::ROLE, role),
        (member_list::STATE, state),
        (member_list::PROJECT, project),
        (member_list::PERMISSION, permission),
        (member_list::SORT, sort),
    ];
    let query = MemberQuery::of_fields(&words).map_err(|_| AppError::Malformed);
    let query = request.filter(&context, Permission::ManageMembers, query).await?;
    let people = request.found_members(&context, &query).await?;
    // Beside whom else they are chosen nobody knows here.
    let people = people.into_iter().map(|(id, name, email)| FoundPerson {
        id,
        name: name.to_string(),
        email: Some(email.to_string()),
    });
    Ok(FoundView { people: people.collect(), limit: limits::REVOKED_AT_ONCE })
}

/// What revoking access would mean. `people` are ids of members and invitations, separated by commas.
#[server(prefix = "/api", endpoint = "members/review")]
pub async fn review(
    #[server(default)] organization: String,
    #[server(default)] people: String,
) -> Result<ReviewView, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    let people = request.review(&context, &people).await?;
    let label = |project: &services::namesakes::NamedProject| told_apart(project.name.as_str(), project.slug.as_ref());
    Ok(ReviewView {
        people: people
            .into_iter()
            .map(|person| ReviewRow {
                id: person.id(),
                name: person.name.map(String::from),
                email: person.email.to_string(),
                role: person.role,
                effect: person.effect,
                leaves: person.leaves.iter().map(label).collect(),
                only_manager_of: person.only_manager_of.iter().map(label).collect(),
            })
            .collect(),
    })
}

/// Brings back members whose access was revoked in the last 10 minutes, as they were; all or none. `people` are ids,
/// separated by commas; `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/restore")]
pub async fn restore(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    // Something that is no id refuses all.
    crate::server::ids(&people)?;
    let count = request.restore_members(&context, &people).await?;
    let list = paths::list_to_come_back_to(&context.organization.slug, &return_to);
    Ok(Redirect::to(paths::with_notice(&list, paths::RESTORED, count)))
}

/// Revokes access: removes the members and cancels the invitations, all or none. Takes effect on their next request. Who has none
/// any more is passed over. `return_to` is the list to come back to.
#[server(prefix = "/api", endpoint = "members/revoke")]
pub async fn revoke(
    #[server(default)] organization: String,
    #[server(default)] people: String,
    #[server(default)] return_to: String,
) -> Result<Redirect, AppError> {
    let request = HttpContext::current()?;
    let context = request.organization(&organization).await?;
    // Of members or invitations; something that is none refuses all.
    crate::server::ids(&people)?;
    let done = request.revoke(&context, &people).await?;
    let slug = &context.organization.slug;
    let told = paths::members_after_revoking(slug, done.revoked, done.already);
    Ok(Redirect::to(paths::telling(&paths::list_to_come_back_to(slug, &return_to), &told)))
}
