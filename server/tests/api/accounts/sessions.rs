//! Sessions.

use crate::support::{App, Engine, MINA, stories};

const DAY: i64 = 24 * 60 * 60;

stories! {
    /// SES-1: every cookie carries its attributes, wherever it is set.
    async fn ses_1_cookies_are_shut(app: &App) {
        let browser = app.browser();
        let mut answers = vec![browser.call("accounts/sign-up", &MINA.form()).await];
        let token = app.mail(MINA.email, 1).await.token();
        browser.call("accounts/confirm", &[("token", &token)]).await;
        answers.push(browser.call("accounts/resume", &[]).await);
        answers.push(browser.call("accounts/sign-out", &[]).await);
        answers.push(browser.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await);
        for answer in &answers {
            assert!(!answer.set_cookies().is_empty(), "{answer:?}");
            for cookie in answer.set_cookies() {
                for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
                    assert!(cookie.contains(attribute), "{cookie}");
                }
                assert!(!cookie.contains("Domain"), "{cookie}");
            }
        }
    }

    /// SES-1, SI-4: on https cookies are `__Host-` and `Secure`.
    async fn ses_1_https_cookies_are_secure(app: &App) {
        let secure = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", "https://chat.harbour.example")]).await;
        let browser = secure.browser();
        let answer = browser.call("accounts/sign-up", &MINA.form()).await;
        assert!(answer.set_cookies()[0].starts_with("__Host-parlor-attempt="));
        assert!(answer.set_cookies()[0].ends_with("; Secure"));
        let token = secure.mail(MINA.email, 1).await.token();
        browser.call("accounts/confirm", &[("token", &token)]).await;
        let answer = browser.call("accounts/resume", &[]).await;
        assert!(answer.set_cookies()[0].starts_with("__Host-parlor-session="));
        assert!(answer.header("strict-transport-security").contains("max-age=63072000"));
    }

    /// SES-3, SI-5: after signing out the old cookie opens nothing, on every call.
    async fn ses_3_a_session_ends_on_the_server(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let path = browser.create("Harbour Finch").await;
        let thief = browser.copy();
        assert_eq!(thief.call("organizations/mine", &[]).await.status, 200);
        assert_eq!(browser.call("accounts/sign-out", &[]).await.json()["next"], "/sign-in");
        assert!(browser.cookie("parlor-session").is_none());
        for (call, fields) in [
            ("organizations/mine", vec![]),
            ("organizations/home", vec![("organization", "harbour-finch")]),
            ("organizations/create", vec![("name", "Other")]),
        ] {
            assert_eq!(thief.call(call, &fields).await.status, 401, "{call}");
        }
        let page = thief.get(&path).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/sign-in?return_to=/o/harbour-finch"));
    }

    /// SI-4: a new token at every sign-in; the browser's old session ends.
    async fn si_4_signing_in_renews_the_token(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let old = browser.copy();
        browser.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert_ne!(browser.cookie("parlor-session"), old.cookie("parlor-session"));
        assert_eq!(browser.call("organizations/mine", &[]).await.status, 200);
        assert_eq!(old.call("organizations/mine", &[]).await.status, 401);
    }

    /// SI-4: 7 days idle, 30 days in all.
    async fn si_4_sessions_end(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let mut now = 0;
        for _ in 0..4 {
            now += 7 * DAY - 60;
            app.move_clock(now);
            assert_eq!(browser.call("organizations/mine", &[]).await.status, 200, "used within 7 days");
        }
        app.move_clock(30 * DAY - 60);
        assert_eq!(browser.call("organizations/mine", &[]).await.status, 200);
        app.move_clock(30 * DAY);
        assert_eq!(browser.call("organizations/mine", &[]).await.status, 401, "30 days in all");

        let idle = app.browser();
        idle.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        app.move_clock(37 * DAY);
        assert_eq!(idle.call("organizations/mine", &[]).await.status, 401, "7 days idle");
    }

    /// SI-2, SI-3: where a person belongs, and back to where signing in was asked for.
    async fn si_2_everybody_lands_where_they_belong(app: &App) {
        let browser = app.browser();
        let sign_in = |more: &'static str| [("email", MINA.email), ("password", MINA.password), ("return_to", more)];
        browser.join(app, &MINA).await;
        assert_eq!(browser.get("/").await.header("location"), "/setup");
        browser.create("Harbour Finch").await;
        assert_eq!(browser.get("/").await.header("location"), "/o/harbour-finch");
        browser.create("Northlight").await;
        assert_eq!(browser.get("/").await.header("location"), "/choose");
        assert_eq!(app.browser().get("/").await.header("location"), "/sign-in");
        let back = app.browser().call("accounts/sign-in", &sign_in("/o/northlight")).await;
        assert_eq!(back.json()["next"], "/o/northlight");
        for evil in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
            assert_eq!(app.browser().call("accounts/sign-in", &sign_in(evil)).await.json()["next"], "/", "{evil}");
        }
        // Last used first.
        browser.call("organizations/home", &[("organization", "harbour-finch")]).await;
        let mine = browser.call("organizations/mine", &[]).await.json();
        assert_eq!(mine["organizations"][0]["slug"], "harbour-finch");
    }
}
