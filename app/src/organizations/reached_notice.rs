//! That all seats or projects of the plan are taken, said on a form before it is sent (ST-3).

use domain::{ReachedLimit, Slug, paths::SettingsTab};
use leptos::prelude::*;

use crate::{
    text::settings::billing,
    ui::{Notice, NoticeTone, Sentence},
};

/// The notice. Whoever can ask for more has the way to what the plan includes.
#[component]
pub fn ReachedNotice(
    /// Of the organization.
    slug: Slug,
    /// What it says.
    text: String,
    reached: ReachedLimit,
) -> impl IntoView {
    let ReachedLimit { managers, can_ask, .. } = reached;
    let link = can_ask.then(|| {
        view! { " " <a class="link" href=SettingsTab::Billing.path(&slug)>{billing::SEE_PLAN}</a> }
    });
    view! { <Notice tone=NoticeTone::Warn still=true><Sentence text names=managers/> {link}</Notice> }
}
