//! "You are an owner": an organization in new hands (OR-7).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the new owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipReceived {
    /// The name of the organization that they own.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// Who made them an owner.
    pub from: PersonName,
    /// When; a mail that waits since before this was told has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

worded!(
    OwnershipReceived,
    "ownership-received",
    ["ownership-received/subject.txt", "ownership-received/body.txt", "ownership-received/body.html"]
);
