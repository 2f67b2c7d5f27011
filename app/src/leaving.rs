//! Leaving a page with unsaved changes asks first, by a link and by the browser's Back and Forward. A switch by keyboard goes
//! without a question: there the changes are kept, and are back when the page is.

use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use crate::{
    text::leaving,
    ui::{Button, ButtonKind, Dialog},
};

/// The question, and what asks it.
#[component]
pub fn Leaving(
    /// How many changes would be lost.
    #[prop(into)]
    count: Signal<usize>,
    /// Forgets them.
    #[prop(into)]
    discard: Callback<()>,
    /// What would be lost.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // None: back to where the browser was about to go.
    let wanted = StoredValue::new(None::<String>);
    let here = use_location();
    let changed = move || count.try_get_untracked().is_some_and(|count| count > 0);
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if changed() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        before_all("click", move |event| {
            let Some(href) = link_elsewhere(event).filter(|_| changed()) else { return };
            event.prevent_default();
            event.stop_propagation();
            wanted.set_value(Some(href));
            open.set(true);
        });
        let here = here.clone();
        before_all("popstate", move |event| {
            let (Some(path), Some(search)) = (here.pathname.try_get_untracked(), here.search.try_get_untracked())
            else {
                return;
            };
            // Another view of the same page loses nothing.
            if !changed() || window().location().pathname().is_ok_and(|there| there == path) {
                return;
            }
            // The address has changed already. The page's own comes after it, so that Back leads there again.
            let search = search.trim_start_matches('?');
            let address = if search.is_empty() { path } else { format!("{path}?{search}") };
            let Ok(history) = window().history() else { return };
            if history.push_state_with_url(&JsValue::NULL, "", Some(&address)).is_ok() {
                event.stop_immediate_propagation();
                wanted.set_value(None);
                open.set(true);
            }
        });
    });
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        discard.run(());
        open.set(false);
        match wanted.get_value() {
            Some(href) => navigate(&href, NavigateOptions::default()),
            // Fails only in a document that is gone.
            None => _ = window().history().and_then(|history| history.back()),
        }
    });
    view! {
        <Dialog
            id="leaving" title=leaving::TITLE open
            footer=move || view! {
                <Button on_click=move || open.set(false)>{leaving::STAY}</Button>
                <Button kind=ButtonKind::Danger on_click=leave>{leaving::DISCARD_AND_LEAVE}</Button>
            }
        >
            <p>{children()}</p>
        </Dialog>
    }
}

/// Hears of such events before anything else on the page does, the router too, until the component is gone.
fn before_all(name: &'static str, heard: impl Fn(&Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(&event));
    let added = window().add_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
    let added = added.is_ok();
    let closure = StoredValue::new_local(Some(closure));
    on_cleanup(move || {
        if let Some(closure) = closure.try_update_value(Option::take).flatten().filter(|_| added) {
            // Fails only where it was not added.
            _ = window().remove_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
        }
    });
}

/// Where a click leads within this tab, if that is another page of ours.
fn link_elsewhere(event: &Event) -> Option<String> {
    let event = event.dyn_ref::<MouseEvent>()?;
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key();
    let target = event.target().filter(|_| plain)?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href]").ok().flatten()?.dyn_into::<HtmlAnchorElement>().ok()?;
    let location = window().location();
    let own = location.origin().is_ok_and(|origin| origin == link.origin());
    let here = location.pathname().is_ok_and(|path| path == link.pathname());
    (own && !here && link.target().is_empty()).then(|| format!("{}{}", link.pathname(), link.search()))
}
