//! What was done to the member, the newest first (TR-11).

use domain::{AuditQuery, paths};
use leptos::prelude::*;

use crate::{
    audit::{AuditEntryView, AuditSentence},
    members::context::DetailsContext,
    organizations::use_current,
    text::{members::details as words, settings::audit_log},
    ui::{LocalTime, TimeShape},
};

/// The section.
#[component]
pub(super) fn History(context: DetailsContext) -> impl IntoView {
    let current = use_current();
    let log = context.slug.with_value(|slug| paths::audit_log(slug, &AuditQuery::of_person(context.id())));
    let entries = Memo::new(move |_| context.view.read().history.clone());
    let lines = move || {
        let organization = current.with_untracked(|current| current.as_ref().map(|current| current.name.clone()));
        let organization = organization.unwrap_or_default();
        let now = context.view.read_untracked().now;
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
        <section class="block" aria-labelledby="member-history">
            <div class="block-head">
                <h2 id="member-history">{words::HISTORY}</h2>
                <Show when=move || context.view.read().can_read_audit_log>
                    <a class="link" href=log.clone()>{audit_log::SEE_ALL}</a>
                </Show>
            </div>
            <Show
                when=move || !entries.read().is_empty()
                fallback=|| view! { <p class="hint">{words::NO_HISTORY}</p> }
            >
                <ul class="history">{lines}</ul>
            </Show>
        </section>
    }
}
