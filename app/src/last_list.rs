//! The list of members as it was last shown in this tab, with its filters, its order and its page: what a panel over it, a member's
//! page and the pages for many at once lead back to. Each organization has its own, and it goes with the drafts of the account.

use domain::{Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{drafts, query::use_query, tab_storage};

fn key(slug: &Slug) -> String {
    drafts::key_of("list", slug.as_str())
}

/// Keeps the address of what is shown, as long as the tab is at the list and nothing is open over it.
pub fn keep(slug: Slug, shown: impl Fn() -> String + 'static) {
    let (pathname, list, key) = (use_location().pathname, paths::members(&slug), key(&slug));
    Effect::new(move || {
        let shown = shown();
        if *pathname.read() == list {
            tab_storage::set(&key, &shown);
        }
    });
}

/// The address of the list to come back to. Without JavaScript the page's own names it; with it the tab does, once the page is awake.
pub fn use_last_list(slug: &Slug) -> Signal<String> {
    let named = use_query().get_untracked(paths::RETURN_TO);
    let list = RwSignal::new(paths::list_to_come_back_to(slug, named.as_deref().unwrap_or_default()));
    if named.is_none() {
        let (slug, key) = (slug.clone(), key(slug));
        Effect::new(move || {
            if let Some(kept) = tab_storage::get(&key) {
                list.set(paths::list_to_come_back_to(&slug, &kept));
            }
        });
    }
    list.into()
}
