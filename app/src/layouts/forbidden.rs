//! What stands in a page's place within the shell for somebody who may not see it (TR-8).

use leptos::prelude::*;

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
    view! {
        <div class="forbidden">
            <Notice tone=NoticeTone::Danger icon=IconName::Lock>{text::error(&error)}</Notice>
        </div>
    }
}
