//! `cargo xtask test`: every test there is, by two runners: cargo's and Playwright's.
//!
//! Each runner fetches what it needs, speaks for itself, and runs even when the other failed. What failed gets a second
//! try, which tells a test that is at fault from a machine that is; both are told. The counts are told at the end, one
//! line a runner.

mod libtest;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use libtest::Libtest;
use serde_json::Value;

use crate::build;
use crate::check::browser_tests;
use crate::cmd::Cmd;
use crate::dist;
use crate::error::{Context, Result};
use crate::files;
use crate::project::{Profile, Project};
use crate::setup;
use crate::steps::{Steps, spell};

/// The browser tests of the way from signing up to switching, in `end2end`.
const SMOKE: &str = "tests/story";
/// What cargo does not test here: `frontend` is wasm only, and never goes into one call with `server`.
const LEFT_OUT: [&str; 2] = ["frontend", "bindgen"];

#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    passed: u64,
    failed: u64,
    skipped: u64,
    /// Of those that passed, how many needed a second try. None is wanted.
    flaky: u64,
}

/// What a runner says at its end.
#[derive(Default)]
struct Report {
    count: Count,
    ok: bool,
    /// Why tests failed, where the runner told it long before its end.
    failures: Vec<String>,
}

struct Outcome {
    name: &'static str,
    report: Report,
    took: Duration,
}

pub(crate) fn run(project: &Project) -> Result<bool> {
    let steps = Steps::new();
    // The binary comes with cargo's tests: built for itself, it and half of the workspace would be compiled again for
    // them, with the features that tests add to hyper and others.
    build::beside_site(project, &steps, || {
        let why = "the parlor binary, and cargo's tests of everything";
        steps.run("server and tests", why, || cargo_test(project).arg("--no-run").run())
    })?;
    let outcomes = [measure("cargo test", || cargo(project, &steps)), measure("end2end", || end2end(project, &steps))];
    Ok(tell(&steps, &outcomes))
}

/// Goes through what `cargo xtask dist` builds in Chromium: signs up, confirms, creates and switches. Its wasm comes from other
/// flags than that of all other tests, and its server is compiled as a whole.
pub(crate) fn smoke() -> Result<bool> {
    let kept = dist::run()?;
    let (project, steps) = (Project::find_for(Profile::Dist)?, Steps::new());
    let outcome = measure("smoke", || playwright(&project, &steps, SMOKE, Vec::new()));
    Ok(tell(&steps, &[outcome]) && kept)
}

/// Tells what came of the runners; whether all is well.
fn tell(steps: &Steps, outcomes: &[Outcome]) -> bool {
    steps.table();
    for line in outcomes.iter().flat_map(|outcome| &outcome.report.failures) {
        println!("{line}");
    }
    println!("Tests:");
    for Outcome { name, report, took } in outcomes {
        let word = if report.ok { "ok" } else { "FAILED" };
        let Count { passed, failed, skipped, flaky } = &report.count;
        let second = if *flaky == 0 { String::new() } else { format!(", {flaky} needed a second try") };
        println!(
            "  {name:<12} {passed} passed, {failed} failed, {skipped} skipped{second} in {}: {word}",
            spell(*took)
        );
    }
    outcomes.iter().all(|outcome| outcome.report.ok)
}

fn measure(name: &'static str, runner: impl FnOnce() -> Result<Report>) -> Outcome {
    println!("\n==> {name}");
    let started = Instant::now();
    let report = runner().unwrap_or_else(|why| {
        eprintln!("error: {why}");
        Report::default()
    });
    // One line alone, in a form that other programs read.
    println!("\n{name}: {} passed, {} failed", report.count.passed, report.count.failed);
    Outcome { name, report, took: started.elapsed() }
}

/// One selection, whatever it is asked for, so that nothing is built twice.
fn cargo_test(project: &Project) -> Cmd {
    Cmd::cargo("test")
        .args(["--profile", project.server_profile(), "--workspace", "--features", "app/ssr"])
        .args(LEFT_OUT.iter().flat_map(|package| ["--exclude", package]))
        .dir(&project.root)
}

fn cargo(project: &Project, steps: &Steps) -> Result<Report> {
    setup::postgres(steps)?;
    setup::strace(steps)?;
    let aiosmtpd = setup::aiosmtpd(project, steps)?;
    let cores = thread::available_parallelism().context("the number of cores")?.get();
    let test = |these: &[String]| {
        cargo_test(project)
            .arg("--no-fail-fast")
            // Stories wait for a server of their own more than they reckon: three at a time on each core.
            .env("RUST_TEST_THREADS", (3 * cores).to_string())
            .env("PARLOR_TEST_AIOSMTPD", &aiosmtpd)
            .env("PARLOR_SITE_ROOT", project.site())
            .args(if these.is_empty() { &[][..] } else { &["--", "--exact"] })
            .args(these)
    };
    let first = libtest(test(&[]))?;
    if first.failed.is_empty() {
        return Ok(first.report(None));
    }
    println!("\n==> cargo test, the second try of what failed");
    let second = libtest(test(&first.failed))?;
    Ok(first.report(Some(&second)))
}

/// Runs cargo's tests, and reads along.
fn libtest(test: Cmd) -> Result<Libtest> {
    let mut child = test.into_inner().stdout(Stdio::piped()).spawn().context("cargo test")?;
    let out = child.stdout.take().context("cargo test has no output")?;
    let mut told = Libtest::default();
    for line in BufReader::new(out).split(b'\n') {
        let line = line.context("cargo test")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        told.read(&line);
    }
    told.ok = child.wait().context("cargo test")?.success();
    Ok(told)
}

impl Count {
    /// Playwright's JSON report. A test that passed on a second try has passed, and is told apart.
    fn of_playwright(report: &Value) -> Self {
        let stat = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
        Self {
            passed: stat("expected") + stat("flaky"),
            failed: stat("unexpected"),
            skipped: stat("skipped"),
            flaky: stat("flaky"),
        }
    }
}

fn end2end(project: &Project, steps: &Steps) -> Result<Report> {
    let nginx = setup::proxy(project, steps, "nginx", "usr/sbin")?;
    let caddy = setup::proxy(project, steps, "caddy", "usr/bin")?;
    setup::end2end(project, steps)?;
    let problems = steps.run("tsc, eslint", "what is wrong with browser tests before they are run", || {
        browser_tests::check(project, steps)
    })?;
    for problem in &problems {
        eprintln!("{problem}");
    }
    let proxies = vec![("PARLOR_NGINX", nginx), ("PARLOR_CADDY", caddy)];
    let report = playwright(project, steps, "tests", proxies)?;
    Ok(Report { ok: report.ok && problems.is_empty(), ..report })
}

/// Runs the browser tests in this folder of `end2end`, on what `project` has built.
fn playwright(project: &Project, steps: &Steps, tests: &str, proxies: Vec<(&str, PathBuf)>) -> Result<Report> {
    let chromium = setup::chromium(steps)?;
    let programs = setup::end2end(project, steps)?;
    let report = project.target.join("end2end.json");
    files::write(&report, "{}")?;
    let command = Cmd::new(programs.join("playwright"))
        .args(["test", "--reporter=list,json", tests])
        .dir(&project.root.join("end2end"))
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("PARLOR_CHROMIUM", chromium)
        .env("PARLOR_END2END_RETRIES", "1")
        .env("PARLOR_BINARY", project.server())
        .env("PARLOR_SITE_ROOT", project.site());
    let ok = proxies.into_iter().fold(command, |command, (name, program)| command.env(name, program)).status()?;
    let report = serde_json::from_str(&files::read_text(&report)?).context(report.display())?;
    let count = Count::of_playwright(&report);
    Ok(Report { ok: ok && count.failed == 0, count, failures: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-76
    #[test]
    fn playwright_tells_a_second_try_apart() {
        let report = serde_json::json!({"stats": {"expected": 7, "unexpected": 1, "flaky": 2, "skipped": 3}});
        assert_eq!(Count::of_playwright(&report), Count { passed: 9, failed: 1, skipped: 3, flaky: 2 });
    }
}
