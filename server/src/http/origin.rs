//! Whether a request that may write comes from this site (OWASP CSRF sheet; HDR-2, HDR-5).

use app::error::AppError;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, Uri, header},
    middleware::Next,
    response::Response,
};

use super::{
    Edge,
    notices::{Notice, printable},
    refusal,
};
use domain::PublicUrl;

/// Refuses what another site makes a browser send.
pub(super) async fn check(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).map(|origin| printable(origin.as_bytes()));
    if is_own(request.headers(), &edge.public_url) {
        if let Some(origin) = origin.filter(|origin| origin != "null" && !edge.public_url.is_origin(origin)) {
            edge.notices.tell(Notice::OtherSite(origin));
        }
        return next.run(request).await;
    }
    edge.notices.tell(Notice::OtherOrigin(origin.unwrap_or_else(|| "none".to_owned())));
    let error = AppError::CrossSite { address: edge.public_url.to_string() };
    refusal::answer(&edge, request.headers(), &error, refusal::Way::Home)
}

/// Whether a browser says that another site sent it here, or that it only loads ahead. A request that reads may come from
/// anywhere; one that leaves an entry behind must be the person's own doing.
pub(super) fn is_foreign(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let says = |name, foreign: &dyn Fn(&str) -> bool| {
        headers.get_all(name).iter().any(|value| value.to_str().map_or(true, foreign))
    };
    says("sec-fetch-site", &|site| !matches!(site, "same-origin" | "none"))
        || ["sec-purpose", "purpose", "x-purpose", "x-moz"].into_iter().any(|name| says(name, &|purpose| !purpose.is_empty()))
        // Over plain http it is told by the page alone that led here, if by anything.
        || !headers.contains_key("sec-fetch-site") && says("referer", &|page| !is_page_of(page, public_url))
}

fn is_page_of(page: &str, public_url: &PublicUrl) -> bool {
    let page = page.parse::<Uri>().ok();
    let origin = page.and_then(|page| Some(format!("{}://{}", page.scheme_str()?, page.authority()?)));
    origin.is_some_and(|origin| public_url.is_origin(&origin))
}

/// `Sec-Fetch-Site` says it where there is one, else `Origin`, else nobody does and the answer is no. `Origin: null` is
/// no: it is what a sandboxed frame of another site sends. Pages of mailed links therefore let browsers tell their
/// origin (see `token_page` in app/src/server.rs).
fn is_own(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let every = |name, is_own: &dyn Fn(&str) -> bool| {
        let values: Vec<_> = headers.get_all(name).iter().collect();
        (!values.is_empty()).then(|| values.iter().all(|value| value.to_str().is_ok_and(is_own)))
    };
    every("sec-fetch-site", &|site| matches!(site, "same-origin" | "none"))
        .or_else(|| every("origin", &|origin| public_url.is_origin(origin)))
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        is_own(&headers, &"https://chat.example.com".parse().unwrap())
    }

    // HDR-2
    #[test]
    fn only_this_site_may_write() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        assert!(own(&[("origin", "https://chat.example.com")]));
        assert!(own(&[("origin", "https://chat.example.com:443")]));
        assert!(!own(&[]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("origin", "https://chat.example.com")]));
        assert!(!own(&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("origin", "https://evil.example")]));
        assert!(!own(&[("origin", "https://chat.example.com"), ("origin", "https://evil.example")]));
        assert!(!own(&[("origin", "http://chat.example.com")]));
        assert!(!own(&[("origin", "null")]));
    }

    // HDR-2: what leaves an entry behind is the person's own doing, also where a browser tells no more than whence it comes.
    #[test]
    fn another_sites_link_is_foreign() {
        let url = "http://parlor.test:4112".parse().unwrap();
        let foreign = |pairs: &[(&'static str, &'static str)]| {
            let headers: HeaderMap =
                pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
            is_foreign(&headers, &url)
        };
        assert!(!foreign(&[]));
        assert!(!foreign(&[("referer", "http://parlor.test:4112/o/acme/members")]));
        assert!(!foreign(&[("sec-fetch-site", "none"), ("referer", "http://evil.example/")]));
        for one in [
            ("referer", "http://evil.example/"),
            ("referer", "http://parlor.test:4113/"),
            ("referer", "nonsense"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert!(foreign(&[one]), "{one:?}");
        }
    }
}
