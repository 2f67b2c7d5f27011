//! What a row's menu does, and what is said when it is done.

use domain::Role;

use crate::{text::a_role, ui::isolated};

/// Entry of an invitation’s menu.
pub const EDIT: &str = "Change role or projects…";
pub const SEND: &str = "Send invitation";
pub const RESEND: &str = "Resend";
pub const COPY_LINK: &str = "Copy link";
pub const CANCEL: &str = "Cancel invitation";
/// Said once somebody has the role back that they had.
pub const UNDONE: &str = "Undone: the role is as before.";
/// Entry of a member’s menu.
pub const EDIT_MEMBER: &str = "Edit member…";
pub const ADD_TO_PROJECT: &str = "Add to project…";
pub const SEND_RESET: &str = "Send password reset";
/// In a member’s row, once [`SEND_RESET`] was pressed.
pub const RESET_SENT: &str = "Password reset sent";
/// In place of the roles, where they cannot be changed here.
pub const MANAGED_ELSEWHERE: &str = "Roles and projects come from the identity provider.";
/// Title of the dialog with the link of an invitation.
pub const LINK: &str = "Link to hand over";
/// Field of the dialog with the link of an invitation.
pub const LINK_FIELD: &str = "Invitation link";
/// Said once a link is in the clipboard.
pub const COPIED: &str = "Copied.";
/// Said where the browser does not let us.
pub const COPY_YOURSELF: &str = "Your browser keeps its clipboard to itself: select the link and copy it.";
/// Button that closes the dialog with the link of an invitation.
pub const DONE: &str = "Done";

/// The roles in a member's menu.
pub fn role_of(name: &str) -> String {
    let name = isolated(name);
    format!("Role of {name}")
}
/// Said when the mail to set a new password is on its way.
pub fn reset_sent(name: &str) -> String {
    let name = isolated(name);
    format!("The mail to set a new password is on its way to {name}. The link in it is good for an hour.")
}
/// What the link of an invitation can do.
pub fn link_about(email: &str) -> String {
    let email = isolated(email);
    format!("Only {email} can use it: they sign in, or sign up and confirm that address.")
}
/// Said when an invitation is on its way.
pub fn sent(email: &str) -> String {
    let email = isolated(email);
    format!("The invitation for {email} is on its way, good for 7 days.")
}
/// Said when the mail of an invitation is tried at once.
pub fn tried(email: &str) -> String {
    let email = isolated(email);
    format!("The mail to {email} is tried now.")
}
/// Said when an invitation is taken back.
pub fn cancelled(email: &str) -> String {
    let email = isolated(email);
    format!("The invitation for {email} is cancelled. Its link says so.")
}
/// Said when an invitation is on its way whose row is on another page by now.
pub const SENT_ELSEWHERE: &str = "It’s sent, and stands among those on their way.";
/// Said when an invitation that was declined is off the list.
pub fn dismissed(email: &str) -> String {
    let email = isolated(email);
    format!("The declined invitation for {email} is off the list.")
}
/// Said when somebody is off the list whose menu was open.
pub fn gone(name: &str) -> String {
    format!("{} is not on this list any more.", isolated(name))
}
/// Said when somebody has another role.
pub fn role_changed(name: &str, now: Role) -> String {
    format!("{} is now {}.", isolated(name), a_role(now))
}
