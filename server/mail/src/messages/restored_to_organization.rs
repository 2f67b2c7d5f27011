//! "You're back": a removal that was undone (TR-7).

use domain::{OrganizationName, PersonName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the person who was told that they were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoredToOrganization {
    /// The name of the organization.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// The name of who brought them back.
    pub by: PersonName,
}

worded!(
    RestoredToOrganization,
    "restored-to-organization",
    ["restored-to-organization/subject.txt", "restored-to-organization/body.txt", "restored-to-organization/body.html"]
);
