//! Why a use case did not happen.

use domain::Refusal;
use security::HashError;
use store::StoreError;

/// Why a use case did not happen. What a person can do something about is a [`Refusal`]; everything else is a fault, logged
/// once and never sent.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// What was asked for is refused.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The database is away: come back later.
    #[error(transparent)]
    Unavailable(StoreError),
    /// A bug or a broken machine.
    #[error("{0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl ServiceError {
    /// Whether nobody can be blamed for it but the machine: whoever asked may ask again.
    pub(crate) const fn is_fault(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error),
            // Somebody else was quicker to take it away.
            StoreError::Gone => Self::Refused(Refusal::NotFound),
            other => Self::Internal(Box::new(other)),
        }
    }
}

impl From<HashError> for ServiceError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy | HashError::Stopped => Self::Refused(Refusal::Busy),
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
