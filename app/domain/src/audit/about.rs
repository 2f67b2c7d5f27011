//! What events are about: by which they are filtered and found.

use super::{AuditEvent, InvitationTerms};
use crate::AuditKind;

impl AuditEvent {
    /// What it is about, as a person looks for it.
    pub const fn kind(&self) -> AuditKind {
        match self {
            Self::OrganizationCreated { .. }
            | Self::OrganizationDeleted {}
            | Self::OrganizationRestored {}
            | Self::OrganizationRenamed { .. }
            | Self::OrganizationMoved { .. }
            | Self::CompanyDetailsChanged { .. }
            | Self::PolicyChanged { .. }
            | Self::IdentityManagedChanged { .. } => AuditKind::Organization,
            Self::PlanChanged { .. } | Self::BillingContactChanged { .. } => AuditKind::Billing,
            Self::RoleChanged { .. }
            | Self::GrantsChanged { .. }
            | Self::DisplayNameChanged {}
            | Self::PasswordResetSent {}
            | Self::SupportContactChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberRestored { .. }
            | Self::MemberLeft { .. }
            | Self::AccountDeleted { .. } => AuditKind::Members,
            Self::InvitationDrafted(_)
            | Self::InvitationSent(_)
            | Self::InvitationResent(_)
            | Self::InvitationLinkCopied {}
            | Self::InvitationChanged(_)
            | Self::InvitationCancelled(_)
            | Self::InvitationAccepted(_)
            | Self::InvitationDeclined(_)
            | Self::InvitationDismissed(_)
            | Self::InvitationAskedFor {}
            | Self::InvitationSeatWanted {} => AuditKind::Invitations,
            Self::ProjectCreated { .. }
            | Self::ProjectRenamed(_)
            | Self::ProjectArchived(_)
            | Self::ProjectRestored(_) => AuditKind::Projects,
            Self::ProjectMemberAdded { .. } | Self::ProjectRoleChanged { .. } | Self::ProjectMemberRemoved { .. } => {
                AuditKind::ProjectMembers
            }
            Self::AuditLogExported { .. } => AuditKind::Exports,
        }
    }

    /// Whether the operator did it from the command line, and no account.
    pub const fn is_by_operator(&self) -> bool {
        matches!(
            self,
            Self::IdentityManagedChanged { .. } | Self::PlanChanged { .. } | Self::SupportContactChanged { .. }
        )
    }

    /// The names that organization and projects had in it, by which it is found beside those of people.
    pub fn names(&self) -> Vec<&str> {
        fn terms(terms: &InvitationTerms) -> impl Iterator<Item = &str> {
            terms.projects.iter().map(|place| place.name.as_str())
        }
        match self {
            Self::OrganizationCreated { after } => vec![after.name.as_str(), after.project.as_str()],
            Self::InvitationDrafted(change)
            | Self::InvitationSent(change)
            | Self::InvitationResent(change)
            | Self::InvitationChanged(change)
            | Self::InvitationCancelled(change)
            | Self::InvitationAccepted(change)
            | Self::InvitationDeclined(change)
            | Self::InvitationDismissed(change) => {
                change.before.iter().flat_map(terms).chain(terms(&change.after)).collect()
            }
            Self::ProjectCreated { after } => vec![after.name.as_str()],
            Self::ProjectRenamed(change) | Self::ProjectArchived(change) | Self::ProjectRestored(change) => {
                vec![change.before.name.as_str(), change.after.name.as_str()]
            }
            Self::ProjectMemberAdded { after: place }
            | Self::ProjectRoleChanged { after: place, .. }
            | Self::ProjectMemberRemoved { before: place } => vec![place.name.as_str()],
            Self::OrganizationRenamed { before, after } => vec![before.as_str(), after.as_str()],
            Self::OrganizationMoved { before, after } => vec![before.as_str(), after.as_str()],
            Self::OrganizationDeleted {}
            | Self::OrganizationRestored {}
            | Self::CompanyDetailsChanged { .. }
            | Self::InvitationLinkCopied {}
            | Self::InvitationAskedFor {}
            | Self::InvitationSeatWanted {}
            | Self::RoleChanged { .. }
            | Self::GrantsChanged { .. }
            | Self::DisplayNameChanged {}
            | Self::PasswordResetSent {}
            | Self::MemberRemoved { .. }
            | Self::MemberRestored { .. }
            | Self::MemberLeft { .. }
            | Self::AccountDeleted { .. }
            | Self::IdentityManagedChanged { .. }
            | Self::PolicyChanged { .. }
            | Self::SupportContactChanged { .. }
            | Self::PlanChanged { .. }
            | Self::BillingContactChanged { .. }
            | Self::AuditLogExported { .. } => Vec::new(),
        }
    }
}
