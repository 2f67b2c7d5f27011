//! The page of a form that was refused and that no other page can show.

use domain::paths;
use leptos::prelude::*;

use crate::{
    text,
    ui::{ButtonKind, ButtonSize, DescriptionItem, DescriptionList, LinkButton, Wordmark},
};

/// What was wrong, and one way on. Needs no script and knows nobody.
#[component]
pub fn RefusalPage(
    /// What was wrong.
    message: String,
    /// The way on.
    href: String,
    /// What it is called.
    label: String,
    /// What was typed, by the names of its fields.
    typed: Vec<(String, String)>,
    /// The server's host.
    host: String,
) -> impl IntoView {
    view! {
        <div class="entry">
            <header class="entry-top"><Wordmark href=paths::LANDING>{text::PARLOR}</Wordmark></header>
            <main class="entry-main">
                <h1>{text::refused::HEADING}</h1>
                <p class="intro" role="alert">{message}</p>
                <div class="stack">
                    <div class="actions">
                        <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=href>{label}</LinkButton>
                    </div>
                    {(!typed.is_empty()).then(|| view! { <Typed typed/> })}
                </div>
            </main>
            <footer class="entry-footer"><span>{host}</span></footer>
        </div>
    }
}

/// So that it can be copied to where it is typed again: nothing else keeps it, without scripts (FIELD-21).
#[component]
fn Typed(typed: Vec<(String, String)>) -> impl IntoView {
    let items = typed.into_iter().map(|(name, value)| {
        let (label, value) = (text::refused::field(&name), text::refused::value(&name, &value));
        view! { <DescriptionItem label><span class="typed" dir="auto">{value}</span></DescriptionItem> }
    });
    view! {
        <h2>{text::refused::TYPED}</h2>
        <DescriptionList in_card=true>{items.collect_view()}</DescriptionList>
    }
}

/// The server's own address, in the context of a page that was asked for under another one.
#[derive(Clone)]
pub struct OwnAddress {
    /// Scheme, host and port.
    pub address: String,
    /// The page there.
    pub page: String,
}

/// Stands over a page that was asked for under another address than the server's own. A browser that knows better, since a
/// proxy changed `Host`, takes it away.
#[component]
pub fn OtherAddress(
    /// The right one.
    own: OwnAddress,
) -> impl IntoView {
    let nonce = leptos::nonce::use_nonce();
    let OwnAddress { address, page } = own;
    view! {
        <aside class="other-address" data-address=address.clone()>
            <p>{text::refused::OTHER_ADDRESS} " " <a class="link" href=page>{address.clone()}</a></p>
        </aside>
        <script nonce=nonce>
            "(e=>e.dataset.address==location.origin&&e.remove())(document.currentScript.previousElementSibling)"
        </script>
    }
}
