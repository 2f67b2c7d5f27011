//! Organizations: setting one up, choosing one, switching, the shell around its pages, its home page.

pub mod api;
mod choose;
mod home;
mod lost_access;
mod my_organizations;
mod namesakes;
mod pending;
mod setup;
mod shell;
mod switcher;

pub use choose::Choose;
pub use home::Home;
pub use my_organizations::MyOrganizations;
pub use namesakes::{AddressOf, Namesakes};
pub use setup::Setup;
pub use shell::{Shell, on_change, use_current, use_organization_at};
pub use switcher::{SWITCHER_ID, Switcher};
