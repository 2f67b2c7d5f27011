//! Organizations whose names cannot be told apart: wherever one chooses, their addresses stand beside their names (FIELD-23).

use domain::{Namesakes, Slug, paths};
use leptos::prelude::*;

use crate::ui::Name;

/// The address of an organization, where its name alone does not say which one it is.
#[component]
pub fn AddressOf(
    /// What it is called.
    name: String,
    /// Its place in addresses.
    slug: Slug,
    /// Those it is shown among.
    namesakes: Memo<Namesakes>,
) -> impl IntoView {
    let shown = Memo::new(move |_| namesakes.read().has(&name));
    let address = paths::organization(&slug);
    view! {
        <Show when=move || shown.get()>
            <Name text=address.clone() verbatim=true/> " · "
        </Show>
    }
}
