//! The span of a request, its id, and the line that tells how it was answered (OP-10; docs/adr/0016-spans.md).

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use domain::paths;
use services::RequestId;
use tracing::Instrument;

use super::{Edge, client};

/// In an answer: the request's id. In a request: what a proxy calls it.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Characters of an id of a proxy's at most: those of a UUID.
const PROXY_ID: usize = 36;
/// What is asked for so often, by itself, that it is told at `DEBUG` alone.
const BY_ITSELF: [&str; 5] = [paths::EVENTS, paths::EVENTS_WORKER, "/favicon.svg", "/healthz", "/readyz"];

/// Puts a request into its span. Where it went is told by the route's pattern: paths and queries hold tokens.
pub(super) async fn request(State(edge): State<Edge>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId::draw();
    let span = tracing::error_span!(
        "request",
        %id,
        http.request.method = method(request.method()),
        http.route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str),
        "http.request.header.x-request-id" = proxy_id(&edge, &request),
    );
    let quiet = is_by_itself(&request);
    let header = HeaderValue::from_str(&id.to_string());
    request.extensions_mut().insert(id);
    let answered = async {
        let response = next.run(request).await;
        tell(&response, began, quiet);
        response
    };
    let mut response = answered.instrument(span).await;
    if let Ok(id) = header {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The line about an answer. Its body may still be on its way.
fn tell(response: &Response, began: Instant, quiet: bool) {
    macro_rules! tell {
        ($level:ident) => {
            tracing::$level!(
                target: "parlor::http",
                {
                    http.response.status_code = response.status().as_u16(),
                    http.server.request.duration = began.elapsed().as_secs_f64(),
                },
                "answered"
            )
        };
    }
    if quiet {
        tell!(debug);
    } else {
        tell!(info);
    }
}

/// Whether nobody asked for it: it came with a page, or a machine looks whether this one is there.
fn is_by_itself(request: &Request) -> bool {
    match request.extensions().get::<MatchedPath>() {
        Some(route) => BY_ITSELF.contains(&route.as_str()),
        // What has no route is a page that there is not, or a file.
        None => ["/pkg/", "/fonts/"].iter().any(|folder| request.uri().path().starts_with(folder)),
    }
}

/// The method, if it is one: any word can be sent as such.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::CONNECT => "CONNECT",
        Method::TRACE => "TRACE",
        _ => "_OTHER",
    }
}

/// What a trusted proxy calls the request. It stands beside the request's own id and never takes its place: most proxies pass
/// on what the client wrote.
fn proxy_id<'a>(edge: &Edge, request: &'a Request) -> Option<&'a str> {
    let peer = client::peer(request.extensions())?;
    let id = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    (client::is_trusted(peer, &edge.trusted_proxies) && is_plain(id)).then_some(id)
}

/// Whether it can be nothing but an id: no address, and no token of ours, which are longer.
fn is_plain(id: &str) -> bool {
    (1..=PROXY_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    // OP-7
    #[test]
    fn a_proxys_id_is_nothing_but_one() {
        for id in ["7", "0af7651916cd43dd8448eb211c80319c", "01997d3c-5a4e-7000-8000-00000000002A"] {
            assert!(is_plain(id), "{id}");
        }
        for text in ["", "mina@harbour.example", "four plain words", "x", &"a".repeat(37), "a\nb", "a\"b"] {
            assert!(!is_plain(text), "{text}");
        }
    }

    // OP-7: a word in the place of the method is not told.
    #[test]
    fn a_method_is_one_of_nine() {
        assert_eq!(method(&Method::HEAD), "HEAD");
        assert_eq!(method(&Method::from_bytes(b"SECRET").unwrap()), "_OTHER");
    }
}
