//! "Your role changed": what a member may do from now on (TR-6).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, Role, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Where.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// Who changed it; the member, where an owner steps down.
    pub by: PersonName,
    /// What they were.
    pub before: Role,
    /// What they are now.
    pub after: Role,
    /// When.
    pub at: DateTime<Utc>,
}

worded!(RoleChanged, "role-changed", ["role-changed/subject.txt", "role-changed/body.txt", "role-changed/body.html"]);
