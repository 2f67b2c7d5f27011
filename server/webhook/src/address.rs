//! Where the receiver is.

use std::{fmt, str::FromStr};

use url::{Host, Position, Url};

/// The address that events are posted to: https, or http to this machine alone. Its path and query are shown to nobody: a
/// receiver may be known by them.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    url: Url,
    host: String,
    port: u16,
}

/// Not an address that events can be posted to. Tells nothing of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookUrlProblem {
    /// It is no address of the web.
    #[error("must be an address like https://billing.example.com/parlor")]
    NoUrl,
    /// Others could read what is sent.
    #[error("must begin with https://; http:// is for a loopback address, such as http://127.0.0.1:8080/")]
    NotEncrypted,
    /// Who is asked stands in it, or a place in a page.
    #[error("must have no user, no password and no #")]
    Superfluous,
}

impl FromStr for WebhookUrl {
    type Err = WebhookUrlProblem;

    fn from_str(text: &str) -> Result<Self, WebhookUrlProblem> {
        let url = Url::parse(text).map_err(|_| WebhookUrlProblem::NoUrl)?;
        let (host, loopback) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), name == "localhost"),
            Some(Host::Ipv4(address)) => (address.to_string(), address.is_loopback()),
            Some(Host::Ipv6(address)) => (address.to_string(), address.is_loopback()),
            None => return Err(WebhookUrlProblem::NoUrl),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(WebhookUrlProblem::NotEncrypted),
            _ => return Err(WebhookUrlProblem::NoUrl),
        }
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(WebhookUrlProblem::Superfluous);
        }
        let port = url.port_or_known_default().ok_or(WebhookUrlProblem::NoUrl)?;
        Ok(Self { url, host, port })
    }
}

impl WebhookUrl {
    /// Whether what is sent is encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host as it is looked up: an IPv6 address without brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Host and port as they stand in a request.
    pub(crate) fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// Path and query as they stand in a request.
    pub(crate) fn path_and_query(&self) -> &str {
        &self.url[Position::BeforePath..Position::AfterQuery]
    }
}

impl fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url[..Position::AfterPort])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // ST-3
    #[test]
    fn st_3_a_receiver_is_asked_over_https() {
        for (typed, shown, host, port, path) in [
            ("https://billing.example.com", "https://billing.example.com", "billing.example.com", 443, "/"),
            (
                "https://Billing.example:8443/in?key=1",
                "https://billing.example:8443",
                "billing.example",
                8443,
                "/in?key=1",
            ),
            ("http://127.0.0.1:9000/hook", "http://127.0.0.1:9000", "127.0.0.1", 9000, "/hook"),
            ("http://[::1]:9000/", "http://[::1]:9000", "::1", 9000, "/"),
            ("http://localhost/a", "http://localhost", "localhost", 80, "/a"),
        ] {
            let url: WebhookUrl = typed.parse().ok().unwrap();
            let parts = (url.to_string(), url.host(), url.port(), url.path_and_query());
            assert_eq!(parts, (shown.to_owned(), host, port, path), "{typed}");
        }
        for (typed, problem) in [
            ("", WebhookUrlProblem::NoUrl),
            ("billing.example.com", WebhookUrlProblem::NoUrl),
            ("ftp://billing.example.com/", WebhookUrlProblem::NoUrl),
            ("file:///etc/passwd", WebhookUrlProblem::NoUrl),
            ("http://billing.example.com/", WebhookUrlProblem::NotEncrypted),
            ("http://10.0.0.1/", WebhookUrlProblem::NotEncrypted),
            ("http://localhost.example.com/", WebhookUrlProblem::NotEncrypted),
            ("https://me:secret@billing.example.com/", WebhookUrlProblem::Superfluous),
            ("https://billing.example.com/#top", WebhookUrlProblem::Superfluous),
        ] {
            assert_eq!(typed.parse::<WebhookUrl>().err(), Some(problem), "{typed:?}");
        }
    }
}
