//! What somebody may do with a member or an invitation. Use cases ask here before they do it, and lists send along what
//! would be granted: so nothing is offered that is refused, and nothing is refused that could be offered.

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, Availability, DeadInvitation, DeliveryState, InvitationMail, InvitationStanding,
    InvitationState, InvitedState, Permission, ProjectPermission, Refusal, RevokeEffect, Role, SeatWanted,
};
use store::{Invitation, Member, Project};

use crate::{OrganizationContext, Result, invitations::dead, outbox::LEASE};

/// Something that is done with an invitation by those who invite (IN-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InvitationAction {
    /// Sending it, for the first time or again.
    Send,
    /// Handing out a link to it.
    CopyLink,
    /// Trying its mail at once, which waits for another try.
    TryNow,
    /// Inviting another address in its place, where the mail server refused its own for good.
    FixAddress,
    /// Taking the invitation back.
    Cancel,
    /// Taking one that was declined out of the list.
    Dismiss,
    /// Inviting somebody anew who declined: as all inviting, it is another invitation.
    InviteAgain,
}

impl InvitationAction {
    /// What `authority` lacks to do it with an invitation that gives all of `given`.
    pub(super) fn lacks(self, authority: &Authority, given: &Authority) -> Option<Permission> {
        match self {
            Self::Send | Self::CopyLink | Self::TryNow | Self::InviteAgain => authority.lacks_to_give(given),
            Self::FixAddress => authority.lacks_to_give(given).or_else(|| authority.lacks_to_manage(given.role())),
            // Whoever could remove such a member may take the invitation back.
            Self::Cancel | Self::Dismiss => authority.lacks_to_manage(given.role()),
        }
    }

    /// Refuses where the invitation's state does not allow it, or its organization: where an identity provider says what people
    /// are, nobody is sent what makes them more than a member (ST-5).
    pub(super) fn check_state(self, invitation: &Invitation, now: DateTime<Utc>) -> Result<()> {
        let organization = invitation.organization();
        if self != Self::Cancel && organization.identity_managed && !invitation.given().is_plain() {
            return Err(Refusal::IdentityManaged { organization: organization.name }.into());
        }
        match (invitation.state.at(now, invitation.expires_at), self) {
            (InvitationState::Draft | InvitationState::Expired, Self::Send | Self::Cancel)
            | (InvitationState::Sent, Self::Send | Self::CopyLink | Self::TryNow | Self::Cancel)
            | (InvitationState::Declined, Self::Dismiss | Self::InviteAgain) => Ok(()),
            (InvitationState::Sent, Self::FixAddress)
                if matches!(invitation.delivery(), Some(DeliveryState::Refused { .. })) =>
            {
                Ok(())
            }
            (InvitationState::Accepted, _) => Err(dead(DeadInvitation::Used, invitation)),
            (InvitationState::Declined, _) => Err(dead(DeadInvitation::Declined, invitation)),
            (InvitationState::Cancelled, _) => Err(dead(DeadInvitation::Cancelled, invitation)),
            (InvitationState::Expired, Self::CopyLink) => Err(dead(DeadInvitation::Expired, invitation)),
            (InvitationState::Draft, Self::CopyLink)
            | (InvitationState::Draft | InvitationState::Expired, Self::TryNow)
            | (
                InvitationState::Draft | InvitationState::Expired | InvitationState::Sent,
                Self::FixAddress | Self::Dismiss | Self::InviteAgain,
            ) => Err(Refusal::NotFound.into()),
        }
    }

    fn is_granted(self, authority: &Authority, invitation: &Invitation, now: DateTime<Utc>) -> bool {
        self.lacks(authority, &invitation.given()).is_none() && self.check_state(invitation, now).is_ok()
    }
}

/// An invitation in the list, with what the caller may do about it.
#[expect(clippy::struct_excessive_bools, reason = "what may be done about an invitation, each asked for by itself")]
#[derive(Clone, Debug)]
pub struct ListedInvitation {
    pub invitation: Invitation,
    /// What it waits for.
    pub standing: InvitationStanding,
    /// Whether the caller may send it, or send it again, as it is.
    pub can_send: bool,
    /// Whether the caller may change what it gives.
    pub can_edit: bool,
    /// Whether it needs a project before it can be sent (ST-6).
    pub lacks_project: bool,
    /// Whether the caller may have a link to it.
    pub can_copy_link: bool,
    /// Whether the caller may have its mail tried at once, which waits for another try.
    pub can_try_now: bool,
    /// Whether the caller may invite another address in its place, as its own was refused for good.
    pub can_fix_address: bool,
    /// Whether the caller may take it back.
    pub can_cancel: bool,
    /// Whether the caller may take it out of the list, as one that was declined.
    pub can_dismiss: bool,
    /// Whether the caller may invite the address to the same again, which declined.
    pub can_invite_again: bool,
}

impl ListedInvitation {
    /// None: it is over, and in no list. `has_seat`: whether one is free for whoever accepts, as far as somebody waits for that.
    pub(super) fn new(
        invitation: Invitation,
        authority: &Authority,
        has_seat: bool,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let can = |action: InvitationAction| action.is_granted(authority, &invitation, now);
        let (state, asked) = (invitation.state.at(now, invitation.expires_at), invitation.asked_at.is_some());
        let seat = SeatWanted::of(invitation.seat_wanted_at.is_some(), has_seat);
        let state = InvitedState::of(state, asked, invitation.is_backed(), seat)?;
        Some(Self {
            standing: InvitationStanding::of(state, invitation.delivery().as_ref().map(InvitationMail::from)),
            can_send: can(InvitationAction::Send) && !invitation.lacks_project(),
            can_edit: can(InvitationAction::Send),
            lacks_project: invitation.lacks_project(),
            can_copy_link: can(InvitationAction::CopyLink),
            can_try_now: can(InvitationAction::TryNow) && waits_for_another_try(&invitation, now),
            can_fix_address: can(InvitationAction::FixAddress),
            can_cancel: can(InvitationAction::Cancel),
            can_dismiss: can(InvitationAction::Dismiss),
            can_invite_again: can(InvitationAction::InviteAgain) && !invitation.lacks_project(),
            invitation,
        })
    }
}

/// Whether its mail waits for another try that does not come by itself in a moment.
fn waits_for_another_try(invitation: &Invitation, now: DateTime<Utc>) -> bool {
    matches!(invitation.delivery(), Some(DeliveryState::Queued { next_try: Some(at) }) if at > now + LEASE)
}

/// A member in the list, with what the caller may do about them.
#[expect(clippy::struct_excessive_bools, reason = "each is an act of its own")]
#[derive(Clone, Debug)]
pub struct ListedMember {
    pub member: Member,
    /// What the caller sees of what they are.
    pub availability: Availability,
    /// Whether the member is the caller.
    pub me: bool,
    /// Whether the caller may change what the organization calls them, and their role and grants where it decides on those.
    pub can_edit: bool,
    /// Whether the caller may change their role, to some role at least.
    pub can_change_role: bool,
    /// Whether the caller may add them to a project to which they do not belong.
    pub can_add_to_project: bool,
    /// Whether the caller may send them the mail with which to set a new password.
    pub can_send_reset: bool,
    /// Whether the caller may revoke their access.
    pub can_revoke: bool,
}

/// What decides on what a caller may do with the members of a list.
pub(super) struct Acting<'a> {
    pub caller: AccountId,
    pub authority: &'a Authority,
    pub identity_managed: bool,
    /// The projects that are worked in.
    pub projects: &'a [Project],
}

impl<'a> Acting<'a> {
    pub(super) fn new(context: &'a OrganizationContext, projects: &'a [Project]) -> Self {
        let OrganizationContext { caller, organization, authority, .. } = context;
        let identity_managed = organization.identity_managed;
        Self { caller: caller.account_id, authority, identity_managed, projects }
    }
}

impl ListedMember {
    pub(super) fn new(member: Member, availability: Availability, acting: &Acting<'_>) -> Self {
        let Acting { caller, authority, identity_managed, projects } = *acting;
        let me = member.account_id == caller;
        let can_edit = lacks_to_change_role(authority, member.role()).is_none();
        let is_addable = |project: &Project| {
            member.authority.projects().role_in(project.id).is_none()
                && authority.may_in(project.id, ProjectPermission::ManageMembers)
        };
        Self {
            availability,
            me,
            can_edit,
            can_change_role: can_edit && !identity_managed,
            can_add_to_project: !identity_managed
                && !member.authority.may(Permission::ReachEveryProject)
                && projects.iter().any(is_addable),
            can_send_reset: can_edit && member.has_password && !me,
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
