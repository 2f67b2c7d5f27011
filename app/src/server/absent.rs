//! Stands in the place of `crate::server` in the browser. What a page asks of the request it is rendered for comes to
//! nothing here.

use leptos::prelude::window;

use crate::error::AppError;

/// Named by the imports of calls, whose bodies are left out here.
pub enum HttpContext {}

/// A page that is there already has no status.
pub fn set_status(_: u16) {}

/// Nor headers.
pub fn keep_out_of_referrers() {}

/// Code is asked for when it is needed.
pub fn send_along(_: &str) {}

/// The server's own host, as people reach it.
pub fn host() -> String {
    // Fails only where there is none.
    window().location().host().unwrap_or_default()
}

/// The cookie of a session is not for scripts.
pub fn had_session() -> bool {
    false
}

/// What a browser cannot read is as good as no answer.
pub fn fault<E>(_: E) -> AppError {
    AppError::Unreachable
}

/// Which fields are secret is known by whoever might send them back: the server.
#[macro_export]
macro_rules! secret_fields {
    ($($declared:tt)*) => {};
}
