//! Sessions.

use crate::{
    isolation::{Row, rows},
    requests::PAGES,
    support::{App, DAY, Engine, HOUR, JONAS, MINA, PASSWORD, Team, stories, timed},
};

stories! {
    /// SI-5, PRV-8: without scripts nothing looks whether a page that Back brings is still somebody's, so the browser is told
    /// to keep none.
    async fn si_5_without_scripts_back_shows_nothing(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let out = browser.submit("accounts/sign-out", "/account", &[]).await;
        assert_eq!((out.status.as_u16(), out.header("clear-site-data")), (303, "\"cache\""));
    }

    /// SES-1: every cookie carries its attributes, wherever it is set.
    async fn ses_1_cookies_are_shut(app: &App) {
        let browser = app.browser();
        let mut answers = vec![browser.call("accounts/sign-up", &MINA.form()).await];
        let token = app.mail(MINA.email, 1).await.token();
        browser.call("accounts/confirm", &[("token", &token)]).await;
        answers.push(browser.call("accounts/resume", &[]).await);
        answers.push(browser.call("accounts/sign-out", &[]).await);
        answers.push(browser.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await);
        answers.push(browser.call("account/appearance", &[("appearance", "dark")]).await);
        let change = [("current_password", MINA.password), ("password", PASSWORD)];
        answers.push(browser.call("account/change-password", &change).await);
        let path = browser.create("Harbour Finch").await;
        let team = Team { slug: path.trim_start_matches("/o/").into(), owner: browser };
        let token = team.invite(app, "priya@harbour.example", "member").await;
        let guest = app.browser();
        let join = [("token", token.as_str()), ("name", "Priya"), ("password", PASSWORD)];
        answers.push(guest.call("invitations/accept", &join).await);
        let token = app.reset_link("priya@harbour.example").await;
        answers.push(guest.call("accounts/reset-password", &[("token", &token), ("password", MINA.password)]).await);
        answers.push(guest.sign_in("priya@harbour.example", MINA.password).await);
        answers.push(guest.call("account/delete", &[("password", MINA.password)]).await);
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
        // Of a host, whatever the port: what else it serves stays within reach.
        let beside = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", "https://nas.harbour.example:8443")]).await;
        assert_eq!(beside.browser().get("/sign-in").await.header("strict-transport-security"), "");
    }

    /// SES-3, SI-5: after signing out the old cookie opens nothing, on every call that asks for one.
    async fn ses_3_a_session_ends_on_the_server(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let path = browser.create("Harbour Finch").await;
        let thief = browser.copy();
        assert_eq!(thief.call("organizations/mine", &[]).await.status, 200);
        assert_eq!(browser.call("accounts/sign-out", &[]).await.json()["next"], "/sign-in");
        assert!(browser.cookie("parlor-session").is_none());
        // What an address tells once was not done here (FIELD-65).
        for (there, next) in [("/o/harbour-finch/members?find=a&revoked=2", "/o/harbour-finch/members?find=a"), ("//evil.example", "/sign-in")] {
            assert_eq!(browser.call("accounts/sign-out", &[("return_to", there)]).await.json()["next"], next);
        }
        // What a link or a password opens asks for no session.
        let free = |row: &Row| row.fields.iter().any(|(name, _)| ["token", "email"].contains(&name.as_str()));
        let asking: Vec<Row> = rows().into_iter().filter(|row| row.statuses[0] == 401 && !free(row)).collect();
        assert!(asking.len() > 20);
        for row in asking {
            let fields: Vec<(&str, &str)> = row.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let answer = thief.call(row.call, &fields).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (401, "signed-out".into()), "{}", row.call);
        }
        assert_eq!(thief.get("/account/export.json").await.status, 401);
        assert_eq!(thief.get("/events").await.status, 401);
        let page = thief.get(&path).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/sign-in?return_to=/o/harbour-finch"));
    }

    /// PRV-8, SI-5: no page or answer that names somebody is kept by the browser, and after signing out none does.
    async fn prv_8_nothing_personal_is_kept(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let pages = PAGES.map(|(_, page)| page.replace("{slug}", &team.slug));
        let named = async |page: &str| {
            let answer = team.owner.get(page).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{page}");
            answer.body.contains(MINA.name) || answer.body.contains(MINA.email) || answer.body.contains("Harbour Finch")
        };
        let mut personal = Vec::new();
        for page in pages.iter().map(String::as_str).chain(["/account/export.json"]) {
            if named(page).await {
                personal.push(page);
            }
        }
        assert!(personal.len() > 10, "{personal:?}");
        for call in ["organizations/mine", "account/view"] {
            assert_eq!(team.owner.call(call, &[]).await.header("cache-control"), "no-store", "{call}");
        }
        team.owner.call("accounts/sign-out", &[]).await;
        for page in personal {
            assert!(!named(page).await, "{page}");
        }
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

    /// SES-7: the edges of 7 days idle, to the second. Looking on in the background is no use of the session.
    /// At the edge of `SESSION_IDLE`.
    async fn ses_7_idle_to_the_second(app: &App) {
        let browser = app.browser();
        let ((), made) = timed(browser.join(app, &MINA)).await;
        let (early, late) = app.edge(&made, 7 * DAY, async || browser.is_signed_in().await).await;
        assert!(early && !late);
    }

    /// SES-7: the edges of 30 days in all, to the second.
    /// At the edge of `SESSION_ABSOLUTE`.
    async fn ses_7_absolute_to_the_second(app: &App) {
        let browser = app.browser();
        let ((), made) = timed(browser.join(app, &MINA)).await;
        for day in [6, 12, 18, 24, 29] {
            app.move_clock(day * DAY);
            assert_eq!(browser.call("accounts/landing", &[]).await.json()["next"], "/setup", "day {day}");
        }
        let (early, late) = app.edge(&made, 30 * DAY, async || browser.is_signed_in().await).await;
        assert!(early && !late);
    }

    /// SES-8, SI-4: eight days of polling do not extend a session.
    async fn ses_8_polling_does_not_extend(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let waiting = app.browser();
        waiting.sign_up(app, &JONAS).await;
        let session = app.browser();
        session.sign_in(JONAS.email, JONAS.password).await;
        for hour in (0..8 * 24).step_by(4) {
            app.move_clock(hour * HOUR);
            let alive = hour < 7 * 24;
            assert_eq!(team.owner.is_signed_in().await, alive, "hour {hour}");
            let lost = team.call(&team.owner, "organizations/lost", &[]).await;
            assert_eq!(lost.status, if alive { 404 } else { 401 }, "hour {hour}");
            assert_eq!(session.call("accounts/attempt-status", &[]).await.status, 200);
            assert_eq!(waiting.call("accounts/attempt-status", &[]).await.status, 200);
        }
        assert_eq!(session.call("organizations/mine", &[]).await.status, 401);
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
        // What was done there is not told because a link says so.
        let forged = sign_in("/o/northlight/members?role=member&revoked=3");
        let back = app.browser().call("accounts/sign-in", &forged).await;
        assert_eq!(back.json()["next"], "/o/northlight/members?role=member");
        for evil in [
            "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/events", "/healthz",
            "/account/export.json", "/o/northlight/members.csv",
        ] {
            assert_eq!(app.browser().call("accounts/sign-in", &sign_in(evil)).await.json()["next"], "/", "{evil}");
        }
        // Last used first.
        browser.call("organizations/home", &[("organization", "harbour-finch")]).await;
        let mine = browser.call("organizations/mine", &[]).await.json();
        assert_eq!(mine["organizations"][0]["slug"], "harbour-finch");
    }
}
