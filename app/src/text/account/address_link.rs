//! `/email/{token}`

use domain::{DeadLink, LinkPurpose};

use crate::ui::isolated;

pub const TITLE: &str = "Your address";
pub const NAME: &str = "Name";
pub const ADDRESS: &str = "Address";
/// Button; the contract’s name.
pub const CONFIRM: &str = "Confirm";
pub const KEEP: &str = "Keep this address";
/// Below a new address.
pub const CONFIRM_INTRO: &str = "Somebody asked to move this account to your address.";
/// Below an old address.
pub const KEEP_INTRO: &str = "Somebody asked to move this account to another address.";
/// What the first button does.
pub const CONFIRM_DOES: &str = "“Confirm” makes it the address to sign in with, and signs out your other browsers. Not you? Close this page: nothing changes.";
/// Fact: the address that the account has.
pub const NOW: &str = "Address today";
/// Field of somebody who is signed out.
pub const PASSWORD: &str = "Password";
pub const PASSWORD_HINT: &str =
    "Of that account. Only with it does the address change: this mail alone proves no account.";
/// Heading when somebody else is signed in.
pub const OTHER_HEADING: &str = "This is for another account";
pub const OTHER_INTRO: &str = "Somebody asked to move an account to your address, and it isn’t the one you’re signed in to here. Not you? Close this page: nothing changes.";
/// Fact: the account that would move.
pub const MOVES: &str = "Would move";
pub const SIGNED_IN: &str = "Signed in here";
pub const SWITCH: &str = "Switch account";
pub fn stay(signed_in: &str) -> String {
    format!("Stay as {signed_in}")
}
/// What the second one does.
pub const KEEP_DOES: &str = "“Keep this address” undoes that, signs out every browser, and ends the old password: whoever asked knew it. Then you set a new one. That was you? Close this page.";
pub const CONFIRMED_INTRO: &str = "Sign in with it from now on. The password stays as it is.";
pub const TO_ACCOUNT: &str = "Go to your account";
pub const KEPT_INTRO: &str =
    "Every browser is signed out, and the old password has stopped working: whoever asked knew it. Set a new one next.";
/// Below the heading of a used link, when somebody is signed in here.
pub const NOTHING_LEFT: &str = "There’s nothing left to do.";
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
pub const STOPPED_INTRO: &str =
    "Everybody is signed out of your account, its password is gone, and no new one can be set while this link is good.";
/// What is left to do.
pub const TAKEN_NEXT: &str = "To bring it back: sign in to the account that has the address now, and delete it or change its address. Then open this link again, within 7 days of the mail.";

/// Why a link that undoes a change does so no more: whoever had the account first has the last word.
pub const OVERRULED: &str = "The link in a mail before this one was used, and it counts for all changes that came after: they are undone, or everybody is signed out until they can be. Open that link to see which.";
/// Why a link that confirms an address does so no more.
pub const GIVEN_UP: &str =
    "The change was asked for again, given up or undone. If you asked again, the newest mail has the link that works.";

/// Heading of a link that opens nothing.
pub const fn dead_heading(link: LinkPurpose, reason: DeadLink) -> &'static str {
    match (reason, link) {
        (DeadLink::Expired, _) => "This link has expired",
        (DeadLink::Used, LinkPurpose::UndoAddress) => "The change was undone already",
        (DeadLink::Used, _) => "This address is confirmed already",
        (DeadLink::Superseded, LinkPurpose::UndoAddress) => "An earlier link counts",
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
        (DeadLink::Superseded, LinkPurpose::UndoAddress) => OVERRULED,
        (DeadLink::Superseded, _) => GIVEN_UP,
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
