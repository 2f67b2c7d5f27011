//! Parlor's words and rules. Pure: no IO, no clock, no randomness; compiles to wasm.
//!
//! A value of one of these types is known to be good: it was parsed at the edge and cannot be
//! made otherwise.

#![warn(unreachable_pub)]

mod addresses;
mod appearance;
pub mod audit;
pub mod audit_log;
mod authority;
mod availability;
mod country;
mod delivery;
mod device;
mod did_you_mean;
mod email;
mod first_steps;
mod fold;
mod general_settings;
mod host;
mod id;
mod invitation;
pub mod invitation_list;
pub mod limits;
mod link;
mod looks;
mod many_members;
pub mod member_list;
mod name;
mod namesakes;
mod normal_form;
mod password;
pub mod paths;
mod percent;
mod policies;
mod project;
mod project_member;
#[cfg(feature = "tables")]
mod public_url;
mod refusal;
mod sign_up;
mod slug;
mod strength;
mod subscription;
mod tile_color;
mod unicode;
mod web_address;

pub use addresses::{Entry, EntryProblem, addresses, addresses_and_lines};
pub use appearance::{Appearance, UnknownAppearance};
pub use audit_log::{
    AuditBounds, AuditCount, AuditFile, AuditFilter, AuditFilterProblem, AuditKind, AuditPage, AuditPlace, AuditQuery,
    AuditSpan, AuditTime, AuditZone, RefusedAuditQuery,
};
pub use authority::{
    Authority, AuthorityChange, Grant, Grants, Holding, Permission, ProjectPermission, ProjectRole, ProjectRoles, Role,
    UnknownGrant, UnknownProjectRole, UnknownProjectRoles, UnknownRole,
};
pub use availability::{Availability, AvailabilityTally, TeamNews, UnknownAvailability};
pub use country::{Country, UnknownCountry};
pub use delivery::DeliveryState;
pub use device::DeviceKind;
pub use did_you_mean::did_you_mean;
pub use email::{EmailAddress, EmailProblem};
pub use first_steps::{FirstStep, FirstStepState, FirstSteps};
pub use fold::{find_folded, fold, same_text};
pub use general_settings::{CompanyDetails, GeneralField, GeneralSettings, SettingsSavedMeanwhile};
pub use id::{
    AccountId, AnnouncementId, AttemptId, AuditEntryId, InvitationId, LinkId, MailId, OrganizationId, ProjectId,
    SessionId, WebhookEventId,
};
pub use invitation::{
    DeadInvitation, InvitationAccess, InvitationState, InviteOutcome, RevokeEffect, UnknownInvitationState,
};
pub use invitation_list::{
    InvitationFilter, InvitationGroup, InvitationMail, InvitationPage, InvitationPlace, InvitationQuery,
    InvitationStanding, InvitedDelivery, InvitedState, SeatWanted,
};
pub use link::{AddressAccess, DeadLink, LinkPurpose, UnknownLinkPurpose};
pub use looks::{look_alike, looks};
pub use many_members::{MemberProblem, MembersChange, RefusedMember};
pub use member_list::{
    MemberFilter, MemberKey, MemberOrder, MemberPage, MemberPlace, MemberQuery, MemberSort, MemberState,
    PermissionSummary, ProjectFilter, UnknownMemberQuery,
};
pub use name::{NameProblem, OrganizationName, PersonName, PlanName, ProjectName, RegisteredName, VatNumber};
pub use namesakes::Namesakes;
pub use password::{OwnWords, Password, PasswordProblem};
pub use policies::{Policies, Policy};
pub use project::{ProjectAction, ProjectActions, ProjectNeed, ProjectSlug, ProjectState, UnknownProjectSlug};
pub use project_member::{
    BelongingFilter, ConflictingLine, ProjectMemberChange, ProjectMemberProblem, RefusedLine, SavedMeanwhile,
    UnknownProjectMemberChange,
};
#[cfg(feature = "tables")]
pub use public_url::{PublicUrl, PublicUrlProblem, is_loopback_host};
pub use refusal::{FieldError, FieldProblem, Refusal, RenamedMeanwhile, TermsSavedMeanwhile, Tries};
pub use sign_up::{SignUpOrigin, SignUpStatus};
pub use slug::{Slug, SlugProblem};
pub use strength::Strength;
pub use subscription::{
    BillingContact, Limit, LimitProblem, MaskedContact, Plan, ProjectUse, ReachedLimit, SeatUse, Subscription,
    SubscriptionStatus, UnknownSubscriptionStatus,
};
pub use tile_color::{TileColor, UnknownTileColor};
pub use unicode::is_invisible;
