//! The process of a server: begun, ended, and asked about itself.

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use super::{App, START};

/// No setting of the server's: the command that it is started by, `strace -D …`.
pub const UNDER: &str = "UNDER";

impl App {
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
        self.run_beside_without("", arguments)
    }

    /// The same without the settings whose names begin so.
    pub fn run_beside_without(&self, left_out: &str, arguments: &[&str]) -> (bool, String) {
        let mut settings = self.settings.lock().unwrap().clone();
        settings.retain(|(name, _)| left_out.is_empty() || !name.starts_with(left_out));
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
}

/// Starts the server, and answers where it listens.
pub(super) async fn launch(folder: &Path, settings: &[(&'static str, String)]) -> (Child, String) {
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
