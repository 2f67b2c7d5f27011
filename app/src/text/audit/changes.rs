//! What was before and what is after, in words (ST-4).

use domain::{
    AuditCount, CompanyDetails, Grants, InvitationState, MaskedContact, ProjectState, Role, Subscription,
    audit::{AuditEvent, InvitationChange, InvitationTerms, ProjectPlace},
};

use super::super::{
    and, members, projects, role,
    settings::{audit_log, billing, countries},
};
use crate::ui::isolated;

/// Both sides of a change; none where there is nothing to say of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub before: Option<String>,
    pub after: Option<String>,
}

const OPEN: &str = "Open";
const ARCHIVED: &str = "Archived";
const DELETED: &str = "Deleted";
const REMOVED: &str = "Removed";
const INVITED: &str = "Invited";

/// What was before an event, and what is after it.
pub fn change(event: &AuditEvent) -> Change {
    match event {
        AuditEvent::OrganizationCreated { after } => {
            only(format!("{}, {}", role(after.role), isolated(after.project.as_str())))
        }
        AuditEvent::OrganizationDeleted {} => from_to(OPEN, DELETED),
        AuditEvent::OrganizationRestored {} => from_to(DELETED, OPEN),
        AuditEvent::OrganizationRenamed { before, after } => {
            from_to(isolated(before.as_str()), isolated(after.as_str()))
        }
        AuditEvent::OrganizationMoved { before, after } => from_to(before.as_str(), after.as_str()),
        AuditEvent::CompanyDetailsChanged { before, after } => from_to(company(before), company(after)),
        AuditEvent::InvitationDrafted(change)
        | AuditEvent::InvitationResent(change)
        | AuditEvent::InvitationChanged(change) => given(change),
        AuditEvent::InvitationSent(change) => match &change.before {
            Some(before) if terms(before) == terms(&change.after) => from_to(state(before.state), terms(&change.after)),
            _ => given(change),
        },
        AuditEvent::InvitationAccepted(change) => from_to(INVITED, terms(&change.after)),
        AuditEvent::InvitationCancelled(change) | AuditEvent::InvitationDeclined(change) => {
            let before = change.before.as_ref().map(|before| state(before.state).to_owned());
            Change { before, after: Some(state(change.after.state).to_owned()) }
        }
        AuditEvent::InvitationDismissed(_) => from_to(state(InvitationState::Declined), "Off the list"),
        AuditEvent::RoleChanged { before, after, grants } => from_to(with_grants(*before, *grants), role(*after)),
        AuditEvent::GrantsChanged { before, after } => from_to(granted(*before), granted(*after)),
        AuditEvent::MemberRemoved { before } => from_to(role(*before), REMOVED),
        AuditEvent::MemberRestored { after } => from_to(REMOVED, role(*after)),
        AuditEvent::MemberLeft { before } => from_to(role(*before), "Left"),
        AuditEvent::AccountDeleted { before } => from_to(role(*before), "Account deleted"),
        AuditEvent::ProjectCreated { after } => only(after.slug.to_string()),
        AuditEvent::ProjectRenamed(change) => {
            from_to(isolated(change.before.name.as_str()), isolated(change.after.name.as_str()))
        }
        AuditEvent::ProjectArchived(change) | AuditEvent::ProjectRestored(change) => {
            from_to(project_state(change.before.state), project_state(change.after.state))
        }
        AuditEvent::ProjectMemberAdded { after } => only(projects::project_role(after.role)),
        AuditEvent::ProjectRoleChanged { before, after } => {
            from_to(projects::project_role(before.role), projects::project_role(after.role))
        }
        AuditEvent::ProjectMemberRemoved { before } => from_to(projects::project_role(before.role), REMOVED),
        AuditEvent::IdentityManagedChanged { before, after } => from_to(managed(*before), managed(*after)),
        AuditEvent::PolicyChanged { before, after, .. } => from_to(switched(*before), switched(*after)),
        AuditEvent::SupportContactChanged { before, after } => {
            from_to(support_contact(*before), support_contact(*after))
        }
        AuditEvent::PlanChanged { before: None, after } => only(subscription(after)),
        AuditEvent::PlanChanged { before: Some(before), after } => from_to(subscription(before), subscription(after)),
        AuditEvent::BillingContactChanged { before, after } => {
            from_to(contact(before.as_ref()), contact(after.as_ref()))
        }
        AuditEvent::AuditLogExported { after } => {
            let entries = audit_log::entries(AuditCount::exactly(after.entries));
            let kind = after.kind.map(|kind| format!(", {}", audit_log::kind(kind))).unwrap_or_default();
            only(format!("{}, {entries}{kind}", audit_log::file(after.format)))
        }
        // What somebody is called is not kept, and of the others there is nothing but that they were done.
        AuditEvent::DisplayNameChanged {}
        | AuditEvent::PasswordResetSent {}
        | AuditEvent::InvitationLinkCopied {}
        | AuditEvent::InvitationAskedFor {}
        | AuditEvent::InvitationSeatWanted {} => Change::default(),
    }
}

fn from_to(before: impl Into<String>, after: impl Into<String>) -> Change {
    Change { before: Some(before.into()), after: Some(after.into()) }
}

fn only(after: impl Into<String>) -> Change {
    Change { before: None, after: Some(after.into()) }
}

/// What an invitation gives, where it gave something else before that too.
fn given(change: &InvitationChange) -> Change {
    let after = terms(&change.after);
    Change { before: change.before.as_ref().map(terms).filter(|before| *before != after), after: Some(after) }
}

/// "Member with Read audit log, Website as agent"
fn terms(terms: &InvitationTerms) -> String {
    let place = |place: &ProjectPlace| {
        format!("{} as {}", isolated(place.name.as_str()), projects::project_role(place.role).to_lowercase())
    };
    std::iter::once(with_grants(terms.role, terms.grants))
        .chain(terms.projects.iter().map(place))
        .collect::<Vec<_>>()
        .join(", ")
}

fn with_grants(of: Role, grants: Grants) -> String {
    if grants.is_empty() { role(of).to_owned() } else { format!("{} with {}", role(of), members::grants(grants)) }
}

fn granted(grants: Grants) -> String {
    let names: Vec<String> = grants.iter().map(|grant| members::grant(grant).to_owned()).collect();
    if names.is_empty() { "Nothing".to_owned() } else { and(&names) }
}

const fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Draft => "Draft",
        InvitationState::Sent => "Sent",
        InvitationState::Expired => "Expired",
        InvitationState::Accepted => "Accepted",
        InvitationState::Declined => "Declined",
        InvitationState::Cancelled => "Cancelled",
    }
}

const fn project_state(state: ProjectState) -> &'static str {
    match state {
        ProjectState::Active => OPEN,
        ProjectState::Archived => ARCHIVED,
    }
}

/// "Team, 120 seats, 5 projects, active, until 31 January 2026"
fn subscription(of: &Subscription) -> String {
    let name = isolated(of.plan.name.as_str());
    let until = of.ends_on.map(|last| format!("until {}", billing::day(last)));
    let parts = [
        name,
        billing::seats(of.plan.seats),
        billing::projects(of.plan.projects),
        billing::status(of.status).to_lowercase(),
    ];
    parts.into_iter().chain(until).collect::<Vec<_>>().join(", ")
}

fn contact(of: Option<&MaskedContact>) -> String {
    of.map_or_else(|| "Nobody".to_owned(), ToString::to_string)
}

/// "Harbour & Finch Lamps Ltd, IE 1234567T, Ireland"
fn company(details: &CompanyDetails) -> String {
    let name = details.registered_name.as_ref().map(|name| isolated(name.as_str()));
    let number = details.vat_number.as_ref().map(ToString::to_string);
    let country = details.country.map(|country| countries::name(country).to_owned());
    let known: Vec<String> = name.into_iter().chain(number).chain(country).collect();
    if known.is_empty() { "Nothing".to_owned() } else { known.join(", ") }
}

const fn managed(elsewhere: bool) -> &'static str {
    if elsewhere { "From the identity provider" } else { "Set here" }
}

const fn switched(on: bool) -> &'static str {
    if on { "On" } else { "Off" }
}

const fn support_contact(named: bool) -> &'static str {
    if named { "Support contact" } else { "Not a support contact" }
}

#[cfg(test)]
mod tests {
    use domain::{Grant, ProjectName, ProjectRole};

    use super::*;

    fn told(event: &AuditEvent) -> (Option<String>, Option<String>) {
        let Change { before, after } = change(event);
        (before, after)
    }

    fn both(before: &str, after: &str) -> (Option<String>, Option<String>) {
        (Some(before.into()), Some(after.into()))
    }

    // ST-4
    #[test]
    fn st_4_before_and_after_are_said_in_words() {
        let log: Grants = [Grant::ReadAuditLog].into_iter().collect();
        assert_eq!(
            told(&AuditEvent::RoleChanged { before: Role::Member, after: Role::UserAdmin, grants: log }),
            both("Member with Read audit log", "User admin")
        );
        assert_eq!(
            told(&AuditEvent::GrantsChanged { before: Grants::NONE, after: log }),
            both("Nothing", "Read audit log")
        );
        let place = ProjectPlace {
            project: "00000000-0000-0000-0000-000000000007".parse().unwrap(),
            name: ProjectName::first(),
            role: ProjectRole::Agent,
        };
        let after = InvitationTerms {
            state: InvitationState::Sent,
            role: Role::Member,
            grants: Grants::NONE,
            projects: vec![place],
        };
        let draft = InvitationTerms { state: InvitationState::Draft, ..after.clone() };
        let admin = InvitationTerms { role: Role::Admin, projects: Vec::new(), ..draft.clone() };
        let change = |before| InvitationChange { before, after: after.clone() };
        let given = "Member, Website as agent";
        assert_eq!(told(&AuditEvent::InvitationSent(change(None))), (None, Some(given.into())));
        assert_eq!(told(&AuditEvent::InvitationSent(change(Some(draft.clone())))), both("Draft", given));
        assert_eq!(told(&AuditEvent::InvitationSent(change(Some(admin.clone())))), both("Admin", given));
        assert_eq!(told(&AuditEvent::InvitationResent(change(Some(after.clone())))), (None, Some(given.into())));
        assert_eq!(told(&AuditEvent::InvitationChanged(change(Some(admin)))), both("Admin", given));
        assert_eq!(told(&AuditEvent::InvitationAccepted(change(Some(draft)))), both("Invited", given));
        assert_eq!(told(&AuditEvent::PasswordResetSent {}), (None, None));
    }
}
