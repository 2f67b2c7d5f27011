//! Changes that wait to be saved, and that are, in the bar of every page that saves many at once.

use super::plural;

/// "3 unsaved changes", while they wait.
pub fn unsaved(count: usize) -> String {
    plural::counted(count, "unsaved change", "unsaved changes")
}

/// "3 unsaved changes would be lost.", before the page is left.
pub fn would_be_lost(count: usize) -> String {
    format!("{} would be lost.", unsaved(count))
}

/// "3 changes are saved."
pub fn saved(count: usize) -> String {
    plural::of(&count, format!("{count} change is saved."), format!("{count} changes are saved."))
}
