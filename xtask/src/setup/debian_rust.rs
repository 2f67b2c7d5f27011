//! The wasm standard library out of Debian's archive, for machines that do not reach Rust's servers.
//!
//! `build-std` is unstable in cargo, so the compiler is told to allow it for this one crate. What comes out is the
//! same library from the same source; afterwards plain stable cargo finds it in the sysroot.

use std::path::{Path, PathBuf};

use super::apt::{self, Scratch};
use super::wasm::{Rust, TARGET, Wasm, has_std};
use crate::cmd::Cmd;
use crate::error::{Context, Error, Result};
use crate::files;
use crate::project::Project;

/// The suite that holds the newest Rust which Debian has for a stable release.
const SUITE: &str = "trixie-backports";

/// Builds from the source of exactly our compiler; the libraries go into its sysroot.
pub(super) fn same_source(project: &Project, rust: &Rust) -> Result<()> {
    let dir = project.tools().join("wasm-std");
    let library = unpacked_source(&dir, rust)?;
    let built = build_std(&dir, &library, &[])?;
    let into = rust.wasm_dir();
    install(&built, &into)?;
    files::write(&rust.mark(), &rust.exact)?;
    // The source is large and has done its work.
    files::remove_dir(&dir)
}

fn fetch_source(dir: &Path, version: &str) -> Result<PathBuf> {
    let mut problem = Error::new("apt's sources name no mirror of this Debian release");
    for mirror in apt::mirrors()? {
        let fetched = Scratch::new(dir.to_owned(), Some(&mirror.suite(SUITE))).and_then(|scratch| {
            scratch.update()?;
            scratch.download(&[format!("rust-src={version}*")])
        });
        match fetched {
            Ok(packages) => return packages.into_iter().next().context("apt fetched no rust-src"),
            Err(why) => problem = why,
        }
    }
    Err(problem)
}

/// The library's source of exactly our compiler, in this folder.
pub(super) fn unpacked_source(dir: &Path, rust: &Rust) -> Result<PathBuf> {
    files::fresh_dir(dir)?;
    let package = fetch_source(&dir.join("apt"), &rust.version)?;
    apt::unpack(&package, "./usr/src/rustc-*/library", dir)?;
    library(dir)
}

/// Where a package's source of the library lies, once it is unpacked into this folder.
pub(super) fn library(dir: &Path) -> Result<PathBuf> {
    let versions = files::list(&dir.join("usr/src"))?;
    Ok(versions.first().context("rust-src has no source")?.join("library"))
}

/// Compiles the library beside an empty crate; gives the folder of the results.
fn build_std(dir: &Path, library: &Path, env: &[(&'static str, PathBuf)]) -> Result<PathBuf> {
    let empty = dir.join("empty");
    // A workspace of its own: not a member of ours.
    files::write(
        &empty.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n",
    )?;
    files::write(&empty.join("lib.rs"), "")?;
    let target = dir.join("target");
    let build = Cmd::cargo("build")
        .args(["--release", "--target", TARGET, "-Zbuild-std=std,panic_abort,panic_unwind", "--target-dir"])
        .arg(&target)
        .dir(&empty)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", library)
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        // Link-time optimisation of the site reaches into the standard library, as it does into rustup's.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    env.iter().fold(build, |build, (key, value)| build.env(key, value)).run()?;
    Ok(target.join(TARGET).join("release/deps"))
}

fn install(built: &Path, into: &Path) -> Result<()> {
    // Leftovers of another compiler would stand beside ours as second candidates.
    files::fresh_dir(into)?;
    for path in files::list(built)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|ext| ext == "rlib") && !name.starts_with("libempty-") {
            files::copy(&path, &into.join(name))?;
        }
    }
    if has_std(into) { Ok(()) } else { Err(Error::new("cargo built no standard library")) }
}

/// Debian's own compiler, unpacked into our tools: the browser's half is then built with it.
fn pair(project: &Project) -> PathBuf {
    project.tools().join("rustc-web")
}

/// The compiler of an earlier run.
pub(super) fn kept(project: &Project) -> Option<Wasm> {
    let dir = pair(project);
    let linker = PathBuf::from(files::read_text(&dir.join("linker")).ok()?);
    linker.exists().then(|| Wasm::other(environment(&dir, linker)))
}

fn environment(dir: &Path, linker: PathBuf) -> Vec<(&'static str, PathBuf)> {
    vec![
        ("RUSTC", dir.join("usr/bin/rustc")),
        // Its LLVM lies beside it, unpacked and not installed.
        ("LD_LIBRARY_PATH", dir.join("usr/lib").join(multiarch())),
        ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker),
    ]
}

/// Debian's name for this kind of machine.
fn multiarch() -> String {
    format!("{}-linux-gnu", std::env::consts::ARCH)
}

pub(super) fn own_pair(project: &Project, rust: &Rust) -> Result<Wasm> {
    let dir = pair(project);
    files::fresh_dir(&dir)?;
    let scratch = Scratch::new(dir.join("apt"), None)?;
    scratch.update()?;
    let names = scratch.needed_for(&["rustc-web", "rust-web-src"])?;
    for package in scratch.download(&names)? {
        let source = package.file_name().is_some_and(|name| name.to_string_lossy().starts_with("rust-web-src"));
        apt::unpack(&package, if source { "./usr/src/rustc-*/library" } else { "*" }, &dir)?;
    }
    let library = library(&dir)?;
    // Debian packs the linker with a whole LLVM; our own toolchain has one that will do.
    let linker = rust.sysroot.join("lib/rustlib").join(rust.host()).join("bin/rust-lld");
    let env = environment(&dir, linker.clone());
    let built = build_std(&dir, &library, &env)?;
    install(&built, &dir.join("usr/lib/rustlib").join(TARGET).join("lib"))?;
    files::remove_dir(&dir.join("target"))?;
    files::remove_dir(&dir.join("apt"))?;
    files::remove_dir(&dir.join("usr/src"))?;
    files::write(&dir.join("linker"), linker.display().to_string())?;
    Ok(Wasm::other(env))
}
