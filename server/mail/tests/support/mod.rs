//! A mail server that is not ours, as a child process.

#![allow(dead_code, reason = "not every test needs all of it")]

pub mod script;

use std::env;
use std::error::Error;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

/// Long enough for the slowest machine, short enough to notice.
const PATIENCE: Duration = Duration::from_secs(20);

const MISSING: &str =
    "these tests need the mail server aiosmtpd, which is not there: run `cargo xtask test`, which fetches it";

/// What happened at the mail server.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    Ready { port: u16 },
    Connection,
    Quit,
    Message(Received),
}

/// A mail as a mail reader sees it.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct Received {
    pub sender: String,
    pub recipients: Vec<String>,
    /// Whether it came encrypted.
    pub encrypted: bool,
    #[serde(rename = "type")]
    pub content_type: String,
    pub headers: Vec<(String, String)>,
    pub text: String,
    pub html: String,
}

impl Received {
    /// The header's value; nothing unless there is exactly one.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(header, _)| header == name).map(|(_, value)| value.as_str());
        values.next().filter(|_| values.next().is_none())
    }
}

/// The running server; it ends with the test.
pub struct SmtpServer {
    child: Child,
    events: Receiver<Event>,
    pub port: u16,
}

impl SmtpServer {
    /// Starts the server in one of the modes of `smtp_server.py`, for the first `times` mails or for all.
    pub fn start(mode: &str, times: Option<u32>) -> Result<Self, Box<dyn Error>> {
        let mut child = python()?
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp_server.py"))
            .arg(mode)
            .args(times.map(|times| times.to_string()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = BufReader::new(child.stdout.take().ok_or("the mail server has no output")?).lines();
        let (tell, events) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"));
                if tell.send(event).is_err() {
                    return;
                }
            }
        });
        let mut server = Self { child, events, port: 0 };
        match server.next()? {
            Event::Ready { port } => server.port = port,
            other => return Err(format!("the mail server began with {other:?}").into()),
        }
        Ok(server)
    }

    /// The next thing that happens.
    pub fn next(&self) -> Result<Event, Box<dyn Error>> {
        Ok(self.events.recv_timeout(PATIENCE)?)
    }

    /// The next mail that arrives, and how many connections were made before it.
    pub fn next_message(&self) -> Result<(Received, usize), Box<dyn Error>> {
        let mut connections = 0;
        loop {
            match self.next()? {
                Event::Message(received) => return Ok((received, connections)),
                Event::Connection => connections += 1,
                Event::Quit | Event::Ready { .. } => {}
            }
        }
    }

    /// What has happened and was not asked for yet.
    pub fn rest(&self) -> Vec<Event> {
        self.events.try_iter().collect()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Python with aiosmtpd: from the folder the environment names, else its own.
fn python() -> Result<Command, Box<dyn Error>> {
    static FOUND: OnceLock<bool> = OnceLock::new();
    let folder = env::var_os("PARLOR_TEST_AIOSMTPD");
    let python = || {
        let mut command = Command::new("python3");
        command.envs(folder.as_ref().map(|folder| ("PYTHONPATH", folder)));
        command
    };
    let found = || python().args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
    if *FOUND.get_or_init(|| found().is_ok_and(|status| status.success())) { Ok(python()) } else { Err(MISSING.into()) }
}
