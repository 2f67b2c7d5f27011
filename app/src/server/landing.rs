//! Where a person belongs, signed in.

use domain::paths;
use services::{auth::SignedIn, organizations::Membership};

/// No organization: setup. One: that one. More: the picker (SI-2).
pub fn of_member(memberships: &[Membership]) -> String {
    match memberships {
        [] => paths::SETUP.into(),
        [only] => paths::organization(&only.organization.slug),
        _ => paths::CHOOSE.into(),
    }
}

/// Back to where signing in was asked for (SI-3); first to the waiting screen while the address is unproven. Whoever made the link may
/// have written into it what was done there: that is not told.
pub fn after_sign_in(signed_in: &SignedIn, return_to: &str) -> String {
    match signed_in.attempts.first() {
        Some(_) => paths::VERIFY.into(),
        None if paths::is_page(return_to) => paths::bare(return_to),
        None => paths::LANDING.into(),
    }
}
