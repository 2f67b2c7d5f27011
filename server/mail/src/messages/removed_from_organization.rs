//! "You were removed": the end of a membership (TR-7).

use domain::{OrganizationName, PersonName};
use serde::{Deserialize, Serialize};

/// Sent to the person who was a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedFromOrganization {
    /// The name of the organization.
    pub organization: OrganizationName,
    /// The name of who removed them.
    pub by: PersonName,
}

worded!(
    RemovedFromOrganization,
    "removed-from-organization",
    [
        "removed-from-organization/subject.txt",
        "removed-from-organization/body.txt",
        "removed-from-organization/body.html"
    ]
);
