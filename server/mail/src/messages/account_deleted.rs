//! "Your account was deleted": the last mail to an address (SI-9).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the address that the account had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDeleted {
    /// When the account was deleted.
    pub at: DateTime<Utc>,
}

worded!(
    AccountDeleted,
    "account-deleted",
    ["account-deleted/subject.txt", "account-deleted/body.txt", "account-deleted/body.html"]
);
