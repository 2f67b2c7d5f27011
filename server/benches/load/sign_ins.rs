//! Far more sign-ins than there are cores for, and somebody at work meanwhile (LOAD-1, LOAD-2).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use domain::Password;
use reqwest::StatusCode;
use security::{Cost, Hasher};

use crate::{
    client::{self, Load, SPAN, per_second},
    start,
    support::{App, Engine, JONAS, MINA, Team},
};

/// Sign-ins at once, for each core: more than can be hashed while one waits for a core (2 s), so that some are turned
/// away, and come again at once.
const CROWD: usize = 300;

pub(crate) async fn measure(engine: Engine, cores: usize, hashes: f64) {
    let app = start(engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    let waiting = app.browser();
    waiting.sign_up(&app, &JONAS).await;
    let session = client::cookie(&app, &team.owner, "parlor-session");
    let attempt = client::cookie(&app, &waiting, "parlor-attempt");
    let load = Load::new(&app);
    let dashboard = format!("/o/{}", team.slug);
    println!("\n| | a second | of hashing alone | median | 99 of 100 within |");
    println!("| --- | --- | --- | --- | --- |");
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
    load.run(2, |load| load.call("accounts/attempt-status", &attempt, &[])).await.print("a poll, meanwhile", hashes);
    load.run(2, |load| load.get(&dashboard, &session)).await.print("the page of an organization, meanwhile", hashes);
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
pub(crate) async fn hashes_a_second(cores: usize) -> f64 {
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
