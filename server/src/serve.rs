//! Wiring, and the life of the process.

use std::{fs, path::Path, thread::available_parallelism, time::Duration};

use mail::{Hello, Mailbox, Smtp, Timeouts, Transport};
use security::{Cost, Hasher};
use services::{Limits, Rng, Services, Settings, Throttles};
use store::Store;
use tokio::{
    net::TcpListener,
    signal,
    sync::{Notify, watch},
};

use crate::{
    config::{Config, MailConfig},
    http, worker,
};

/// How long requests may take to end after SIGTERM; with the mail on its way it is 9 s in all (OP-6).
const DRAIN: Duration = Duration::from_secs(6);

/// Brings the database up to date.
pub async fn migrate(config: Config) -> Result<(), String> {
    let store = open(&config).await?;
    store.close().await;
    Ok(())
}

/// Answers requests until it is told to stop.
pub async fn serve(mut config: Config) -> Result<(), String> {
    let store = open(&config).await?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|problem| format!("PARLOR_LISTEN {}: {problem}", config.listen))?;
    let address = listener.local_addr().map_err(|problem| format!("PARLOR_LISTEN {}: {problem}", config.listen))?;
    config.listens_on(address);
    let transport = match &config.mail {
        MailConfig::Smtp { url, authority } => Transport::Smtp(
            Smtp::new(url, Hello::of_url(&config.public_url), authority, Timeouts::default())
                .map_err(|problem| format!("PARLOR_SMTP_URL: {problem}"))?,
        ),
        MailConfig::Mailbox(folder) => Transport::Mailbox(
            Mailbox::open(folder).await.map_err(|problem| format!("{}: {problem}", folder.display()))?,
        ),
    };
    let mailbox = transport.mailbox().cloned();
    let cores = available_parallelism().map_or(1, Into::into);
    let cookies = config.cookies();
    let services = Services::new(Settings {
        store: store.clone(),
        hasher: Hasher::new(Cost::OWASP, cores),
        secret: config.secret,
        clock: config.clock,
        rng: Rng::System,
        transport,
        sender: config.sender,
        public_url: config.public_url,
        limits: Limits { organizations_per_account: config.organizations_per_account },
        throttles: Throttles::default(),
        written: Notify::new(),
    });
    let worker = worker::start(&services);
    let site = http::Site::new(&config.site_root);
    let (stop, stopped) = watch::channel(false);
    let router = http::router(http::Edge {
        services: services.clone(),
        cookies,
        site,
        mailbox,
        readers: http::Readers::default(),
        stopping: stopped.clone(),
        trusted_proxies: config.trusted_proxies,
    });

    tracing::info!(%address, public_url = services.public_url, "Parlor is ready");
    println!("Listening on {address}");
    println!("Parlor is at {}", services.public_url);
    if services.transport.mailbox().is_some() {
        println!("Mail is kept at {}/dev/mailbox", services.public_url);
        if services.public_url.starts_with("https:") {
            tracing::warn!("mail is kept in the local mailbox: set PARLOR_SMTP_URL, or keep /dev/ from your proxy");
        }
    }
    let mut stopping = stopped;
    let graceful = async move {
        asked_to_stop().await;
        tracing::info!("stopping");
        // Fails only when nobody is left to hear it.
        let _ = stop.send(true);
    };
    let drained = async move {
        // The sender lives as long as the server below.
        let _ = stopping.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(DRAIN).await;
    };
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>())
        .with_graceful_shutdown(graceful);
    tokio::select! {
        outcome = server.into_future() => outcome.map_err(|problem| problem.to_string())?,
        () = drained => tracing::warn!("requests were cut off"),
    }
    worker.stop().await;
    store.close().await;
    Ok(())
}

async fn open(config: &Config) -> Result<Store, String> {
    if let store::DatabaseUrl::Sqlite(options) = &config.database
        && let Some(folder) = Path::new(options.get_filename()).parent()
    {
        fs::create_dir_all(folder).map_err(|problem| format!("PARLOR_DATABASE_URL {}: {problem}", folder.display()))?;
    }
    let store = Store::open(config.database.clone());
    store.migrate().await.map_err(|problem| format!("PARLOR_DATABASE_URL: {problem}"))?;
    Ok(store)
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
