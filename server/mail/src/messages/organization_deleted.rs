//! "Harbour & Finch was deleted": it opens for nobody (OR-7).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName};
use serde::{Deserialize, Serialize};

/// Sent to everybody in it but who deleted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationDeleted {
    /// The name of the deleted organization.
    pub organization: OrganizationName,
    /// The name of who deleted it.
    pub by: PersonName,
    /// When it was deleted.
    pub at: DateTime<Utc>,
    /// Until when it can be brought back.
    pub until: DateTime<Utc>,
}

worded!(
    OrganizationDeleted,
    "organization-deleted",
    ["organization-deleted/subject.txt", "organization-deleted/body.txt", "organization-deleted/body.html"]
);
