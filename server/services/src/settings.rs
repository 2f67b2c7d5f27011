//! The settings of an organization (ST-1).

mod general;
mod policies;

pub use general::General;
pub use policies::{DraftWithoutProject, PoliciesOverview};
pub use store::{LastSave, WithoutProject};
