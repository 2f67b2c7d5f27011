//! Mailed links: what they are for, and why one opens nothing.

use serde::{Deserialize, Serialize};

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Proves the address of a sign-up.
    Verification,
    /// Sets a new password.
    Reset,
    /// Proves the new address of an account.
    NewAddress,
    /// Undoes a change of address.
    UndoAddress,
}

/// Why a link opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadLink {
    /// Its time is over.
    Expired,
    /// The address is proven.
    Used,
    /// *This wasn't me* was said: the claim is deleted.
    Rejected,
    /// A newer one was sent.
    Superseded,
    /// Another account has the address. A change of address that this would undo is not undone yet: the link stays open.
    Taken,
    /// Never was one, or what it was for is gone.
    Unknown,
}
