//! The pages of members and invitations.

use crate::{
    AccountId, InvitationId, InvitationQuery, InviteOutcome, MemberPage, MemberQuery, ProjectId, ProjectMemberChange,
    Role, Slug, invitation_list, member_list,
};

/// Query parameter of the list of members: what name or address contains.
pub const FIND: &str = member_list::FIND;
/// Query parameter of the list of members: which of its two lists, members or [`INVITED`].
pub const VIEW: &str = invitation_list::VIEW;
/// Value of [`VIEW`]: the invitations.
pub const INVITED: &str = invitation_list::INVITED;
/// Query parameter of the list of members: for how many access was revoked.
pub const REVOKED: &str = "revoked";
/// Query parameter of the list of members: how many of those who were chosen had no access any more.
pub const ALREADY_REVOKED: &str = "already";
/// Query parameter of the list of members and of a member's page, once: the role that they were given ([`role_told`]); of the list
/// also which role was given to how many ([`roles_told`]).
pub const CHANGED: &str = "changed";
/// Query parameter of the list of members, once: how many were added to a project.
pub const ADDED: &str = "added";
/// Query parameter of the list of members and of a member's page, once: with how many members something was undone.
pub const UNDONE: &str = "undone";
/// Query parameter of the list of invitations, once: one was taken back.
pub const CANCELLED: &str = "cancelled";
/// Query parameter of the list of invitations, once: the mail of one is tried at once.
pub const TRIED: &str = "tried";
/// Query parameter of the list of invitations, once: one that was declined is off the list.
pub const DISMISSED: &str = "dismissed";
/// Query parameter of the form for a new member: a field for many addresses.
pub const MANY: &str = "many";
/// Query parameter of the review: whose access, by id; once with commas, or many times.
pub const PEOPLE: &str = "people";
/// Query parameter of the list of members: the role of open invitations that had another one, once they are sent again.
pub const NEW_ROLE: &str = "new-role";
/// Query parameter of a member's page: the project to which they are about to be added.
pub const ADD: &str = "add";
/// Query parameter of a member's page, once: what they became in which project ([`place_told`]).
pub const PLACE: &str = "place";
/// Query parameter of a member's page: a mail with which to set a new password is on its way to them.
pub const RESET_SENT: &str = "reset-sent";
/// Query parameter of the form for a member: what would change is to be told; for browsers without JavaScript.
pub const PREVIEW: &str = "preview";

/// Who is in an organization, and who is invited.
pub fn members(slug: &Slug) -> String {
    format!("/o/{slug}/members")
}

/// Who is invited, saying how many addresses became what, and the role that open invitations have now which had another one; for
/// browsers without JavaScript (IN-7, IN-8).
pub fn members_with_outcomes(slug: &Slug, lines: impl Iterator<Item = (InviteOutcome, Option<Role>)>) -> String {
    let mut counts = [0_u32; InviteOutcome::ALL.len()];
    let mut new_role = None;
    for (outcome, role) in lines {
        for (count, known) in counts.iter_mut().zip(InviteOutcome::ALL) {
            *count += u32::from(outcome == known);
        }
        // One form gives one role.
        new_role = new_role.or(role);
    }
    let counts = InviteOutcome::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    let new_role = new_role.map(|role| format!("{NEW_ROLE}={}", role.as_str()));
    let query = counts.map(|(outcome, count)| format!("{}={count}", outcome.as_str())).chain(new_role);
    let path = invited(slug);
    std::iter::once(path).chain(query).collect::<Vec<_>>().join("&")
}

/// The same, saying for how many access was revoked, and how many had none any more.
pub fn members_after_revoking(slug: &Slug, revoked: usize, already: usize) -> String {
    let already = if already == 0 { String::new() } else { format!("&{ALREADY_REVOKED}={already}") };
    format!("{}?{REVOKED}={revoked}{already}", members(slug))
}

/// What of the list of members is looked at.
pub fn members_list(slug: &Slug, query: &MemberQuery) -> String {
    format!("{}{}", members(slug), query.search())
}

/// The same as a file (TR-10); answered by the server, not a page.
pub fn members_csv(slug: &Slug, query: &MemberQuery) -> String {
    format!("/o/{slug}/members.csv{}", query.at(MemberPage::First).search())
}

/// The list of invitations, with all of them.
pub fn invited(slug: &Slug) -> String {
    invited_list(slug, &InvitationQuery::default())
}

/// What of the list of invitations is looked at.
pub fn invited_list(slug: &Slug, query: &InvitationQuery) -> String {
    format!("{}{}", members(slug), query.search())
}

/// The form for a new member.
pub fn new_member(slug: &Slug) -> String {
    format!("/o/{slug}/members/new")
}

/// The form for many new members at once.
pub fn new_members(slug: &Slug) -> String {
    format!("{}?{MANY}=1", new_member(slug))
}

/// The form for a new member, with an invitation that is not accepted yet.
pub fn edit_invitation(slug: &Slug, invitation: InvitationId) -> String {
    format!("{}/{invitation}", invitations_of(slug))
}

/// Above the forms for invitations that are not accepted yet.
pub fn invitations_of(slug: &Slug) -> String {
    format!("/o/{slug}/members/invitations")
}

/// The roles and permissions, and who has them (TR-12).
pub fn who_can_do_what(slug: &Slug) -> String {
    format!("/o/{slug}/members/who-can-do-what")
}

/// Somebody in an organization (TR-11).
pub fn member(slug: &Slug, account: AccountId) -> String {
    format!("/o/{slug}/members/{account}")
}

/// What the value of [`PLACE`] tells.
pub fn place_told(value: &str) -> Option<(ProjectId, ProjectMemberChange)> {
    let (project, change) = value.split_once('.')?;
    Some((project.parse().ok()?, change.parse().ok()?))
}

/// What the value of [`CHANGED`] tells of one member: who it is, the role that they had, and the one that they have.
pub fn role_told(value: &str) -> Option<(AccountId, Role, Role)> {
    let (member, roles) = value.split_once('.')?;
    let (was, now) = roles.split_once('.')?;
    Some((member.parse().ok()?, was.parse().ok()?, now.parse().ok()?))
}

/// What it tells of several: how many they are, and the role that they have.
pub fn roles_told(value: &str) -> Option<(usize, Role)> {
    let (count, role) = value.split_once('.')?;
    Some((count.parse().ok()?, role.parse().ok()?))
}

/// The page of a member, with the roles to choose from for a project to which they do not belong.
pub fn add_to_project(slug: &Slug, account: AccountId, project: ProjectId) -> String {
    format!("{}?{ADD}={project}", member(slug, account))
}

/// The form for name, role and permissions of somebody in an organization (TR-6).
pub fn edit_member(slug: &Slug, account: AccountId) -> String {
    format!("{}/edit", member(slug, account))
}

/// Where the boxes of the list lead: the review before access is revoked, without anybody in it yet.
pub fn revoke(slug: &Slug) -> String {
    format!("/o/{slug}/members/revoke")
}

/// The review before access is revoked; `people` are ids, separated by commas.
pub fn revoke_access(slug: &Slug, people: &str) -> String {
    format!("{}?{PEOPLE}={people}", revoke(slug))
}

/// The review before many members get another role, without anybody in it yet.
pub fn change_roles(slug: &Slug) -> String {
    format!("/o/{slug}/members/roles")
}

/// The same for `people`: ids, separated by commas; with the role that they are to have, or to choose one.
pub fn change_roles_of(slug: &Slug, people: &str, role: Option<Role>) -> String {
    let role = role.map(|role| format!("&{}={}", member_list::ROLE, role.as_str())).unwrap_or_default();
    format!("{}?{PEOPLE}={people}{role}", change_roles(slug))
}

/// The form that adds many members to a project, without anybody in it yet.
pub fn add_many_to_project(slug: &Slug) -> String {
    format!("/o/{slug}/members/add-to-project")
}

/// The same for `people`: ids, separated by commas.
pub fn add_people_to_project(slug: &Slug, people: &str) -> String {
    format!("{}?{PEOPLE}={people}", add_many_to_project(slug))
}
