//! What a row's menu does, and what is said when it is done.

use crate::ui::isolated;

/// Entry of an invitation’s menu.
pub const EDIT: &str = "Edit invitation";
pub const SEND: &str = "Send invitation";
pub const RESEND: &str = "Resend invitation";
pub const COPY_LINK: &str = "Copy link";
pub const CANCEL: &str = "Cancel invitation";
/// Said once the role is the one before.
pub const UNDONE: &str = "Undone: the role is as before.";
/// Title of the dialog.
pub const LINK: &str = "Link to hand over";
/// Field in it.
pub const LINK_FIELD: &str = "Invitation link";
/// Said once it is in the clipboard.
pub const COPIED: &str = "Copied.";
/// Said where the browser does not let us.
pub const COPY_YOURSELF: &str = "Your browser keeps its clipboard to itself: select the link and copy it.";
/// Button of the dialog.
pub const DONE: &str = "Done";

/// The roles in a member's menu.
pub fn role_of(name: &str) -> String {
    let name = isolated(name);
    format!("Role of {name}")
}
/// What the link can do.
pub fn link_about(email: &str) -> String {
    let email = isolated(email);
    format!("Only {email} can use it: they sign in, or sign up and confirm that address.")
}
/// Said when it is on its way.
pub fn sent(email: &str) -> String {
    let email = isolated(email);
    format!("The invitation for {email} is on its way, good for 7 days.")
}
/// Said when it is taken back.
pub fn cancelled(email: &str) -> String {
    let email = isolated(email);
    format!("The invitation for {email} is cancelled. Its link says so.")
}
/// Said when the role is another.
pub fn role_changed(name: &str, role: &str) -> String {
    let name = isolated(name);
    format!("{name} is now {}.", role.to_lowercase())
}
