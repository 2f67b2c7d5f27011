//! "Mina Okafor joined": what the inviter hears in the end (IN-7).

use domain::{OrganizationName, PersonName, Role, Slug};
use serde::{Deserialize, Serialize};

/// Sent to whoever invited the new member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationAccepted {
    /// The name of the organization that they joined.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// The name of the new member.
    pub member: PersonName,
    /// What they are now.
    pub role: Role,
}

worded!(
    InvitationAccepted,
    "invitation-accepted",
    ["invitation-accepted/subject.txt", "invitation-accepted/body.txt", "invitation-accepted/body.html"]
);
