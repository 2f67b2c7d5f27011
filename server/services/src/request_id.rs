//! Ids of requests (OP-10).

use std::fmt;

use crate::Rng;

/// The id of a request, or of a round of background work: in its lines of the log, in its answer's header, in the reference of
/// its error. Always drawn here, never taken from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// Another one. Where the system has no randomness left, zero: a log that tells less is no reason to refuse anybody.
    pub fn draw() -> Self {
        Self(Rng::System.bytes().map(u64::from_le_bytes).unwrap_or_default())
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
