//! A sign-up with an address that has an account is signed in to as one with a free address is (SU-10, SU-13).

use futures_util::future::join_all;

use crate::support::{Answer, App, Browser, Engine, JONAS, MINA, Person, Team, stories};

/// As long as Mina's address, and free.
const FREE: &str = "nina@harbour.example";
const PASSWORD: &str = "some plain words";

async fn signed_up(app: &App, email: &str) -> Browser {
    let browser = app.browser();
    let form = [("name", "Zaphod"), ("email", email), ("password", PASSWORD)];
    assert_eq!(browser.call("accounts/sign-up", &form).await.status, 200);
    browser
}

/// All that a sign-in and what follows it shows, with the address left out and how many hashes each step took.
async fn seen(app: &App, browser: &Browser, email: &str, password: &str) -> Vec<(String, usize)> {
    let told = |answer: Answer| format!("{:?}", answer.uniform()).replace(email, "address");
    let mut seen = Vec::new();
    let mut step = async |answer: Answer, before: usize| seen.push((told(answer), app.hashes() - before));
    let before = app.hashes();
    step(browser.sign_in(email, "wrong plain words").await, before).await;
    let before = app.hashes();
    step(browser.sign_in(email, password).await, before).await;
    let form = [("name", "Acme")];
    for (call, fields) in [
        ("account/view", &[][..]),
        ("organizations/mine", &[]),
        ("organizations/create", &form),
        ("accounts/resend-verification", &[]),
    ] {
        let before = app.hashes();
        step(browser.call(call, fields).await, before).await;
    }
    let status = browser.call("accounts/attempt-status", &[]).await.json();
    seen.push((format!("{} {}", status["status"], status["email"]).replace(email, "address"), 0));
    let page = browser.get("/verify").await;
    seen.push((format!("{} {}", page.status, page.body.contains(email)), 0));
    seen.push((format!("{}", browser.get("/account").await.status), 0));
    seen
}

stories! {
    /// SU-10, SU-13: whoever signs up with a taken address and signs in with that password, in that browser or in another
    /// one, sees what a sign-up with a free address shows.
    async fn su_10_signing_in_to_a_taken_address_looks_free(app: &App) {
        app.browser().join(app, &MINA).await;
        let mut told: Vec<Vec<(String, usize)>> = Vec::new();
        for email in [FREE, MINA.email] {
            let browser = signed_up(app, email).await;
            let mut here = seen(app, &browser, email, PASSWORD).await;
            here.extend(seen(app, &app.browser(), email, PASSWORD).await);
            assert!(here[1].0.contains("200") && here[1].1 == 1, "{here:?}");
            // The next sign-up with the address ends it, whoever makes it.
            signed_up(app, email).await;
            here.push((browser.call("account/view", &[]).await.error(), 0));
            told.push(here);
        }
        assert_eq!(told[0], told[1]);
        app.mail_with(MINA.email, "already have an account", 2).await;
        let news = app.mails(MINA.email).await.into_iter().find(|mail| mail.subject.contains("sign-in"));
        assert!(news.is_none(), "those were no sign-ins to her account: {news:?}");
    }

    /// SU-6, SU-10: a sign-up that moves to a taken address is signed in to as one that moves to a free one.
    async fn su_10_moving_to_a_taken_address_looks_free(app: &App) {
        app.browser().join(app, &MINA).await;
        let mut told = Vec::new();
        for (from, email) in [("first@harbour.example", FREE), ("other@harbour.example", MINA.email)] {
            let browser = signed_up(app, from).await;
            assert_eq!(browser.call("accounts/change-address", &[("email", email)]).await.status, 200);
            let mut here = seen(app, &app.browser(), email, PASSWORD).await;
            // One hash for the account that the address may have, one for the sign-up, and one that is stored from now on.
            assert!(here[1].0.contains("200") && here[0].1 == 2 && here[1].1 == 3, "{here:?}");
            here.extend(seen(app, &app.browser(), email, PASSWORD).await);
            assert_eq!(here.iter().map(|(_, hashes)| hashes).sum::<usize>(), 2 + 3 + 1 + 1, "{here:?}");
            assert_eq!(app.browser().sign_in(from, PASSWORD).await.status, 401);
            told.push(here);
        }
        assert_eq!(told[0], told[1]);
    }

    /// SU-10: a sign-up with somebody's address changes nothing for them: their password counts, and what it opens is
    /// nobody else's.
    async fn su_10_the_owner_is_untouched(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let stranger = signed_up(app, MINA.email).await;
        assert_eq!(stranger.sign_in(MINA.email, PASSWORD).await.status, 200);
        assert_eq!(stranger.call("account/view", &[]).await.error(), "unconfirmed");
        let mina = app.browser();
        assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200);
        assert!(mina.call("organizations/mine", &[]).await.body.contains("Harbour Finch"));
        // Where a link of hers asks for her password, the stranger's is none.
        let northlight = Team::new(app, &JONAS, "Northlight").await;
        let token = northlight.invite(app, MINA.email, "member").await;
        let accept = async |password| {
            app.browser().call("invitations/accept", &[("token", token.as_str()), ("password", password)]).await
        };
        assert_eq!(accept(PASSWORD).await.status, 401);
        assert_eq!(stranger.call("invitations/accept", &[("token", &token)]).await.status, 422, "it asks for the password");
        assert_eq!(accept(MINA.password).await.status, 200);
        // With a new password too, whatever the sign-up was hashed beside.
        let change = [("current_password", MINA.password), ("password", "new plain words")];
        assert_eq!(team.owner.call("account/change-password", &change).await.status, 200);
        assert_eq!(app.browser().sign_in(MINA.email, "new plain words").await.status, 200);
        assert_eq!(stranger.call("account/view", &[]).await.error(), "signed-out", "as after another sign-up with it");
        assert_eq!(app.browser().sign_in(MINA.email, PASSWORD).await.status, 401);
        let stranger = signed_up(app, MINA.email).await;
        assert_eq!(stranger.sign_in(MINA.email, PASSWORD).await.status, 200);
        // Somebody who moves away leaves nothing behind that could be signed in to.
        let change = [("email", "mina@later.example"), ("password", "new plain words")];
        let moved = app.mailed("mina@later.example", "/email/", team.owner.call("account/change-email", &change)).await;
        assert_eq!(team.owner.call("account/use-address-link", &[("token", &moved)]).await.status, 200);
        assert_eq!(app.browser().sign_in(MINA.email, PASSWORD).await.status, 401);
        assert_eq!(stranger.call("account/view", &[]).await.error(), "signed-out");
    }

    /// SI-6, SU-10: a guess at an account's password is one too where somebody signs up with it and signs in to that.
    async fn si_6_signing_up_with_a_guess_is_a_guess(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().join(&app, &MINA).await;
        let mut told = Vec::new();
        for email in [FREE, MINA.email] {
            let mut statuses = Vec::new();
            for round in 0..8 {
                let browser = app.browser().from(format!("203.0.113.{round}"));
                let guess = format!("guess number {round}");
                let form = [("name", "Zaphod"), ("email", email), ("password", guess.as_str())];
                assert_eq!(browser.call("accounts/sign-up", &form).await.status, 200);
                statuses.push(browser.sign_in(email, &guess).await.status.as_u16());
            }
            assert!(statuses.starts_with(&[200; 5]) && statuses[5..].contains(&429), "{statuses:?}");
            told.push(statuses);
        }
        assert_eq!(told[0], told[1]);
    }

    /// SI-9, SU-10: an account is deleted however many sign in at that moment to a sign-up with its address.
    async fn si_9_a_sign_up_is_not_in_the_way_of_deleting(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        for round in 0..5 {
            let email = format!("mina{round}@harbour.example");
            let mina = app.browser();
            mina.join(app, &Person { name: "Mina", email: &email, password: MINA.password }).await;
            signed_up(app, &email).await;
            let strangers = [0, 1, 2, 3].map(|number| app.browser().from(format!("203.0.113.{}", 4 * round + number)));
            let sign_ins = join_all(strangers.iter().map(|stranger| stranger.sign_in(&email, PASSWORD)));
            let fields = [("password", MINA.password)];
            let (answers, deleted) = tokio::join!(sign_ins, mina.call("account/delete", &fields));
            assert_eq!(deleted.status, 200, "{deleted:?} {answers:?}");
            assert!(answers.iter().all(|answer| [200, 401].contains(&answer.status.as_u16())), "{answers:?}");
            for stranger in &strangers {
                assert_eq!(stranger.call("account/view", &[]).await.error(), "signed-out");
            }
            if let Some(rows) = app.rows() {
                assert!(!rows.contains(&email), "{:?}", rows.lines().find(|row| row.contains(&email)));
            }
        }
    }

    /// ENU-4, SU-10: a mail that waits is dropped for the one of a newer sign-up with the address, whoever it is for.
    async fn enu_4_a_mail_that_waits_goes_stale_alike(app: &App) {
        app.browser().join(app, &MINA).await;
        // Nothing listens there.
        let smtp = [("PARLOR_SMTP_URL", "smtp://127.0.0.1:9?tls=none"), ("PARLOR_PUBLIC_URL", app.url.as_str())];
        app.kill_and_start_with(&smtp).await;
        let mut told = Vec::new();
        for email in [FREE, MINA.email] {
            let first = signed_up(app, email).await;
            signed_up(app, email).await;
            let state = async || first.call("accounts/attempt-status", &[]).await.json()["mail"]["state"].clone();
            let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
            while state().await == "queued" && std::time::Instant::now() < deadline {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            told.push(state().await);
        }
        assert_eq!(told, ["dropped", "dropped"]);
    }

    /// SI-6, SU-10: whoever signed up with an address gets no more guesses at its account's password by signing in to that.
    async fn si_6_a_sign_up_forgives_no_guess(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().join(&app, &MINA).await;
        let mut told = Vec::new();
        for email in [FREE, MINA.email] {
            let stranger = signed_up(&app, email).await;
            let mut statuses = Vec::new();
            for round in 0..8 {
                let guesser = stranger.copy().from(format!("203.0.113.{round}"));
                statuses.push(guesser.sign_in(email, "wrong plain words").await.status.as_u16());
                statuses.push(stranger.sign_in(email, PASSWORD).await.status.as_u16());
            }
            assert!(statuses.contains(&429), "{statuses:?}");
            told.push(statuses);
        }
        assert_eq!(told[0], told[1]);
    }
}
