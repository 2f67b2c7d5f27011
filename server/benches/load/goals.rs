//! What people wait for most, each in turns with a yardstick.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use security::Token;

use crate::{
    client::{self, Load, beside},
    people, start,
    support::{App, Engine, JONAS, MINA, Team},
    yardsticks::Yardsticks,
};

/// Requests at once.
pub(crate) const CLIENTS: usize = 32;
/// People who create and invite. Each may invite 200 in a burst, and they take turns.
const PEOPLE: usize = 200;

pub(crate) async fn measure(engine: Engine, yardsticks: &Yardsticks) {
    let settings = [("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1000000")];
    let app = start(engine, &settings).await;
    let began = Instant::now();
    app.kill_and_start().await;
    let (ready, fresh) = (began.elapsed(), app.most_memory());
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    for name in ["Ada", "Jonas", "Priya", "Tomás"] {
        team.join(&app, name, "member").await;
    }
    let waiting = app.browser();
    waiting.sign_up(&app, &JONAS).await;
    println!("Ready after {} ms, {fresh} MiB; with a team of five {} MiB.\n", ready.as_millis(), app.most_memory());

    let session = client::cookie(&app, &team.owner, "parlor-session");
    let attempt = client::cookie(&app, &waiting, "parlor-attempt");
    let here = [("organization", team.slug.as_str())];
    let load = &Load::new(&app);
    let floor = yardsticks.load();
    let dashboard = format!("/o/{}", team.slug);

    println!("{CLIENTS} clients at once; ratios to one row read by its key:\n");
    head();
    beside("a constant", CLIENTS, (floor, Yardsticks::row), (floor, Yardsticks::constant)).await;
    let nothing = |load: Load| load.get("/healthz", "");
    beside("nothing (`/healthz`)", CLIENTS, (floor, Yardsticks::row), (load, nothing)).await;
    let poll = |load: Load| load.call("accounts/attempt-status", &attempt, &[]);
    beside("a poll of the waiting screen", CLIENTS, (floor, Yardsticks::row), (load, poll)).await;
    let mine = |load: Load| load.call("organizations/mine", &session, &[]);
    beside("my organizations", CLIENTS, (floor, Yardsticks::row), (load, mine)).await;
    let home = |load: Load| load.call("organizations/home", &session, &here);
    beside("home, what a switch asks for", CLIENTS, (floor, Yardsticks::row), (load, home)).await;
    let members = |load: Load| load.call("members/list", &session, &here);
    beside("its members", CLIENTS, (floor, Yardsticks::row), (load, members)).await;
    let entry = |load: Load| load.get("/sign-up", "");
    beside("the page to sign up", CLIENTS, (floor, Yardsticks::row), (load, entry)).await;
    let page = |load: Load| load.get(&dashboard, &session);
    beside("the page of an organization", CLIENTS, (floor, Yardsticks::row), (load, page)).await;
    writes(&app, floor).await;
    println!("\nMemory at most: {} MiB.", app.most_memory());
}

/// The head of a table of [`beside`].
pub(crate) fn head() {
    println!("| | a second | ratio | median | 99 of 100 within | ratio | busy for one |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
}

/// What is kept for good before it is answered.
async fn writes(app: &App, floor: &Load) {
    let tokens: Vec<Token> = (0..PEOPLE).map(people::token).collect();
    people::sign_in(app, &tokens);
    let sessions: Vec<String> =
        tokens.iter().map(|token| client::cookie_of(app, "parlor-session", &token.expose())).collect();
    let (load, sessions, count) = (&Load::new(app), &sessions, &AtomicUsize::new(0));
    println!("\nRatios to one row committed:\n");
    head();
    let create = |load: Load| async move {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let name = format!("Number {number}");
        load.call("organizations/create", &sessions[number % PEOPLE], &[("name", &name)]).await
    };
    beside("an organization is created", CLIENTS, (floor, Yardsticks::insert), (load, create)).await;
    // Into the first organization that each of them created.
    let invite = |load: Load| async move {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let (here, email) = (format!("number-{}", number % PEOPLE), format!("guest{number}@crowd.example"));
        let fields = [("organization", here.as_str()), ("emails", email.as_str()), ("role", "member")];
        load.call("members/invite", &sessions[number % PEOPLE], &fields).await
    };
    beside("somebody is invited", CLIENTS, (floor, Yardsticks::insert), (load, invite)).await;
}
