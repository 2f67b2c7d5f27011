//! A request as server functions see it: cookies, browser, client address.

use std::net::{IpAddr, SocketAddr};

use app::server::Visit;
use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, header, request::Parts},
};
use ipnet::IpNet;
use services::{Client, Token};

use super::Edge;

impl Edge {
    /// Reads what server functions may know of a request.
    pub fn visit(&self, parts: &Parts) -> Visit {
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Visit {
            services: self.services.clone(),
            client: Client {
                address: client_address(parts, &self.trusted_proxies)
                    .map_or_else(String::new, |address| address.to_string()),
                user_agent: user_agent.unwrap_or_default().to_owned(),
            },
            session: token(&parts.headers, self.cookies.session()),
            attempt: token(&parts.headers, self.cookies.attempt()),
            device: token(&parts.headers, self.cookies.device()),
            appearance: cookie(&parts.headers, self.cookies.appearance())
                .and_then(|appearance| appearance.parse().ok())
                .unwrap_or_default(),
            cookies: self.cookies,
        }
    }
}

/// The token in the cookie of this name.
fn token(headers: &HeaderMap, name: &str) -> Option<Token> {
    cookie(headers, name).and_then(Token::parse)
}

/// The cookie of this name.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The peer's address.
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical())
}

/// The client's address: the peer's, or what the trusted proxies in between say, the nearest first (SI-6).
fn client_address(parts: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer(&parts.extensions)?;
    let forwarded: Vec<&str> = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in forwarded.into_iter().rev() {
        if !is_trusted(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    Some(client)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn address(peer: &str, forwarded: &str) -> String {
        let mut request = Request::builder().header("x-forwarded-for", forwarded).body(()).unwrap();
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        let (parts, ()) = request.into_parts();
        let trusted: [IpNet; 1] = ["10.0.0.0/8".parse().unwrap()];
        client_address(&parts, &trusted).unwrap().to_string()
    }

    // SI-6, HDR-13
    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(address("203.0.113.9:1", "198.51.100.1"), "203.0.113.9");
        assert_eq!(address("10.0.0.1:1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(address("10.0.0.1:1", "1.2.3.4, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(address("10.0.0.1:1", "nonsense"), "10.0.0.1");
        assert_eq!(address("[::ffff:10.0.0.1]:1", "198.51.100.1"), "198.51.100.1");
    }
}
