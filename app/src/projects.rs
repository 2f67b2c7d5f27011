//! Projects, and who belongs to them.

pub mod api;
