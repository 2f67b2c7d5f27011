//! What an event says: who it is about, and all that billing goes by, before and after.

use chrono::{DateTime, Utc};
use domain::{Limit, OrganizationId, SeatUse, Slug, Subscription};
use serde::{Deserialize, Serialize};

/// All that billing goes by of an organization. It stands in events, and is stored as what was told last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingState {
    /// Who holds its seats; nobody while it is deleted.
    pub seats: Seats,
    /// Its plan with limits, status and end; none where the operator gave it none.
    pub subscription: Option<Subscription>,
    /// Whether it is deleted; for 7 days it can be brought back.
    pub deleted: bool,
}

/// The seats of an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// Members and open invitations.
    pub used: u32,
    /// Members alone.
    pub members: u32,
    /// Invitations that can be accepted.
    pub invited: u32,
    /// How many the plan includes; none for as many as wanted.
    pub included: Option<Limit>,
}

impl From<SeatUse> for Seats {
    fn from(seats: SeatUse) -> Self {
        Self { used: seats.taken(), members: seats.members, invited: seats.invited, included: seats.included }
    }
}

impl BillingState {
    /// What there is to tell of an organization. A deleted one uses no seats.
    pub fn new(seats: SeatUse, subscription: Option<Subscription>, deleted: bool) -> Self {
        let seats = if deleted { SeatUse { members: 0, invited: 0, ..seats } } else { seats };
        Self { seats: seats.into(), subscription, deleted }
    }
}

/// What happened, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EventType {
    /// Nothing but the number of seats in use.
    #[serde(rename = "organization.seats_changed")]
    SeatsChanged,
    /// The plan, its limits, its status or its end; the seats in use may have changed with it.
    #[serde(rename = "organization.plan_changed")]
    PlanChanged,
    /// It uses no seats from now on.
    #[serde(rename = "organization.deleted")]
    Deleted,
    /// It is back, with the seats that it used.
    #[serde(rename = "organization.restored")]
    Restored,
}

impl EventType {
    /// What made the one of the other. None: nothing that is told. `before`: none where nothing was ever told of it.
    pub fn of(before: Option<&BillingState>, after: &BillingState) -> Option<Self> {
        let Some(before) = before else {
            // Of one that is gone there is nothing to begin with.
            let begins = if after.subscription.is_some() { Self::PlanChanged } else { Self::SeatsChanged };
            return Some(begins).filter(|_| !after.deleted);
        };
        match (before.deleted, after.deleted) {
            _ if before == after => None,
            (false, true) => Some(Self::Deleted),
            (true, false) => Some(Self::Restored),
            _ if before.subscription != after.subscription => Some(Self::PlanChanged),
            _ => Some(Self::SeatsChanged),
        }
    }
}

/// An event as it is sent. It carries the whole state, so whoever reads it needs no other, and of two of one organization that
/// with the higher revision is true.
#[derive(Serialize)]
pub struct Event<'a> {
    /// What happened.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// When.
    pub timestamp: DateTime<Utc>,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    organization: Organization<'a>,
    /// Counts the events of the organization, from 1.
    revision: i64,
    before: Option<&'a BillingState>,
    after: &'a BillingState,
}

#[derive(Serialize)]
struct Organization<'a> {
    /// Never changes.
    id: OrganizationId,
    /// Its place in addresses by now.
    slug: &'a Slug,
}

impl<'a> Event<'a> {
    /// An event of this organization, unless there is nothing to tell.
    pub fn new(
        (id, slug): (OrganizationId, &'a Slug),
        revision: i64,
        before: Option<&'a BillingState>,
        after: &'a BillingState,
        timestamp: DateTime<Utc>,
    ) -> Option<Self> {
        let event_type = EventType::of(before, after)?;
        let data = Data { organization: Organization { id, slug }, revision, before, after };
        Some(Self { event_type, timestamp, data })
    }
}

#[cfg(test)]
mod tests {
    use domain::{Plan, SubscriptionStatus};
    use serde_json::json;

    use super::*;

    fn state(members: u32, invited: u32, seats: Option<u32>) -> BillingState {
        let included = seats.and_then(|seats| Limit::try_from(seats).ok());
        let subscription = included.map(|seats| Subscription {
            plan: Plan { name: "Team".parse().unwrap(), seats: Some(seats), projects: None },
            status: SubscriptionStatus::Active,
            ends_on: None,
        });
        BillingState::new(SeatUse { members, invited, included }, subscription, false)
    }

    // ST-3
    #[test]
    fn st_3_what_happened_is_named() {
        let plain = state(3, 1, None);
        let deleted = BillingState { deleted: true, ..state(0, 0, None) };
        for (before, after, named) in [
            (None, &plain, Some(EventType::SeatsChanged)),
            (None, &state(3, 1, Some(5)), Some(EventType::PlanChanged)),
            (None, &deleted, None),
            (Some(&plain), &plain.clone(), None),
            (Some(&plain), &state(4, 0, None), Some(EventType::SeatsChanged)),
            (Some(&plain), &state(4, 1, Some(5)), Some(EventType::PlanChanged)),
            (Some(&state(3, 1, Some(5))), &state(3, 1, Some(6)), Some(EventType::PlanChanged)),
            (Some(&plain), &deleted, Some(EventType::Deleted)),
            (Some(&deleted), &plain, Some(EventType::Restored)),
        ] {
            assert_eq!(EventType::of(before, after), named, "{before:?} → {after:?}");
        }
        let gone = BillingState::new(SeatUse { members: 3, invited: 1, included: None }, None, true);
        assert_eq!(gone, deleted, "a deleted organization uses no seats");
    }

    // ST-3: what docs/WEBHOOK.md shows, and what was told before is read again.
    #[test]
    fn st_3_an_event_carries_the_whole_state() {
        let (before, after) = (state(3, 1, Some(5)), state(4, 1, Some(5)));
        let id: OrganizationId = "01970000-0000-7000-8000-000000000001".parse().unwrap();
        let slug: Slug = "harbour-finch".parse().unwrap();
        let event = Event::new((id, &slug), 7, Some(&before), &after, DateTime::UNIX_EPOCH).unwrap();
        let subscription =
            json!({ "plan": { "name": "Team", "seats": 5, "projects": null }, "status": "active", "ends_on": null });
        let told = |used: u32, members: u32| {
            let seats = json!({ "used": used, "members": members, "invited": 1, "included": 5 });
            json!({ "seats": seats, "subscription": subscription, "deleted": false })
        };
        assert_eq!(
            serde_json::to_value(&event).unwrap(),
            json!({
                "type": "organization.seats_changed",
                "timestamp": "1970-01-01T00:00:00Z",
                "data": {
                    "organization": { "id": "01970000-0000-7000-8000-000000000001", "slug": "harbour-finch" },
                    "revision": 7,
                    "before": told(4, 3),
                    "after": told(5, 4),
                },
            })
        );
        let stored = serde_json::to_string(&after).unwrap();
        assert_eq!(serde_json::from_str::<BillingState>(&stored).unwrap(), after);
    }
}
