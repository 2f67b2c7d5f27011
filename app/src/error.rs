//! What a call answers when it did not happen. Crosses the wire: never an internal cause.

use domain::{DeadInvitation, DeadLink, LinkKind, Permission, Slug};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::{reach, text};

/// Why a call did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "kebab-case")]
pub enum AppError {
    /// Some fields hold what cannot be taken. 422
    Fields {
        /// Each with what to do about it.
        fields: Vec<FieldError>,
    },
    /// Nobody is signed in. 401
    SignedOut,
    /// The address is not confirmed yet. 403
    Unconfirmed,
    /// The email and the password do not go together. 401
    BadCredentials,
    /// The link belongs to a sign-up that another browser began, and this browser has its own for the address. 409
    OtherSignUp,
    /// This browser is not signing up. 409
    NoAttempt,
    /// The link opens nothing. 410; unknown ones 404, of an address that another account has 409
    DeadLink {
        /// Which kind of link.
        link: LinkKind,
        /// Why.
        reason: DeadLink,
    },
    /// The invitation cannot be accepted any more. 410; unknown ones 404, members already 409
    DeadInvitation {
        /// Why.
        reason: DeadInvitation,
        /// The organization's name, where there is one.
        organization: Option<String>,
        /// Its place in addresses, for those who are in it.
        slug: Option<Slug>,
    },
    /// The invitation, or the link about an address, is for another account than the one signed in. 409
    WrongAccount {
        /// Whom it is for.
        invited: String,
        /// Who is signed in.
        signed_in: String,
    },
    /// A permission is missing. 403
    Forbidden {
        /// Which one.
        permission: Permission,
        /// Who can grant it, by name.
        granted_by: Vec<String>,
    },
    /// The organization would be left without an owner. 409
    LastOwner {
        /// The organizations of which that is true.
        organizations: Vec<String>,
    },
    /// No such thing, or not for this person. 404
    NotFound,
    /// Too early; worth another try after these seconds. 429
    TooSoon {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Too many tries; worth another one after these seconds. 429
    Throttled {
        /// Seconds to wait.
        seconds: u32,
    },
    /// The account has as many organizations as the operator allows. 409
    OrganizationLimit {
        /// That many.
        limit: u32,
    },
    /// What was sent is no form of this call. 400
    Malformed,
    /// It came from another site. 403
    CrossSite {
        /// This site.
        address: String,
    },
    /// More bytes than any form has. 413
    TooLarge,
    /// Every core is busy. 503
    Busy,
    /// The database is away. 503
    Unavailable,
    /// A bug. 500
    Internal {
        /// Under this the cause stands in the log.
        reference: String,
    },
    /// The server could not be reached; said by the browser alone.
    Unreachable,
}

/// One field, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// One sentence.
    pub message: String,
}

impl AppError {
    /// One field is wrong.
    pub fn field(field: &str, message: String) -> Self {
        Self::Fields { fields: vec![FieldError { field: field.to_owned(), message }] }
    }

    /// The HTTP status that says so.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignedOut | Self::BadCredentials => 401,
            Self::Unconfirmed | Self::CrossSite { .. } | Self::Forbidden { .. } => 403,
            Self::NotFound
            | Self::DeadLink { reason: DeadLink::Unknown, .. }
            | Self::DeadInvitation { reason: DeadInvitation::Unknown, .. } => 404,
            Self::NoAttempt
            | Self::OtherSignUp
            | Self::OrganizationLimit { .. }
            | Self::WrongAccount { .. }
            | Self::LastOwner { .. }
            | Self::DeadLink { reason: DeadLink::Taken, .. }
            | Self::DeadInvitation { reason: DeadInvitation::Member, .. } => 409,
            Self::DeadLink { .. } | Self::DeadInvitation { .. } => 410,
            Self::TooLarge => 413,
            Self::Fields { .. } => 422,
            Self::TooSoon { .. } | Self::Throttled { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Busy | Self::Unavailable | Self::Unreachable => 503,
        }
    }

    /// What to say about `field`, if that is what is wrong.
    pub fn of_field(&self, field: &str) -> Option<String> {
        let Self::Fields { fields } = self else { return None };
        fields.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }

    /// What to say about the call as a whole; none when fields say it.
    pub fn of_form(&self) -> Option<String> {
        match self {
            Self::Fields { .. } => None,
            other => Some(text::error(other)),
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // A proxy's page instead of an answer is as good as none.
            ServerFnErrorErr::Request(_) => {
                reach::lost();
                Self::Unreachable
            }
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => {
                reach::lost();
                Self::Unreachable
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Malformed
            }
            #[cfg(feature = "ssr")]
            error => crate::server::fault(error),
            #[cfg(not(feature = "ssr"))]
            _ => Self::Unreachable,
        }
    }
}
