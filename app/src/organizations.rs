//! Organizations: setting one up, choosing one, switching, its home page.

pub mod api;
mod choose;
mod home;
mod setup;
mod switcher;

pub use choose::Choose;
pub use home::Home;
pub use setup::Setup;
pub use switcher::{SWITCHER_ID, Switcher};
