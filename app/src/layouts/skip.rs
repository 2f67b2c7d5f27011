//! The way past the navigation, for the keyboard: the first link of every page with a shell.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{focus, text::shell};

/// Id of what is worked on.
pub const MAIN_ID: &str = "main";

/// The link. It is seen while it has the focus.
#[component]
pub fn SkipLink() -> impl IntoView {
    // The router would go there and leave the focus.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        focus::put_on(MAIN_ID);
    };
    view! { <a class="button skip" href=format!("#{MAIN_ID}") on:click=skip>{shell::SKIP}</a> }
}
