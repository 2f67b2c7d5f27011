//! Accounts.

mod confirm;
mod enumeration;
mod reset;
mod sessions;
mod sign_up;
mod throttle;
mod waiting;
