//! What stands around pages.

mod account;
mod broken;
mod entry;
mod lost;
mod refused;
mod shell;

pub use account::{AccountShell, MyAccount, use_account};
pub use broken::{Broken, Trouble};
pub use entry::Entry;
pub use refused::Refused;
pub use shell::{HEADING_ID, Shell, focus_heading_after_walk, on_change, use_current, use_organization_at};
