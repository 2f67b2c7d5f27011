//! What stands around pages: frames that know no call, filled by the shells of an organization and of the account.

mod away;
mod drawer;
mod entry;
mod error_page;
mod forbidden;
mod heading;
mod loaded;
mod not_found;
mod retry;
mod skip;
mod within;

pub use away::{Away, AwayOnPhone};
pub use drawer::Drawer;
pub use entry::Entry;
pub use error_page::{ErrorPage, InlineError};
pub use forbidden::Forbidden;
pub use heading::{HEADING_ID, NavigatedWithoutReload, focus_heading_after_navigation};
pub use loaded::loaded;
pub use not_found::NotFound;
pub use retry::Missing;
pub use skip::{MAIN_ID, SkipLink};
pub use within::{provide_shell, within_shell};
