//! Documents that quote code quote it verbatim, and the files they name exist.
//!
//! A fenced block whose info string is a language and a path (`rust app/src/lib.rs`) must be found in that file; a
//! relative path in backticks must lead somewhere, from the root or from the document's folder.

use std::path::{Path, PathBuf};

use super::Problems;
use crate::error::Result;
use crate::files;

const ENDINGS: [&str; 5] = [".rs", ".css", ".ts", ".md", "/"];

/// Made by building or running, so not there in a fresh clone.
const MADE: [&str; 3] = ["target/", "data/", "node_modules/"];

pub(super) fn check(root: &Path) -> Result<Problems> {
    let named = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"].map(|name| root.join(name));
    let mut documents: Vec<PathBuf> = named.into_iter().filter(|path| path.exists()).collect();
    documents.extend(
        files::walk(&root.join("docs"))?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")),
    );
    let mut problems = Vec::new();
    for document in documents {
        let name = document.strip_prefix(root).unwrap_or(&document).display().to_string();
        let folder = document.parent().unwrap_or(root);
        for problem in read(&files::read_text(&document)?, root, folder) {
            problems.push(format!("{name}: {problem}"));
        }
    }
    Ok(problems)
}

fn read(text: &str, root: &Path, folder: &Path) -> Problems {
    let mut problems = Vec::new();
    let mut block: Option<(&str, String)> = None;
    for line in text.lines() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut block, fence) {
            (None, Some(info)) => block = Some((info.trim(), String::new())),
            (Some(_), Some(_)) => {
                if let Some((info, code)) = block.take() {
                    problems.extend(quoted(info, &code, root));
                }
            }
            (Some((_, code)), None) => {
                code.push_str(line);
                code.push('\n');
            }
            (None, None) => {
                let missing = mentioned(line).filter(|path| !exists(path, root, folder));
                problems.extend(missing.map(|path| format!("`{path}` does not exist")));
            }
        }
    }
    problems
}

/// The problem with a quotation, if it is one and has one.
fn quoted(info: &str, code: &str, root: &Path) -> Option<String> {
    let (_, path) = info.split_once(' ')?;
    let path = path.trim();
    let Ok(file) = files::read_text(&root.join(path)) else {
        return Some(format!("quotes `{path}`, which does not exist"));
    };
    let start = code.lines().next().unwrap_or_default().trim();
    (!file.contains(code.trim_end())).then(|| format!("what it quotes of `{path}` (from `{start}`) is not there"))
}

/// What in a line's backticks looks like a relative path.
fn mentioned(line: &str) -> impl Iterator<Item = &str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let is_path = move |word: &&str| {
        word.chars().all(plain) && !word.starts_with('/') && ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    line.split('`').skip(1).step_by(2).filter(is_path).filter(|word| !MADE.iter().any(|made| word.contains(made)))
}

/// A name without a folder may be anybody's: it is enough that one such file is in the tree.
fn exists(path: &str, root: &Path, folder: &Path) -> bool {
    root.join(path).exists() || folder.join(path).exists() || (!path.contains('/') && somewhere(path, root))
}

fn somewhere(name: &str, dir: &Path) -> bool {
    let Ok(entries) = files::list(dir) else { return false };
    entries.iter().any(|path| {
        let entry = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = entry.starts_with('.') || MADE.iter().any(|made| made.trim_end_matches('/') == entry);
        entry == name || (path.is_dir() && !hidden && somewhere(name, path))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_and_paths_are_held_against_the_tree() -> Result<()> {
        let root = crate::project::root()?;
        let good = "See `xtask/src/main.rs`, `steps.rs`, `xtask/`, `/api/`, `target/site/`, `a b.rs`.\n\
                    ```rust xtask/src/check/docs.rs\n    fn quotations_and_paths_are_held_against_the_tree()\n```\n\
                    ```sh\ncargo xtask run\n```\n";
        assert_eq!(read(good, &root, &root), Problems::new());
        let bad = "See `xtask/gone.rs`.\n```rust xtask/src/main.rs\nfn nothing() {}\n```\n```rust gone.rs\nx\n```\n";
        assert_eq!(read(bad, &root, &root).len(), 3);
        Ok(())
    }
}
