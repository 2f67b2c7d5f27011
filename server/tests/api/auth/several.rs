//! Several sign-ups at once: of one address in two browsers, of two addresses in one.

use crate::support::{Answer, App, Browser, Engine, HOUR, JONAS, MINA, Person, stories};

stories! {
    /// FIELD-40: a browser with a sign-up of its own is told that the newest mail's link is another browser's, by name and
    /// time; it does not confirm that, and goes on with its own by a new link.
    async fn field_40_nobody_confirms_a_strangers_sign_up(app: &App) {
        let (mine, stranger) = (app.browser(), app.browser());
        mine.sign_up(app, &MINA).await;
        let form = [("name", "Mallory"), ("email", MINA.email), ("password", "the stranger's words")];
        assert_eq!(stranger.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail_with(MINA.email, "/verify/", 2).await.token();
        let link = [("token", token.as_str())];
        let view = mine.call("accounts/verification-link", &link).await.json();
        assert_eq!((&view["origin"], &view["name"]), (&"rival".into(), &"Mallory".into()));
        let page = mine.get(&format!("/verify/{token}")).await;
        for words in ["Mallory", "started in another browser", "Go on with mine", "This wasn't me"] {
            assert!(page.body.contains(words), "{words}");
        }
        assert!(!page.body.contains("/api/accounts/confirm"));
        let refused = mine.call("accounts/confirm", &link).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "other-sign-up".into()));
        assert_eq!(stranger.call("accounts/resume", &[]).await.json()["at"], "waiting");
        // A browser without any is asked as ever, and the stranger's own confirms.
        assert_eq!(app.browser().call("accounts/verification-link", &link).await.json()["origin"], "elsewhere");
        assert_eq!(stranger.call("accounts/verification-link", &link).await.json()["origin"], "own");
        assert_eq!(app.browser().call("accounts/restart", &link).await.error(), "no-attempt");

        // On with one's own, without JavaScript.
        let on = mine.submit("accounts/restart", &format!("/verify/{token}"), &link).await;
        assert_eq!((on.status.as_u16(), on.header("location")), (303, "/verify"));
        let own = app.mail_with(MINA.email, "/verify/", 3).await.token();
        assert_eq!(stranger.call("accounts/confirm", &link).await.why(), (410, "superseded".into()));
        let view = mine.call("accounts/verification-link", &[("token", &own)]).await.json();
        assert_eq!((&view["origin"], &view["name"]), (&"own".into(), &MINA.name.into()));
        assert_eq!(mine.call("accounts/confirm", &[("token", &own)]).await.status, 200);
        stranger.call("accounts/resume", &[]).await;
        assert!(!stranger.is_signed_in().await);
        assert_eq!(mine.call("accounts/resume", &[]).await.json()["taken"], true);
        assert_eq!(app.browser().sign_in(MINA.email, "the stranger's words").await.status, 401);
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
    }

    /// FIELD-40: *This wasn't me* in such a browser deletes the stranger's.
    async fn field_40_not_me(app: &App) {
        let (mine, stranger) = (app.browser(), app.browser());
        mine.sign_up(app, &MINA).await;
        let form = [("name", "Mallory"), ("email", MINA.email), ("password", "the stranger's words")];
        assert_eq!(stranger.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail_with(MINA.email, "/verify/", 2).await.token();
        assert_eq!(mine.call("accounts/reject", &[("token", &token)]).await.status, 200);
        assert_eq!(app.browser().sign_in(MINA.email, "the stranger's words").await.status, 401);
        assert_eq!(mine.call("accounts/sign-up", &MINA.form()).await.status, 200);
        let token = app.mail_with(MINA.email, "/verify/", 3).await.token();
        assert_eq!(mine.call("accounts/confirm", &[("token", &token)]).await.json()["own"], true);
    }

    /// FIELD-24: two sign-ups in one browser: each link confirms there, and each gets its session.
    async fn field_24_two_sign_ups_in_one_browser(app: &App) {
        let browser = app.browser();
        let first = browser.sign_up(app, &MINA).await;
        let second = browser.sign_up(app, &JONAS).await;
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["email"], JONAS.email);
        let confirmed = browser.call("accounts/confirm", &[("token", &first)]).await.json();
        assert_eq!((&confirmed["own"], &confirmed["waits"]), (&true.into(), &true.into()));
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["status"], "confirmed");
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["taken"], true);
        assert_eq!(browser.call("account/view", &[]).await.json()["email"], MINA.email);
        // The other one waits on.
        assert_eq!(browser.call("accounts/attempt-status", &[]).await.json()["email"], JONAS.email);
        assert_eq!(browser.call("accounts/confirm", &[("token", &second)]).await.json()["own"], true);
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["taken"], true);
        assert_eq!(browser.call("account/view", &[]).await.json()["email"], JONAS.email);
        assert!(browser.cookie("parlor-attempt").is_none());
    }

    /// FIELD-24: where the browser that signed up gave its wait up, nothing "carries on where it was started", and the page
    /// says to sign in.
    async fn field_24_nobody_waits_any_more(app: &App) {
        app.browser().join(app, &JONAS).await;
        for what in ["sign-in", "sign-out", "five more"] {
            let email = format!("{}@harbour.example", what.replace(' ', "-"));
            let browser = app.browser();
            let token = browser.sign_up(app, &Person { name: "Mina", email: &email, password: MINA.password }).await;
            match what {
                "sign-in" => assert_eq!(browser.sign_in(JONAS.email, JONAS.password).await.status, 200),
                "sign-out" => assert_eq!(browser.call("accounts/sign-out", &[]).await.status, 200),
                _ => {
                    for number in 0..5 {
                        let email = format!("more{number}@harbour.example");
                        let form = [("name", "Mina"), ("email", &email), ("password", MINA.password)];
                        assert_eq!(browser.call("accounts/sign-up", &form).await.status, 200);
                    }
                }
            }
            let confirmed = browser.call("accounts/confirm", &[("token", &token)]).await.json();
            assert_eq!((&confirmed["own"], &confirmed["waits"]), (&false.into(), &false.into()), "{what}");
            assert_eq!(app.browser().sign_in(&email, MINA.password).await.status, 200);
        }
        let (waiting, reader) = (app.browser(), app.browser());
        let token = waiting.sign_up(app, &MINA).await;
        let confirmed = reader.call("accounts/confirm", &[("token", &token)]).await.json();
        assert_eq!((&confirmed["own"], &confirmed["waits"]), (&false.into(), &true.into()));
    }

    /// FIELD-43: whichever call writes them, mails to addresses that nobody has proven are few for one sign-up, and for one
    /// client.
    async fn field_43_one_budget_of_mails(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let mut mailed = 0;
        for number in 0..4 {
            let browser = app.browser().from("203.0.113.9");
            let email = format!("mallory{number}@elsewhere.example");
            browser.sign_up(app, &Person { name: "Mallory", email: &email, password: PASSWORD }).await;
            for stranger in 0..40 {
                let email = format!("stranger{number}.{stranger}@northlight.example");
                let moved = browser.call("accounts/change-address", &[("email", &email)]).await;
                assert!([200, 429].contains(&moved.status.as_u16()), "{moved:?}");
                mailed += usize::from(moved.status == 200);
            }
            let soon = browser.call("accounts/change-address", &[("email", "x@northlight.example")]).await;
            assert_eq!((soon.status.as_u16(), soon.error()), (429, "too-soon".into()));
            assert!(!soon.header("retry-after").is_empty());
        }
        assert_eq!(mailed, 4 * 8);
        // An account that moves about has the same budget.
        let mina = app.browser().from("203.0.113.10");
        mina.join(app, &MINA).await;
        let mut asked = 0;
        for stranger in 0..12 {
            let email = format!("moved{stranger}@northlight.example");
            let fields = [("email", email.as_str()), ("password", MINA.password)];
            asked += usize::from(mina.call("account/change-email", &fields).await.status == 200);
        }
        assert_eq!(asked, 8);
        // Of one client all of them together; another one is not in the way.
        let many = app.browser().from("203.0.113.9");
        let mut last = 200;
        for number in 0..240 {
            let email = format!("person{number}@northlight.example");
            let form = [("name", "Mallory"), ("email", email.as_str()), ("password", PASSWORD)];
            last = many.call("accounts/sign-up", &form).await.status.as_u16();
            if last == 429 {
                assert!(number >= 240 - 4 * 9, "{number}");
                break;
            }
        }
        assert_eq!(last, 429);
        app.browser().from("203.0.113.11").join(app, &JONAS).await;
    }

    /// FIELD-43, MAIL-8, ENU-3: sixty browsers that sign up one address write five mails to it, and from then on one in ten minutes,
    /// which is the newest; alike where the address has an account. Its owner gets one as well, and signs up.
    async fn field_43_sixty_browsers_write_few_mails(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().join(app, &JONAS).await;
        app.move_clock(HOUR);
        for number in 1..=60 {
            let mut alike = Vec::new();
            for email in [MINA.email, JONAS.email] {
                let (browser, answer) = sign_up(app, number, email).await;
                let poll = async || browser.call("accounts/attempt-status", &[]).await.json();
                // The next sign-up would supersede what is on its way.
                while number <= 5 && poll().await["mail"]["state"] != "handed-over" {}
                let poll = poll().await;
                alike.push((answer.uniform(), poll["status"].clone(), poll["mail"]["state"].clone()));
            }
            assert_eq!(alike[0], alike[1], "{number}");
            assert_eq!(alike[0].2, if number <= 5 { "handed-over" } else { "put-off" }, "{number}");
        }
        let told = async |email: &str| {
            app.mail_is_out().await;
            let mails = app.mails(email).await;
            mails.iter().filter(|mail| mail.text.contains("/verify/") || mail.subject.contains("already")).count()
        };
        // One of them confirmed Jonas' address an hour ago.
        assert_eq!((told(MINA.email).await, told(JONAS.email).await), (5, 6));
        app.move_clock(HOUR + 5 * MINUTE);
        assert_eq!((told(MINA.email).await, told(JONAS.email).await), (5, 6));
        // The owner comes last: the mail that waits is theirs.
        let (mina, _) = sign_up(app, 61, MINA.email).await;
        assert!(mina.get("/verify").await.body.contains("sent a lot of mail in a short time. This one goes out at"));
        app.move_clock(HOUR + 11 * MINUTE);
        let newest = app.mail_with(MINA.email, "/verify/", 6).await;
        // It is dated by when it went out, not by when it was written, six minutes before.
        let sent: Vec<_> = app.mails(MINA.email).await.iter().map(|mail| mail.sent_at).collect();
        assert!((sent[0] - sent[1]).num_minutes() >= 9, "CT-5: {sent:?}");
        assert_eq!((told(MINA.email).await, told(JONAS.email).await), (6, 7));
        // Nobody asks for a mail in vain: another sign-up has the next one, and who does not want to wait sends it again.
        let (late, _) = sign_up(app, 62, MINA.email).await;
        assert_eq!(told(MINA.email).await, 6);
        app.move_clock(HOUR + 13 * MINUTE);
        assert_eq!(late.call("accounts/resend-verification", &[]).await.status, 200);
        let token = app.mail_with(MINA.email, "/verify/", 7).await.token();
        assert_eq!(mina.call("accounts/confirm", &[("token", &newest.token())]).await.why(), (410, "superseded".into()));
        assert_eq!(late.call("accounts/confirm", &[("token", &token)]).await.json()["own"], true);
        // The mail that waited has a link that is dead.
        app.move_clock(2 * HOUR);
        assert_eq!(told(MINA.email).await, 7);
    }
}

/// Signs the address up in a browser and from a network of this number.
async fn sign_up(app: &App, number: usize, email: &str) -> (Browser, Answer) {
    let browser = app.browser().from(format!("203.0.113.{number}"));
    let name = format!("Mallory {number}");
    let answer = browser.call("accounts/sign-up", &[("name", &name), ("email", email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    (browser, answer)
}

const PASSWORD: &str = "some plain words";
const MINUTE: i64 = 60;
