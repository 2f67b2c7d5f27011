//! Organizations: setting one up, choosing one, switching, the shell around its pages.

pub mod api;
mod availability;
mod choose;
mod kept_outside;
mod lost_access;
mod my_organizations;
mod namesakes;
mod ownership;
mod pending;
mod project_nav;
mod reached_notice;
mod setup;
mod shell;
mod switcher;
mod upcoming;
mod whereabouts;

pub use choose::Choose;
pub use my_organizations::MyOrganizations;
pub use namesakes::AddressOf;
pub use ownership::{
    OwnershipAction, OwnershipActionButton, OwnershipDialog, OwnershipDone, OwnershipQuestion, OwnershipRequest,
};
pub use reached_notice::ReachedNotice;
pub use setup::Setup;
pub use shell::{Shell, keep_true, on_change, use_current, use_organization_at};
pub use switcher::{SWITCHER_ID, Switcher};
pub use upcoming::{Upcoming, use_upcoming};
