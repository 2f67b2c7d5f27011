//! A short list with an edge round it.

use leptos::{html, prelude::*, text_prop::TextProp};

use super::Name;

/// The list. Rows whose text holds a link with the class `cover` act as a whole.
#[component]
pub fn Rows(
    /// Its [`Row`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="rows">{children()}</ul> }
}

/// One row: what it is, a name, a line below it, and at the end its buttons or nothing.
#[component]
pub fn Row(
    /// Leads the row: a tile, an avatar or an icon.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// The name; with `href`, a link that covers the whole row.
    #[prop(into)]
    title: TextProp,
    /// Id of the name, for buttons at the end that are described by it.
    #[prop(optional, into)]
    title_id: Option<String>,
    /// Where the whole row leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Has the focus when the page appears; only with `href`.
    #[prop(optional)]
    autofocus: bool,
    /// Beside the name: a badge.
    #[prop(optional, into)]
    badge: Option<ViewFn>,
    /// The line below.
    #[prop(optional, into)]
    line: Option<ViewFn>,
    /// At the end: [`RowActions`], a key, a time.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let anchor = NodeRef::<html::A>::new();
    // The attribute counts once per document, and pages come without one. A frame later the row stands on the page.
    Effect::new(move || {
        if autofocus {
            request_animation_frame(move || {
                if let Some(link) = anchor.try_get_untracked().flatten() {
                    // A link that is gone again needs no focus.
                    _ = link.focus();
                }
            });
        }
    });
    let name = match href {
        Some(href) => {
            view! { <a class="cover" href=href autofocus=autofocus node_ref=anchor><Name text=title/></a> }.into_any()
        }
        None => view! { <Name text=title/> }.into_any(),
    };
    view! {
        <li>
            {lead.map(|lead| lead.run())}
            <div class="grow">
                <b id=title_id>{name}</b>
                {badge.map(|badge| view! { " " {badge.run()} })}
                {line.map(|line| view! { <small>{line.run()}</small> })}
            </div>
            {children.map(|children| children())}
        </li>
    }
}

/// A row's buttons; on a phone they take a line of their own.
#[component]
pub fn RowActions(
    /// The buttons, the quiet one first.
    children: Children,
) -> impl IntoView {
    view! { <span class="row-actions">{children()}</span> }
}
