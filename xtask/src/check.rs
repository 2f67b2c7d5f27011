//! `cargo xtask check`: what must hold in the text of the project, the quick checks first.
//!
//! Each check gives its problems as sentences; an empty list is a pass. All are run, whatever the others say. Layering,
//! modules, features, contrast, fonts, numbers and what is unused are tests too, and browser tests are looked at before they
//! are run, so that `cargo xtask test` cannot pass without them.

pub(crate) mod browser_tests;
mod contrast;
mod docs;
mod features;
mod fonts;
mod layering;
mod licences;
mod manifests;
mod modules;
mod numbers;
mod text;
mod unused;

use std::time::Instant;

use crate::cmd::Cmd;
use crate::error::Result;
use crate::project::Project;
use crate::setup;
use crate::steps::{Steps, spell};

type Problems = Vec<String>;

/// All checks, or those whose names begin with one of the words.
pub(crate) fn run(project: &Project, words: &[String]) -> bool {
    let root = &project.root;
    let checks: [(&str, &dyn Fn() -> Result<Problems>); 14] = [
        ("format", &|| cargo(Cmd::cargo("fmt").args(["--all", "--", "--check", "-l"]), project)),
        ("layering", &|| layering::check(root)),
        ("modules", &|| modules::check(root)),
        ("features", &|| features::check(root)),
        ("unused", &|| unused::check(root)),
        ("comments on dependencies", &|| manifests::check(root)),
        ("contrast", &|| contrast::check(root)),
        ("fonts", &|| fonts::check(root)),
        ("docs", &|| docs::check(root)),
        ("numbers", &|| numbers::check(root)),
        ("licences", &|| licences::check(root)),
        ("browser tests", &|| browser_tests::check(project, &Steps::new())),
        ("clippy, server side", &|| {
            let clippy = Cmd::cargo("clippy").args(["--workspace", "--exclude", "frontend", "--all-targets"]);
            // The server's side of app, which nothing but the server asks for.
            cargo(clippy.args(["--features", "app/ssr", "--", "-D", "warnings"]), project)
        }),
        ("clippy, browser side", &|| browser_clippy(project)),
    ];
    let mut failed = Vec::new();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.starts_with(word.as_str()));
    for (name, check) in checks.into_iter().filter(|(name, _)| wanted(name)) {
        println!("==> {name}");
        let started = Instant::now();
        let problems = check().unwrap_or_else(|why| vec![why.to_string()]);
        for problem in &problems {
            eprintln!("    {problem}");
        }
        println!("    {}, {}", if problems.is_empty() { "ok" } else { "FAILED" }, spell(started.elapsed()));
        if !problems.is_empty() {
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        eprintln!("failed: {}", failed.join(", "));
    }
    failed.is_empty()
}

fn browser_clippy(project: &Project) -> Result<Problems> {
    let wasm = setup::wasm(project, &Steps::new())?;
    if !wasm.is_ordinary() {
        // Clippy would need the standard library of its own compiler, which this machine cannot have.
        println!("    left out: the browser's half is built with another compiler than clippy's");
        return Ok(Vec::new());
    }
    cargo(wasm.cargo("clippy").args(["-p", "frontend", "-p", "app", "--", "-D", "warnings"]), project)
}

fn cargo(cmd: Cmd, project: &Project) -> Result<Problems> {
    let shown = cmd.shown();
    Ok(if cmd.dir(&project.root).status()? { Vec::new() } else { vec![format!("`{shown}` found something")] })
}
