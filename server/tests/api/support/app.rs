//! The real binary, on a database of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc,
    },
    time::{Duration, Instant, SystemTime},
};

use cluster::cluster;

use super::{Answer, Browser, Made, Mail, canaries::Canaries};

/// No setting of the server's: the command that it is started by, `strace -D …`.
pub const UNDER: &str = "UNDER";
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

    /// Starts a server with these settings on top.
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
        settings.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
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

    /// Ends the server at once, as a power cut would, and starts it again.
    pub async fn kill_and_start(&self) {
        self.kill_and_start_with(&[]).await;
    }

    /// The same, with these settings on top.
    pub async fn kill_and_start_with(&self, more: &[(&'static str, &str)]) {
        self.kill();
        self.start_again_with(more).await;
    }

    /// Starts the server that was ended, with these settings on top.
    pub async fn start_again_with(&self, more: &[(&'static str, &str)]) {
        let settings = {
            let mut settings = self.settings.lock().unwrap();
            settings.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
            settings.clone()
        };
        let (process, _) = launch(&self.folder, &settings).await;
        *self.process.lock().unwrap() = process;
        self.stopped.store(false, Ordering::Relaxed);
        self.ready().await;
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

    /// The most memory it ever had, in MiB.
    pub fn most_memory(&self) -> u64 {
        let id = self.process_id();
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the field");
        most.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
    }

    /// The id of the server's process.
    pub fn process_id(&self) -> u32 {
        self.process.lock().unwrap().id()
    }

    /// Ends the server at once, and leaves it so.
    pub fn kill(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        let mut process = self.process.lock().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Starts the server that was ended where it will not start, and answers what it says of that.
    pub fn start_refused(&self) -> String {
        let settings = self.settings.lock().unwrap().clone();
        let output = Command::new("timeout")
            .args(["20", env!("CARGO_BIN_EXE_parlor"), "serve"])
            .current_dir(&self.folder)
            .env_clear()
            .envs(settings)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// Runs another command of the program with the server's settings, beside it; answers whether it went well, and what it
    /// said.
    pub fn run_beside(&self, arguments: &[&str]) -> (bool, String) {
        let settings = self.settings.lock().unwrap().clone();
        let output = Command::new("timeout")
            .args(["20", env!("CARGO_BIN_EXE_parlor")])
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(settings)
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
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

    /// Everything the server logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
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

    /// Mails to this address so far, newest first. A server that others may open shows no mailbox; its files are read.
    pub async fn mails(&self, to: &str) -> Vec<Mail> {
        if !self.public_url.starts_with("http://127.0.0.1") {
            let folder = ["parlor.mailbox", "data/parlor.mailbox"].map(|name| self.folder.join(name));
            let files = folder.iter().flat_map(fs::read_dir).flatten().flatten().map(|file| file.path());
            let mut files: Vec<PathBuf> =
                files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
            files.sort();
            let mails =
                files.iter().rev().filter_map(|file| serde_json::from_slice::<Mail>(&fs::read(file).ok()?).ok());
            return mails.filter(|mail| mail.to == to).collect();
        }
        let answer = self.client.get(format!("{}/dev/mailbox.json", self.url)).send().await.unwrap();
        let mails: Vec<Mail> = answer.json().await.unwrap();
        for mail in &mails {
            self.canaries.text(&mail.to);
            self.canaries.text(&mail.text);
        }
        mails.into_iter().filter(|mail| mail.to == to).collect()
    }

    /// The newest mail to this address, once there are `count`.
    pub async fn mail(&self, to: &str, count: usize) -> Mail {
        self.mail_with(to, "", count).await
    }

    /// The newest mail to this address that holds this word, once there are `count` of them.
    pub async fn mail_with(&self, to: &str, word: &str, count: usize) -> Mail {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let mut mails = self.mails(to).await;
            mails.retain(|mail| mail.subject.contains(word) || mail.text.contains(word));
            if mails.len() >= count {
                assert_eq!(mails.len(), count, "more mail than expected");
                return mails.into_iter().next().unwrap();
            }
            assert!(Instant::now() < deadline, "no mail came:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The token of the mail to this address, leading to that page, that a call causes.
    pub async fn mailed(&self, to: &str, page: &str, call: impl Future<Output = Answer>) -> String {
        let newest = async || self.mails(to).await.iter().find(|mail| mail.text.contains(page)).map(Mail::token);
        let before = newest().await;
        let answer = call.await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            match newest().await {
                Some(token) if Some(&token) != before.as_ref() => return token,
                _ => assert!(Instant::now() < deadline, "no mail came:\n{}", self.log()),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks for a reset, and answers the token that was mailed.
    pub async fn reset_link(&self, email: &str) -> String {
        let form = [("email", email)];
        self.mailed(email, "/reset-password/", self.browser().call("accounts/forgot-password", &form)).await
    }

    /// Waits until what was written so far has gone out: mails leave in turn, so later ones to somebody else say so.
    pub async fn mail_is_out(&self) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        for _ in 0..8 {
            let email = format!("marker{}@parlor.example", COUNT.fetch_add(1, Ordering::Relaxed));
            let form = [("name", "Marker"), ("email", &email), ("password", "nobody signs in here")];
            assert_eq!(self.browser().call("accounts/sign-up", &form).await.status, 200);
            self.mail(&email, 1).await;
        }
    }

    /// Where the database is: its file, or its address.
    pub fn database(&self) -> String {
        let settings = self.settings.lock().unwrap();
        let (_, url) = settings.iter().find(|(name, _)| *name == "PARLOR_DATABASE_URL").expect("a database");
        url.trim_start_matches("sqlite:").to_owned()
    }

    /// All rows of the database as text, once no mail is on its way. With SQLite none: its file keeps what was deleted
    /// until it needs the room.
    pub fn rows(&self) -> Option<String> {
        let settings = self.settings.lock().unwrap();
        let (_, url) =
            settings.iter().find(|(name, url)| *name == "PARLOR_DATABASE_URL" && url.starts_with("postgres"))?;
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        let program = versions.map(|version| version.path().join("bin/pg_dump")).find(|program| program.exists());
        let program = program.unwrap_or_else(|| "pg_dump".into());
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let dump = Command::new(&program).args(["--data-only", "--lock-wait-timeout=10s", url]).output().unwrap();
            assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
            let rows = String::from_utf8(dump.stdout).unwrap();
            if !rows.contains("\tqueued\t") {
                // pg_dump guards its scripts by a random word.
                return Some(rows.lines().filter(|line| !line.contains("restrict ")).collect::<Vec<_>>().join("\n"));
            }
            assert!(Instant::now() < deadline, "mail stays queued");
        }
    }

    /// Whether the database's files hold these bytes, its log of changes included.
    pub fn database_holds(&self, needle: &[u8]) -> bool {
        match self.engine {
            Engine::Sqlite => holds(&self.folder, needle, &|file| {
                file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("parlor.db"))
            }),
            // What other stories wrote before this one began holds nothing of it.
            Engine::Postgres => holds(&cluster().data, needle, &|file| {
                file.metadata().and_then(|facts| facts.modified()).is_ok_and(|at| at >= self.began)
            }),
        }
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

/// Starts the server, and answers where it listens.
async fn launch(folder: &Path, settings: &[(&'static str, String)]) -> (Child, String) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let deadline = Instant::now() + START;
    loop {
        let said = folder.join(format!("said-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        let log = fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap();
        let tracer = settings.iter().rev().find(|(name, _)| *name == UNDER).map(|(_, command)| command.split(' '));
        let mut command: Vec<&str> = tracer.into_iter().flatten().collect();
        command.extend([env!("CARGO_BIN_EXE_parlor"), "serve"]);
        let mut process = Command::new(command[0])
            .args(&command[1..])
            .current_dir(folder)
            .env_clear()
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdout(fs::File::create(&said).unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let address = loop {
            let text = fs::read_to_string(&said).unwrap();
            let line =
                text.split_inclusive('\n').find_map(|line| line.strip_prefix("Listening on ")?.strip_suffix('\n'));
            if let Some(address) = line {
                break Some(address.to_owned());
            }
            let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
            if process.try_wait().unwrap().is_some() {
                // Somebody may have taken its port for a moment while it was away.
                assert!(log().contains("in use"), "the server died:\n{}", log());
                break None;
            }
            assert!(Instant::now() < deadline, "the server did not start:\n{}", log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        if let Some(address) = address {
            return (process, address);
        }
        assert!(Instant::now() < deadline, "the port stays taken");
        tokio::time::sleep(Duration::from_millis(200)).await;
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

fn holds(folder: &Path, needle: &[u8], wanted: &dyn Fn(&Path) -> bool) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, needle, wanted);
        }
        let found = |bytes: Vec<u8>| bytes.windows(needle.len()).any(|part| part[0] == needle[0] && part == needle);
        wanted(&path) && fs::read(&path).is_ok_and(found)
    })
}
