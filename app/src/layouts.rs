//! What stands around pages: frames that know no call, filled by the shells of an organization and of the account.

mod away;
mod broken;
mod drawer;
mod entry;
mod heading;
mod not_found;
mod refused;
mod retry;
mod skip;
mod within;

pub use away::{Away, AwayOnPhone};
pub use broken::{Broken, Trouble};
pub use drawer::Drawer;
pub use entry::Entry;
pub use heading::{HEADING_ID, Walked, focus_heading_after_walk};
pub use not_found::NotFound;
pub use refused::Refused;
pub use retry::Missing;
pub use skip::{MAIN_ID, SkipLink};
pub use within::{provide_shell, within_shell};
