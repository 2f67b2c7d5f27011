//! Organizations: setting one up, choosing one, switching, its home page.

pub mod api;
mod choose;
mod home;
pub mod leaving_api;
mod mine;
mod namesakes;
mod setup;
mod switcher;

pub use choose::Choose;
pub use home::Home;
pub use mine::Mine;
pub use namesakes::{AddressOf, Namesakes};
pub use setup::Setup;
pub use switcher::{SWITCHER_ID, Switcher};
