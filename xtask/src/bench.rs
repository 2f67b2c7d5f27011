//! `cargo xtask bench`: how fast what was built is, told in tables. Nothing is asserted: figures are for people.

use crate::build;
use crate::cmd::Cmd;
use crate::error::Result;
use crate::project::{Profile, Project};
use crate::setup;
use crate::site;
use crate::steps::Steps;

/// The part that a browser measures.
const BROWSER: &str = "browser";

/// All of it, or the parts and engines that are named.
pub(crate) fn run(named: &[String]) -> Result<()> {
    let project = &Project::find_for(Profile::Dist)?;
    let steps = &Steps::new();
    // A name of the server's parts or engines leaves the browser out, and the other way round.
    let (browser, server): (Vec<&String>, Vec<&String>) = named.iter().partition(|word| *word == BROWSER);
    if !server.is_empty() || browser.is_empty() {
        of_server(project, steps, &server)?;
    }
    if !browser.is_empty() || server.is_empty() {
        in_browser(project, steps)?;
    }
    Ok(())
}

fn of_server(project: &Project, steps: &Steps, named: &[&String]) -> Result<()> {
    site::build(project, steps, &setup::wasm(project, steps)?)?;
    setup::postgres(steps)?;
    Cmd::cargo("bench")
        .args(["-p", "server", "--bench", "load", "--profile", project.server_profile(), "--"])
        .args(named)
        .dir(&project.root)
        .env("PARLOR_SITE_ROOT", project.site())
        .run()
}

fn in_browser(project: &Project, steps: &Steps) -> Result<()> {
    let chromium = setup::chromium(steps)?;
    let programs = setup::end2end(project, steps)?;
    build::build(project, steps)?;
    Cmd::new(programs.join("playwright"))
        .args(["test", "--config", "bench.config.ts"])
        .dir(&project.root.join("end2end"))
        .env("PARLOR_CHROMIUM", chromium)
        .env("PARLOR_BINARY", project.server())
        .env("PARLOR_SITE_ROOT", project.site())
        .run()
}
