//! What stands around pages.

mod broken;
mod entry;
mod shell;

pub use broken::Broken;
pub use entry::Entry;
pub use shell::{HEADING_ID, Shell, use_current};
