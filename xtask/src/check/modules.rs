//! Modules know one another in one direction: no circle inside a crate, and in `app` the design system knows no page.
//!
//! Looked at are modules side by side, at every level: what is inside one counts as it. A parent and what it holds may
//! know each other. Names that a module passes on lead to where they are declared.

mod source;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use super::Problems;
use crate::error::Result;
use crate::files;
use source::{Krate, Module, Reference};

/// Crates and where their modules are.
const CRATES: [(&str, &str); 8] = [
    ("app", "app/src"),
    ("domain", "app/domain/src"),
    ("mail", "server/mail/src"),
    ("security", "server/security/src"),
    ("server", "server/src"),
    ("services", "server/services/src"),
    ("store", "server/store/src"),
    ("webhook", "server/webhook/src"),
];

/// Steps from one module to another that close a circle or break a layer, and may: each with its reason. One that is not
/// needed any more is a problem too.
const PERMITTED: [(&str, &str, &str); 3] = [
    (
        "app::text",
        "app::ui::name",
        "a sentence with names is made of its parts, so that each name has its own direction",
    ),
    ("store::db", "store::changes", "a pool carries what is told of commits, which listens on a connection of it"),
    ("store::db", "store::tx", "a transaction is begun on a pool, and tells it when it wrote"),
];

/// What modules of `app` must not know.
const LAYERS: [(&str, Kind); 5] =
    [("ui", Kind::Call), ("ui", Kind::Routes), ("layouts", Kind::Call), ("text", Kind::Call), ("text", Kind::View)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A module with server functions.
    Call,
    /// The table path → page.
    Routes,
    /// A module with components.
    View,
}

/// From each module to others beside it, each with one place where that is said.
type Steps = BTreeMap<String, BTreeMap<String, String>>;

/// The steps that are permitted, and which of them were needed.
struct Permits<'a> {
    list: &'a [(&'a str, &'a str, &'a str)],
    used: BTreeSet<(&'a str, &'a str)>,
}

pub(super) fn check(root: &Path) -> Result<Problems> {
    let mut permits = Permits { list: &PERMITTED, used: BTreeSet::new() };
    let mut problems = Vec::new();
    for (name, folder) in CRATES {
        let krate = read(root, &root.join(folder))?;
        problems.extend(circles(name, &krate.references, &mut permits));
        if name == "app" {
            problems.extend(layers(&krate, &mut permits));
        }
    }
    problems.extend(permits.unused());
    Ok(problems)
}

/// The modules below a folder with a `lib.rs` or `main.rs`.
fn read(root: &Path, folder: &Path) -> Result<Krate> {
    let mut texts = Vec::new();
    for file in files::walk(folder)? {
        if file.extension().is_some_and(|end| end == "rs") {
            let below = file.strip_prefix(folder).unwrap_or(&file).to_owned();
            let place = file.strip_prefix(root).unwrap_or(&file).display().to_string();
            texts.push((below, place, files::read_text(&file)?));
        }
    }
    Ok(Krate::new(&texts))
}

impl Permits<'_> {
    fn permits(&mut self, from: &str, to: &str) -> bool {
        let found = self.list.iter().find(|(a, b, _)| (*a, *b) == (from, to));
        self.used.extend(found.map(|(from, to, _)| (*from, *to)));
        found.is_some()
    }

    fn unused(&self) -> impl Iterator<Item = String> {
        let unused = self.list.iter().filter(|(from, to, _)| !self.used.contains(&(*from, *to)));
        unused.map(|(from, to, _)| format!("{from} → {to} is permitted and not needed: take it off check/modules.rs"))
    }
}

/// Circles, a shortest one first; each is told once, then its first step is taken away, until none is left.
fn circles(krate: &str, references: &[Reference], permits: &mut Permits) -> Problems {
    let mut levels: BTreeMap<Module, Steps> = BTreeMap::new();
    for Reference { from, to, place } in references {
        let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        if let (Some(a), Some(b), Some(parent)) = (from.get(shared), to.get(shared), from.get(..shared)) {
            let steps = levels.entry(parent.to_vec()).or_default().entry(a.clone()).or_default();
            steps.entry(b.clone()).or_insert_with(|| place.clone());
        }
    }
    let mut problems = Vec::new();
    for (parent, mut steps) in levels {
        let full = |name: &str| [&[krate.to_owned()], parent.as_slice(), &[name.to_owned()]].concat().join("::");
        while let Some(circle) = shortest(&steps) {
            let permitted = circle.iter().find(|(from, to, _)| permits.permits(&full(from), &full(to)));
            let Some((from, to, _)) = permitted.or(circle.first()) else { break };
            if let Some(steps) = steps.get_mut(from) {
                steps.remove(to);
            }
            if permitted.is_none() {
                let way = circle.iter().map(|(from, to, at)| format!("{} → {} ({at})", full(from), full(to)));
                problems.push(format!("a circle: {}", way.collect::<Vec<_>>().join(", ")));
            }
        }
    }
    problems
}

fn shortest(steps: &Steps) -> Option<Vec<(String, String, String)>> {
    steps.keys().filter_map(|start| around(steps, start)).min_by_key(Vec::len)
}

/// The shortest way from a module back to itself.
fn around(steps: &Steps, start: &str) -> Option<Vec<(String, String, String)>> {
    let mut came: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in steps.get(at).into_iter().flat_map(BTreeMap::keys) {
            if !came.contains_key(next.as_str()) {
                came.insert(next, at);
                queue.push_back(next);
            }
        }
    }
    let mut circle = Vec::new();
    let mut at = start;
    loop {
        let from = *came.get(at)?;
        circle.push((from.to_owned(), at.to_owned(), steps.get(from)?.get(at)?.clone()));
        at = from;
        if at == start {
            circle.reverse();
            return Some(circle);
        }
    }
}

fn layers(krate: &Krate, permits: &mut Permits) -> Problems {
    let is = |module: &Module, kind: Kind| {
        let code = krate.code.get(module).map_or("", String::as_str);
        match kind {
            Kind::Call => code.contains("#[server("),
            Kind::Routes => module.first().is_some_and(|top| top == "routes"),
            Kind::View => code.contains("#[component]"),
        }
    };
    let mut problems = BTreeSet::new();
    for Reference { from, to, place } in &krate.references {
        for (layer, kind) in LAYERS {
            if from.first().is_some_and(|top| top == layer) && is(to, kind) {
                let to = format!("app::{}", to.join("::"));
                if !permits.permits(&format!("app::{layer}"), &to) {
                    problems.insert(format!("{layer} knows {}: {to} ({place})", kind.name()));
                }
            }
        }
    }
    problems.into_iter().collect()
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Call => "a call",
            Self::Routes => "the routes",
            Self::View => "a view",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_know_one_another_in_one_direction() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    fn krate(files: &[(&str, &str)]) -> Krate {
        let texts = files.iter().map(|(file, text)| ((*file).into(), (*file).into(), (*text).into()));
        Krate::new(&texts.collect::<Vec<_>>())
    }

    #[test]
    fn a_circle_is_seen_through_what_a_module_passes_on() {
        let krate = krate(&[
            ("lib.rs", "mod a;\nmod b;\nmod c;"),
            ("a.rs", "mod inner;\npub use inner::A;\nuse crate::b::B;"),
            ("a/inner.rs", "use super::x;\npub struct A;"),
            ("b.rs", "pub use crate::c::B;"),
            ("c.rs", "fn b() -> crate::a::A {}"),
        ]);
        let none = &mut Permits { list: &[], used: BTreeSet::new() };
        assert_eq!(circles("x", &krate.references, none), ["a circle: x::a → x::c (a.rs:3), x::c → x::a (c.rs:1)"]);
        let permits = &mut Permits { list: &[("x::c", "x::a", ""), ("x::c", "x::b", "")], used: BTreeSet::new() };
        assert_eq!(circles("x", &krate.references, permits), Problems::new());
        assert_eq!(permits.unused().count(), 1);
    }

    #[test]
    fn layers_are_kept_apart() {
        let krate = krate(&[
            ("ui.rs", "use crate::{routes, page::api::Call};"),
            ("routes.rs", ""),
            ("page.rs", "pub mod api; #[component] fn Page() {}"),
            ("page/api.rs", "#[server(a = b)] async fn call() {}"),
            ("text.rs", "pub use crate::page::Page;"),
        ]);
        assert_eq!(layers(&krate, &mut Permits { list: &[], used: BTreeSet::new() }).len(), 3);
    }
}
