//! "You already have an account": what the owner of an address hears when it is signed up again (SU-10).

use serde::{Deserialize, Serialize};

/// Sent to the owner of an address that already has an account. It carries no token: its links are the sign-in and the
/// reset page that everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlreadyRegistered {}

worded!(
    AlreadyRegistered,
    "already-registered",
    ["already-registered/subject.txt", "already-registered/body.txt", "already-registered/body.html"]
);
