//! Somebody who is signed in, as the pages of signing up and in know them.

use serde::Deserialize;

/// Who they are.
#[derive(Deserialize)]
pub struct Me {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}
