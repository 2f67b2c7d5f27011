//! "Confirm your new address": the link that moves an account to another address (SI-8).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the new address. It names nobody: whoever typed the address may have been mistaken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmNewAddress {
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

worded!(
    ConfirmNewAddress,
    "confirm-new-address",
    link,
    ["confirm-new-address/subject.txt", "confirm-new-address/body.txt", "confirm-new-address/body.html"]
);
