//! The local mailbox: what would have been mailed, for people and for scripts (CT-5). Only from this machine.

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use mail::Kept;
use serde_json::json;

use super::{Edge, still};

/// Mails shown at once.
const SHOWN: usize = 100;
/// A mail brings its own styles, and nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; object-src 'none'; frame-ancestors 'self'; sandbox";
/// `/dev/mailbox.json`: newest first.
pub(super) async fn json(State(edge): State<Edge>) -> Response {
    match kept(&edge).await {
        Ok(mails) => {
            let mails: Vec<_> = mails
                .iter()
                .map(|mail| json!({ "to": mail.to, "subject": mail.subject, "text": mail.text, "html": mail.html, "sent_at": mail.sent_at }))
                .collect();
            axum::Json(mails).into_response()
        }
        Err(status) => status.into_response(),
    }
}

/// `/dev/mailbox`
pub(super) async fn list(State(edge): State<Edge>) -> Response {
    match kept(&edge).await {
        Ok(mails) => still::page(&edge, "Mailbox", || view! { <main class="mailbox"><List mails/></main> }),
        Err(status) => status.into_response(),
    }
}

/// `/dev/mailbox/{mail}`
pub(super) async fn show(State(edge): State<Edge>, Path(id): Path<String>) -> Response {
    match find(&edge, &id).await {
        Ok(mail) => still::page(&edge, &mail.subject.clone(), || view! { <main class="mailbox"><Mail mail/></main> }),
        Err(status) => status.into_response(),
    }
}

/// `/dev/mailbox/{mail}/html`: the mail as a mail program shows it.
pub(super) async fn html(State(edge): State<Edge>, Path(id): Path<String>) -> Response {
    match find(&edge, &id).await {
        Ok(mail) => ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(mail.html)).into_response(),
        Err(status) => status.into_response(),
    }
}

async fn kept(edge: &Edge) -> Result<Vec<Kept>, StatusCode> {
    let mailbox = edge.mailbox.as_ref().ok_or(StatusCode::NOT_FOUND)?;
    mailbox.list(SHOWN).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

async fn find(edge: &Edge, id: &str) -> Result<Kept, StatusCode> {
    let mailbox = edge.mailbox.as_ref().ok_or(StatusCode::NOT_FOUND)?;
    mailbox.find(id).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?.ok_or(StatusCode::NOT_FOUND)
}

#[component]
fn List(mails: Vec<Kept>) -> impl IntoView {
    let empty = mails.is_empty();
    view! {
        <h1>"Mailbox"</h1>
        <p class="quiet">"No mail server is set, so mail stays on this machine. Newest first; load the page again for more."</p>
        {empty.then(|| view! { <p class="empty">"Nothing was mailed yet. Sign up, and look again."</p> })}
        {(!empty).then(|| view! {
            <ul class="rows">
                {mails
                    .into_iter()
                    .map(|mail| view! {
                        <li>
                            <div class="grow">
                                <b><a class="cover" href=format!("/dev/mailbox/{}", mail.id)>{mail.subject}</a></b>
                                <small class="verbatim">{mail.to}</small>
                            </div>
                            <time datetime=mail.sent_at.to_rfc3339()>{mail.sent_at.format("%H:%M:%S UTC").to_string()}</time>
                        </li>
                    })
                    .collect_view()}
            </ul>
        })}
    }
}

#[component]
fn Mail(mail: Kept) -> impl IntoView {
    let text = mail
        .text
        .split_inclusive(char::is_whitespace)
        .map(|word| {
            let link = word.trim_end();
            if link.starts_with("http://") || link.starts_with("https://") {
                let link = link.to_owned();
                view! { <a href=link.clone()>{link.clone()}</a> {word[link.len()..].to_owned()} }.into_any()
            } else {
                word.to_owned().into_any()
            }
        })
        .collect_view();
    view! {
        <p><a class="link" href="/dev/mailbox">"All mail"</a></p>
        <h1>{mail.subject}</h1>
        <p class="quiet">"To " <span class="verbatim">{mail.to}</span> ", " {mail.sent_at.format("%-d %B %Y, %H:%M:%S UTC").to_string()}</p>
        <pre class="mail">{text}</pre>
        <iframe class="mail" title="As a mail program shows it" src=format!("/dev/mailbox/{}/html", mail.id)></iframe>
    }
}
