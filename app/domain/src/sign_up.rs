//! A sign-up on its way, as the browsers that take part in it are told (SU-5, SU-7).

use serde::{Deserialize, Serialize};

/// How far an attempt is: one browser's sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignUpStatus {
    /// The verification link was not confirmed yet.
    Pending,
    /// The address is verified, and this browser can take its session.
    Confirmed,
    /// The session was taken, perhaps by another tab.
    Completed,
}

/// How a browser that opens a verification link stands to the sign-up that the link belongs to (SU-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignUpOrigin {
    /// The browser signed up itself.
    Own,
    /// The browser has a sign-up of its own for the same address, and this is another browser's: nobody confirms that by
    /// habit.
    Rival,
    /// The browser has no sign-up for that address.
    Elsewhere,
}
