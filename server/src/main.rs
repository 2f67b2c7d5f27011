//! Parlor's one binary: settings, wiring, router, worker, shutdown.

#![recursion_limit = "512"]
#![warn(unreachable_pub)]

/// Says a line on standard output. Whoever reads it may be gone, as `head` is after ten: what was done is done all the same.
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

mod config;
mod connections;
mod http;
mod logs;
mod plans;
mod serve;
mod support_contacts;
mod tasks;
mod webhook_command;
mod worker;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::Slug;
use mimalloc::MiMalloc;

use crate::{
    config::{Config, Serve},
    plans::PlanCommand,
    support_contacts::SupportContactCommand,
    webhook_command::WebhookCommand,
};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

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
    /// What only the operator decides. Works beside a server that runs.
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Subcommand)]
enum Admin {
    /// Changes an organization.
    Organization(Box<Organization>),
    /// Plans and their limits.
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Who in an organization is its support contact.
    #[command(subcommand)]
    SupportContact(SupportContactCommand),
    /// The webhook to the operator's billing.
    #[command(subcommand)]
    Webhook(WebhookCommand),
}

#[derive(Args)]
struct Organization {
    /// Its place in addresses: harbour-finch in /o/harbour-finch.
    slug: Slug,
    /// Whether roles, permissions and projects of its people come from an identity provider, and cannot be changed here.
    #[arg(long)]
    identity_managed: Switch,
    #[command(flatten)]
    settings: Serve,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

impl Command {
    fn settings(&self) -> &Serve {
        match self {
            Self::Serve(settings) | Self::Migrate(settings) => settings,
            Self::Admin(Admin::Organization(organization)) => &organization.settings,
            Self::Admin(Admin::Plan(plan)) => plan.settings(),
            Self::Admin(Admin::SupportContact(contact)) => contact.settings(),
            Self::Admin(Admin::Webhook(webhook)) => webhook.settings(),
        }
    }
}

fn main() -> std::process::ExitCode {
    // A server that waits holds a quarter of what it does with huge pages, which make no answer quicker (docs/PERFORMANCE.md). Before
    // threads start, which would have touched some by then; where the system refuses it, it is larger.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    run()
}

#[tokio::main]
async fn run() -> std::process::ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(cli.command.settings()) {
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
        Command::Admin(Admin::Organization(organization)) => {
            let managed = organization.identity_managed == Switch::On;
            serve::set_identity_managed(config, &organization.slug, managed).await
        }
        Command::Admin(Admin::Plan(plan)) => match plan.read() {
            Ok(task) => serve::about_plans(config, task).await,
            Err(problem) => Err(problem),
        },
        Command::Admin(Admin::SupportContact(contact)) => match contact.read() {
            Ok(task) => serve::about_support_contacts(config, task).await,
            Err(problem) => Err(problem),
        },
        Command::Admin(Admin::Webhook(webhook)) => serve::about_webhook(config, webhook.task()).await,
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
