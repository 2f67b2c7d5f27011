//! Somebody who is signed in, as the pages of signing up and in know them.

use serde::Deserialize;

/// The account that is signed in.
#[derive(Deserialize)]
pub struct Me {
    /// What the person is called.
    pub name: String,
    /// The account's email address.
    pub email: String,
}
