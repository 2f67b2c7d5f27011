//! Whether a page stands within a shell.

use leptos::prelude::*;

/// In the context of everything below a shell.
#[derive(Clone, Copy)]
struct WithinShell;

/// Says so to everything below the shell that calls it.
pub fn provide_shell() {
    provide_context(WithinShell);
}

/// Whether a page stands within a shell, which has the way out; else it has to be a whole page.
pub fn within_shell() -> bool {
    use_context::<WithinShell>().is_some()
}
