//! Addresses that people, password managers and search engines try first, and the pages that are meant.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::paths;

use super::answers;

/// Other words for pages. Written without case, slashes at the end, hyphens and underscores.
const OTHER_WORDS: [(&str, &str); 24] = [
    ("/login", paths::SIGN_IN),
    ("/signin", paths::SIGN_IN),
    ("/logon", paths::SIGN_IN),
    ("/users/signin", paths::SIGN_IN),
    ("/auth/login", paths::SIGN_IN),
    ("/register", paths::SIGN_UP),
    ("/registration", paths::SIGN_UP),
    ("/signup", paths::SIGN_UP),
    ("/join", paths::SIGN_UP),
    ("/users/signup", paths::SIGN_UP),
    ("/auth/register", paths::SIGN_UP),
    // The pages with the button: an address that signs out when it is opened would be a trap.
    ("/logout", paths::LANDING),
    ("/signout", paths::LANDING),
    ("/forgot", paths::FORGOT_PASSWORD),
    ("/forgotpassword", paths::FORGOT_PASSWORD),
    ("/resetpassword", paths::FORGOT_PASSWORD),
    ("/passwordreset", paths::FORGOT_PASSWORD),
    ("/lostpassword", paths::FORGOT_PASSWORD),
    ("/profile", paths::ACCOUNT),
    ("/account", paths::ACCOUNT),
    ("/verify", paths::VERIFY),
    ("/setup", paths::SETUP),
    ("/choose", paths::CHOOSE),
    ("/index.html", paths::LANDING),
];
/// What the paths of all pages of organizations begin with.
const ORGANIZATIONS: &str = "/o/";
/// Pages of mailed links; their tokens follow.
const MAILED: [&str; 4] = [paths::VERIFY, paths::RESET_PASSWORD, paths::INVITATIONS, paths::EMAIL];
/// What ends the sentence or the brackets that a link stands in; none of it is in a token.
const BEHIND_LINKS: [char; 16] =
    ['.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '\'', '"', '*', '=', ' ', '\u{201d}'];
/// <https://w3c.github.io/webappsec-change-password-url/>
const CHANGE_PASSWORD: &str = "/.well-known/change-password";
const ROBOTS: &str = "/robots.txt";
/// Nothing here is for search engines, and addresses with tokens least of all.
const NO_ROBOTS: &str = "User-agent: *\nDisallow: /\n";
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// Leads to the page that is meant.
pub(super) async fn lead(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if request.uri().path() == ROBOTS {
        return ([(header::CONTENT_TYPE, TEXT)], NO_ROBOTS).into_response();
    }
    match meant(request.uri()) {
        Some(page) => answers::see_other(&page),
        None => next.run(request).await,
    }
}

/// The page that is meant by another word for it. A way back in the query is kept where it is one of this site.
fn meant(uri: &Uri) -> Option<String> {
    if let Some(path) = as_written(uri.path()) {
        return Some(uri.query().map_or_else(|| path.clone(), |query| format!("{path}?{query}")));
    }
    let path = uri.path().trim_end_matches('/');
    let page = match path {
        CHANGE_PASSWORD => paths::ACCOUNT_SIGN_IN,
        "/favicon.ico" => "/favicon.svg",
        _ => {
            let word: String =
                path.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect();
            OTHER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, page)| *page)?
        }
    };
    if uri.path() == page {
        return None;
    }
    if path == page {
        // The page itself, with a slash at its end.
        return Some(uri.query().map_or_else(|| page.to_owned(), |query| format!("{page}?{query}")));
    }
    let query: Vec<(String, String)> =
        uri.query().and_then(|query| serde_urlencoded::from_str(query).ok()).unwrap_or_default();
    let back = query.into_iter().find(|(name, path)| name == paths::RETURN_TO && paths::is_page(path));
    match back.and_then(|back| serde_urlencoded::to_string([back]).ok()) {
        Some(back) if page == paths::SIGN_IN => Some(format!("{page}?{back}")),
        _ => Some(page.to_owned()),
    }
}

/// The path as Parlor writes it, of one that came to a page by hand or by a mail program. What stands below an organization has no
/// capitals, which keyboards of phones begin with; and mail programs take what stands behind a link for its end.
fn as_written(path: &str) -> Option<String> {
    if path.get(..ORGANIZATIONS.len()).is_some_and(|start| start.eq_ignore_ascii_case(ORGANIZATIONS)) {
        return path.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| path.to_ascii_lowercase());
    }
    let page = MAILED.into_iter().find(|page| path.strip_prefix(page).is_some_and(|rest| rest.starts_with('/')))?;
    let token = percent_encoding::percent_decode_str(&path[page.len() + 1..]).decode_utf8().ok()?;
    let trimmed = token.trim_end_matches(BEHIND_LINKS);
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let was_longer = trimmed.len() < token.len() && !trimmed.is_empty() && trimmed.chars().all(is_token);
    was_longer.then(|| format!("{page}/{trimmed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead(address: &str) -> String {
        meant(&address.parse().unwrap()).unwrap_or_default()
    }

    // FIELD-20
    #[test]
    fn other_words_lead_to_the_page() {
        for (asked, page) in [
            ("/login", "/sign-in"),
            ("/Login/", "/sign-in"),
            ("/log-in", "/sign-in"),
            ("/signin", "/sign-in"),
            ("/SIGN_IN", "/sign-in"),
            ("/sign-in/", "/sign-in"),
            ("/Sign-In", "/sign-in"),
            ("/users/sign_in", "/sign-in"),
            ("/register", "/sign-up"),
            ("/signup", "/sign-up"),
            ("/sign-up//", "/sign-up"),
            ("/logout", "/"),
            ("/reset-password", "/forgot-password"),
            ("/forgot_password", "/forgot-password"),
            ("/Account", "/account"),
            ("/.well-known/change-password", "/account/sign-in"),
            ("/favicon.ico", "/favicon.svg"),
        ] {
            assert_eq!(lead(asked), page, "{asked}");
        }
        for page in [
            "/",
            "/sign-in",
            "/sign-up",
            "/account",
            "/account/login",
            "/verify",
            "/verify/Token",
            "/o/login",
            "/nowhere",
        ] {
            assert_eq!(lead(page), "", "{page}");
        }
    }

    // FIELD-20
    #[test]
    fn pages_are_found_as_keyboards_and_mail_programs_write_them() {
        for (asked, page) in [
            ("/o/Harbour-Finch", "/o/harbour-finch"),
            ("/O/harbour/Members?view=Invited", "/o/harbour/members?view=Invited"),
            ("/verify/To_ken-1.", "/verify/To_ken-1"),
            ("/invitations/Token%3E)", "/invitations/Token"),
            ("/reset-password/Token%20", "/reset-password/Token"),
            ("/email/Token=?x=1", "/email/Token?x=1"),
        ] {
            assert_eq!(lead(asked), page, "{asked}");
        }
        for page in
            ["/o/harbour/members", "/verify/Token", "/verify/.", "/verify/To.ken.", "/verify/Token%00", "/verify/a/b."]
        {
            assert_eq!(lead(page), "", "{page}");
        }
    }

    // FIELD-20, SI-3
    #[test]
    fn the_way_back_is_kept() {
        assert_eq!(
            lead("/login?return_to=/o/acme/members?page=2"),
            "/sign-in?return_to=%2Fo%2Facme%2Fmembers%3Fpage%3D2"
        );
        assert_eq!(lead("/sign-in/?reset=1&x=2"), "/sign-in?reset=1&x=2");
        for evil in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/api/accounts/sign-out", "/%0d%0aSet-Cookie"]
        {
            let asked = format!("/login?return_to={}", evil.replace('\\', "%5C"));
            assert_eq!(lead(&asked), "/sign-in", "{evil}");
        }
    }
}
