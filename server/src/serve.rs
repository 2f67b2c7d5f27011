//! Wiring, and the life of the process.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
    thread::available_parallelism,
    time::{Duration, Instant},
};

use domain::{Refusal, Slug};
use mail::{Hello, Mailbox, Smtp, Timeouts, Transport};
use security::{Cost, Hasher};
use services::{InHand, Limits, Presence, Rng, ServiceError, Services, Settings, Throttles};
use store::{Store, StoreError};
use tokio::{net::TcpListener, signal, sync::watch};
use tracing::Instrument;
use webhook::Endpoint;

use crate::{
    config::{Config, MailConfig, SecretConfig, WebhookConfig},
    connections, http,
    plans::PlanTask,
    support_contacts::SupportContactTask,
    webhook_command::WebhookTask,
    worker,
};

/// How long requests may take to end after SIGTERM; with the mail on its way it is 9 s in all (OP-6).
const DRAIN: Duration = Duration::from_secs(6);

/// How long a start waits for a database that does not answer: it may start just now, too.
const PATIENCE: Duration = Duration::from_secs(10);
/// Before it is asked again.
const AGAIN: Duration = Duration::from_millis(250);

/// The signal of a file that has reached the largest size allowed.
const SIGXFSZ: i32 = 25;

/// Brings the database up to date.
pub(crate) async fn migrate(config: Config) -> Result<(), String> {
    let store = open(&config).instrument(worker::span("start")).await?;
    store.close().await;
    Ok(())
}

/// Says whether roles, permissions and projects of an organization's people come from an identity provider (ST-5). A server
/// that runs meanwhile goes by it from its next request on.
pub(crate) async fn set_identity_managed(config: Config, slug: &Slug, managed: bool) -> Result<(), String> {
    let store = open_known(&config).instrument(worker::span("start")).await?;
    let services = services(&config, &store).await?;
    let done = services.set_identity_managed(slug, managed).instrument(worker::span("admin")).await;
    store.close().await;
    match done {
        Ok(()) => {
            say!("{slug}: identity-managed {}", if managed { "on" } else { "off" });
            Ok(())
        }
        Err(ServiceError::Refused(Refusal::NotFound)) => Err(format!("{slug}: no organization has this address")),
        Err(problem) => Err(format!("{slug}: {problem}")),
    }
}

/// Does something about plans. A server that runs meanwhile goes by it from its next request on.
pub(crate) async fn about_plans(config: Config, task: PlanTask) -> Result<(), String> {
    let store = open_known(&config).instrument(worker::span("start")).await?;
    let services = services(&config, &store).await?;
    let done = task.run(&services).instrument(worker::span("admin")).await;
    store.close().await;
    done
}

/// Does what the operator says about support contacts; a server may run beside it.
pub(crate) async fn about_support_contacts(config: Config, task: SupportContactTask) -> Result<(), String> {
    let store = open_known(&config).instrument(worker::span("start")).await?;
    let services = services(&config, &store).await?;
    let done = task.run(&services).instrument(worker::span("admin")).await;
    store.close().await;
    done
}

/// Does something about the webhook. A server that runs meanwhile hears of it within a second.
pub(crate) async fn about_webhook(config: Config, task: WebhookTask) -> Result<(), String> {
    let store = open_known(&config).instrument(worker::span("start")).await?;
    let services = services(&config, &store).await?;
    let done = task.run(&services).instrument(worker::span("admin")).await;
    store.close().await;
    done
}

/// The use cases, on this database.
async fn services(config: &Config, store: &Store) -> Result<Services, String> {
    let secret = config.secret.read()?;
    let transport = match &config.mail {
        MailConfig::Smtp { url, authority } => Transport::Smtp(
            Smtp::new(url, Hello::of_url(&config.public_url.to_string()), authority, Timeouts::default())
                .map_err(|problem| format!("PARLOR_SMTP_URL: {problem}"))?,
        ),
        MailConfig::Mailbox(folder) => Transport::Mailbox(
            Mailbox::open(folder).await.map_err(|problem| format!("{}: {problem}", folder.display()))?,
        ),
    };
    let billing_webhook = config.billing_webhook.as_ref().map(|WebhookConfig { url, secrets }| {
        Endpoint::new(url.clone(), secrets.clone(), webhook::TIMEOUT)
            .map_err(|problem| format!("PARLOR_BILLING_WEBHOOK_URL: {problem}"))
    });
    let cores = available_parallelism().map_or(1, Into::into);
    Ok(Services::new(Settings {
        store: store.clone(),
        hasher: Hasher::new(Cost::OWASP, cores),
        secret,
        clock: config.clock.clone(),
        rng: Rng::System,
        transport,
        sender: config.sender.clone(),
        public_url: config.public_url.clone(),
        limits: Limits {
            organizations_per_account: config.organizations_per_account,
            audit_log_days: config.audit_log_days,
        },
        throttles: Throttles::default(),
        mails_in_hand: InHand::default(),
        billing_webhook: billing_webhook.transpose()?,
        events_in_hand: InHand::default(),
        presence: Presence::new(Rng::System.bytes().map_err(|problem| format!("no randomness: {problem}"))?),
    }))
}

/// Answers requests until it is told to stop.
pub(crate) async fn serve(mut config: Config) -> Result<(), String> {
    // Heard, it kills nobody: the write that it is about fails like one on a full disk (FIELD-30).
    let _limit = signal::unix::signal(signal::unix::SignalKind::from_raw(SIGXFSZ));
    let store = open(&config).instrument(worker::span("start")).await?;
    let _served = mark_as_served(&config);
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|problem| format!("PARLOR_LISTEN {}: {problem}", config.listen))?;
    let address = listener.local_addr().map_err(|problem| format!("PARLOR_LISTEN {}: {problem}", config.listen))?;
    config.listens_on(address);
    let services = services(&config, &store).await?;
    if let Some(mailbox) = services.transport.mailbox() {
        // What is left behind costs a little room, and nothing else.
        mailbox
            .forget_unfinished()
            .await
            .unwrap_or_else(|error| tracing::warn!(%error, "unfinished mails are still there"));
    }
    let mailbox = services.transport.mailbox().filter(|_| config.shows_mailbox()).cloned();
    let (shown, public_url) = (mailbox.is_some(), config.public_url.clone());
    let cookies = config.cookies();
    let worker = worker::start(&services, config.outbox_round);
    let site = http::Site::new(&config.site_root);
    site.tell_missing();
    let (stop, stopped) = watch::channel(false);
    let mut router = http::router(http::Edge::new(http::EdgeSettings {
        services: services.clone(),
        cookies,
        site,
        mailbox,
        readers: http::Readers::default(),
        pages: http::Pages::default(),
        entry_pages: http::EntryPages::default(),
        stopping: stopped.clone(),
        trusted_proxies: config.trusted_proxies,
        public_url,
        port: address.port(),
        notices: http::Notices::new(config.clock),
    }));

    if config.test_faults {
        router = http::with_faults(router);
    }
    tracing::info!(%address, public_url = %services.public_url, "Parlor is ready");
    say!("Listening on {address}");
    say!("Parlor is at {}", services.public_url);
    match &config.mail {
        MailConfig::Mailbox(_) if shown => say!("Mail is kept at {}/dev/mailbox", services.public_url),
        MailConfig::Mailbox(folder) => tracing::warn!(
            folder = %folder.display(),
            "no mail server is set, so nobody gets mail: it is kept as files; set PARLOR_SMTP_URL"
        ),
        MailConfig::Smtp { .. } => {}
    }
    let mut stopping = stopped.clone();
    tokio::spawn(async move {
        asked_to_stop().await;
        tracing::info!("stopping");
        // Fails only when nobody is left to hear it.
        let _ = stop.send(true);
    });
    let drained = async move {
        // The sender lives until it has sent.
        let _ = stopping.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = connections::serve(listener, router, stopped) => {}
        () = drained => tracing::warn!("requests were cut off"),
    }
    worker.stop().await;
    store.close().await;
    Ok(())
}

/// For a command that is about what is there: with no database it is a wrong address, and nothing is begun.
async fn open_known(config: &Config) -> Result<Store, String> {
    let missing = |file: &&Path| fs::metadata(file).map_or(0, |facts| facts.len()) == 0;
    if let Some(file) = config.database.file().filter(missing) {
        return Err(format!("PARLOR_DATABASE_URL: {}: no database is there yet", file.display()));
    }
    open(config).await
}

async fn open(config: &Config) -> Result<Store, String> {
    let problem = |problem: &dyn std::fmt::Display| format!("PARLOR_DATABASE_URL: {problem}");
    let file = config.database.file();
    if let Some(folder) = file.and_then(Path::parent) {
        fs::create_dir_all(folder).map_err(|cause| problem(&format!("{}: {cause}", folder.display())))?;
    }
    // Before anything opens it: SQLite makes of a missing file an empty one, and throws away what belonged to the old.
    if let Some(file) = file.filter(|file| fs::metadata(file).map_or(0, |facts| facts.len()) == 0) {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        let log = Path::new(&log);
        ask_first(config, file, fs::metadata(log).is_ok_and(|facts| facts.len() > 0).then_some(log))?;
    }
    let store = Store::open(config.database.clone());
    if patiently(|| store.is_empty()).await.map_err(|cause| problem(&cause))? {
        ask_first(config, file.unwrap_or(Path::new("the database")), None)?;
    }
    patiently(|| store.migrate()).await.map_err(|cause| problem(&cause))?;
    Ok(store)
}

/// Asks again for a while, where nothing answers.
async fn patiently<T, F: Future<Output = Result<T, StoreError>>>(ask: impl Fn() -> F) -> Result<T, StoreError> {
    let began = Instant::now();
    loop {
        match ask().await {
            Err(cause) if cause.is_silence() && began.elapsed() < PATIENCE => {
                tracing::warn!(%cause, "waiting for the database");
                tokio::time::sleep(AGAIN).await;
            }
            answer => return answer,
        }
    }
}

/// Marks SQLite's file as served for as long as what it answers is kept. Two processes on one file lose nothing, but neither hears
/// what the other changes, so that open tabs show what was.
fn mark_as_served(config: &Config) -> Option<File> {
    let mut mark = config.database.file()?.as_os_str().to_owned();
    mark.push(".serving");
    let mark = File::create(&mark).inspect_err(|cause| tracing::warn!(%cause, "{}", mark.display())).ok()?;
    if let Err(TryLockError::WouldBlock) = mark.try_lock() {
        tracing::warn!(
            "another process serves this database, or did a moment ago: open tabs hear only what their own changes; run one, or \
             use PostgreSQL"
        );
    }
    Some(mark)
}

/// Refuses to begin an empty database where something tells that there was one (FIELD-31).
fn ask_first(config: &Config, database: &Path, log: Option<&Path>) -> Result<(), String> {
    let kept = match &config.secret {
        SecretConfig::Kept(file) if file.exists() => Some(file.as_path()),
        _ => None,
    };
    let Some(trace) = log.or(kept).filter(|_| !config.new_database) else { return Ok(()) };
    Err(format!(
        "PARLOR_DATABASE_URL: {} holds no data, but {} is here, so there was a database: put it back, or start once with \
         --new-database to begin an empty one",
        database.display(),
        trace.display(),
    ))
}

async fn asked_to_stop() {
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => drop(terminate.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = signal::ctrl_c() => {}
        () = terminate => {}
    }
}
