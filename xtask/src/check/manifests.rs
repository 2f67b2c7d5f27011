//! Every dependency says what it is for, in a comment above it; a run of lines may share one. And the browser's half is built so
//! that it can be small.
//!
//! The project's own crates need none: their manifests describe them.

use std::path::Path;

use serde_json::Value;

use super::Problems;
use crate::error::{Context, Result};
use crate::files;
use crate::project::metadata;

pub(super) fn check(root: &Path) -> Result<Problems> {
    let metadata = metadata(root, &["--no-deps"])?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let own: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let manifests = packages.iter().filter_map(|package| package["manifest_path"].as_str()).map(Path::new);
    let mut problems = Vec::new();
    for manifest in manifests.chain([root.join("Cargo.toml").as_path()]) {
        let name = manifest.strip_prefix(root).unwrap_or(manifest).display().to_string();
        let bare = uncommented(&files::read_text(manifest)?, &own);
        problems.extend(bare.iter().map(|dependency| format!("{name}: `{dependency}` has no comment above it")));
    }
    problems.extend(without_lto(packages));
    Ok(problems)
}

/// The browser's half is a `cdylib` and nothing else: with an `rlib` beside it, cargo leaves link-time optimisation out without a
/// word (rust-lang/cargo#9672), and the download grows by a sixth.
fn without_lto(packages: &[Value]) -> Option<String> {
    let frontend = packages.iter().find(|package| package["name"] == "frontend")?;
    let targets = frontend["targets"].as_array()?;
    let library = targets.iter().find(|target| target["crate_types"].to_string().contains("cdylib"));
    let kinds = library.map(|target| target["crate_types"].to_string()).unwrap_or_default();
    (kinds != "[\"cdylib\"]").then(|| format!("frontend: its `crate-type` must be cdylib alone, and is {kinds}"))
}

fn uncommented(manifest: &str, own: &[&str]) -> Vec<String> {
    let mut bare = Vec::new();
    let (mut inside, mut commented, mut depth) = (false, false, 0_usize);
    for line in manifest.lines().map(str::trim) {
        // Lines within a list that spans several belong to the dependency that began it.
        let nested = depth > 0;
        depth = (depth + line.matches(['[', '{']).count()).saturating_sub(line.matches([']', '}']).count());
        if nested {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            // A dependency with a table of its own: `[dependencies.name]`.
            inside = header.ends_with("dependencies");
            if let Some((_, name)) = header.rsplit_once("dependencies.")
                && !commented
                && !own.contains(&name)
            {
                bare.push(name.to_owned());
            }
            commented = false;
        } else if line.starts_with('#') {
            commented = true;
        } else if line.is_empty() {
            commented = false;
        } else if inside && !commented {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default().trim_matches('"');
            if !own.contains(&name) {
                bare.push(name.to_owned());
            }
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_rlib_beside_the_cdylib_is_seen() {
        let of = |kinds: &[&str]| [json!({ "name": "frontend", "targets": [{ "crate_types": kinds }] })];
        assert_eq!(without_lto(&of(&["cdylib"])), None);
        assert!(without_lto(&of(&["cdylib", "rlib"])).is_some() && without_lto(&of(&["rlib"])).is_some());
    }

    #[test]
    fn a_run_shares_its_comment_and_a_blank_line_ends_it() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\nhome.workspace = true\n# Why.\na = \"1\"\n\
                        b = { version = \"1\", features = [\n  \"x\",\n] }\nc.workspace = true\n\nd = \"1\"\n\
                        [dev-dependencies]\ne = \"1\"\n";
        assert_eq!(uncommented(manifest, &["home"]), ["d", "e"]);
    }
}
