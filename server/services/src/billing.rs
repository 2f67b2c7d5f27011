//! The subscription of an organization: its plan and limits, and whom the operator writes to about it (ST-3).

mod contact;
mod events;
mod overview;
mod plan;
mod seats;

pub use overview::BillingOverview;
pub use plan::{PlanChange, PlanNotSet, Setting};
pub use store::{ListedSubscription, PlanUse};

pub(crate) use seats::{FreeSeats, Seat};
