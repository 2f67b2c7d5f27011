//! Parlor's words and rules. Pure: no IO, no clock, no randomness; compiles to wasm.
//!
//! A value of one of these types is known to be good: it was parsed at the edge and cannot be
//! made otherwise.

mod email;
mod id;
pub mod limits;
mod name;
mod password;
mod role;
mod slug;

pub use email::{EmailAddress, EmailProblem};
pub use id::{AccountId, AttemptId, AuditEntryId, LinkId, MailId, OrganizationId, ProjectId, SessionId};
pub use name::{NameProblem, OrganizationName, PersonName, ProjectName};
pub use password::{Password, PasswordProblem, Strength};
pub use role::Role;
pub use slug::{Slug, SlugProblem};
