//! What an address tells once: something that was just done. The page tells it, and its address is the one without from then on.

use std::fmt::Display;

use super::{
    ACCOUNT, ADDED, ALREADY_REVOKED, CANCELLED, CHANGED, DELETED, DISMISSED, DONE, NEW_ROLE, ORGANIZATIONS, PLACE,
    RESET, RESET_SENT, RESTORED, REVOKED, SAVED, SIGN_IN, SIGN_UP, TRIED, UNDONE, and_return, invited, is_page, member,
    members,
};
use crate::{AccountId, InviteOutcome, ProjectAction, ProjectId, ProjectMemberChange, Role, Slug};

/// Whether a query parameter of this path tells something that was just done, once.
pub fn is_notice(path: &str, name: &str) -> bool {
    match name {
        DONE => path.starts_with(ACCOUNT) || path.contains("/settings/"),
        RESET => path == SIGN_IN,
        DELETED => path == SIGN_UP,
        REVOKED | ALREADY_REVOKED | NEW_ROLE | ADDED | CANCELLED | DISMISSED | TRIED => path.ends_with("/members"),
        CHANGED | UNDONE => path.ends_with("/members") || path.contains("/members/"),
        _ if path.ends_with("/projects") => ProjectAction::ALL.into_iter().any(|action| action.told_by() == Some(name)),
        RESTORED => path.ends_with("/members") || is_home(path),
        SAVED => {
            let pages = ["/members", "/settings/general", "/settings/security"];
            pages.into_iter().any(|page| path.ends_with(page)) || path.contains("/members/")
        }
        RESET_SENT | PLACE => path.contains("/members/"),
        _ => path.ends_with("/members") && InviteOutcome::ALL.iter().any(|outcome| outcome.as_str() == name),
    }
}

/// Whether this is the home page of an organization.
fn is_home(path: &str) -> bool {
    let slug = path.strip_prefix(ORGANIZATIONS).and_then(|rest| rest.strip_prefix('/'));
    slug.is_some_and(|slug| !slug.is_empty() && !slug.contains('/'))
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

/// The address without what it tells once, whether or not it tells something.
pub fn bare(address: &str) -> String {
    without_notices(address).unwrap_or_else(|| address.to_owned())
}

/// The list of members or of invitations as it is at this address, for coming back to it; where the address is another one, the list
/// with all members. What the address tells once is left out.
pub fn list_to_come_back_to(slug: &Slug, address: &str) -> String {
    let (all, bare) = (members(slug), bare(address));
    let rest = bare.strip_prefix(&*all).filter(|_| is_page(&bare) && !bare.contains('#'));
    if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('?')) { bare } else { all }
}

/// The same, or where this is the address of a member's page, that page.
pub fn list_or_member_to_come_back_to(slug: &Slug, address: &str) -> String {
    let bare = bare(address);
    let path = bare.split('?').next().unwrap_or_default();
    let of_member = path.strip_prefix(&*members(slug)).and_then(|rest| rest.strip_prefix('/'));
    let is_member = of_member.is_some_and(|id| id.parse::<AccountId>().is_ok());
    if is_member && is_page(&bare) && !bare.contains('#') { bare } else { list_to_come_back_to(slug, address) }
}

/// The page of a member, from which one comes back to the list that is at this address ([`list_to_come_back_to`]); to the list with
/// all members the page leads by itself.
pub fn member_and_back(slug: &Slug, account: AccountId, list: &str) -> String {
    let (page, list) = (member(slug, account), list_to_come_back_to(slug, list));
    if list == members(slug) { page } else { and_return(&page, &list) }
}

/// The list of invitations as it is at this address, for coming back to it; where the address is another one, all of them.
pub fn invited_to_come_back_to(slug: &Slug, address: &str) -> String {
    let (all, list) = (invited(slug), list_to_come_back_to(slug, address));
    if list.starts_with(&*all) { list } else { all }
}

/// The address `at`, telling `value` once by the notice `name`.
pub fn with_notice(at: &str, name: &str, value: impl Display) -> String {
    let mark = if at.contains('?') { '&' } else { '?' };
    format!("{at}{mark}{name}={value}")
}

/// The address `at`, of the list of members or of a member's page, telling once which role they had and have.
pub fn with_role_told(at: &str, member: AccountId, was: Role, now: Role) -> String {
    with_notice(at, CHANGED, format_args!("{member}.{}.{}", was.as_str(), now.as_str()))
}

/// The address `at`, of a member's page, telling once what they became in a project.
pub fn with_place_told(at: &str, project: ProjectId, change: &ProjectMemberChange) -> String {
    with_notice(at, PLACE, format_args!("{project}.{change}"))
}

/// The address `at`, of the list of members, telling once how many have which role now.
pub fn with_roles_told(at: &str, count: usize, now: Role) -> String {
    with_notice(at, CHANGED, format_args!("{count}.{}", now.as_str()))
}

/// The address `at`, telling once what `address` tells.
pub fn telling(at: &str, address: &str) -> String {
    let told = notices(address).into_iter().map(|(name, value)| format!("{name}={value}"));
    let told = told.collect::<Vec<_>>().join("&");
    match (told.is_empty(), at.contains('?')) {
        (true, _) => at.to_owned(),
        (false, true) => format!("{at}&{told}"),
        (false, false) => format!("{at}?{told}"),
    }
}
