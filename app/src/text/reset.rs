//! `/forgot-password` and `/reset-password/{token}`, and what sign-in says of them.

use domain::DeadLink;

/// Document title and heading.
pub const FORGOT: &str = "Forgot your password?";
pub const FORGOT_INTRO: &str = "Say which address you sign in with. We’ll mail you a link that sets a new one.";
/// Way out.
pub const REMEMBERED: &str = "Remembered it? ";
pub const EMAIL: &str = "Email";
/// Button; the contract's name.
pub const SEND: &str = "Send reset link";
/// Once asked, whether or not there is such an account (PW-1).
pub const SENT: &str = "If this address has an account, a link is on its way. It’s good for an hour.";
/// Heading of what helps (PW-4).
pub const HELP: &str = "No mail?";
/// What helps.
pub const HELPS: [&str; 4] = [
    "Check spam, or search your mail for “Parlor”.",
    "Use the address you signed up with: a link goes nowhere else.",
    "Links last an hour and work once. Too late? Request a fresh one here; the newest one works.",
    "You can ask for three at once; after that for one an hour.",
];

/// Document title and heading.
pub const RESET: &str = "Set a new password";
pub fn reset_for(email: &str) -> String {
    format!("For the account of {email}.")
}
/// Field; the contract's name.
pub const PASSWORD: &str = "Password";
/// Button; the contract's name.
pub const SET: &str = "Set new password";
/// What the button does.
pub const SET_DOES: &str =
    "It’s your password in every organization. Every browser is signed out: sign in again with the new one.";
/// Button beside a dead link.
pub const REQUEST: &str = "Request a fresh link";

/// On sign-in, the contract's name.
pub const FORGOT_LINK: &str = "Forgot password?";
/// On sign-in, after a new password was set.
pub const DONE: &str = "Your new password is set. Sign in with it.";

/// Heading of a link that opens nothing.
pub const fn dead_heading(reason: DeadLink) -> &'static str {
    match reason {
        DeadLink::Expired => "This link has expired",
        DeadLink::Used => "This link was used already",
        DeadLink::Superseded | DeadLink::Taken => "This link doesn’t work any more",
        DeadLink::Rejected | DeadLink::Unknown => "We don’t know this link",
    }
}

/// What happened and what to do next.
pub const fn dead_intro(reason: DeadLink) -> &'static str {
    match reason {
        DeadLink::Expired => "Links last an hour. Request a fresh one, and open it while it’s new.",
        DeadLink::Used => {
            "It set a new password, and it works once. Sign in with that password. If it wasn’t you who set it, request a fresh link."
        }
        DeadLink::Superseded | DeadLink::Taken => {
            "A newer one was sent, or your password or address has changed since. Look for the newest mail, or request a fresh link."
        }
        DeadLink::Rejected | DeadLink::Unknown => {
            "Perhaps a part of it was lost on the way: copy all of it from the mail. Or request a fresh one."
        }
    }
}
