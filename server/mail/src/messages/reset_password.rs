//! "Set a new password": the link for somebody who forgot theirs (PW-2).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the address of an account, whoever asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPassword {
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

worded!(
    ResetPassword,
    "reset-password",
    link,
    ["reset-password/subject.txt", "reset-password/body.txt", "reset-password/body.html"]
);
