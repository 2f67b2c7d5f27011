//! "A new sign-in": the notice about a device that was not seen before (SI-7).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Sent to the owner of an account. It carries no token: its link is the page of their sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSignIn {
    /// When somebody signed in.
    pub at: DateTime<Utc>,
    /// Browser and system in words of ours, as in `Firefox on macOS`; never what the browser says of itself.
    pub device: String,
    /// The address it came from.
    pub client: String,
}

worded!(NewSignIn, "new-sign-in", ["new-sign-in/subject.txt", "new-sign-in/body.txt", "new-sign-in/body.html"]);
