//! Who may know whom: the rooms of the house point inwards, and a library that must stay in one room does.

use std::path::Path;

use serde_json::Value;

use super::Problems;
use crate::error::Result;
use crate::project::metadata;

/// Each room and what it may know. `app` knows `services` only behind its feature `ssr`.
const ROOMS: [(&str, &[&str]); 11] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("mail", &["domain"]),
    ("security", &["domain"]),
    ("services", &["domain", "store", "mail", "security"]),
    ("app", &["domain", "services"]),
    ("frontend", &["app"]),
    ("server", &["domain", "store", "mail", "security", "services", "app"]),
    (TEST_ROOM, &[]),
    ("xtask", &[]),
    ("bindgen", &[]),
];

/// Helps tests: anybody may know it, but only for theirs.
const TEST_ROOM: &str = "cluster";

/// Libraries with one home each; their families (`sqlx-core`) count as them.
const HOMES: [(&str, &str); 3] = [("sqlx", "store"), ("lettre", "mail"), ("argon2", "security")];

pub fn check(root: &Path) -> Result<Problems> {
    Ok(judge(&metadata(root, &["--no-deps"])?))
}

fn judge(metadata: &Value) -> Problems {
    let mut problems = Vec::new();
    for package in list(&metadata["packages"]) {
        let name = text(&package["name"]);
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            problems.push(format!("`{name}` is no room that xtask/src/check/layering.rs knows"));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let on = text(&dependency["name"]);
            let is_room = ROOMS.iter().any(|(room, _)| *room == on) && dependency["path"].is_string();
            let for_tests = on == TEST_ROOM && dependency["kind"] == "dev";
            if is_room && !for_tests && !allowed.contains(&on) {
                problems.push(format!("`{name}` must not know `{on}`"));
            }
            if (name, on) == ("app", "services") && dependency["optional"] != true {
                problems.push("`app` may know `services` only as an optional dependency, under `ssr`".into());
            }
            for (library, home) in HOMES {
                let is_it = on == library || on.strip_prefix(library).is_some_and(|rest| rest.starts_with('-'));
                if is_it && name != home {
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
    fn rooms_point_inwards() -> Result<()> {
        assert_eq!(check(&crate::project::root()?)?, Problems::new());
        Ok(())
    }

    #[test]
    fn a_wrong_turn_is_seen() {
        let wrong = serde_json::json!({"packages": [
            {"name": "mail", "dependencies": [{"name": "store", "path": "/x", "optional": false}]},
            {"name": "app", "dependencies": [{"name": "services", "path": "/x", "optional": false}]},
            {"name": "server", "dependencies": [{"name": "sqlx-core", "optional": false}]},
            {"name": "services", "dependencies": [{"name": "cluster", "path": "/x", "kind": null}]},
            {"name": "cellar", "dependencies": []},
        ]});
        assert_eq!(judge(&wrong).len(), 5);
    }
}
