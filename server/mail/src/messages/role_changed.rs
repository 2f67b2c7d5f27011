//! "Your role changed": what a member may do from now on (TR-6).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, Role, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// The organization's name.
    pub organization: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// Who changed it; the member, where an owner steps down.
    pub by: PersonName,
    /// The role until then.
    pub before: Role,
    /// The role from then on.
    pub after: Role,
    /// When it was changed.
    pub at: DateTime<Utc>,
    /// Whether the organization keeps them outside with that role, for want of a project (ST-6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept_outside: bool,
}

worded!(RoleChanged, "role-changed", ["role-changed/subject.txt", "role-changed/body.txt", "role-changed/body.html"]);
