//! Members and invitations: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};

use domain::{Authority, MemberState, Permission, PermissionSummary, ProjectId};

use crate::members::api::{MemberRow, MembersView, ProjectOption, RevokedRow, invited::InvitationRow};

impl MembersView {
    pub(crate) fn new(list: services::members::MemberList, authority: &Authority, now: DateTime<Utc>) -> Self {
        let projects: Vec<ProjectOption> = list
            .projects
            .into_iter()
            .map(|project| ProjectOption { id: project.id, name: project.name.to_string() })
            .collect();
        let is_active = |id: ProjectId| projects.iter().any(|project| project.id == id);
        let revoked = |services::members::Revoked { account_id: id, name, revoked_at, undo_until }| RevokedRow {
            id,
            name: name.to_string(),
            revoked_at,
            undo_until,
        };
        Self {
            mine: authority.role(),
            assignable: list.assignable,
            members: list.members.into_iter().map(|listed| MemberRow::new(listed, is_active)).collect(),
            member_count: list.total,
            found: list.found,
            before: list.before,
            previous: list.previous.map(|place| place.word()),
            next: list.next.map(|place| place.word()),
            invited_count: list.invited,
            also_invited: list.also_invited.iter().map(ToString::to_string).collect(),
            recently_revoked: list.recently_revoked.into_iter().map(revoked).collect(),
            projects,
            now,
        }
    }
}

impl MemberRow {
    pub(crate) fn new(listed: services::members::ListedMember, is_active: impl Fn(ProjectId) -> bool) -> Self {
        let services::members::ListedMember { member, me, can_change_role, can_revoke } = listed;
        Self {
            id: member.account_id,
            name: member.name.to_string(),
            email: member.email.to_string(),
            role: member.role(),
            grants: member.authority.grants(),
            projects: member.authority.projects().clone(),
            permissions: PermissionSummary::of(&member.authority),
            every_project: member.authority.may(Permission::ReachEveryProject),
            state: MemberState::of(&member.authority, is_active),
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
