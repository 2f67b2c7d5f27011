//! Words of what ends somebody's part in an organization, or the organization (OR-7).

use super::{listed, plural::counted};
use crate::ui::isolated;

/// In the place of what could not be asked for.
pub const NOT_NOW: &str = "Not just now";
pub const CLOSE: &str = "Close";

/// What leaving takes away.
pub const YOUR_ACCESS: &str = "You";
pub const YOUR_ACCESS_REST: &str = "lose access at once, to its projects too";
/// The way back.
pub const WAY_BACK: &str = "To come back";
pub const WAY_BACK_REST: &str = "somebody in it has to invite you";
/// After the names of the owners who stay.
pub fn stays(owners: usize) -> &'static str {
    super::plural::of(&owners, "stays as owner", "stay as owners")
}

/// What handing over gives.
pub const NEW_OWNER: &str = "The new owner";
pub const NEW_OWNER_REST: &str = "can do everything at once, deleting it too";
/// What handing over takes away.
pub const NOT_OWNER: &str = "You";
pub const NOT_OWNER_REST: &str = "become an admin, who neither manages owners nor deletes it";

/// Who loses access when the organization is deleted; whoever is alone in it is the reader.
pub fn people(count: i64) -> String {
    if count == 1 { YOUR_ACCESS.to_owned() } else { counted(count, "person", "people") }
}
/// After who loses access when the organization is deleted.
pub fn people_lose(count: i64) -> &'static str {
    super::plural::of(&count, "lose access with your next click", "lose access with their next click")
}
pub fn invitations(count: i64) -> String {
    counted(count, "open invitation", "open invitations")
}
/// After the number of invitations.
pub fn invitations_stop(count: i64) -> &'static str {
    super::plural::of(&count, "stops working and says so", "stop working and say so")
}
/// "4 projects, 2 archived"
pub fn projects(active: i64, archived: i64) -> String {
    let active = counted(active, "project", "projects");
    if archived == 0 { active } else { format!("{active}, {archived} archived") }
}
pub const PROJECTS_REST: &str = "can’t be opened by anybody";
/// Before a time.
pub const UNTIL: &str = "Until ";
/// After the time until which deleting can be undone; `owners` are the others.
pub fn undo(owners: &[String]) -> String {
    let who = std::iter::once("you".to_owned()).chain(owners.iter().map(|owner| isolated(owner)));
    let who = match owners {
        [] => "you".to_owned(),
        [_] => who.collect::<Vec<_>>().join(" or "),
        more => format!("you, {}", listed(more, "or")),
    };
    format!("{who} can undo it, and all is as it was. Then it is gone for good.")
}

/// Once it is deleted.
pub mod deleted {
    use super::{counted, isolated, listed};

    pub fn heading(organization: &str) -> String {
        let organization = isolated(organization);
        format!("{organization} is deleted")
    }
    /// Before the time of deleting.
    pub const WHEN: &str = "Deleted ";
    /// After the time of deleting.
    pub const KEPT: &str = ". Everything is kept for 7 days, out of everybody’s reach.";
    pub const LOST: &str = "Lost access";
    pub fn lost(people: i64, invitations: i64) -> String {
        let people = super::people(people);
        match invitations {
            0 => people,
            count => format!("{people}, {}", counted(count, "invitation", "invitations")),
        }
    }
    pub const CAN_UNDO: &str = "Can undo it";
    pub fn can_undo(owners: &[String]) -> String {
        match owners {
            [] => "You alone".into(),
            [one] => format!("You and {}", isolated(one)),
            more => format!("You, {}", listed(more, "and")),
        }
    }
    pub const GONE: &str = "Gone for good";
    /// On the button that brings it back, before the time.
    pub const UNDO_UNTIL: &str = "Undo until ";
    pub const OTHERS: &str = "Your other organizations";
}

#[cfg(test)]
mod tests {
    use super::*;

    // OR-7
    #[test]
    fn who_can_undo_is_named() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let plain = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let end = "can undo it, and all is as it was. Then it is gone for good.";
        assert_eq!(plain(undo(&[])), format!("you {end}"));
        assert_eq!(plain(undo(&names(&["Jonas"]))), format!("you or Jonas {end}"));
        assert_eq!(plain(undo(&names(&["Jonas", "Priya"]))), format!("you, Jonas or Priya {end}"));
        assert_eq!(plain(deleted::can_undo(&names(&["Jonas", "Priya"]))), "You, Jonas and Priya");
        assert_eq!((projects(1, 0), projects(4, 2)), ("1 project".into(), "4 projects, 2 archived".into()));
    }
}
