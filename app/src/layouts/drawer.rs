//! The navigation of a shell: beside the page, and on a phone a drawer over it, in which the focus stays while it is open.

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys};

/// What the drawer stands beside.
const BESIDE: &str = ":scope > :not(.shell-nav)";

/// The navigation. A button whose `popovertarget` is its id opens it where it is a drawer.
#[component]
pub fn Drawer(
    /// Its id.
    id: &'static str,
    /// What it is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Nav>::new();
    view! {
        <nav
            class="shell-nav" id=id popover="auto" aria-label=label node_ref=node
            on:toggle=move |_| {
                if let Some(nav) = node.get_untracked().filter(is_open) {
                    focus_within(&nav);
                    set_inert(&nav, true);
                }
            }
            // While it still is open, on its way to be closed: the button takes the focus back only where it may have it.
            on:beforetoggle=move |_: web_sys::Event| {
                if let Some(nav) = node.get_untracked().filter(is_open) {
                    set_inert(&nav, false);
                }
            }
        >
            {children()}
        </nav>
    }
}

fn is_open(nav: &web_sys::HtmlElement) -> bool {
    nav.matches(":popover-open").unwrap_or_default()
}

/// To its first link, unless the focus is inside already.
fn focus_within(nav: &web_sys::HtmlElement) {
    let inside = document().active_element().is_some_and(|active| nav.contains(Some(&active)));
    let first = nav.query_selector("a[href], button").ok().flatten();
    if let Some(first) = first.filter(|_| !inside).and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        _ = first.focus();
    }
}

/// Takes what the drawer lies over out of reach, or gives it back.
fn set_inert(nav: &web_sys::HtmlElement, inert: bool) {
    let beside = nav.parent_element().and_then(|shell| shell.query_selector_all(BESIDE).ok());
    let Some(beside) = beside else { return };
    for at in 0..beside.length() {
        if let Some(element) = beside.item(at).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) {
            _ = element.toggle_attribute_with_force("inert", inert);
        }
    }
}
