//! Who is in an organization, and who is invited.

pub mod api;
mod context;
mod details;
mod edit_invitation;
mod edit_member;
mod invitation_row;
mod link;
mod list;
mod list_view;
mod member_row;
mod new_member;
mod page;
mod recent;
mod review;
mod row_actions;
mod select_all;
mod selection;
mod terms_fields;
mod toolbar;
mod who_can;

pub use details::MemberDetails;
pub use page::Members;
pub use review::RevokeAccess;
pub use who_can::WhoCanDoWhat;
