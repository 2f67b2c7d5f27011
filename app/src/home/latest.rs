//! What happened: the newest entries of the audit log.

use domain::{AuditQuery, Permission, paths};
use leptos::prelude::*;

use super::Shown;
use crate::{
    audit::{AuditEntryView, AuditSentence},
    home::api::HomeView,
    text::home as words,
    ui::{Avatar, LocalTime, TimeShape},
};

/// Beside the first steps.
#[component]
pub(super) fn Feed(shown: Shown) -> impl IntoView {
    let entries = move || {
        let HomeView { organization, latest, now, .. } = shown.view.get();
        let line = |entry: AuditEntryView| {
            let at = entry.at;
            view! {
                <li>
                    <AuditSentence entry organization=organization.name.clone()/> " "
                    <LocalTime at shape=TimeShape::Relative now/>
                </li>
            }
        };
        latest.into_iter().map(line).collect_view()
    };
    view! { <section class="feed"><h2>{words::LATEST} " " <SeeAll shown/></h2><ul>{entries}</ul></section> }
}

/// The way to the whole log, for those who read it.
#[component]
fn SeeAll(shown: Shown) -> impl IntoView {
    let reads = Memo::new(move |_| shown.view.read().organization.authority.may(Permission::ReadAuditLog));
    let href = shown.slug.with_value(|slug| paths::audit_log(slug, &AuditQuery::default()));
    view! { <Show when=move || reads.get()><a class="link" href=href.clone()>{words::SEE_ALL}</a></Show> }
}

/// Below what waits.
#[component]
pub(super) fn Log(shown: Shown) -> impl IntoView {
    let entries = move || {
        let HomeView { organization, latest, now, .. } = shown.view.get();
        let line = |entry: AuditEntryView| {
            let (at, actor) = (entry.at, entry.actor.clone().unwrap_or_default());
            view! {
                <li>
                    <Avatar name=actor/>
                    <span><AuditSentence entry organization=organization.name.clone()/></span>
                    <LocalTime at shape=TimeShape::Relative now/>
                </li>
            }
        };
        latest.into_iter().map(line).collect_view()
    };
    view! {
        <section class="block" aria-labelledby="latest">
            <div class="block-head"><h2 id="latest">{words::LATEST}</h2><SeeAll shown/></div>
            <ol class="log">{entries}</ol>
        </section>
    }
}
