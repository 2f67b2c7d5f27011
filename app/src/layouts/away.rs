//! The sign in a shell that the server cannot be reached: since when, and that nothing is lost (FIELD-64).

use leptos::prelude::*;

use crate::{
    reach,
    text::away,
    ui::{Icon, IconName, LocalTime, TimeShape},
};

/// Above the foot of the navigation.
#[component]
pub fn Away() -> impl IntoView {
    let since = reach::away_since();
    view! {
        <div role="status">
            {move || since.get().map(|at| view! {
                <p class="away">
                    <Icon name=IconName::Offline/>
                    <span>
                        <b>{away::SINCE} " " <LocalTime at shape=TimeShape::Clock/></b>
                        {away::KEPT}
                    </span>
                </p>
            })}
        </div>
    }
}

/// The same on a phone, where the navigation is folded away.
#[component]
pub fn AwayOnPhone() -> impl IntoView {
    let since = reach::away_since();
    view! {
        <div class="only-phone" role="status">
            {move || since.get().map(|_| view! {
                <p class="away"><Icon name=IconName::Offline/>{away::OFFLINE}</p>
            })}
        </div>
    }
}
