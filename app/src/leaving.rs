//! Leaving a page with unsaved changes asks first. Back, and a switch by keyboard, go without a question: there the changes are
//! kept, and are back when the page is.

use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

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
    let wanted = StoredValue::new(String::new());
    let changed = move || count.try_get_untracked().is_some_and(|count| count > 0);
    Effect::new(move || {
        let closing = window_event_listener(ev::beforeunload, move |event| {
            if changed() {
                event.prevent_default();
            }
        });
        on_cleanup(move || closing.remove());
        before_links(move |event| {
            let Some(href) = link_elsewhere(event).filter(|_| changed()) else { return };
            event.prevent_default();
            event.stop_propagation();
            wanted.set_value(href);
            open.set(true);
        });
    });
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        discard.run(());
        open.set(false);
        navigate(&wanted.get_value(), NavigateOptions::default());
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

/// Hears of clicks before anything else on the page does, until the component is gone.
fn before_links(heard: impl Fn(&MouseEvent) + 'static) {
    let closure = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| heard(&event));
    let added = window().add_event_listener_with_callback_and_bool("click", closure.as_ref().unchecked_ref(), true);
    let added = added.is_ok();
    let closure = StoredValue::new_local(Some(closure));
    on_cleanup(move || {
        if let Some(closure) = closure.try_update_value(Option::take).flatten().filter(|_| added) {
            // Fails only where it was not added.
            _ = window().remove_event_listener_with_callback_and_bool("click", closure.as_ref().unchecked_ref(), true);
        }
    });
}

/// Where a click leads within this tab, if that is another page of ours.
fn link_elsewhere(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key();
    let target = event.target().filter(|_| plain)?.dyn_into::<Element>().ok()?;
    let link = target.closest("a[href]").ok().flatten()?.dyn_into::<HtmlAnchorElement>().ok()?;
    let location = window().location();
    let own = location.origin().is_ok_and(|origin| origin == link.origin());
    let here = location.pathname().is_ok_and(|path| path == link.pathname());
    (own && !here && link.target().is_empty()).then(|| format!("{}{}", link.pathname(), link.search()))
}
