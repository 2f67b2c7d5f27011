//! Members and invitations: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};

use domain::{MemberState, Namesakes, Permission, PermissionSummary, ProjectId};
use services::{
    OrganizationContext,
    members::{ListedMember, MemberList},
};

use crate::members::api::{
    MemberRow, MembersView, ProjectOption, RevokedRow,
    invited::{GroupCount, InvitationRow, InvitationsView},
    many::RecentChangeRow,
};

impl MembersView {
    pub(crate) fn new(
        list: MemberList,
        also: Option<ListedMember>,
        context: &OrganizationContext,
        now: DateTime<Utc>,
    ) -> Self {
        let projects = ProjectOption::among(&list.projects);
        // Who is brought back, or with whom something is undone, is one of these.
        let members = list.members.iter().map(|listed| (listed.member.name.as_str(), listed.member.account_id));
        let revoked = list.recently_revoked.iter().map(|revoked| (revoked.name.as_str(), revoked.account_id));
        let changed = list.recent_changes.iter().flat_map(|change| &change.people);
        let changed = changed.map(|person| (person.name.as_str(), person.account_id));
        let namesakes = Namesakes::among(members.chain(revoked).chain(changed));
        let is_active = |id: ProjectId| projects.iter().any(|project| project.id == id);
        let revoked =
            |services::members::Revoked { account_id: id, name, email, revoked_at, revoked_by, undo_until }| {
                RevokedRow {
                    id,
                    email: namesakes.has(name.as_str()).then(|| email.to_string()),
                    name: name.to_string(),
                    revoked_at,
                    revoked_by,
                    undo_until,
                }
            };
        Self {
            mine: context.authority.role(),
            identity_managed: context.organization.identity_managed,
            assignable: list.assignable,
            members: list.members.into_iter().map(|listed| MemberRow::new(listed, is_active)).collect(),
            also: also.map(|listed| MemberRow::new(listed, is_active)),
            member_count: list.total,
            found: list.found,
            before: list.before,
            previous: list.previous.map(|place| place.word()),
            next: list.next.map(|place| place.word()),
            invited_count: list.invited,
            also_invited: list.also_invited.iter().map(ToString::to_string).collect(),
            recently_revoked: list.recently_revoked.into_iter().map(revoked).collect(),
            recent_changes: list
                .recent_changes
                .into_iter()
                .map(|change| RecentChangeRow::new(change, &namesakes))
                .collect(),
            can_add_to_project: list.can_add_to_project,
            projects,
            now,
        }
    }
}

impl MemberRow {
    pub(crate) fn new(listed: ListedMember, is_active: impl Fn(ProjectId) -> bool) -> Self {
        let ListedMember {
            member,
            availability,
            me,
            can_edit,
            can_change_role,
            can_add_to_project,
            can_send_reset,
            can_revoke,
        } = listed;
        Self {
            id: member.account_id,
            name: member.name.to_string(),
            email: member.email.to_string(),
            role: member.role(),
            availability,
            grants: member.authority.grants(),
            projects: member.authority.projects().clone(),
            permissions: PermissionSummary::of(&member.authority),
            every_project: member.authority.may(Permission::ReachEveryProject),
            state: MemberState::of(&member.authority, is_active),
            support_contact: member.support_contact,
            me,
            can_edit,
            can_change_role,
            can_add_to_project,
            can_send_reset,
            can_revoke,
            joined_at: member.joined_at,
            opened_at: member.opened_at,
        }
    }
}

impl InvitationsView {
    pub(crate) fn new(list: services::members::InvitedList, context: &OrganizationContext, now: DateTime<Utc>) -> Self {
        Self {
            assignable: list.assignable,
            invitations: list.invitations.into_iter().map(|listed| InvitationRow::new(listed, now)).collect(),
            groups: list.groups.into_iter().map(|(group, count)| GroupCount { group, count }).collect(),
            invited_count: list.total,
            found: list.found,
            before: list.before,
            previous: list.previous.map(|place| place.word()),
            next: list.next.map(|place| place.word()),
            member_count: list.members,
            projects: ProjectOption::among(&list.projects),
            seat_managers: list.seat_managers,
            can_manage_billing: context.authority.may(Permission::ManageBilling),
            now,
        }
    }
}

impl InvitationRow {
    pub(crate) fn new(listed: services::members::ListedInvitation, now: DateTime<Utc>) -> Self {
        let services::members::ListedInvitation {
            invitation,
            standing,
            can_send,
            can_edit,
            lacks_project,
            can_copy_link,
            can_try_now,
            can_fix_address,
            can_cancel,
            can_dismiss,
            can_invite_again,
        } = listed;
        let given = invitation.given();
        Self {
            id: invitation.id,
            state: invitation.state.at(now, invitation.expires_at),
            standing,
            asked: invitation.asked_at.is_some(),
            backed: invitation.is_backed(),
            delivery: invitation.delivery(),
            mail_server: invitation.mail_server.clone(),
            email: invitation.email.to_string(),
            role: invitation.role,
            grants: invitation.grants,
            every_project: given.may(Permission::ReachEveryProject),
            projects: given.projects().clone(),
            first_name: invitation.first_name,
            last_name: invitation.last_name,
            inviter: invitation.inviter,
            created_at: invitation.created_at,
            sent_at: invitation.sent_at,
            expires_at: invitation.expires_at,
            asked_at: invitation.asked_at,
            seat_wanted_at: invitation.seat_wanted_at,
            settled_at: invitation.settled_at,
            can_send,
            can_edit,
            lacks_project,
            can_copy_link,
            can_try_now,
            can_fix_address,
            can_cancel,
            can_dismiss,
            can_invite_again,
        }
    }
}
