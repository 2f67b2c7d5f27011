//! What the audit log of an organization tells (ST-4).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Authority, Grants, InvitationState, OrganizationName, Permission, ProjectId, ProjectName, ProjectRole, ProjectSlug,
    ProjectState, Role, Slug,
};

/// Something that was done in an organization. It holds no person's name or address: who did it and to whom stands beside
/// it, and is forgotten with their account.
///
/// It is stored as an action and its details, which are the tag and the content of its JSON:
/// `{"action": "role-changed", "detail": {"before": "member", "after": "admin"}}`. Details always say what was before and
/// after; where nothing was, that is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "detail", rename_all = "kebab-case")]
pub enum AuditEvent {
    /// The organization was created; who created it owns it.
    OrganizationCreated {
        /// What it began with.
        after: OrganizationTerms,
    },
    /// The organization was deleted.
    OrganizationDeleted {},
    /// The deleted organization was brought back.
    OrganizationRestored {},
    /// An invitation was written, or written anew, and kept as a draft.
    InvitationDrafted(InvitationChange),
    /// An invitation was sent for the first time.
    InvitationSent(InvitationChange),
    /// An invitation was sent again.
    InvitationResent(InvitationChange),
    /// A link to an invitation was handed out.
    InvitationLinkCopied {},
    /// What an invitation gives, or what it calls the person, was changed; it was not sent by that.
    InvitationChanged(InvitationChange),
    /// An invitation was taken back.
    InvitationCancelled(InvitationChange),
    /// An invitation was accepted: its subject is a member.
    InvitationAccepted(InvitationChange),
    /// An invitation was declined by whoever it was for.
    InvitationDeclined(InvitationChange),
    /// Whoever an invitation was for asked for a new one.
    InvitationAskedFor {},
    /// A member's role was changed.
    RoleChanged {
        /// The role until then.
        before: Role,
        /// The role from then on.
        after: Role,
    },
    /// What is granted to a member beside their role was changed.
    GrantsChanged {
        /// What was granted until then.
        before: Grants,
        /// What is granted from then on.
        after: Grants,
    },
    /// What the organization calls a member was changed.
    DisplayNameChanged {},
    /// A mail with which to set a new password was sent to a member.
    PasswordResetSent {},
    /// A member's access was revoked.
    MemberRemoved {
        /// The role that they had.
        before: Role,
    },
    /// A member whose access was revoked is back, as they were.
    MemberRestored {
        /// The role that they have again.
        after: Role,
    },
    /// A member left.
    MemberLeft {
        /// The role that they had.
        before: Role,
    },
    /// A member deleted their account.
    AccountDeleted {
        /// The role that they had.
        before: Role,
    },
    /// A project was created.
    ProjectCreated {
        /// What it began with.
        after: ProjectTerms,
    },
    /// A project has another name, and with it another slug.
    ProjectRenamed(ProjectChange),
    /// A project was archived.
    ProjectArchived(ProjectChange),
    /// An archived project is worked in again.
    ProjectRestored(ProjectChange),
    /// A member was added to a project.
    ProjectMemberAdded {
        /// Where, and as what.
        after: ProjectPlace,
    },
    /// A member has another role in a project.
    ProjectRoleChanged {
        /// Where, and what they were there.
        before: ProjectPlace,
        /// What they are there from then on.
        after: ProjectPlace,
    },
    /// A member was removed from a project.
    ProjectMemberRemoved {
        /// Where, and what they were there.
        before: ProjectPlace,
    },
    /// Whether roles, grants and projects come from an identity provider was changed, by the operator.
    IdentityManagedChanged {
        /// Whether they did.
        before: bool,
        /// Whether they do from then on.
        after: bool,
    },
}

/// What an organization begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationTerms {
    /// The organization's name.
    pub name: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// The role of who created it.
    pub role: Role,
    /// The name of its first project.
    pub project: ProjectName,
}

/// What an invitation is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationTerms {
    /// Its state as it is stored: one that expired is still sent.
    pub state: InvitationState,
    /// The role that it gives.
    pub role: Role,
    /// What it grants beside the role.
    #[serde(default, skip_serializing_if = "is_none_granted")]
    pub grants: Grants,
    /// The projects that it adds to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectPlace>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_none_granted(grants: &Grants) -> bool {
    grants.is_empty()
}

/// What a project is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectTerms {
    /// Which project it is, whatever it is called.
    pub id: ProjectId,
    /// Its name at that moment.
    pub name: ProjectName,
    /// Its place in addresses at that moment.
    pub slug: ProjectSlug,
    /// Whether it is worked in.
    pub state: ProjectState,
}

/// A project before and after something was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectChange {
    /// What it was.
    pub before: ProjectTerms,
    /// What it is from then on.
    pub after: ProjectTerms,
}

/// What a member is in a project at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPlace {
    /// Which project it is, whatever it is called.
    pub project: ProjectId,
    /// Its name at that moment.
    pub name: ProjectName,
    /// Their role in it.
    pub role: ProjectRole,
}

/// An invitation before and after something was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationChange {
    /// What it was; none for a new one.
    pub before: Option<InvitationTerms>,
    /// What it is from then on.
    pub after: InvitationTerms,
}

/// An event that cannot be read: a newer version wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an event that this version knows")]
pub struct UnknownAuditEvent;

impl AuditEvent {
    /// The action of [`Self::MemberRemoved`], by which removals are found.
    pub const MEMBER_REMOVED: &'static str = "member-removed";

    /// The action and its details as they are stored.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which is a bug.
    pub fn to_stored(&self) -> Result<(String, String), serde_json::Error> {
        let mut event = serde_json::to_value(self)?;
        let mut detail = event["detail"].take();
        for side in ["before", "after"] {
            if detail.get(side).is_none() {
                detail[side] = Value::Null;
            }
        }
        let action = serde_json::from_value(event["action"].take())?;
        Ok((action, detail.to_string()))
    }

    /// Reads an event from its stored action and details.
    ///
    /// # Errors
    /// [`UnknownAuditEvent`] when a newer version wrote it.
    pub fn from_stored(action: &str, detail: &str) -> Result<Self, UnknownAuditEvent> {
        let detail: Value = serde_json::from_str(detail).map_err(|_| UnknownAuditEvent)?;
        let event = serde_json::json!({ "action": action, "detail": detail });
        serde_json::from_value(event).map_err(|_| UnknownAuditEvent)
    }

    /// The project that it is about.
    pub const fn project(&self) -> Option<ProjectId> {
        match self {
            Self::ProjectCreated { after } => Some(after.id),
            Self::ProjectRenamed(change) | Self::ProjectArchived(change) | Self::ProjectRestored(change) => {
                Some(change.after.id)
            }
            Self::ProjectMemberAdded { after: place }
            | Self::ProjectRoleChanged { after: place, .. }
            | Self::ProjectMemberRemoved { before: place } => Some(place.project),
            _ => None,
        }
    }

    /// Whether a member with this authority may know of it: who reads the audit log, of everything. Else who is invited,
    /// and what is granted to whom, is known to those who see the list of members; what becomes of a project to those who see
    /// the list of projects, or are in it.
    pub fn is_visible_to(&self, authority: &Authority) -> bool {
        if authority.may(Permission::ReadAuditLog) {
            return true;
        }
        match self {
            Self::InvitationDrafted(_)
            | Self::InvitationSent(_)
            | Self::InvitationResent(_)
            | Self::InvitationLinkCopied {}
            | Self::InvitationChanged(_)
            | Self::InvitationCancelled(_)
            | Self::InvitationDeclined(_)
            | Self::InvitationAskedFor {}
            | Self::DisplayNameChanged {}
            | Self::PasswordResetSent {}
            | Self::GrantsChanged { .. } => authority.may(Permission::ReadMembers),
            Self::ProjectCreated { .. }
            | Self::ProjectRenamed(_)
            | Self::ProjectArchived(_)
            | Self::ProjectRestored(_)
            | Self::ProjectMemberAdded { .. }
            | Self::ProjectRoleChanged { .. }
            | Self::ProjectMemberRemoved { .. } => {
                authority.may(Permission::ReadProjects)
                    || self.project().is_some_and(|id| authority.projects().role_in(id).is_some())
            }
            Self::OrganizationCreated { .. }
            | Self::OrganizationDeleted {}
            | Self::OrganizationRestored {}
            | Self::InvitationAccepted(_)
            | Self::RoleChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberRestored { .. }
            | Self::IdentityManagedChanged { .. }
            | Self::MemberLeft { .. }
            | Self::AccountDeleted { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grant, ProjectRoles};

    fn place() -> ProjectPlace {
        ProjectPlace { project: uuid::Uuid::from_u128(7).into(), name: ProjectName::first(), role: ProjectRole::Agent }
    }

    fn every_event() -> Vec<AuditEvent> {
        let place = place();
        let (state, role) = (InvitationState::Draft, Role::Member);
        let terms = InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
        let grants: Grants = [Grant::ReadAuditLog].into_iter().collect();
        let after = InvitationTerms { grants, projects: vec![place.clone()], ..terms.clone() };
        let change = InvitationChange { before: Some(terms), after };
        let active = ProjectTerms {
            id: place.project,
            name: place.name.clone(),
            slug: "website".parse().unwrap(),
            state: ProjectState::Active,
        };
        let archived = ProjectTerms { state: ProjectState::Archived, ..active.clone() };
        let project = ProjectChange { before: active.clone(), after: archived };
        let viewer = ProjectPlace { role: ProjectRole::Viewer, ..place.clone() };
        vec![
            AuditEvent::OrganizationCreated {
                after: OrganizationTerms {
                    name: "Harbour Finch".parse().unwrap(),
                    slug: "harbour-finch".parse().unwrap(),
                    role: Role::Owner,
                    project: ProjectName::first(),
                },
            },
            AuditEvent::OrganizationDeleted {},
            AuditEvent::OrganizationRestored {},
            AuditEvent::InvitationDrafted(change.clone()),
            AuditEvent::InvitationSent(InvitationChange { before: None, ..change.clone() }),
            AuditEvent::InvitationResent(change.clone()),
            AuditEvent::InvitationLinkCopied {},
            AuditEvent::InvitationChanged(change.clone()),
            AuditEvent::InvitationCancelled(change.clone()),
            AuditEvent::InvitationAccepted(change.clone()),
            AuditEvent::InvitationDeclined(change),
            AuditEvent::InvitationAskedFor {},
            AuditEvent::RoleChanged { before: Role::Member, after: Role::Owner },
            AuditEvent::MemberRemoved { before: Role::Admin },
            AuditEvent::MemberLeft { before: Role::Admin },
            AuditEvent::AccountDeleted { before: Role::Admin },
            AuditEvent::MemberRestored { after: Role::Admin },
            AuditEvent::DisplayNameChanged {},
            AuditEvent::PasswordResetSent {},
            AuditEvent::GrantsChanged { before: Grants::NONE, after: grants },
            AuditEvent::ProjectCreated { after: active },
            AuditEvent::ProjectRenamed(project.clone()),
            AuditEvent::ProjectArchived(project.clone()),
            AuditEvent::ProjectRestored(project),
            AuditEvent::ProjectMemberAdded { after: place.clone() },
            AuditEvent::ProjectRoleChanged { before: place, after: viewer.clone() },
            AuditEvent::ProjectMemberRemoved { before: viewer },
            AuditEvent::IdentityManagedChanged { before: false, after: true },
        ]
    }

    // ST-4
    #[test]
    fn what_is_stored_is_read_again() {
        for event in every_event() {
            let (action, detail) = event.to_stored().unwrap();
            assert!(detail.contains(r#""before":"#) && detail.contains(r#""after":"#), "{detail}");
            assert_eq!(AuditEvent::from_stored(&action, &detail), Ok(event), "{action} {detail}");
        }
        let removed = AuditEvent::MemberRemoved { before: Role::Admin }.to_stored().unwrap();
        assert_eq!(removed, (AuditEvent::MEMBER_REMOVED.to_owned(), r#"{"after":null,"before":"admin"}"#.to_owned()));
        // As an earlier version wrote it, without grants and projects.
        let older = r#"{"before":null,"after":{"state":"sent","role":"admin"}}"#;
        let (state, role) = (InvitationState::Sent, Role::Admin);
        let after = InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
        let older_event = AuditEvent::InvitationSent(InvitationChange { before: None, after });
        assert_eq!(AuditEvent::from_stored("invitation-sent", older), Ok(older_event.clone()));
        assert_eq!(older_event.to_stored().unwrap().1, r#"{"after":{"role":"admin","state":"sent"},"before":null}"#);
        for (action, detail) in [("project-painted", "{}"), ("member-left", "{}"), ("member-left", "")] {
            assert_eq!(AuditEvent::from_stored(action, detail), Err(UnknownAuditEvent));
        }
    }

    // IN-5, TR-1
    #[test]
    fn who_is_invited_is_known_to_those_who_see_members() {
        let roles = ProjectRoles::from_iter([(place().project, ProjectRole::Viewer)]);
        let in_project = Authority::new(Role::Member, Grants::NONE, roles);
        for event in every_event() {
            assert!(event.is_visible_to(&Authority::of_role(Role::BillingAdmin)));
            let auditor =
                Authority::new(Role::Member, [Grant::ReadAuditLog].into_iter().collect(), ProjectRoles::default());
            assert!(event.is_visible_to(&auditor), "{event:?}");
            let action = event.to_stored().unwrap().0;
            let of_team = action.starts_with("invitation-")
                || ["grants-changed", "display-name-changed", "password-reset-sent"].contains(&&*action);
            let of_project = action.starts_with("project-");
            let accepted = matches!(event, AuditEvent::InvitationAccepted(_));
            let known = !of_team && !of_project || accepted;
            assert_eq!(event.is_visible_to(&Authority::of_role(Role::Member)), known, "{event:?}");
            assert_eq!(event.is_visible_to(&in_project), known || of_project, "{event:?}");
            assert_eq!(event.project().is_some(), of_project, "{event:?}");
        }
    }
}
