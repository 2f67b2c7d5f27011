//! The ways to the log as a file.

use domain::{AuditCount, AuditFile, Slug};
use leptos::prelude::*;

use super::wanted::Wanted;
use crate::{
    text::settings::audit_log as words,
    ui::{Icon, IconName},
};

/// A link for each kind of file, which says how much it holds.
#[component]
pub(super) fn Files(slug: StoredValue<Slug>, wanted: Signal<Wanted>, count: Memo<AuditCount>) -> impl IntoView {
    let link = move |file: AuditFile| {
        let href = move || slug.with_value(|slug| wanted.read().file(slug, file));
        view! {
            <a class="button" href=href download="" rel="external">
                <Icon name=IconName::Download/>
                {words::file(file)} " "
                <span class="visually-hidden">{move || words::holding(count.get())}</span>
            </a>
        }
    };
    view! { <div class="audit-files">{AuditFile::ALL.map(link).into_iter().collect_view()}</div> }
}
