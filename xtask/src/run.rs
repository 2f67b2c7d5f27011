//! `cargo xtask run`: from a fresh machine to the page.

use std::os::unix::process::CommandExt;
use std::process::Stdio;

use crate::build;
use crate::cmd::Cmd;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::steps::Steps;

pub(crate) fn run(project: &Project, args: &[String]) -> Result<()> {
    let steps = Steps::new();
    build::build(project, &steps)?;
    steps.table();
    println!("==> parlor serve: http://127.0.0.1:3000 unless told otherwise; Ctrl-C ends it");
    let parlor = Cmd::new(project.server()).arg("serve").args(args).env("PARLOR_SITE_ROOT", project.site());
    // It takes our place, so signals and its exit code are its own.
    let why = parlor.dir(&project.root).into_inner().stdin(Stdio::inherit()).exec();
    Err(Error::new(format!("{}: {why}", project.server().display())))
}
