//! Headers of every answer, errors included (HDR-8).

use app::{error::AppError, server::request_id};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use tracing::Instrument;

use super::{Edge, answers};

/// What every answer carries, unless it says otherwise itself.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"),
    ),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];
/// Only where browsers heed it; elsewhere, over plain http, they complain of it in every page's console.
const OPENER: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
/// Two years (ASVS 3.4.1 asks for one).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// The id of a request: in its lines of the log, in its answer's header, in the reference of its error (OP-10).
#[derive(Clone)]
pub(super) struct RequestId(pub String);

/// The header with it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds them.
pub(super) async fn add(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let id = request_id();
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::error_span!("request", id);
    // `GET sign-in` or `OPTIONS *`: no path, and nothing behind this expects that.
    let mut response = if request.uri().path().starts_with('/') {
        next.run(request).instrument(span).await
    } else {
        answers::refuse(&AppError::Malformed)
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    if edge.public_url.is_https() || edge.public_url.is_loopback() {
        headers.entry(OPENER.0).or_insert(OPENER.1);
    }
    if edge.public_url.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}
