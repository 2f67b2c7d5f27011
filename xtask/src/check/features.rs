//! `app` is one program on both sides of the wire: how often it asks which side it is on only goes down.

use std::path::Path;

use super::Problems;
use super::text::bare;
use crate::error::Result;
use crate::files;

/// How many there are. Whoever takes one away lowers it; nobody raises it.
const GATES: usize = 5;

pub(super) fn check(root: &Path) -> Result<Problems> {
    let mut found = 0;
    for file in files::walk(&root.join("app/src"))? {
        if file.extension().is_some_and(|end| end == "rs") {
            found += count(&files::read_text(&file)?);
        }
    }
    Ok(judge(found))
}

/// Lines that ask for a feature: `#[cfg(…)]`, `#[cfg_attr(…)]` and `cfg!(…)`.
fn count(text: &str) -> usize {
    bare(text).lines().filter(|line| line.contains("cfg") && line.contains("feature =")).count()
}

fn judge(found: usize) -> Problems {
    match found {
        GATES => Problems::new(),
        more if more > GATES => vec![format!("app/src asks {more} times for a feature: {GATES} is the most")],
        fewer => vec![format!("app/src asks {fewer} times for a feature: lower the limit in check/features.rs")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_the_limit_says() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    #[test]
    fn attributes_and_macros_count_and_comments_do_not() {
        let text =
            "#[cfg(feature = \"ssr\")]\nif cfg!(feature = \"ssr\") {}\n// #[cfg(feature = \"ssr\")]\n#[cfg(test)]\n";
        assert_eq!(count(text), 2);
        assert_eq!([judge(GATES).len(), judge(GATES + 1).len(), judge(GATES - 1).len()], [0, 1, 1]);
    }
}
