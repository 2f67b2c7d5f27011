//! `/account`: what a person decides about themselves, and the pages of links about their address.

mod address_link;
pub mod api;
mod appearance;
mod delete;
mod email_and_password;
mod organizations;
mod page;
mod profile;
mod question;
mod sessions;
mod shell;

pub use address_link::AddressLink;
pub use appearance::AppearancePage;
pub use delete::DeleteAccount;
pub use email_and_password::EmailAndPassword;
pub use organizations::Organizations;
pub use profile::Profile;
pub use question::QuestionPage;
pub use sessions::Sessions;
pub use shell::Shell;
