//! Who is in an organization, and who is invited.

mod add_to_project;
pub mod api;
mod change_roles;
mod context;
mod details;
mod edit_invitation;
mod edit_member;
mod invitation_actions;
mod invitation_delivery;
mod invitation_row;
mod invited_table;
mod link;
mod list;
mod list_view;
mod many;
mod member_row;
mod new_member;
mod page;
mod recent;
mod recent_changes;
mod review;
mod row_actions;
mod select_all;
mod selected;
mod selection;
mod table;
mod terms_fields;
mod toolbar;
mod who_can;

pub use add_to_project::AddToProject;
pub use change_roles::ChangeRoles;
pub use details::MemberDetails;
pub use page::Members;
pub use review::RevokeAccess;
pub use terms_fields::{Chosen, ProjectFields, first_places, projects_typed};
pub use who_can::WhoCanDoWhat;
