//! A thousand open tabs in one organization, of as many people, and fifty of them becoming something else each second (TR-9).

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::{Client, RequestBuilder};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use security::Token;
use tokio::task::JoinSet;

use crate::{
    client::{self, Load},
    people, start,
    support::{App, Engine, MINA, Team},
};

/// Open tabs, each of somebody else.
const TABS: usize = 1_000;
/// People who become something else each second.
const FLIPS: usize = 50;
/// For how long.
const SECONDS: usize = 20;

/// What the tabs heard.
#[derive(Default)]
struct Heard {
    bytes: AtomicU64,
    news: AtomicUsize,
    /// When each flip was asked for, by the person and what they became.
    asked: Mutex<HashMap<(String, &'static str), Instant>>,
    /// How long it took until a tab heard of it.
    times: Mutex<Vec<Duration>>,
}

pub(crate) async fn measure(engine: Engine) {
    // Each tab is a connection, in this process too.
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    let app = start(engine, &[]).await;
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    let tokens: Vec<Token> = (0..TABS).map(people::token).collect();
    people::sign_in(&app, &tokens);
    app.kill_and_start().await;
    let sessions: Arc<Vec<String>> =
        Arc::new(tokens.iter().map(|token| client::cookie_of(&app, "parlor-session", &token.expose())).collect());

    let heard = Arc::new(Heard::default());
    let mut tabs = JoinSet::new();
    let client = Client::builder().no_proxy().build().unwrap();
    let (fresh, began) = (app.most_memory(), Instant::now());
    for session in sessions.iter() {
        let request = client.get(format!("{}/events?team={}", app.url, team.slug)).header("cookie", session);
        tabs.spawn(tab(request, Arc::clone(&heard)));
    }
    loop {
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        // The owner looks as well.
        if home["tally"]["online"].as_u64().unwrap_or_default() > TABS as u64 {
            break;
        }
        assert!(began.elapsed() < Duration::from_mins(2), "not all of them come: {}", home["tally"]);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let opened = began.elapsed();
    let memory = app.most_memory();

    let (bytes, news) = (heard.bytes.load(Ordering::Relaxed), heard.news.load(Ordering::Relaxed));
    let (cpu, began) = (client::busy(app.process_id()), Instant::now());
    flip(&app, &team, &sessions, &heard).await;
    // What was said last is told within a round.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let span = began.elapsed().as_secs_f64();
    let cpu = client::busy(app.process_id()).saturating_sub(cpu).as_secs_f64();
    let mut times = std::mem::take(&mut *heard.times.lock().unwrap());
    times.sort_unstable();
    let within = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "nobody counts that far")]
    let each_second = |count: u64| count as f64 / span / TABS as f64;
    println!(
        "\n{TABS} open tabs in one organization, {FLIPS} flips a second: open after {:.1} s, {} MiB more. Each tab hears {:.2} \
         times a second, {:.0} bytes; half of the flips within {:.1} s, 99 of 100 within {:.1} s; the server is busy {:.0} % of \
         one core.",
        opened.as_secs_f64(),
        memory - fresh,
        each_second((heard.news.load(Ordering::Relaxed) - news) as u64),
        each_second(heard.bytes.load(Ordering::Relaxed) - bytes),
        within(50),
        within(99),
        100.0 * cpu / span,
    );
    tabs.abort_all();
}

/// One tab, for as long as it is open.
async fn tab(request: RequestBuilder, heard: Arc<Heard>) {
    let mut stream = request.send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let mut text = String::new();
    while let Ok(Some(chunk)) = stream.chunk().await {
        heard.bytes.fetch_add(chunk.len() as u64, Ordering::Relaxed);
        text.push_str(std::str::from_utf8(&chunk).unwrap());
        while let Some((event, rest)) = text.split_once("\n\n") {
            if event.lines().any(|line| line == "event: team") {
                heard.news.fetch_add(1, Ordering::Relaxed);
                note(event, &heard);
            }
            text = rest.to_owned();
        }
    }
}

/// Notes who became what. Behind the organization's slug stands the news.
fn note(event: &str, heard: &Heard) {
    let data = event.lines().find_map(|line| line.strip_prefix("data: "));
    let Some((_, news)) = data.and_then(|data| data.split_once(' ')) else { return };
    let news: serde_json::Value = serde_json::from_str(news).unwrap();
    let asked = heard.asked.lock().unwrap();
    let mut times = heard.times.lock().unwrap();
    for person in news["people"].as_array().unwrap() {
        for state in ["busy", "away"] {
            if person[1] == state
                && let Some(at) = asked.get(&(person[0].as_str().unwrap().to_owned(), state))
            {
                times.push(at.elapsed());
            }
        }
    }
}

/// So many people become something else each second.
async fn flip(app: &App, team: &Team, sessions: &[String], heard: &Arc<Heard>) {
    let load = Load::new(app);
    let pause = Duration::from_secs(1) / u32::try_from(FLIPS).unwrap();
    let mut next = tokio::time::interval(pause);
    let mut flips = JoinSet::new();
    for number in 0..SECONDS * FLIPS {
        next.tick().await;
        let person = number % TABS;
        let state = if (number / TABS).is_multiple_of(2) { "busy" } else { "away" };
        let (load, session, slug) = (load.clone(), sessions[person].clone(), team.slug.clone());
        heard.asked.lock().unwrap().insert((people::id_of(person), state), Instant::now());
        flips.spawn(async move {
            let fields = [("organization", slug.as_str()), ("availability", state)];
            let status = load.call("organizations/set-availability", &session, &fields).await;
            assert!(status.is_success(), "{status}");
        });
    }
    while let Some(done) = flips.join_next().await {
        done.unwrap();
    }
}
