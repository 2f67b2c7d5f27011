//! Pages: what stands at every address that is nothing else.

use std::sync::atomic::Ordering;

use app::{error::AppError, form::RejectedSubmission};
use axum::{
    body::{self, Body},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::Refusal;
use leptos::prelude::*;

use super::{
    Edge, answers, context,
    entry_pages::Look,
    refusal::{self, Way},
    structure,
};

/// Renders the page at the request's address.
pub(super) async fn answer(State(edge): State<Edge>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        // A browser that reloads the page of a refused form under the page's own address.
        return match request.uri().path_and_query() {
            Some(page) if *request.method() == Method::POST && refusal::wants_page(request.headers()) => {
                answers::see_other(page.as_str())
            }
            _ => answers::method_not_allowed("GET, HEAD"),
        };
    }
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let Some(bare) = domain::paths::without_notices(&address) else {
        return entry_or_rendered(&edge, request).await;
    };
    // What was told is not told again: not when the page is loaded again (FIELD-65).
    let untold = context::cookie(request.headers(), &edge.cookies.notice());
    if untold != Some(app::server::notice_of(&address).as_str()) {
        return answers::see_other(&bare);
    }
    let (parts, body) = request.into_parts();
    let looks = !nobody_looks(&parts);
    let mut response = render(&edge, Request::from_parts(parts, body), None).await;
    if looks && let Some(cookie) = edge.cookies.tell_notice(None) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The page as it is kept for everybody, or as it is for who asks.
async fn entry_or_rendered(edge: &Edge, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let look = Look::of(edge, &parts);
    let request = Request::from_parts(parts, body);
    let Some(look) = look else { return render(edge, request, None).await };
    let now = edge.services.now().timestamp_millis();
    if let Some(kept) = edge.entry_pages.get(look, now) {
        return kept;
    }
    let response = render(edge, request, None).await;
    edge.entry_pages.keep(look, response).await
}

/// Shows a page again with what was typed and what was wrong with it. Whatever that page does, what was wrong is said, under
/// its status.
pub(super) async fn refused(
    edge: &Edge,
    page: Uri,
    request: Parts,
    replay: RejectedSubmission,
    error: &AppError,
) -> Response {
    let (headers, path, typed) = (request.headers.clone(), replay.page.clone(), replay.typed_by_hand());
    let (mut response, shown) = again(edge, page, request, replay).await;
    // A page for somebody who is signed out says so, and has no form.
    let is_lost = matches!(error, AppError::Refused(Refusal::SignedOut)) && !typed.is_empty();
    let says_so = response.status() == answers::status(error) && !is_lost;
    if shown {
        *response.status_mut() = answers::status(error);
    } else if !says_so {
        // The page leads elsewhere, or has no form of this call.
        return refusal::answer_with(edge, &headers, error, Way::Back(path), typed);
    }
    answers::say_when_to_retry(&mut response, error);
    response
}

/// Shows a page again with what its form left over; none where it cannot show that.
pub(super) async fn unfinished(edge: &Edge, page: Uri, request: Parts, replay: RejectedSubmission) -> Option<Response> {
    let (response, shown) = again(edge, page, request, replay).await;
    shown.then_some(response)
}

/// The page, and whether it has a form that shows what became of it.
async fn again(edge: &Edge, page: Uri, request: Parts, replay: RejectedSubmission) -> (Response, bool) {
    let shown = replay.shown.clone();
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = page;
    *again.headers_mut() = request.headers;
    *again.extensions_mut() = request.extensions;
    let response = render(edge, again, Some(replay)).await;
    let shown = response.status() == StatusCode::OK && shown.load(Ordering::Relaxed);
    (response, shown)
}

/// Whether nobody looks yet at the page that is asked for. Browsers say so when they fetch one ahead of time, and a `HEAD` is
/// never seen.
fn nobody_looks(parts: &Parts) -> bool {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let ahead = ["sec-purpose", "purpose", "x-purpose", "x-moz"].into_iter().any(|name| !text(name).is_empty());
    let elsewhere =
        !matches!(text("sec-fetch-dest"), "" | "document") || !matches!(text("sec-fetch-mode"), "" | "navigate");
    parts.method == Method::HEAD || ahead || elsewhere
}

async fn render(edge: &Edge, request: Request, replay: Option<RejectedSubmission>) -> Response {
    let options = edge.site.options.clone();
    let (parts, body) = request.into_parts();
    let mut http = edge.context(&parts);
    http.request.background = nobody_looks(&parts);
    // Before anything is read for the page. Nobody else has a stream.
    let mark = http.credentials.session.is_some().then(|| edge.services.change_mark());
    let pages = edge.pages.clone();
    let other_address = edge.other_address(&parts);
    let context = move || {
        provide_context(http.clone());
        if let Some(address) = &other_address {
            provide_context(address.clone());
        }
        if let Some(replay) = &replay {
            provide_context(replay.clone());
        }
    };
    let document = move || {
        if let (Some(mark), Some(nonce)) = (mark, leptos::nonce::use_nonce()) {
            pages.note(&nonce, mark);
        }
        app::ssr::document(options.clone())
    };
    let render = leptos_axum::render_app_async_with_context(context, document);
    let mut response = render(Request::from_parts(parts, body)).await.into_response();
    // A redirect's page is never seen.
    if response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
        *response.body_mut() = Body::empty();
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        answers::say_when_to_retry(&mut response, &AppError::Unavailable);
    }
    // A page that says no tells no time: unknown and foreign addresses have the same page, byte by byte (OR-6).
    let made = (response.status() == StatusCode::OK).then(|| edge.services.now().timestamp_millis());
    with_structure(response, made).await
}

/// Sends along what the body is made of, so that the browser can tell whether it was changed on the way, and when the page
/// was made, in milliseconds since 1970.
async fn with_structure(response: Response, made: Option<i64>) -> Response {
    let (parts, body) = response.into_parts();
    // Rendered already, so nothing is awaited and nothing fails.
    let Ok(page) = body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let filled = str::from_utf8(&page).ok().and_then(|page| structure::fill_in(page, made));
    let body = filled.map_or_else(|| Body::from(page), Body::from);
    Response::from_parts(parts, body)
}
