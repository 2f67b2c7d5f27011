//! Every piece in every state, on one page: what the design system looks like, and where a change to
//! it is seen first. Served in development only.

mod controls;
mod pieces;

use leptos::prelude::*;

use crate::ui::{Icon, IconName, Wordmark};

use controls::{Buttons, CheckedForm, Choices, Fields, Passwords};
use pieces::{Dialogs, Empties, Lists, Marks, Menus, Meters, Notices, Times, Trails, Waiting};

/// The page.
pub fn gallery() -> AnyView {
    view! {
        <main class="sheet">
            <header>
                <h1>"Components and states"</h1>
                <Wordmark href="/">"Parlor"</Wordmark>
            </header>
            <div>
                <Colours />
                <Type />
                <Icons />
                <Buttons />
                <Fields />
                <Passwords />
                <CheckedForm />
                <Choices />
            </div>
            <div>
                <Marks />
                <Meters />
                <Trails />
                <Notices />
                <Lists />
                <Times />
                <Menus />
                <Dialogs />
                <Waiting />
                <Empties />
            </div>
        </main>
    }
    .into_any()
}

/// Colours of `style/tokens.css`, by name.
const COLOURS: [&str; 35] = [
    "canvas",
    "surface",
    "surface-raised",
    "fill",
    "fill-strong",
    "fill-raised",
    "line",
    "line-firm",
    "line-control",
    "text",
    "text-quiet",
    "text-disabled",
    "accent",
    "accent-strong",
    "accent-text",
    "accent-soft",
    "accent-line",
    "danger",
    "danger-strong",
    "danger-text",
    "danger-soft",
    "danger-line",
    "ok",
    "ok-text",
    "ok-soft",
    "warn",
    "warn-text",
    "warn-soft",
    "focus",
    "tile-1",
    "tile-2",
    "tile-3",
    "tile-4",
    "tile-5",
    "tile-6",
];

#[component]
fn Colours() -> impl IntoView {
    view! {
        <section>
            <h2>"Colour"</h2>
            <ul class="swatches">
                {COLOURS
                    .map(|name| {
                        view! {
                            <li>
                                <i data-token=name></i>
                                {name}
                            </li>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Type() -> impl IntoView {
    let scale = [
        ("2xl 28/34", "type-2xl", "Check your inbox"),
        ("xl 20/26", "type-xl", "Who works in Website"),
        ("lg 16/24", "type-lg", "One account for every organization you work with."),
        ("md 14/20", "", "Invite the people who’ll answer"),
        ("sm 13/20", "type-sm num", "Jonas Lindqvist · 12 min ago · 203.0.113.24"),
        ("xs 12/16", "type-xs", "Last active"),
        ("verbatim", "verbatim", "lI1.O0@harbourfinch.example"),
        ("mono", "reference", "01997d3c-5a4e"),
    ];
    view! {
        <section>
            <h2>"Type"</h2>
            <div class="type">
                {scale
                    .map(|(size, class, text)| view! {
                        <p>
                            <span>{size}</span>
                            <span class=class>{text}</span>
                        </p>
                    })
                    .into_iter()
                    .collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Icons() -> impl IntoView {
    view! {
        <section>
            <h2>"Icon"</h2>
            <div class="icons">
                {IconName::ALL.map(|name| view! { <Icon name /> }).into_iter().collect_view()}
                <Icon name=IconName::Chat large=true />
            </div>
        </section>
    }
}
