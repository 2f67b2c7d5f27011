//! "Harbour & Finch was deleted": it opens for nobody (OR-7).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName};
use serde::{Deserialize, Serialize};

/// Sent to everybody in it but who deleted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationDeleted {
    /// What was deleted.
    pub organization: OrganizationName,
    /// Who deleted it.
    pub by: PersonName,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it can be brought back.
    pub until: DateTime<Utc>,
}

worded!(
    OrganizationDeleted,
    "organization-deleted",
    ["organization-deleted/subject.txt", "organization-deleted/body.txt", "organization-deleted/body.html"]
);
