//! What was done about a plan, in words (ST-3, ST-4).

use chrono::NaiveDate;
use domain::{Limit, MaskedContact, Subscription};

use super::{Part, words};
use crate::{
    text::{
        and,
        settings::billing::{day, projects, seats, status},
    },
    ui::isolated,
};

fn limit_in_words(limit: Option<Limit>) -> String {
    limit.map_or_else(|| "any number".into(), |limit| limit.to_string())
}

fn end_in_words(ends_on: Option<NaiveDate>) -> String {
    ends_on.map_or_else(|| "no date".into(), day)
}

/// What the operator did: " changed the seats from 120 to 150 and the end from no date to 31 January 2026".
pub fn plan_changed(before: Option<&Subscription>, after: &Subscription) -> Vec<Part> {
    let name = |subscription: &Subscription| Part::Name(subscription.plan.name.to_string());
    let Some(before) = before else {
        let until = after.ends_on.map(|last| format!(", until {}", day(last))).unwrap_or_default();
        let (included, worked_in) = (seats(after.plan.seats), projects(after.plan.projects));
        return vec![words(" set the plan to "), name(after), words(format!(": {included}, {worked_in}{until}"))];
    };
    let change = |what: &str, old: String, new: String| (old != new).then(|| format!("the {what} from {old} to {new}"));
    let (old, new) = (before, after);
    let changed: Vec<String> = [
        change("seats", limit_in_words(old.plan.seats), limit_in_words(new.plan.seats)),
        change("projects", limit_in_words(old.plan.projects), limit_in_words(new.plan.projects)),
        change("end", end_in_words(old.ends_on), end_in_words(new.ends_on)),
        change("status", status(old.status).to_lowercase(), status(new.status).to_lowercase()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if before.plan.name == after.plan.name {
        return vec![words(format!(" changed {}", and(&changed)))];
    }
    let rest = if changed.is_empty() { String::new() } else { format!(", and changed {}", and(&changed)) };
    vec![words(" changed the plan from "), name(before), words(" to "), name(after), words(rest)]
}

/// What became of the billing contact. `known` is the address of the new one, until that is forgotten.
pub fn contact_changed(
    before: Option<&MaskedContact>,
    after: Option<&MaskedContact>,
    known: Option<Part>,
) -> Vec<Part> {
    let masked = |contact: &MaskedContact| Part::Address(contact.to_string());
    let Some(after) = after else { return vec![words(" removed the billing contact")] };
    let new = known.unwrap_or_else(|| masked(after));
    match before {
        None => vec![words(" set the billing contact to "), new],
        Some(before) if before == after => vec![words(" changed the billing contact "), new],
        Some(before) => vec![words(" changed the billing contact from "), masked(before), words(" to "), new],
    }
}

/// "Team, 120 seats, 5 projects, active, until 31 January 2026"
pub fn subscription(of: &Subscription) -> String {
    let name = isolated(of.plan.name.as_str());
    let until = of.ends_on.map(|last| format!("until {}", day(last)));
    let parts = [name, seats(of.plan.seats), projects(of.plan.projects), status(of.status).to_lowercase()];
    parts.into_iter().chain(until).collect::<Vec<_>>().join(", ")
}

/// "r***@harbour.example"
pub fn contact(of: Option<&MaskedContact>) -> String {
    of.map_or_else(|| "Nobody".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use domain::{Plan, SubscriptionStatus};

    use super::*;

    fn team() -> Subscription {
        let name = "Team".parse().unwrap_or_else(|_| unreachable!("it is a name"));
        Subscription::begin(Plan { name, seats: 120.try_into().ok(), projects: 5.try_into().ok() })
    }

    fn told(parts: Vec<Part>) -> String {
        let text = |part| match part {
            Part::Words(text) | Part::Name(text) | Part::Address(text) => text,
        };
        parts.into_iter().map(text).collect()
    }

    // ST-3, ST-4
    #[test]
    fn st_3_the_history_says_before_and_after() {
        let (before, mut after) = (team(), team());
        assert_eq!(told(plan_changed(None, &before)), " set the plan to Team: 120 seats, 5 projects");
        after.plan.seats = 150.try_into().ok();
        assert_eq!(told(plan_changed(Some(&before), &after)), " changed the seats from 120 to 150");
        after.ends_on = NaiveDate::from_ymd_opt(2026, 1, 31);
        after.status = SubscriptionStatus::PastDue;
        assert_eq!(
            told(plan_changed(Some(&before), &after)),
            " changed the seats from 120 to 150, the end from no date to 31 January 2026 and the status from active to \
             payment overdue"
        );
        let renamed = Subscription {
            plan: Plan {
                name: "Large".parse().unwrap_or_else(|_| unreachable!("it is a name")),
                ..before.plan.clone()
            },
            ..before.clone()
        };
        assert_eq!(told(plan_changed(Some(&before), &renamed)), " changed the plan from Team to Large");
    }

    // PRV-4
    #[test]
    fn a_contact_is_named_until_the_address_is_forgotten() {
        let contact = |email: &str| {
            let email = email.parse().unwrap_or_else(|_| unreachable!("it is an address"));
            domain::BillingContact { name: None, email }.masked()
        };
        let (ruth, accounts) = (contact("ruth@harbour.example"), contact("accounts@harbour.example"));
        let known = Some(Part::Address("accounts@harbour.example".into()));
        assert_eq!(
            told(contact_changed(Some(&ruth), Some(&accounts), known)),
            " changed the billing contact from r***@harbour.example to accounts@harbour.example"
        );
        assert_eq!(
            told(contact_changed(None, Some(&accounts), None)),
            " set the billing contact to a***@harbour.example"
        );
        assert_eq!(told(contact_changed(Some(&ruth), None, None)), " removed the billing contact");
    }
}
