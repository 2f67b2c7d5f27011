//! "Harbour & Finch is back": it opens as before (OR-7).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to everybody in it but who brought it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRestored {
    /// The name of the organization that is back.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// Who brought it back.
    pub by: PersonName,
    /// When it was brought back.
    pub at: DateTime<Utc>,
}

worded!(
    OrganizationRestored,
    "organization-restored",
    ["organization-restored/subject.txt", "organization-restored/body.txt", "organization-restored/body.html"]
);
