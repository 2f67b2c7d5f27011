//! What changed about plan, limits and contact, the newest first.

use leptos::prelude::*;

use super::{BillingView, Part};
use crate::{
    audit::{AuditEntryView, AuditSentence},
    organizations::use_current,
    text::settings::billing as words,
    ui::{LocalTime, TimeShape},
};

/// What changed in plan, limits and contact, the newest first.
#[component]
pub(super) fn History(view: Memo<BillingView>) -> impl IntoView {
    let current = use_current();
    let entries = Memo::new(move |_| view.read().history.clone());
    let lines = move || {
        let organization = current.with_untracked(|current| current.as_ref().map(|current| current.name.clone()));
        let organization = organization.unwrap_or_default();
        let now = view.read_untracked().now;
        let line = |entry: AuditEntryView| {
            let at = entry.at;
            view! {
                <li>
                    <LocalTime at shape=TimeShape::Relative now/>
                    <span><AuditSentence entry organization=organization.clone()/></span>
                </li>
            }
        };
        entries.get().into_iter().map(line).collect_view()
    };
    view! {
        <Part heading=words::HISTORY hint=words::HISTORY_HINT>
            <Show
                when=move || !entries.read().is_empty()
                fallback=|| view! { <p class="hint">{words::NO_HISTORY}</p> }
            >
                <ul class="history">{lines}</ul>
            </Show>
        </Part>
    }
}
