//! The use cases, one file a verb. Each checks who may, does one transaction, and takes time and randomness from
//! what it was handed: 48 hours are testable to the second.

#![warn(unreachable_pub)]
#![allow(missing_docs, reason = "a comment that repeats its name tells nothing; what needs one has one")]

pub mod account;
mod announcements;
mod audit;
pub mod audit_log;
pub mod auth;
pub mod billing;
mod caller;
mod clock;
mod context;
mod delivery;
mod error;
mod housekeeping;
mod in_hand;
pub mod invitations;
mod mail_outbox;
pub mod members;
pub mod namesakes;
pub mod organizations;
mod outbox;
mod presence;
pub mod projects;
mod request_id;
mod security_events;
pub mod settings;
mod throttles;
mod transaction;
mod webhook_delivery;

pub use caller::{Caller, OrganizationContext, Session};
pub use clock::{Clock, Rng};
pub use context::{ClientInfo, Credentials, Limits, RequestContext, Services, Settings};
pub use error::ServiceError;
pub use in_hand::InHand;
pub use presence::{Follower, News, OpenTab, Presence};
pub use request_id::RequestId;
pub use security::Token;
pub use store::{Change, ChangeMark, Changes, Fault, WebhookBacklog};
pub use throttles::Throttles;
pub use webhook_delivery::WebhookRetry;

/// What a use case answers.
pub type Result<T, E = ServiceError> = std::result::Result<T, E>;

#[cfg(test)]
mod spans;
