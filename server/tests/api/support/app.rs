//! The real binary, on a database of its own.

mod database;
mod mailbox;
mod process;

use std::{
    fs,
    path::PathBuf,
    process::Child,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc,
    },
    time::{Duration, Instant, SystemTime},
};

use cluster::cluster;

pub use process::UNDER;
use process::launch;

use super::{Browser, Made, canaries::Canaries};

/// How long a server may take to start.
const START: Duration = Duration::from_secs(30);
/// How long an answer may take.
const ANSWER: Duration = Duration::from_mins(1);
/// How long a story may take, on a machine that does much else.
const STORY: Duration = Duration::from_mins(15);

/// A database engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// The tests' own cluster.
    Postgres,
}

/// A server of a story's own.
pub struct App {
    /// Which database it has.
    pub engine: Engine,
    /// Where it answers.
    pub url: String,
    /// Its public URL.
    pub public_url: String,
    folder: PathBuf,
    settings: Mutex<Vec<(&'static str, String)>>,
    process: Mutex<Child>,
    /// Ended by the story, which starts it again.
    stopped: AtomicBool,
    client: reqwest::Client,
    canaries: Canaries,
    /// When it began.
    began: SystemTime,
    /// Whether the folder ends with it: a second server leaves it to the first.
    first: bool,
}

impl App {
    /// Starts a server with the default settings.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &[]).await
    }

    /// Starts a server with these settings on top; an empty one takes away what stories set.
    pub async fn start_with(engine: Engine, more: &[(&'static str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("parlor-api-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}/parlor.db", folder.display()),
            Engine::Postgres => tokio::task::spawn_blocking(|| cluster().database()).await.unwrap(),
        };
        let mut settings = vec![
            ("PARLOR_DATABASE_URL", database),
            ("PARLOR_TEST_CLOCK", folder.join("clock").display().to_string()),
            ("PARLOR_LOG", "info,parlor::hashing=debug".to_owned()),
        ];
        for (name, value) in more {
            settings.retain(|(known, _)| known != name);
            if !value.is_empty() {
                settings.push((*name, (*value).to_owned()));
            }
        }
        Self::run(engine, folder, settings, true).await
    }

    /// Starts another server on the same database, with the same clock.
    pub async fn second(&self) -> Self {
        let settings = self.settings.lock().unwrap().clone();
        Self::run(self.engine, self.folder.clone(), settings, false).await
    }

    /// The same, where the database is to be found at this address.
    pub async fn second_by(&self, database: String) -> Self {
        let mut settings = self.settings.lock().unwrap().clone();
        settings.retain(|(name, _)| *name != "PARLOR_DATABASE_URL");
        settings.push(("PARLOR_DATABASE_URL", database));
        Self::run(self.engine, self.folder.clone(), settings, false).await
    }

    async fn run(engine: Engine, folder: PathBuf, mut settings: Vec<(&'static str, String)>, first: bool) -> Self {
        settings.retain(|(name, _)| *name != "PARLOR_LISTEN");
        settings.push(("PARLOR_LISTEN", "127.0.0.1:0".to_owned()));
        let (process, listen) = launch(&folder, &settings).await;
        // Started again, it is to be found where it was.
        settings.push(("PARLOR_LISTEN", listen.clone()));
        let url = format!("http://{listen}");
        let public_url = settings.iter().find(|(name, _)| *name == "PARLOR_PUBLIC_URL").map(|(_, url)| url.clone());
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().timeout(ANSWER);
        let app = Self {
            engine,
            began: SystemTime::now(),
            public_url: public_url.unwrap_or_else(|| url.clone()),
            url,
            process: Mutex::new(process),
            stopped: AtomicBool::new(false),
            folder,
            settings: Mutex::new(settings),
            client: client.build().unwrap(),
            canaries: Canaries::default(),
            first,
        };
        app.ready().await;
        app
    }

    async fn ready(&self) {
        let deadline = Instant::now() + START;
        loop {
            let answer = self.client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(!self.has_died(), "the server died:\n{}", self.log());
            assert!(Instant::now() < deadline, "the server did not start:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether the process ended though nobody ended it.
    fn has_died(&self) -> bool {
        !self.stopped.load(Ordering::Relaxed) && matches!(self.process.lock().unwrap().try_wait(), Ok(Some(_)))
    }

    /// Tells a story with this server. It fails as soon as the server dies, and when it does not come to its end.
    pub async fn tells(&self, story: impl Future<Output = ()>) {
        let _watchdog = Watchdog::start();
        let died = async {
            while !self.has_died() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::select! {
            () = story => {}
            () = died => panic!("the server died:\n{}", self.log()),
            () = tokio::time::sleep(STORY) => panic!("the story does not end:\n{}", self.log()),
        }
    }

    /// Waits until the log holds this.
    pub async fn logged(&self, words: &str) {
        let deadline = Instant::now() + START;
        while !self.log().contains(words) {
            assert!(Instant::now() < deadline, "{words:?} was not logged:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(self.client.clone(), self.url.clone(), self.public_url.clone(), self.canaries.clone())
    }

    /// Moves the server's clock to this many seconds after the real time.
    pub fn move_clock(&self, seconds: i64) {
        // In one step, so that nobody reads half a number.
        fs::write(self.folder.join("clock.new"), seconds.to_string()).unwrap();
        fs::rename(self.folder.join("clock.new"), self.folder.join("clock")).unwrap();
    }

    /// Whether it says that it is ready.
    pub async fn is_ready(&self) -> bool {
        let answer = self.client.get(format!("{}/readyz", self.url)).send().await.unwrap();
        assert!([200, 503].contains(&answer.status().as_u16()), "{answer:?}");
        answer.status() == 200
    }

    /// Waits until it says that it is ready, or that it is not.
    pub async fn says_ready(&self, wanted: bool) {
        let deadline = Instant::now() + START;
        while self.is_ready().await != wanted {
            assert!(Instant::now() < deadline, "ready is not {wanted}:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything the server logged; at its end may stand half a letter of a line that is being written.
    pub fn log(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// How many times a password was hashed.
    pub fn hashes(&self) -> usize {
        self.log().matches("a password was hashed").count()
    }

    /// What one second before and at the end of `seconds` is seen by looking, which changes nothing. They began within
    /// `made`, with the clock unmoved.
    pub async fn edge<T>(&self, made: &Made, seconds: i64, look: impl AsyncFn() -> T) -> (T, T) {
        let since = |start: Instant| i64::try_from(start.elapsed().as_secs()).unwrap();
        let before = loop {
            self.move_clock(seconds - 2 - since(made.began));
            let start = Instant::now();
            let seen = look().await;
            // On a slow machine the last second was over meanwhile.
            if start.elapsed() < Duration::from_secs(1) {
                break seen;
            }
        };
        self.move_clock(seconds - since(made.ended));
        (before, look().await)
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Ok(process) = self.process.get_mut() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if std::thread::panicking() {
            return;
        }
        // PRV-1, FIELD-73: in every story.
        let told = self.canaries.found_in(&self.log());
        if self.first {
            let _ = fs::remove_dir_all(&self.folder);
        }
        assert!(told.is_empty(), "secrets or addresses in the log:\n{}", told.join("\n"));
    }
}

/// Ends the whole test run when a story holds its thread beyond every deadline: where nothing is awaited, nothing else
/// can.
struct Watchdog(#[expect(dead_code, reason = "dropped, it calls the dog off")] mpsc::Sender<()>);

impl Watchdog {
    fn start() -> Self {
        let (alive, watched) = mpsc::channel();
        let name = std::thread::current().name().unwrap_or("a story").to_owned();
        std::thread::spawn(move || {
            if watched.recv_timeout(STORY + START) == Err(mpsc::RecvTimeoutError::Timeout) {
                eprintln!("{name} hangs");
                std::process::exit(101);
            }
        });
        Self(alive)
    }
}
