//! The waiting screen.

use reqwest::Method;

use crate::support::{App, Engine, MINA, stories};

stories! {
    /// SU-5, RST-1, OP-5: the attempt and its mail survive a power cut.
    async fn su_5_waiting_survives_a_restart(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        app.kill_and_start().await;
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        assert_eq!(browser.get("/verify").await.status, 200);
        app.browser().call("accounts/confirm", &[("token", &token)]).await;
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["next"], "/setup");
    }

    /// SU-5, FIELD-41: a reload after the confirmation, without JavaScript, shows the button that goes on; opening the page,
    /// by whatever safe method and however often, takes nothing.
    async fn su_5_a_reload_moves_on(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        let page = browser.get("/verify").await;
        assert!(page.body.contains("http-equiv=\"refresh\""));
        app.browser().call("accounts/confirm", &[("token", &token)]).await;
        let before = app.rows();
        for (method, headers) in [
            (Method::HEAD, vec![]),
            (Method::GET, vec![("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender")]),
            (Method::GET, vec![("accept", "text/html")]),
        ] {
            for page in ["/verify", "/verify?change=1", "/", &format!("/verify/{token}")] {
                let answer = browser.send(method.clone(), page, &headers, Vec::new()).await;
                assert!(answer.set_cookies().is_empty(), "{method} {page}");
            }
        }
        assert_eq!(app.rows(), before, "the database is as it was");
        assert!(browser.cookie("parlor-session").is_none());
        assert_eq!(browser.call("accounts/waiting", &[]).await.json()["at"], "confirmed");
        let page = browser.get("/verify").await;
        assert!(page.status == 200 && page.body.contains("/api/accounts/resume") && page.body.contains("Carry on"));
        assert!(!page.body.contains("http-equiv=\"refresh\""));
        let answer = browser.submit("accounts/resume", "/verify", &[]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/setup"));
        assert!(browser.cookie("parlor-session").is_some() && browser.cookie("parlor-attempt").is_none());
        assert_eq!(browser.get("/setup").await.status, 200);
        assert_eq!(browser.get("/verify").await.status, 303);
    }

    /// SU-5: polling is no use of a session, and needs an attempt.
    async fn su_5_polling_needs_an_attempt(app: &App) {
        let answer = app.browser().call("accounts/attempt-status", &[]).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (409, "no-attempt".into()));
        assert_eq!(app.browser().call("accounts/resume", &[]).await.json()["at"], "nowhere");
        assert_eq!(app.browser().get("/verify").await.status, 200);
    }

    /// SU-6: signing out ends the wait in this browser.
    async fn su_6_signing_out_ends_the_wait(app: &App) {
        let browser = app.browser();
        browser.sign_up(app, &MINA).await;
        let tab = browser.copy();
        assert_eq!(browser.call("accounts/sign-out", &[]).await.status, 200);
        assert!(browser.cookie("parlor-attempt").is_none());
        assert_eq!(tab.call("accounts/attempt-status", &[]).await.status, 409);
    }

    /// SU-14: a claim that nobody confirmed is purged after 30 days.
    async fn su_14_claims_are_purged(app: &App) {
        let browser = app.browser();
        browser.sign_up(app, &MINA).await;
        app.move_clock(30 * 24 * 60 * 60 + 60);
        app.kill_and_start().await;
        let mut answer = browser.call("accounts/attempt-status", &[]).await;
        while answer.status == 200 {
            answer = browser.call("accounts/attempt-status", &[]).await;
        }
        assert_eq!(answer.status, 409);
        // An attempt is none by its age; its claim is there until housekeeping has come by.
        let sign_in = async || browser.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        let mut gone = sign_in().await;
        while gone.status == 200 {
            gone = sign_in().await;
        }
        assert_eq!(gone.status, 401);
    }
}
