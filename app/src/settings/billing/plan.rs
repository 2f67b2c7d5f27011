//! The plan, and how it is changed.

use domain::{Slug, SubscriptionStatus};
use leptos::prelude::*;

use super::{BillingView, Part};
use crate::{
    text::settings::billing as words,
    ui::{Badge, BadgeTone, Name, Notice},
};

const fn tone(status: SubscriptionStatus) -> BadgeTone {
    match status {
        SubscriptionStatus::Active => BadgeTone::Ok,
        SubscriptionStatus::Trial => BadgeTone::Accent,
        SubscriptionStatus::PastDue => BadgeTone::Warn,
        SubscriptionStatus::Cancelled => BadgeTone::Plain,
    }
}

/// What the operator set: plan, limits, status and last day.
#[component]
pub(super) fn Plan(slug: StoredValue<Slug>, view: Memo<BillingView>) -> impl IntoView {
    let subscription = Memo::new(move |_| view.read().subscription.clone());
    let plan = move || match subscription.get() {
        Some(found) => view! {
            <p class="plan-name">
                <b><Name text=found.plan.name.to_string()/></b>
                <Badge tone=tone(found.status)>{words::status(found.status)}</Badge>
            </p>
            <p class="plan-text">{words::includes(&found)}</p>
        }
        .into_any(),
        None => view! {
            <p class="plan-name"><b>{words::NO_PLAN}</b></p>
            <p class="plan-text">{words::NO_PLAN_TEXT}</p>
        }
        .into_any(),
    };
    view! {
        <Part heading=words::PLAN hint=words::PLAN_HINT>
            <div class="plan">{plan}</div>
            <Notice still=true>
                {words::ASK_OPERATOR} <b><Name text=slug.with_value(ToString::to_string) verbatim=true/></b> "."
            </Notice>
        </Part>
    }
}
