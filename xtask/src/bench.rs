//! `cargo xtask bench`: how fast the built binary is, told in tables. Nothing is asserted: figures are for people.

use crate::build;
use crate::cmd::Cmd;
use crate::error::Result;
use crate::project::Project;
use crate::setup;
use crate::steps::Steps;

pub(crate) fn run(project: &Project) -> Result<()> {
    let steps = Steps::new();
    build::build(project, &steps)?;
    setup::postgres(&steps)?;
    Cmd::cargo("bench")
        .args(["-p", "server", "--bench", "load"])
        .dir(&project.root)
        .env("PARLOR_SITE_ROOT", project.site())
        .run()
}
