//! "No seat was free": somebody could not accept an invitation, for the plan has no seat left (ST-3).

use domain::{EmailAddress, OrganizationName, Slug};
use serde::{Deserialize, Serialize};

/// Sent to whoever sent the invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoFreeSeat {
    /// The name of the organization.
    pub organization: OrganizationName,
    /// Its name in an address.
    pub slug: Slug,
    /// The address that is invited.
    pub email: EmailAddress,
}

worded!(NoFreeSeat, "no-free-seat", ["no-free-seat/subject.txt", "no-free-seat/body.txt", "no-free-seat/body.html"]);
