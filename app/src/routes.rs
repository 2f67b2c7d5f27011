//! The one table path → page, and paths by name.

use domain::Slug;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Routes},
    path,
};

use crate::{
    accounts::{Confirm, Landing, SignIn, SignUp, Waiting},
    layouts::Shell,
    not_found::NotFound,
    organizations::{Choose, Home, Setup},
};

/// Goes on to where the person belongs: sign-in, setup, the picker or an organization.
pub const LANDING: &str = "/";
/// Name, email, password (SU-1).
pub const SIGN_UP: &str = "/sign-up";
/// The waiting screen (SU-5).
pub const VERIFY: &str = "/verify";
/// Email and password (SI-1).
pub const SIGN_IN: &str = "/sign-in";
/// Workspace setup (SU-15).
pub const SETUP: &str = "/setup";
/// The picker (SI-2).
pub const CHOOSE: &str = "/choose";
/// Query parameter of the sign-in page: where to come back to (SI-3).
pub const RETURN_TO: &str = "return_to";

/// The dashboard of an organization.
pub fn organization(slug: &Slug) -> String {
    format!("/o/{slug}")
}

/// The page of a mailed verification link.
pub fn verification_link(token: &str) -> String {
    format!("{VERIFY}/{token}")
}

/// Signing in, and coming back to `path` (SI-3).
pub fn sign_in_and_return(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let escaped: String = path
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("{SIGN_IN}?{RETURN_TO}={escaped}")
}

/// A path of this site, for coming back to: nothing that a browser would take for another host (SI-3).
pub fn is_own_path(path: &str) -> bool {
    let plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    plain && path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/api/")
}

/// What stands at which path.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=Landing/>
            <Route path=path!("/sign-up") view=SignUp/>
            <Route path=path!("/verify") view=Waiting/>
            <Route path=path!("/verify/:token") view=Confirm/>
            <Route path=path!("/sign-in") view=SignIn/>
            <Route path=path!("/setup") view=Setup/>
            <Route path=path!("/choose") view=Choose/>
            <ParentRoute path=path!("/o/:slug") view=|| view! { <Shell><Outlet/></Shell> }>
                <Route path=path!("") view=Home/>
            </ParentRoute>
        </Routes>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SI-3
    #[test]
    fn the_way_back_is_escaped() {
        assert_eq!(sign_in_and_return("/o/acme"), "/sign-in?return_to=/o/acme");
        assert_eq!(sign_in_and_return("/o/a&b#c%"), "/sign-in?return_to=/o/a%26b%23c%25");
    }

    // SI-3
    #[test]
    fn comes_back_to_this_site_only() {
        for path in ["/o/acme", "/choose", "/verify/abc?x=1"] {
            assert!(is_own_path(path), "{path}");
        }
        for path in [
            "",
            "o/acme",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\r\nb",
            "/\tevil",
            "/api/accounts/sign-out",
        ] {
            assert!(!is_own_path(path), "{path:?}");
        }
    }
}
