//! Words of organizations: setting one up, choosing one, being in it.

use domain::{Availability, Role};

use super::{availability, role};
use crate::ui::isolated;

pub mod home;

pub mod setup {
    pub const TITLE: &str = "Set up your workspace";
    /// Heading of the first time.
    pub const HEADING: &str = "Where will you work?";
    pub const INTRO: &str = "Give your team a place of its own. You’ll be its owner.";
    /// Heading of another time.
    pub const ANOTHER: &str = "Create an organization";
    pub const ANOTHER_INTRO: &str = "Its people, projects and settings stay apart from your other ones.";
    pub const NAME: &str = "Organization name";
    /// Before the address that follows from the name.
    pub const ADDRESS: &str = "Address: ";
    pub const ADDRESS_REST: &str = ".";
    /// Opens the field for the address.
    pub const OTHER_SLUG: &str = "Choose another address";
    pub const SLUG: &str = "Address";
    pub const SLUG_HINT: &str = "Lowercase letters, digits and hyphens. Leave it empty to follow the name.";
    pub const SUBMIT: &str = "Create organization";
    pub const SLUG_TAKEN: &str = "Another organization has this address. Choose another.";
    pub const SLUG_LOOKS_TAKEN: &str =
        "Another organization’s address looks like this one (0 and o, 1 and l). Choose another.";
}

pub mod choose {
    pub const TITLE: &str = "Choose an organization";
    pub const CREATE: &str = "Create organization";
    /// When one has never been opened.
    pub const NOT_OPENED: &str = "not opened yet";
    /// Before the time it was opened last.
    pub const LAST_HERE: &str = "last here ";

    pub fn heading(name: &str) -> String {
        let first = name.split_whitespace().next().unwrap_or(name);
        format!("Where to, {first}?")
    }
    pub fn intro(count: usize) -> String {
        match count {
            0 => "You belong to no organization yet.".into(),
            1 => "You belong to one organization.".into(),
            count => format!("You belong to {count} organizations."),
        }
    }
}

/// The shell around the pages of an organization.
pub mod shell {
    use super::{Availability, Role, availability, isolated, role};

    /// The first link of the page, for the keyboard.
    pub const SKIP: &str = "Skip to content";
    /// Button that opens the navigation on a phone.
    pub const MENU: &str = "Menu";
    /// Entry of the navigation.
    pub const HOME: &str = "Home";
    /// Button; the contract's name.
    pub const SWITCH: &str = "Switch organization";
    /// Field of the switcher.
    pub const FIND: &str = "Find an organization";
    /// Name of its list.
    pub const MINE: &str = "My organizations";
    pub const NONE_FOUND: &str = "None of yours is called that.";
    /// In the place of a list of which nothing is known yet.
    pub const LOOKING: &str = "Looking through the rest of yours…";
    /// Last entry of the switcher.
    pub const CREATE: &str = "Create organization";
    pub const KEY: &str = "Ctrl K";
    pub const KEY_ON_MAC: &str = "⌘ K";
    pub const KEYS_CHOOSE: &str = "choose";
    pub const KEYS_SWITCH: &str = "switch";
    pub const KEYS_CLOSE: &str = "close";
    /// Said of the button with the person's name.
    pub const ACCOUNT_MENU: &str = "Account menu";
    pub const ALL_ORGANIZATIONS: &str = "All organizations";
    pub const SIGN_OUT: &str = "Sign out";
    /// Entry at the foot of the navigation.
    pub const INVITE_PEOPLE: &str = "Invite people";
    pub const YOUR_ACCOUNT: &str = "Your account";
    /// Above what I can be in the organization that is open.
    pub const AVAILABILITY: &str = "Availability here";

    /// Name of what I can be, for those who do not see in which organization they are.
    pub fn availability_in(organization: &str) -> String {
        format!("Availability in {}", isolated(organization))
    }

    /// Said of the button with the person's name: what they are, and what it opens.
    pub fn account_menu(mine: Availability) -> String {
        format!("{}. {ACCOUNT_MENU}", availability(mine))
    }

    /// Makes me in all of my organizations what I am in this one.
    pub fn set_everywhere(count: usize) -> String {
        let words = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];
        match count.checked_sub(2).and_then(|place| words.get(place)) {
            // There is no "all two".
            Some(&"two") => "Set in both organizations".to_owned(),
            Some(word) => format!("Set in all {word} organizations"),
            None => format!("Set in all {count} organizations"),
        }
    }

    /// Said to screen readers after a switch.
    pub fn switched(name: &str) -> String {
        let name = isolated(name);
        format!("Now in {name}")
    }

    /// When a role changed while the page was open.
    pub fn role_changed(organization: &str, now: Role) -> String {
        let organization = isolated(organization);
        format!("Your role in {organization} is now {}.", role(now).to_lowercase())
    }
}

/// An organization that a member cannot open for want of a project (ST-6).
pub mod kept_outside {
    use super::isolated;
    use crate::text::listed;

    /// Document title.
    pub const TITLE: &str = "Waiting for a project";
    /// Links and button of the page.
    pub const OTHERS: &str = "Go to your organizations";
    pub const LEAVE: &str = "Leave organization…";
    pub const SIGN_OUT: &str = "Sign out";
    pub const BY_ITSELF: &str =
        "This page opens by itself then. Your account and your other organizations are as they were.";

    pub fn heading(organization: &str) -> String {
        format!("{} is open to members with a project", isolated(organization))
    }

    /// Who can let somebody in, whose projects, if there are any, are all `archived`.
    pub fn who(added_by: &[String], archived: &[String], identity_managed: bool) -> String {
        let who = helpers(added_by);
        let (these, are, one) = match archived {
            [] if identity_managed => {
                return format!(
                    "You belong to none yet. Its identity provider says who does; {who} can have you added."
                );
            }
            [] => return format!("You belong to none yet. {who} can add you to one."),
            [one] => (isolated(one), "is", "it"),
            several => (listed(several, "and"), "are", "one of them"),
        };
        if identity_managed {
            format!(
                "You belong to {these}, which {are} archived. {who} can restore {one}, or have you added to another: its \
                 identity provider says who belongs to which."
            )
        } else {
            format!("You belong to {these}, which {are} archived. {who} can restore {one} or add you to another.")
        }
    }

    /// The same of a call, which does not look whether one is archived.
    pub fn refused(organization: &str, added_by: &[String]) -> String {
        format!(
            "{}. You belong to none that is in use. {} can add you to one.",
            heading(organization),
            helpers(added_by)
        )
    }

    /// Who can let somebody in, by name where there is one.
    fn helpers(added_by: &[String]) -> String {
        if added_by.is_empty() { "An owner or admin".to_owned() } else { listed(added_by, "or") }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        // ST-6, ST-5: who belongs to archived projects alone reads which they are, and who can restore one.
        #[test]
        fn st_6_archived_projects_are_named() {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let said = |archived: &[&str], managed| {
                who(&names(&["Mina"]), &names(archived), managed).replace(['\u{2068}', '\u{2069}'], "")
            };
            for (archived, managed, expected) in [
                (&[][..], false, "You belong to none yet. Mina can add you to one."),
                (
                    &["Web"][..],
                    false,
                    "You belong to Web, which is archived. Mina can restore it or add you to another.",
                ),
                (
                    &["Web", "Repairs"][..],
                    false,
                    "You belong to Web and Repairs, which are archived. Mina can restore one of them or add you to another.",
                ),
                (
                    &["Web"][..],
                    true,
                    "You belong to Web, which is archived. Mina can restore it, or have you added to another: its identity \
                     provider says who belongs to which.",
                ),
            ] {
                assert_eq!(said(archived, managed), expected);
            }
        }
    }
}

/// An organization that is not mine any more (OR-4).
pub mod lost_access {
    use super::isolated;

    pub const OTHERS: &str = "Go to your organizations";
    /// After the time.
    pub const END: &str = ".";
    /// After the time it was deleted.
    pub const DELETED_END: &str = ". For 7 days an owner can bring it back.";
    /// For who has others.
    pub const REST: &str = "Your other organizations are as they were.";

    pub fn heading(organization: &str) -> String {
        let organization = isolated(organization);
        format!("You’re not in {organization} any more")
    }
    /// Heading, when it was deleted.
    pub fn heading_deleted(organization: &str) -> String {
        let organization = isolated(organization);
        format!("{organization} was deleted")
    }
    /// Before the time.
    pub fn removed(by: Option<&str>, organization: &str) -> String {
        let (by, organization) = (by.map(isolated), isolated(organization));
        match by {
            Some(by) => format!("{by} removed you from {organization} "),
            None => format!("You were removed from {organization} "),
        }
    }
    /// Before the time.
    pub fn deleted(by: Option<&str>, organization: &str) -> String {
        let (by, organization) = (by.map(isolated), isolated(organization));
        match by {
            Some(by) => format!("{by} deleted {organization} "),
            None => format!("{organization} was deleted "),
        }
    }
}
