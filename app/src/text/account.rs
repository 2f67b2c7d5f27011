//! `/account` and the pages of links about addresses.

pub mod address_link;
pub mod organizations;

use crate::ui::isolated;

/// Name of these pages, and of their navigation.
pub const TITLE: &str = "Your account";
/// The way back of somebody in no organization.
pub const BACK: &str = "Your organizations";
/// Button that sends a form of these pages.
pub const SAVE: &str = "Save changes";
/// Once the form is saved.
pub const SAVED: &str = "Saved.";
/// Link to one’s own data.
pub const EXPORT: &str = "Export my data";
/// Button that leaves all as it is.
pub const CANCEL: &str = "Cancel";

/// The title of a document of these pages.
pub fn title(page: &str) -> String {
    format!("{page} · {TITLE}")
}

/// When no appearance was chosen.
pub const CHOOSE_APPEARANCE: &str = "Choose system, light or dark.";
/// When the password of somebody signed in is wrong.
pub const WRONG_PASSWORD: &str = "That isn’t your password. Check it and try again.";
/// When the new address is the one that the account has.
pub const SAME_ADDRESS: &str = "That’s your address already. Enter another one.";
/// When nobody was chosen to own an organization.
pub const CHOOSE_OWNER: &str = "Choose who will own it.";
/// When the typed name is not the organization’s.
pub const TYPE_THE_NAME: &str = "Type the organization’s name as it stands above.";

/// `/account`
pub mod profile {
    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Profile";
    /// Field, and heading of its section.
    pub const NAME: &str = "Name";
    pub const NAME_TEXT: &str = "What others see beside what you do, in every organization.";
    /// Heading of a section.
    pub const DATA: &str = "Your data";
    pub const DATA_TEXT: &str = "Everything Parlor keeps about you, as one JSON file.";
}

/// `/account/sign-in`
pub mod sign_in {
    use super::isolated;

    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Email and password";
    /// Field, and heading of its section.
    pub const EMAIL: &str = "Email";
    pub const EMAIL_TEXT: &str = "You sign in with it, and mail for you goes there.";
    /// Before the address.
    pub const NOW: &str = "Your address is ";
    pub const NOW_REST: &str = ". To use another one, say which.";
    /// Below the field.
    pub const EMAIL_HINT: &str = "We’ll send a link there to confirm it, and tell the address you have now.";
    /// Field that asks who is there.
    pub const PASSWORD: &str = "Password";
    pub const CHANGE_EMAIL: &str = "Change email";
    /// Heading of a section.
    pub const PASSWORD_HEADING: &str = "Password";
    pub const PASSWORD_TEXT: &str =
        "One for all your organizations. Changing it signs out every other browser; this one stays signed in.";
    pub const CURRENT_PASSWORD: &str = "Current password";
    /// Link beside the field for the current password.
    pub const FORGOT: &str = "Forgot it?";
    pub const NEW_PASSWORD: &str = "New password";
    pub const CHANGE_PASSWORD: &str = "Change password";
    /// Once the password is changed.
    pub const PASSWORD_CHANGED: &str = "Your new password is set. Every other browser is signed out.";

    /// While the link to a new address is open.
    pub fn pending(new_email: &str, email: &str) -> String {
        let (new_email, email) = (isolated(new_email), isolated(email));
        format!("We sent a link to {new_email}. Open it to confirm the change; until then {email} stays your address.")
    }
}

/// `/account/sessions`
pub mod sessions {
    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Sessions";
    pub const INTRO: &str =
        "Every browser where you’re signed in. One you don’t know? End it, then change your password.";
    /// Badge of the browser in use.
    pub const THIS: &str = "This browser";
    /// Said of the browser in use.
    pub const ACTIVE: &str = "active now";
    /// Before the day of signing in.
    pub const SINCE: &str = "since ";
    pub const END: &str = "End";
    pub const END_OTHERS: &str = "End all others";
    /// Once one session is ended.
    pub const ENDED: &str = "That browser is signed out.";
    /// Once all other sessions are ended.
    pub const ENDED_OTHERS: &str = "Every other browser is signed out.";
    /// Below the list.
    pub const LIFE: &str = "A session ends by itself after 7 days without use, or 30 days after signing in. We mail you when a new device signs in.";

    /// The first button, for those who cannot see where it stands.
    pub fn end(browser: &str) -> String {
        format!("{END} {browser}")
    }
}

/// `/account/appearance`
pub mod appearance {
    use domain::Appearance;

    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Appearance";
    pub const INTRO: &str = "How Parlor looks in this browser. Others keep their own look.";
    /// Name of the choice.
    pub const CHOICE: &str = "Light or dark";

    /// One of the choices.
    pub const fn name(appearance: Appearance) -> &'static str {
        match appearance {
            Appearance::System => "System",
            Appearance::Light => "Light",
            Appearance::Dark => "Dark",
        }
    }

    pub const fn line(appearance: Appearance) -> &'static str {
        match appearance {
            Appearance::System => "As your device is, by day and by night.",
            Appearance::Light => "Always light.",
            Appearance::Dark => "Always dark.",
        }
    }
}

/// `/account/delete`
pub mod delete {
    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Delete account";
    /// Heading of a section.
    pub const DATA: &str = "Your data first";
    pub const DATA_TEXT: &str = "Everything Parlor keeps about you, as one JSON file. Afterwards it’s gone.";
    /// Heading of a section.
    pub const OWNED: &str = "Organizations you alone own";
    pub const OWNED_TEXT: &str = "Each needs an owner. Hand it over, or delete it.";
    /// Said of an organization with others in it.
    pub const OTHERS: &str = "Somebody else in it can own it.";
    /// Said of an organization with nobody else in it.
    pub const ALONE: &str = "Nobody else is in it.";
    /// Heading of a section.
    pub const ACCOUNT: &str = "Your account";
    pub const ACCOUNT_TEXT: &str = "There is no way back.";
    /// What it means.
    pub const MEANS: &str = "Your name, address and password are gone at once, you leave every organization, and every browser is signed out. What you did in organizations stays there without your name.";
    /// Field that asks who is there.
    pub const PASSWORD: &str = "Password";
    pub const SUBMIT: &str = "Delete account";
    /// Why it cannot be pressed.
    pub const FIRST: &str = "First decide about the organizations above.";
    /// On sign-up, afterwards.
    pub const DONE: &str = "Your account is deleted, and you’re signed out.";
}
