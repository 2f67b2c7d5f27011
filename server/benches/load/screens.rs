//! Many who look and do nothing: five thousand waiting screens, and nine thousand open dashboards (LOAD-3).

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use security::Token;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpStream,
    sync::Semaphore,
    task::JoinSet,
};

use crate::{
    client, member, people, start,
    support::{App, Engine},
};

/// Screens that wait, and how often each asks while it is seen (`SEEN_MILLIS` in `app/src/auth/waiting/poller.rs`).
const SCREENS: usize = 5_000;
const PAUSE: Duration = Duration::from_secs(2);
/// Dashboards, each of somebody else: as many as the server lets in where 20,000 files may be open. And how many of them look at
/// one organization.
const DASHBOARDS: usize = 9_000;
const TEAM: usize = 10;
/// For how long each is measured.
const SPAN: Duration = Duration::from_secs(20);
/// Connections that are opened at once.
const OPENED_AT_ONCE: usize = 64;

pub(crate) async fn measure(engine: Engine) {
    // Each is a connection, in this process too.
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    println!("| | busy for 1,000, of one core | memory of one | |");
    println!("| --- | --- | --- | --- |");
    waiting_screens(engine).await;
    dashboards(engine).await;
}

async fn waiting_screens(engine: Engine) {
    let app = start(engine, &[]).await;
    let tokens: Vec<Token> = (0..SCREENS).map(people::token).collect();
    people::wait_for_mail(&app, &tokens);
    member::has_grown(&app).await;
    let before = app.most_memory();
    let (answers, slowest) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut screens = JoinSet::new();
    let opening = Arc::new(Semaphore::new(OPENED_AT_ONCE));
    for token in &tokens {
        let cookie = client::cookie_of(&app, "parlor-attempt", &token.expose());
        let request = request(&app, "POST /api/accounts/attempt-status", &cookie);
        let (address, opening) = (address(&app), Arc::clone(&opening));
        let (answers, slowest) = (Arc::clone(&answers), Arc::clone(&slowest));
        screens.spawn(async move {
            let mut wire = Wire::open(&address, &opening).await;
            let mut turn = tokio::time::interval(PAUSE);
            loop {
                turn.tick().await;
                let asked = Instant::now();
                wire.ask(&request).await;
                slowest.fetch_max(u64::try_from(asked.elapsed().as_millis()).unwrap(), Ordering::Relaxed);
                answers.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    // All have asked once, and by then at their own times.
    while answers.load(Ordering::Relaxed) < SCREENS as u64 {
        tokio::time::sleep(PAUSE).await;
    }
    let (before_these, _) = (answers.load(Ordering::Relaxed), slowest.swap(0, Ordering::Relaxed));
    let busy = busy_during(&app, SPAN).await;
    let asked = answers.load(Ordering::Relaxed) - before_these;
    let slowest = slowest.load(Ordering::Relaxed);
    let more = format!(
        "{:.0} polls a second, the slowest after {slowest} ms",
        client::per_second(usize::try_from(asked).unwrap(), SPAN)
    );
    print("a waiting screen", busy, SCREENS, app.most_memory() - before, &more);
}

async fn dashboards(engine: Engine) {
    let app = start(engine, &[]).await;
    let tokens: Vec<Token> = (0..DASHBOARDS).map(people::token).collect();
    people::sign_in_by_teams(&app, &tokens, TEAM);
    member::has_grown(&app).await;
    let before = app.most_memory();
    let (open, bytes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let mut tabs = JoinSet::new();
    let (opening, began) = (Arc::new(Semaphore::new(OPENED_AT_ONCE)), Instant::now());
    for (person, token) in tokens.iter().enumerate() {
        let cookie = client::cookie_of(&app, "parlor-session", &token.expose());
        let request = request(&app, &format!("GET /events?team=crowd-{}", person / TEAM), &cookie);
        let (address, opening) = (address(&app), Arc::clone(&opening));
        let (open, bytes) = (Arc::clone(&open), Arc::clone(&bytes));
        tabs.spawn(async move {
            let mut wire = Wire::open(&address, &opening).await;
            wire.send(&request).await;
            open.fetch_add(1, Ordering::Relaxed);
            wire.hear(&bytes).await;
        });
    }
    while open.load(Ordering::Relaxed) < DASHBOARDS as u64 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let opened = began.elapsed();
    // Until all have heard who is there.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let heard = bytes.load(Ordering::Relaxed);
    let busy = busy_during(&app, SPAN).await;
    let heard = (bytes.load(Ordering::Relaxed) - heard) / DASHBOARDS as u64 / SPAN.as_secs();
    let more = format!("all open after {:.0} s, {heard} bytes a second each", opened.as_secs_f64());
    print("an open dashboard", busy, DASHBOARDS, app.most_memory() - before, &more);
}

/// How much of one core the server was busy.
async fn busy_during(app: &App, span: Duration) -> f64 {
    let (busy, began) = (client::busy(app.process_id()), Instant::now());
    tokio::time::sleep(span).await;
    client::busy(app.process_id()).saturating_sub(busy).as_secs_f64() / began.elapsed().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts that far")]
fn print(what: &str, busy: f64, count: usize, mebibytes: u64, more: &str) {
    let share = 100.0 * busy * 1_000.0 / count as f64;
    println!(
        "| {what}, {count} of them | {share:.0} % | {:.1} KiB | {more} |",
        mebibytes as f64 * 1_024.0 / count as f64
    );
}

fn address(app: &App) -> String {
    app.url.rsplit('/').next().unwrap_or_default().to_owned()
}

fn request(app: &App, line: &str, cookie: &str) -> String {
    let host = address(app);
    format!(
        "{line} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\ncontent-length: 0\r\n\r\n"
    )
}

/// A connection, as each browser has its own; a client that keeps them would share them out.
struct Wire(BufStream<TcpStream>);

impl Wire {
    async fn open(address: &str, opening: &Semaphore) -> Self {
        let _turn = opening.acquire().await.unwrap();
        // As little as a browser's operating system needs: what is measured is the server.
        Self(BufStream::with_capacity(1_024, 1_024, TcpStream::connect(address).await.unwrap()))
    }

    /// Sends a request; how long the answer's body is, where it says so.
    async fn send(&mut self, request: &str) -> Option<usize> {
        self.0.write_all(request.as_bytes()).await.unwrap();
        self.0.flush().await.unwrap();
        let (mut line, mut length) = (String::new(), None);
        self.0.read_line(&mut line).await.unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line).await.unwrap();
            if let Some(bytes) = line.strip_prefix("content-length: ") {
                length = bytes.trim().parse().ok();
            }
        }
        length
    }

    /// Sends a request and reads the answer to its end.
    async fn ask(&mut self, request: &str) {
        let length = self.send(request).await.expect("an answer says how long it is");
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
    }

    /// Counts what comes, for as long as it is open.
    async fn hear(&mut self, bytes: &AtomicU64) {
        let mut some = [0; 1_024];
        while let Ok(count @ 1..) = self.0.read(&mut some).await {
            bytes.fetch_add(count as u64, Ordering::Relaxed);
        }
    }
}
