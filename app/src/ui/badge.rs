//! A badge names a state that is not the normal one.

use leptos::prelude::*;

/// How much a badge stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadgeTone {
    /// Grey: over, or of no weight.
    #[default]
    Plain,
    /// On its way.
    Accent,
    /// Good.
    Ok,
    /// Soon too late, or too late already.
    Warn,
    /// Failed or refused.
    Danger,
    /// Not begun.
    Outline,
}

impl BadgeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "badge",
            Self::Accent => "badge badge-accent",
            Self::Ok => "badge badge-ok",
            Self::Warn => "badge badge-warn",
            Self::Danger => "badge badge-danger",
            Self::Outline => "badge badge-outline",
        }
    }
}

/// One word, or two, on a soft ground.
#[component]
pub fn Badge(
    /// How it stands out.
    #[prop(optional)]
    tone: BadgeTone,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=tone.class()>{children()}</span> }
}
