//! What the browser downloads: the frontend as wasm, its JavaScript, the style sheet, and `public/` as it is.
//!
//! Each stage is skipped when what goes into it has not changed. Stages never print: they run beside the server's
//! build, which has the terminal. There is no wasm-opt among them: see docs/adr/0005-build-tool.md.

pub(crate) mod css;
mod publish;

use std::path::{Path, PathBuf};

use crate::cmd::Cmd;
use crate::error::Result;
use crate::files::{self, Stamp};
use crate::project::{Profile, Project};
use crate::setup::{self, Wasm};
use crate::steps::Steps;

/// The output name in the leptos table of Cargo.toml.
const NAME: &str = "parlor";

struct Stages<'a> {
    project: &'a Project,
    steps: &'a Steps,
    /// Results between the stages, kept for the next run.
    dir: PathBuf,
}

pub(crate) fn build(project: &Project, steps: &Steps, wasm: &Wasm) -> Result<()> {
    let stages = Stages { project, steps, dir: project.site_parts() };
    setup::node()?;
    let frontend = stages.frontend(wasm)?;
    let bound = stages.bindgen(&frontend)?;
    let css = css::write(project)?;
    publish::publish(project, steps, &publish::Parts { bound, css })
}

/// What only a nightly compiler is asked for, so ours is told to allow it: the standard library is compiled along, for size; nothing
/// is kept of where a panic was, nor of what only `Debug` prints; and a panic is a trap at once. The watch over the document hears a
/// trap as it hears a panic (`app/src/watch.js`).
fn smallest(cargo: Cmd, library: &Path) -> Cmd {
    const FLAGS: &str = "target.wasm32-unknown-unknown.rustflags=[\
        '-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none']";
    cargo
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size", "--config", FLAGS])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", library)
}

impl Stages<'_> {
    fn frontend(&self, wasm: &Wasm) -> Result<PathBuf> {
        // Debian's own compiler has its own source, which is gone once its library is built.
        let library = match self.project.profile {
            Profile::Dist if wasm.is_ordinary() => Some(setup::rust_src(self.project, self.steps)?),
            _ => None,
        };
        self.steps.run("frontend", "the browser's half, as wasm", || {
            let cargo = wasm.cargo("build").args(["-p", "frontend", "--lib", "--profile", self.project.wasm_profile()]);
            let cargo = match &library {
                Some(library) => smallest(cargo, library),
                None => cargo,
            };
            cargo.dir(&self.project.root).quiet()
        })?;
        let built = self.project.target.join(setup::WASM_TARGET);
        Ok(built.join(self.project.wasm_profile()).join("frontend.wasm"))
    }

    /// Gives the folder with the JavaScript and the wasm that fits it.
    fn bindgen(&self, frontend: &PathBuf) -> Result<PathBuf> {
        let out = self.dir.join("bindgen");
        let source = self.project.root.join("xtask/bindgen/src");
        let mut inputs = files::walk(&source)?.iter().map(|file| files::read(file)).collect::<Result<Vec<_>>>()?;
        inputs.push(files::read(frontend)?);
        let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
        let stamp = Stamp::new(self.dir.join("bindgen.stamp"), &inputs);
        if stamp.is_set() && out.is_dir() {
            return Ok(out);
        }
        // Without optimisation: it builds in a third of the time and runs for seconds.
        self.steps.run("wasm-bindgen, built", "writes the JavaScript between browser and wasm", || {
            Cmd::cargo("build").args(["-p", "bindgen"]).dir(&self.project.root).quiet()
        })?;
        self.steps.run("wasm-bindgen", "the JavaScript between browser and wasm", || {
            files::fresh_dir(&out)?;
            Cmd::new(self.project.target.join("debug/bindgen")).arg(frontend).arg(&out).arg(NAME).quiet()?;
            stamp.set()
        })?;
        Ok(out)
    }
}
