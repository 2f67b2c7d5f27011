//! What stands in a page's place within the shell for somebody who may not see it (TR-8).

use domain::{Slug, paths};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    error::AppError,
    text,
    ui::{IconName, Notice, NoticeTone},
};

/// Which permission is missing, and who can grant it.
#[component]
pub fn Forbidden(
    /// As the server said it.
    error: AppError,
) -> impl IntoView {
    crate::server::set_status(error.status());
    let path = use_location().pathname.get_untracked();
    let slug: Option<Slug> = path.strip_prefix("/o/").and_then(|rest| rest.split('/').next()?.parse().ok());
    view! {
        <div class="forbidden">
            <Notice tone=NoticeTone::Danger icon=IconName::Lock>{text::error(&error)}</Notice>
            {slug.map(|slug| view! {
                <p class="actions">
                    <a class="link" href=paths::who_can_do_what(&slug)>{text::members::who_can::TITLE}</a>
                    <a class="link" href=paths::organization(&slug)>{text::shell::HOME}</a>
                </p>
            })}
        </div>
    }
}
