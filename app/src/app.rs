//! The pages, as server and browser begin with them.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use crate::{auth::provide_email_typed, focus::FocusKeeper, pointer, routes::Pages};

/// The root of the app: all that pages share, and the page of the address.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_email_typed();
    pointer::watch();
    view! {
        <Router>
            <FocusKeeper/>
            <Pages/>
        </Router>
    }
    .into_any()
}
