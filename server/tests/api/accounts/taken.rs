//! A sign-up with an address that has an account is signed in to as one with a free address is (SU-10, SU-13).

use crate::support::{Answer, App, Browser, Engine, JONAS, MINA, Team, stories};

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
            let here = seen(app, &app.browser(), email, PASSWORD).await;
            // One hash for the account that the address may have, one for the sign-up.
            assert!(here[1].0.contains("200") && here[1].1 == 2, "{here:?}");
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
        // Somebody who moves away leaves nothing behind that could be signed in to.
        let change = [("email", "mina@later.example"), ("password", "new plain words")];
        let moved = app.mailed("mina@later.example", "/email/", team.owner.call("account/change-email", &change)).await;
        assert_eq!(team.owner.call("account/use-address-link", &[("token", &moved)]).await.status, 200);
        assert_eq!(app.browser().sign_in(MINA.email, PASSWORD).await.status, 401);
        assert_eq!(stranger.call("account/view", &[]).await.error(), "signed-out");
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
