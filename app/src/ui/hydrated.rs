//! Whether the browser has taken over.

use leptos::prelude::*;

/// False on the server and in the first paint, true once effects run: guards what only works with
/// scripts, without the two renderings ever differing.
pub fn use_hydrated() -> Signal<bool> {
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    hydrated.into()
}
