//! Drafts of an organization that has another slug by now: they are kept by addresses, and go along (ST-2).

use domain::Slug;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use super::{DRAFT, controls, fingerprint, place_of_form, saved_for};
use crate::tab_storage as storage;

/// What is kept of the page at `from` is kept of the page at `to`, where the same forms are about to stand.
pub fn move_along(from: &str, to: &str, old: &Slug, now: &Slug) {
    let Some(owner) = saved_for() else { return };
    let mut places = vec![(fingerprint(from), fingerprint(to))];
    places.extend(forms().iter().map(|form| {
        let identity = controls::identity(form);
        let (before, after) = (with_slug(&identity, now, old), with_slug(&identity, old, now));
        (place_of_form(from, &before), place_of_form(to, &after))
    }));
    for key in storage::keys(&format!("{DRAFT} {owner} ")) {
        let Some((form, place)) = key.rsplit_once(' ') else { continue };
        let moved = places.iter().find(|(from, _)| format!("{from:016x}") == place);
        if let (Some((_, to)), Some(draft)) = (moved, storage::get(&key)) {
            storage::set(&format!("{form} {to:016x}"), &draft);
            storage::remove(&key);
        }
    }
}

/// What tells a form from others, with another organization in it.
fn with_slug(identity: &str, from: &Slug, to: &Slug) -> String {
    let [from, to] = [from, to].map(|slug| format!("organization={slug}"));
    identity.split('&').map(|part| if part == from { &to } else { part }).collect::<Vec<_>>().join("&")
}

fn forms() -> Vec<HtmlFormElement> {
    let Ok(found) = document().query_selector_all("form") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_moves_with_its_organization_alone() {
        let [old, now]: [Slug; 2] = ["acme", "acme-2"].map(|slug| slug.parse().unwrap());
        assert_eq!(with_slug("organization=acme&member=1", &old, &now), "organization=acme-2&member=1");
        assert_eq!(with_slug("organization=acme-2", &old, &now), "organization=acme-2");
        assert_eq!(with_slug("organization=acme-2&member=1", &now, &old), "organization=acme&member=1");
    }
}
