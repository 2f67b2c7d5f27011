//! Organizations and projects whose names cannot be told apart: wherever one chooses, their addresses stand beside their names
//! (FIELD-23).

use std::{collections::HashSet, hash::Hash};

use domain::{Slug, looks, paths};
use leptos::prelude::*;

use crate::ui::Name;

/// What the names of more than one of them look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes(HashSet<String>);

impl Namesakes {
    /// Among them, by what each is called and where it is: one that is named twice has no namesake in itself.
    pub fn among<'a, S: Eq + Hash>(named: impl Iterator<Item = (&'a str, S)>) -> Self {
        let mut seen = HashSet::new();
        let mut borne = HashSet::new();
        let mut shared = HashSet::new();
        for (name, slug) in named {
            if seen.insert(slug) {
                for look in looks(name) {
                    if !borne.insert(look.clone()) {
                        shared.insert(look);
                    }
                }
            }
        }
        Self(shared)
    }

    /// Whether another one is called like this.
    pub fn has(&self, name: &str) -> bool {
        looks(name).iter().any(|look| self.0.contains(look))
    }
}

/// The address of an organization, where its name alone does not say which one it is.
#[component]
pub fn AddressOf(
    /// What it is called.
    name: String,
    /// Its place in addresses.
    slug: Slug,
    /// Those it is shown among.
    namesakes: Memo<Namesakes>,
) -> impl IntoView {
    let shown = Memo::new(move |_| namesakes.read().has(&name));
    let address = paths::organization(&slug);
    view! {
        <Show when=move || shown.get()>
            <Name text=address.clone() verbatim=true/> " · "
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-23
    #[test]
    fn only_those_called_alike_are_namesakes() {
        let slugs: Vec<Slug> = ["acme", "acme-2", "quill"].iter().filter_map(|slug| slug.parse().ok()).collect();
        let among = |names: [&'static str; 3]| Namesakes::among(names.into_iter().zip(&slugs));
        assert!(among(["Acme", "ÁCME", "Quill"]).has("acme"));
        let cyrillic = among(["Acme", "Аcme", "Quill"]);
        assert!(cyrillic.has("Acme") && cyrillic.has("Аcme") && !cyrillic.has("Quill"));
        assert!(!among(["Acme", "Acme 2", "Quill"]).has("Acme"));
        assert!(!among(["Acme", "Acme", "Quill"]).has("Quill"));
        let twice = Namesakes::among([("Acme", &slugs[0]), ("Acme", &slugs[0])].into_iter());
        assert!(!twice.has("Acme"), "an invitation into an organization of mine is no namesake of it");
    }
}
