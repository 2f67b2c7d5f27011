//! "Your password was changed": the notice after it (PW-3).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the owner of an account after a new password was set. It carries no token: its link is the reset page that
/// everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// When it was changed.
    pub at: DateTime<Utc>,
}

worded!(
    PasswordChanged,
    "password-changed",
    ["password-changed/subject.txt", "password-changed/body.txt", "password-changed/body.html"]
);
