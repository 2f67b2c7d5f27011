//! Paths of this site: the pages and the other addresses that a person or a mail is led to, by name.

use crate::{
    AccountId, Authority, InvitationId, InviteOutcome, LinkPurpose, MemberPage, MemberQuery, Permission, ProjectId,
    ProjectSlug, Role, Slug, member_list, percent::escape,
};

/// Goes on to where the person belongs: sign-in, setup, the picker or an organization.
pub const LANDING: &str = "/";
/// Name, email, password (SU-1).
pub const SIGN_UP: &str = "/sign-up";
/// The waiting screen (SU-5).
pub const VERIFY: &str = "/verify";
/// Email and password (SI-1).
pub const SIGN_IN: &str = "/sign-in";
/// The page on which people join or create their first organization (SU-15).
pub const SETUP: &str = "/setup";
/// The page on which people choose among their organizations (SI-2).
pub const CHOOSE: &str = "/choose";
/// Asks where to mail a reset link (PW-1).
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// The same page, once asked.
pub const FORGOT_PASSWORD_SENT: &str = "/forgot-password?sent=1";
/// The page of a mailed reset link, followed by its token (PW-3).
pub const RESET_PASSWORD: &str = "/reset-password";
/// Sign-in, after a new password was set.
pub const SIGN_IN_AFTER_RESET: &str = "/sign-in?reset=1";
/// The page of an invitation, followed by its token.
pub const INVITATIONS: &str = "/invitations";
/// The page of a mailed link about an address, followed by its token (SI-8).
pub const EMAIL: &str = "/email";
/// My account: name and export (SI-7).
pub const ACCOUNT: &str = "/account";
/// My account: email and password.
pub const ACCOUNT_SIGN_IN: &str = "/account/sign-in";
/// My account, once the name was changed; for browsers without JavaScript.
pub const ACCOUNT_SAVED: &str = "/account?done=name";
/// My account, once the password was changed; for browsers without JavaScript.
pub const ACCOUNT_PASSWORD_CHANGED: &str = "/account/sign-in?done=password";
/// My account: browsers where I am signed in.
pub const ACCOUNT_SESSIONS: &str = "/account/sessions";
/// My account: light or dark.
pub const ACCOUNT_APPEARANCE: &str = "/account/appearance";
/// My account: leaving and deleting organizations.
pub const ACCOUNT_ORGANIZATIONS: &str = "/account/organizations";
/// My account: deleting it.
pub const ACCOUNT_DELETE: &str = "/account/delete";
/// My data as a file (SI-9); answered by the server, not a page.
pub const ACCOUNT_EXPORT: &str = "/account/export.json";
/// Live updates; answered by the server, not a page.
pub const EVENTS: &str = "/events";
/// The script that reads them for all tabs of a browser; answered by the server, not a page.
pub const EVENTS_WORKER: &str = "/events/worker.js";
/// Sign-up, after an account was deleted.
pub const SIGN_UP_AFTER_DELETION: &str = "/sign-up?deleted=1";
/// Query parameter of the sign-in page: a new password was set.
pub const RESET: &str = "reset";
/// Query parameter of the sign-up page: an account was deleted.
pub const DELETED: &str = "deleted";
/// Query parameter of my account: what was done, where nothing else on the page shows it.
pub const DONE: &str = "done";
/// Query parameter of the sign-in page: where to come back to (SI-3).
pub const RETURN_TO: &str = "return_to";

/// Query parameter of the list of members: what name or address contains.
pub const FIND: &str = member_list::FIND;
/// Query parameter of the list of members: which of its two lists, members or [`INVITED`].
pub const VIEW: &str = "view";
/// Value of [`VIEW`]: the invitations.
pub const INVITED: &str = "invited";
/// Query parameter of the list of members: for how many access was revoked.
pub const REVOKED: &str = "revoked";
/// Query parameter of the form for a new member: a field for many addresses.
pub const MANY: &str = "many";
/// Query parameter of the review: whose access, by id; once with commas, or many times.
pub const PEOPLE: &str = "people";

/// Query parameter of the list of members: the role of open invitations that had another one, once they are sent again.
pub const NEW_ROLE: &str = "new-role";

/// Query parameter of a member's page: the project to which they are about to be added.
pub const ADD: &str = "add";
/// Query parameter of a member's page: a mail with which to set a new password is on its way to them.
pub const RESET_SENT: &str = "reset-sent";

/// The dashboard of an organization.
pub fn organization(slug: &Slug) -> String {
    format!("/o/{slug}")
}

/// The page that asks before an organization is left, handed over or deleted; for browsers without JavaScript.
pub fn ownership_action(slug: &Slug, action: &str) -> String {
    format!("{ACCOUNT_ORGANIZATIONS}/{slug}/{action}")
}

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
    let path = invited(slug, "", None, "");
    std::iter::once(path).chain(query).collect::<Vec<_>>().join("&")
}

/// The same, saying for how many access was revoked.
pub fn members_after_revoking(slug: &Slug, revoked: usize) -> String {
    format!("{}?{REVOKED}={revoked}", members(slug))
}

/// What of the list of members is looked at.
pub fn members_list(slug: &Slug, query: &MemberQuery) -> String {
    format!("{}{}", members(slug), query.search())
}

/// The same as a file (TR-10); answered by the server, not a page.
pub fn members_csv(slug: &Slug, query: &MemberQuery) -> String {
    format!("/o/{slug}/members.csv{}", query.at(MemberPage::First).search())
}

/// The list of invitations: those whose address holds `find` and which wait with this role, behind the one that `after` names.
pub fn invited(slug: &Slug, find: &str, role: Option<Role>, after: &str) -> String {
    let pair = |name: &str, value: &str| (!value.is_empty()).then(|| format!("&{name}={}", escape(value)));
    let role = role.map_or("", Role::as_str);
    let more = [(FIND, find), (member_list::ROLE, role), (member_list::AFTER, after)];
    let more: String = more.into_iter().filter_map(|(name, value)| pair(name, value)).collect();
    format!("{}?{VIEW}={INVITED}{more}", members(slug))
}

/// The projects of an organization.
pub fn projects(slug: &Slug) -> String {
    format!("/o/{slug}/projects")
}

/// Who belongs to a project (CT-1).
pub fn project_members(slug: &Slug, project: &ProjectSlug) -> String {
    format!("{}/{project}/members", projects(slug))
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

/// The same, saying that a mail with which to set a new password is on its way; for browsers without JavaScript.
pub fn member_after_reset(slug: &Slug, account: AccountId) -> String {
    format!("{}?{RESET_SENT}=1", member(slug, account))
}

/// The same, with the roles to choose from for a project to which they do not belong.
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

/// The page that a link opens (CT-1).
pub fn link(purpose: LinkPurpose, token: &str) -> String {
    match purpose {
        LinkPurpose::Verification => verification_link(token),
        LinkPurpose::Reset => format!("{RESET_PASSWORD}/{}", escape(token)),
        LinkPurpose::NewAddress | LinkPurpose::UndoAddress => address_link(token),
        LinkPurpose::Invitation | LinkPurpose::CopiedInvitation => invitation(token),
    }
}

/// The page of an invitation.
pub fn invitation(token: &str) -> String {
    format!("{INVITATIONS}/{}", escape(token))
}

/// The page of a mailed link about an address.
pub fn address_link(token: &str) -> String {
    format!("{EMAIL}/{}", escape(token))
}

/// The page of a mailed verification link.
pub fn verification_link(token: &str) -> String {
    format!("{VERIFY}/{token}")
}

/// Signing in, and coming back to `path` (SI-3).
pub fn sign_in_and_return(path: &str) -> String {
    format!("{SIGN_IN}?{RETURN_TO}={}", escape(path))
}

/// A path of this site, for coming back to: nothing that a browser would take for another host (SI-3).
pub fn is_own_path(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let address = path.split(['?', '#']).next().unwrap_or_default();
    let straight = !address.contains("//") && !address.split('/').any(|part| matches!(part, "." | ".."));
    plain && straight && path.starts_with('/') && !path.starts_with("/api/")
}

/// The parts of an organization that a switch to another one keeps (OR-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The dashboard.
    Home,
    /// Who is in, and who is invited.
    Members,
}

impl Section {
    /// The part in which this path is.
    pub fn of(path: &str) -> Self {
        match path.split('/').nth(3) {
            Some("members") => Self::Members,
            _ => Self::Home,
        }
    }

    /// The same part of another organization, where somebody with this authority may see it.
    pub fn within(self, slug: &Slug, authority: &Authority) -> String {
        match self {
            Self::Members if authority.may(Permission::ReadMembers) => members(slug),
            Self::Members | Self::Home => organization(slug),
        }
    }
}

/// Whether a query parameter of this path tells something that was just done, once.
pub fn is_notice(path: &str, name: &str) -> bool {
    match name {
        DONE => path.starts_with(ACCOUNT),
        RESET => path == SIGN_IN,
        DELETED => path == SIGN_UP,
        REVOKED | NEW_ROLE => path.ends_with("/members"),
        RESET_SENT => path.contains("/members/"),
        _ => path.ends_with("/members") && InviteOutcome::ALL.iter().any(|outcome| outcome.as_str() == name),
    }
}

/// What this address tells once: names with their values.
pub fn notices(address: &str) -> Vec<(String, String)> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let told = pairs.filter(|(name, _)| is_notice(path, name));
    told.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The address without what it tells once; none when it tells nothing.
pub fn without_notices(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?')?;
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let (told, kept): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| is_notice(path, &name(pair)));
    let bare = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    (!told.is_empty()).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    // CT-1
    #[test]
    fn each_link_has_its_page() {
        for (purpose, page) in [
            (LinkPurpose::Verification, "/verify/abc"),
            (LinkPurpose::Reset, "/reset-password/abc"),
            (LinkPurpose::NewAddress, "/email/abc"),
            (LinkPurpose::UndoAddress, "/email/abc"),
            (LinkPurpose::Invitation, "/invitations/abc"),
            (LinkPurpose::CopiedInvitation, "/invitations/abc"),
        ] {
            assert_eq!(link(purpose, "abc"), page);
        }
    }

    // SI-3
    #[test]
    fn the_way_back_is_escaped() {
        assert_eq!(sign_in_and_return("/o/acme"), "/sign-in?return_to=/o/acme");
        assert_eq!(sign_in_and_return("/o/a&b#c%"), "/sign-in?return_to=/o/a%26b%23c%25");
    }

    // OR-2
    #[test]
    fn a_switch_keeps_the_section_that_the_role_may_see() {
        let slug: Slug = "acme".parse().unwrap();
        for path in ["/o/quill/members", "/o/quill/members/new", "/o/quill/members/revoke"] {
            assert_eq!(Section::of(path), Section::Members, "{path}");
        }
        assert_eq!(Section::of("/o/members"), Section::Home);
        assert_eq!(Section::Members.within(&slug, &Authority::of_role(Role::BillingAdmin)), "/o/acme/members");
        assert_eq!(Section::Members.within(&slug, &Authority::of_role(Role::Member)), "/o/acme");
        assert_eq!(Section::Home.within(&slug, &Authority::of_role(Role::Owner)), "/o/acme");
    }

    // TR-3
    #[test]
    fn what_is_searched_for_is_escaped() {
        let slug: Slug = "acme".parse().unwrap();
        let query = MemberQuery::default();
        assert_eq!(members_list(&slug, &query), "/o/acme/members");
        let query = query.filtered(|filter| filter.find = "a&b".into());
        assert_eq!(members_list(&slug, &query), "/o/acme/members?find=a%26b");
        assert_eq!(members_csv(&slug, &query), "/o/acme/members.csv?find=a%26b");
        assert_eq!(invited(&slug, "", None, ""), "/o/acme/members?view=invited");
        assert_eq!(invited(&slug, "a b", Some(Role::Admin), ""), "/o/acme/members?view=invited&find=a%20b&role=admin");
    }

    // FIELD-65
    #[test]
    fn what_is_told_once_is_known() {
        for (address, bare) in [
            ("/o/acme/members?invited=1&not-valid=2", "/o/acme/members"),
            ("/o/acme/members?view=invited&invited=1", "/o/acme/members?view=invited"),
            ("/o/acme/members?find=a%26b&revoked=1&page=2", "/o/acme/members?find=a%26b&page=2"),
            ("/account?done=name", "/account"),
            ("/account/sign-in?done=password", "/account/sign-in"),
            ("/sign-in?reset=1&return_to=/o/acme", "/sign-in?return_to=/o/acme"),
            ("/sign-up?deleted=1", "/sign-up"),
        ] {
            assert_eq!(without_notices(address).as_deref(), Some(bare));
            assert_eq!(notices(bare), []);
        }
        let told = notices("/o/acme/members?invited=1&find=x&not-valid=2");
        assert_eq!(
            told,
            [("invited", "1"), ("not-valid", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        for address in
            ["/o/acme/members", "/o/acme/members?find=invited", "/sign-in?return_to=/x", "/o/acme?done=1", "/?"]
        {
            assert_eq!(without_notices(address), None, "{address}");
        }
    }

    // SI-3
    #[test]
    fn comes_back_to_this_site_only() {
        for path in ["/o/acme", "/choose", "/verify/abc?x=1"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in [
            "",
            "o/acme",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/..//evil.example",
            "/o/../x",
            "/a\r\nb",
            "/\tevil",
            "/api/accounts/sign-out",
        ] {
            assert!(!is_own_path(path), "{path:?}");
        }
    }
}
