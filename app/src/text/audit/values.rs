//! What events hold, in words (ST-4).

use domain::{
    AuditCount, CompanyDetails, Grants, InvitationState, PersonName, ProjectState, Role,
    audit::{AuditExport, InvitationTerms, InvitedName, ProjectPlace},
};

use super::Names;
use crate::{
    text::{
        and, members,
        projects::project_role,
        role,
        settings::{audit_log, countries},
    },
    ui::isolated,
};

pub(super) const OPEN: &str = "Open";
pub(super) const ARCHIVED: &str = "Archived";
pub(super) const DELETED: &str = "Deleted";
pub(super) const REMOVED: &str = "Removed";
pub(super) const INVITED: &str = "Invited";

/// "Member with Read audit log, Website as agent"
pub(super) fn terms(terms: &InvitationTerms, names: &Names) -> String {
    given(terms.role, terms.grants, &terms.projects, names)
}

/// "Member with Read audit log, Website as agent"
pub(super) fn given(of: Role, grants: Grants, projects: &[ProjectPlace], names: &Names) -> String {
    let place = |place: &ProjectPlace| {
        format!("{} as {}", isolated(&names.label(place.project, &place.name)), project_role(place.role).to_lowercase())
    };
    std::iter::once(with_grants(of, grants)).chain(projects.iter().map(place)).collect::<Vec<_>>().join(", ")
}

/// What an organization calls somebody.
pub(super) fn called(name: Option<&PersonName>) -> String {
    name.map_or_else(|| "The name of their account".to_owned(), |name| isolated(name.as_str()))
}

/// What an invitation calls somebody.
pub(super) fn invited_name(name: Option<&InvitedName>) -> String {
    name.map_or_else(|| "No name".to_owned(), |name| isolated(&name.line()))
}

pub(super) fn with_grants(of: Role, grants: Grants) -> String {
    if grants.is_empty() { role(of).to_owned() } else { format!("{} with {}", role(of), members::grants(grants)) }
}

pub(super) fn granted(grants: Grants) -> String {
    let names: Vec<String> = grants.iter().map(|grant| members::grant(grant).to_owned()).collect();
    if names.is_empty() { "Nothing".to_owned() } else { and(&names) }
}

pub(super) const fn invitation_state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Draft => "Draft",
        InvitationState::Sent => "Sent",
        InvitationState::Expired => "Expired",
        InvitationState::Accepted => "Accepted",
        InvitationState::Declined => "Declined",
        InvitationState::Cancelled => "Cancelled",
    }
}

pub(super) const fn project_state(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Active => OPEN,
        ProjectState::Archived => ARCHIVED,
    }
}

/// "Harbour & Finch Lamps Ltd, IE 1234567T, Ireland"
pub(super) fn company(details: &CompanyDetails) -> String {
    let name = details.registered_name.as_ref().map(|name| isolated(name.as_str()));
    let number = details.vat_number.as_ref().map(ToString::to_string);
    let country = details.country.map(|country| countries::name(country).to_owned());
    let known: Vec<String> = name.into_iter().chain(number).chain(country).collect();
    if known.is_empty() { "Nothing".to_owned() } else { known.join(", ") }
}

pub(super) const fn managed(elsewhere: bool) -> &'static str {
    if elsewhere { "From the identity provider" } else { "Set here" }
}

pub(super) const fn switched(on: bool) -> &'static str {
    if on { "On" } else { "Off" }
}

pub(super) const fn support_contact(named: bool) -> &'static str {
    if named { "Support contact" } else { "Not a support contact" }
}

/// "CSV, 2,811 entries, Members"
pub(super) fn export(of: &AuditExport) -> String {
    let entries = audit_log::entries(AuditCount::exactly(of.entries));
    let kind = of.kind.map(|kind| format!(", {}", audit_log::kind(kind))).unwrap_or_default();
    format!("{}, {entries}{kind}", audit_log::file(of.format))
}
