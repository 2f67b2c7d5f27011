//! Which page a call belongs to, for whoever comes to the call's own address by hand, or sends its form without saying
//! from which page.

use crate::routes;

/// The page with the form of this call. Where that depends on more than the call, the front door.
pub fn page_of_call(path: &str) -> &'static str {
    match path.strip_prefix("/api/").unwrap_or_default() {
        "accounts/sign-up" => routes::SIGN_UP,
        "accounts/sign-in" | "accounts/sign-out" => routes::SIGN_IN,
        "accounts/forgot-password" | "accounts/reset-password" | "accounts/reset-link" => routes::FORGOT_PASSWORD,
        "accounts/resend-verification" | "accounts/change-address" | "accounts/attempt-status" | "accounts/resume" => {
            routes::VERIFY
        }
        "account/change-email" | "account/change-password" => routes::ACCOUNT_SIGN_IN,
        "account/end-session" | "account/end-other-sessions" => routes::ACCOUNT_SESSIONS,
        "account/appearance" => routes::ACCOUNT_APPEARANCE,
        "account/delete" => routes::ACCOUNT_DELETE,
        "account/change-name" | "account/view" => routes::ACCOUNT,
        "organizations/create" => routes::SETUP,
        "organizations/leave" | "organizations/transfer" | "organizations/delete" | "organizations/restore" => {
            routes::ACCOUNT_ORGANIZATIONS
        }
        _ => routes::LANDING,
    }
}
