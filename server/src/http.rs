//! The edge: what happens to a request before a page or a call sees it, and to the answer after.

mod aliases;
mod answers;
mod audit_file;
mod calls;
mod client;
mod context;
mod csv_lines;
mod entry_pages;
mod events;
mod export;
mod faults;
mod headers;
mod local;
mod mailbox;
mod members_csv;
mod notices;
mod origin;
mod pages;
mod refusal;
mod site;
mod still;
mod structure;
mod trace;

use std::{ops::Deref, sync::Arc};

use app::server::Cookies;
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use ipnet::IpNet;
use mail::Mailbox;
use services::Services;
use tokio::sync::watch;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use tracing::Instrument;

use domain::PublicUrl;

pub(crate) use entry_pages::EntryPages;
pub(crate) use events::{Pages, Readers};
pub(crate) use faults::with_faults;
pub(crate) use notices::Notices;
pub(crate) use site::Site;

/// What every request may need; cheap to clone.
#[derive(Clone)]
pub(crate) struct Edge(Arc<EdgeSettings>);

/// What the edge is made of.
pub(crate) struct EdgeSettings {
    /// The use cases.
    pub services: Services,
    /// Names and attributes of cookies.
    pub cookies: Cookies,
    /// Scripts, styles and fonts.
    pub site: Site,
    /// The local mailbox, while no SMTP server is set.
    pub mailbox: Option<Mailbox>,
    /// Open streams of live updates.
    pub readers: Readers,
    /// Pages whose streams are about to open.
    pub pages: Pages,
    /// Pages that are the same for everybody of whom nothing is known.
    pub entry_pages: EntryPages,
    /// True once the process is to end: streams end too.
    pub stopping: watch::Receiver<bool>,
    /// Proxies whose X-Forwarded-For counts.
    pub trusted_proxies: Arc<[IpNet]>,
    /// Where people open this server.
    pub public_url: PublicUrl,
    /// The port that is listened on.
    pub port: u16,
    /// What the operator was told.
    pub notices: Notices,
}

impl Edge {
    pub(crate) fn new(settings: EdgeSettings) -> Self {
        Self(Arc::new(settings))
    }
}

impl Deref for Edge {
    type Target = EdgeSettings;

    fn deref(&self) -> &EdgeSettings {
        &self.0
    }
}

/// Every way in.
pub(crate) fn router(edge: Edge) -> Router {
    let mut router = Router::new()
        .route("/api/{*call}", post(calls::answer).fallback(calls::wrong_method))
        .route(domain::paths::EVENTS, get(events::stream))
        .route(domain::paths::EVENTS_WORKER, get(events::worker))
        .route(domain::paths::ACCOUNT_EXPORT, get(export::download))
        .route("/o/{slug}/members.csv", get(members_csv::download))
        .route("/o/{slug}/settings/audit-log.csv", get(audit_file::csv))
        .route("/o/{slug}/settings/audit-log.json", get(audit_file::json))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(ready));
    if edge.mailbox.is_some() {
        let dev = Router::new()
            .route("/dev/ui", get(still::gallery))
            .route("/dev/mailbox", get(mailbox::list))
            .route("/dev/mailbox.json", get(mailbox::json))
            .route("/dev/mailbox/{mail}", get(mailbox::show))
            .route("/dev/mailbox/{mail}/html", get(mailbox::html))
            .route_layer(middleware::from_fn_with_state(edge.clone(), local::only));
        router = router.merge(dev);
    }
    // Each by its own pattern, which is what is told of a request. What has none is no page, or no call.
    for call in calls::all() {
        router = router.route(call, post(calls::answer).fallback(calls::wrong_method));
    }
    for page in app::ssr::page_routes() {
        router = router.route(&page, any(pages::answer));
    }
    router
        .fallback(pages::answer)
        .with_state(edge.clone())
        .layer(middleware::from_fn(aliases::lead))
        .layer(CompressionLayer::new())
        .merge(edge.site.router())
        .layer(middleware::from_fn_with_state(edge.clone(), origin::check))
        .layer(CatchPanicLayer::custom(broken))
        .layer(middleware::from_fn(detach))
        .layer(middleware::from_fn_with_state(edge.clone(), headers::add))
        .layer(middleware::from_fn_with_state(edge, trace::request))
}

/// Whether requests can be answered.
async fn ready(State(edge): State<Edge>) -> Response {
    match edge.services.ready().await {
        Ok(()) => "ready".into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database is away").into_response(),
    }
}

/// Runs the request to its end even when the client hangs up: a transaction that is dropped half-way would leave its
/// connection in it.
async fn detach(request: axum::extract::Request, next: middleware::Next) -> Response {
    let work = next.run(request).in_current_span();
    let running = match services::Fault::current() {
        Some(fault) => tokio::spawn(async move { fault.within(work).await }),
        None => tokio::spawn(work),
    };
    match running.await {
        Ok(response) => response,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn broken(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
