//! Everything a browser may see: pages, their server functions, the design system.
//!
//! Compiled twice: with `ssr` into the server, with `hydrate` into the wasm that wakes the page up.

#![recursion_limit = "512"]

pub mod account;
mod areas;
pub mod audit;
pub mod auth;
mod browser;
#[cfg(feature = "ssr")]
mod call_pages;
#[cfg(feature = "ssr")]
pub mod dev_ui;
mod document;
mod drafts;
pub mod error;
mod focus;
pub mod form;
pub mod invitations;
mod keys;
mod layouts;
pub mod live;
mod location;
pub mod members;
mod notices;
pub mod organizations;
mod pointer;
mod query;
mod reach;
#[cfg(feature = "ssr")]
pub mod refused;
mod routes;
#[cfg(feature = "ssr")]
pub mod server;
mod tab_storage;
pub mod text;
pub mod ui;

pub use areas::preload;
#[cfg(feature = "ssr")]
pub use call_pages::page_of_call;
pub use document::App;
#[cfg(feature = "ssr")]
pub use document::{STRUCTURE_PLACE, document};
