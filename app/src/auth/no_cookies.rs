//! Before somebody signs up or in with a browser that would forget it at once.

use leptos::prelude::*;

use crate::{
    browser,
    text::NO_COOKIES,
    ui::{Notice, NoticeTone},
};

/// That the browser keeps no cookies, where it says so once the page is awake.
#[component]
pub fn NoCookies() -> impl IntoView {
    let refused = RwSignal::new(false);
    Effect::new(move || refused.set(!browser::keeps_cookies()));
    move || refused.get().then(|| view! { <Notice tone=NoticeTone::Warn still=true>{NO_COOKIES}</Notice> })
}
