//! Where a mail is: written, handed over, waiting to be opened.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// This is where it is.
    Now,
    /// Here it ended.
    Failed,
    /// Still to come.
    Todo,
}

impl StepState {
    const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Failed => "failed",
            Self::Todo => "todo",
        }
    }

    const fn icon(self) -> Option<IconName> {
        match self {
            Self::Done => Some(IconName::Check),
            Self::Failed => Some(IconName::Cross),
            Self::Now | Self::Todo => None,
        }
    }
}

/// The list.
#[component]
pub fn StepList(
    /// What is on its way, for screen readers: "Your verification mail".
    #[prop(into)]
    label: String,
    /// The newest of it in one sentence; announced when it changes.
    #[prop(optional, into)]
    announce: Signal<String>,
    /// Its [`Step`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <ol class="step-list card" aria-label=label>
            {children()}
        </ol>
        <p class="visually-hidden" role="status">
            {move || announce.get()}
        </p>
    }
}

/// One step. What changes about it are its signals, so the list stays where it is.
#[component]
pub fn Step(
    /// How far it is.
    #[prop(into)]
    state: Signal<StepState>,
    /// What happens here.
    #[prop(into)]
    title: Signal<String>,
    /// When it happened; a clock time at the end of the line.
    #[prop(optional, into)]
    time: Option<ViewFn>,
    /// A line below.
    #[prop(optional, into)]
    note: Option<ViewFn>,
) -> impl IntoView {
    let state = Memo::new(move |_| state.get());
    view! {
        <li
            data-state=move || state.get().word()
            aria-current=move || (state.get() == StepState::Now).then_some("step")
        >
            <span class="step-mark" aria-hidden="true">
                {move || state.get().icon().map(|name| view! { <Icon name /> })}
            </span>
            <b>{move || title.get()}</b>
            <span class="when">{time.map(|time| time.run())}</span>
            {note.map(|note| view! { <small>{note.run()}</small> })}
        </li>
    }
}
