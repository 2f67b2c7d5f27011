//! The source of the standard library, for builds that compile it along with what they need of it.

use std::path::PathBuf;
use std::time::Duration;

use super::debian_rust;
use super::wasm::Rust;
use crate::cmd::{Cmd, which};
use crate::error::Result;
use crate::project::Project;
use crate::steps::Steps;

/// Its folder. In order: the toolchain's own; `rustup component add`; Debian's copy of the very same version.
pub(super) fn ensure(project: &Project, steps: &Steps) -> Result<PathBuf> {
    let rust = Rust::find()?;
    let (own, kept) = (rust.sysroot.join("lib/rustlib/src/rust/library"), project.tools().join("rust-src"));
    if own.is_dir() {
        return Ok(own);
    }
    if let Ok(library) = debian_rust::library(&kept) {
        return Ok(library);
    }
    steps.run("rust-src", "the standard library is compiled along, as small as can be", || {
        if which("rustup", &[]).is_some() {
            let add = Cmd::new("rustup").args(["component", "add", "rust-src"]);
            match add.run_within(Duration::from_secs(90)) {
                Ok(()) if own.is_dir() => return Ok(own.clone()),
                Ok(()) => println!("    rustup added it to another toolchain than {}", rust.sysroot.display()),
                Err(why) => println!("    {why}"),
            }
        }
        debian_rust::unpacked_source(&kept, &rust)
    })
}
