//! How fast the real binary is, as ratios against yardsticks of the same run: `cargo xtask bench`.
//!
//! Client and server share the machine, so a figure alone says little; its ratio says how much of what the machine can
//! do is left. The yardsticks are servers that do one thing ([`yardsticks`]), and password hashes by `security` alone.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on fails")]
#![allow(dead_code, unused_imports, unused_macros, reason = "the stories' support does more than is measured")]

mod client;
mod crowd;
mod goals;
mod growth;
mod log;
mod member;
mod people;
mod presence;
mod screens;
mod sign_ins;
#[path = "../../tests/api/support/mod.rs"]
mod support;
mod yardsticks;

use support::{App, Engine};
use yardsticks::Yardsticks;

/// What can be asked for alone.
const PARTS: [&str; 7] = ["goals", "crowd", "log", "growth", "sign-ins", "presence", "screens"];

/// A server as people run it, with these settings on top: it says little, and has the machine's own clock. That of stories is a
/// file, which is opened at each look.
pub(crate) async fn start(engine: Engine, more: &[(&'static str, &str)]) -> App {
    let settings = [("PARLOR_LOG", "warn"), ("PARLOR_TEST_CLOCK", "")];
    App::start_with(engine, &[settings.as_slice(), more].concat()).await
}

#[tokio::main]
async fn main() {
    if let Ok(database) = std::env::var(yardsticks::DATABASE) {
        return yardsticks::serve(&database).await;
    }
    // Parts and engines by name, or all of them. Cargo adds a flag of its own.
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |part: &str, of: &[&str]| {
        let chosen: Vec<&String> = named.iter().filter(|word| of.contains(&word.as_str())).collect();
        chosen.is_empty() || chosen.iter().any(|word| *word == part)
    };
    let part = |name| is_wanted(name, &PARTS);
    let cores = std::thread::available_parallelism().unwrap().get();
    let hashes = sign_ins::hashes_a_second(cores).await;
    println!("{cores} cores, {hashes:.0} password hashes a second by all of them\n");
    for (name, engine) in [("sqlite", Engine::Sqlite), ("postgres", Engine::Postgres)] {
        if !is_wanted(name, &["sqlite", "postgres"]) {
            continue;
        }
        println!("### {engine:?}\n");
        let yardsticks = Yardsticks::start(engine).await;
        if part("goals") {
            goals::measure(engine, &yardsticks).await;
        }
        if part("crowd") {
            crowd::measure(engine, &yardsticks).await;
        }
        drop(yardsticks);
        if part("log") {
            log::measure(engine).await;
        }
        if part("growth") {
            growth::measure(engine).await;
        }
        if part("sign-ins") {
            sign_ins::measure(engine, cores, hashes).await;
        }
        if part("presence") {
            presence::measure(engine).await;
        }
        if part("screens") {
            screens::measure(engine).await;
        }
        println!();
    }
}
