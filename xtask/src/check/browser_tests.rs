//! The browser tests have good types, and nothing in them that a linter finds.
//!
//! Its packages are those of the tests themselves, so they are installed once for both.

use super::Problems;
use crate::cmd::Cmd;
use crate::error::Result;
use crate::project::Project;
use crate::setup;
use crate::steps::Steps;

/// What the linter looks for is listed in `end2end/eslint.config.mjs`.
const PROGRAMS: [(&str, &[&str]); 2] = [("tsc", &["--noEmit"]), ("eslint", &["--max-warnings", "0", "."])];

pub(crate) fn check(project: &Project, steps: &Steps) -> Result<Problems> {
    let programs = setup::end2end(project, steps)?;
    let mut problems = Vec::new();
    for (program, args) in PROGRAMS {
        if !Cmd::new(programs.join(program)).args(args).dir(&project.root.join("end2end")).status()? {
            problems.push(format!("`{program}` found something in end2end/"));
        }
    }
    Ok(problems)
}
