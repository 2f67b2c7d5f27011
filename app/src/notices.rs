//! What an address tells once: that invitations are on their way, that access is revoked, that a password was changed.
//!
//! One rule for all of them ([`paths::is_notice`] knows which they are): a notice is told by the page that an answer led to,
//! and by no other look at that page. Without JavaScript the answer leaves a cookie that the one page takes away again. With
//! it, the notice is kept here and never enters the history of the browser, so that neither *Reload* nor *Back* nor
//! *Forward* finds it.

use std::mem;

use domain::paths;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use crate::location;

/// Names of notices with their values.
type Told = Vec<(String, String)>;

/// What the page tells that was just done.
#[derive(Clone, Copy)]
pub struct Notices {
    told: RwSignal<Told>,
    /// What the page tells that is on its way.
    coming: StoredValue<Told>,
}

impl Notices {
    fn new(told: Told) -> Self {
        Self { told: RwSignal::new(told), coming: StoredValue::new(Told::new()) }
    }

    /// The value of the notice with this name, if there is one to tell.
    pub fn get(self, name: &str) -> Option<String> {
        self.told.with(|told| told.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    /// What this address tells is told, in the place of all else.
    pub fn tell(self, address: &str) {
        self.told.set(paths::notices(address));
    }

    /// Something else is done: what the page tells is over.
    pub fn end_all(self) {
        if !self.told.with_untracked(Vec::is_empty) {
            self.told.set(Told::new());
        }
    }

    /// What the notice with this name tells is over.
    pub fn end(self, name: &str) {
        self.told.update(|told| told.retain(|(known, _)| known != name));
    }
}

/// Provides them to all pages; within the router.
pub fn provide_notices() {
    let location = use_location();
    let notices = Notices::new(paths::notices(&location::here_untracked(&location)));
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            let coming = notices.coming.try_update_value(mem::take).unwrap_or_default();
            notices.told.set(coming);
        } else {
            forget_in_history();
        }
    });
    provide_context(notices);
}

/// Takes what was told out of the address that the browser keeps. The router need not know: its pages do not change by it.
fn forget_in_history() {
    let (location, history) = (window().location(), window().history());
    let (Ok(path), Ok(search), Ok(hash), Ok(history)) =
        (location.pathname(), location.search(), location.hash(), history)
    else {
        return;
    };
    if let Some(bare) = paths::without_notices(&format!("{path}{search}")) {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{bare}{hash}")));
    }
}

/// What the page tells that was just done.
pub fn use_notices() -> Notices {
    use_context().unwrap_or_else(|| Notices::new(Told::new()))
}

/// Goes where an answer leads, without loading a document, and has what its address tells told there.
pub fn use_redirect() -> impl Fn(&str) + Clone {
    use_redirect_with(NavigateOptions::default())
}

/// The same, with other options than usual.
pub fn use_redirect_with(options: NavigateOptions) -> impl Fn(&str) + Clone {
    let (navigate, location, notices) = (use_navigate(), use_location(), use_notices());
    move |address: &str| {
        let told = paths::notices(address);
        let bare = paths::bare(address);
        if bare == location::here_untracked(&location) {
            notices.told.set(told);
        } else {
            notices.coming.set_value(told);
        }
        navigate(&bare, options.clone());
    }
}
