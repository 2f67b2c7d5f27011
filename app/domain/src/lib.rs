//! Parlor's words and rules. Pure: no IO, no clock, no randomness; compiles to wasm.
//!
//! A value of one of these types is known to be good: it was parsed at the edge and cannot be
//! made otherwise.

mod addresses;
mod appearance;
mod delivery;
mod did_you_mean;
mod email;
mod fold;
mod host;
mod id;
mod invitation;
pub mod limits;
mod link;
mod looks;
mod name;
mod own_words;
mod password;
mod role;
mod slug;
mod strength;
mod unicode;
mod web_address;

pub use addresses::{Entry, EntryProblem, addresses};
pub use appearance::{Appearance, UnknownAppearance};
pub use delivery::DeliveryState;
pub use did_you_mean::did_you_mean;
pub use email::{EmailAddress, EmailProblem};
pub use fold::{fold, same_text};
pub use id::{
    AccountId, AnnouncementId, AttemptId, AuditEntryId, InvitationId, LinkId, MailId, OrganizationId, ProjectId,
    SessionId,
};
pub use invitation::{DeadInvitation, InvitationState, UnknownInvitationState};
pub use link::{DeadLink, LinkKind};
pub use looks::{look_alike, looks};
pub use name::{NameProblem, OrganizationName, PersonName, ProjectName};
pub use own_words::OwnWords;
pub use password::{Password, PasswordProblem};
pub use role::{Permission, Role};
pub use slug::{Slug, SlugProblem};
pub use strength::Strength;
