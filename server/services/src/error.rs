//! Why a use case did not happen.

use chrono::TimeDelta;
use domain::{DeadInvitation, DeadLink, EmailAddress, LinkKind, OrganizationName, Permission, Slug};
use security::HashError;
use store::StoreError;

/// Mistakes a person can make are typed; everything else is a fault, logged once and never sent.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// The address is not proven yet (SU-13).
    #[error("the address is not confirmed")]
    Unconfirmed,
    /// The email and the password do not go together.
    #[error("wrong email or password")]
    BadCredentials,
    /// The link is of a sign-up that another browser began, and this one has a sign-up of its own for the address.
    #[error("the link belongs to another browser's sign-up")]
    OtherSignUp,
    /// This browser is not signing up.
    #[error("no attempt")]
    NoAttempt,
    /// A link that opens nothing.
    #[error("the {0:?} link is {1:?}")]
    Link(LinkKind, DeadLink),
    /// An invitation that cannot be accepted.
    #[error("the invitation is {reason:?}")]
    Invitation {
        /// Why.
        reason: DeadInvitation,
        /// Into what.
        organization: Option<OrganizationName>,
        /// Its place in addresses, for those who are in it.
        slug: Option<Slug>,
    },
    /// The invitation, or the link, is for another account.
    #[error("signed in as somebody else")]
    WrongAccount {
        /// Whom it is for.
        invited: EmailAddress,
        /// Who is signed in.
        signed_in: EmailAddress,
    },
    /// A permission is missing.
    #[error("{permission:?} is missing")]
    Forbidden {
        /// Which one.
        permission: Permission,
        /// Names of some who can grant it.
        granted_by: Vec<String>,
    },
    /// These organizations would be left without an owner.
    #[error("the last owner")]
    LastOwner(Vec<OrganizationName>),
    /// Too many tries.
    #[error("throttled")]
    Throttled(TimeDelta),
    /// There is no such thing, or not for this person: the same answer (OR-6).
    #[error("not found")]
    NotFound,
    /// Another mail may be sent after this time.
    #[error("too soon")]
    TooSoon(TimeDelta),
    /// The account has as many organizations as the operator allows.
    #[error("limit of {0} organizations")]
    OrganizationLimit(u32),
    /// The address of the organization is taken.
    #[error("the slug is taken")]
    SlugTaken,
    /// Too much to do: come back later.
    #[error("busy")]
    Busy,
    /// The database is away: come back later.
    #[error(transparent)]
    Unavailable(StoreError),
    /// A bug or a broken machine.
    #[error("{0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            // Somebody else was quicker to take it away.
            StoreError::Gone => Self::NotFound,
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<HashError> for ServiceError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy | HashError::Stopped => Self::Busy,
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<getrandom::Error> for ServiceError {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<serde_json::Error> for ServiceError {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(Box::new(error))
    }
}
