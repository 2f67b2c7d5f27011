//! The real binary, on a database of its own.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use cluster::cluster;

use super::Browser;

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
    settings: Vec<(&'static str, String)>,
    process: Mutex<Child>,
    client: reqwest::Client,
}

/// A mail in the local mailbox.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Mail {
    /// Where it went.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
}

impl Mail {
    /// The token of the link in it.
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("/verify/").expect("a verification link");
        rest.split_whitespace().next().unwrap().to_owned()
    }
}

impl App {
    /// Starts a server with the default settings.
    pub async fn start(engine: Engine) -> Self {
        Self::start_with(engine, &[]).await
    }

    /// Starts a server with these settings on top.
    pub async fn start_with(engine: Engine, more: &[(&'static str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("parlor-api-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}/parlor.db", folder.display()),
            Engine::Postgres => tokio::task::spawn_blocking(|| cluster().database()).await.unwrap(),
        };
        let url = format!("http://127.0.0.1:{port}");
        let mut settings = vec![
            ("PARLOR_LISTEN", format!("127.0.0.1:{port}")),
            ("PARLOR_DATABASE_URL", database),
            ("PARLOR_TEST_CLOCK", folder.join("clock").display().to_string()),
            ("PARLOR_LOG", "info,parlor::hashing=debug".to_owned()),
        ];
        settings.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let public_url =
            settings.iter().rev().find(|(name, _)| *name == "PARLOR_PUBLIC_URL").map(|(_, url)| url.clone());
        let process = launch(&folder, &settings);
        let app = Self {
            engine,
            public_url: public_url.unwrap_or_else(|| url.clone()),
            url,
            folder,
            settings,
            process: Mutex::new(process),
            client: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap(),
        };
        app.ready().await;
        app
    }

    /// Ends the server at once, as a power cut would, and starts it again.
    pub async fn kill_and_start(&self) {
        {
            let mut process = self.process.lock().unwrap();
            process.kill().unwrap();
            process.wait().unwrap();
            *process = launch(&self.folder, &self.settings);
        }
        self.ready().await;
    }

    async fn ready(&self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let answer = self.client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(Instant::now() < deadline, "the server did not start:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(self.client.clone(), self.url.clone(), self.public_url.clone())
    }

    /// Moves the server's clock to this many seconds after the real time.
    pub fn move_clock(&self, seconds: i64) {
        fs::write(self.folder.join("clock"), seconds.to_string()).unwrap();
    }

    /// Everything the server logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// How many times a password was hashed.
    pub fn hashes(&self) -> usize {
        self.log().matches("a password was hashed").count()
    }

    /// Mails to this address so far, newest first.
    pub async fn mails(&self, to: &str) -> Vec<Mail> {
        let answer = self.client.get(format!("{}/dev/mailbox.json", self.url)).send().await.unwrap();
        let mails: Vec<Mail> = answer.json().await.unwrap();
        mails.into_iter().filter(|mail| mail.to == to).collect()
    }

    /// The newest mail to this address, once there are `count`.
    pub async fn mail(&self, to: &str, count: usize) -> Mail {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let mails = self.mails(to).await;
            if mails.len() >= count {
                assert_eq!(mails.len(), count, "more mail than expected");
                return mails.into_iter().next().unwrap();
            }
            assert!(Instant::now() < deadline, "no mail came:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether the database's files hold these bytes, its log of changes included.
    pub fn database_holds(&self, needle: &[u8]) -> bool {
        match self.engine {
            Engine::Sqlite => holds(&self.folder, needle, &|file| {
                file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("parlor.db"))
            }),
            Engine::Postgres => holds(&cluster().data, needle, &|_| true),
        }
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if let Ok(process) = self.process.get_mut() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn launch(folder: &Path, settings: &[(&'static str, String)]) -> Child {
    let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_parlor"))
        .arg("serve")
        .current_dir(folder)
        .env_clear()
        .envs(settings.iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn holds(folder: &Path, needle: &[u8], wanted: &dyn Fn(&Path) -> bool) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, needle, wanted);
        }
        wanted(&path) && fs::read(&path).is_ok_and(|bytes| bytes.windows(needle.len()).any(|window| window == needle))
    })
}
