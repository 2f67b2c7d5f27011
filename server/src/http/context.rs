//! A request as server functions and use cases see it: cookies, browser, client address.

use app::{server::HttpContext, ssr::refused::OwnAddress};
use axum::http::{
    HeaderMap, header,
    request::Parts,
    uri::{Authority, PathAndQuery},
};
use domain::paths;
use services::{ClientInfo, Credentials, RequestContext, RequestId, Token};

use super::{
    Edge, client,
    notices::{Notice, printable},
    refusal,
};

/// Sign-ups of one browser that are read from its cookie.
const MOST_TOKENS: usize = 4;

impl Edge {
    /// Reads what server functions may know of a request.
    pub(crate) fn context(&self, parts: &Parts) -> HttpContext {
        let cookies = self.cookies;
        let cookie = |name: &str| cookie(&parts.headers, name);
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let request = RequestContext {
            services: self.services.clone(),
            client: ClientInfo {
                address: client::client_address(parts, &self.trusted_proxies, &self.notices),
                user_agent: user_agent.unwrap_or_default().to_owned(),
            },
            credentials: Credentials {
                session: cookie(&cookies.session()).and_then(Token::parse),
                attempts: tokens(cookie(&cookies.attempt())),
                device: cookie(&cookies.device()).and_then(Token::parse),
            },
            background: false,
        };
        HttpContext {
            request,
            appearance: cookie(&cookies.appearance())
                .and_then(|appearance| appearance.parse().ok())
                .unwrap_or_default(),
            cookies,
            wants_page: refusal::wants_page(&parts.headers),
            id: parts.extensions.get::<RequestId>().cloned().unwrap_or_else(RequestId::draw),
        }
    }

    /// This server's own address, for a page that was asked for under another one: its links and forms belong there. Proxies
    /// that are trusted may say what people typed. Told to the operator too; the other host is never sent back.
    pub(crate) fn other_address(&self, parts: &Parts) -> Option<OwnAddress> {
        let trusted =
            client::peer(&parts.extensions).is_some_and(|peer| client::is_trusted(peer, &self.trusted_proxies));
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
        // Each proxy of a chain may have written what it heard: one of them heard what the person typed.
        let forwarded = |name: &str| {
            let said = header(name).filter(|_| trusted).unwrap_or_default();
            said.split(',').map(str::trim).filter(|said| !said.is_empty()).collect::<Vec<_>>()
        };
        let (mut hosts, mut schemes) = (forwarded("x-forwarded-host"), forwarded("x-forwarded-proto"));
        if hosts.is_empty() {
            hosts.push(parts.uri.authority().map(Authority::as_str).or_else(|| header("host"))?);
        }
        if schemes.is_empty() {
            schemes.push(self.public_url.scheme());
        }
        let own_scheme = schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case(self.public_url.scheme()));
        if own_scheme && hosts.iter().any(|host| self.public_url.is_host(host)) {
            return None;
        }
        let (host, scheme) = (hosts.last()?, schemes.last()?);
        self.notices.tell(Notice::OtherHost(printable(format!("{scheme}://{host}").as_bytes())));
        let path = parts.uri.path_and_query().map(PathAndQuery::as_str).filter(|path| paths::is_own_path(path));
        let address = self.public_url.to_string();
        Some(OwnAddress { page: format!("{address}{}", path.unwrap_or_default()), address })
    }
}

/// The tokens in a cookie, separated by dots.
fn tokens(cookie: Option<&str>) -> Vec<Token> {
    cookie.into_iter().flat_map(|value| value.split('.')).filter_map(Token::parse).take(MOST_TOKENS).collect()
}

/// The cookie of this name.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    cookies(headers).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The names of all cookies.
pub(super) fn cookie_names(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    cookies(headers).map(|(name, _)| name)
}

/// Read pair by pair: browsers send the cookies of every port of a host, and one of another program that is no plain text must
/// not take ours with it.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter_map(|pair| pair.trim().split_once('='))
}
