//! How fast the real binary is, as ratios against yardsticks of the same run: `cargo xtask bench`.
//!
//! Client and server share the machine, so a figure alone says little; its ratio says how much of what the machine can
//! do is left. Two yardsticks: password hashes a second by `security` alone, and answers to `/healthz`, which touches
//! nothing.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on fails")]
#![allow(dead_code, unused_imports, unused_macros, reason = "the stories' support does more than is measured")]

mod client;
mod crowd;
mod presence;
#[path = "../../tests/api/support/mod.rs"]
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use client::{Load, SPAN, per_second};
use domain::Password;
use reqwest::StatusCode;
use security::{Cost, Hasher};
use support::{App, Engine, MINA, Team};

/// Requests at once, where a figure is about rate.
const CLIENTS: usize = 16;
/// Sign-ins at once, for each core: more than can be hashed while one waits for a core (2 s), so that some are turned
/// away, and come again at once.
const CROWD: usize = 300;

#[tokio::main]
async fn main() {
    let cores = std::thread::available_parallelism().unwrap().get();
    let hashes = hashes_a_second(cores).await;
    println!("{cores} cores, {hashes:.0} password hashes a second by all of them\n");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("### {engine:?}\n");
        measure(engine, cores, hashes).await;
        crowd::measure(engine).await;
        presence::measure(engine).await;
        println!();
    }
}

async fn measure(engine: Engine, cores: usize, hashes: f64) {
    let app = App::start_with(engine, &[("PARLOR_LOG", "warn"), ("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let began = Instant::now();
    app.kill_and_start().await;
    let (ready, fresh) = (began.elapsed(), app.most_memory());
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    for name in ["Ada", "Jonas", "Priya", "Tomás"] {
        team.join(&app, name, "member").await;
    }
    let waiting = app.browser();
    waiting.sign_up(&app, &support::JONAS).await;
    println!("Ready after {} ms, {} MiB; with a team of five {} MiB.\n", ready.as_millis(), fresh, app.most_memory());

    let session = client::cookie(&app, &team.owner, "parlor-session");
    let attempt = client::cookie(&app, &waiting, "parlor-attempt");
    let here = [("organization", team.slug.as_str())];
    let load = Load::new(&app);
    let dashboard = format!("/o/{}", team.slug);

    println!("| | a second | of the yardstick | median | 99 of 100 within |");
    println!("| --- | --- | --- | --- | --- |");
    let floor = load.run(CLIENTS, |load| load.get("/healthz", "")).await;
    floor.print("nothing (`/healthz`), the yardstick", floor.rate);
    load.run(CLIENTS, |load| load.call("accounts/attempt-status", &attempt, &[]))
        .await
        .print("a poll of the waiting screen", floor.rate);
    load.run(CLIENTS, |load| load.call("organizations/mine", &session, &[]))
        .await
        .print("my organizations", floor.rate);
    load.run(CLIENTS, |load| load.call("organizations/home", &session, &here))
        .await
        .print("an organization's home", floor.rate);
    load.run(CLIENTS, |load| load.call("members/list", &session, &here)).await.print("its members", floor.rate);
    load.run(CLIENTS, |load| load.get("/sign-up", "")).await.print("the page to sign up", floor.rate);
    load.run(CLIENTS, |load| load.get(&dashboard, &session)).await.print("the page of an organization", floor.rate);
    // A stranger's is refused, and that is what is measured.
    let refused = |status| if status == StatusCode::UNAUTHORIZED { StatusCode::OK } else { status };
    let sign_ins = load.run(cores, |load| async move { refused(load.sign_in().await) }).await;
    sign_ins.print("signing in, against hashing alone", hashes);

    // LOAD-1 and LOAD-2: far more sign-ins than there are cores for, and somebody at work meanwhile.
    let over = Arc::new(AtomicBool::new(false));
    let (answered, turned_away) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let crowd: Vec<_> = (0..CROWD * cores)
        .map(|_| {
            let (load, over) = (load.clone(), Arc::clone(&over));
            let (answered, turned_away) = (Arc::clone(&answered), Arc::clone(&turned_away));
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    match load.sign_in().await {
                        StatusCode::UNAUTHORIZED => answered.fetch_add(1, Ordering::Relaxed),
                        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                            turned_away.fetch_add(1, Ordering::Relaxed)
                        }
                        other => panic!("a sign-in was answered {other}"),
                    };
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (before, began) = (answered.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(SPAN).await;
    let goodput = per_second(answered.load(Ordering::Relaxed) - before, began.elapsed());
    load.run(2, |load| load.call("accounts/attempt-status", &attempt, &[]))
        .await
        .print("a poll, meanwhile", floor.rate);
    load.run(2, |load| load.get(&dashboard, &session))
        .await
        .print("the page of an organization, meanwhile", floor.rate);
    over.store(true, Ordering::Relaxed);
    for one in crowd {
        one.await.unwrap();
    }
    println!(
        "\nWith {} sign-ins at once, {goodput:.0} a second were answered, {:.0} % of what is answered without a crowd; \
         {} were turned away with 503 or 429. Memory at most: {} MiB.",
        CROWD * cores,
        100.0 * goodput / sign_ins.rate,
        turned_away.load(Ordering::Relaxed),
        app.most_memory(),
    );
}

/// What `security` can do without a server, on all cores.
async fn hashes_a_second(cores: usize) -> f64 {
    let hasher = Hasher::new(Cost::OWASP, cores);
    let began = Instant::now();
    let rounds = 100;
    let workers = (0..cores).map(|_| {
        let hasher = hasher.clone();
        tokio::spawn(async move {
            for _ in 0..rounds {
                let password = Password::attempt("four quite plain words".to_owned()).unwrap();
                hasher.verify(password, None, security::Priority::Other).await.unwrap();
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.unwrap();
    }
    per_second(rounds * cores, began.elapsed())
}
