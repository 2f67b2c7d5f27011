//! The box in the head of the table, which ticks all the others.

use leptos::{html, prelude::*};

use super::selection::Selection;
use crate::text::members::list;

/// Its cell. Some ticked and some not is a state of its own, which only the browser can show.
#[component]
pub fn SelectAll(
    /// Who is ticked.
    selection: Selection,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move || {
        let (count, of) = (selection.here.get(), selection.of.get());
        if let Some(input) = node.get() {
            input.set_checked(count > 0 && count == of);
            input.set_indeterminate(count > 0 && count < of);
        }
    });
    view! {
        <td class="col-check">
            <label class="hit needs-script">
                <input
                    class="check" type="checkbox" aria-label=list::SELECT_ALL node_ref=node
                    on:change:target=move |event| selection.tick_page(event.target().checked())
                />
                // Seen where the heads of the columns are not.
                <span aria-hidden="true">{list::SELECT_ALL}</span>
            </label>
        </td>
    }
}
