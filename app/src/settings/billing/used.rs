//! What of the plan is used: a meter each, and words that say the same.

use domain::{Slug, paths};
use leptos::prelude::*;

use super::{BillingView, Part};
use crate::{text::settings::billing as words, ui::Meter};

/// How many seats and projects are taken, each with its meter.
#[component]
pub(super) fn Used(slug: StoredValue<Slug>, view: Memo<BillingView>) -> impl IntoView {
    let seats = Memo::new(move |_| view.read().seats);
    let projects = Memo::new(move |_| view.read().projects);
    let sees_invitations = Memo::new(move |_| {
        let view = view.read();
        view.can_read_invitations && view.seats.invited > 0
    });
    let sees_members = Memo::new(move |_| {
        let view = view.read();
        view.can_read_members && view.seats.is_full()
    });
    let seats_meter = move || {
        let included = seats.get().included?;
        let (held, promised) = (move || seats.get().members, move || seats.get().invited);
        Some(view! {
            <Meter held=Signal::derive(held) promised=Signal::derive(promised) included=included.get()/>
        })
    };
    let projects_meter = move || {
        let included = projects.get().included?;
        let held = move || projects.get().active;
        Some(view! { <Meter held=Signal::derive(held) included=included.get()/> })
    };
    view! {
        <Part heading=words::USE hint=words::USE_HINT>
            <div class="usage">
                <p class="usage-head">
                    <b>{words::SEATS}</b>
                    <span>{move || words::used(seats.get().taken(), seats.get().included)}</span>
                </p>
                {seats_meter}
                <p class="hint">
                    {move || words::seats_used(&seats.get())}
                    <Show when=move || sees_invitations.get()>
                        " " <a class="link" href=slug.with_value(paths::invited)>{words::SEE_INVITATIONS}</a>
                    </Show>
                    <Show when=move || sees_members.get()>
                        {move || if sees_invitations.get() { " · " } else { " " }}
                        <a class="link" href=slug.with_value(paths::members)>{words::SEE_MEMBERS}</a>
                    </Show>
                </p>
            </div>
            <div class="usage">
                <p class="usage-head">
                    <b>{words::PROJECTS}</b>
                    <span>{move || words::used(projects.get().active, projects.get().included)}</span>
                </p>
                {projects_meter}
                <p class="hint">{move || words::projects_used(&projects.get())}</p>
            </div>
        </Part>
    }
}
