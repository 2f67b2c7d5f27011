//! The mailed verification link.

use reqwest::Method;

use crate::support::{App, Engine, JONAS, MINA, stories};

const HOURS_48: i64 = 48 * 60 * 60;

stories! {
    /// TOK-2: neither the database nor its log of changes holds a mailed token or a cookie's value.
    async fn tok_2_the_database_holds_no_secret(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        let attempt = browser.cookie("parlor-attempt").unwrap();
        browser.call("accounts/confirm", &[("token", &token)]).await;
        browser.call("accounts/resume", &[]).await;
        let session = browser.cookie("parlor-session").unwrap();
        assert!(app.database_holds(MINA.email.as_bytes()), "the search finds what is there");
        for secret in [token.as_str(), &attempt, &session, MINA.password] {
            assert!(!app.database_holds(secret.as_bytes()), "a secret is stored");
        }
        for secret in [&token, &attempt, &session] {
            let raw = base64ct::Base64UrlUnpadded::decode_vec(secret).unwrap();
            assert!(!app.database_holds(&raw), "a secret is stored as bytes");
            assert!(!app.log().contains(secret.as_str()), "a secret is logged");
        }
        assert!(!app.log().contains(MINA.password));
    }

    /// TOK-3, SU-4: a link is good for 48 hours, to the second.
    /// At the edge of `VERIFICATION`.
    async fn tok_3_a_link_lives_48_hours(app: &App) {
        let browser = app.browser();
        let early = browser.sign_up(app, &MINA).await;
        // The clock goes on while the story runs, so the last moment is tried some seconds before.
        app.move_clock(HOURS_48 - 20);
        assert_eq!(browser.call("accounts/verification-link", &[("token", &early)]).await.status, 200);
        app.move_clock(HOURS_48);
        let late = browser.call("accounts/confirm", &[("token", &early)]).await;
        assert_eq!(late.why(), (410, "expired".into()));
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        let page = browser.get(&format!("/verify/{early}")).await;
        assert_eq!(page.status, 410);
        assert!(page.body.contains("This link has expired") && page.body.contains("/sign-in"));
        // A new one can be had, and works.
        assert_eq!(browser.call("accounts/resend-verification", &[]).await.status, 200);
        let token = app.mail(MINA.email, 2).await.token();
        assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
    }

    /// TOK-4, SU-7: looking at a link changes nothing, however often and by whatever method; the person's click works.
    async fn tok_4_looking_changes_nothing(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        let page = format!("/verify/{token}");
        for _ in 0..5 {
            for (method, headers) in [
                (Method::GET, vec![("accept", "text/html")]),
                (Method::HEAD, vec![]),
                (Method::GET, vec![("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender")]),
            ] {
                for looker in [&browser, &app.browser()] {
                    assert_eq!(looker.send(method.clone(), &page, &headers, Vec::new()).await.status, 200);
                }
            }
        }
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        assert_eq!(app.browser().call("accounts/confirm", &[("token", &token)]).await.status, 200);
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["status"], "confirmed");
    }

    /// TOK-5: a used link says so and changes nothing.
    async fn tok_5_a_link_works_once(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        for call in ["accounts/confirm", "accounts/reject", "accounts/verification-link"] {
            let again = app.browser().call(call, &[("token", &token)]).await;
            assert_eq!(again.why(), (410, "used".into()), "{call}");
        }
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["at"], "through");
        let page = app.browser().get(&format!("/verify/{token}")).await;
        assert!(page.body.contains("This link was used already"));
    }

    /// SU-4: of many confirmations at once one wins.
    async fn su_4_one_confirmation_wins(app: &App) {
        let token = app.browser().sign_up(app, &MINA).await;
        let browsers: Vec<_> = (0..20).map(|_| app.browser()).collect();
        let form = [("token", token.as_str())];
        let answers = futures_util::future::join_all(browsers.iter().map(|browser| browser.call("accounts/confirm", &form))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(answers.iter().filter(|answer| answer.status == 410).count(), 19);
    }

    /// SU-4, SU-6, TOK-7: the newest link works, the older one says where the newer is.
    async fn su_4_the_newest_link_works(app: &App) {
        let browser = app.browser();
        let old = browser.sign_up(app, &MINA).await;
        let soon = browser.call("accounts/resend-verification", &[]).await;
        assert_eq!((soon.status.as_u16(), soon.error()), (429, "too-soon".into()));
        let wait: u32 = soon.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
        app.move_clock(60);
        assert_eq!(browser.call("accounts/resend-verification", &[]).await.status, 200);
        let new = app.mail(MINA.email, 2).await.token();
        assert_ne!(old, new);
        let superseded = browser.call("accounts/confirm", &[("token", &old)]).await;
        assert_eq!(superseded.json()["reason"], "superseded");
        assert_eq!(browser.call("accounts/confirm", &[("token", &new)]).await.status, 200);
    }

    /// SU-6: a different address gets the link, the old link dies, and name and password stay.
    async fn su_6_the_address_can_be_changed(app: &App) {
        let browser = app.browser();
        let old = browser.sign_up(app, &MINA).await;
        let bad = browser.call("accounts/change-address", &[("email", "nonsense")]).await;
        assert_eq!((bad.status.as_u16(), bad.field("email").is_some()), (422, true));
        assert_eq!(browser.call("accounts/change-address", &[("email", JONAS.email)]).await.status, 200);
        let dead = browser.call("accounts/confirm", &[("token", &old)]).await;
        assert_eq!(dead.status.as_u16() / 100, 4);
        let new = app.mail(JONAS.email, 1).await.token();
        assert_eq!(browser.call("accounts/confirm", &[("token", &new)]).await.status, 200);
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["next"], "/setup");
        let signed_in = app.browser().call("accounts/sign-in", &[("email", JONAS.email), ("password", MINA.password)]).await;
        assert_eq!(signed_in.status, 200);
        let gone = app.browser().call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert_eq!(gone.status, 401);
    }

    /// SU-6, MAIL-8: moving from address to address floods nobody.
    async fn su_6_a_mailbox_is_not_flooded_by_moving(app: &App) {
        let browser = app.browser();
        browser.sign_up(app, &MINA).await;
        for (number, expected) in [200, 200, 200, 429, 429].into_iter().enumerate() {
            assert_eq!(browser.call("accounts/change-address", &[("email", JONAS.email)]).await.status, expected);
            // One whose link is superseded before it is sent is not sent at all.
            app.mail(JONAS.email, (number + 1).min(3)).await;
        }
        assert_eq!(browser.call("accounts/change-address", &[("email", "mina@elsewhere.example")]).await.status, 200);
    }

    /// TOK-8: a token opens its own door only.
    async fn tok_8_a_token_has_one_purpose(app: &App) {
        let browser = app.browser();
        let link = browser.sign_up(app, &MINA).await;
        let attempt = browser.cookie("parlor-attempt").unwrap();
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let session = jonas.cookie("parlor-session").unwrap();
        for token in [&attempt, &session] {
            for call in ["accounts/confirm", "accounts/reject", "accounts/verification-link"] {
                assert_eq!(app.browser().call(call, &[("token", token)]).await.status, 404);
            }
        }
        for (cookie, token) in [("parlor-session", &link), ("parlor-session", &attempt)] {
            let headers = [("cookie", format!("{cookie}={token}")), ("sec-fetch-site", "same-origin".into())];
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = app.browser().send(Method::POST, "/api/organizations/mine", &headers, Vec::new()).await;
            assert_eq!(answer.status, 401);
        }
        for token in [&link, &session] {
            let cookie = format!("parlor-attempt={token}");
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
            let answer = app.browser().send(Method::POST, "/api/accounts/attempt-status", &headers, Vec::new()).await;
            assert_eq!(answer.status, 409);
        }
    }

    /// TOK-11: tokens of any shape are refused, never with a 500.
    async fn tok_11_any_token_is_answered(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        let mut mutated = token.clone().into_bytes();
        mutated[10] = if mutated[10] == b'A' { b'B' } else { b'A' };
        let mutated = String::from_utf8(mutated).unwrap();
        for bad in ["", "A", "\0", "../../etc/passwd", "<script>alert(1)</script>", &mutated, &token[1..], &format!("{token}A")] {
            for call in ["accounts/confirm", "accounts/reject", "accounts/verification-link"] {
                let answer = browser.call(call, &[("token", bad)]).await;
                assert_eq!(answer.why(), (404, "unknown".into()), "{bad:?}");
            }
        }
        assert_eq!(browser.call("accounts/confirm", &[("token", &"A".repeat(1 << 20))]).await.status, 413);
        assert_eq!(browser.call("accounts/confirm", &[("token[]", &token), ("token[]", "x")]).await.status.as_u16() / 100, 4);
        for path in ["A", "%00", "%3Cscript%3E", "a%2Fb", mutated.as_str()] {
            let page = browser.get(&format!("/verify/{path}")).await;
            assert_eq!(page.status, 404, "{path}");
            assert!(!page.body.contains("<script>alert"));
        }
        assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
    }

    /// TOK-19, SU-7: *This wasn't me* deletes the claim and frees the address.
    async fn tok_19_this_wasnt_me(app: &App) {
        let stranger = app.browser();
        let token = stranger.sign_up(app, &MINA).await;
        let mina = app.browser();
        let page = mina.get(&format!("/verify/{token}")).await;
        for word in [MINA.email, MINA.name, "Confirm", "This wasn"] {
            assert!(page.body.contains(word), "{word}");
        }
        assert_eq!(mina.call("accounts/reject", &[("token", &token)]).await.status, 200);
        let gone = stranger.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert_eq!(gone.status, 401);
        let dead = stranger.call("accounts/confirm", &[("token", &token)]).await;
        assert_eq!(dead.why(), (410, "rejected".into()));
        assert_eq!(stranger.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        // The address is free for its owner.
        let form = [("name", "Mina"), ("email", MINA.email), ("password", "my own plain words")];
        assert_eq!(mina.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail(MINA.email, 2).await.token();
        assert_eq!(mina.call("accounts/confirm", &[("token", &token)]).await.status, 200);
    }

    /// TOK-20: the page of a link tells its address to nobody.
    async fn tok_20_no_token_in_a_referrer(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        for path in [format!("/verify/{token}"), format!("/verify/{}", "A".repeat(43))] {
            let page = browser.get(&path).await;
            assert_eq!(page.header("referrer-policy"), "no-referrer");
            assert_eq!(page.header("cache-control"), "no-store");
        }
    }

    /// SES-12, SU-9: another browser's confirmation signs in the browser that signed up, and no other.
    async fn ses_12_the_confirming_browser_is_not_signed_in(app: &App) {
        let waiting = app.browser();
        let token = waiting.sign_up(app, &MINA).await;
        let other = app.browser();
        let confirmed = other.call("accounts/confirm", &[("token", &token)]).await;
        assert_eq!(confirmed.json()["own"], false);
        assert!(confirmed.set_cookies().is_empty());
        assert_eq!(other.call("accounts/resume", &[]).await.json()["at"], "nowhere");
        assert_eq!(other.call("organizations/mine", &[]).await.status, 401);
        assert_eq!(waiting.call("accounts/attempt-status", &[]).await.json()["status"], "confirmed");
        assert_eq!(waiting.call("accounts/resume", &[]).await.json()["at"], "through");
        assert_eq!(waiting.call("organizations/mine", &[]).await.status, 200);
    }

    /// SU-8: of two tabs that move on at once, one gets the session.
    async fn su_8_one_tab_takes_the_session(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        browser.call("accounts/confirm", &[("token", &token)]).await;
        let tabs: Vec<_> = (0..10).map(|_| browser.copy()).collect();
        let answers = futures_util::future::join_all(tabs.iter().map(|tab| tab.call("accounts/resume", &[]))).await;
        assert_eq!(answers.iter().filter(|answer| answer.json()["taken"] == true).count(), 1);
    }
}

use base64ct::Encoding as _;
