//! Paths of this site: the pages and the other addresses that a person or a mail is led to, by name.

mod members;
mod notices;
mod projects;
mod section;
mod settings_pages;
#[cfg(test)]
mod tests;

pub use members::*;
pub use notices::{
    bare, invited_to_come_back_to, is_notice, list_or_member_to_come_back_to, list_to_come_back_to, member_and_back,
    notices, telling, with_notice, with_place_told, with_role_told, with_roles_told, without_notices,
};
pub use projects::*;
pub use section::{Section, SettingsTab};
pub use settings_pages::*;

use crate::{LinkPurpose, Slug, percent::escape};

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
/// The pages of an organization, followed by its slug.
const ORGANIZATIONS: &str = "/o";
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
/// Query parameter, once: what was brought back. On the list of members for how many access was; on that of projects, which one;
/// on the home page of an organization, it.
pub const RESTORED: &str = "restored";
/// Query parameter of the sign-in page, and of what is done with many members: where to come back to (SI-3, TR-3).
pub const RETURN_TO: &str = "return_to";

/// The dashboard of an organization.
pub fn organization(slug: &Slug) -> String {
    format!("{ORGANIZATIONS}/{slug}")
}

/// The settings of an organization: leads on to the first of their pages that the person sees (ST-1).
pub fn settings(slug: &Slug) -> String {
    format!("/o/{slug}/settings")
}

/// This address in an organization, whose slug is `old` in it, by its slug of now.
pub fn moved(address: &str, old: &Slug, now: &Slug) -> Option<String> {
    let rest = address.strip_prefix(&organization(old))?;
    (rest.is_empty() || rest.starts_with(['/', '?', '#'])).then(|| format!("{}{rest}", organization(now)))
}

/// The page that asks before an organization is left, handed over or deleted; for browsers without JavaScript.
pub fn ownership_action(slug: &Slug, action: &str) -> String {
    format!("{ACCOUNT_ORGANIZATIONS}/{slug}/{action}")
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
    and_return(SIGN_IN, path)
}

/// The address `there`, from which one comes back to `path`.
pub fn and_return(there: &str, path: &str) -> String {
    let mark = if there.contains('?') { '&' } else { '?' };
    format!("{there}{mark}{RETURN_TO}={}", escape(path))
}

/// A path of this site: nothing that a browser would take for another host (SI-3), and no call.
pub fn is_own_path(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let address = path.split(['?', '#']).next().unwrap_or_default();
    let straight = !address.contains("//") && !address.split('/').any(|part| matches!(part, "." | ".."));
    plain && straight && path.starts_with('/') && !path.starts_with("/api/")
}

/// What the addresses of pages begin with, but for [`LANDING`].
const PAGES: [&str; 11] = [
    SIGN_UP,
    VERIFY,
    SIGN_IN,
    SETUP,
    CHOOSE,
    FORGOT_PASSWORD,
    RESET_PASSWORD,
    INVITATIONS,
    EMAIL,
    ACCOUNT,
    ORGANIZATIONS,
];
/// What the addresses of files end with that stand among them.
const FILES: [&str; 2] = [".csv", ".json"];

/// No address to come back to is longer than this: that of the review of as many people as are dealt with at once is little more than
/// half as long. It goes along in pages, in forms and in the header of an answer.
const RETURN_TO_MAX: usize = 16_000;

/// The address of a page of this site, for coming back to: of nothing that would be shown raw, such as a stream, or taken away as a
/// file (SI-3).
pub fn is_page(path: &str) -> bool {
    let address = path.split(['?', '#']).next().unwrap_or_default();
    let below = |page: &str| address.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let known = address == LANDING || PAGES.into_iter().any(below);
    path.len() <= RETURN_TO_MAX && is_own_path(path) && known && !FILES.into_iter().any(|end| address.ends_with(end))
}

/// The page that has a file beside it: `/o/acme/members?role=owner` of `/o/acme/members.csv?role=owner`.
pub fn page_of_file(path: &str) -> String {
    let (address, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let page = FILES.into_iter().find_map(|end| address.strip_suffix(end)).unwrap_or(address);
    format!("{page}{query}")
}
