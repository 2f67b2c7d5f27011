//! Runs other programs: loud, quiet (shown only when they fail), or read.
//!
//! Children get no stdin, so nothing waits for an answer that nobody gives (continuous integration has no stdin).

use std::env;
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Context, Error, Result};

pub(crate) struct Cmd {
    inner: Command,
}

impl Cmd {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut inner = Command::new(program);
        inner.stdin(Stdio::null());
        Self { inner }
    }

    /// The cargo that runs this very program. What `cargo run` told us about ourselves is taken out of the
    /// environment: build scripts (ring's) compare it and would build again.
    pub(crate) fn cargo(command: &str) -> Self {
        let mut cmd = Self::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).arg(command);
        for (key, _) in env::vars_os() {
            let name = key.to_string_lossy();
            let about_us = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_CRATE_NAME", "CARGO_BIN_NAME"];
            if name.starts_with("CARGO_PKG_") || about_us.contains(&name.as_ref()) {
                cmd.inner.env_remove(&key);
            }
        }
        if std::io::stderr().is_terminal() {
            cmd.inner.env("CARGO_TERM_COLOR", "always");
        }
        cmd
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.inner.arg(arg);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.inner.args(args);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(key, value);
        self
    }

    pub(crate) fn env_remove(mut self, key: &str) -> Self {
        self.inner.env_remove(key);
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.inner.current_dir(dir);
        self
    }

    /// What a person would have typed, for messages.
    pub(crate) fn shown(&self) -> String {
        let words = std::iter::once(self.inner.get_program()).chain(self.inner.get_args());
        let name = |(i, word): (usize, &OsStr)| {
            let word = word.to_string_lossy().into_owned();
            // The program by its name: its folder says nothing.
            if i == 0 { word.rsplit('/').next().map_or(word.clone(), str::to_owned) } else { word }
        };
        words.enumerate().map(name).collect::<Vec<_>>().join(" ")
    }

    /// Its output goes to the terminal; false when it fails.
    pub(crate) fn status(mut self) -> Result<bool> {
        let shown = self.shown();
        Ok(self.inner.status().context(shown)?.success())
    }

    /// Its output goes to the terminal.
    pub(crate) fn run(self) -> Result<()> {
        let shown = self.shown();
        if self.status()? { Ok(()) } else { Err(Error::new(format!("`{shown}` failed"))) }
    }

    /// Its output is kept back, and shown when it fails.
    pub(crate) fn quiet(mut self) -> Result<()> {
        let shown = self.shown();
        let output = self.inner.output().context(&shown)?;
        if output.status.success() {
            return Ok(());
        }
        Err(failed(&shown, &output))
    }

    /// What it prints.
    pub(crate) fn read(mut self) -> Result<String> {
        let shown = self.shown();
        let output = self.inner.output().context(&shown)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failed(&shown, &output))
    }

    /// Like `run`, but ended when the time is up: a network that swallows packets must not hold us.
    pub(crate) fn run_within(mut self, limit: Duration) -> Result<()> {
        let shown = self.shown();
        let mut child = self.inner.spawn().context(&shown)?;
        match wait(&mut child, limit).context(&shown)? {
            Some(status) if status.success() => Ok(()),
            Some(_) => Err(Error::new(format!("`{shown}` failed"))),
            None => Err(Error::new(format!("`{shown}` took longer than {} s", limit.as_secs()))),
        }
    }

    /// For what needs more than the above.
    pub(crate) fn into_inner(self) -> Command {
        self.inner
    }
}

fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(Duration::from_millis(50));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn failed(shown: &str, output: &Output) -> Error {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    Error::new(format!("`{shown}` failed\n{}{}", out.trim_start(), err.trim_end()))
}

/// Where a program lies: on the PATH, or else in one of these folders.
pub(crate) fn which(program: &str, beside: &[PathBuf]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).chain(beside.iter().cloned()).map(|dir| dir.join(program)).find(|file| file.is_file())
}
