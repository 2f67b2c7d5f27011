//! Whether somebody is there, told apart by shape first and colour second.

use leptos::prelude::*;

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresenceState {
    /// A disc.
    Online,
    /// A square.
    Busy,
    /// Half a disc.
    Away,
    /// A ring.
    Offline,
}

impl PresenceState {
    const fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }
}

/// The shape alone; the word beside it is the page's.
#[component]
pub fn Presence(
    /// Where they are.
    #[prop(into)]
    state: Signal<PresenceState>,
) -> impl IntoView {
    view! { <i class="presence" data-state=move || state.get().word() aria-hidden="true"></i> }
}
