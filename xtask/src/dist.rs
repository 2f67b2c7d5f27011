//! `cargo xtask dist`: what is carried to where it serves people: built small and fast, and held to its budgets.

mod budgets;

use crate::build;
use crate::error::Result;
use crate::project::{Profile, Project};
use crate::steps::Steps;

/// False when a download is over its budget.
pub(crate) fn run() -> Result<bool> {
    let (project, steps) = (Project::find_for(Profile::Dist)?, Steps::new());
    build::build(&project, &steps)?;
    steps.table();
    let kept = budgets::check(&project.site())?;
    println!("\nThe server: {}", project.server().display());
    println!("The site, for its --site-root: {}", project.site().display());
    Ok(kept)
}
