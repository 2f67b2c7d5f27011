//! How fast the real binary is, as ratios against yardsticks of the same run: `cargo xtask bench`.
//!
//! Client and server share the machine, so a figure alone says little; its ratio says how much of what the machine can
//! do is left. The yardsticks are servers that do one thing ([`yardsticks`]), and password hashes by `security` alone.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on fails")]
#![allow(dead_code, unused_imports, unused_macros, reason = "the stories' support does more than is measured")]

mod client;
mod crowd;
mod goals;
mod people;
mod presence;
mod sign_ins;
#[path = "../../tests/api/support/mod.rs"]
mod support;
mod yardsticks;

use support::Engine;
use yardsticks::Yardsticks;

#[tokio::main]
async fn main() {
    if let Ok(database) = std::env::var(yardsticks::DATABASE) {
        return yardsticks::serve(&database).await;
    }
    let cores = std::thread::available_parallelism().unwrap().get();
    let hashes = sign_ins::hashes_a_second(cores).await;
    println!("{cores} cores, {hashes:.0} password hashes a second by all of them\n");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("### {engine:?}\n");
        let yardsticks = Yardsticks::start(engine).await;
        goals::measure(engine, &yardsticks).await;
        crowd::measure(engine, &yardsticks).await;
        drop(yardsticks);
        sign_ins::measure(engine, cores, hashes).await;
        presence::measure(engine).await;
        println!();
    }
}
