//! What the audit log of an organization tells (ST-4).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Authority, InvitationState, OrganizationName, Permission, ProjectName, Role, Slug};

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
    /// A member's access was revoked.
    MemberRemoved {
        /// The role that they had.
        before: Role,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationTerms {
    /// Its state as it is stored: one that expired is still sent.
    pub state: InvitationState,
    /// The role that it gives.
    pub role: Role,
}

/// An invitation before and after something was done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

    /// Whether a member with this authority may know of it: who is invited is known to those who see the list of members.
    pub fn is_visible_to(&self, authority: Authority) -> bool {
        match self {
            Self::InvitationDrafted(_)
            | Self::InvitationSent(_)
            | Self::InvitationResent(_)
            | Self::InvitationLinkCopied {}
            | Self::InvitationCancelled(_)
            | Self::InvitationDeclined(_)
            | Self::InvitationAskedFor {} => authority.may(Permission::ReadMembers),
            Self::OrganizationCreated { .. }
            | Self::OrganizationDeleted {}
            | Self::OrganizationRestored {}
            | Self::InvitationAccepted(_)
            | Self::RoleChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberLeft { .. }
            | Self::AccountDeleted { .. } => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_event() -> Vec<AuditEvent> {
        let terms = InvitationTerms { state: InvitationState::Draft, role: Role::Member };
        let change = InvitationChange { before: Some(terms), after: terms };
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
            AuditEvent::InvitationDrafted(change),
            AuditEvent::InvitationSent(InvitationChange { before: None, ..change }),
            AuditEvent::InvitationResent(change),
            AuditEvent::InvitationLinkCopied {},
            AuditEvent::InvitationCancelled(change),
            AuditEvent::InvitationAccepted(change),
            AuditEvent::InvitationDeclined(change),
            AuditEvent::InvitationAskedFor {},
            AuditEvent::RoleChanged { before: Role::Member, after: Role::Owner },
            AuditEvent::MemberRemoved { before: Role::Admin },
            AuditEvent::MemberLeft { before: Role::Admin },
            AuditEvent::AccountDeleted { before: Role::Admin },
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
        for (action, detail) in [("project-archived", "{}"), ("member-left", "{}"), ("member-left", "")] {
            assert_eq!(AuditEvent::from_stored(action, detail), Err(UnknownAuditEvent));
        }
    }

    // IN-5, TR-1
    #[test]
    fn who_is_invited_is_known_to_those_who_see_members() {
        for event in every_event() {
            assert!(event.is_visible_to(Authority::of_role(Role::BillingAdmin)));
            let of_invited = event.to_stored().unwrap().0.starts_with("invitation-");
            let accepted = matches!(event, AuditEvent::InvitationAccepted(_));
            assert_eq!(event.is_visible_to(Authority::of_role(Role::Member)), !of_invited || accepted, "{event:?}");
        }
    }
}
