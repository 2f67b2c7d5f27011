//! What somebody may do with a member or an invitation. Use cases ask here before they do it, and lists send along what
//! would be granted: so nothing is offered that is refused, and nothing is refused that could be offered.

use chrono::{DateTime, Utc};
use domain::{Authority, DeadInvitation, InvitationState, Permission, Refusal, RevokeEffect, Role};
use store::{Invitation, Member};

use crate::{Result, invitations::dead};

/// Something that is done with an invitation by those who invite (IN-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvitationAction {
    /// Sending it, for the first time or again.
    Send,
    /// Handing out a link to it.
    CopyLink,
    /// Taking the invitation back.
    Cancel,
}

impl InvitationAction {
    /// What `authority` lacks to do it with an invitation that gives all of `given`.
    pub(super) fn lacks(self, authority: &Authority, given: &Authority) -> Option<Permission> {
        match self {
            Self::Send | Self::CopyLink => authority.lacks_to_give(given),
            // Whoever could remove such a member may take the invitation back.
            Self::Cancel => authority.lacks_to_manage(given.role()),
        }
    }

    /// Refuses where the invitation's state does not allow it.
    pub(super) fn check_state(self, invitation: &Invitation, now: DateTime<Utc>) -> Result<()> {
        match (invitation.state.at(now, invitation.expires_at), self) {
            (InvitationState::Accepted, _) => Err(dead(DeadInvitation::Used, invitation)),
            (InvitationState::Declined, _) => Err(dead(DeadInvitation::Declined, invitation)),
            (InvitationState::Cancelled, _) => Err(dead(DeadInvitation::Cancelled, invitation)),
            (InvitationState::Expired, Self::CopyLink) => Err(dead(DeadInvitation::Expired, invitation)),
            (InvitationState::Draft, Self::CopyLink) => Err(Refusal::NotFound.into()),
            (InvitationState::Draft | InvitationState::Expired, Self::Send | Self::Cancel)
            | (InvitationState::Sent, _) => Ok(()),
        }
    }

    fn is_granted(self, authority: &Authority, invitation: &Invitation, now: DateTime<Utc>) -> bool {
        self.lacks(authority, &invitation.given()).is_none() && self.check_state(invitation, now).is_ok()
    }
}

/// An invitation in the list, with what the caller may do about it.
#[derive(Clone, Debug)]
pub struct ListedInvitation {
    pub invitation: Invitation,
    /// Whether the caller may send it, or send it again.
    pub can_send: bool,
    /// Whether the caller may have a link to it.
    pub can_copy_link: bool,
    /// Whether the caller may take it back.
    pub can_cancel: bool,
}

impl ListedInvitation {
    pub(super) fn new(invitation: Invitation, authority: &Authority, now: DateTime<Utc>) -> Self {
        let can = |action: InvitationAction| action.is_granted(authority, &invitation, now);
        Self {
            can_send: can(InvitationAction::Send),
            can_copy_link: can(InvitationAction::CopyLink),
            can_cancel: can(InvitationAction::Cancel),
            invitation,
        }
    }
}

/// A member in the list, with what the caller may do about them.
#[derive(Clone, Debug)]
pub struct ListedMember {
    pub member: Member,
    /// Whether the member is the caller.
    pub me: bool,
    /// Whether the caller may change their role, to some role at least.
    pub can_change_role: bool,
    /// Whether the caller may revoke their access.
    pub can_revoke: bool,
}

impl ListedMember {
    pub(super) fn new(member: Member, caller: domain::AccountId, authority: &Authority) -> Self {
        let me = member.account_id == caller;
        Self {
            me,
            can_change_role: lacks_to_change_role(authority, member.role()).is_none(),
            can_revoke: effect_on_member(authority, member.role(), me) == RevokeEffect::Removed,
            member,
        }
    }
}

/// What `authority` lacks to change the role of a member who has the role `before`.
pub(super) fn lacks_to_change_role(authority: &Authority, before: Role) -> Option<Permission> {
    authority.lacks_to_manage(before)
}

/// What revoking the access of a member does.
pub(super) fn effect_on_member(authority: &Authority, role: Role, me: bool) -> RevokeEffect {
    match authority.lacks_to_manage(role) {
        _ if me => RevokeEffect::Me,
        None => RevokeEffect::Removed,
        Some(_) => RevokeEffect::NotMine,
    }
}

/// What revoking does to somebody whose invitation is open.
pub(super) fn effect_on_invited(authority: &Authority, role: Role) -> RevokeEffect {
    match authority.lacks_to_manage(role) {
        None => RevokeEffect::Cancelled,
        Some(_) => RevokeEffect::NotMine,
    }
}
