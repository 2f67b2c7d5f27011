//! Accounts: signing up, proving the address, signing in and out.

pub mod api;
mod checks;
mod confirm;
mod delivery_trail;
mod landing;
mod other_tab;
mod sign_in;
mod sign_out;
mod sign_up;
mod waiting;

pub use confirm::Confirm;
pub use landing::Landing;
pub use sign_in::SignIn;
pub use sign_out::SignOutButton;
pub use sign_up::SignUp;
pub use waiting::Waiting;
