//! "Jonas Berg invited you": the link into an organization (IN-1).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, Role};
use serde::{Deserialize, Serialize};

/// Sent to the invited address, which may have no account. Its names were typed by others, and by their types are neither
/// links nor more than one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The name of the organization.
    pub organization: OrganizationName,
    /// The name of who invites.
    pub inviter: PersonName,
    /// What the invited person will be.
    pub role: Role,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

worded!(Invitation, "invitation", link, ["invitation/subject.txt", "invitation/body.txt", "invitation/body.html"]);
