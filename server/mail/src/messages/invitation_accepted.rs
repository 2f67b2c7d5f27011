//! "Mina Okafor joined": what the inviter hears in the end (IN-7).

use domain::{OrganizationName, PersonName, Role, Slug};
use serde::{Deserialize, Serialize};

/// Sent to whoever invited the new member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationAccepted {
    /// Where to.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// Who joined.
    pub member: PersonName,
    /// What they are now.
    pub role: Role,
}

worded!(
    InvitationAccepted,
    "invitation-accepted",
    ["invitation-accepted/subject.txt", "invitation-accepted/body.txt", "invitation-accepted/body.html"]
);
