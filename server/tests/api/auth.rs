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

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::PASSWORD,
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
accounts/attempt-status    |                 | 409 200 409 409 409 409 409
accounts/landing           |                 | 200 200 200 200 200 200 200
accounts/reset-link        | token={unknown} | 404 404 404 404 404 404 404
accounts/verification-link | token={unknown} | 404 404 404 404 404 404 404
accounts/waiting           |                 | 200 200 200 200 200 200 200
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
accounts/change-address *    | email={fresh}                                        | 409 200 409 409 409 409 409
accounts/confirm             | token={unknown}                                      | 404 404 404 404 404 404 404
accounts/confirm             | token={mailed}                                       | 404 404 404 404 404 404 404
accounts/forgot-password     | email={me}                                           | 200 200 200 200 200 200 200
accounts/reject              | token={unknown}                                      | 404 404 404 404 404 404 404
accounts/resend-verification |                                                      | 409 429 409 409 409 409 409
accounts/reset-password      | token={unknown} password=quite new words             | 404 404 404 404 404 404 404
accounts/reset-password      | token={mailed} password=quite new words              | 404 404 404 404 404 404 404
accounts/restart             | token={unknown}                                      | 404 404 404 404 404 404 404
accounts/resume              |                                                      | 200 200 200 200 200 200 200
accounts/sign-in             | email={me} password=none of theirs                   | 401 401 401 401 401 401 401
accounts/sign-out *          |                                                      | 200 200 200 200 200 200 200
accounts/sign-up             | name=Somebody email={fresh} password=quite new words | 200 200 200 200 200 200 200
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let new = "quite other plain words";
    match call {
        "accounts/change-address" => Prepared::by(stage.claim().await.0).with("email", stage.email("other")).counted(),
        "accounts/confirm" | "accounts/reject" => {
            let (browser, token) = stage.claim().await;
            Prepared::by(browser).with("token", token)
        }
        "accounts/forgot-password" => {
            stage.person("a").await;
            Prepared::by(stage.app.browser()).with("email", stage.email("a")).counted()
        }
        "accounts/resend-verification" => {
            let (browser, _) = stage.claim().await;
            stage.later(61);
            Prepared::by(browser).counted()
        }
        "accounts/reset-password" => {
            stage.person("a").await;
            let token = stage.app.reset_link(&stage.email("a")).await;
            Prepared::by(stage.app.browser()).with("token", token).with("password", new)
        }
        "accounts/restart" => {
            let (browser, _) = stage.claim().await;
            let email = stage.email("claim");
            let form = [("name", "Vera Lind"), ("email", email.as_str()), ("password", PASSWORD)];
            assert_eq!(stage.browser().call("accounts/sign-up", &form).await.status, 200);
            let token = stage.app.mail_with(&email, "/verify/", 2).await.token();
            stage.later(61);
            Prepared::by(browser).with("token", token).counted()
        }
        "accounts/resume" => {
            let (browser, token) = stage.claim().await;
            assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
            Prepared::by(browser)
        }
        "accounts/sign-in" => {
            stage.person("a").await;
            Prepared::by(stage.app.browser()).with("email", stage.email("a")).with("password", PASSWORD)
        }
        "accounts/sign-out" => Prepared::by(stage.person("a").await),
        "accounts/sign-up" => Prepared::by(stage.app.browser())
            .with("name", "Vera Lind")
            .with("email", stage.email("a"))
            .with("password", PASSWORD)
            .counted(),
        _ => unprepared(call),
    }
}
