//! The few things that pages ask the browser itself. All of it runs in effects, never on the server.

use std::{future::poll_fn, pin::pin, task::Poll};

use chrono::{DateTime, Utc};
use domain::Appearance;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Reflect};
use leptos::{
    ev::{focus, visibilitychange},
    leptos_dom::helpers::window_event_listener,
    prelude::*,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{BroadcastChannel, Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, MessageEvent};

/// The attribute of the root element that pins light or dark; `style/tokens.css` reads it.
const THEME: &str = "data-theme";
/// The data of a page's resources, as leptos sends them along.
const RESOLVED: &str = "__RESOLVED_RESOURCES";

/// Whether nobody can see this tab.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// What time it is by this browser's clock.
pub fn now() -> Option<DateTime<Utc>> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a few hundred thousand years")]
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64)
}

/// False where the browser knows that it has no network; true says little.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// The nonce of this document's scripts: no other answer of the server had it.
pub fn nonce() -> Option<String> {
    let script = document().query_selector("script[nonce]").ok()??;
    // Hidden from style sheets: not the attribute, the property has it.
    Reflect::get(&script, &"nonce".into()).ok()?.as_string().filter(|nonce| !nonce.is_empty())
}

/// Takes what the server sent along for the start of this document out of it: nobody needs it any more, and after signing
/// out nobody may read it (PRV-8).
pub fn forget_page_data() {
    let Ok(data) = Reflect::get(&window(), &RESOLVED.into()) else { return };
    let _ = Reflect::set(&data, &"length".into(), &0.into());
    let Ok(scripts) = document().query_selector_all("script:not([src])") else { return };
    for script in (0..scripts.length()).filter_map(|place| scripts.item(place)) {
        if script.text_content().is_some_and(|text| text.contains(RESOLVED))
            && let Some(parent) = script.parent_node()
        {
            let _ = parent.remove_child(&script);
        }
    }
}

/// What comes of `work` within this time; dropped afterwards, which ends a call under way.
pub async fn within<T>(millis: u32, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut late) = (pin!(work), pin!(TimeoutFuture::new(millis)));
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => late.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// Runs `callback` whenever this tab is looked at again, until the component is gone.
pub fn on_return(callback: impl Fn() + Clone + 'static) {
    let seen = callback.clone();
    let visible = window_event_listener(visibilitychange, move |_| {
        if !is_hidden() {
            seen();
        }
    });
    let focused = window_event_listener(focus, move |_| callback());
    on_cleanup(move || {
        visible.remove();
        focused.remove();
    });
}

/// Runs `callback` whenever this tab is hidden or seen again, until the component is gone.
pub fn on_visibility(callback: impl Fn() + 'static) {
    let listener = window_event_listener(visibilitychange, move |_| callback());
    on_cleanup(move || listener.remove());
}

/// Puts the focus on the element with this id.
pub fn focus_on(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that is gone again needs no focus.
        let _ = element.focus();
    }
}

/// The same, where what had it is gone from the page, which does not jump: one may have come Back to the middle of it.
pub fn focus_if_lost(id: &str) {
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY")
        && let Some(element) = document().get_element_by_id(id)
    {
        let options = Object::new();
        // An object takes a property.
        let _ = Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
        call(&element, "focus", &[&options]);
    }
}

/// Whether less than a page of this list is left below what is seen of it.
pub fn is_near_end(id: &str) -> bool {
    document().get_element_by_id(id).is_some_and(|list| {
        let seen = list.client_height();
        list.scroll_height() - list.scroll_top() - seen < seen
    })
}

/// Moves what the element with this id stands in, a list or the page, so that it is seen; where it is, nothing moves.
pub fn scroll_to(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = Object::new();
        // An object takes a property.
        let _ = Reflect::set(&options, &"block".into(), &"nearest".into());
        call(&element, "scrollIntoView", &[&options]);
    }
}

/// Moves the list that the element with this id stands in sideways, so that it is seen. The next Tab goes where it would have
/// gone all the same; `scrollIntoView` would have it go on from there.
pub fn scroll_sideways_to(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let list = element.as_ref().and_then(|element| element.parent_element()?.dyn_into::<HtmlElement>().ok());
    if let Some((element, list)) = element.zip(list) {
        // Both have one offset parent, as long as the list is none itself.
        let (left, width) = (element.offset_left() - list.offset_left(), element.offset_width());
        let room = list.client_width() - width;
        if left < list.scroll_left() || left - room > list.scroll_left() {
            list.set_scroll_left(left - room / 2);
        }
    }
}

/// How many lines of the list with this id are seen at once.
pub fn rows_in_view(id: &str) -> usize {
    let rows = document().get_element_by_id(id).and_then(|list| {
        let row: HtmlElement = list.first_element_child()?.dyn_into().ok()?;
        list.client_height().checked_div(row.offset_height())
    });
    rows.and_then(|rows| usize::try_from(rows).ok()).unwrap_or_default()
}

/// Fills a field in by its id, as if somebody had typed it there, and puts the focus into it.
pub fn fill(id: &str, value: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(value);
        tell_of_input(&input);
        focus_on(id);
    }
}

/// The same where nothing is in it yet, and without the focus; false: something is.
pub fn fill_if_empty(id: &str, value: &str) -> bool {
    let input = document().get_element_by_id(id).and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    let empty = input.filter(|input| input.value().is_empty());
    if let Some(input) = &empty {
        // As if it had come with the page: nobody typed it, so it is no draft to be kept.
        input.set_default_value(value);
        input.set_value(value);
        tell_of_input(input);
    }
    empty.is_some()
}

/// Tells whoever listens to a control that something else is in it.
pub fn tell_of_input(control: &Element) {
    for name in ["input", "change"] {
        tell(control, name);
    }
}

fn tell(control: &Element, name: &str) {
    if let Ok(event) = Event::new(name) {
        event.init_event_with_bubbles(name, true);
        // Nobody holds it back.
        let _ = control.dispatch_event(&event);
    }
}

/// What is chosen in a select that came with the page.
pub fn default_choice(select: &HtmlSelectElement) -> String {
    let options = options_of(select);
    let chosen = options.iter().rfind(|option| option.has_attribute("selected")).or(options.first());
    chosen.and_then(|option| option.get_attribute("value")).unwrap_or_default()
}

/// From now on this is what came with the page; what is chosen in the select stays.
pub fn set_default_choice(select: &HtmlSelectElement, value: &str) {
    let chosen = select.value();
    for option in options_of(select) {
        let is_it = option.get_attribute("value").as_deref() == Some(value);
        // The name is a good one.
        let _ = option.toggle_attribute_with_force("selected", is_it);
    }
    // An option that nobody has touched is chosen by its attribute.
    if select.value() != chosen {
        select.set_value(&chosen);
    }
}

/// Chooses this as if it had come with the page. What keeps the form hears it; nobody takes it for a person's choice.
pub fn choose(select: &HtmlSelectElement, value: &str) {
    set_default_choice(select, value);
    select.set_value(value);
    tell(select, "input");
}

fn options_of(select: &HtmlSelectElement) -> Vec<Element> {
    let Ok(options) = select.query_selector_all("option") else { return Vec::new() };
    (0..options.length()).filter_map(|at| options.item(at)?.dyn_into().ok()).collect()
}

/// Puts what is pasted in several lines into the input with semicolons between them: by itself it lets them run together.
/// False: it is one line.
pub fn paste_as_list(input: &HtmlInputElement, event: &Event) -> bool {
    let Ok(data) = Reflect::get(event, &"clipboardData".into()) else { return false };
    let Some(text) = call(&data, "getData", &[&"text".into()]).and_then(|text| text.as_string()) else { return false };
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() < 2 {
        return false;
    }
    let list = lines.join("; ");
    let place = |name: &str| Reflect::get(input, &name.into()).unwrap_or_default();
    let (start, end) = (place("selectionStart"), place("selectionEnd"));
    if call(input, "setRangeText", &[&list.into(), &start, &end, &"end".into()]).is_none() {
        return false;
    }
    tell_of_input(input);
    true
}

/// Calls a method that the bindings leave out, or that a browser may lack; none where it is missing or throws.
pub fn call(target: &JsValue, method: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let method: Function = Reflect::get(target, &method.into()).ok()?.dyn_into().ok()?;
    method.apply(target, &arguments.iter().copied().collect::<Array>()).ok()
}

/// Closes the popover with this id. A link inside one leaves it open where no page is loaded.
pub fn close_popover(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Closed already is as good.
        let _ = element.hide_popover();
    }
}

/// Whether the popover with this id is open.
pub fn is_popover_open(id: &str) -> bool {
    let popover = document().get_element_by_id(id);
    popover.is_some_and(|popover| popover.matches(":popover-open").unwrap_or_default())
}

/// The host that this page is at, without its port.
pub fn hostname() -> String {
    // Fails only where there is none.
    location().hostname().unwrap_or_default()
}

/// A path of ours as a whole address, to be handed over.
pub fn address_of(path: &str) -> String {
    format!("{}{path}", location().origin().unwrap_or_default())
}

/// Loads the page anew.
pub fn reload() {
    // Fails only where nothing can be loaded at all.
    let _ = location().reload();
}

/// Where this tab is: path and query.
pub fn path() -> String {
    let location = location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Whether the browser keeps cookies for this site. One that cannot tell is taken to.
pub fn keeps_cookies() -> bool {
    Reflect::get(&window().navigator(), &"cookieEnabled".into()).ok().and_then(|keeps| keeps.as_bool()).unwrap_or(true)
}

/// Whether a dialog or a panel is open over the page, which is out of reach until it is closed.
pub fn is_dialog_open() -> bool {
    document().query_selector("dialog:modal").is_ok_and(|dialog| dialog.is_some())
}

/// Whether the page answers to hands and keys; `frontend` says so.
pub fn is_awake() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-awake"))
}

/// Loads this path of ours as a document, if the server answers there; where it does not, nothing is left for the
/// browser's own error page.
pub fn load_when_answered(path: String) {
    leptos::task::spawn_local(async move {
        let Ok(answer) = JsFuture::from(window().fetch_with_str(&path)).await else { return };
        let status = Reflect::get(&answer, &"status".into()).ok().and_then(|status| status.as_f64());
        if status.is_some_and(|status| status < 500.0) {
            // Fails only where nothing can be loaded at all.
            let _ = location().assign(&path);
        }
    });
}

/// Pins the page to light or dark, or lets the system decide again. The server does the same on the next load.
pub fn show_in(appearance: Appearance) {
    if let Some(root) = document().document_element() {
        // The name is a good one, so neither fails.
        let _ = match appearance {
            Appearance::System => root.remove_attribute(THEME),
            Appearance::Light | Appearance::Dark => root.set_attribute(THEME, appearance.as_str()),
        };
    }
}

/// Puts this into the clipboard; false: the browser does not let us.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Only pages over https and pages of this machine have one.
    let has_one = Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| !clipboard.is_undefined());
    has_one && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Words between the tabs of one browser. Closed when dropped.
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Listens on `name`; `hear` gets every word that another tab says. `None`: the browser has no such thing.
    pub fn open(name: &str, on_message: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(word) = event.data().as_string() {
                on_message(&word);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { channel, _listener: listener })
    }

    /// Says a word to the other tabs.
    pub fn say(&self, word: &str) {
        // Fails only when the channel is closed, and then nobody listens.
        let _ = self.channel.post_message(&JsValue::from_str(word));
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}
