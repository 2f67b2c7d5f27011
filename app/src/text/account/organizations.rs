//! `/account/organizations`, and the questions before one is left.

use crate::ui::isolated;

/// Document title, heading and entry of the navigation.
pub const HEADING: &str = "Organizations";
pub const INTRO: &str = "Where you belong. Leaving one changes nothing in the others.";
/// When there is none.
pub const NONE: &str = "You belong to no organization";
pub const NONE_TEXT: &str = "Create one, or ask a team to invite you.";
pub const CREATE: &str = "Create organization";
pub const OPEN: &str = "Open";
/// Leads to where an organization is left, handed over and deleted.
pub const SETTINGS: &str = "Settings";
/// Button that opens a question.
pub const LEAVE: &str = "Leave…";
/// Button that opens a question.
pub const TRANSFER: &str = "Transfer…";
/// Button that opens a question.
pub const DELETE: &str = "Delete…";
/// Badge.
pub const DELETED: &str = "Deleted";
/// Before the day.
pub const PURGED_AT: &str = "Gone for good on ";
pub const UNDO: &str = "Undo";
/// Said of the last owner.
pub const ONLY_OWNER: &str = "you’re its only owner";

pub const LEAVE_NOW: &str = "Leave organization";
/// What the last owner has to do first.
pub const LAST_OWNER: &str = "You’re its only owner, and it needs one.";
/// What the last owner has to do first who is alone in it.
pub const ALONE: &str = "You’re alone in it, so there’s nobody to own it after you. Delete it instead.";
/// Heading of the last owner's way out that keeps the organization.
pub const TRANSFER_HEADING: &str = "Make somebody else its owner";
/// Heading of the last owner's way out that does not, below the other.
pub const OR_DELETE_HEADING: &str = "Or delete it";
/// Heading of the last owner's only way out.
pub const DELETE_HEADING: &str = "Delete it";
pub const NEW_OWNER: &str = "New owner";
/// Its first choice, which is none.
pub const CHOOSE_ONE: &str = "Choose…";
pub const TRANSFER_NOW: &str = "Transfer ownership";
/// What it means to delete.
pub const DELETE_TEXT: &str =
    "Everybody in it loses access at once. You have 7 days to undo it; then it is gone for good.";
/// Before the name.
pub const TYPE_BEFORE: &str = "To delete it, type its name: ";
pub const NAME: &str = "Organization name";
pub const DELETE_NOW: &str = "Delete organization";

/// A button of one organization, for those who cannot see where it stands.
pub fn of(button: &str, organization: &str) -> String {
    let organization = isolated(organization);
    format!("{button} {organization}")
}
/// The question.
pub fn leave(organization: &str) -> String {
    let organization = isolated(organization);
    format!("Leave {organization}?")
}
/// The question.
pub fn transfer(organization: &str) -> String {
    let organization = isolated(organization);
    format!("Who will own {organization}?")
}
/// The question.
pub fn delete(organization: &str) -> String {
    let organization = isolated(organization);
    format!("Delete {organization}?")
}
/// Once it is left.
pub fn left(organization: &str) -> String {
    let organization = isolated(organization);
    format!("You left {organization}.")
}
/// Once it is handed over.
pub fn transferred(organization: &str) -> String {
    let organization = isolated(organization);
    format!("{organization} has its new owner. You’re an admin there now, and can leave.")
}
/// Once it is deleted.
pub fn deleted(organization: &str) -> String {
    let organization = isolated(organization);
    format!("{organization} is deleted. For 7 days you can undo it under Organizations.")
}
