//! The pages of the settings, in the bar above each of them.

use domain::paths::SettingsTab;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{browser, organizations::use_current, text::settings, ui::Tabs};

/// The bar, with the pages that I may see.
#[component]
pub fn SettingsTabs(
    /// The page below, or the one that it belongs to.
    here: SettingsTab,
) -> impl IntoView {
    let current = use_current();
    let location = use_location();
    let tabs = Memo::new(move |_| {
        let Some(current) = current.get() else { return Vec::new() };
        let tab = |tab: SettingsTab| (tab, tab.path(&current.slug));
        SettingsTab::seen_by(&current.authority).map(tab).collect::<Vec<_>>()
    });
    let any = Memo::new(move |_| !tabs.read().is_empty());
    // "page" is the page itself; what stands below it is within.
    let at =
        move |tab, path: &str| (tab == here).then(|| if *location.pathname.read() == path { "page" } else { "true" });
    // Where the bar scrolls sideways, the page that one is on stands in view.
    Effect::new(move || request_animation_frame(move || browser::scroll_sideways_to(&tab_id(here))));
    view! {
        <Show
            when=move || any.get()
            fallback=move || view! { <div class="topbar topbar-plain"><strong>{settings::tab(here)}</strong></div> }
        >
            <header class="topbar">
                <Tabs label=settings::TITLE>
                    <For each=move || tabs.get() key=Clone::clone let((tab, path))>
                        <a id=tab_id(tab) href=path.clone() aria-current=move || at(tab, &path)>{settings::tab(tab)}</a>
                    </For>
                </Tabs>
            </header>
        </Show>
    }
}

fn tab_id(tab: SettingsTab) -> String {
    format!("tab-{}", tab.word())
}
