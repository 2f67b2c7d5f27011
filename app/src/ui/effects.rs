//! What an act changes for people, said before it is done.

use leptos::prelude::*;

use super::{Icon, IconName};

/// Which way something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectChange {
    /// It comes.
    Gains,
    /// It goes.
    Loses,
    /// It stays.
    Keeps,
    /// It can be taken back.
    Undo,
}

impl EffectChange {
    const fn word(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Loses => "loses",
            Self::Keeps => "keeps",
            Self::Undo => "undo",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Gains => IconName::Plus,
            Self::Loses => IconName::Minus,
            Self::Keeps => IconName::Check,
            Self::Undo => IconName::Undo,
        }
    }
}

/// The list of [`EffectLine`]s, in the order: what goes, what comes, what stays, what can be taken back.
#[component]
pub fn Effects(
    /// Its lines.
    children: Children,
) -> impl IntoView {
    view! { <ul class="effects">{children()}</ul> }
}

/// One line of it.
#[component]
pub fn EffectLine(
    /// Which way it changes.
    change: EffectChange,
    /// What changes, with its number.
    #[prop(into)]
    what: String,
    /// A time that belongs to it.
    #[prop(optional, into)]
    when: Option<ViewFn>,
    /// The rest of the sentence.
    children: Children,
) -> impl IntoView {
    view! {
        <li data-change=change.word()>
            <Icon name=change.icon()/>
            <div><b>{what}{when.map(|when| when.run())}</b> " " <span>{children()}</span></div>
        </li>
    }
}
