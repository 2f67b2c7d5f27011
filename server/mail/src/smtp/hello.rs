//! The name under which Parlor greets a mail server (RFC 5321, 4.1.3 and 4.1.4).

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// A domain, or an address as a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello(String);

impl Hello {
    /// The host of a URL. A server that checks the name checks that of the machine people know, not what the machine is
    /// called at home.
    pub fn of_url(url: &str) -> Self {
        let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        let host = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => authority.split(':').next().unwrap_or_default(),
        };
        Self(match host.parse() {
            Ok(IpAddr::V4(address)) => format!("[{address}]"),
            Ok(IpAddr::V6(address)) => literal(address),
            Err(_) if host.is_empty() => "localhost".to_owned(),
            Err(_) => {
                let host = host.trim_end_matches('.');
                idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned())
            }
        })
    }
}

fn literal(address: Ipv6Addr) -> String {
    address.to_ipv4_mapped().map_or_else(|| format!("[IPv6:{address}]"), |address| format!("[{address}]"))
}

impl fmt::Display for Hello {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FIELD-13
    #[test]
    fn the_public_urls_host_greets() {
        for (url, said) in [
            ("https://chat.harbourfinch.example", "chat.harbourfinch.example"),
            ("http://chat.harbourfinch.example:8080/", "chat.harbourfinch.example"),
            ("https://xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("https://bücher.example", "xn--bcher-kva.example"),
            ("https://chat.example.", "chat.example"),
            ("http://nas", "nas"),
            ("http://127.0.0.1:3000", "[127.0.0.1]"),
            ("http://[::1]:3000", "[IPv6:::1]"),
            ("http://[2001:db8::7]", "[IPv6:2001:db8::7]"),
            ("http://[::ffff:203.0.113.7]", "[203.0.113.7]"),
            ("", "localhost"),
        ] {
            assert_eq!(Hello::of_url(url).to_string(), said, "{url}");
        }
    }
}
