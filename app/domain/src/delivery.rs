//! Where a mail is on its way to somebody (SU-6, FIELD-51).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Where a mail is, as whoever waits for it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DeliveryState {
    /// Waits to be handed over.
    Queued {
        /// When it is tried again, after a try in vain.
        next_try: Option<DateTime<Utc>>,
    },
    /// Put off, because its address was mailed often of late.
    PutOff {
        /// When it goes out.
        until: DateTime<Utc>,
    },
    /// The mail server has it.
    HandedOver {
        /// When the mail server took it.
        at: DateTime<Utc>,
    },
    /// The mail server will not take it.
    Refused {
        /// What the mail server said.
        reason: String,
    },
    /// Its link died before the mail server took it.
    Dropped,
}
