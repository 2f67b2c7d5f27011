//! Nobody learns whether an address has an account.

use crate::support::{Answer, App, Engine, JONAS, MINA, stories};

const STRANGER: &str = "nobody@northlight.example";

stories! {
    /// ENU-1, SI-1: unknown, wrong and unverified answer alike, after one hash each.
    async fn enu_1_signing_in_is_uniform(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().join(&app, &MINA).await;
        app.browser().sign_up(&app, &JONAS).await;
        let mut first = None;
        for round in 0..200 {
            // Another client each time, and a rest before an account has to wait.
            if round % 12 == 0 {
                app.move_clock(i64::try_from(round).unwrap() * 80);
            }
            // Another order each round.
            let email = [STRANGER, MINA.email, JONAS.email][(round * 7 + round / 3) % 3];
            let before = app.hashes();
            let answer = app.browser().from(format!("203.0.113.{round}")).sign_in(email, "wrong plain words").await;
            assert_eq!(answer.status, 401);
            assert_eq!(app.hashes() - before, 1, "hashes for {email}");
            let answer = answer.uniform();
            assert_eq!(*first.get_or_insert_with(|| answer.clone()), answer, "{email}");
        }
    }

    /// ENU-10: the hash for an unknown address costs what the one of an account costs.
    async fn enu_10_the_dummy_costs_the_same(app: &App) {
        app.browser().join(app, &MINA).await;
        for email in [STRANGER, MINA.email] {
            app.browser().sign_in(email, "wrong plain words").await;
        }
        let log = app.log();
        let costs: Vec<&str> = log
            .lines()
            .filter(|line| line.contains("a password was hashed"))
            .map(|line| line.split("Cost {").nth(1).and_then(|rest| rest.split('}').next()).unwrap())
            .collect();
        assert_eq!(costs.len(), 3, "at sign-up, and at both tries");
        assert!(costs.iter().all(|cost| *cost == " memory: 19456, passes: 2, lanes: 1 "), "{costs:?}");
    }

    /// ENU-3, SU-10: signing up with a taken address looks the same, costs the same, and tells its owner.
    async fn enu_3_a_taken_address_looks_free(app: &App) {
        app.browser().join(app, &MINA).await;
        let mut answers = Vec::new();
        for email in [STRANGER, MINA.email] {
            let browser = app.browser();
            let before = app.hashes();
            let form = [("name", "Zaphod"), ("email", email), ("password", "some plain words")];
            answers.push(browser.call("accounts/sign-up", &form).await.uniform());
            assert_eq!(app.hashes() - before, 1);
            let page = browser.get("/verify").await;
            assert!(page.status == 200 && page.body.contains(email));
        }
        assert_eq!(answers[0], answers[1]);
        let mail = app.mail(MINA.email, 2).await;
        assert!(mail.subject.contains("already have an account"), "{}", mail.subject);
        for path in ["/sign-in", "/forgot-password"] {
            assert!(mail.text.contains(&format!("{}{path}", app.public_url)), "{path}");
        }
        assert!(!mail.text.contains("Zaphod"));
        // Without JavaScript it looks the same too.
        let mut pages = Vec::new();
        for email in ["somebody-else@northlight.example", MINA.email] {
            let form = [("name", "Zaphod"), ("email", email), ("password", "some plain words")];
            pages.push(app.browser().submit("accounts/sign-up", "/sign-up", &form).await.uniform());
        }
        assert_eq!(pages[0], pages[1]);
    }

    /// ENU-4: the screen of a taken address waits like a real one, byte for byte.
    async fn enu_4_the_waiting_screen_waits_alike(app: &App) {
        app.browser().join(app, &MINA).await;
        // Addresses of one length, so that bodies compare.
        let free = "nina@harbour.example";
        let mut polls: Vec<(Answer, String)> = Vec::new();
        for (email, mails) in [(free, 1), (MINA.email, 2)] {
            let browser = app.browser();
            let form = [("name", "Zaphod"), ("email", email), ("password", "some plain words")];
            browser.call("accounts/sign-up", &form).await;
            app.mail(email, mails).await;
            let mut poll = browser.call("accounts/attempt-status", &[]).await;
            while poll.json()["mail"]["state"] != "handed-over" {
                poll = browser.call("accounts/attempt-status", &[]).await;
            }
            assert_eq!(poll.json()["status"], "pending");
            polls.push((poll, email.to_owned()));
            // Resending is alike as well (ENU-5).
            let soon = browser.call("accounts/resend-verification", &[]).await;
            assert_eq!(soon.status, 429);
        }
        let plain = |(answer, email): &(Answer, String)| {
            let mut json = answer.json();
            for time in ["mailed_at", "expires_at", "resend_in"] {
                assert!(!json[time].is_null());
                json[time] = "time".into();
            }
            json["mail"]["at"] = "time".into();
            (answer.status, json.to_string().replace(email.as_str(), "address"), answer.set_cookies().len())
        };
        assert_eq!(plain(&polls[0]), plain(&polls[1]));
    }

    /// ENU-5, SU-6: sending again answers alike: after a minute, three times, then once an hour.
    async fn enu_5_resending_is_uniform(app: &App) {
        app.browser().join(app, &MINA).await;
        let mut now = 0;
        let mut told = Vec::new();
        for email in [STRANGER, MINA.email] {
            let browser = app.browser();
            let form = [("name", "Zaphod"), ("email", email), ("password", "some plain words")];
            browser.call("accounts/sign-up", &form).await;
            let mut answers = Vec::new();
            for pause in [0, 60, 60, 60, 60, 3_420, 0] {
                now += pause;
                app.move_clock(now);
                let answer = browser.call("accounts/resend-verification", &[]).await;
                let seconds = answer.json()["seconds"].as_i64().map(|seconds| (seconds + 5) / 60);
                answers.push((answer.status.as_u16(), answer.error(), seconds));
            }
            told.push(answers);
        }
        let (sent, wait) = ((200, String::new(), None), |minutes| (429, "too-soon".to_owned(), Some(minutes)));
        assert_eq!(told[0], [wait(1), sent.clone(), sent.clone(), sent.clone(), wait(57), sent, wait(1)]);
        assert_eq!(told[0], told[1]);
    }

    /// ENU-9, OR-6: a foreign organization and an unknown one answer the same 404.
    async fn enu_9_foreign_and_unknown_are_one(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        assert_eq!(mina.create("Harbour Finch").await, "/o/harbour-finch");
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        jonas.create("Northlight").await;
        let mut calls = Vec::new();
        let mut pages = Vec::new();
        for slug in ["harbour-finch", "harbour-flint", "x", "../x", ""] {
            calls.push(jonas.call("organizations/home", &[("organization", slug)]).await.uniform());
        }
        for slug in ["harbour-finch", "harbour-flint"] {
            let page = jonas.get(&format!("/o/{slug}")).await;
            assert!(!page.body.contains("Harbour Finch"));
            // What differs by nature: the nonce, and the address that was asked for.
            let nonce = page.body.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("-").to_owned();
            let (status, headers, body) = page.uniform();
            let plain = |text: String| text.replace(&nonce, "NONCE").replace(slug, "SLUG");
            pages.push((status, headers.into_iter().map(|(name, value)| (name, plain(value))).collect::<Vec<_>>(), plain(body)));
        }
        assert!(calls.iter().all(|call| *call == calls[0] && call.0 == 404), "{calls:?}");
        assert_eq!(pages[0].0, 404);
        assert_eq!(pages[0], pages[1]);
    }
}
