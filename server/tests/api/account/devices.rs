//! Which browsers an account knows, and when a sign-in is news (SI-7); what a browser's token ends (SI-5).

use crate::support::{App, Browser, Engine, MINA, stories};

const NEW: &str = "plain words of the owner";
const SUBJECT: &str = "New sign-in";

/// How many sign-ins from unknown devices were mailed to the address so far.
async fn told(app: &App, email: &str) -> usize {
    app.mail_is_out().await;
    app.mails(email).await.iter().filter(|mail| mail.subject.contains(SUBJECT)).count()
}

/// The id of the account's only other session, as `browser` sees it.
async fn other_session(browser: &Browser) -> String {
    let account = browser.call("account/view", &[]).await.json();
    let sessions = account["sessions"].as_array().unwrap();
    let mut others = sessions.iter().filter(|session| session["this"] == false);
    let other = others.next().expect("another session")["id"].as_str().unwrap().to_owned();
    assert!(others.next().is_none());
    other
}

stories! {
    /// SI-7: once devices were forgotten, the very next sign-in is news; the first one of a new account is not.
    async fn si_7_the_first_sign_in_after_devices_were_forgotten(app: &App) {
        let (mina, elsewhere) = (app.browser(), app.browser());
        let token = mina.sign_up(app, &MINA).await;
        assert_eq!(elsewhere.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_eq!(told(app, MINA.email).await, 0);

        let new = "mina@new.example";
        let change = [("email", new), ("password", MINA.password)];
        let confirm = app.mailed(new, "/email/", mina.call("account/change-email", &change)).await;
        let fields = [("token", confirm.as_str()), ("password", MINA.password)];
        assert_eq!(elsewhere.call("account/use-address-link", &fields).await.status, 200);
        assert_eq!(app.browser().sign_in(new, MINA.password).await.status, 200);
        assert_eq!(told(app, new).await, 1, "after a change of address");

        let reset = app.reset_link(new).await;
        let fields = [("token", reset.as_str()), ("password", NEW)];
        assert_eq!(elsewhere.call("accounts/reset-password", &fields).await.status, 200);
        assert_eq!(app.browser().sign_in(new, NEW).await.status, 200);
        assert_eq!(told(app, new).await, 2, "after a reset");
    }

    /// SI-7: the news of a sign-in goes out at once, also where a sign-up gets its session by the tab that waited for it.
    async fn si_7_news_of_a_completed_sign_up_go_out_at_once(app: &App) {
        // Mail comes only where a worker is woken.
        let app = App::start_with(app.engine, &[("PARLOR_TEST_MAIL_ROUND", "600")]).await;
        let (mina, laptop) = (app.browser(), app.browser());
        let token = mina.sign_up(&app, &MINA).await;
        assert_eq!(laptop.sign_in(MINA.email, MINA.password).await.json()["next"], "/verify");
        assert_eq!(mina.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        for browser in [&mina, &laptop] {
            assert_eq!(browser.call("accounts/resume", &[]).await.json()["taken"], true);
        }
        app.mail_with(MINA.email, SUBJECT, 1).await;
    }

    /// SI-7, SI-10: a lost laptop whose session was ended is not known any more either; the browser that ended it is.
    async fn si_7_an_ended_session_takes_its_device_along(app: &App) {
        let (mina, laptop) = (app.browser(), app.browser());
        mina.join(app, &MINA).await;
        assert_eq!(laptop.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_eq!(told(app, MINA.email).await, 1);
        for (round, others) in [(2, false), (3, true)] {
            let ended = if others {
                mina.call("account/end-other-sessions", &[]).await
            } else {
                mina.call("account/end-session", &[("session", &other_session(&mina).await)]).await
            };
            assert_eq!(ended.status, 200, "{ended:?}");
            assert!(!laptop.is_signed_in().await && mina.is_signed_in().await);
            assert_eq!(laptop.sign_in(MINA.email, MINA.password).await.status, 200);
            assert_eq!(told(app, MINA.email).await, round, "the laptop is unknown");
        }
        // Signing out leaves a browser known.
        for browser in [&mina, &laptop] {
            assert_eq!(browser.call("accounts/sign-out", &[]).await.status, 200);
            assert_eq!(browser.sign_in(MINA.email, MINA.password).await.status, 200);
        }
        assert_eq!(told(app, MINA.email).await, 3);
        assert_eq!(mina.call("account/end-session", &[("session", "00000000-0000-7000-8000-000000000000")]).await.status, 404);
    }

    /// SI-5, SES-5: who signs out while the session gets a new token is signed out, whichever token the sign-out came with.
    async fn si_5_signing_out_with_the_token_before(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let before = mina.copy();
        let fields = [("current_password", MINA.password), ("password", NEW)];
        assert_eq!(mina.call("account/change-password", &fields).await.status, 200);
        assert!(mina.is_signed_in().await && !before.is_signed_in().await);
        assert_eq!(before.call("accounts/sign-out", &[]).await.status, 200);
        assert!(!mina.is_signed_in().await, "an answer that says done has done");
    }
}
