//! The standard library for `wasm32-unknown-unknown`.
//!
//! In order: already there; `rustup target add`; built here from Debian's copy of the very same Rust source and put
//! into the sysroot; and last Debian's own newer rustc with its own source, kept aside and used for the browser only.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::debian_rust;
use crate::cmd::{Cmd, which};
use crate::error::{Error, Result};
use crate::files;
use crate::project::Project;
use crate::steps::Steps;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// How cargo is called for the browser.
pub(crate) struct Wasm {
    env: Vec<(&'static str, PathBuf)>,
}

impl Wasm {
    /// The toolchain that everything else is built with.
    fn ordinary() -> Self {
        Self { env: Vec::new() }
    }

    pub(super) fn other(env: Vec<(&'static str, PathBuf)>) -> Self {
        Self { env }
    }

    pub(crate) fn is_ordinary(&self) -> bool {
        self.env.is_empty()
    }

    pub(crate) fn cargo(&self, command: &str) -> Cmd {
        let cargo = Cmd::cargo(command).args(["--target", TARGET]);
        self.env.iter().fold(cargo, |cargo, (key, value)| cargo.env(key, value))
    }
}

pub(super) fn ensure(project: &Project, steps: &Steps) -> Result<Wasm> {
    let rust = Rust::find()?;
    if rust.has_wasm() {
        return Ok(Wasm::ordinary());
    }
    if let Some(kept) = debian_rust::kept(project) {
        return Ok(kept);
    }
    steps.run("wasm target", "Rust's standard library for the browser is missing", || {
        if which("rustup", &[]).is_some() {
            let add = Cmd::new("rustup").args(["target", "add", TARGET]);
            match add.run_within(Duration::from_secs(90)) {
                Ok(()) if rust.has_wasm() => return Ok(Wasm::ordinary()),
                Ok(()) => println!("    rustup added it to another toolchain than {}", rust.sysroot.display()),
                Err(why) => println!("    {why}"),
            }
        }
        println!("    building it from Debian's rust-src {}", rust.version);
        match debian_rust::same_source(project, &rust) {
            Ok(()) => return Ok(Wasm::ordinary()),
            Err(why) => println!("    {why}\n    taking Debian's own rustc for the browser's half"),
        }
        debian_rust::own_pair(project, &rust).map_err(|why| {
            Error::new(format!("{why}\nwith a network that reaches Rust's servers, run: rustup target add {TARGET}"))
        })
    })
}

/// The toolchain on the PATH.
pub(super) struct Rust {
    pub version: String,
    /// Version, commit and host: libraries fit only the compiler that made them.
    pub exact: String,
    pub sysroot: PathBuf,
}

impl Rust {
    pub(super) fn find() -> Result<Self> {
        let exact = Cmd::new("rustc").arg("-vV").read()?;
        let version = exact.lines().find_map(|line| line.strip_prefix("release: ")).unwrap_or_default().to_owned();
        let sysroot = Cmd::new("rustc").args(["--print", "sysroot"]).read()?.trim().into();
        Ok(Self { version, exact, sysroot })
    }

    pub(super) fn host(&self) -> &str {
        self.exact.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default()
    }

    pub(super) fn wasm_dir(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(TARGET).join("lib")
    }

    /// Notes which compiler our libraries were built with; rustup's own need no note, they change with it.
    pub(super) fn mark(&self) -> PathBuf {
        self.wasm_dir().join("built-by-parlor")
    }

    fn has_wasm(&self) -> bool {
        let ours = files::read_text(&self.mark());
        has_std(&self.wasm_dir()) && ours.is_ok_and(|mark| mark == self.exact) | !self.mark().exists()
    }
}

pub(super) fn has_std(dir: &Path) -> bool {
    let is_std = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libstd-") && path.extension().is_some_and(|ext| ext == "rlib")
    };
    files::list(dir).is_ok_and(|paths| paths.iter().any(is_std))
}
