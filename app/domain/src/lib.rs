//! Parlor's words and rules. Pure: no IO, no clock, no randomness; compiles to wasm.
//!
//! A value of one of these types is known to be good: it was parsed at the edge and cannot be
//! made otherwise.

#![warn(unreachable_pub)]

mod addresses;
mod appearance;
pub mod audit;
mod authority;
mod delivery;
mod device;
mod did_you_mean;
mod email;
mod fold;
mod host;
mod id;
mod invitation;
pub mod limits;
mod link;
mod looks;
pub mod member_list;
mod name;
mod password;
pub mod paths;
mod percent;
mod project;
mod project_member;
#[cfg(feature = "tables")]
mod public_url;
mod refusal;
mod sign_up;
mod slug;
mod strength;
mod tile_color;
mod unicode;
mod web_address;

pub use addresses::{Entry, EntryProblem, addresses};
pub use appearance::{Appearance, UnknownAppearance};
pub use authority::{
    Authority, AuthorityChange, Grant, Grants, Holding, Permission, ProjectPermission, ProjectRole, ProjectRoles, Role,
    UnknownGrant, UnknownProjectRole, UnknownProjectRoles, UnknownRole,
};
pub use delivery::DeliveryState;
pub use device::DeviceKind;
pub use did_you_mean::did_you_mean;
pub use email::{EmailAddress, EmailProblem};
pub use fold::{fold, same_text};
pub use id::{
    AccountId, AnnouncementId, AttemptId, AuditEntryId, InvitationId, LinkId, MailId, OrganizationId, ProjectId,
    SessionId,
};
pub use invitation::{
    DeadInvitation, InvitationAccess, InvitationState, InviteOutcome, RevokeEffect, UnknownInvitationState,
};
pub use link::{AddressAccess, DeadLink, LinkPurpose, UnknownLinkPurpose};
pub use looks::{look_alike, looks};
pub use member_list::{
    MemberFilter, MemberKey, MemberOrder, MemberPage, MemberPlace, MemberQuery, MemberSort, MemberState,
    PermissionSummary, ProjectFilter, UnknownMemberQuery,
};
pub use name::{NameProblem, OrganizationName, PersonName, ProjectName};
pub use password::{OwnWords, Password, PasswordProblem};
pub use project::{ProjectAction, ProjectSlug, ProjectState, UnknownProjectSlug};
pub use project_member::{
    ConflictingLine, ProjectMemberChange, ProjectMemberProblem, RefusedLine, SavedMeanwhile, UnknownProjectMemberChange,
};
#[cfg(feature = "tables")]
pub use public_url::{PublicUrl, PublicUrlProblem, is_loopback_host};
pub use refusal::{FieldError, FieldProblem, Refusal};
pub use sign_up::{SignUpOrigin, SignUpStatus};
pub use slug::{Slug, SlugProblem};
pub use strength::Strength;
pub use tile_color::{TileColor, UnknownTileColor};
