//! Pages: what stands at every address that is nothing else.

use app::{error::AppError, form::Replay};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;

use super::{Edge, calls, visit};

/// Renders the page at the request's address.
pub async fn answer(State(edge): State<Edge>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return calls::wrong_method().await;
    }
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let Some(bare) = app::routes::without_notices(&address) else { return render(&edge, request, None).await };
    // What was told is not told again: not when the page is loaded again, nor when somebody comes back to it (FIELD-65).
    let untold = visit::cookie(request.headers(), edge.cookies.notice());
    if untold != Some(app::server::notice_of(&address).as_str()) {
        return calls::see_other(&bare);
    }
    let mut response = render(&edge, request, None).await;
    if let Some(cookie) = edge.cookies.tell_notice(None) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Shows a page again with what was typed and what was wrong with it.
pub async fn replay(edge: &Edge, page: Uri, request: axum::http::request::Parts, replay: Replay) -> Response {
    let error = replay.error.clone();
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = page;
    *again.headers_mut() = request.headers;
    *again.extensions_mut() = request.extensions;
    let mut response = render(edge, again, Some(replay)).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = calls::status(&error);
    }
    calls::say_when_to_retry(&mut response, &error);
    response
}

async fn render(edge: &Edge, request: Request, replay: Option<Replay>) -> Response {
    let options = edge.site.options.clone();
    let (parts, body) = request.into_parts();
    let visit = edge.visit(&parts);
    // Before anything is read for the page. Nobody else has a stream.
    let mark = visit.session.is_some().then(|| edge.services.change_mark());
    let pages = edge.pages.clone();
    let context = move || {
        provide_context(visit.clone());
        if let Some(replay) = &replay {
            provide_context(replay.clone());
        }
    };
    let document = move || {
        if let (Some(mark), Some(nonce)) = (mark, leptos::nonce::use_nonce()) {
            pages.note(&nonce, mark);
        }
        app::document(options.clone())
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
        calls::say_when_to_retry(&mut response, &AppError::Unavailable);
    }
    response
}
