//! Signing up, proving the address, signing in and out, a forgotten password.

pub mod api;
mod asking;
mod checks;
mod confirm;
mod delivery_steps;
mod did_you_mean;
mod email_typed;
mod forgot_password;
mod landing;
mod mailed_link;
mod me;
mod meter;
mod no_cookies;
mod other_tab;
mod reset_password;
mod sign_in;
mod sign_up;
mod signed_in;
mod waiting;

pub use checks::{check_email, check_name, check_password, own_words};
pub use confirm::Confirm;
pub use did_you_mean::DidYouMean;
pub use email_typed::provide_email_typed;
pub use forgot_password::ForgotPassword;
pub use landing::Landing;
pub use mailed_link::{DeadEnd, MailedLink, MailedLinkPage, NextStep};
pub use meter::Meter;
pub use reset_password::ResetPassword;
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use waiting::Waiting;
