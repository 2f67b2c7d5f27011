//! The document around every page.

use std::sync::LazyLock;

use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

use super::refused::{OtherAddress, OwnAddress};
use crate::{App, form::RejectedSubmission, server, ui::FirstMistake};

/// The attribute of the watch's script that says what the body is made of, before the server fills it in.
pub const STRUCTURE_PLACE: &str = "data-structure=\"0\"";

/// The watch over the document (`docs/adr/0010-changed-documents.md`), without its comments and indentation.
static WATCH: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("../watch.js").lines().map(str::trim_start);
    lines.filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n")
});

/// The HTML around [`App`], rendered on the server alone; `options` say where scripts and styles are.
///
/// One erased type, so that pages are compiled here and not once more in the server.
pub fn document(options: LeptosOptions) -> AnyView {
    if let Some(nonce) = leptos::nonce::use_nonce() {
        server::set_header(axum::http::header::CONTENT_SECURITY_POLICY, &content_security_policy(&nonce));
    }
    // A refused form that came without JavaScript stands at its call's address, where no page could wake up. Its page's
    // address takes that one's place as far as scripts run, so that it can be loaded again and kept.
    let replay = use_context::<RejectedSubmission>();
    let still = replay.is_some();
    if let Some(field) = replay.as_ref().and_then(RejectedSubmission::first_mistake) {
        provide_context(FirstMistake(field.to_owned()));
    }
    let page = replay.map(|replay| replay.page);
    let other_address = use_context::<OwnAddress>();
    let appearance = use_context::<server::HttpContext>().map(|context| context.appearance).unwrap_or_default();
    let theme = (appearance != domain::Appearance::System).then(|| appearance.as_str());
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme data-page=page>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                // Browsers that heed no `Sec-Fetch-Site` tell a form's origin only under such a policy: under `no-referrer`,
                // which pages of mailed links have in their header, they say `null`. No path is told either way (TOK-20).
                <meta name="referrer" content="strict-origin"/>
                {still.then(|| view! {
                    <script nonce=leptos::nonce::use_nonce()>"history.replaceState(null,'',document.documentElement.dataset.page)"</script>
                })}
                <link rel="preload" href="/fonts/inter-basic.woff2" r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="styles"/>
                {(!still).then(|| view! {
                    // Before everything that could fail.
                    <script nonce=leptos::nonce::use_nonce() data-structure="0">{WATCH.as_str()}</script>
                    <AutoReload options=options.clone()/>
                    <HydrationScripts options/>
                })}
                <MetaTags/>
            </head>
            <body>
                <App/>
                // Behind everything that wakes up.
                {other_address.map(|own| view! { <OtherAddress own/> })}
            </body>
        </html>
    }
    .into_any()
}

/// Scripts carry this answer's nonce or come from this site; nothing comes from anywhere else.
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; object-src 'none'"
    )
}
