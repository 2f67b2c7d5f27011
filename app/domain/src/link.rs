//! Links: what they are for, what they take, and why one opens nothing.

use serde::{Deserialize, Serialize};

use crate::EmailAddress;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPurpose {
    /// Verifies the address of a sign-up.
    Verification,
    /// Sets a new password.
    Reset,
    /// Verifies the new address of an account.
    NewAddress,
    /// Undoes a change of address.
    UndoAddress,
    /// Accepts an invitation. It was mailed, so it proves the mailbox.
    Invitation,
    /// Leads to an invitation. It was copied from the list of members, so it proves nothing.
    CopiedInvitation,
}

impl LinkPurpose {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Verification,
        Self::Reset,
        Self::NewAddress,
        Self::UndoAddress,
        Self::Invitation,
        Self::CopiedInvitation,
    ];

    /// The word that is stored beside a link. Digests of tokens are bound to it, so it never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verification => "verify",
            Self::Reset => "reset",
            Self::NewAddress => "new-address",
            Self::UndoAddress => "undo-address",
            Self::Invitation => "invitation",
            Self::CopiedInvitation => "copied-invitation",
        }
    }
}

/// A word that names no purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the purpose of a link")]
pub struct UnknownLinkPurpose;

impl TryFrom<String> for LinkPurpose {
    type Error = UnknownLinkPurpose;

    fn try_from(stored: String) -> Result<Self, UnknownLinkPurpose> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == stored).ok_or(UnknownLinkPurpose)
    }
}

/// Why a link opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadLink {
    /// Its time is over.
    Expired,
    /// It did its work already.
    Used,
    /// *This wasn't me* was said: the claim is deleted.
    Rejected,
    /// A newer one was sent.
    Superseded,
    /// Another account has the address. A change of address that this would undo is not undone yet: the link stays open.
    Taken,
    /// There never was such a link, or what it was for is gone.
    Unknown,
}

/// What it takes to do what a mailed link about an address says, in the browser that opened it (SI-8, SI-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "access", rename_all = "kebab-case")]
pub enum AddressAccess {
    /// One click: the link is enough, or the account is signed in there.
    Open,
    /// The account's password: nobody is signed in there.
    Password,
    /// That the other account which has the address by now gives it up: until then the change cannot be undone.
    Taken {
        /// Whether whoever made the change was shut out already.
        stopped: bool,
    },
    /// Switching accounts: somebody else is signed in there.
    WrongAccount {
        /// The address of whoever is signed in.
        signed_in: EmailAddress,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_read_what_they_write() {
        for purpose in LinkPurpose::ALL {
            assert_eq!(LinkPurpose::try_from(purpose.as_str().to_owned()), Ok(purpose));
        }
        assert_eq!(LinkPurpose::try_from("session".to_owned()), Err(UnknownLinkPurpose));
    }
}
