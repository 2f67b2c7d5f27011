//! Where a request comes from: the peer's address, or what the trusted proxies in between say (SI-6).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, request::Parts},
};
use ipnet::IpNet;

use super::notices::{Notice, Notices};

const X_FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED: &str = "forwarded";

/// The address of the connection's other end.
pub(super) fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| canonical(info.0.ip()))
}

/// An IPv4 address as one, also where it was mapped into IPv6 or translated (RFC 6052): all of those stand in one network
/// of 64 bits, and would count as one client.
fn canonical(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => match v6.segments() {
            [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)).into(),
            _ => v6.to_canonical(),
        },
        IpAddr::V4(_) => address,
    }
}

/// Whether this network peer is a proxy whose headers count.
pub(super) fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

/// The client's address: the nearest that is no trusted proxy. Where the chain of proxies cannot be read that far, it is
/// the last that could be; then several clients may count as one, which is told to the operator once.
pub(super) fn client_address(parts: &Parts, trusted: &[IpNet], notices: &Notices) -> Option<IpAddr> {
    let mut client = peer(&parts.extensions)?;
    let hops = hops(&parts.headers);
    if !is_trusted(client, trusted) {
        if !hops.is_empty() {
            notices.tell(Notice::UntrustedProxy(client));
        }
        return Some(client);
    }
    if hops.is_empty() {
        notices.tell(Notice::SilentProxy(client));
    }
    for hop in hops.iter().rev() {
        let Some(address) = hop else {
            notices.tell(Notice::UnreadableProxy(client));
            break;
        };
        client = *address;
        if !is_trusted(client, trusted) {
            break;
        }
    }
    Some(client)
}

/// Whom each proxy on the way heard from, the nearest last; `None` where it is not an address. `Forwarded` counts where
/// there is no `X-Forwarded-For`: most proxies write only that one, and pass on whatever the client put into the other.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let values = |name: &str| -> Vec<String> {
        headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
    };
    let chain = values(X_FORWARDED_FOR).join(",");
    let hops: Vec<Option<IpAddr>> =
        chain.split(',').map(str::trim).filter(|hop| !hop.is_empty()).map(node_address).collect();
    if !hops.is_empty() {
        return hops;
    }
    // Each header for itself: what a client left open in its own must not reach into that of the proxy behind it.
    values(FORWARDED).iter().flat_map(|line| forwarded_hops(line)).collect()
}

/// Whom one `Forwarded` header names (RFC 7239). One whose quotation marks do not close names nobody: where its elements
/// end is then for whoever wrote the first of them to choose.
fn forwarded_hops(line: &str) -> Vec<Option<IpAddr>> {
    let Some(elements) = split_unquoted(line, ',') else { return vec![None] };
    elements.into_iter().filter_map(forwarded_for).map(node_address).collect()
}

/// The `for` of one element of `Forwarded`.
fn forwarded_for(element: &str) -> Option<&str> {
    let pairs = split_unquoted(element, ';')?.into_iter().filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value.trim()).next()
}

/// The parts between separators that stand outside quotation marks; none where a mark is left open. A backslash within
/// them takes the next character as it is.
fn split_unquoted(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text
        .split(|c: char| {
            if escaped {
                escaped = false;
                return false;
            }
            escaped = quoted && c == '\\';
            quoted ^= c == '"';
            c == separator && !quoted
        })
        .collect();
    (!quoted).then_some(parts)
}

/// The address in what proxies write: alone, with a port, in brackets, in quotation marks, with a zone.
fn node_address(node: &str) -> Option<IpAddr> {
    let node = node.trim().trim_matches('"').trim();
    let address = match node.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            (port.is_empty() || is_port(port.strip_prefix(':')?)).then_some(address)?
        }
        None => match node.split_once(':') {
            // More colons: an IPv6 address without brackets, which has no room for a port.
            Some((address, port)) if !port.contains(':') => is_port(port).then_some(address)?,
            _ => node,
        },
    };
    let address = address.split_once('%').map_or(address, |(address, _)| address);
    address.parse().ok().map(canonical)
}

/// A port, or a name that stands for one (RFC 7239, section 6).
fn is_port(port: &str) -> bool {
    let name = port
        .strip_prefix('_')
        .is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)));
    name || (!port.is_empty() && port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use services::Clock;

    use super::*;

    fn address(peer: &str, headers: &[(&str, &str)]) -> (String, usize) {
        let mut request = Request::builder();
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(()).unwrap();
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let (parts, ()) = request.into_parts();
        let trusted: [IpNet; 2] = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        let notices = Notices::new(Clock::System);
        let client = client_address(&parts, &trusted, &notices).unwrap().to_string();
        (client, notices.count())
    }

    fn forwarded_for(chain: &str) -> String {
        address("10.0.0.1:1", &[(X_FORWARDED_FOR, chain)]).0
    }

    // SI-6, HDR-13
    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(address("203.0.113.9:1", &[(X_FORWARDED_FOR, "198.51.100.1")]), ("203.0.113.9".into(), 1));
        assert_eq!(address("203.0.113.9:1", &[]), ("203.0.113.9".into(), 0));
        assert_eq!(forwarded_for("198.51.100.1"), "198.51.100.1");
        assert_eq!(forwarded_for("1.2.3.4, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(address("[::ffff:10.0.0.1]:1", &[(X_FORWARDED_FOR, "198.51.100.1")]).0, "198.51.100.1");
        // All of them are proxies of ours: the farthest is who asked.
        assert_eq!(forwarded_for("10.7.0.1, 10.0.0.2"), "10.7.0.1");
    }

    // FIELD-16
    #[test]
    fn an_address_is_read_as_proxies_write_it() {
        for (written, read) in [
            ("203.0.113.7:51234", "203.0.113.7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8::7", "2001:db8::7"),
            ("2001:DB8:0:0::7", "2001:db8::7"),
            ("\"[2001:db8::7]:443\"", "2001:db8::7"),
            ("fe80::7%eth0", "fe80::7"),
            ("[fe80::7%25eth0]:443", "fe80::7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("64:ff9b::203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:443", "203.0.113.7"),
            (" 203.0.113.7 ,, ", "203.0.113.7"),
            ("198.51.100.1,,203.0.113.7,10.0.0.2:80,", "203.0.113.7"),
            ("unknown, 203.0.113.7", "203.0.113.7"),
            ("garbage, 203.0.113.7:_port", "203.0.113.7"),
        ] {
            assert_eq!(forwarded_for(written), read, "{written}");
        }
        // Several headers are one list.
        let twice = [(X_FORWARDED_FOR, "198.51.100.1"), (X_FORWARDED_FOR, "203.0.113.7:1, [fd00::1]:2")];
        assert_eq!(address("10.0.0.1:1", &twice), ("203.0.113.7".into(), 0));
    }

    // FIELD-16
    #[test]
    fn forwarded_counts_where_it_is_alone() {
        for (written, read) in [
            ("for=203.0.113.7", "203.0.113.7"),
            ("For=\"[2001:db8::7]:443\"", "2001:db8::7"),
            ("proto=https; FOR = \"203.0.113.7:51234\" ;by=10.0.0.1", "203.0.113.7"),
            ("for=198.51.100.1, for=203.0.113.7;host=\"a,b;for=1.1.1.1\", for=10.0.0.2", "203.0.113.7"),
        ] {
            assert_eq!(address("10.0.0.1:1", &[(FORWARDED, written)]), (read.into(), 0), "{written}");
        }
        // A client that leaves a quotation mark open swallows nothing of what a proxy wrote after it.
        for open in ["for=6.6.6.6;x=\"", "for=6.6.6.6;x=\"\\", "for=6.6.6.6;x=\\\"", "\"", "x=\"\\\""] {
            let lines = [(FORWARDED, open), (FORWARDED, "for=203.0.113.7")];
            assert_eq!(address("10.0.0.1:1", &lines).0, "203.0.113.7", "{open}");
            for behind in [", for=203.0.113.7", ", for=203.0.113.7;proto=\"https\""] {
                let merged = format!("{open}{behind}");
                let read = address("10.0.0.1:1", &[(FORWARDED, &merged)]).0;
                assert!(["10.0.0.1", "203.0.113.7"].contains(&read.as_str()), "{merged}: {read}");
            }
        }
        let escaped = "for=\"203.0.113.45\\\", for=6.6.6.6\"";
        assert_eq!(address("10.0.0.1:1", &[(FORWARDED, escaped)]).0, "10.0.0.1");
        let both = [(FORWARDED, "for=198.51.100.1"), (X_FORWARDED_FOR, "203.0.113.7")];
        assert_eq!(address("10.0.0.1:1", &both).0, "203.0.113.7");
        assert_eq!(address("203.0.113.9:1", &[(FORWARDED, "for=198.51.100.1")]).0, "203.0.113.9");
    }

    // FIELD-16: who cannot be told apart is told to the operator.
    #[test]
    fn what_cannot_be_read_is_noticed() {
        for written in [
            "nonsense",
            "unknown",
            "_hidden",
            "203.0.113.7:port",
            "203.0.113.7:123456",
            "[2001:db8::7",
            "[2001:db8::7]443",
            "1.2.3",
            "\u{e9}",
        ] {
            assert_eq!(address("10.0.0.1:1", &[(X_FORWARDED_FOR, written)]), ("10.0.0.1".into(), 1), "{written}");
        }
        assert_eq!(
            address("10.0.0.1:1", &[(X_FORWARDED_FOR, "198.51.100.1, nonsense, 10.0.0.2")]),
            ("10.0.0.2".into(), 1)
        );
        assert_eq!(address("10.0.0.1:1", &[(FORWARDED, "for=_hidden")]), ("10.0.0.1".into(), 1));
        assert_eq!(address("10.0.0.1:1", &[]), ("10.0.0.1".into(), 1), "a proxy that names nobody");
        assert_eq!(address("10.0.0.1:1", &[(X_FORWARDED_FOR, " , ")]), ("10.0.0.1".into(), 1));
    }
}
