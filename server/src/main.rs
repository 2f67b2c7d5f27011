//! Parlor's one binary: settings, wiring, router, worker, shutdown.

#![recursion_limit = "512"]
#![warn(unreachable_pub)]

mod config;
mod connections;
mod http;
mod logs;
mod serve;
mod tasks;
mod worker;

use clap::{Parser, Subcommand};

use crate::config::{Config, Serve};

/// Parlor, a self-hosted customer-chat workspace.
#[derive(Parser)]
#[command(name = "parlor", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answers requests and sends mail, after bringing the database up to date.
    Serve(Box<Serve>),
    /// Brings the database up to date, and stops.
    Migrate(Box<Serve>),
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let (Command::Serve(settings) | Command::Migrate(settings)) = &cli.command;
    let config = match Config::read(settings) {
        Ok(config) => config,
        Err(problem) => return refuse(&problem),
    };
    logs::start(&config.log);
    if let Err(problem) = tasks::start() {
        return refuse(&problem.to_string());
    }
    let outcome = match cli.command {
        Command::Serve(_) => serve::serve(config).await,
        Command::Migrate(_) => serve::migrate(config).await,
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => refuse(&problem),
    }
}

fn refuse(problem: &str) -> std::process::ExitCode {
    eprintln!("parlor: {problem}");
    std::process::ExitCode::FAILURE
}
