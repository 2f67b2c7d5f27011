//! Every sentence that a person reads on a page, so that it can be translated later. Mails have their templates.

pub mod account;
pub mod invitations;
pub mod members;
pub mod reset;

use domain::{
    DeadInvitation, DeadLink, EmailProblem, LinkKind, NameProblem, PasswordProblem, Role, SlugProblem, Strength, limits,
};

use crate::error::AppError;

/// The product.
pub const PARLOR: &str = "Parlor";

/// The title of a document.
pub fn title(page: &str) -> String {
    format!("{page} · {PARLOR}")
}

/// What went wrong, and what to do about it.
pub fn error(error: &AppError) -> String {
    match error {
        AppError::Fields { fields } => fields.iter().map(|field| field.message.as_str()).collect::<Vec<_>>().join(" "),
        AppError::SignedOut => "You’re signed out. Sign in, and carry on here.".into(),
        AppError::Unconfirmed => "Confirm your address first. We can send the link again.".into(),
        AppError::BadCredentials => "That email and password don’t go together. Check both and try again.".into(),
        AppError::NoAttempt => "This browser isn’t signing up any more. Sign in, or sign up again.".into(),
        AppError::DeadLink { link: LinkKind::Verification, reason } => dead_link::lede(*reason).into(),
        AppError::DeadLink { reason, .. } => dead_link::of_account(*reason).into(),
        AppError::DeadInvitation { reason, .. } => dead_invitation(*reason).into(),
        AppError::WrongAccount { invited, signed_in } => {
            format!("This invitation is for {invited}. You’re signed in as {signed_in}: switch account, then accept.")
        }
        AppError::Forbidden { permission, granted_by } => {
            format!("You need {} for that. {}", members::permission(*permission), can_grant_it(granted_by))
        }
        AppError::LastOwner { organizations } => format!(
            "{} would be left without an owner. Hand over ownership or delete the organization first.",
            listed(organizations, "and")
        ),
        AppError::NotFound => "There’s nothing here for you. Check the address, or go back.".into(),
        AppError::TooSoon { seconds } => {
            format!("We sent one a moment ago. Wait {}, then send another.", span(*seconds))
        }
        AppError::Throttled { seconds } => {
            format!("Too many tries from here. Wait {}, or reset your password.", span(*seconds))
        }
        AppError::OrganizationLimit { limit: 1 } => {
            "Here everybody can create one organization, and you have. Ask whoever runs this server for more.".into()
        }
        AppError::OrganizationLimit { limit } => format!(
            "Here everybody can create {limit} organizations, and you have. Ask whoever runs this server for more."
        ),
        AppError::Malformed => "The server couldn’t read that. Load the page again and send it once more.".into(),
        AppError::CrossSite => {
            "That came from another site, so nothing was done. Open Parlor itself and try there.".into()
        }
        AppError::TooLarge => "That’s more than fits in this form. Send less.".into(),
        AppError::Unavailable => {
            "The server has too much to do. Nothing is lost: wait a moment and send it again.".into()
        }
        AppError::Internal { reference } => format!(
            "Something broke on our side, and nothing was done. Try again; if it stays, tell whoever runs this server \u{201c}{reference}\u{201d}."
        ),
        AppError::Unreachable => {
            "Can’t reach the server. Nothing is lost: check your connection and send it again.".into()
        }
    }
}

/// Why an invitation cannot be accepted, in one sentence; its page says more.
const fn dead_invitation(reason: DeadInvitation) -> &'static str {
    match reason {
        DeadInvitation::Expired | DeadInvitation::Asked => "This invitation has expired. Ask for a new one.",
        DeadInvitation::UsedByYou => "You accepted this invitation already. Open the organization.",
        DeadInvitation::Used => "This invitation was used already. Sign in with the address it was for.",
        DeadInvitation::Cancelled => "The team took this invitation back. Ask whoever invited you.",
        DeadInvitation::Declined => "This invitation was declined. Ask whoever invited you for another.",
        DeadInvitation::Superseded => "This link is from an earlier mail. The newest one works.",
        DeadInvitation::Gone => "The organization was deleted, and the invitation with it.",
        DeadInvitation::Member => "You’re in this organization already. Open it.",
        DeadInvitation::Unknown => "We don’t know this invitation. Copy all of the link from the mail.",
    }
}

/// "Mina or Jonas can grant it."
fn can_grant_it(people: &[String]) -> String {
    if people.is_empty() { "An owner can grant it.".into() } else { format!("{} can grant it.", listed(people, "or")) }
}

/// "Mina, Jonas or Priya".
pub fn listed(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// "42 seconds", "1 minute".
fn span(seconds: u32) -> String {
    match seconds {
        1 => "1 second".into(),
        60 => "1 minute".into(),
        seconds if seconds > 60 => format!("{} minutes", seconds.div_ceil(60)),
        seconds => format!("{seconds} seconds"),
    }
}

/// Why an address is refused.
pub fn email_problem(problem: EmailProblem) -> String {
    match problem {
        EmailProblem::Empty => "Enter your email address.".into(),
        EmailProblem::TooLong => "That’s longer than an email address can be.".into(),
        EmailProblem::Shape => "Enter an address like mina@example.com.".into(),
    }
}

/// Why a password is refused.
pub fn password_problem(problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::Empty => "Enter a password.".into(),
        PasswordProblem::TooShort => format!("Use {} characters or more.", limits::PASSWORD_MIN),
        PasswordProblem::TooLong => format!("Use {} characters or fewer.", limits::PASSWORD_MAX),
        PasswordProblem::Common => "One of the most used passwords. Try a few plain words.".into(),
        PasswordProblem::IsEmail => "That’s your email address. Try a few plain words.".into(),
        PasswordProblem::IsName => "That’s your name. Try a few plain words.".into(),
    }
}

/// Why a person's name is refused.
pub fn person_name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty | NameProblem::TooShort => "Enter your name.".into(),
        NameProblem::TooLong => format!("Use {} characters or fewer.", limits::PERSON_NAME_MAX),
        NameProblem::Control => "Leave out line breaks and invisible characters.".into(),
        NameProblem::Url => "Leave out web addresses: a name is enough.".into(),
    }
}

/// Why an organization's name is refused.
pub fn organization_name_problem(problem: NameProblem) -> String {
    match problem {
        NameProblem::Empty => "Enter a name for the organization.".into(),
        NameProblem::TooShort => format!("Use {} characters or more.", limits::ORGANIZATION_NAME_MIN),
        NameProblem::TooLong => format!("Use {} characters or fewer.", limits::ORGANIZATION_NAME_MAX),
        NameProblem::Control => "Leave out line breaks and invisible characters.".into(),
        NameProblem::Url => "Leave out web addresses: a name is enough.".into(),
    }
}

/// Why an organization's address is refused.
pub fn slug_problem(problem: SlugProblem) -> String {
    match problem {
        SlugProblem::Length => format!("Use 2 to {} characters.", limits::SLUG_MAX),
        SlugProblem::Characters => "Use lowercase letters, digits and single hyphens.".into(),
        SlugProblem::Reserved => "Parlor keeps that word for itself. Choose another.".into(),
    }
}

/// A role's name.
pub const fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Admin => "Admin",
        Role::BillingAdmin => "Billing admin",
        Role::UserAdmin => "User admin",
        Role::Member => "Member",
    }
}

/// "an owner": somebody of this role.
pub const fn a_role(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Admin => "an admin",
        Role::BillingAdmin => "a billing admin",
        Role::UserAdmin => "a user admin",
        Role::Member => "a member",
    }
}

/// What stands on the entry pages alike.
pub mod entry {
    /// Way out.
    pub const SIGN_OUT: &str = "Sign out";
    /// Name of the three steps.
    pub const STEPS_LABEL: &str = "Signing up";
    /// The three steps.
    pub const STEPS: &[&str] = &["Account", "Inbox", "Workspace"];
}

/// `/sign-up`
pub mod sign_up {
    use super::Strength;

    /// Document title.
    pub const TITLE: &str = "Sign up";
    /// Heading.
    pub const HEADING: &str = "Create your account";
    /// Below it.
    pub const LEDE: &str = "One account for every organization you work with.";
    /// Way out.
    pub const HAVE_ACCOUNT: &str = "Have an account? ";
    /// Field.
    pub const NAME: &str = "Name";
    /// Field.
    pub const EMAIL: &str = "Email";
    /// Below it.
    pub const EMAIL_HINT: &str = "We’ll send one link there to confirm it’s yours.";
    /// Field.
    pub const PASSWORD: &str = "Password";
    /// Below it.
    pub const PASSWORD_HINT: &str = "8 characters or more. A few plain words are good.";
    /// Button.
    pub const SUBMIT: &str = "Sign up";
    /// Below it.
    pub const NEXT: &str = "Next: confirm your address, then name your workspace.";

    /// The sentence beside the strength bars.
    pub const fn strength(strength: Strength) -> &'static str {
        match strength {
            Strength::None => "",
            Strength::Weak => "Too short or too plain yet. 8 characters or more.",
            Strength::Fair => "Fair. A word more makes it strong.",
            Strength::Strong => "Strong. Length beats odd characters.",
            Strength::Excellent => "Excellent. Nobody will guess this one.",
        }
    }
}

/// `/verify`
pub mod waiting {
    /// Document title and heading.
    pub const HEADING: &str = "Check your inbox";
    /// Name of the delivery trail.
    pub const TRAIL: &str = "Your verification mail";
    /// Stop of the trail.
    pub const WRITTEN: &str = "Mail written";
    /// Stop of the trail.
    pub const HANDING: &str = "Handing to the mail server";
    /// Stop of the trail.
    pub const HANDED: &str = "Handed to the mail server";
    /// Stop of the trail.
    pub const QUEUED: &str = "Queued";
    /// Stop of the trail.
    pub const REFUSED: &str = "Refused by the mail server";
    /// Stop of the trail.
    pub const DROPPED: &str = "Not sent: its link had died on the way";
    /// Stop of the trail.
    pub const WAITING: &str = "Waiting for you to open it";
    /// Button.
    pub const RESEND: &str = "Resend verification email";
    /// Link.
    pub const OTHER_ADDRESS: &str = "Use a different address";
    /// Field of that form.
    pub const EMAIL: &str = "Email";
    /// Button of that form.
    pub const SEND_THERE: &str = "Send the link there";
    /// Below that form.
    pub const OTHER_HINT: &str = "Name and password stay as you gave them. The link to the old address stops working.";
    /// Below.
    pub const SPAM: &str = "Nothing there? Look in spam, or search your mail for “Parlor”. Some servers hold new senders back for a few minutes.";
    /// When another tab went on.
    pub const ELSEWHERE: &str = "Confirmed. Carry on in the other tab.";
    /// Link beside it.
    pub const CARRY_ON_HERE: &str = "Or carry on here";
    /// While moving on.
    pub const MOVING_ON: &str = "Confirmed. Moving on…";
    /// Heading without an attempt.
    pub const NO_ATTEMPT: &str = "Nothing to confirm here";
    /// Below it.
    pub const NO_ATTEMPT_LEDE: &str = "This browser isn’t signing up. Sign in, or start a new sign-up.";

    /// Lede before the address.
    pub const SENT_TO: &str = "We sent a link to ";
    /// Lede after the address.
    pub const SENT_REST: &str = ". Open it on any device; this page carries on by itself.";
    /// Lede before the address, while the mail is not out.
    pub const SENDING_TO: &str = "We’re sending a link to ";
    /// Before the time of the next try.
    pub const NEXT_TRY: &str = "The mail server isn’t answering. Next try at ";
    /// Before the time at which the link dies.
    pub const GOOD_UNTIL: &str = "The link is good until ";
    /// After a refusal.
    pub fn refused(reason: &str) -> String {
        format!("It said: {reason}. Check the address, or use a different one.")
    }
    /// While the server cannot be reached.
    pub fn unreachable(seconds: u32) -> String {
        let unit = if seconds == 1 { "second" } else { "seconds" };
        format!("Can’t reach the server. Trying again in {seconds} {unit}; nothing is lost.")
    }
}

/// `/verify/{token}`
pub mod confirm {
    /// Document title.
    pub const TITLE: &str = "Confirm your address";
    /// Heading in the browser that signed up.
    pub const OWN_HEADING: &str = "Confirm your address";
    /// Below it.
    pub const OWN_LEDE: &str = "You signed up in this browser, so that’s all it takes.";
    /// Heading in another browser.
    pub const HEADING: &str = "Is this you?";
    /// Below it.
    pub const LEDE: &str = "Somebody signed up for Parlor with this address, in another browser.";
    /// Fact.
    pub const ADDRESS: &str = "Address";
    /// Fact.
    pub const NAME: &str = "Name";
    /// Fact.
    pub const STARTED: &str = "Started";
    /// Button.
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
    /// Link beside it.
    pub const SIGN_IN_HERE: &str = "Sign in here instead";
    /// Link beside it.
    pub const CARRY_ON_HERE: &str = "Or carry on here";
    /// Heading after *This wasn't me*.
    pub const REMOVED: &str = "The sign-up is gone";
    /// Below it.
    pub const REMOVED_LEDE: &str = "Nobody has an account with your address now. You can close this page.";
}

/// Links that open nothing (SU-14).
pub mod dead_link {
    use super::DeadLink;

    /// Heading.
    pub const fn heading(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => "This link has expired",
            DeadLink::Used => "This link was used already",
            DeadLink::Rejected => "The sign-up is gone",
            DeadLink::Superseded => "This link is from an earlier mail",
            DeadLink::Unknown => "We don’t know this link",
        }
    }

    /// What happened and what to do next, for links of somebody who has an account.
    pub const fn of_account(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => "This link has expired. Request a fresh one.",
            DeadLink::Used => "This link was used already. If that wasn’t you, reset your password.",
            DeadLink::Superseded => {
                "This link is from an earlier mail. The newest one works; we can also send another."
            }
            DeadLink::Rejected | DeadLink::Unknown => {
                "We don’t know this link. Copy all of it from the mail, or request a fresh one."
            }
        }
    }

    /// What happened and what to do next.
    pub const fn lede(reason: DeadLink) -> &'static str {
        match reason {
            DeadLink::Expired => {
                "Links are good for 48 hours. Sign in with your email and password: you’ll find a new one in your inbox."
            }
            DeadLink::Used => "The address is confirmed. The sign-up carries on where it was started, or sign in here.",
            DeadLink::Rejected => {
                "It was deleted with this link, and the address is free. If it was you after all, sign up again."
            }
            DeadLink::Superseded => {
                "The newest one works: look for it in your inbox. Or sign in, and send another from there."
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
    /// Below the heading.
    pub const LEDE: &str = "Then straight back to where you were going.";
    /// Way out.
    pub const NEW_HERE: &str = "New here? ";
    /// Field.
    pub const EMAIL: &str = "Email";
    /// Field.
    pub const PASSWORD: &str = "Password";
}

/// `/setup`
pub mod setup {
    /// Document title.
    pub const TITLE: &str = "Set up your workspace";
    /// Heading of the first time.
    pub const HEADING: &str = "Where will you work?";
    /// Below it.
    pub const LEDE: &str = "Give your team a place of its own. You’ll be its owner.";
    /// Heading of another time.
    pub const ANOTHER: &str = "Create an organization";
    /// Below it.
    pub const ANOTHER_LEDE: &str = "Its people, projects and settings stay apart from your other ones.";
    /// Field.
    pub const NAME: &str = "Organization name";
    /// Before the address that follows from the name.
    pub const ADDRESS: &str = "Address: ";
    /// After it.
    pub const ADDRESS_REST: &str = ".";
    /// Opens the field for the address.
    pub const OTHER_SLUG: &str = "Choose another address";
    /// Field.
    pub const SLUG: &str = "Address";
    /// Below it.
    pub const SLUG_HINT: &str = "Lowercase letters, digits and hyphens. Leave it empty to follow the name.";
    /// Button.
    pub const SUBMIT: &str = "Create organization";
    /// When the slug is taken.
    pub const SLUG_TAKEN: &str = "Another organization has this address. Choose another.";
}

/// `/choose`
pub mod choose {
    /// Document title.
    pub const TITLE: &str = "Choose an organization";
    /// Button.
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
    pub fn lede(count: usize) -> String {
        match count {
            0 => "You belong to no organization yet.".into(),
            1 => "You belong to one organization.".into(),
            count => format!("You belong to {count} organizations."),
        }
    }
}

/// The shell around the pages of an organization.
pub mod shell {
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

    /// Said to screen readers after a switch.
    pub fn switched(name: &str) -> String {
        format!("Now in {name}")
    }
}

/// `/o/{slug}`
pub mod home {
    use super::{Role, a_role};

    /// Document title and top bar.
    pub const TITLE: &str = "Home";
    /// Heading of the team.
    pub const TEAM: &str = "Team";
    /// Heading of the latest deeds.
    pub const LATEST: &str = "Latest";
    /// Name of what stands beside.
    pub const GLANCE: &str = "At a glance";
    /// Said of oneself.
    pub const YOU: &str = "You";
    /// Said of somebody whose account is gone.
    pub const SOMEBODY: &str = "Somebody";
    /// Heading.
    pub const ADDRESS: &str = "Keep its address";
    /// Below it, before the address.
    pub const ADDRESS_TEXT: &str = "A bookmark brings you straight back here: ";
    /// Heading.
    pub const PROJECT: &str = "Your first project stands";
    /// Heading.
    pub const SWITCHING: &str = "More than one team?";
    /// Below it.
    pub const SWITCHING_TEXT: &str = "Each gets an organization of its own. Press Ctrl K, or ⌘ K on a Mac, to go from one to the other without waiting.";
    /// Button.
    pub const CREATE: &str = "Create organization";

    /// Heading.
    pub fn heading(organization: &str) -> String {
        format!("{organization} is ready")
    }
    /// Below it.
    pub fn lede(role: Role, members: i64) -> String {
        let role = a_role(role);
        match members {
            1 => format!("You’re {role}, and alone in here so far."),
            2 => format!("You’re {role}, with one other person."),
            others => format!("You’re {role}, one of {others} people."),
        }
    }
    /// Below [`PROJECT`].
    pub fn project_text(project: &str) -> String {
        format!(
            "Conversations and articles live in a project. Yours is called {project}; most teams never need a second."
        )
    }
    /// A deed.
    pub const CREATED: &str = " created ";
    /// Within it.
    pub const WITH_PROJECT: &str = " with the project ";
    /// A deed that this version has no words for.
    pub const DID: &str = " changed something in ";
}

/// Pages that are not there.
pub mod not_found {
    /// Document title and heading.
    pub const HEADING: &str = "Nothing here";
    /// Below it.
    pub const LEDE: &str =
        "Either the address is wrong, or what was here isn’t open to you. Whoever gave it to you can tell.";
    /// Button.
    pub const HOME: &str = "Go to your organizations";
}

/// When a page cannot be shown.
pub mod broken {
    /// Heading.
    pub const HEADING: &str = "This page didn’t come through";
    /// Below it, when its code is missing.
    pub const NOT_LOADED: &str = "The connection was lost, or Parlor was updated a moment ago.";
    /// Button.
    pub const AGAIN: &str = "Try again";
}
