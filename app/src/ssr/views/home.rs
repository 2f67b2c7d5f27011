//! The home page of an organization: from what the use cases answer to what it shows.

use chrono::{DateTime, Utc};
use domain::{InvitationStanding, ProjectPermission};
use services::{
    OrganizationContext,
    members::ListedInvitation,
    namesakes,
    organizations::{Home, SeenMember, WithoutProject},
    projects::Project,
};

use crate::{
    audit::AuditEntryView,
    home::api::{HomeView, MemberView, OpenInvitationView, WaitingView},
    members::api::ProjectOption,
    organizations::api::{OrganizationView, projects::OpenProjectView},
};

impl HomeView {
    pub(crate) fn new(home: Home, context: OrganizationContext, now: DateTime<Utc>) -> Self {
        let Home { first_steps, without_project, invitations, members, member_count, projects, .. } = home;
        let me = context.caller.account_id;
        let is_offered = |project: &&Project| context.authority.may_in(project.id, ProjectPermission::ManageMembers);
        let namesakes = namesakes::among(&projects);
        let newcomers = without_project.members.into_iter().map(WaitingView::from);
        Self {
            first_steps,
            assignable: context.authority.assignable().collect(),
            waiting: invitations.waiting.into_iter().map(WaitingView::from).chain(newcomers).collect(),
            waiting_count: invitations.waiting_count + without_project.count,
            open_invitations: invitations.underway.into_iter().filter_map(OpenInvitationView::new).collect(),
            open_invitation_count: invitations.underway_count,
            members: members.into_iter().map(MemberView::from).collect(),
            member_count,
            tally: home.tally,
            offered_projects: projects
                .iter()
                .filter(is_offered)
                .map(|project| ProjectOption::new(project, &namesakes))
                .collect(),
            projects: projects.into_iter().map(OpenProjectView::from).collect(),
            project_adders: home.project_adders,
            project_needed: home.project_needed,
            latest: home.latest.into_iter().map(|entry| AuditEntryView::new(entry, me)).collect(),
            organization: OrganizationView::new(
                context.organization,
                context.authority,
                context.availability,
                None,
                false,
            ),
            now,
        }
    }
}

impl From<ListedInvitation> for WaitingView {
    fn from(ListedInvitation { invitation, standing, can_send, .. }: ListedInvitation) -> Self {
        let at = match standing {
            InvitationStanding::Asked => invitation.asked_at,
            InvitationStanding::NoSeat | InvitationStanding::SeatFree => invitation.seat_wanted_at,
            InvitationStanding::Expired => invitation.expires_at,
            InvitationStanding::Declined => invitation.settled_at,
            InvitationStanding::Unbacked
            | InvitationStanding::Refused
            | InvitationStanding::Delayed
            | InvitationStanding::Underway
            | InvitationStanding::Draft => invitation.sent_at,
        };
        Self::Invitation {
            id: invitation.id,
            email: invitation.email.to_string(),
            standing,
            at: at.unwrap_or(invitation.created_at),
            can_send,
        }
    }
}

impl From<SeenMember> for MemberView {
    fn from(SeenMember { member, availability }: SeenMember) -> Self {
        Self { id: member.account_id, name: member.name.to_string(), role: member.role(), availability }
    }
}

impl From<WithoutProject> for WaitingView {
    fn from(member: WithoutProject) -> Self {
        let WithoutProject { account_id: id, name, address, joined_at, .. } = member;
        Self::Member { id, name: name.into(), email: address, joined_at }
    }
}

impl OpenInvitationView {
    /// None for one that was never sent.
    fn new(ListedInvitation { invitation, .. }: ListedInvitation) -> Option<Self> {
        Some(Self {
            id: invitation.id,
            email: invitation.email.to_string(),
            role: invitation.role,
            delivery: invitation.delivery(),
            expires_at: invitation.expires_at?,
        })
    }
}
