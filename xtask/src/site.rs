//! What the browser downloads: the frontend as wasm, its JavaScript, the style sheet, and `public/` as it is.
//!
//! Each stage is skipped when what goes into it has not changed. Stages never print: they run beside the server's
//! build, which has the terminal. There is no wasm-opt among them: see docs/adr/0005-build-tool.md.

pub(crate) mod css;
mod publish;

use std::path::PathBuf;

use crate::cmd::Cmd;
use crate::error::Result;
use crate::files::{self, Stamp};
use crate::project::Project;
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
    let stages = Stages { project, steps, dir: project.target.join("site-parts") };
    setup::node()?;
    let frontend = stages.frontend(wasm)?;
    let bound = stages.bindgen(&frontend)?;
    let css = css::write(project)?;
    publish::publish(project, steps, &publish::Parts { bound, css })
}

impl Stages<'_> {
    fn frontend(&self, wasm: &Wasm) -> Result<PathBuf> {
        self.steps.run("frontend", "the browser's half, as wasm", || {
            wasm.cargo("build").args(["-p", "frontend", "--lib", "--profile", "wasm"]).dir(&self.project.root).quiet()
        })?;
        Ok(self.project.target.join(setup::WASM_TARGET).join("wasm/frontend.wasm"))
    }

    /// Gives the folder with the JavaScript and the wasm that fits it.
    fn bindgen(&self, frontend: &PathBuf) -> Result<PathBuf> {
        let out = self.dir.join("bindgen");
        let source = self.project.root.join("xtask/bindgen/src");
        let [tool, order] = [files::read(&source.join("main.rs"))?, files::read(&source.join("order.rs"))?];
        let stamp = Stamp::new(self.dir.join("bindgen.stamp"), &[&tool, &order, &files::read(frontend)?]);
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
