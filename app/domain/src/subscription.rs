//! The subscription of an organization: its plan, what that includes, and whom the operator writes to about it (ST-3).

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{EmailAddress, PersonName, PlanName};

/// How many of something a plan includes: one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Limit(u32);

/// Not a number of which a plan includes as many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a number from 1 to {}", Limit::LARGEST)]
pub struct LimitProblem;

impl Limit {
    const LARGEST: u32 = 1_000_000;

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Limit {
    type Error = LimitProblem;

    fn try_from(number: u32) -> Result<Self, LimitProblem> {
        if (1..=Self::LARGEST).contains(&number) { Ok(Self(number)) } else { Err(LimitProblem) }
    }
}

impl From<Limit> for u32 {
    fn from(limit: Limit) -> Self {
        limit.0
    }
}

impl FromStr for Limit {
    type Err = LimitProblem;

    fn from_str(typed: &str) -> Result<Self, LimitProblem> {
        typed.parse::<u32>().map_err(|_| LimitProblem)?.try_into()
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A plan: its name, and how much of each it includes; none for as many as wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// What the operator calls it.
    pub name: PlanName,
    /// Seats for people.
    pub seats: Option<Limit>,
    /// Projects that are worked in.
    pub projects: Option<Limit>,
}

/// What the operator says of a subscription. It is told, and changes nothing: limits are what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubscriptionStatus {
    /// The organization tries it out.
    Trial,
    /// All is in order.
    Active,
    /// A payment is late.
    PastDue,
    /// It will not go on.
    Cancelled,
}

/// A word that names no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be trial, active, past-due or cancelled")]
pub struct UnknownSubscriptionStatus;

impl SubscriptionStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Trial, Self::Active, Self::PastDue, Self::Cancelled];

    /// The status as it is typed and stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::PastDue => "past-due",
            Self::Cancelled => "cancelled",
        }
    }
}

impl FromStr for SubscriptionStatus {
    type Err = UnknownSubscriptionStatus;

    fn from_str(text: &str) -> Result<Self, UnknownSubscriptionStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(UnknownSubscriptionStatus)
    }
}

impl TryFrom<String> for SubscriptionStatus {
    type Error = UnknownSubscriptionStatus;

    fn try_from(text: String) -> Result<Self, UnknownSubscriptionStatus> {
        text.parse()
    }
}

/// What an organization has: a plan, since the operator gave it one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// What it includes.
    pub plan: Plan,
    /// How it stands.
    pub status: SubscriptionStatus,
    /// Its last day; none where no end is set. After it everything goes on as before, and it is said.
    pub ends_on: Option<NaiveDate>,
}

impl Subscription {
    /// What an organization begins with that gets this plan.
    pub const fn begin(plan: Plan) -> Self {
        Self { plan, status: SubscriptionStatus::Active, ends_on: None }
    }

    /// Whether its last day is over.
    pub fn has_ended(&self, today: NaiveDate) -> bool {
        self.ends_on.is_some_and(|last| last < today)
    }
}

/// Who holds the seats of an organization. What may take one, and when, is decided by the use cases; here is what is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatUse {
    /// How many members there are.
    pub members: u32,
    /// How many invitations can be accepted.
    pub invited: u32,
    /// How many seats the plan includes; none for as many as wanted.
    pub included: Option<Limit>,
}

impl SeatUse {
    /// How many seats are held.
    pub const fn taken(&self) -> u32 {
        self.members.saturating_add(self.invited)
    }

    /// How many seats nobody holds; none where there is no limit.
    pub fn free(&self) -> Option<u32> {
        Some(self.included?.get().saturating_sub(self.taken()))
    }

    /// How many of the open invitations find no seat if all are accepted.
    pub fn waiting(&self) -> u32 {
        let Some(included) = self.included else { return 0 };
        self.invited.saturating_sub(included.get().saturating_sub(self.members))
    }

    /// Whether none is free.
    pub fn is_full(&self) -> bool {
        self.free() == Some(0)
    }
}

/// That all seats or projects of the plan are taken: told before somebody asks for one more, and where it is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachedLimit {
    /// How many there are.
    pub limit: Limit,
    /// Names of some who manage billing, and so can ask the operator for more.
    pub managers: Vec<String>,
    /// Whether whoever is told is one of those.
    pub can_ask: bool,
}

/// How many projects are worked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectUse {
    /// How many there are; archived ones do not count.
    pub active: u32,
    /// How many the plan includes; none for as many as wanted.
    pub included: Option<Limit>,
}

impl ProjectUse {
    /// How many more there can be; none where there is no limit.
    pub fn free(&self) -> Option<u32> {
        Some(self.included?.get().saturating_sub(self.active))
    }

    /// Whether there can be no more.
    pub fn is_full(&self) -> bool {
        self.free() == Some(0)
    }
}

/// Whom the operator writes to about the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingContact {
    /// What they are called, where that was said.
    pub name: Option<PersonName>,
    /// Where they read mail.
    pub email: EmailAddress,
}

impl BillingContact {
    /// What the audit log keeps of it for good.
    pub fn masked(&self) -> MaskedContact {
        MaskedContact(self.email.masked())
    }
}

/// A billing contact that names nobody: `r***@harbour.example`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskedContact(String);

impl fmt::Display for MaskedContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(number: u32) -> Option<Limit> {
        number.try_into().ok()
    }

    // ST-3
    #[test]
    fn st_3_a_limit_is_a_number_of_one_or_more() {
        for (typed, taken) in [("1", Some(1)), ("150", Some(150)), ("1000000", Some(1_000_000)), ("007", Some(7))] {
            assert_eq!(typed.parse::<Limit>().ok().map(Limit::get), taken, "{typed}");
        }
        for typed in ["0", "-1", "1000001", "", " 5", "5 ", "five", "1.5", "99999999999999999999", "٥"] {
            assert_eq!(typed.parse::<Limit>(), Err(LimitProblem), "{typed:?}");
        }
        assert_eq!(serde_json::to_string(&limit(5)).unwrap(), "5");
        assert!(serde_json::from_str::<Limit>("0").is_err());
    }

    // ST-3
    #[test]
    fn st_3_a_status_reads_what_it_writes() {
        for status in SubscriptionStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        assert!("Active".parse::<SubscriptionStatus>().is_err());
    }

    // ST-3
    #[test]
    fn st_3_the_last_day_belongs_to_it() {
        let plan = Plan { name: "Team".parse().unwrap(), seats: None, projects: None };
        let last = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        let endless = Subscription::begin(plan);
        let ending = Subscription { ends_on: Some(last), ..endless.clone() };
        assert!(!endless.has_ended(last) && !ending.has_ended(last));
        assert!(ending.has_ended(last.succ_opt().unwrap()));
    }

    // ST-3
    #[test]
    fn st_3_seats_add_up() {
        let seats = |members, invited, included| SeatUse { members, invited, included };
        // Members, open invitations, limit: how many are free, and how many invitations wait.
        for (counted, free, waiting) in [
            (seats(128, 12, limit(150)), Some(10), 0),
            (seats(128, 22, limit(150)), Some(0), 0),
            (seats(128, 36, limit(150)), Some(0), 14),
            (seats(150, 14, limit(150)), Some(0), 14),
            (seats(9, 2, limit(5)), Some(0), 2),
            (seats(9, 2, None), None, 0),
        ] {
            assert_eq!((counted.free(), counted.waiting()), (free, waiting), "{counted:?}");
            assert_eq!(counted.is_full(), free == Some(0));
        }
        let projects = ProjectUse { active: 6, included: limit(5) };
        assert_eq!((projects.free(), projects.is_full()), (Some(0), true));
    }

    // PRV-4
    #[test]
    fn what_is_kept_of_a_contact_names_nobody() {
        let contact = BillingContact { name: None, email: "ruth@harbour.example".parse().unwrap() };
        assert_eq!(contact.masked().to_string(), "r***@harbour.example");
    }
}
