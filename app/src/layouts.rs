//! What stands around pages.

mod account;
mod away;
mod broken;
mod drawer;
mod entry;
mod lost;
mod refused;
mod retry;
mod shell;
mod skip;

use leptos::prelude::use_context;

pub use account::{AccountShell, MyAccount, use_account};
pub use broken::{Broken, Trouble};
pub use entry::{Entry, host};
pub use refused::Refused;
pub use retry::Missing;
pub use shell::{HEADING_ID, Shell, focus_heading_after_walk, on_change, use_current, use_organization_at};

use crate::organizations::Mine;

/// Whether a page stands within a shell, which has the way out; else it has to be a whole page.
pub fn within_shell() -> bool {
    use_context::<Mine>().is_some() || use_account().is_some()
}
