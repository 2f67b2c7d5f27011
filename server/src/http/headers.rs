//! Headers of every answer, errors included (HDR-8).

use app::error::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

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

/// Adds them.
pub(super) async fn add(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    // `GET sign-in` or `OPTIONS *`: no path, and nothing behind this expects that.
    let mut response = if request.uri().path().starts_with('/') {
        next.run(request).await
    } else {
        answers::refuse(&AppError::Malformed)
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if edge.public_url.is_https() || edge.public_url.is_loopback() {
        headers.entry(OPENER.0).or_insert(OPENER.1);
    }
    // Browsers keep it of a host, whatever the port: what else the host serves by plain http would be out of reach.
    if edge.public_url.is_https() && edge.public_url.port().is_none() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}
