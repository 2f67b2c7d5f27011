//! "Your permissions changed": what is granted to a member beside their role (TR-2).

use chrono::{DateTime, Utc};
use domain::{Grants, OrganizationName, PersonName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantsChanged {
    /// The organization's name.
    pub organization: OrganizationName,
    /// The organization's slug.
    pub slug: Slug,
    /// Who changed it.
    pub by: PersonName,
    /// What was granted until then.
    pub before: Grants,
    /// What is granted from then on.
    pub after: Grants,
    /// When it was changed.
    pub at: DateTime<Utc>,
}

worded!(
    GrantsChanged,
    "grants-changed",
    ["grants-changed/subject.txt", "grants-changed/body.txt", "grants-changed/body.html"]
);
