//! What the audit log of an organization tells (ST-4).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AuditFile, AuditKind, Authority, CompanyDetails, Grants, InvitationState, MaskedContact, OrganizationName,
    Permission, Policy, ProjectId, ProjectName, ProjectRole, ProjectSlug, ProjectState, Role, Slug, Subscription,
};

mod about;
#[cfg(test)]
mod tests;

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
    /// The organization has another name.
    OrganizationRenamed {
        /// The name until then.
        before: OrganizationName,
        /// The name from then on.
        after: OrganizationName,
    },
    /// The organization has another place in addresses.
    OrganizationMoved {
        /// The slug until then.
        before: Slug,
        /// The slug from then on.
        after: Slug,
    },
    /// What is noted about the company was changed.
    CompanyDetailsChanged {
        /// What was noted until then.
        before: CompanyDetails,
        /// What is noted from then on.
        after: CompanyDetails,
    },
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
    /// A declined invitation was taken out of the list.
    InvitationDismissed(InvitationChange),
    /// Whoever an invitation was for asked for a new one.
    InvitationAskedFor {},
    /// Whoever an invitation was for wanted to join, and no seat was free.
    InvitationSeatWanted {},
    /// A member's role was changed.
    RoleChanged {
        /// The role until then.
        before: Role,
        /// The role from then on.
        after: Role,
        /// What was granted beside the role until then.
        #[serde(default, skip_serializing_if = "is_none_granted")]
        grants: Grants,
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
    /// A policy was switched on or off.
    PolicyChanged {
        /// Which one.
        policy: Policy,
        /// Whether it was on.
        before: bool,
        /// Whether it is on from then on.
        after: bool,
    },
    /// Whether a member is a support contact was changed, by the operator.
    SupportContactChanged {
        /// Whether they were one.
        before: bool,
        /// Whether they are one from then on.
        after: bool,
    },
    /// The operator gave the organization a plan, or changed something about it.
    PlanChanged {
        /// What it had; none for the first.
        before: Option<Subscription>,
        /// What it has from then on.
        after: Subscription,
    },
    /// Whom the operator writes to about the plan was changed; the address of the new one stands beside it.
    BillingContactChanged {
        /// Whom until then.
        before: Option<MaskedContact>,
        /// Whom from then on.
        after: Option<MaskedContact>,
    },
    /// The audit log was taken away as a file.
    AuditLogExported {
        /// What was taken.
        after: AuditExport,
    },
}

/// A file of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditExport {
    /// What kind of file it is.
    pub format: AuditFile,
    /// The kind of entries that were asked for; none: all kinds.
    pub kind: Option<AuditKind>,
    /// How many entries it began with.
    pub entries: i64,
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
    /// The action of [`Self::MemberLeft`].
    pub const MEMBER_LEFT: &'static str = "member-left";
    /// The actions of what can be undone, and of what stands in the way of that: [`Self::RoleChanged`],
    /// [`Self::GrantsChanged`] and [`Self::ProjectMemberAdded`].
    pub const ROLE_CHANGED: &'static str = "role-changed";
    /// See [`Self::ROLE_CHANGED`].
    pub const GRANTS_CHANGED: &'static str = "grants-changed";
    /// See [`Self::ROLE_CHANGED`].
    pub const PROJECT_MEMBER_ADDED: &'static str = "project-member-added";

    /// See [`Self::PlanChanged`].
    pub const PLAN_CHANGED: &'static str = "plan-changed";
    /// See [`Self::BillingContactChanged`].
    pub const BILLING_CONTACT_CHANGED: &'static str = "billing-contact-changed";

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

    /// Whether a member with this authority may know of it: who reads the audit log, of everything. Else who is invited, removed or
    /// brought back, what is granted to whom and who is a support contact, is known to those who see the list of members; what is noted about the company, and what is asked of everybody, to those who read
    /// the general settings; what becomes of a project to those who see
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
            | Self::InvitationDismissed(_)
            | Self::InvitationAskedFor {}
            | Self::InvitationSeatWanted {}
            | Self::DisplayNameChanged {}
            | Self::PasswordResetSent {}
            | Self::MemberRemoved { .. }
            | Self::MemberRestored { .. }
            | Self::SupportContactChanged { .. }
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
            Self::CompanyDetailsChanged { .. } | Self::PolicyChanged { .. } => authority.may(Permission::ReadSettings),
            Self::PlanChanged { .. } | Self::BillingContactChanged { .. } => authority.may(Permission::ManageBilling),
            Self::OrganizationCreated { .. }
            | Self::OrganizationRenamed { .. }
            | Self::OrganizationMoved { .. }
            | Self::OrganizationDeleted {}
            | Self::OrganizationRestored {}
            | Self::InvitationAccepted(_)
            | Self::RoleChanged { .. }
            | Self::IdentityManagedChanged { .. }
            | Self::MemberLeft { .. }
            | Self::AccountDeleted { .. } => true,
            Self::AuditLogExported { .. } => false,
        }
    }
}
