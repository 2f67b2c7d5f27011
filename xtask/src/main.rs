//! The project's commands, as a program: nothing but Rust is needed to start.

#![warn(unreachable_pub)]

mod bench;
mod build;
mod check;
mod cmd;
mod dist;
mod error;
mod files;
mod project;
mod run;
mod setup;
mod site;
mod steps;
mod test;

use std::env;
use std::process::ExitCode;

use error::Result;
use project::Project;
use steps::Steps;

const USAGE: &str = "\
usage: cargo xtask <command>

  run [-- …]   set up what is missing, build, and serve at http://127.0.0.1:3000;
               what follows -- goes to `parlor serve`
  build        the building part of run
  site         the browser's part of that
  dist         build what is small and fast, and hold it to its budgets
  smoke        the same, and go through it in Chromium
  test         set up what is missing, build, and run every test
  bench […]    measure what dist builds, on both engines: goals, crowd, log, growth, sign-ins, presence, screens; in
               Chromium: browser; or those named
  check […]    format, layering, modules, unused pieces, docs, browser tests, clippy …; or those named
  css          join style/ into target/parlor.css, for `cargo leptos watch`
";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match command(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all went well; an error is what kept the command from its work.
fn command(args: &[String]) -> Result<bool> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run"] => run::run(&Project::find()?, &[]).map(|()| true),
        ["run", "--", ..] => run::run(&Project::find()?, args.get(2..).unwrap_or_default()).map(|()| true),
        ["build"] => {
            let steps = Steps::new();
            build::build(&Project::find()?, &steps)?;
            steps.table();
            Ok(true)
        }
        ["site"] => {
            let (project, steps) = (Project::find()?, Steps::new());
            site::build(&project, &steps, &setup::wasm(&project, &steps)?)?;
            steps.table();
            Ok(true)
        }
        ["dist"] => dist::run(),
        ["smoke"] => test::smoke(),
        ["test"] => test::run(&Project::find()?),
        ["bench", ..] => bench::run(args.get(1..).unwrap_or_default()).map(|()| true),
        ["check", ..] => Ok(check::run(&Project::find()?, args.get(1..).unwrap_or_default())),
        ["css"] => site::css::write(&Project::find()?).map(|_| true),
        _ => {
            eprint!("{USAGE}");
            Ok(false)
        }
    }
}
