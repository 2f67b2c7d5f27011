//! The review before access is revoked.

use domain::Permission;

use super::permission;
use crate::{text::plural, ui::isolated};

/// Document title, and heading when nobody is left.
pub const TITLE: &str = "Revoke access";
/// When nobody is left to revoke.
pub const NOBODY: &str = "Nobody on this list loses access. Choose people among the members first.";
/// When everybody who was chosen is gone meanwhile.
pub const GONE: &str =
    "Nobody is left to revoke: they left, joined or were taken off meanwhile. Look at the members again.";
/// When only invitations were chosen.
pub fn only_invitations(count: usize) -> &'static str {
    plural::of(
        &count,
        "Its link stops working at once. You can invite the same address again.",
        "Their links stop working at once. You can invite the same addresses again.",
    )
}
/// What happens to a member.
pub const REMOVED: &str = "Loses access with the next click";
/// What happens to an invitation.
pub const CANCELLED: &str = "The invitation is cancelled. Its link will say so.";
/// Why oneself is not included.
pub const ME: &str = "Not included: you can’t revoke your own access. ";
pub const LEAVE: &str = "Leave organization";
/// After the link.
pub const ME_REST: &str = " instead.";
pub const REVOKE: &str = "Revoke";

/// Before the buttons: what of it can be undone.
pub const fn undo(removed: usize, cancelled: usize) -> &'static str {
    match (removed, cancelled) {
        (0, _) => "What is cancelled stays cancelled; you can invite again.",
        (_, 0) => "You can undo this for 10 minutes.",
        _ => "For 10 minutes you can bring people back. A cancelled invitation stays cancelled.",
    }
}
pub fn heading(names: &[String]) -> String {
    match names {
        [] => TITLE.into(),
        [one] => format!("Revoke access for {}?", isolated(one)),
        several => format!("Revoke access for {} people?", several.len()),
    }
}
pub fn intro(organization: &str, alone: bool) -> String {
    if alone {
        format!(
            "They lose {organization} with their next click. Their account and other organizations stay as they are."
        )
    } else {
        format!(
            "They lose {organization} with their next click. Their accounts and other organizations stay as they are."
        )
    }
}
/// What becomes of a project that nobody else manages.
pub fn only_manager(project: &str) -> String {
    format!("Nobody else manages {}. Owners and admins still reach it.", isolated(project))
}
/// The projects that somebody leaves.
pub fn leaves(projects: &[String]) -> String {
    let projects: Vec<String> = projects.iter().map(|project| isolated(project)).collect();
    match projects.split_last() {
        Some((last, [])) => format!("Leaves {last}"),
        Some((last, others)) => format!("Leaves {} and {last}", others.join(", ")),
        None => String::new(),
    }
}
/// Line of an invitation.
pub fn invitation_as(role: &str) -> String {
    format!("Invitation as {}", role.to_lowercase())
}
/// Why somebody is not included.
pub fn not_mine(needed: Permission) -> String {
    format!("Not included: that takes {}.", permission(needed))
}
