//! Which page a call belongs to, for whoever comes to the call's own address by hand, or sends its form without saying
//! from which page.

use domain::{Slug, paths};

/// The page with the form of this call, whose fields say in which organization, and where to go on from it. Where no page is known
/// for it, that of the call.
pub fn page_of_form<'a>(path: &str, field: impl Fn(&str) -> Option<&'a str>) -> String {
    let of_fields = match path.strip_prefix("/api/").unwrap_or_default() {
        // What could not be done with some lines stands there.
        "members/invite" => {
            field("organization").and_then(|slug| slug.parse::<Slug>().ok()).map(|slug| paths::new_members(&slug))
        }
        "accounts/sign-in" => {
            field(paths::RETURN_TO).filter(|path| paths::is_page(path)).map(paths::sign_in_and_return)
        }
        _ => None,
    };
    of_fields.unwrap_or_else(|| page_of_call(path).to_owned())
}

/// The page with the form of this call. Where that depends on more than the call, the front door.
pub fn page_of_call(path: &str) -> &'static str {
    match path.strip_prefix("/api/").unwrap_or_default() {
        "accounts/sign-up" => paths::SIGN_UP,
        "accounts/sign-in" | "accounts/sign-out" => paths::SIGN_IN,
        "accounts/forgot-password" | "accounts/reset-password" | "accounts/reset-link" => paths::FORGOT_PASSWORD,
        "accounts/resend-verification" | "accounts/change-address" | "accounts/attempt-status" | "accounts/resume" => {
            paths::VERIFY
        }
        "account/change-email" | "account/change-password" => paths::ACCOUNT_SIGN_IN,
        "account/end-session" | "account/end-other-sessions" => paths::ACCOUNT_SESSIONS,
        "account/appearance" => paths::ACCOUNT_APPEARANCE,
        "account/delete" => paths::ACCOUNT_DELETE,
        "account/change-name" | "account/view" => paths::ACCOUNT,
        "organizations/create" => paths::SETUP,
        "organizations/leave" | "organizations/transfer" | "organizations/delete" | "organizations/restore" => {
            paths::ACCOUNT_ORGANIZATIONS
        }
        _ => paths::LANDING,
    }
}
