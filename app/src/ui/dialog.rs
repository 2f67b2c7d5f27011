//! A dialog asks one question; a panel makes one thing beside its list. Both are the browser's own
//! `<dialog>`: Esc closes, focus stays inside and returns.

use leptos::{html, prelude::*};

use super::{Icon, IconButton, IconName, words};

/// Follows the signal: opens and closes the element, and hears when it was closed by Esc.
fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        if open && !dialog.matches(":modal").unwrap_or_default() {
            // One that came open from the server holds no focus yet, and only a closed one can be shown so.
            _ = dialog.remove_attribute("open");
            _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}

/// One question. Open from the start, it is there without JavaScript too.
#[component]
pub fn Dialog(
    /// Its id; the title's is derived from it.
    #[prop(into)]
    id: String,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open; false again when it was closed by Esc.
    open: RwSignal<bool>,
    /// Called when it was closed, whichever way.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// Its buttons: the harmless one first.
    #[prop(into)]
    footer: ViewFn,
    /// What the answer means.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let titled = format!("{id}-title");
    view! {
        <dialog
            class="dialog"
            id=id
            open=open.get_untracked()
            aria-labelledby=titled.clone()
            node_ref=node
            on:close=move |_| closed(open, on_close)
        >
            <div class="dialog-body">
                <h2 id=titled.clone()>{move || title.get()}</h2>
                {children()}
            </div>
            <div class="dialog-footer">{footer.run()}</div>
        </dialog>
    }
}

/// A sheet at the edge of the page, the whole screen on a phone. Open from the start, it is there without JavaScript
/// too; give it a `close_href` then.
#[component]
pub fn Panel(
    /// Its id; the title's is derived from it.
    #[prop(into)]
    id: String,
    /// What is made in it.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open; false again when it was closed by Esc or its cross.
    open: RwSignal<bool>,
    /// Called when it was closed, whichever way.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// Where its cross leads without JavaScript.
    #[prop(optional, into)]
    close_href: Option<String>,
    /// Its buttons; they stay while the body scrolls.
    #[prop(into)]
    footer: ViewFn,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let titled = format!("{id}-title");
    let cross = match close_href {
        Some(href) => view! {
            <a
                class="button button-quiet button-icon"
                href=href
                aria-label=words::CLOSE
                on:click=move |event| {
                    event.prevent_default();
                    open.set(false);
                }
            >
                <Icon name=IconName::Cross />
            </a>
        }
        .into_any(),
        None => {
            view! { <IconButton icon=IconName::Cross label=words::CLOSE on_click=move || open.set(false) /> }.into_any()
        }
    };
    view! {
        <dialog
            class="panel"
            id=id
            open=open.get_untracked()
            aria-labelledby=titled.clone()
            node_ref=node
            on:close=move |_| closed(open, on_close)
        >
            <header class="panel-head">
                <h2 id=titled.clone()>{move || title.get()}</h2>
                {cross}
            </header>
            <div class="panel-body">{children()}</div>
            <footer class="panel-footer">{footer.run()}</footer>
        </dialog>
    }
}

fn closed(open: RwSignal<bool>, on_close: Option<Callback<()>>) {
    if open.get_untracked() {
        open.set(false);
    }
    if let Some(on_close) = on_close {
        on_close.run(());
    }
}
