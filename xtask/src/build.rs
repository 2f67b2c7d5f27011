//! Builds all there is to run: the server and the site, side by side.
//!
//! The two share no build folder (each has a profile of its own), so cargo lets both work at once, and the site's
//! link-time optimisation, which keeps one core busy, does not hold the other. Never both in one cargo call: features
//! would unify.

use std::thread;

use crate::cmd::Cmd;
use crate::error::{Error, Result};
use crate::project::Project;
use crate::setup;
use crate::site;
use crate::steps::Steps;

pub(crate) fn build(project: &Project, steps: &Steps) -> Result<()> {
    beside_site(project, steps, || {
        steps.run("server", "the parlor binary", || {
            Cmd::cargo("build").args(["-p", "server", "--profile", project.server_profile()]).dir(&project.root).run()
        })
    })
}

/// The site, and beside it whatever builds the server.
pub(crate) fn beside_site(project: &Project, steps: &Steps, server: impl FnOnce() -> Result<()>) -> Result<()> {
    let (site, server) = thread::scope(|scope| {
        let site = scope.spawn(|| {
            let wasm = setup::wasm(project, steps)?;
            site::build(project, steps, &wasm)
        });
        let server = server();
        (site.join().unwrap_or_else(|_| Err(Error::new("the site's build panicked"))), server)
    });
    if let (Err(_), Err(why)) = (&server, &site) {
        eprintln!("error: {why}");
    }
    server.and(site)
}
