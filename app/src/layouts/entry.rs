//! The layout of everything before a workspace: one column, the way out at the top, the host at the foot.

use domain::paths;
use leptos::prelude::*;

use crate::{
    server, text,
    ui::{DocumentTitle, Wordmark},
};

/// An entry page.
#[component]
pub fn Entry(
    /// Of the document, without the product's name.
    #[prop(into)]
    title: String,
    /// What stands top right: the way out.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    /// A wider column, for lists.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <DocumentTitle text=text::title(&title)/>
        <div class="entry">
            <header class="entry-top">
                <Wordmark href=paths::LANDING>{text::PARLOR}</Wordmark>
                {aside.run()}
            </header>
            <main class="entry-main" class:entry-wide=wide>
                {children()}
            </main>
            <footer class="entry-footer"><span>{server::host()}</span></footer>
        </div>
    }
    .into_any()
}
