//! Pages of the default set-up that need no script: the mailbox and the gallery.

use app::dev_ui;
use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_meta::HashedStylesheet;

use super::Edge;

/// The mailbox shows mails in frames of this site.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-src 'self'; \
                      base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'none'";

/// `/dev/ui`: every piece in every state.
pub(super) async fn gallery(State(edge): State<Edge>) -> Response {
    page(&edge, "Components", dev_ui::gallery)
}

/// A whole document around `body`.
pub(super) fn page<V: IntoView>(edge: &Edge, title: &str, body: impl FnOnce() -> V) -> Response {
    // As markup: what is text to leptos ends in a mark for the browser's half, which a title shows.
    let title = format!("{title} · Parlor").replace('&', "&amp;").replace('<', "&lt;");
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title inner_html=title></title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                    <HashedStylesheet options=edge.site.options.clone()/>
                </head>
                <body>{body()}</body>
            </html>
        }
        .to_html()
    });
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(format!("<!DOCTYPE html>{html}"))).into_response()
}
