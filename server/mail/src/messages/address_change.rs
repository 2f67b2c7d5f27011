//! "Your address is being changed": the notice to the old one, with a link to undo it (SI-8).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the old address when the change is asked for. It does not name the new one: should this mailbox be somebody
/// else's by now, they learn nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressChange {
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// When the link stops working.
    pub undo_until: DateTime<Utc>,
}

worded!(
    AddressChange,
    "address-change",
    link,
    ["address-change/subject.txt", "address-change/body.txt", "address-change/body.html"]
);
