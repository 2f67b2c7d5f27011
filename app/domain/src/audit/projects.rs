//! Which projects an event names.

use super::{AuditEvent, Departure, Return};
use crate::{ProjectId, ProjectName};

impl AuditEvent {
    /// The projects that it names, each by the name that it had.
    pub fn projects(&self) -> Vec<(ProjectId, &ProjectName)> {
        match self {
            Self::ProjectCreated { after } => vec![(after.id, &after.name)],
            Self::ProjectRenamed(change) | Self::ProjectArchived(change) | Self::ProjectRestored(change) => {
                [&change.before, &change.after].map(|terms| (terms.id, &terms.name)).into()
            }
            Self::ProjectMemberAdded { after: place }
            | Self::ProjectRoleChanged { after: place, .. }
            | Self::ProjectMemberRemoved { before: place } => vec![(place.project, &place.name)],
            Self::InvitationAccepted(change)
            | Self::InvitationDrafted(change)
            | Self::InvitationSent(change)
            | Self::InvitationResent(change)
            | Self::InvitationChanged(change)
            | Self::InvitationCancelled(change)
            | Self::InvitationDeclined(change)
            | Self::InvitationDismissed(change) => change.places().map(|place| (place.project, &place.name)).collect(),
            Self::MemberRemoved(Departure { projects, .. })
            | Self::MemberLeft(Departure { projects, .. })
            | Self::AccountDeleted(Departure { projects, .. })
            | Self::MemberRestored(Return { projects, .. }) => {
                projects.iter().map(|place| (place.project, &place.name)).collect()
            }
            _ => Vec::new(),
        }
    }
}
