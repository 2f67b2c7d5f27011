//! The heading of a page, which takes the focus where the page came without a page load.

use leptos::prelude::*;

use crate::browser;

/// Id of the heading that takes the focus.
pub const HEADING_ID: &str = "page-heading";

/// Whether a page below the shell was open before this one: then nobody has read past its heading yet.
#[derive(Clone, Copy)]
pub struct NavigatedWithoutReload(StoredValue<bool>);

impl NavigatedWithoutReload {
    /// For the pages below the shell that calls it: none was open yet.
    pub fn provide() -> Self {
        let navigated = Self(StoredValue::new(false));
        provide_context(navigated);
        navigated
    }

    /// Notes that a page was open; true if another one was before.
    pub fn note(self) -> bool {
        self.0.try_update_value(|navigated| std::mem::replace(navigated, true)).unwrap_or_default()
    }
}

/// Leads the focus to the heading of a page that came without a page load, where nothing else has it. For pages whose
/// heading comes with their data.
pub fn focus_heading_after_navigation() {
    let navigated = use_context::<NavigatedWithoutReload>();
    Effect::new(move || {
        if navigated.is_some_and(|navigated| navigated.0.get_value()) {
            request_animation_frame(|| browser::focus_if_lost(HEADING_ID));
        }
    });
}
