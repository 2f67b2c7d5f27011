//! "Confirm your address": the link that ends a sign-up (SU-4).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the address of a claim. The name that was typed is not in it: whoever typed it may be a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAddress {
    /// When the sign-up began.
    pub started_at: DateTime<Utc>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

worded!(
    VerifyAddress,
    "verify-address",
    link,
    ["verify-address/subject.txt", "verify-address/body.txt", "verify-address/body.html"]
);
