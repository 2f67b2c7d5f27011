//! The organization that somebody is about to open: its line in the switcher is pointed at, or chosen by the keys.

use domain::Slug;
use leptos::prelude::*;

/// In the context of everything below the shell.
#[derive(Clone, Copy)]
pub(super) struct Upcoming(RwSignal<Option<Slug>>);

impl Upcoming {
    pub(super) fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    /// It is this one from now on, or none any more.
    pub(super) fn expect(self, slug: Option<Slug>) {
        if self.0.with_untracked(|expected| *expected != slug) {
            self.0.set(slug);
        }
    }
}

/// Which one; none while the switcher is closed. For pages below the shell, so that they can ask ahead.
pub fn use_upcoming() -> Memo<Option<Slug>> {
    let upcoming = use_context::<Upcoming>();
    Memo::new(move |_| upcoming?.0.try_get()?)
}
