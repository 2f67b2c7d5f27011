//! Somebody who asks the server again and again, and how long the answers took.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use reqwest::{Client, StatusCode, header::COOKIE};

use crate::support::{App, Browser};

/// How long each is measured.
pub(crate) const SPAN: Duration = Duration::from_secs(3);

/// A browser's cookie as it is sent. Over http its name ends with the server's port.
pub(crate) fn cookie(app: &App, browser: &Browser, name: &str) -> String {
    cookie_of(app, name, &browser.cookie(name).expect("the cookie"))
}

/// The same of a value.
pub(crate) fn cookie_of(app: &App, name: &str, value: &str) -> String {
    let port = app.url.rsplit(':').next().unwrap_or_default();
    format!("{name}-{port}={value}")
}

/// How long a process has been busy.
pub(crate) fn busy(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let ticks: u64 =
        stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2).map(|n| n.parse::<u64>().unwrap()).sum();
    // A hundred ticks a second, on every Linux that there is.
    Duration::from_millis(ticks * 10)
}

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Load {
    client: Client,
    url: String,
    /// Whose time counts.
    process: u32,
}

impl Load {
    pub(crate) fn new(app: &App) -> Self {
        Self::at(app.url.clone(), app.process_id())
    }

    pub(crate) fn at(url: String, process: u32) -> Self {
        Self { client: Client::builder().no_proxy().build().unwrap(), url, process }
    }

    pub(crate) async fn get(self, path: &str, cookie: &str) -> StatusCode {
        let request = self.client.get(format!("{}{path}", self.url)).header(COOKIE, cookie);
        Self::status(request).await
    }

    pub(crate) async fn call(self, call: &str, cookie: &str, fields: &[(&str, &str)]) -> StatusCode {
        let request = self.client.post(format!("{}/api/{call}", self.url)).header(COOKIE, cookie);
        Self::send(request, fields).await
    }

    /// A stranger's, each from elsewhere and at another address, so that it is hashed and nothing slows it down.
    pub(crate) async fn sign_in(&self) -> StatusCode {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let [_, .., b, c, d] = count.to_be_bytes();
        let (email, address) = (format!("nobody{count}@harbour.example"), format!("10.{b}.{c}.{d}"));
        let request = self.client.post(format!("{}/api/accounts/sign-in", self.url)).header("x-forwarded-for", address);
        let fields = [("email", email.as_str()), ("password", "some wrong plain words")];
        Self::send(request, &fields).await
    }

    async fn send(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> StatusCode {
        let form = serde_urlencoded::to_string(fields).unwrap();
        let request = request.header("sec-fetch-site", "same-origin");
        Self::status(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await
    }

    async fn status(request: reqwest::RequestBuilder) -> StatusCode {
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        answer.bytes().await.expect("all of it");
        status
    }

    /// So many at once, again and again.
    pub(crate) async fn run<F: Future<Output = StatusCode>>(&self, clients: usize, ask: impl Fn(Self) -> F) -> Figures {
        let (began, busy_before) = (Instant::now(), busy(self.process));
        let one = async || {
            let mut times = Vec::new();
            while began.elapsed() < SPAN {
                let asked = Instant::now();
                let status = ask(self.clone()).await;
                assert!(status.is_success(), "{status}");
                times.push(asked.elapsed());
            }
            times
        };
        let times = futures_util::future::join_all((0..clients).map(|_| one())).await;
        let busy = busy(self.process).saturating_sub(busy_before);
        let mut times = times.concat();
        times.sort_unstable();
        let requests = u32::try_from(times.len()).unwrap();
        Figures { rate: per_second(times.len(), began.elapsed()), busy: busy / requests, times }
    }
}

/// What came of it.
pub(crate) struct Figures {
    pub(crate) rate: f64,
    /// How long the server was busy for one request, on one core.
    busy: Duration,
    /// Sorted.
    times: Vec<Duration>,
}

impl Figures {
    /// Milliseconds within which so many of a hundred were answered.
    pub(crate) fn within(&self, share: usize) -> f64 {
        self.times[(self.times.len() - 1) * share / 100].as_secs_f64() * 1000.0
    }

    pub(crate) fn print(&self, what: &str, yardstick: f64) {
        println!(
            "| {what} | {:.0} | {:.0} % | {:.1} ms | {:.1} ms |",
            self.rate,
            100.0 * self.rate / yardstick,
            self.within(50),
            self.within(99)
        );
    }
}

/// How often two things are measured in turns. The median counts, so that a moment in which the machine does something else does
/// not.
const ROUNDS: usize = 3;

/// Measures something and its yardstick in turns, and prints a line of their table: requests a second, that as a ratio, how long
/// answers took, the slow ones as a ratio, and what one costs the server.
pub(crate) async fn beside<F, G>(
    what: &str,
    clients: usize,
    (yardstick, theirs): (&Load, impl Fn(Load) -> G),
    (load, ours): (&Load, impl Fn(Load) -> F),
) where
    F: Future<Output = StatusCode>,
    G: Future<Output = StatusCode>,
{
    let (mut floor, mut figures) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floor.push(yardstick.run(clients, &theirs).await);
        figures.push(load.run(clients, &ours).await);
    }
    let median = |of: &[Figures], figure: fn(&Figures) -> f64| {
        let mut figures: Vec<f64> = of.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    let (rate, slow) = (|figures: &Figures| figures.rate, |figures: &Figures| figures.within(99));
    println!(
        "| {what} | {:.0} | {:.2} | {:.1} ms | {:.1} ms | {:.1} | {:.0} µs |",
        median(&figures, rate),
        median(&figures, rate) / median(&floor, rate),
        median(&figures, |figures| figures.within(50)),
        median(&figures, slow),
        median(&figures, slow) / median(&floor, slow),
        median(&figures, |figures| figures.busy.as_secs_f64() * 1_000_000.0),
    );
}

#[expect(clippy::cast_precision_loss, reason = "nobody counts that far")]
pub(crate) fn per_second(count: usize, span: Duration) -> f64 {
    count as f64 / span.as_secs_f64()
}
