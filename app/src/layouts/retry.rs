//! What did not come through: said once, and tried again by itself until it does (FIELD-64).

use domain::Refusal;
use gloo_timers::callback::Interval;
use leptos::{ev::online, leptos_dom::helpers::window_event_listener, prelude::*};
use leptos_router::hooks::use_location;

use crate::{
    browser,
    error::AppError,
    text::error_page,
    ui::{Button, ButtonKind, ButtonSize, IconName, LinkButton},
};

/// Between two tries, in seconds.
const PAUSE: u32 = 4;

/// Seconds until it is worth another try; none: it is not, without somebody who looks at it.
fn pause(error: &AppError) -> Option<u32> {
    match error {
        AppError::Unreachable | AppError::Unavailable | AppError::Refused(Refusal::Busy) => Some(PAUSE),
        AppError::Refused(Refusal::Throttled { seconds, .. } | Refusal::TooSoon { seconds }) => Some(*seconds),
        _ => None,
    }
}

/// Counts down and runs `again`, over and over until the component is gone; at once when the browser's network is back,
/// and not while the browser knows that it has none. Gives the seconds that are left.
fn countdown(error: &AppError, again: Callback<()>) -> Option<RwSignal<u32>> {
    let pause = pause(error)?;
    let left = RwSignal::new(pause);
    let network = matches!(error, AppError::Unreachable);
    Effect::new(move || {
        let tick = move || {
            if left.try_get_untracked().is_some_and(|left| left > 1) {
                left.update(|left| *left -= 1);
            } else if browser::is_online() {
                left.try_set(pause);
                again.run(());
            }
        };
        let timer = StoredValue::new_local(Some(Interval::new(1_000, tick)));
        let back = network.then(|| window_event_listener(online, move |_| again.run(())));
        on_cleanup(move || {
            timer.try_update_value(Option::take);
            if let Some(back) = back {
                back.remove();
            }
        });
    });
    Some(left)
}

/// The sentence: why, and when it is tried again. Screen readers hear that once, not every second.
fn sentence(error: &AppError, why: String, left: Option<RwSignal<u32>>) -> impl IntoView + use<> {
    let network = matches!(error, AppError::Unreachable);
    view! {
        {why}
        {left.map(|left| view! {
            " "
            <span class="num" aria-hidden="true">{move || error_page::trying_again(left.get(), network)}</span>
            <span class="visually-hidden">{error_page::BY_ITSELF}</span>
        })}
    }
}

/// In the place of a part of a page, within its layout.
#[component]
pub fn Missing(
    /// Why it did not come.
    error: AppError,
    /// What did not come, as a heading; none where the page's own says it.
    #[prop(optional, into)]
    heading: Option<&'static str>,
    /// Why, where that is not the error's own sentence.
    #[prop(optional, into)]
    why: Option<&'static str>,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    let left = countdown(&error, again);
    let why = why.map_or_else(|| error_page::why(&error), Into::into);
    let words = if left.is_some() { error_page::NOW } else { error_page::AGAIN };
    view! {
        <div class="empty" role="status">
            {heading.map(|heading| view! { <h2>{heading}</h2> })}
            <p>{sentence(&error, why, left)}</p>
            <Button icon=IconName::Refresh on_click=again>{words}</Button>
        </div>
    }
}

/// In the place of everything below a page's heading, where there is nothing but this. Once the server answers here again,
/// the page is loaded.
#[component]
pub fn LoadAgain(
    /// Why it did not come.
    error: AppError,
) -> impl IntoView {
    let location = use_location();
    let path = move || {
        let (pathname, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        match search.trim_start_matches('?') {
            "" => pathname,
            search => format!("{pathname}?{search}"),
        }
    };
    let again = Callback::new(move |()| browser::load_when_answered(path()));
    let left = countdown(&error, again);
    // Without JavaScript nothing counts, and the page loads again all the same. As inner HTML, since elements that a
    // script makes inside `noscript` would refresh the page too.
    let refresh = left.map_or(String::new(), |_| format!(r#"<meta http-equiv="refresh" content="{PAUSE}">"#));
    view! {
        <noscript inner_html=refresh></noscript>
        <p class="intro" role="status">{sentence(&error, error_page::why(&error), left)}</p>
        <div class="stack">
            <div class="actions">
                <LinkButton
                    kind=ButtonKind::Primary size=ButtonSize::Large href=path()
                    on:click=move |event: leptos::ev::MouseEvent| {
                        event.prevent_default();
                        again.run(());
                    }
                >
                    {if left.is_some() { error_page::NOW } else { error_page::AGAIN }}
                </LinkButton>
            </div>
        </div>
    }
}
