//! What a browser runs on (SI-7).

use serde::{Deserialize, Serialize};

/// The kind of device that a browser runs on, as its `User-Agent` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    /// A desktop or laptop computer, and whatever does not say what it is.
    Computer,
    /// A phone.
    Phone,
    /// A tablet.
    Tablet,
}
