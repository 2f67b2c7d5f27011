//! The answer to a request that was refused before a page could say so: a page for people, JSON for scripts.

use app::{error::AppError, ssr::refused::RefusalPage, text};
use axum::{
    http::{HeaderMap, Uri, header, uri::PathAndQuery},
    response::Response,
};
use domain::Refusal;
use leptos::prelude::*;

use super::{Edge, answers, still};

/// Where a page of a refusal leads.
pub(super) enum Way {
    /// To the public URL, whole: the request may have come to another address.
    Home,
    /// Back to this path.
    Back(String),
}

/// Says what was wrong, in the form that was asked for.
pub(super) fn answer(edge: &Edge, headers: &HeaderMap, error: &AppError, way: Way) -> Response {
    answer_with(edge, headers, error, way, Vec::new())
}

/// The same, with what was typed, by the names of its fields.
pub(super) fn answer_with(
    edge: &Edge,
    headers: &HeaderMap,
    error: &AppError,
    way: Way,
    typed: Vec<(String, String)>,
) -> Response {
    if !wants_page(headers) {
        return answers::refuse(error);
    }
    let (href, label) = match (way, error) {
        (Way::Home, _) => (edge.public_url.to_string(), text::refused::open(&edge.public_url.to_string())),
        (Way::Back(page), AppError::Refused(Refusal::SignedOut)) => {
            (domain::paths::sign_in_and_return(&page), text::sign_in::SIGN_IN.to_owned())
        }
        (Way::Back(page), _) => (page, text::refused::BACK.to_owned()),
    };
    let (message, host) = (text::error(error), edge.public_url.authority());
    let mut response =
        still::page(edge, text::refused::HEADING, || view! { <RefusalPage message href label typed host/> });
    *response.status_mut() = answers::status(error);
    answers::say_when_to_retry(&mut response, error);
    response
}

/// Whether a browser waits for a page.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accept.flat_map(|value| value.split(',')).any(|kind| {
        let mut parts = kind.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        let is_page = kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml");
        is_page && !parts.any(is_refused)
    })
}

/// Whether a parameter says that what it stands behind is not taken: `q=0`, `Q=0.00`.
fn is_refused(parameter: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, weight)| {
        name.trim().eq_ignore_ascii_case("q") && weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
    })
}

/// Back to the page that has this file beside it: the file would be refused once more, or be all that signing in leads to.
pub(super) fn back_from_file(uri: &Uri) -> Way {
    let path = uri.path_and_query().map_or(uri.path(), PathAndQuery::as_str);
    Way::Back(domain::paths::page_of_file(path))
}

/// 404, in the form that was asked for.
pub(super) fn not_found(edge: &Edge, headers: &HeaderMap) -> Response {
    answer(edge, headers, &AppError::Refused(Refusal::NotFound), Way::Back(domain::paths::LANDING.to_owned()))
}
