//! Entry pages as everybody gets them of whom nothing is known: rendered once for each look, and kept.
//!
//! What such a page hangs on is its path, and whether it is light or dark. Whoever brings anything else (a session, a sign-up, a
//! query, an address that is not this server's) gets a page that is rendered for them alone. Two things are another in each
//! answer and are put in: the nonce of its scripts, and when the page was made.

use std::sync::{Arc, PoisonError, RwLock};

use axum::{
    body::{self, Body},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::{Appearance, paths};
use leptos::nonce::Nonce;

use super::{Edge, context};

/// The pages. None of them reads anything for somebody of whom nothing is known.
const KEPT: [&str; 3] = [paths::SIGN_UP, paths::SIGN_IN, paths::FORGOT_PASSWORD];
/// What the names of all cookies of this program hold.
const OWN_COOKIE: &str = "parlor-";

/// What such a page hangs on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    path: &'static str,
    appearance: Appearance,
}

impl Look {
    /// The page that is asked for; none where it may be of somebody.
    pub(super) fn of(edge: &Edge, parts: &Parts) -> Option<Self> {
        let path = KEPT.into_iter().find(|path| parts.uri.path() == *path)?;
        let appearance = edge.cookies.appearance();
        let brings_more =
            context::cookie_names(&parts.headers).any(|name| name.contains(OWN_COOKIE) && name != appearance);
        if parts.uri.query().is_some() || brings_more || edge.other_address(parts).is_some() {
            return None;
        }
        let appearance = context::cookie(&parts.headers, &appearance).and_then(|appearance| appearance.parse().ok());
        Some(Self { path, appearance: appearance.unwrap_or_default() })
    }
}

/// The pages that were rendered: a few.
#[derive(Clone, Default)]
pub(crate) struct EntryPages(Arc<RwLock<Vec<Kept>>>);

type Kept = (Look, Arc<Page>);

struct Page {
    headers: HeaderMap,
    policy: String,
    html: String,
    /// The nonce that it was rendered with.
    nonce: String,
    /// The attribute that says when it was made.
    made: String,
}

impl EntryPages {
    /// The page, made now.
    pub(super) fn get(&self, look: Look, now: i64) -> Option<Response> {
        let page = self.find(look)?;
        let nonce = Nonce::new();
        let policy = HeaderValue::from_str(&page.policy.replace(&page.nonce, &nonce)).ok()?;
        let html = page.html.replace(&page.nonce, &nonce).replacen(&page.made, &made_at(now), 1);
        let mut response = Body::from(html).into_response();
        *response.headers_mut() = page.headers.clone();
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        Some(response)
    }

    /// Keeps a page that was rendered, and passes it on. One that says no, or gives its reader a cookie, is theirs alone.
    pub(super) async fn keep(&self, look: Look, response: Response) -> Response {
        if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
            return response;
        }
        let (parts, body) = response.into_parts();
        // Rendered already, so nothing is awaited and nothing fails.
        let Ok(html) = body::to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        if let Some(page) = Page::new(parts.headers.clone(), &html) {
            let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if kept.iter().all(|(other, _)| *other != look) {
                kept.push((look, Arc::new(page)));
            }
        }
        Response::from_parts(parts, Body::from(html))
    }

    fn find(&self, look: Look) -> Option<Arc<Page>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| *other == look).map(|(_, page)| Arc::clone(page))
    }
}

impl Page {
    /// None where it does not say what is to be put in.
    fn new(headers: HeaderMap, html: &[u8]) -> Option<Self> {
        let html = std::str::from_utf8(html).ok()?.to_owned();
        let policy = headers.get(header::CONTENT_SECURITY_POLICY)?.to_str().ok()?.to_owned();
        let nonce = policy.split_once("'nonce-")?.1.split_once('\'')?.0.to_owned();
        let made = html.split_once(&format!("{}=\"", app::ui::clock::MADE))?.1.split_once('"')?.0;
        let made = made_at(made.parse().ok()?);
        Some(Self { headers, policy, html, nonce, made })
    }
}

fn made_at(now: i64) -> String {
    format!("{}=\"{now}\"", app::ui::clock::MADE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(nonce: &str, made: i64) -> Response {
        let html = format!("<script nonce=\"{nonce}\" {}></script><p>{nonce}</p>", made_at(made));
        let policy = format!("script-src 'nonce-{nonce}'");
        ([(header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
    }

    async fn text(response: Response) -> String {
        let body = body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    const LOOK: Look = Look { path: paths::SIGN_UP, appearance: Appearance::System };

    #[tokio::test]
    async fn each_answer_has_its_nonce_and_its_time() {
        let pages = EntryPages::default();
        assert!(pages.get(LOOK, 1).is_none());
        assert!(text(pages.keep(LOOK, page("first", 7)).await).await.contains("first"));
        let again = pages.get(LOOK, 9).unwrap();
        let policy = again.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let html = text(again).await;
        let nonce = policy.split('\'').nth(1).unwrap().trim_start_matches("nonce-").to_owned();
        assert_eq!(html, format!("<script nonce=\"{nonce}\" {}></script><p>{nonce}</p>", made_at(9)));
        assert_ne!(nonce, "first");
        assert!(pages.get(Look { appearance: Appearance::Dark, ..LOOK }, 9).is_none());
    }

    #[tokio::test]
    async fn what_is_somebodys_is_not_kept() {
        let pages = EntryPages::default();
        let mut with_cookie = page("first", 7);
        with_cookie.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("a=b"));
        let mut refused = page("first", 7);
        *refused.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        for response in [with_cookie, refused] {
            drop(pages.keep(LOOK, response).await);
            assert!(pages.get(LOOK, 9).is_none());
        }
    }
}
