//! What a call answers when it did not happen. Crosses the wire: never an internal cause.

mod wire;

use domain::{DeadInvitation, DeadLink, FieldProblem, Refusal};
use serde::{Deserialize, Serialize};

/// Why a call did not happen. On the wire an object with its word among its other fields: `{"error":"too-soon","seconds":42}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "kebab-case")]
pub enum AppError {
    /// What was sent is no form of this call. 400
    Malformed,
    /// It came from another site. 403
    CrossSite {
        /// The address of this site.
        address: String,
    },
    /// More bytes than any form has. 413
    TooLarge,
    /// The database is away. 503
    Unavailable,
    /// A bug. 500
    Internal {
        /// The id under which the cause stands in the log.
        reference: String,
    },
    /// The server could not be reached; said by the browser alone.
    Unreachable,
    /// What was asked for is refused.
    #[serde(skip)]
    Refused(Refusal),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl AppError {
    /// One field cannot be taken.
    pub fn field(field: &str, problem: impl Into<FieldProblem>) -> Self {
        Refusal::field(field, problem).into()
    }

    /// The HTTP status that says so.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::CrossSite { .. } => 403,
            Self::TooLarge => 413,
            Self::Internal { .. } => 500,
            Self::Unavailable | Self::Unreachable => 503,
            Self::Refused(refusal) => status_of(refusal),
        }
    }
}

/// The HTTP status of a refusal.
const fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::SignedOut | Refusal::BadCredentials => 401,
        Refusal::Unverified
        | Refusal::Forbidden { .. }
        | Refusal::ForbiddenInProject { .. }
        | Refusal::KeptOutside { .. } => 403,
        Refusal::NotFound
        | Refusal::AccountGone
        | Refusal::DeadLink { reason: DeadLink::Unknown, .. }
        | Refusal::DeadInvitation { reason: DeadInvitation::Unknown, .. } => 404,
        Refusal::NoAttempt
        | Refusal::OtherSignUp
        | Refusal::OrganizationLimit { .. }
        | Refusal::WrongAccount { .. }
        | Refusal::LastOwner { .. }
        | Refusal::IdentityManaged { .. }
        | Refusal::ArchivedProject { .. }
        | Refusal::LastProject { .. }
        | Refusal::KeepsMeOutside { .. }
        | Refusal::ProjectLimit { .. }
        | Refusal::SeatsTaken(_)
        | Refusal::ProjectsTaken(_)
        | Refusal::NoFreeSeat { .. }
        | Refusal::TooManyPeople { .. }
        | Refusal::SavedMeanwhile(_)
        | Refusal::TermsSavedMeanwhile(_)
        | Refusal::NameSavedMeanwhile(_)
        | Refusal::ContactSavedMeanwhile { .. }
        | Refusal::SettingsSavedMeanwhile(_)
        | Refusal::DeadLink { reason: DeadLink::Taken, .. }
        | Refusal::DeadInvitation { reason: DeadInvitation::Member, .. } => 409,
        Refusal::DeadLink { .. } | Refusal::DeadInvitation { .. } | Refusal::UndoOver => 410,
        Refusal::Fields { .. } | Refusal::RefusedLines { .. } | Refusal::RefusedMembers { .. } => 422,
        Refusal::TooSoon { .. } | Refusal::Throttled { .. } => 429,
        Refusal::Busy => 503,
    }
}
