//! Accounts.

mod confirm;
mod enumeration;
mod sessions;
mod sign_up;
mod waiting;
