//! What only the server has of the pages: the document around them, those of refusals, and how views are made.

mod call_pages;
mod document;
pub mod refused;
mod views;

pub use call_pages::page_of_call;
pub use document::{STRUCTURE_PLACE, document};
