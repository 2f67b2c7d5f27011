//! The webhook to the operator's own billing (docs/WEBHOOK.md): what an event says, how it is signed, and one try to deliver
//! it. When that is tried, and how often, is not decided here; nor what time it is.

#![warn(unreachable_pub)]

mod address;
mod endpoint;
mod event;
mod signature;

pub use address::{WebhookUrl, WebhookUrlProblem};
pub use endpoint::{Delivery, DeliveryError, Endpoint, TIMEOUT};
pub use event::{BillingState, Event, EventType, Seats};
pub use signature::{SecretProblem, Secrets};
