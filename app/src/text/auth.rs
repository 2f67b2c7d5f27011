//! Words of signing up and in.

use domain::{DeadLink, PasswordProblem, Strength};

use super::plural::counted;

/// Where the browser keeps no cookies.
pub const NO_COOKIES: &str = "This browser keeps no cookies for this site, and nobody can be signed in without one. Allow them in its settings, then load this page again.";

/// `/sign-up`
pub mod sign_up {
    use super::{PasswordProblem, Strength};
    use crate::text::password_problem;

    pub const TITLE: &str = "Sign up";
    pub const HEADING: &str = "Create your account";
    pub const INTRO: &str = "One account for every organization you work with.";
    /// Way out.
    pub const HAVE_ACCOUNT: &str = "Have an account? ";
    pub const NAME: &str = "Name";
    pub const EMAIL: &str = "Email";
    pub const EMAIL_HINT: &str = "We’ll send one link there to confirm it’s yours.";
    pub const PASSWORD: &str = "Password";
    pub const PASSWORD_HINT: &str = "8 characters or more. A few plain words are good.";
    pub const SUBMIT: &str = "Sign up";
    pub const NEXT: &str = "Next: confirm your address, then name your workspace.";

    /// The sentence beside the strength bars.
    pub fn strength(strength: Strength) -> String {
        match strength {
            Strength::None => "",
            Strength::Refused(PasswordProblem::TooShort) => "Too short or too plain yet. 8 characters or more.",
            Strength::Refused(problem) => return password_problem(problem),
            Strength::Plain => "Plain, and perhaps on a list of common ones. Two or three words beat it.",
            Strength::Fair => "Fair. A word more makes it strong.",
            Strength::Strong => "Strong. Length beats odd characters.",
            Strength::Excellent => "Excellent. Nobody will guess this one.",
        }
        .into()
    }
}

/// `/verify`
pub mod waiting {
    use super::counted;

    /// Document title and heading.
    pub const HEADING: &str = "Check your inbox";
    /// Name of the list of steps that a mail goes through.
    pub const STEPS: &str = "Your verification mail";
    pub const WRITTEN: &str = "Mail written";
    pub const HANDING: &str = "Handing to the mail server";
    pub const HANDED: &str = "Handed to the mail server";
    pub const QUEUED: &str = "Queued";
    pub const REFUSED: &str = "Refused by the mail server";
    pub const DROPPED: &str = "Not sent: its link had died on the way";
    pub const WAITING: &str = "Waiting for you to open it";
    pub const RESEND: &str = "Resend verification email";
    pub const OTHER_ADDRESS: &str = "Use a different address";
    /// Field of the form for another address.
    pub const EMAIL: &str = "Email";
    /// Button of the form for another address.
    pub const SEND_THERE: &str = "Send the link there";
    /// Link that closes the form for another address.
    pub const CANCEL: &str = "Cancel";
    /// Below the form for another address.
    pub const OTHER_HINT: &str = "Name and password stay as you gave them. The link to the old address stops working.";
    /// Below.
    pub const SPAM: &str = "Nothing there? Look in spam, or search your mail for “Parlor”. Some servers hold new senders back for a few minutes.";
    /// When another tab went on.
    pub const ELSEWHERE: &str = "Confirmed. Carry on in the other tab.";
    /// Link beside [`ELSEWHERE`].
    pub const CARRY_ON_HERE: &str = "Or carry on here";
    /// Heading once the address is confirmed and nothing goes on by itself.
    pub const CONFIRMED: &str = "Confirmed";
    pub const CONFIRMED_INTRO: &str = "Your address is confirmed. One click, and you’re in.";
    pub const CARRY_ON: &str = "Carry on";
    /// While moving on.
    pub const MOVING_ON: &str = "Confirmed. Moving on…";
    /// Heading without an attempt.
    pub const NO_ATTEMPT: &str = "Nothing to confirm here";
    pub const NO_ATTEMPT_INTRO: &str = "This browser isn’t signing up. Sign in, or start a new sign-up.";

    /// Lede before the address.
    pub const SENT_TO: &str = "We sent a link to ";
    /// Lede after the address.
    pub const SENT_REST: &str = ". Open it on any device; this page carries on by itself.";
    /// Lede before the address, while the mail is not out.
    pub const SENDING_TO: &str = "We’re sending a link to ";
    /// Before the time of the next try.
    pub const NEXT_TRY: &str = "The mail server isn’t answering. Next try at ";
    /// Before the time at which a mail goes out that was put off.
    pub const PUT_OFF: &str = "This address was sent a lot of mail in a short time. This one goes out at ";
    /// Before the time at which the link dies.
    pub const GOOD_UNTIL: &str = "The link is good until ";
    /// After a refusal.
    pub fn refused(reason: &str) -> String {
        format!("It said: {reason}. Check the address, or use a different one.")
    }
    /// While the server cannot be reached.
    pub fn unreachable(seconds: u32) -> String {
        let seconds = counted(seconds, "second", "seconds");
        format!("Can’t reach the server. Trying again in {seconds}; nothing is lost.")
    }
}

/// `/verify/{token}`
pub mod confirm {
    pub const TITLE: &str = "Confirm your address";
    /// Heading in the browser that signed up.
    pub const OWN_HEADING: &str = "Confirm your address";
    pub const OWN_INTRO: &str = "You signed up in this browser, so that’s all it takes.";
    /// Heading in another browser.
    pub const HEADING: &str = "Is this you?";
    pub const INTRO: &str = "Somebody signed up for Parlor with this address, in another browser.";
    pub const ADDRESS: &str = "Address";
    pub const NAME: &str = "Name";
    pub const STARTED: &str = "Started";
    pub const CONFIRM: &str = "Confirm";
    /// Button; the contract fixes its apostrophe.
    pub const NOT_ME: &str = "This wasn't me";
    /// What the first button does.
    pub const CONFIRM_DOES: &str =
        " finishes the sign-up in the browser where it started. You won’t be signed in here.";
    /// What the second button does.
    pub const NOT_ME_DOES: &str = " deletes the sign-up. Nothing else happens.";
    /// Heading when done.
    pub const DONE: &str = "Confirmed";
    /// When the waiting tab of this browser goes on.
    pub const OTHER_TAB: &str = "Confirmed, carry on in the other tab.";
    /// When another browser signed up.
    pub const OTHER_BROWSER: &str = "The sign-up carries on by itself where it was started. You can close this page.";
    /// Link beside [`OTHER_BROWSER`].
    pub const SIGN_IN_HERE: &str = "Sign in here instead";
    /// Link beside [`OTHER_TAB`].
    pub const CARRY_ON_HERE: &str = "Or carry on here";
    /// When no browser waits for it any more.
    pub const NOBODY_WAITS: &str = "Your address is confirmed. Sign in with it, and the password that you chose.";
    pub const SIGN_IN: &str = "Sign in";
    /// Heading in a browser with a sign-up of its own for the address.
    pub const RIVAL_HEADING: &str = "Not the sign-up you started here";
    pub const RIVAL_INTRO: &str = "This link belongs to a sign-up with your address that was started in another browser. Whoever started it would get the account.";
    /// Why a confirmation is refused in a browser with a sign-up of its own for the address.
    pub const OTHER_SIGN_UP: &str = "This link belongs to a sign-up that was started in another browser, and you’ve started one here. Go on with yours: we’ll send a new link.";
    pub const GO_ON: &str = "Go on with mine";
    /// What it does.
    pub const GO_ON_DOES: &str = " drops the other one, and sends a new link for the sign-up you started here.";
    /// What *This wasn't me* does in a browser with a sign-up of its own for the address.
    pub const NOT_ME_RIVAL: &str = " deletes the other one. Was it you as well? Open the link in that browser.";
    /// Heading after *This wasn't me*.
    pub const REMOVED: &str = "The sign-up is gone";
    pub const REMOVED_INTRO: &str = "Nobody has an account with your address now. You can close this page.";
}

/// Links that open nothing (SU-14).
pub mod dead_link {
    use super::DeadLink;

    /// Below the heading of a used link, when somebody is signed in here.
    pub const SIGNED_IN: &str = "The address is confirmed, and you’re signed in here.";

    pub const fn heading(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => "This link has expired",
            DeadLink::Used => "This link was used already",
            DeadLink::Rejected => "The sign-up is gone",
            DeadLink::Superseded => "This link is from an earlier mail",
            DeadLink::Taken => "This address has an account now",
            DeadLink::Unknown => "We don’t know this link",
        }
    }

    /// What happened and what to do next, for links of somebody who has an account; of one that gave way to another its area says
    /// more.
    pub const fn of_account(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => "This link has expired. Request a fresh one.",
            DeadLink::Used => "This link was used already. If that wasn’t you, reset your password.",
            DeadLink::Superseded => "This link doesn’t work any more: another one counts.",
            DeadLink::Taken => {
                "Another account has this address now. Sign in to that one, and delete it or change its address first."
            }
            DeadLink::Rejected | DeadLink::Unknown => {
                "We don’t know this link. Copy all of it from the mail, or request a fresh one."
            }
        }
    }

    /// What happened and what to do next.
    pub const fn intro(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => {
                "Links are good for 48 hours. Sign in with your email and password: you’ll find a new one in your inbox."
            }
            DeadLink::Used => {
                "The address is confirmed. If the sign-up doesn’t carry on where it was started, sign in here."
            }
            DeadLink::Rejected => {
                "It was deleted with this link, and the address is free. If it was you after all, sign up again."
            }
            DeadLink::Superseded => {
                "The newest one works: look for it in your inbox. Or sign in, and send another from there."
            }
            DeadLink::Taken => {
                "An account moved to it while the sign-up waited, so the sign-up is over. Sign in with that account’s password."
            }
            DeadLink::Unknown => {
                "Perhaps a part of it was lost on the way: copy all of it. If the sign-up was deleted, start a new one."
            }
        }
    }
}

/// `/sign-in`
pub mod sign_in {
    /// Document title, heading and button.
    pub const SIGN_IN: &str = "Sign in";
    pub const INTRO: &str = "Then straight back to where you were going.";
    /// Below the heading, when the session of this browser ended.
    pub const ENDED: &str = "You were signed out. Sign in, and carry on where you were.";
    /// Below the heading, when the session of this browser ended while something was typed.
    pub const ENDED_TYPED: &str = "You were signed out while you were writing. What you typed is kept in this tab.";
    /// Fact: the pages whose forms are kept.
    pub const KEPT: &str = "Kept";
    /// Fact: how long.
    pub const UNTIL: &str = "Until";
    /// Its value.
    pub const UNTIL_CLOSED: &str = "You close this tab";
    /// Below the address then.
    pub const SOMEBODY_ELSE: &str = "Somebody else starts afresh; they never see what you typed.";
    /// Way out.
    pub const NEW_HERE: &str = "New here? ";
    pub const EMAIL: &str = "Email";
    pub const PASSWORD: &str = "Password";
}
