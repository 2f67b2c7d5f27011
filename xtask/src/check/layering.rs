//! Who may know whom: crates point inwards, and a library that must stay in one crate does.

use std::path::Path;

use serde_json::Value;

use super::Problems;
use crate::error::Result;
use crate::project::metadata;

/// Each crate and what it may know. `app` knows `services` only behind its feature `ssr`.
const CRATES: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("mail", &["domain"]),
    ("security", &["domain"]),
    ("webhook", &["domain"]),
    ("services", &["domain", "store", "mail", "security", "webhook"]),
    ("app", &["domain", "services"]),
    ("frontend", &["app"]),
    ("server", &["domain", "store", "mail", "security", "webhook", "services", "app"]),
    (TEST_CRATE, &[]),
    ("xtask", &[]),
    ("bindgen", &[]),
];

/// Helps tests: anybody may know it, but only for theirs.
const TEST_CRATE: &str = "cluster";

/// Libraries with one home each; their families (`sqlx-core`) count as them. Tests and benchmarks may know them elsewhere: the
/// yardsticks of `server/benches/load` are nothing but such a library.
const HOMES: [(&str, &str); 3] = [("sqlx", "store"), ("lettre", "mail"), ("argon2", "security")];

pub(super) fn check(root: &Path) -> Result<Problems> {
    Ok(judge(&metadata(root, &["--no-deps"])?))
}

fn judge(metadata: &Value) -> Problems {
    let mut problems = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = text(&package["name"]);
        let Some((_, allowed)) = CRATES.iter().find(|(krate, _)| *krate == name) else {
            problems.push(format!("`{name}` is no crate that xtask/src/check/layering.rs knows"));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let on = text(&dependency["name"]);
            let is_crate = CRATES.iter().any(|(krate, _)| *krate == on) && dependency["path"].is_string();
            let for_tests = on == TEST_CRATE && dependency["kind"] == "dev";
            if is_crate && !for_tests && !allowed.contains(&on) {
                problems.push(format!("`{name}` must not know `{on}`"));
            }
            if (name, on) == ("app", "services") && dependency["optional"] != true {
                problems.push("`app` may know `services` only as an optional dependency, under `ssr`".into());
            }
            for (library, home) in HOMES {
                let is_it = on == library || on.strip_prefix(library).is_some_and(|rest| rest.starts_with('-'));
                if is_it && name != home && dependency["kind"] != "dev" {
                    problems.push(format!("`{on}` belongs to `{home}` alone, not to `{name}`"));
                }
            }
        }
    }
    problems
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_point_inwards() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    #[test]
    fn a_wrong_turn_is_seen() {
        let wrong = serde_json::json!({"packages": [
            {"name": "mail", "dependencies": [{"name": "store", "path": "/x", "optional": false}]},
            {"name": "app", "dependencies": [{"name": "services", "path": "/x", "optional": false}]},
            {"name": "server", "dependencies": [{"name": "sqlx-core", "optional": false}, {"name": "sqlx", "kind": "dev"}]},
            {"name": "services", "dependencies": [{"name": "cluster", "path": "/x", "kind": null}]},
            {"name": "cellar", "dependencies": []},
        ]});
        assert_eq!(judge(&wrong).len(), 5);
    }
}
