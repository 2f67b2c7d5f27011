//! Words of organizations: setting one up, choosing one, being in it.

use domain::Role;

use super::{a_role, role};
use crate::ui::isolated;

/// `/setup`
pub mod setup {
    /// Document title.
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
    /// After it.
    pub const ADDRESS_REST: &str = ".";
    /// Opens the field for the address.
    pub const OTHER_SLUG: &str = "Choose another address";
    pub const SLUG: &str = "Address";
    pub const SLUG_HINT: &str = "Lowercase letters, digits and hyphens. Leave it empty to follow the name.";
    pub const SUBMIT: &str = "Create organization";
    /// When the slug is taken.
    pub const SLUG_TAKEN: &str = "Another organization has this address. Choose another.";
}

/// `/choose`
pub mod choose {
    /// Document title.
    pub const TITLE: &str = "Choose an organization";
    pub const CREATE: &str = "Create organization";
    /// When one has never been opened.
    pub const NOT_OPENED: &str = "not opened yet";
    /// Before the time it was opened last.
    pub const LAST_HERE: &str = "last here ";

    /// Heading.
    pub fn heading(name: &str) -> String {
        let first = name.split_whitespace().next().unwrap_or(name);
        format!("Where to, {first}?")
    }
    /// Below it.
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
    use super::{Role, isolated, role};

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
    /// When nothing fits.
    pub const NONE_FOUND: &str = "None of yours is called that.";
    /// Last entry of the switcher.
    pub const CREATE: &str = "Create organization";
    /// Key hint.
    pub const KEY: &str = "Ctrl K";
    /// Key hint.
    pub const KEYS_CHOOSE: &str = "choose";
    /// Key hint.
    pub const KEYS_SWITCH: &str = "switch";
    /// Key hint.
    pub const KEYS_CLOSE: &str = "close";
    /// Said of the button with the person's name.
    pub const ACCOUNT_MENU: &str = "Account menu";
    /// Entry of the account menu.
    pub const ALL_ORGANIZATIONS: &str = "All organizations";
    /// Entry of the account menu.
    pub const SIGN_OUT: &str = "Sign out";
    /// Entry at the foot of the navigation.
    pub const INVITE_PEOPLE: &str = "Invite people";
    /// Entry of the account menu.
    pub const YOUR_ACCOUNT: &str = "Your account";

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

    /// Heading.
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

/// `/o/{slug}`
pub mod home {
    use super::{Role, a_role, isolated};

    /// Document title and top bar.
    pub const TITLE: &str = "Home";
    /// Heading of the team.
    pub const TEAM: &str = "Team";
    /// Heading of the newest entries of the audit log.
    pub const LATEST: &str = "Latest";
    /// Name of what stands beside.
    pub const GLANCE: &str = "At a glance";
    pub const INVITE: &str = "Invite the people who’ll answer";
    pub const INVITE_TEXT: &str = "Paste as many addresses as you like. Everyone gets their own link, good for 7 days.";
    pub const INVITE_LINK: &str = "Invite people";
    pub const ADDRESS: &str = "Keep its address";
    /// Below it, before the address.
    pub const ADDRESS_TEXT: &str = "A bookmark brings you straight back here: ";
    pub const PROJECT: &str = "Your first project stands";
    pub const SWITCHING: &str = "More than one team?";
    pub const SWITCHING_TEXT: &str = "Each gets an organization of its own. Press Ctrl K, or ⌘ K on a Mac, to go from one to the other without waiting.";
    pub const CREATE: &str = "Create organization";

    /// Heading.
    pub fn heading(organization: &str) -> String {
        let organization = isolated(organization);
        format!("{organization} is ready")
    }
    /// Below it.
    pub fn intro(role: Role, members: i64) -> String {
        let role = a_role(role);
        match members {
            1 => format!("You’re {role}, and alone in here so far."),
            2 => format!("You’re {role}, with one other person."),
            others => format!("You’re {role}, one of {others} people."),
        }
    }
    /// Below [`PROJECT`].
    pub fn project_text(project: &str) -> String {
        let project = isolated(project);
        format!(
            "Conversations and articles live in a project. Yours is called {project}; most teams never need a second."
        )
    }
}
