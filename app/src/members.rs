//! Who is in an organization, and who is invited.

pub mod api;
mod context;
mod invitation_row;
mod link;
mod list;
mod member_row;
mod new_member;
mod page;
mod recent;
mod review;
mod row_actions;
mod select_all;
mod selection;
mod toolbar;

pub use page::Members;
pub use review::RevokeAccess;
