//! The page for addresses that lead nowhere: unknown and foreign ones alike (OR-6).

use domain::paths;
use leptos::prelude::*;

use super::Entry;
use crate::{
    text::not_found as text,
    ui::{ButtonKind, ButtonSize, LinkButton},
};

/// 404
#[component]
pub fn NotFound() -> impl IntoView {
    crate::server::set_status(404);
    view! {
        <Entry title=text::HEADING>
            <h1>{text::HEADING}</h1>
            <p class="intro">{text::INTRO}</p>
            <div class="stack">
                <div class="actions">
                    <LinkButton kind=ButtonKind::Primary size=ButtonSize::Large href=paths::LANDING>{text::HOME}</LinkButton>
                </div>
            </div>
        </Entry>
    }
}
