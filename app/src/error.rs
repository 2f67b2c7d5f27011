//! What a call answers when it did not happen. Crosses the wire: never an internal cause.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::text;

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
    /// This browser is not signing up. 409
    NoAttempt,
    /// The link opens nothing. 410, unknown ones 404
    DeadLink {
        /// Why.
        reason: DeadLink,
    },
    /// No such thing, or not for this person. 404
    NotFound,
    /// Too early; worth another try after these seconds. 429
    TooSoon {
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
    CrossSite,
    /// More bytes than any form has. 413
    TooLarge,
    /// Every core is busy, or the database is away. 503
    Unavailable,
    /// A bug. 500
    Internal {
        /// Under this the cause stands in the log.
        reference: String,
    },
    /// The server could not be reached; said by the browser alone.
    Unreachable,
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
    /// Never was one, or what it was for is gone.
    Unknown,
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
            Self::Unconfirmed | Self::CrossSite => 403,
            Self::NotFound | Self::DeadLink { reason: DeadLink::Unknown } => 404,
            Self::NoAttempt | Self::OrganizationLimit { .. } => 409,
            Self::DeadLink { .. } => 410,
            Self::TooLarge => 413,
            Self::Fields { .. } => 422,
            Self::TooSoon { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable | Self::Unreachable => 503,
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
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Malformed,
            // A proxy's page instead of an answer: as good as none.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "hydrate") => Self::Unreachable,
            ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Internal { reference: String::new() },
        }
    }
}
