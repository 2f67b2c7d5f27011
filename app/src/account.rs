//! `/account`: what a person decides about themselves, and the pages of links about their address.

mod address_link;
pub mod api;
mod appearance;
mod delete;
mod email_and_password;
mod organizations;
mod ownership_actions;
mod page;
mod profile;
mod sessions;
mod shell;

pub use address_link::AddressLink;
pub use appearance::AppearancePage;
pub use delete::DeleteAccount;
pub use email_and_password::EmailAndPassword;
pub use organizations::Organizations;
pub use ownership_actions::ConfirmPage;
pub use profile::Profile;
pub use sessions::Sessions;
pub use shell::Shell;
