//! What the audit log of an organization tells (ST-4).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AuditKind, Authority, CompanyDetails, Grants, MaskedContact, OrganizationName, Permission, Policy, Role, Slug,
    Subscription,
};

mod about;
mod details;
#[cfg(test)]
mod tests;

use about::{About, Audience};
use details::is_none_granted;
pub use details::{
    AuditExport, Departure, InvitationChange, InvitationTerms, InvitedName, InvitedNameChange, NameChange,
    OrganizationState, OrganizationTerms, ProjectChange, ProjectPlace, ProjectTerms, Return, StateChange,
};

/// Something that was done in an organization. It holds nobody's address, and of names only what the organization called
/// somebody: who did it and to whom stands beside it. All of that is forgotten with their account.
///
/// It is stored as an action and its details, which are the tag and the content of its JSON:
/// `{"action": "role-changed", "detail": {"before": "member", "after": "admin"}}`. Details always say what was before and
/// after; where nothing was, that is null. Each has an example in `docs/API.md`, which stays readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "detail", rename_all = "kebab-case")]
pub enum AuditEvent {
    /// The organization was created; who created it owns it.
    OrganizationCreated {
        /// What it began with.
        after: OrganizationTerms,
    },
    /// The organization was deleted.
    OrganizationDeleted(StateChange),
    /// The deleted organization was brought back.
    OrganizationRestored(StateChange),
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
    /// What an invitation calls the person was changed.
    InvitationNameChanged(InvitedNameChange),
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
    DisplayNameChanged(NameChange),
    /// A mail with which to set a new password was sent to a member.
    PasswordResetSent {},
    /// A member's access was revoked.
    MemberRemoved(Departure),
    /// A member whose access was revoked is back, as they were.
    MemberRestored(Return),
    /// A member left.
    MemberLeft(Departure),
    /// A member deleted their account.
    AccountDeleted(Departure),
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
    /// The list of members was taken away as a file.
    MembersExported {},
    /// The audit log was taken away as a file.
    AuditLogExported {
        /// What was taken.
        after: AuditExport,
    },
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
    /// The action of [`Self::ProjectCreated`], by which a project that was just made is found.
    pub const PROJECT_CREATED: &'static str = "project-created";
    /// The actions of what can be undone, and of what stands in the way of that: [`Self::RoleChanged`],
    /// [`Self::GrantsChanged`] and [`Self::ProjectMemberAdded`].
    pub const ROLE_CHANGED: &'static str = "role-changed";
    /// See [`Self::ROLE_CHANGED`].
    pub const GRANTS_CHANGED: &'static str = "grants-changed";
    /// See [`Self::ROLE_CHANGED`].
    pub const PROJECT_MEMBER_ADDED: &'static str = "project-member-added";
    /// The action of [`Self::DisplayNameChanged`].
    pub const DISPLAY_NAME_CHANGED: &'static str = "display-name-changed";
    /// See [`Self::PlanChanged`].
    pub const PLAN_CHANGED: &'static str = "plan-changed";
    /// See [`Self::BillingContactChanged`].
    pub const BILLING_CONTACT_CHANGED: &'static str = "billing-contact-changed";

    /// What each event is about, who may know of it, and which names it holds.
    fn about(&self) -> About<'_> {
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

    /// The event as a member with this authority may know of it: what somebody was given is for those who see the members, and
    /// everybody else hears of the role alone.
    #[must_use]
    pub fn shown_to(mut self, authority: &Authority) -> Self {
        if authority.may(Permission::ReadMembers) || authority.may(Permission::ReadAuditLog) {
            return self;
        }
        match &mut self {
            Self::MemberLeft(gone) | Self::AccountDeleted(gone) => *gone = Departure::of_role(gone.before),
            Self::InvitationAccepted(InvitationChange { before, after }) => {
                for terms in before.iter_mut().chain(std::iter::once(after)) {
                    *terms = InvitationTerms::of_role(terms.state, terms.role);
                }
            }
            Self::RoleChanged { grants, .. } => *grants = Grants::NONE,
            _ => {}
        }
        self
    }

    /// Whether the operator did it from the command line, and no account.
    pub const fn is_by_operator(&self) -> bool {
        matches!(
            self,
            Self::IdentityManagedChanged { .. } | Self::PlanChanged { .. } | Self::SupportContactChanged { .. }
        )
    }
}
