//! Every crate that cargo may take must be usable under a permissive licence.
//!
//! Expressions are SPDX's: `OR` gives a choice, `AND` asks for both, `WITH` adds an exception to a licence.

use std::path::Path;

use super::Problems;
use crate::error::{Context, Result};
use crate::project::metadata;

const PERMISSIVE: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Zlib",
];

/// Crates under another licence, each with the reason why that is right.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

pub(super) fn check(root: &Path) -> Result<Problems> {
    let metadata = metadata(root, &[])?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or("none");
        let excepted = EXCEPTIONS.iter().any(|(of, under, _)| (*of, *under) == (name, licence));
        if !excepted && !permits(licence) {
            problems.push(format!("`{name}` is under `{licence}`, which is not on the list in check/licences.rs"));
        }
    }
    Ok(problems)
}

fn permits(expression: &str) -> bool {
    // Older manifests write the choice with a slash.
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest) == Some(true) && rest.is_empty()
}

/// `a OR b`; nothing when it is no expression.
fn any(rest: &mut &[&str]) -> Option<bool> {
    let mut good = all(rest)?;
    while let ["OR", after @ ..] = *rest {
        *rest = after;
        good |= all(rest)?;
    }
    Some(good)
}

/// `a AND b`, which binds closer.
fn all(rest: &mut &[&str]) -> Option<bool> {
    let mut good = one(rest)?;
    while let ["AND", after @ ..] = *rest {
        *rest = after;
        good &= one(rest)?;
    }
    Some(good)
}

fn one(rest: &mut &[&str]) -> Option<bool> {
    match *rest {
        ["(", after @ ..] => {
            *rest = after;
            let good = any(rest)?;
            *rest = rest.strip_prefix(&[")"])?;
            Some(good)
        }
        [licence, "WITH", exception, after @ ..] => {
            *rest = after;
            Some(PERMISSIVE.contains(&format!("{licence} WITH {exception}").as_str()))
        }
        [licence, after @ ..] => {
            *rest = after;
            Some(PERMISSIVE.contains(licence))
        }
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_understood() {
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
            assert!(permits(good), "{good}");
        }
        for bad in ["none", "GPL-3.0", "MIT AND GPL-3.0", "MIT OR", "(MIT", "MIT AND (GPL-3.0 OR LGPL-3.0)"] {
            assert!(!permits(bad), "{bad}");
        }
    }
}
