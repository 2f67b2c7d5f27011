//! What a call answers when it did not happen. Crosses the wire: never an internal cause.

use domain::{DeadInvitation, DeadLink, FieldProblem, Refusal};
use serde::{Deserialize, Serialize};

/// Why a call did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "kebab-case")]
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
    #[serde(untagged)]
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
        | Refusal::SeatsTaken { .. }
        | Refusal::ProjectsTaken { .. }
        | Refusal::NoFreeSeat { .. }
        | Refusal::TooManyPeople { .. }
        | Refusal::SavedMeanwhile(_)
        | Refusal::TermsSavedMeanwhile { .. }
        | Refusal::NameSavedMeanwhile { .. }
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

#[cfg(test)]
mod tests {
    use domain::Tries;

    use super::*;

    // CT-2: scripts read these, and so do pages.
    #[test]
    fn an_error_is_an_object_with_its_word() {
        for (error, json) in [
            (AppError::Malformed, r#"{"error":"malformed"}"#),
            (AppError::Internal { reference: "7".into() }, r#"{"error":"internal","reference":"7"}"#),
            (AppError::Refused(Refusal::SignedOut), r#"{"error":"signed-out"}"#),
            (
                AppError::Refused(Refusal::Throttled { seconds: 3, of: Tries::Passwords }),
                r#"{"error":"throttled","seconds":3,"of":"passwords"}"#,
            ),
            (
                AppError::field("slug", FieldProblem::SlugTaken),
                r#"{"error":"fields","fields":[{"field":"slug","problem":"slug-taken"}]}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&error).unwrap(), json);
            assert_eq!(serde_json::from_str::<AppError>(json).unwrap(), error);
        }
        // With the sentences that the server puts beside them.
        let told = r#"{"error":"too-soon","seconds":42,"message":"Wait."}"#;
        assert_eq!(
            serde_json::from_str::<AppError>(told).unwrap(),
            AppError::Refused(Refusal::TooSoon { seconds: 42 })
        );
    }
}
