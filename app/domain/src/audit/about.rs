//! What an event is about, who may know of it, and what it names: one arm for each.

use super::{AuditEvent, ProjectPlace};
use crate::{AuditKind, Permission, ProjectId, ProjectName};

impl AuditEvent {
    /// What each event is about, who may know of it, and which names it holds.
    pub(super) fn about(&self) -> About<'_> {
        use Audience::{Auditors, Everybody, Having, Project};
        use AuditKind as Kind;

        let team = Having(Permission::ReadMembers);
        let settings = Having(Permission::ReadSettings);
        let billing = Having(Permission::ManageBilling);
        match self {
            Self::OrganizationCreated { after } => {
                About::new(Kind::Organization, Everybody).naming([after.name.as_str(), after.project.as_str()])
            }
            Self::OrganizationDeleted(_) | Self::OrganizationRestored(_) | Self::IdentityManagedChanged { .. } => {
                About::new(Kind::Organization, Everybody)
            }
            Self::OrganizationRenamed { before, after } => {
                About::new(Kind::Organization, Everybody).naming([before.as_str(), after.as_str()])
            }
            Self::OrganizationMoved { before, after } => {
                About::new(Kind::Organization, Everybody).naming([before.as_str(), after.as_str()])
            }
            Self::CompanyDetailsChanged { .. } | Self::PolicyChanged { .. } => About::new(Kind::Organization, settings),
            Self::PlanChanged { .. } | Self::BillingContactChanged { .. } => About::new(Kind::Billing, billing),

            Self::InvitationAccepted(change) => {
                About::new(Kind::Invitations, Everybody).naming_projects(change.places())
            }
            Self::InvitationDrafted(change)
            | Self::InvitationSent(change)
            | Self::InvitationResent(change)
            | Self::InvitationChanged(change)
            | Self::InvitationCancelled(change)
            | Self::InvitationDeclined(change)
            | Self::InvitationDismissed(change) => About::new(Kind::Invitations, team).naming_projects(change.places()),
            Self::InvitationNameChanged(_)
            | Self::InvitationLinkCopied {}
            | Self::InvitationAskedFor {}
            | Self::InvitationSeatWanted {} => About::new(Kind::Invitations, team),

            Self::RoleChanged { .. } => About::new(Kind::Members, Everybody),
            Self::MemberLeft(gone) | Self::AccountDeleted(gone) => {
                About::new(Kind::Members, Everybody).naming_projects(&gone.projects)
            }
            Self::MemberRemoved(gone) => About::new(Kind::Members, team).naming_projects(&gone.projects),
            Self::MemberRestored(back) => About::new(Kind::Members, team).naming_projects(&back.projects),
            Self::GrantsChanged { .. }
            | Self::DisplayNameChanged(_)
            | Self::PasswordResetSent {}
            | Self::SupportContactChanged { .. } => About::new(Kind::Members, team),

            Self::ProjectCreated { after } => {
                About { projects: vec![(after.id, &after.name)], ..About::new(Kind::Projects, Project(after.id)) }
            }
            Self::ProjectRenamed(change) | Self::ProjectArchived(change) | Self::ProjectRestored(change) => {
                let projects = [&change.before, &change.after].map(|terms| (terms.id, &terms.name)).into();
                About { projects, ..About::new(Kind::Projects, Project(change.after.id)) }
            }
            Self::ProjectMemberAdded { after: place }
            | Self::ProjectRoleChanged { after: place, .. }
            | Self::ProjectMemberRemoved { before: place } => {
                About::new(Kind::ProjectMembers, Project(place.project)).naming_projects([place])
            }

            Self::MembersExported {} | Self::AuditLogExported { .. } => About::new(Kind::Exports, Auditors),
        }
    }
}

/// What is said of an event beside its words.
pub(super) struct About<'a> {
    /// What it is about, as a person looks for it.
    pub kind: AuditKind,
    /// Who may know of it.
    pub audience: Audience,
    /// The names in it that are of no project which goes by its id there.
    pub names: Vec<&'a str>,
    /// The projects in it, each by the name that it had.
    pub projects: Vec<(ProjectId, &'a ProjectName)>,
}

/// Who may know of an event beside those who read the audit log.
pub(super) enum Audience {
    /// All members.
    Everybody,
    /// Members with this permission.
    Having(Permission),
    /// Members who see the list of projects, or are in this one.
    Project(ProjectId),
    /// Only those who read the audit log.
    Auditors,
}

impl<'a> About<'a> {
    const fn new(kind: AuditKind, audience: Audience) -> Self {
        Self { kind, audience, names: Vec::new(), projects: Vec::new() }
    }

    fn naming(self, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { names: names.into_iter().collect(), ..self }
    }

    fn naming_projects(self, places: impl IntoIterator<Item = &'a ProjectPlace>) -> Self {
        Self { projects: places.into_iter().map(|place| (place.project, &place.name)).collect(), ..self }
    }
}
