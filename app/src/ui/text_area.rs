//! Several lines of text to fill in. The only `<textarea>` there is: leptos 0.8 does not escape the
//! children of that element when rendering on the server, so what stands in it is escaped here.

use leptos::{html, prelude::*};

use super::{
    Checks,
    field_parts::{FieldCheck, FirstMistake, Ids, Watch, focus_on_arrival, in_view, note},
    name::escaped,
};
use crate::ON_SERVER;

/// One labelled textarea. What was typed is never lost: the page sets the first value only.
#[component]
pub fn TextArea(
    /// Name it sends with the form; its id too, unless `id` is given.
    #[prop(into)]
    name: String,
    /// The words above it.
    #[prop(into)]
    label: String,
    /// Id, where the same name is on the page twice.
    #[prop(optional, into)]
    id: Option<String>,
    /// How many lines it shows.
    #[prop(default = 3)]
    rows: u16,
    /// At most so many characters.
    #[prop(optional)]
    maxlength: Option<usize>,
    /// Must not stay empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when the page appears.
    #[prop(optional)]
    autofocus: bool,
    /// Cannot be changed; say why in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Addresses, slugs or codes: I, l, 1 and 0, O told apart; no spelling marks, no capitals.
    #[prop(optional)]
    verbatim: bool,
    /// What the field may look like filled in; never instead of a label.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// The sentence below.
    #[prop(optional, into)]
    hint: Option<ViewFn>,
    /// Beside the label; comes after the control in the tab order.
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
    let node = NodeRef::<html::Textarea>::new();
    let focus = Callback::new(move |()| {
        if let Some(area) = node.get_untracked() {
            _ = in_view(area).focus();
        }
    });
    let read = Callback::new(move |()| node.get_untracked().map(|area| in_view(area).value()));
    let watch = Watch::new(error, check, read, focus);
    let autofocus = FirstMistake::focuses(autofocus, &name, watch);
    focus_on_arrival(autofocus, focus);
    let checked = use_context::<Checks>().is_some();
    let first = value.clone();
    Effect::new(move |_| {
        let Some(area) = node.get() else { return };
        if checked && let Some(form) = area.form() {
            form.set_no_validate(true);
        }
        let value = area.value();
        if value != first {
            if let Some(on_input) = on_input {
                on_input.run((value,));
            }
            watch.typed();
        }
    });

    let hinted = hint.is_some();
    let described_by = {
        let ids = ids.clone();
        move || watch.described_by(&ids, hinted)
    };
    view! {
        <div class="field">
            <label class="label" for=ids.control.clone()>
                {label}
            </label>
            <textarea
                class=if verbatim { "input verbatim" } else { "input" }
                id=ids.control.clone()
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|most| most.to_string())
                placeholder=placeholder
                required=required
                autofocus=autofocus
                disabled=move || disabled.get()
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
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
                inner_html=content(&value)
            ></textarea>
            {aside.map(|aside| view! { <div class="field-aside">{aside.run()}</div> })}
            {note(&ids, watch, hint)}
        </div>
    }
}

/// What goes between the tags, so that it comes out as `value` and as nothing else.
fn content(value: &str) -> String {
    let mut html = String::with_capacity(value.len() + 1);
    // A parser drops the first line break after the tag, which only a page from the server has.
    if ON_SERVER && value.starts_with('\n') {
        html.push('\n');
    }
    html.push_str(&escaped(value));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(value: &str) -> String {
        Owner::new().with(|| view! { <TextArea name="note" label="Note" value=value.to_owned() /> }.to_html())
    }

    #[test]
    fn what_somebody_typed_cannot_leave_the_textarea() {
        let html = rendered("</textarea><script>alert(1)</script>&amp;");
        assert!(!html.contains("<script>"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"), "{html}");
    }

    #[test]
    fn a_first_empty_line_survives_the_parser() {
        assert!(rendered("\nsecond").contains(">\n\nsecond</textarea>"));
    }

    #[test]
    fn an_empty_one_is_empty() {
        assert!(rendered("").contains("></textarea>"));
    }
}
