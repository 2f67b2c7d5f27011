//! *Billing*: plan, use, contact and history; and what is said where a limit is reached.

use chrono::{Datelike, NaiveDate};
use domain::{BillingContact, Limit, Plan, ProjectUse, ReachedLimit, SeatUse, Subscription, SubscriptionStatus};

use crate::{
    text::{
        and, listed,
        plural::{counted, of},
    },
    ui::{isolated, words::MONTHS},
};

pub const PLAN: &str = "Plan";
pub const PLAN_HINT: &str = "Your operator sets plan and limits on the server. Nothing is charged here.";
/// In the plan's place.
pub const NO_PLAN: &str = "No limits";
pub const NO_PLAN_TEXT: &str = "As many seats and projects as you need.";
pub const USE: &str = "Use";
pub const USE_HINT: &str = "Counted now. Owners count as seats, too, and so do open invitations; drafts don’t.";
pub const SEATS: &str = "Seats";
pub const PROJECTS: &str = "Projects";
/// Link below the seats.
pub const SEE_INVITATIONS: &str = "See invitations";
/// Link below the seats, where all are taken.
pub const SEE_MEMBERS: &str = "See who has access";
pub const CONTACT: &str = "Billing contact";
pub const CONTACT_HINT: &str = "Whom your operator writes to about the plan.";
pub const NAME: &str = "Name";
pub const EMAIL: &str = "Email";
pub const EMAIL_HINT: &str = "Those who manage billing see it. Leave both empty for nobody.";
/// Name of the bar.
pub const UNSAVED: &str = "Unsaved changes";
/// In the bar, where nothing can count.
pub const CHANGE_AND_SAVE: &str = "Nothing is saved until you save it.";
pub const DISCARD: &str = "Discard";
pub const SAVE: &str = "Save changes";
/// Once it is done.
pub const SAVED: &str = "The billing contact is saved.";

/// Another contact was saved while this one was typed.
pub fn contact_saved_meanwhile(now: Option<&BillingContact>) -> String {
    let now = match now {
        Some(BillingContact { name: Some(name), email }) => {
            format!("It is {}, {}, now.", isolated(name.as_str()), isolated(email.as_str()))
        }
        Some(BillingContact { name: None, email }) => format!("It is {} now.", isolated(email.as_str())),
        None => "There is none now.".to_owned(),
    };
    format!("The billing contact was changed meanwhile. {now} Nothing was saved: save again to have it your way.")
}
pub const HISTORY: &str = "History";
pub const HISTORY_HINT: &str = "What changed in plan, limits and contact.";
pub const NO_HISTORY: &str = "Nothing yet.";

/// Before the slug by which the operator knows the organization.
pub const ASK_OPERATOR: &str = "To change it, ask whoever runs this server, and name ";

/// A status in a word.
pub const fn status(status: SubscriptionStatus) -> &'static str {
    match status {
        SubscriptionStatus::Trial => "Trial",
        SubscriptionStatus::Active => "Active",
        SubscriptionStatus::PastDue => "Payment overdue",
        SubscriptionStatus::Cancelled => "Cancelled",
    }
}

/// "150 seats"
pub fn seats(limit: Option<Limit>) -> String {
    limit.map_or_else(|| "any number of seats".into(), |limit| counted(limit.get(), "seat", "seats"))
}

/// "5 projects"
pub fn projects(limit: Option<Limit>) -> String {
    limit.map_or_else(|| "any number of projects".into(), |limit| counted(limit.get(), "project", "projects"))
}

/// "31 January 2026"
pub fn day(date: NaiveDate) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// "150 seats, 5 projects, until 31 January 2026."
pub fn includes(subscription: &Subscription) -> String {
    let Subscription { plan: Plan { seats: included, projects: worked_in, .. }, ends_on, .. } = subscription;
    let until = ends_on.map(|last| format!(", until {}", day(last))).unwrap_or_default();
    let (included, worked_in) = (seats(*included), projects(*worked_in));
    // The first word of a sentence.
    let included = included.strip_prefix("any").map_or_else(|| included.clone(), |rest| format!("Any{rest}"));
    format!("{included}, {worked_in}{until}.")
}

/// Notice once the last day of a plan is over.
pub fn ended(last: NaiveDate) -> String {
    format!(
        "The plan ended on {}. Everything goes on as before, with the same limits; ask your operator what comes next.",
        day(last)
    )
}

/// The number beside a meter: "140 of 150".
pub fn used(taken: u32, included: Option<Limit>) -> String {
    included.map_or_else(|| taken.to_string(), |included| format!("{taken} of {included}"))
}

/// Who holds the seats: "128 members and 12 open invitations. 10 are free."
pub fn seats_used(used: &SeatUse) -> String {
    let mut holders = vec![counted(used.members, "member", "members")];
    if used.invited > 0 {
        holders.push(counted(used.invited, "open invitation", "open invitations"));
    }
    let holders = and(&holders);
    let Some(free) = used.free() else { return format!("{holders}.") };
    let waiting = match (used.waiting(), used.invited) {
        (0, _) => String::new(),
        (all, invited) if all == invited => of(
            &all,
            " The open one can’t be accepted until a seat is free.".to_owned(),
            format!(" The {all} open ones can’t be accepted until a seat is free."),
        ),
        (some, _) => format!(" If all are accepted, the last {some} will have to wait for a seat."),
    };
    match free {
        0 => format!("{holders}: all taken. New invitations wait as drafts.{waiting}"),
        free => format!("{holders}. {free} {} free.", of(&free, "is", "are")),
    }
}

/// How many projects there can be beside those that there are.
pub fn projects_used(used: &ProjectUse) -> String {
    match used.free() {
        None => "Archived projects don’t count.".into(),
        Some(0) if used.active == 1 => "In use. Ask for more to work in several.".into(),
        Some(0) => "All taken. Archive one to make room, or ask for more.".into(),
        Some(free) => format!("{free} {} free. Archived projects don’t count.", of(&free, "is", "are")),
    }
}

/// Notice while no seat is free: what is so, in strong words.
pub fn all_seats(used: &SeatUse, limit: Limit) -> String {
    if used.taken() > limit.get() {
        format!("{} of {limit} seats are taken.", used.taken())
    } else {
        format!("All {limit} seats are taken.")
    }
}
/// What it means that all seats are taken.
pub const ALL_SEATS_TEXT: &str = "Nobody loses anything; nobody new can be invited. Cancel an invitation or revoke access that nobody needs, or ask \
     your operator for more.";

/// Notice while there can be no more projects.
pub fn all_projects(used: &ProjectUse, limit: Limit) -> String {
    if used.active > limit.get() {
        format!("{} of {limit} projects are in use.", used.active)
    } else {
        of(&limit.get(), "The only project is in use.".to_owned(), format!("All {limit} projects are in use."))
    }
}
/// What it means that there can be no more projects.
pub const fn all_projects_text(used: &ProjectUse) -> &'static str {
    // The last one cannot be archived.
    if used.active > 1 {
        "Nothing is lost; none can be added. Archive one that nobody needs, or ask your operator for more."
    } else {
        "None can be added. To work in more than one, ask your operator."
    }
}

/// Who can see to it that there is more of something (TR-8).
fn who_changes(ReachedLimit { managers, can_ask, .. }: &ReachedLimit) -> String {
    let who = match (can_ask, managers.is_empty()) {
        (true, _) => "you".into(),
        (false, true) => "an owner".into(),
        (false, false) => listed(managers, "or"),
    };
    format!("Your operator sets plan and limits; {who} can ask for more.")
}

/// Why somebody cannot be given a seat.
pub fn seats_taken(reached: &ReachedLimit) -> String {
    let limit = reached.limit;
    let taken = of(&limit.get(), "The only seat is taken.".to_owned(), format!("All {limit} seats are taken."));
    format!("{taken} Cancel an invitation or revoke access that nobody needs. {}", who_changes(reached))
}

/// Why there can be no further project.
pub fn projects_taken(reached: &ReachedLimit) -> String {
    let limit = reached.limit;
    let taken = of(
        &limit.get(),
        "The plan includes one project, and it’s in use.".to_owned(),
        format!("The plan includes {limit} projects, and all are in use."),
    );
    // The last one cannot be archived.
    let way = of(&limit.get(), "", " Archive one first.");
    format!("{taken}{way} {}", who_changes(reached))
}

/// Notice above the form for a new member, while no seat is free.
pub fn no_seat(reached: &ReachedLimit) -> String {
    format!("{} Until one is free, keep people as drafts.", seats_taken(reached))
}

/// Link after either notice, for those who can ask for more: to what the plan includes.
pub const SEE_PLAN: &str = "See plan and limits";

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(number: u32) -> Option<Limit> {
        number.try_into().ok()
    }

    fn team() -> Subscription {
        let name = "Team".parse().unwrap_or_else(|_| unreachable!("it is a name"));
        Subscription::begin(Plan { name, seats: limit(120), projects: limit(5) })
    }

    // ST-3
    #[test]
    fn st_3_what_is_used_is_said_in_numbers() {
        let seats = |members, invited, included| seats_used(&SeatUse { members, invited, included });
        assert_eq!(seats(128, 12, limit(150)), "128 members and 12 open invitations. 10 are free.");
        assert_eq!(seats(1, 0, limit(2)), "1 member. 1 is free.");
        assert_eq!(seats(3, 1, None), "3 members and 1 open invitation.");
        assert_eq!(
            seats(128, 36, limit(150)),
            "128 members and 36 open invitations: all taken. New invitations wait as drafts. If all are accepted, the last \
             14 will have to wait for a seat."
        );
        assert_eq!(
            seats(150, 14, limit(150)),
            "150 members and 14 open invitations: all taken. New invitations wait as drafts. The 14 open ones can’t be \
             accepted until a seat is free."
        );
        assert_eq!(used(9, limit(5)), "9 of 5");
    }

    // ST-3
    #[test]
    fn st_3_a_plan_says_what_it_includes() {
        assert_eq!(includes(&team()), "120 seats, 5 projects.");
        let mut endless = team();
        endless.plan.seats = None;
        endless.plan.projects = limit(1);
        endless.ends_on = NaiveDate::from_ymd_opt(2026, 1, 31);
        assert_eq!(includes(&endless), "Any number of seats, 1 project, until 31 January 2026.");
    }

    // TR-8
    #[test]
    fn tr_8_a_limit_says_who_changes_it() {
        let said = |text: String| text.replace(['\u{2068}', '\u{2069}'], "");
        let (Some(five), Some(one)) = (limit(5), limit(1)) else { unreachable!("they are limits") };
        let reached = |limit, managers: &[&str], can_ask| ReachedLimit {
            limit,
            managers: managers.iter().map(ToString::to_string).collect(),
            can_ask,
        };
        assert_eq!(
            said(seats_taken(&reached(five, &["Mina", "Ruth"], false))),
            "All 5 seats are taken. Cancel an invitation or revoke access that nobody needs. Your operator sets plan and limits; Mina or Ruth \
             can ask for more."
        );
        assert!(said(projects_taken(&reached(one, &[], false))).ends_with("; an owner can ask for more."));
        assert!(said(projects_taken(&reached(one, &["Mina"], true))).ends_with("; you can ask for more."));
    }
}
