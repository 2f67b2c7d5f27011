//! Members and invitations: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};

use crate::members::api::{InvitationRow, MemberRow};

impl From<services::members::ListedMember> for MemberRow {
    fn from(listed: services::members::ListedMember) -> Self {
        let services::members::ListedMember { member, me, can_change_role, can_revoke } = listed;
        Self {
            id: member.account_id,
            name: member.name.to_string(),
            email: member.email.to_string(),
            role: member.role(),
            grants: member.authority.grants(),
            projects: member.authority.projects().clone(),
            me,
            can_change_role,
            can_revoke,
            joined_at: member.joined_at,
            opened_at: member.opened_at,
        }
    }
}

impl InvitationRow {
    pub(crate) fn new(listed: services::members::ListedInvitation, now: DateTime<Utc>) -> Self {
        let services::members::ListedInvitation { invitation, can_send, can_copy_link, can_cancel } = listed;
        Self {
            id: invitation.id,
            state: invitation.state.at(now, invitation.expires_at),
            asked: invitation.asked_at.is_some(),
            backed: invitation.is_backed(),
            delivery: invitation.delivery(),
            email: invitation.email.to_string(),
            role: invitation.role,
            grants: invitation.grants,
            projects: invitation.given().projects().clone(),
            first_name: invitation.first_name,
            last_name: invitation.last_name,
            inviter: invitation.inviter,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            can_send,
            can_copy_link,
            can_cancel,
        }
    }
}
