//! What tells those apart whose names cannot be told apart: wherever one chooses, an address stands beside their names (FIELD-23).

use std::{collections::HashSet, hash::Hash};

use crate::looks;

/// What the names of more than one of them look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes(HashSet<String>);

impl Namesakes {
    /// Among them, by what each is called and which one it is: one that is named twice has no namesake in itself.
    pub fn among<'a, K: Eq + Hash>(named: impl IntoIterator<Item = (&'a str, K)>) -> Self {
        let mut seen = HashSet::new();
        let mut borne = HashSet::new();
        let mut shared = HashSet::new();
        for (name, which) in named {
            if seen.insert(which) {
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
        // Most lists have none, and need no look at a name.
        !self.0.is_empty() && looks(name).iter().any(|look| self.0.contains(look))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_23_only_those_called_alike_are_namesakes() {
        let among = |names: [&'static str; 3]| Namesakes::among(names.into_iter().zip(["acme", "acme-2", "quill"]));
        assert!(among(["Acme", "ÁCME", "Quill"]).has("acme"));
        let cyrillic = among(["Acme", "Аcme", "Quill"]);
        assert!(cyrillic.has("Acme") && cyrillic.has("Аcme") && !cyrillic.has("Quill"));
        assert!(!among(["Acme", "Acme 2", "Quill"]).has("Acme"));
        assert!(!among(["Acme", "Acme", "Quill"]).has("Quill"));
        let twice = Namesakes::among([("Acme", "acme"), ("Acme", "acme")]);
        assert!(!twice.has("Acme"), "an invitation into an organization of mine is no namesake of it");
        assert!(!Namesakes::default().has("Acme"));
    }
}
