//! `cargo xtask bench`: how fast the built binary is, told in tables. Nothing is asserted: figures are for people.

use crate::cmd::Cmd;
use crate::error::Result;
use crate::project::{Profile, Project};
use crate::setup;
use crate::site;
use crate::steps::Steps;

/// All of it, or the parts and engines that are named.
pub(crate) fn run(named: &[String]) -> Result<()> {
    let project = &Project::find_for(Profile::Dist)?;
    let steps = Steps::new();
    site::build(project, &steps, &setup::wasm(project, &steps)?)?;
    setup::postgres(&steps)?;
    Cmd::cargo("bench")
        .args(["-p", "server", "--bench", "load", "--profile", project.server_profile(), "--"])
        .args(named)
        .dir(&project.root)
        .env("PARLOR_SITE_ROOT", project.site())
        .run()
}
