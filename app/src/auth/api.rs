//! The calls of signing up and in. Each takes what was typed, parses it, calls its use case and answers a view.

pub mod confirm;
pub mod reset;
pub mod sign_in;
pub mod sign_up;
