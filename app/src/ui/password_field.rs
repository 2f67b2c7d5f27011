//! A password to type: can be shown, and says how strong it is.

use leptos::{html, prelude::*};

use super::{
    Icon, IconName,
    field::wake,
    field_parts::{FieldCheck, FirstMistake, Ids, Watch, focus_on_arrival, in_view, note},
    use_hydrated, words,
};

/// A labelled password with a button that shows it. The button appears once scripts run. With a
/// `score`, four bars stand below and the `sentence` takes the hint's place.
#[component]
pub fn PasswordField(
    /// Name it sends with the form; its id too, unless `id` is given.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// Id, where the same name is on the page twice.
    #[prop(optional, into)]
    id: Option<String>,
    /// `new-password` or `current-password`.
    #[prop(into)]
    autocomplete: String,
    /// At most so many characters.
    #[prop(optional)]
    maxlength: Option<usize>,
    /// At least so many characters.
    #[prop(optional)]
    minlength: Option<usize>,
    /// Must not stay empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when the page appears.
    #[prop(optional)]
    autofocus: bool,
    /// Cannot be changed; say why in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// 40 px tall, for entry pages.
    #[prop(optional)]
    large: bool,
    /// The sentence below.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// Beside the label ("Forgot password?"); comes after the input in the tab order.
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
    /// How strong it is, 0 to 4: shows the bars.
    #[prop(optional, into)]
    score: Option<Signal<u8>>,
    /// What the bars mean; the hint stands there while this is empty.
    #[prop(optional, into)]
    sentence: Option<Signal<String>>,
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
    wake(node, String::new(), watch, on_input);

    let shown = RwSignal::new(false);
    let hydrated = use_hydrated();
    let hinted = hint.is_some() || sentence.is_some();
    let described_by = {
        let ids = ids.clone();
        move || watch.described_by(&ids, hinted)
    };
    view! {
        <div class="field">
            <label class="label" for=ids.control.clone()>
                {label}
            </label>
            <div class="adorned">
                <input
                    class=if large { "input input-lg" } else { "input" }
                    id=ids.control.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    maxlength=maxlength.map(|most| most.to_string())
                    minlength=minlength.map(|least| least.to_string())
                    required=required
                    autofocus=autofocus
                    disabled=move || disabled.get()
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || watch.invalid()
                    aria-describedby=described_by
                    node_ref=node
                    on:input:target=move |event| {
                        if let Some(on_input) = on_input {
                            on_input.run((event.target().value(),));
                        }
                        watch.typed();
                    }
                    on:blur=move |event| watch.left(&event)
                />
                <button
                    class="button button-icon"
                    type="button"
                    aria-label=words::SHOW_PASSWORD
                    aria-controls=ids.control.clone()
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    disabled=move || disabled.get()
                    hidden=move || !hydrated.get()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let name = if shown.get() { IconName::EyeOff } else { IconName::Eye };
                        view! { <Icon name /> }
                    }}
                </button>
            </div>
            {aside.map(|aside| view! { <div class="field-aside">{aside.run()}</div> })}
            {score.map(|score| view! { <Strength score /> })}
            {note(&ids, watch, sentence_or(sentence, hint))}
        </div>
    }
}

/// Four bars. The sentence below them is what counts, so they are hidden from screen readers.
#[component]
fn Strength(score: Signal<u8>) -> impl IntoView {
    view! {
        <div class="strength" data-score=move || score.get().min(4).to_string() aria-hidden="true">
            <i></i>
            <i></i>
            <i></i>
            <i></i>
        </div>
    }
}

/// The sentence as long as there is one, else the hint.
fn sentence_or(sentence: Option<Signal<String>>, hint: Option<ViewFn>) -> Option<ViewFn> {
    let Some(sentence) = sentence else { return hint };
    let empty = Memo::new(move |_| sentence.read().is_empty());
    Some(ViewFn::from(move || {
        let hint = hint.clone();
        view! {
            {move || empty.get().then(|| hint.as_ref().map(ViewFn::run))}
            // There from the start, so that it is told when it changes.
            <span aria-live="polite">{sentence}</span>
        }
        .into_any()
    }))
}
