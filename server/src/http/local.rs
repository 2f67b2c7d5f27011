//! Whether a request was made on this machine by a person or a script, and not passed on by a proxy (CT-5).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Version, header, uri::Authority},
    middleware::Next,
    response::Response,
};

use super::{
    Edge, client,
    notices::{Notice, Notices, printable},
    refusal,
};
use domain::is_loopback_host;

/// Headers with which browsers and scripts ask. All others count as a proxy's: there is no end of names for those.
const OWN: [&str; 30] = [
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "device-memory",
    "dnt",
    "downlink",
    "dpr",
    "ect",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "last-event-id",
    "origin",
    "pragma",
    "priority",
    "purpose",
    "range",
    "referer",
    "rtt",
    "save-data",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "viewport-width",
    "x-requested-with",
];
/// What groups of such headers begin with.
const OWN_GROUPS: [&str; 5] = ["accept", "access-control-request-", "content-", "if-", "sec-"];

/// Answers 404 to everybody who is not on this machine.
pub(super) async fn only(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    if is_local(&request, edge.port, &edge.notices) {
        next.run(request).await
    } else {
        refusal::not_found(&edge, request.headers())
    }
}

/// From a loopback address, without a trace of a proxy, and to a name of this machine at our port: another site whose
/// name was bent to loopback does not get in. nginx, unless told otherwise, adds no header and speaks HTTP/1.0.
fn is_local(request: &Request, port: u16, notices: &Notices) -> bool {
    let from_here = client::peer(request.extensions()).is_some_and(|peer| peer.is_loopback());
    if !from_here || request.version() < Version::HTTP_11 {
        return false;
    }
    if let Some(foreign) = foreign_header(request.headers()) {
        notices.tell(Notice::MailboxBehindProxy(printable(foreign.as_bytes())));
        return false;
    }
    let hosts = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let mut asked = request.uri().authority().map(Authority::as_str).into_iter().chain(hosts).peekable();
    asked.peek().is_some() && asked.all(|host| is_loopback_host(host, port))
}

/// A header that neither a browser nor a script sends by itself.
fn foreign_header(headers: &HeaderMap) -> Option<&str> {
    let foreign = |name: &&str| !OWN.contains(name) && !OWN_GROUPS.iter().any(|group| name.starts_with(group));
    headers.keys().map(header::HeaderName::as_str).find(foreign)
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{body::Body, extract::ConnectInfo};

    use super::*;

    fn local(peer: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().uri("/dev/mailbox.json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::empty()).unwrap();
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        is_local(&request, 3000, &Notices::new(services::Clock::System))
    }

    // CT-5
    #[test]
    fn browsers_and_scripts_of_this_machine_get_in() {
        let browser = [
            ("host", "localhost:3000"),
            ("user-agent", "Mozilla/5.0"),
            ("accept", "text/html"),
            ("accept-language", "en"),
            ("accept-encoding", "gzip"),
            ("sec-fetch-site", "none"),
            ("sec-ch-ua", "x"),
            ("cookie", "a=b"),
            ("upgrade-insecure-requests", "1"),
            ("if-none-match", "x"),
            ("dnt", "1"),
        ];
        assert!(local("127.0.0.1:5", &browser));
        assert!(local("[::1]:5", &[("host", "[::1]:3000")]));
        assert!(local("[::ffff:127.0.0.1]:5", &[("host", "127.0.0.1:3000")]));
    }

    // FIELD-45, HDR-10
    #[test]
    fn what_a_proxy_passes_on_does_not() {
        let host = ("host", "localhost:3000");
        for name in [
            "forwarded",
            "via",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-prefix",
            "x-real-ip",
            "cf-connecting-ip",
            "cf-ray",
            "true-client-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "fly-client-ip",
            "fastly-client-ip",
            "x-envoy-external-address",
            "x-amzn-trace-id",
            "x-original-forwarded-for",
            "x-proxyuser-ip",
            "cdn-loop",
            "x-appengine-user-ip",
            "x-azure-clientip",
            "client-ip",
            "wl-proxy-client-ip",
            "proxy-connection",
            "tailscale-user-login",
            "x-request-id",
            "traceparent",
            "max-forwards",
            "x-nobody-has-thought-of-this-one",
        ] {
            assert!(!local("127.0.0.1:5", &[host, (name, "")]), "{name}");
        }
    }

    // CT-5
    #[test]
    fn nor_does_another_machine_or_another_name() {
        assert!(!local("192.0.2.1:5", &[("host", "localhost:3000")]));
        assert!(!local("127.0.0.1:5", &[]));
        for host in [
            "evil.example",
            "evil.example:3000",
            "localhost",
            "localhost:80",
            "127.0.0.1",
            "192.0.2.1:3000",
            "chat.example:3000",
        ] {
            assert!(!local("127.0.0.1:5", &[("host", host)]), "{host}");
        }
        assert!(!local("127.0.0.1:5", &[("host", "localhost:3000"), ("host", "evil.example")]));
    }
}
