//! The answer to a request that was refused before a page could say so: a page for people, JSON for scripts.

use app::{error::AppError, ssr::refused::RefusalPage, text};
use axum::{
    http::{HeaderMap, header},
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
        let kind = kind.split(';').next().unwrap_or_default().trim();
        kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
    })
}

/// 404, in the form that was asked for.
pub(super) fn not_found(edge: &Edge, headers: &HeaderMap) -> Response {
    answer(edge, headers, &AppError::Refused(Refusal::NotFound), Way::Back(domain::paths::LANDING.to_owned()))
}
