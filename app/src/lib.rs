//! Everything a browser may see: pages, their server functions, the design system.
//!
//! Compiled twice: with `ssr` into the server, with `hydrate` into the wasm that wakes the page up.

#![recursion_limit = "512"]
#![cfg_attr(
    not(feature = "ssr"),
    allow(unused_imports, reason = "what only the bodies of calls name is imported in both")
)]

pub mod account;
mod answers;
mod app;
mod areas;
pub mod audit;
pub mod auth;
mod browser;
#[cfg(feature = "ssr")]
pub mod dev_ui;
mod drafts;
pub mod error;
mod focus;
pub mod form;
pub mod home;
pub mod invitations;
mod keys;
mod last_list;
mod layouts;
mod leaving;
pub mod list_field;
pub mod live;
mod location;
pub mod members;
mod notices;
pub mod organizations;
mod pointer;
pub mod projects;
mod query;
mod reach;
mod routes;
mod scroll;
#[cfg_attr(not(feature = "ssr"), path = "server/absent.rs")]
pub mod server;
pub mod settings;
pub mod sign_out;
#[cfg(feature = "ssr")]
pub mod ssr;
mod tab_storage;
pub mod text;
mod transport;
pub mod ui;

pub use app::App;
pub use areas::preload;

/// Whether this is the server's half.
const ON_SERVER: bool = cfg!(feature = "ssr");
