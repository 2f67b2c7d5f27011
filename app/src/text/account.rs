//! `/account` and the pages of links about addresses.

use domain::{DeadLink, LinkPurpose};

use crate::ui::isolated;

/// Name of these pages, and of their navigation.
pub const TITLE: &str = "Your account";
/// The way back of somebody in no organization.
pub const BACK: &str = "Your organizations";
/// Button that sends a form of these pages.
pub const SAVE: &str = "Save changes";
/// Once it is.
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
    /// Below the heading.
    pub const NAME_TEXT: &str = "What others see beside what you do, in every organization.";
    /// Heading of a section.
    pub const DATA: &str = "Your data";
    /// Below it.
    pub const DATA_TEXT: &str = "Everything Parlor keeps about you, as one JSON file.";
}

/// `/account/sign-in`
pub mod sign_in {
    use super::isolated;

    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Email and password";
    /// Field, and heading of its section.
    pub const EMAIL: &str = "Email";
    /// Below the heading.
    pub const EMAIL_TEXT: &str = "You sign in with it, and mail for you goes there.";
    /// Before the address.
    pub const NOW: &str = "Your address is ";
    /// After it.
    pub const NOW_REST: &str = ". To use another one, say which.";
    /// Below the field.
    pub const EMAIL_HINT: &str = "We’ll send a link there to confirm it, and tell the address you have now.";
    /// Field that asks who is there.
    pub const PASSWORD: &str = "Password";
    /// Button.
    pub const CHANGE_EMAIL: &str = "Change email";
    /// Heading of a section.
    pub const PASSWORD_HEADING: &str = "Password";
    /// Below it.
    pub const PASSWORD_TEXT: &str =
        "One for all your organizations. Changing it signs out every other browser; this one stays signed in.";
    /// Field.
    pub const CURRENT_PASSWORD: &str = "Current password";
    /// Link beside it.
    pub const FORGOT: &str = "Forgot it?";
    /// Field.
    pub const NEW_PASSWORD: &str = "New password";
    /// Button.
    pub const CHANGE_PASSWORD: &str = "Change password";
    /// Once it is.
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
    /// Below it.
    pub const INTRO: &str =
        "Every browser where you’re signed in. One you don’t know? End it, then change your password.";
    /// Badge of the browser in use.
    pub const THIS: &str = "This browser";
    /// Said of it.
    pub const ACTIVE: &str = "active now";
    /// Before the day of signing in.
    pub const SINCE: &str = "since ";
    /// Button.
    pub const END: &str = "End";
    /// Button.
    pub const END_OTHERS: &str = "End all others";
    /// Once one is.
    pub const ENDED: &str = "That browser is signed out.";
    /// Once all are.
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
    /// Below it.
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

    /// Below it.
    pub const fn line(appearance: Appearance) -> &'static str {
        match appearance {
            Appearance::System => "As your device is, by day and by night.",
            Appearance::Light => "Always light.",
            Appearance::Dark => "Always dark.",
        }
    }
}

/// `/account/organizations`, and the questions before one is left.
pub mod organizations {
    use super::isolated;

    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Organizations";
    /// Below it.
    pub const INTRO: &str = "Where you belong. Leaving one changes nothing in the others.";
    /// When there is none.
    pub const NONE: &str = "You belong to no organization";
    /// Below it.
    pub const NONE_TEXT: &str = "Create one, or ask a team to invite you.";
    /// Button below it.
    pub const CREATE: &str = "Create organization";
    /// Link.
    pub const OPEN: &str = "Open";
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
    /// Button.
    pub const UNDO: &str = "Undo";
    /// Said of the last owner.
    pub const ONLY_OWNER: &str = "you’re its only owner";

    /// What it means to leave.
    pub const LEAVE_TEXT: &str = "You lose access at once. To come back, somebody in it has to invite you.";
    /// Button that does it.
    pub const LEAVE_NOW: &str = "Leave organization";
    /// What the last owner has to do first.
    pub const LAST_OWNER: &str = "You’re its only owner, and it needs one.";
    /// The same, alone in it.
    pub const ALONE: &str = "You’re alone in it, so there’s nobody to own it after you. Delete it instead.";
    /// Heading of one way out.
    pub const TRANSFER_HEADING: &str = "Make somebody else its owner";
    /// Heading of the other one.
    pub const OR_DELETE_HEADING: &str = "Or delete it";
    /// The same, where it is the only one.
    pub const DELETE_HEADING: &str = "Delete it";
    /// What it means to hand over.
    pub const TRANSFER_TEXT: &str = "They become its owner at once. You become an admin, and can leave.";
    /// Field.
    pub const NEW_OWNER: &str = "New owner";
    /// Its first choice, which is none.
    pub const CHOOSE_ONE: &str = "Choose…";
    /// Button that does it.
    pub const TRANSFER_NOW: &str = "Transfer ownership";
    /// What it means to delete.
    pub const DELETE_TEXT: &str =
        "Everybody in it loses access at once. You have 7 days to undo it; then it is gone for good.";
    /// Before the name.
    pub const TYPE_BEFORE: &str = "To delete it, type its name: ";
    /// Field.
    pub const NAME: &str = "Organization name";
    /// Button that does it.
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
}

/// `/account/delete`
pub mod delete {
    /// Document title, heading and entry of the navigation.
    pub const HEADING: &str = "Delete account";
    /// Heading of a section.
    pub const DATA: &str = "Your data first";
    /// Below it.
    pub const DATA_TEXT: &str = "Everything Parlor keeps about you, as one JSON file. Afterwards it’s gone.";
    /// Heading of a section.
    pub const OWNED: &str = "Organizations you alone own";
    /// Below it.
    pub const OWNED_TEXT: &str = "Each needs an owner. Hand it over, or delete it.";
    /// Said of one with others in it.
    pub const OTHERS: &str = "Somebody else in it can own it.";
    /// Said of one without.
    pub const ALONE: &str = "Nobody else is in it.";
    /// Heading of a section.
    pub const ACCOUNT: &str = "Your account";
    /// Below it.
    pub const ACCOUNT_TEXT: &str = "There is no way back.";
    /// What it means.
    pub const MEANS: &str = "Your name, address and password are gone at once, you leave every organization, and every browser is signed out. What you did in organizations stays there without your name.";
    /// Field that asks who is there.
    pub const PASSWORD: &str = "Password";
    /// Button.
    pub const SUBMIT: &str = "Delete account";
    /// Why it cannot be pressed.
    pub const FIRST: &str = "First decide about the organizations above.";
    /// On sign-up, afterwards.
    pub const DONE: &str = "Your account is deleted, and you’re signed out.";
}

/// `/email/{token}`
pub mod address_link {
    use super::{DeadLink, LinkPurpose, isolated};

    /// Document title.
    pub const TITLE: &str = "Your address";
    /// Fact.
    pub const NAME: &str = "Name";
    /// Fact.
    pub const ADDRESS: &str = "Address";
    /// Button; the contract’s name.
    pub const CONFIRM: &str = "Confirm";
    /// Button.
    pub const KEEP: &str = "Keep this address";
    /// Below a new address.
    pub const CONFIRM_INTRO: &str = "Somebody asked to move this account to your address.";
    /// Below an old one.
    pub const KEEP_INTRO: &str = "Somebody asked to move this account to another address.";
    /// What the first button does.
    pub const CONFIRM_DOES: &str = " makes it the address to sign in with, and signs out your other browsers. Not you? Close this page: nothing changes.";
    /// Fact: the address that the account has.
    pub const NOW: &str = "Address today";
    /// Field of somebody who is signed out.
    pub const PASSWORD: &str = "Password";
    /// Below it.
    pub const PASSWORD_HINT: &str =
        "Of that account. Only with it does the address change: this mail alone proves no account.";
    /// Heading when somebody else is signed in.
    pub const OTHER_HEADING: &str = "This is for another account";
    /// Below it.
    pub const OTHER_INTRO: &str = "Somebody asked to move an account to your address, and it isn’t the one you’re signed in to here. Not you? Close this page: nothing changes.";
    /// Fact: the account that would move.
    pub const MOVES: &str = "Would move";
    /// Fact.
    pub const SIGNED_IN: &str = "Signed in here";
    /// Button.
    pub const SWITCH: &str = "Switch account";
    /// Link.
    pub fn stay(signed_in: &str) -> String {
        format!("Stay as {signed_in}")
    }
    /// What the second one does.
    pub const KEEP_DOES: &str = " undoes that, signs out every browser, and ends the old password: whoever asked knew it. Then you set a new one. That was you? Close this page.";
    /// Below the news.
    pub const CONFIRMED_INTRO: &str = "Sign in with it from now on. The password stays as it is.";
    /// Link below it.
    pub const TO_ACCOUNT: &str = "Go to your account";
    /// Below the news.
    pub const KEPT_INTRO: &str = "Every browser is signed out, and the old password has stopped working: whoever asked knew it. Set a new one next.";
    /// Below the heading of a used link, when somebody is signed in here.
    pub const NOTHING_LEFT: &str = "There’s nothing left to do.";
    /// Link below it.
    pub const TO_RESET: &str = "Set a new password";

    /// What is asked.
    pub fn question(link: LinkPurpose, email: &str) -> String {
        let email = isolated(email);
        match link {
            LinkPurpose::UndoAddress => format!("Keep {email}?"),
            _ => format!("Use {email} from now on?"),
        }
    }
    /// Once it is done; `moved`: the account had another address before.
    pub fn done(link: LinkPurpose, email: &str, moved: bool) -> String {
        let email = isolated(email);
        match link {
            LinkPurpose::UndoAddress if moved => format!("{email} is your address again"),
            LinkPurpose::UndoAddress => format!("{email} stays your address"),
            _ => format!("{email} is your address now"),
        }
    }

    /// Heading where another account has the address by now, so that the change cannot be undone yet.
    pub fn taken(email: &str) -> String {
        format!("Another account has {} now", isolated(email))
    }
    /// Below [`taken`], while whoever moved the account is still in it.
    pub const TAKEN_INTRO: &str =
        "So yours can’t come back to it yet. What you can do at once is shut out whoever moved it away.";
    /// The button that shuts out whoever moved the account.
    pub const STOP: &str = "Sign everybody out";
    /// What [`STOP`] does.
    pub const STOP_DOES: &str = " ends every session of your account and takes its password away. Nobody gets in again until you bring it back with this link.";
    /// Below the heading, once that is done.
    pub const STOPPED_INTRO: &str = "Everybody is signed out of your account, its password is gone, and no new one can be set while this link is good.";
    /// What is left to do.
    pub const TAKEN_NEXT: &str = "To bring it back: sign in to the account that has the address now, and delete it or change its address. Then open this link again, within 7 days of the mail.";

    /// Heading of a link that opens nothing.
    pub const fn dead_heading(link: LinkPurpose, reason: DeadLink) -> &'static str {
        match (reason, link) {
            (DeadLink::Expired, _) => "This link has expired",
            (DeadLink::Used, LinkPurpose::UndoAddress) => "The change was undone already",
            (DeadLink::Used, _) => "This address is confirmed already",
            (DeadLink::Superseded, LinkPurpose::UndoAddress) => "There is nothing left to undo",
            (DeadLink::Superseded, _) => "This link doesn’t work any more",
            (DeadLink::Rejected, _) => "The account has another address by now",
            (DeadLink::Taken, _) => "Another account has this address",
            (DeadLink::Unknown, _) => "We don’t know this link",
        }
    }

    /// What happened and what to do next.
    pub const fn dead_intro(link: LinkPurpose, reason: DeadLink) -> &'static str {
        match (reason, link) {
            (DeadLink::Expired, LinkPurpose::UndoAddress) => {
                "A change can be undone for 7 days. If it wasn’t you, ask whoever runs this server for help."
            }
            (DeadLink::Expired, _) => {
                "It was good for 48 hours, and your address is as it was. Ask for the change once more in your account."
            }
            (DeadLink::Used, LinkPurpose::UndoAddress) => {
                "Your account kept its address. If you haven’t set a new password since, do it now."
            }
            (DeadLink::Used, _) => "There’s nothing left to do. Sign in with the new address.",
            (DeadLink::Superseded, LinkPurpose::UndoAddress) => {
                "The change never came about, or an earlier mail undid it. If it wasn’t you who asked, set a new password."
            }
            (DeadLink::Superseded, _) => {
                "The change was asked for again, given up or undone. If you asked again, the newest mail has the link that works."
            }
            (DeadLink::Rejected, _) => {
                "The change was undone from the address before it, or another one followed. Look in your account what its address is."
            }
            (DeadLink::Taken, LinkPurpose::UndoAddress) => {
                "Everybody is signed out, and the password is gone. Delete the account that has this address now, or change its address; then open the link again."
            }
            (DeadLink::Taken, _) => {
                "It got an account of its own meanwhile, so your account stays where it is. To move here, delete that account or change its address, then ask for the change once more."
            }
            (DeadLink::Unknown, _) => {
                "Perhaps a part of it was lost on the way: copy all of it from the mail. Or look in your account what your address is."
            }
        }
    }
}
