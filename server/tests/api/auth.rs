//! Signing up and in, confirming, resetting.

mod claims;
mod confirm;
mod enumeration;
mod guessing;
mod reset;
mod sessions;
mod several;
mod sign_up;
mod taken;
mod throttle;
mod waiting;
