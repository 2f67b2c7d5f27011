//! What a machine must have before anything can be built or tested, each thing had only when it is missing.
//!
//! The ordinary way comes first (rustup, npm, pip); where a machine reaches package mirrors only, Debian's packages
//! stand in. No mirror is named here: apt, npm, pip and cargo know theirs.

mod apt;
mod debian_rust;
mod rust_src;
mod wasm;

pub(crate) use wasm::{TARGET as WASM_TARGET, Wasm};

use std::path::{Path, PathBuf};

use crate::cmd::{Cmd, which};
use crate::error::{Context, Error, Result};
use crate::files::{self, Stamp};
use crate::project::Project;
use crate::steps::Steps;

pub(crate) fn wasm(project: &Project, steps: &Steps) -> Result<Wasm> {
    wasm::ensure(project, steps)
}

/// The source of the standard library, of exactly our compiler.
pub(crate) fn rust_src(project: &Project, steps: &Steps) -> Result<PathBuf> {
    rust_src::ensure(project, steps)
}

/// Installs a folder's locked npm packages; gives the folder of their programs.
fn npm(project: &Project, steps: &Steps, folder: &str, why: &str) -> Result<PathBuf> {
    let dir = project.root.join(folder);
    let modules = dir.join("node_modules");
    let lock = files::read(&dir.join("package-lock.json"))?;
    let stamp = Stamp::new(modules.join(".parlor-stamp"), &[&lock]);
    if !stamp.is_set() {
        node()?;
        steps.run(&format!("npm ci in {folder}"), why, || {
            Cmd::new("npm").args(["ci", "--no-audit", "--no-fund"]).dir(&dir).quiet()?;
            stamp.set()
        })?;
    }
    Ok(modules.join(".bin"))
}

/// The programs of the browser tests.
pub(crate) fn end2end(project: &Project, steps: &Steps) -> Result<PathBuf> {
    npm(project, steps, "end2end", "Playwright drives the browser; what checks its tests")
}

/// Node compresses the site, and drives the browser in the end-to-end tests.
pub(crate) fn node() -> Result<()> {
    let missing = "Node 20 or newer with npm is needed: install it and come back";
    which("npm", &[]).context(missing)?;
    let version = Cmd::new("node").arg("--version").read()?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= 20) { Ok(()) } else { Err(Error::new(missing)) }
}

/// The browser that the end-to-end tests drive: Debian's, because it comes from the same mirror as everything else. The build
/// without windows takes two thirds of the time of the whole one, which stands in where it cannot be had.
pub(crate) fn chromium(steps: &Steps) -> Result<PathBuf> {
    const SHELL: &str = "chromium-headless-shell";
    // The program itself: what is on the PATH is a script that would be ended in its place.
    let shell = || Some(PathBuf::from("/usr/lib/chromium").join(SHELL)).filter(|program| program.exists());
    if let Some(found) = shell() {
        return Ok(found);
    }
    let installed =
        steps.run("chromium", "the browser of the end-to-end tests, without windows", || apt::install(&[SHELL]));
    let found = shell().or_else(|| which("chromium", &[]));
    if let (Err(why), Some(_)) = (&installed, &found) {
        eprintln!("{SHELL} cannot be had, so the tests take chromium: {why}");
    }
    found.ok_or_else(|| {
        installed.err().unwrap_or_else(|| Error::new(format!("{SHELL} was installed, but is not there")))
    })
}

/// A proxy that people put before Parlor, for the tests behind it: the machine's own, or the program of Debian's package,
/// unpacked and not installed, so that no service of it starts here. `folder` is where the package has it.
pub(crate) fn proxy(project: &Project, steps: &Steps, name: &str, folder: &str) -> Result<PathBuf> {
    let beside = [PathBuf::from("/").join(folder)];
    if let Some(found) = which(name, &beside) {
        return Ok(found);
    }
    let ours = project.tools().join("proxies");
    let program = ours.join(folder).join(name);
    if !program.exists() {
        steps.run(name, "a proxy that people use, for the tests behind it", || {
            let scratch = apt::Scratch::new(ours.join(format!("{name}.deb")), None)?;
            scratch.update()?;
            for package in scratch.download(&[name])? {
                apt::unpack(&package, &format!("./{folder}/{name}"), &ours)?;
            }
            Ok(())
        })?;
    }
    Ok(program)
}

/// `PostgreSQL`'s server programs. The tests start a cluster of their own, so none is made here.
pub(crate) fn postgres(steps: &Steps) -> Result<()> {
    let versions = files::list(Path::new("/usr/lib/postgresql"))?;
    let beside: Vec<PathBuf> = versions.iter().map(|version| version.join("bin")).collect();
    if which("initdb", &beside).is_some() {
        return Ok(());
    }
    steps.run("postgresql", "the second database engine, for its tests", || {
        apt::install(&["postgresql-common"])?;
        apt::write_as_root(Path::new("/etc/postgresql-common/createcluster.conf"), "create_main_cluster = false\n")?;
        apt::install(&["postgresql"])
    })
}

/// Makes single calls of the system fail, for the tests of faults of the disk.
pub(crate) fn strace(steps: &Steps) -> Result<()> {
    if which("strace", &[]).is_some() {
        return Ok(());
    }
    steps.run("strace", "makes a disk fail, for the tests of that", || apt::install(&["strace"]))
}

/// A mail server that is not ours, for the mail tests: the folder to put on `PYTHONPATH`.
pub(crate) fn aiosmtpd(project: &Project, steps: &Steps) -> Result<PathBuf> {
    let debian = PathBuf::from("/usr/lib/python3/dist-packages");
    let ours = project.tools().join("aiosmtpd");
    let wanted = project.root.join("xtask/requirements.txt");
    let stamp = Stamp::new(ours.join(".parlor-stamp"), &[&files::read(&wanted)?]);
    if stamp.is_set() {
        return Ok(ours);
    }
    if debian.join("aiosmtpd").is_dir() {
        return Ok(debian);
    }
    steps.run("aiosmtpd", "a mail server that is not ours, for the mail tests", || {
        let pip = || Cmd::new("python3").args(["-m", "pip"]);
        if pip().arg("--version").quiet().is_ok() {
            files::fresh_dir(&ours)?;
            let install = pip().args(["install", "--quiet", "--require-hashes", "--target"]).arg(&ours);
            match install.arg("-r").arg(&wanted).quiet() {
                Ok(()) => {
                    stamp.set()?;
                    return Ok(ours);
                }
                Err(why) => println!("    pip could not, so apt is asked: {why}"),
            }
        }
        apt::install(&["python3-aiosmtpd"])?;
        Ok(debian)
    })
}
