//! A line of text to fill in: label above, hint or mistake below.
#![allow(clippy::fn_params_excessive_bools, reason = "flags of an element, each named where it is used")]

use leptos::{html, prelude::*};

use crate::browser;

use super::{
    Checks,
    field_parts::{FieldCheck, FirstMistake, Ids, Watch, focus_on_arrival, in_view, may_stay_empty, note},
};

/// One labelled input. What was typed is never lost: the page sets the first value only.
#[component]
pub fn Field(
    /// Name it sends with the form; its id too, unless `id` is given.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// Id, where the same name is on the page twice.
    #[prop(optional, into)]
    id: Option<String>,
    /// Type of the input: `text`, `email`, …
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(optional, into)]
    autocomplete: Option<String>,
    /// Which keyboard a phone shows.
    #[prop(optional, into)]
    inputmode: Option<String>,
    /// At least so many characters.
    #[prop(optional)]
    minlength: Option<usize>,
    /// Must not stay empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when the page appears.
    #[prop(optional)]
    autofocus: bool,
    /// What stands in it is selected when the focus comes to it with the page.
    #[prop(optional)]
    selected: bool,
    /// Can be read and copied, not changed.
    #[prop(optional)]
    readonly: bool,
    /// Cannot be changed; say why in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// 40 px tall, for entry pages.
    #[prop(optional)]
    large: bool,
    /// An address, slug or code: I, l, 1 and 0, O told apart; no spelling marks, no capitals.
    #[prop(optional)]
    verbatim: bool,
    /// What is pasted in several lines stays apart, with semicolons between, instead of running together.
    #[prop(optional)]
    list: bool,
    /// Label for screen readers only, where the sentence above says it already.
    #[prop(optional)]
    hide_label: bool,
    /// What the field may look like filled in; never instead of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// What stands in it from now on where that changes by other means than typing; typing does not undo it.
    #[prop(optional, into)]
    follows: Option<Signal<String>>,
    /// What stands before it and is no part of its value: the beginning of an address.
    #[prop(optional, into)]
    prefix: Option<String>,
    /// May stay empty, and says so beside the label.
    #[prop(optional)]
    optional: bool,
    /// The sentence below.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// Beside the label; comes after the input in the tab order.
    #[prop(optional, into)]
    aside: Option<ViewFn>,
    /// The mistake the server found.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A check for the browser to run.
    #[prop(optional, into)]
    check: Option<FieldCheck>,
    /// Called with everything typed so far, also with what was typed before the page woke up.
    #[prop(optional, into)]
    on_input: Option<Callback<(String,)>>,
) -> impl IntoView {
    let ids = Ids::new(id, &name);
    let node = NodeRef::<html::Input>::new();
    let focus = Callback::new(move |()| {
        if let Some(input) = node.get_untracked() {
            _ = in_view(input).focus();
        }
    });
    let read = Callback::new(move |()| node.get_untracked().map(|input| in_view(input).value()));
    let watch = Watch::new(error, check, read, focus);
    let autofocus = FirstMistake::focuses(autofocus, &name, watch);
    focus_on_arrival(autofocus, focus);
    if selected {
        select_on_arrival(node);
    }
    wake(node, value.clone(), watch, on_input);
    if let Some(follows) = follows {
        follow(node, follows);
    }

    let hinted = hint.is_some() || optional;
    let optional = optional.then(|| may_stay_empty(&ids, hint.is_some()));
    let described_by = {
        let ids = ids.clone();
        move || watch.described_by(&ids, hinted)
    };
    let class = match (large, verbatim) {
        (false, false) => "input",
        (true, false) => "input input-lg",
        (false, true) => "input verbatim",
        (true, true) => "input input-lg verbatim",
    };
    view! {
        <div class="field">
            <label class=if hide_label { "visually-hidden" } else { "label" } for=ids.control.clone()>
                {label}
            </label>
            {prefixed(prefix, view! { <input
                class=class
                id=ids.control.clone()
                name=name
                type=kind
                dir=(kind == "text").then_some("auto")
                autocomplete=autocomplete
                inputmode=inputmode
                minlength=minlength.map(|least| least.to_string())
                placeholder=placeholder
                required=required
                autofocus=autofocus
                readonly=readonly
                disabled=move || disabled.get()
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                value=value
                aria-invalid=move || watch.invalid()
                aria-describedby=described_by
                node_ref=node
                on:input:target=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run((event.target().value(),));
                    }
                    watch.typed();
                }
                on:paste:target=move |event| {
                    if list && browser::paste_as_list(&event.target(), event.as_ref()) {
                        event.prevent_default();
                    }
                }
                on:blur=move |event| watch.left(&event)
            /> })}
            {optional}
            {aside.map(|aside| view! { <div class="field-aside">{aside.run()}</div> })}
            {note(&ids, watch, hint)}
        </div>
    }
}

fn prefixed(prefix: Option<String>, input: impl IntoView + 'static) -> AnyView {
    match prefix {
        Some(prefix) => view! { <div class="prefixed"><span class="verbatim">{prefix}</span>{input}</div> }.into_any(),
        None => input.into_any(),
    }
}

/// Puts into the field what it is to hold by other means than typing. To what keeps forms it is as if it had come with the
/// page.
fn follow(node: NodeRef<html::Input>, follows: Signal<String>) {
    Effect::new(move |before: Option<()>| {
        let value = follows.get();
        // What came with the page stands there already, or what was typed while it was on its way.
        if let (Some(()), Some(input)) = (before, node.get_untracked().map(in_view))
            && input.value() != value
        {
            input.set_default_value(&value);
            input.set_value(&value);
            browser::tell_of_input(&input);
        }
    });
}

/// Selects what stands in a field that has the focus once the page is there.
fn select_on_arrival(node: NodeRef<html::Input>) {
    Effect::new(move || {
        let Some(input) = node.get() else { return };
        let first = input.value();
        request_animation_frame(move || {
            let here = document().active_element().is_some_and(|active| active.is_same_node(Some(&input)));
            // Somebody who has typed already goes on.
            if here && input.value() == first {
                input.select();
            }
        });
    });
}

/// What stood on several lines, as a list: a line holds no line breaks, and would run together what they kept apart.
pub fn on_one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(", ")
}

/// When the page wakes up: tells of what was typed before, and takes the checks over from the
/// browser's own bubbles if the form has some.
pub(super) fn wake(node: NodeRef<html::Input>, first: String, watch: Watch, on_input: Option<Callback<(String,)>>) {
    let checked = use_context::<Checks>().is_some();
    Effect::new(move |_| {
        let Some(input) = node.get() else { return };
        if checked && let Some(form) = input.form() {
            form.set_no_validate(true);
        }
        let value = input.value();
        if value != first {
            if let Some(on_input) = on_input {
                on_input.run((value,));
            }
            watch.typed();
        }
    });
}
