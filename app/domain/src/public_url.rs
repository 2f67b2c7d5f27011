//! The public URL: the one address at which people open this server, in the form in which browsers send it.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use url::{Host, Url};

/// Scheme, host and port. Parsed and written as browsers do it: lower case, names in their `xn--` form, no dot at the
/// end of the host, no port where it is the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    host: Host,
    /// None where it is the scheme's own.
    port: Option<u16>,
}

/// Why an address is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicUrlProblem {
    /// Neither `http` nor `https`.
    Scheme,
    /// A user or a password.
    User,
    /// A path, a query or a fragment.
    Path,
    /// No host and port that a browser could open.
    Host,
}

impl fmt::Display for PublicUrlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "must begin with https:// or http://, like https://chat.example.com",
            Self::User => "must not hold a user or a password: https://chat.example.com is enough",
            Self::Path => {
                "must look like https://chat.example.com, without a path or anything after it: Parlor needs a host to itself"
            }
            Self::Host => "must hold a host that browsers can open, and a port from 1 to 65535 if any",
        })
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlProblem;

    fn from_str(text: &str) -> Result<Self, PublicUrlProblem> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(PublicUrlProblem::Scheme)?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(PublicUrlProblem::Scheme),
        };
        let authority = rest.trim_end_matches('/');
        // The parser below forgives what a person would be surprised by.
        if authority.contains('@') {
            return Err(PublicUrlProblem::User);
        }
        if authority.contains(['/', '?', '#']) {
            return Err(PublicUrlProblem::Path);
        }
        Self::of_authority(https, authority).ok_or(PublicUrlProblem::Host)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

impl PublicUrl {
    /// Of a server that people open where it listens.
    pub fn of_address(address: SocketAddr) -> Self {
        let host = match address.ip() {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        };
        Self { https: false, host, port: Some(address.port()).filter(|port| *port != 80) }
    }

    fn of_authority(https: bool, authority: &str) -> Option<Self> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\\%/?#@".contains(c);
        if authority.is_empty() || authority.contains(odd) {
            return None;
        }
        let scheme = if https { "https" } else { "http" };
        let url = Url::parse(&format!("{scheme}://{authority}/")).ok()?;
        let host = match url.host()? {
            Host::Domain(name) => Host::Domain(name.strip_suffix('.').unwrap_or(name).to_owned()),
            Host::Ipv4(address) => Host::Ipv4(address),
            Host::Ipv6(address) => Host::Ipv6(address),
        };
        let nobody = match &host {
            Host::Domain(name) => !is_name(name),
            Host::Ipv4(address) => *address == Ipv4Addr::UNSPECIFIED,
            Host::Ipv6(address) => *address == Ipv6Addr::UNSPECIFIED,
        };
        (!nobody && url.port() != Some(0)).then(|| Self { https, host, port: url.port() })
    }

    /// `https` or `http`.
    pub const fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }

    /// Whether browsers come by https.
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// The port, where it is not the scheme's own.
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The whole address of the page at this path of the site.
    pub fn page(&self, path: impl fmt::Display) -> String {
        format!("{self}{path}")
    }

    /// Host and port, as people see them.
    pub fn authority(&self) -> String {
        self.port.map_or_else(|| self.host.to_string(), |port| format!("{}:{port}", self.host))
    }

    /// The host, without the port.
    pub fn host(&self) -> String {
        self.host.to_string()
    }

    /// Whether the host is a name that mail addresses could have.
    pub fn has_domain(&self) -> bool {
        matches!(&self.host, Host::Domain(name) if name.contains('.'))
    }

    /// Whether only this machine can open it.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// Whether this value of an `Origin` header names this site.
    pub fn is_origin(&self, origin: &str) -> bool {
        let (_, authority) = origin.split_once("://").unwrap_or_default();
        !authority.contains('/') && origin.parse().as_ref() == Ok(self)
    }

    /// Whether this value of a `Host` header names this site. Without a port it may: some proxies pass on the name alone.
    pub fn is_host(&self, host: &str) -> bool {
        Self::of_authority(self.https, host)
            .is_some_and(|asked| asked.host == self.host && (asked.port == self.port || !has_port(host)))
    }
}

/// Whether this value of a `Host` header names this machine from within, at this port.
pub fn is_loopback_host(host: &str, port: u16) -> bool {
    PublicUrl::of_authority(false, host)
        .is_some_and(|asked| is_loopback(&asked.host) && asked.port.unwrap_or(80) == port)
}

/// Whether it can be asked for in the DNS (RFC 1123), or with the underscores that home networks have.
fn is_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(label)
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.to_canonical().is_loopback(),
    }
}

fn has_port(host: &str) -> bool {
    host.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(text: &str) -> Result<String, PublicUrlProblem> {
        text.parse::<PublicUrl>().map(|url| url.to_string())
    }

    // OP-3, FIELD-18
    #[test]
    fn it_is_written_as_browsers_write_it() {
        for (typed, taken) in [
            ("https://Chat.Example.com/", "https://chat.example.com"),
            (" HTTPS://chat.example.com ", "https://chat.example.com"),
            ("http://nas.example.org:80", "http://nas.example.org"),
            ("https://chat.example.com:443/", "https://chat.example.com"),
            ("https://chat.example.com:080", "https://chat.example.com:80"),
            ("http://chat.example.com:443", "http://chat.example.com:443"),
            ("http://chat.example.com:", "http://chat.example.com"),
            ("https://chat.example.com.", "https://chat.example.com"),
            ("https://chat.example.com.:8443", "https://chat.example.com:8443"),
            ("https://bücher.example", "https://xn--bcher-kva.example"),
            ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[2001:DB8:0:0::7]:80", "http://[2001:db8::7]"),
            ("http://nas", "http://nas"),
        ] {
            assert_eq!(public(typed), Ok(taken.to_owned()), "{typed}");
        }
    }

    // OP-1, FIELD-18
    #[test]
    fn what_is_not_one_is_told_why() {
        for (typed, problem) in [
            ("chat.example.com", PublicUrlProblem::Scheme),
            ("ftp://chat.example.com", PublicUrlProblem::Scheme),
            ("//chat.example.com", PublicUrlProblem::Scheme),
            ("https://u:p@chat.example.com", PublicUrlProblem::User),
            ("https://chat.example.com/parlor", PublicUrlProblem::Path),
            ("https://chat.example.com/?x", PublicUrlProblem::Path),
            ("https://chat.example.com#x", PublicUrlProblem::Path),
            ("https://", PublicUrlProblem::Host),
            ("https:///", PublicUrlProblem::Host),
            ("https://.", PublicUrlProblem::Host),
            ("https://chat example.com", PublicUrlProblem::Host),
            ("http://nas..example", PublicUrlProblem::Host),
            ("http://-nas.example", PublicUrlProblem::Host),
            ("http://nas-.example", PublicUrlProblem::Host),
            ("http://*.example.org", PublicUrlProblem::Host),
            ("http://example.org;", PublicUrlProblem::Host),
            ("http://aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example", PublicUrlProblem::Host),
            ("https://chat\\example.com", PublicUrlProblem::Host),
            ("https://chat.example.com:0", PublicUrlProblem::Host),
            ("https://chat.example.com:99999", PublicUrlProblem::Host),
            ("https://chat.example.com:port", PublicUrlProblem::Host),
            ("http://0.0.0.0:3000", PublicUrlProblem::Host),
            ("http://[::]:3000", PublicUrlProblem::Host),
            ("http://[fe80::1%eth0]", PublicUrlProblem::Host),
        ] {
            assert_eq!(public(typed), Err(problem), "{typed}");
        }
    }

    // HDR-2, FIELD-18
    #[test]
    fn an_origin_is_this_site_or_not() {
        let url: PublicUrl = "https://bücher.example:443/".parse().unwrap();
        for origin in
            ["https://xn--bcher-kva.example", "https://xn--bcher-kva.example:443", "https://XN--bcher-kva.example"]
        {
            assert!(url.is_origin(origin), "{origin}");
        }
        for origin in [
            "",
            "null",
            "http://xn--bcher-kva.example",
            "https://xn--bcher-kva.example:8443",
            "https://xn--bcher-kva.example.evil.example",
            "https://xn--bcher-kva.example@evil.example",
            "https://evil.example/https://xn--bcher-kva.example",
            "https://xn--bcher-kva.example/",
        ] {
            assert!(!url.is_origin(origin), "{origin}");
        }
    }

    // FIELD-17
    #[test]
    fn a_host_is_this_site_or_not() {
        let url: PublicUrl = "http://nas.example:8080".parse().unwrap();
        assert!(url.is_host("nas.example:8080") && url.is_host("NAS.example.:8080") && url.is_host("nas.example"));
        assert!(
            !url.is_host("nas.example:80")
                && !url.is_host("nas:8080")
                && !url.is_host("")
                && !url.is_host("a@nas.example")
        );
        let url: PublicUrl = "http://nas.example".parse().unwrap();
        assert!(url.is_host("nas.example") && url.is_host("nas.example:80") && !url.is_host("nas.example:8080"));
    }

    // FIELD-45, CT-5
    #[test]
    fn a_host_is_this_machine_or_not() {
        for host in ["localhost:3000", "LOCALHOST.:3000", "127.0.0.1:3000", "127.1.2.3:3000", "[::1]:3000"] {
            assert!(is_loopback_host(host, 3000), "{host}");
        }
        assert!(is_loopback_host("localhost", 80));
        for host in
            ["", "localhost", "localhost:80", "[::]:3000", "evil.example:3000", "localhost.evil.example:3000", "::1"]
        {
            assert!(!is_loopback_host(host, 3000), "{host}");
        }
    }
}
