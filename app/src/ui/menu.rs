//! Menus: native popovers with arrows, Home, End and letters. Dangerous things last, after a line.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};

use super::{Icon, IconName};
use crate::keys;

/// A menu. A button whose `popovertarget` is the menu's id opens and closes it, with or without
/// JavaScript; Esc and a click elsewhere close it, and focus returns.
#[component]
pub fn Menu(
    /// Its id.
    #[prop(into)]
    id: String,
    /// What it is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// One more class, for a menu with a place of its own; without it, it opens below its button.
    #[prop(optional, into)]
    class: Option<String>,
    /// Its role, if it is more than a group of buttons.
    #[prop(default = "group")]
    role: &'static str,
    /// [`MenuItem`]s, [`MenuLink`]s and [`MenuLine`]s.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let class = format!("menu {}", class.as_deref().unwrap_or("menu-below"));
    view! {
        <div
            class=class
            id=id
            popover="auto"
            role=role
            aria-label=move || label.get()
            node_ref=node
            on:toggle=move |_| {
                if let Some(menu) = node.get_untracked() {
                    focus_first(&menu);
                }
            }
            on:keydown=move |event| {
                if let Some(menu) = node.get_untracked() {
                    move_focus(&menu, &event);
                }
            }
            on:click=move |event| {
                if let Some(menu) = node.get_untracked() && chosen(&event) {
                    _ = menu.hide_popover();
                }
            }
        >
            {children()}
        </div>
    }
}

/// Whether a click chose a thing of the menu. Without a page load the menu has to be closed by hand.
fn chosen(event: &MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest(".menu-item").ok().flatten())
        .is_some()
}

/// What has the focus first: the chosen one of several, if there is one.
const FIRST: [&str; 2] = [".menu-item[aria-pressed=true]", "input[type=text], select, .menu-item:not(:disabled)"];

/// Once it is open, the focus goes to its first field or thing, unless it is inside already.
fn focus_first(menu: &web_sys::HtmlElement) {
    let open = menu.matches(":popover-open").unwrap_or_default();
    let inside = document().active_element().is_some_and(|active| menu.contains(Some(&active)));
    if open
        && !inside
        && let Some(first) = FIRST.iter().find_map(|first| menu.query_selector(first).ok().flatten())
        && let Ok(first) = first.dyn_into::<web_sys::HtmlElement>()
    {
        _ = first.focus();
    }
}

/// Moves the focus among the things of a menu. Keys pressed in a field are the field's own.
fn move_focus(menu: &web_sys::HtmlElement, event: &KeyboardEvent) {
    let is_field = |target: &web_sys::EventTarget| {
        target.has_type::<web_sys::HtmlInputElement>() || target.has_type::<web_sys::HtmlSelectElement>()
    };
    let typing = event.target().is_some_and(|target| is_field(&target));
    let Some(key) = keys::alone(event).filter(|_| !typing) else { return };
    let Ok(found) = menu.query_selector_all(".menu-item:not(:disabled)") else { return };
    let items: Vec<web_sys::HtmlElement> =
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref().is_some_and(|active| item.is_same_node(Some(active))));
    let words: Vec<String> = items.iter().map(|item| item.text_content().unwrap_or_default()).collect();
    if let Some(to) = next(&key, at, &words) {
        event.prevent_default();
        _ = items[to].focus();
    }
}

/// Where a key leads from one thing of a menu.
fn next(key: &str, at: Option<usize>, words: &[String]) -> Option<usize> {
    let count = words.len();
    let last = count.checked_sub(1)?;
    match key {
        "ArrowDown" => Some(at.map_or(0, |at| (at + 1) % count)),
        "ArrowUp" => Some(at.map_or(last, |at| (at + last) % count)),
        "Home" => Some(0),
        "End" => Some(last),
        letter if letter.chars().count() == 1 && letter != " " => {
            let letter = letter.to_lowercase();
            let begin = at.map_or(0, |at| at + 1);
            (0..count)
                .map(|step| (begin + step) % count)
                .find(|at| words[*at].trim_start().to_lowercase().starts_with(&letter))
        }
        _ => None,
    }
}

/// One thing to do.
#[component]
pub fn MenuItem(
    /// Before the words.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// Before the words, if an icon.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Red, at the end of the menu.
    #[prop(optional)]
    danger: bool,
    /// One of several, and the chosen one if true: says so and shows a check.
    #[prop(optional, into)]
    chosen: Option<Signal<bool>>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called when pressed.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=if danger { "menu-item danger" } else { "menu-item" }
            type=if submit { "submit" } else { "button" }
            aria-pressed=chosen
                .map(|chosen| move || if chosen.get() { "true" } else { "false" })
            disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {lead.map(|lead| lead.run())}
            {icon.map(|name| view! { <Icon name /> })}
            <span class="grow">{children()}</span>
            {move || {
                chosen
                    .is_some_and(|chosen| chosen.get())
                    .then(|| view! { <Icon name=IconName::Check /> })
            }}
        </button>
    }
}

/// One place to go.
#[component]
pub fn MenuLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Before the words.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// Before the words, if an icon.
    #[prop(optional)]
    icon: Option<IconName>,
    /// This is where we are: says so and shows a check.
    #[prop(optional)]
    current: bool,
    /// Red, at the end of the menu.
    #[prop(optional)]
    danger: bool,
    /// At the end of the line.
    #[prop(optional, into)]
    line: Option<ViewFn>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=if danger { "menu-item danger" } else { "menu-item" }
            href=move || href.get()
            aria-current=current.then_some("true")
        >
            {lead.map(|lead| lead.run())}
            {icon.map(|name| view! { <Icon name /> })}
            <span class="grow">{children()}</span>
            {line.map(|line| view! { <small>{line.run()}</small> })}
            {current.then(|| view! { <Icon name=IconName::Check /> })}
        </a>
    }
}

/// A line between two groups.
#[component]
pub fn MenuLine() -> impl IntoView {
    view! { <hr /> }
}

#[cfg(test)]
mod tests {
    use super::next;

    fn words() -> Vec<String> {
        ["Edit", "Resend invitation", "Copy link", "Revoke access"].map(str::to_owned).into()
    }

    #[test]
    fn arrows_go_round() {
        assert_eq!(next("ArrowDown", None, &words()), Some(0));
        assert_eq!(next("ArrowDown", Some(3), &words()), Some(0));
        assert_eq!(next("ArrowUp", Some(0), &words()), Some(3));
        assert_eq!(next("ArrowUp", None, &words()), Some(3));
        assert_eq!(next("ArrowDown", None, &[]), None);
    }

    #[test]
    fn letters_find_the_next_one_that_begins_so() {
        assert_eq!(next("r", None, &words()), Some(1));
        assert_eq!(next("R", Some(1), &words()), Some(3));
        assert_eq!(next("r", Some(3), &words()), Some(1));
        assert_eq!(next("x", Some(3), &words()), None);
        assert_eq!(next("Tab", Some(3), &words()), None);
    }
}
