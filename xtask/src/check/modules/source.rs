//! What a crate's source says of its modules: which there are, and which paths each of them names.
//!
//! Read from the text, not by a compiler: comments and literals are blanked, then `use` trees and paths that begin with
//! `crate`, `super` or `self` are collected. What tests say of themselves is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::check::text::{Token, bare, tokens};

/// The names from the crate's root to a module; empty for the root.
pub(super) type Module = Vec<String>;

/// A path that a module names, from the crate's root.
pub(super) struct Reference {
    pub from: Module,
    pub to: Module,
    /// Where it stands: file and line.
    pub place: String,
}

pub(super) struct Krate {
    pub references: Vec<Reference>,
    /// The text of each module, without comments and the contents of literals.
    pub code: BTreeMap<Module, String>,
}

/// A path as it was written.
struct Named {
    module: Module,
    path: Vec<String>,
    line: usize,
    /// The name that a `use` brings into its module.
    alias: Option<String>,
}

impl Krate {
    /// Each file by its path below the crate's root, with its name for people and its text.
    pub(super) fn new(texts: &[(PathBuf, String, String)]) -> Self {
        let mut code = BTreeMap::new();
        let mut named: Vec<(&str, Named)> = Vec::new();
        for (file, place, text) in texts {
            let module = module_of(file);
            if module.last().is_none_or(|name| name != "tests") {
                let text = without_tests(&bare(text));
                named.extend(paths(&module, &text).into_iter().map(|named| (place.as_str(), named)));
                code.insert(module, text);
            }
        }
        let modules: BTreeSet<Module> = code.keys().cloned().collect();
        let mut aliases = BTreeMap::new();
        for (_, named) in &named {
            if let (Some(alias), Some(path)) = (&named.alias, absolute(named, &modules)) {
                aliases.insert((named.module.clone(), alias.clone()), path);
            }
        }
        let mut references = Vec::new();
        for (place, named) in named {
            if let Some(path) = absolute(&named, &modules) {
                let to = resolve(&path, &modules, &aliases, 0);
                references.push(Reference { from: named.module, to, place: format!("{place}:{}", named.line) });
            }
        }
        Self { references, code }
    }
}

fn module_of(file: &Path) -> Module {
    let mut module: Module = file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

/// The same path from the crate's root; nothing when it leads to another crate.
fn absolute(named: &Named, modules: &BTreeSet<Module>) -> Option<Module> {
    let mut at = named.module.clone();
    let mut rest = named.path.as_slice();
    match rest.first().map(String::as_str) {
        Some("crate") => at.clear(),
        Some("super" | "self") => {
            while let Some((first, after)) = rest.split_first() {
                match first.as_str() {
                    "super" => drop(at.pop()),
                    "self" => {}
                    _ => break,
                }
                rest = after;
            }
            return Some([at, rest.to_vec()].concat());
        }
        Some(first) => {
            let child = [at.clone(), vec![first.to_owned()]].concat();
            return modules.contains(&child).then(|| [at, rest.to_vec()].concat());
        }
        None => return None,
    }
    Some([at, rest.get(1..).unwrap_or_default().to_vec()].concat())
}

/// The module in which a path ends, through what modules pass on.
fn resolve(
    path: &[String],
    modules: &BTreeSet<Module>,
    aliases: &BTreeMap<(Module, String), Module>,
    depth: usize,
) -> Module {
    let known = (0..=path.len()).rev().find(|&n| path.get(..n).is_some_and(|start| modules.contains(start)));
    let (module, rest) = path.split_at(known.unwrap_or(0));
    if let Some((name, after)) = rest.split_first()
        && depth < 8
        && let Some(target) = aliases.get(&(module.to_vec(), name.clone()))
    {
        return resolve(&[target.as_slice(), after].concat(), modules, aliases, depth + 1);
    }
    module.to_vec()
}

/// Without `#[cfg(test)] mod … { … }`.
fn without_tests(code: &str) -> String {
    let Some((before, tests)) = code.split_once("#[cfg(test)]\nmod ") else { return code.to_owned() };
    let mut depth = 0_usize;
    let end = tests.char_indices().find(|(_, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ';' | '}')
    });
    let after = end.and_then(|(at, _)| tests.get(at + 1..)).unwrap_or_default();
    without_tests(&format!("{before}{after}"))
}

/// Every path that this file names.
fn paths(file: &Module, code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    // Modules within the file, each with the depth of its braces.
    let mut inside: Vec<(&str, usize)> = Vec::new();
    let (mut depth, mut at) = (0_usize, 0_usize);
    while let Some(&(token, line)) = tokens.get(at) {
        let module: Module = file.iter().cloned().chain(inside.iter().map(|(name, _)| (*name).to_owned())).collect();
        at += 1;
        match token {
            "mod" if tokens.get(at + 1).is_some_and(|(sign, _)| *sign == "{") => {
                inside.push((tokens.get(at).map_or("", |(name, _)| name), depth));
            }
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if inside.last().is_some_and(|(_, at)| *at == depth) {
                    inside.pop();
                }
            }
            "use" => {
                let mut leaves = Vec::new();
                at = tree(&tokens, at, &[], &mut leaves);
                found.extend(leaves.into_iter().map(|(path, alias)| Named {
                    module: module.clone(),
                    path,
                    line,
                    alias,
                }));
            }
            "crate" | "super" | "self" if tokens.get(at).is_some_and(|(sign, _)| *sign == "::") => {
                let mut path = vec![token.to_owned()];
                while let (Some(("::", _)), Some((next, _))) = (tokens.get(at), tokens.get(at + 1))
                    && next.starts_with(|c: char| c.is_alphabetic() || c == '_')
                {
                    path.push((*next).to_owned());
                    at += 2;
                }
                found.push(Named { module, path, line, alias: None });
            }
            _ => {}
        }
    }
    found
}

/// The leaves of a `use` tree, each with the name that it brings; gives where the tree ends.
fn tree(
    tokens: &[Token<'_>],
    mut at: usize,
    start: &[String],
    leaves: &mut Vec<(Vec<String>, Option<String>)>,
) -> usize {
    let mut path = start.to_vec();
    let mut alias = None;
    while let Some(&(token, _)) = tokens.get(at) {
        match token {
            "::" => {}
            "{" => {
                loop {
                    at = tree(tokens, at + 1, &path, leaves);
                    if tokens.get(at).is_none_or(|(sign, _)| *sign != ",") {
                        break;
                    }
                }
                return at + 1;
            }
            "," | "}" | ";" => break,
            "as" => {
                alias = tokens.get(at + 1).map(|(name, _)| (*name).to_owned());
                at += 1;
            }
            "*" => alias = Some(String::new()),
            // `{self}` is what stands before it.
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    if path.len() > start.len() || alias.is_some() || !start.is_empty() {
        let name = alias.or_else(|| path.last().cloned()).filter(|name| !name.is_empty());
        leaves.push((path, name));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(code: &str) -> Vec<String> {
        paths(&vec!["a".to_owned()], &bare(code)).into_iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn paths_are_read_from_use_trees_and_from_code() {
        let code = "use crate::{b::{self, C, d::E as F}, g::*};\n// use crate::h;\npub use i::J;\n\
                    fn k() { let l = \"crate::m\"; super::n::o::<u8>(); crate::p() }";
        assert_eq!(
            named(code),
            ["crate::b", "crate::b::C", "crate::b::d::E", "crate::g", "i::J", "super::n::o", "crate::p"]
        );
    }

    #[test]
    fn tests_are_left_out() {
        assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests { {} }\nb").replace('\n', ""), "ab");
    }
}
