//! A forgotten password.

use reqwest::Method;

use crate::support::{App, Engine, HOUR, JONAS, MINA, Team, stories, timed};

const NEW: &str = "quite other plain words";

stories! {
    /// PW-1, ENU-2: asking answers alike for everybody, with JavaScript and without, and no mail is made meanwhile.
    async fn enu_2_asking_for_a_reset_is_uniform(app: &App) {
        app.browser().join(app, &MINA).await;
        app.browser().sign_up(app, &JONAS).await;
        // A mail server that takes the connection and never says a word.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let smtp = format!("smtp://{}?tls=none", silent.local_addr().unwrap());
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &smtp), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let before = app.hashes();
        let mut first = None;
        // Each address nine times: past the three mails that it gets, too.
        for round in 0..27 {
            let email = ["nobody@northlight.example", MINA.email, JONAS.email][(round * 7 + round / 3) % 3];
            let fields = [("email", email)];
            let asked = timed(app.browser().call("accounts/forgot-password", &fields)).await;
            let submitted = app.browser().submit("accounts/forgot-password", "/forgot-password", &fields).await;
            assert!(asked.1.took().as_secs() < 5, "{email} waited for the mail server");
            assert_eq!((asked.0.status.as_u16(), submitted.header("location")), (200, "/forgot-password?sent=1"));
            let answers = (asked.0.uniform(), submitted.uniform());
            assert_eq!(*first.get_or_insert_with(|| answers.clone()), answers, "{email}");
        }
        assert_eq!(app.hashes(), before, "nothing is hashed");
    }

    /// PW-1, PW-4: an address without an account gets no mail, and the screen says what helps.
    async fn pw_4_the_screen_says_what_helps(app: &App) {
        app.browser().call("accounts/forgot-password", &[("email", "nobody@northlight.example")]).await;
        app.mail_is_out().await;
        assert!(app.mails("nobody@northlight.example").await.is_empty());
        assert!(app.browser().get("/sign-in").await.body.contains("Forgot password?"));
        for page in ["/forgot-password", "/forgot-password?sent=1"] {
            let page = app.browser().get(page).await;
            for words in ["Check spam", "the address you signed up with", "Links last an hour", "Request a fresh one", "Send reset link"] {
                assert!(page.body.contains(words), "{words}");
            }
        }
        let bad = app.browser().call("accounts/forgot-password", &[("email", "nonsense")]).await;
        assert!(bad.status == 422 && bad.field("email").is_some());
    }

    /// PW-2, TOK-3: a link is good for one hour, to the second.
    /// At the edge of `RESET`.
    async fn pw_2_a_link_lives_one_hour(app: &App) {
        app.browser().join(app, &MINA).await;
        let (token, made) = timed(app.reset_link(MINA.email)).await;
        let link = async || app.browser().call("accounts/reset-link", &[("token", &token)]).await;
        let (early, late) = app.edge(&made, HOUR, link).await;
        assert_eq!((early.status.as_u16(), early.json()["email"].clone()), (200, MINA.email.into()));
        assert_eq!(late.why(), (410, "expired".into()));
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", NEW)]).await;
        assert_eq!((set.status.as_u16(), set.json()["link"].clone()), (410, "reset".into()));
        let page = app.browser().get(&format!("/reset-password/{token}")).await;
        assert_eq!(page.status, 410);
        assert!(page.body.contains("This link has expired") && page.body.contains("/forgot-password"));
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
    }

    /// PW-2, TOK-7: the newest link works, once; the older one says why it does not.
    async fn tok_7_the_newest_link_works(app: &App) {
        app.browser().join(app, &MINA).await;
        let old = app.reset_link(MINA.email).await;
        let new = app.reset_link(MINA.email).await;
        let set = async |token: &str| {
            app.browser().call("accounts/reset-password", &[("token", token), ("password", NEW)]).await
        };
        assert_eq!(set(&old).await.json()["reason"], "superseded");
        assert!(app.browser().get(&format!("/reset-password/{old}")).await.body.contains("This link doesn’t work any more"));
        assert_eq!(set(&new).await.status, 200);
        let again = set(&new).await;
        assert_eq!(again.why(), (410, "used".into()));
        assert!(app.browser().get(&format!("/reset-password/{new}")).await.body.contains("This link was used already"));
    }

    /// PW-2: a change of the password kills the link that was mailed before.
    async fn pw_2_a_changed_password_kills_the_link(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let token = app.reset_link(MINA.email).await;
        let changed = browser.call("account/change-password", &[("current_password", MINA.password), ("password", NEW)]).await;
        assert_eq!(changed.status, 200);
        let dead = app.browser().call("accounts/reset-link", &[("token", &token)]).await;
        assert_eq!(dead.why(), (410, "superseded".into()));
    }

    /// PW-3, TOK-4: opening the link changes nothing, however often and by whatever method.
    async fn pw_3_opening_changes_nothing(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let token = app.reset_link(MINA.email).await;
        let page = format!("/reset-password/{token}");
        for _ in 0..5 {
            for (method, headers) in [
                (Method::GET, vec![("accept", "text/html")]),
                (Method::HEAD, vec![]),
                (Method::GET, vec![("sec-purpose", "prefetch;prerender")]),
            ] {
                let seen = app.browser().send(method, &page, &headers, Vec::new()).await;
                assert_eq!((seen.status.as_u16(), seen.header("referrer-policy")), (200, "no-referrer"));
            }
        }
        assert!(browser.is_signed_in().await);
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
        let page = app.browser().get(&page).await;
        assert!(page.body.contains("Set new password") && page.body.contains(MINA.email));
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", NEW)]).await;
        assert_eq!(set.status, 200);
    }

    /// PW-3, SES-4: a reset puts all devices out, mails a notice, and is the password in every organization.
    async fn ses_4_a_reset_ends_every_session(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.owner.create("Northlight").await;
        let devices = [team.owner.copy(), app.browser(), app.browser()];
        for device in &devices[1..] {
            assert_eq!(device.sign_in(MINA.email, MINA.password).await.status, 200);
        }
        let token = app.reset_link(MINA.email).await;
        let set = async |password: &str| {
            devices[2].call("accounts/reset-password", &[("token", &token), ("password", password)]).await
        };
        for weak in ["", "short", "password", MINA.email, MINA.name] {
            let answer = set(weak).await;
            assert!(answer.status == 422 && answer.field("password").is_some(), "{weak:?}");
        }
        assert!(devices[0].is_signed_in().await);
        assert_eq!(set(NEW).await.json()["next"], "/sign-in?reset=1");
        for device in &devices {
            assert!(!device.is_signed_in().await);
        }
        app.mail_with(MINA.email, "Your Parlor password was changed", 1).await;
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 401);
        let browser = app.browser();
        assert_eq!(browser.sign_in(MINA.email, NEW).await.status, 200);
        for organization in ["harbour-finch", "northlight"] {
            assert_eq!(browser.call("organizations/home", &[("organization", organization)]).await.status, 200);
        }
    }

    /// TOK-18, SU-12: whoever signed up with your address is out once you reset its password.
    async fn tok_18_a_reset_wipes_a_strangers_claim(app: &App) {
        let stranger = app.browser();
        let link = stranger.sign_up(app, &MINA).await;
        assert_eq!(stranger.sign_in(MINA.email, MINA.password).await.json()["next"], "/verify");
        let token = app.reset_link(MINA.email).await;
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", NEW)]).await;
        assert_eq!(set.status, 200);
        assert!(!stranger.is_signed_in().await);
        assert_eq!(stranger.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        assert_ne!(stranger.call("accounts/resume", &[]).await.json()["at"], "through");
        let dead = stranger.call("accounts/confirm", &[("token", &link)]).await;
        assert_eq!(dead.why(), (410, "used".into()));
        assert_eq!(stranger.sign_in(MINA.email, MINA.password).await.status, 401);
        // The mailed link proved the address: its owner is through.
        let mina = app.browser();
        assert_eq!(mina.sign_in(MINA.email, NEW).await.json()["next"], "/");
        assert_eq!(mina.get("/").await.header("location"), "/setup");
    }
}
