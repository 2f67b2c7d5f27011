//! What only the server has of the pages: the document around them, those of refusals, and how views are made.

pub mod audit_file;
mod call_pages;
mod document;
pub mod members_csv;
pub mod refused;
mod views;

pub use call_pages::{page_of_call, page_of_form};
pub use document::{STRUCTURE_PLACE, document};

/// The patterns of all pages' paths, as axum writes them: `/verify/{token}`. Read from the one table; inside a runtime.
pub fn page_routes() -> Vec<String> {
    let mut routes: Vec<String> =
        leptos_axum::generate_route_list(crate::App).iter().map(|route| route.path().to_owned()).collect();
    routes.sort_unstable();
    routes.dedup();
    routes
}
