//! Signing up.

use crate::support::{App, Engine, HOUR, JONAS, MINA, stories};

stories! {
    /// SU-1, SU-9: an attempt, no session, no organization.
    async fn su_1_signing_up_gives_an_attempt(app: &App) {
        let browser = app.browser();
        let answer = browser.call("accounts/sign-up", &MINA.form()).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["next"], "/verify");
        assert!(browser.cookie("parlor-attempt").is_some());
        assert!(browser.cookie("parlor-session").is_none());
        let mail = app.mail(MINA.email, 1).await;
        assert!(mail.text.contains(&format!("{}/verify/", app.public_url)));
        assert!(!mail.text.contains(MINA.name) && !mail.html.contains(MINA.name), "a stranger's words in a mail");
    }

    /// SU-2, SU-3: every field says what is wrong with it, all at once, and nothing is made.
    async fn su_3_bad_input_is_answered_beside_the_field(app: &App) {
        let cases: [(&str, &str, &str, &[&str]); 9] = [
            ("", "", "", &["name", "email", "password"]),
            ("Mina", "mina", "four plain words", &["email"]),
            ("Mina\r\nBcc: x", MINA.email, "four plain words", &["name"]),
            ("see evil.example", MINA.email, "four plain words", &["name"]),
            ("Mina", MINA.email, "password", &["password"]),
            ("Mina", MINA.email, MINA.email, &["password"]),
            ("Mina Okafor", MINA.email, "mina okafor", &["password"]),
            (&"x".repeat(101), MINA.email, "four plain words", &["name"]),
            ("Mina", &format!("{}@x.example", "a".repeat(250)), "four plain words", &["email"]),
        ];
        for (name, email, password, wrong) in cases {
            let form = [("name", name), ("email", email), ("password", password)];
            let answer = app.browser().call("accounts/sign-up", &form).await;
            assert_eq!(answer.status, 422, "{form:?}");
            for field in ["name", "email", "password"] {
                assert_eq!(answer.field(field).is_some(), wrong.contains(&field), "{field} of {form:?}: {answer:?}");
            }
            assert!(answer.set_cookies().is_empty());
        }
        assert!(app.mails(MINA.email).await.is_empty());
    }

    /// INP-5: passwords are taken exactly.
    /// At the edge of `PASSWORD_MIN`, `PASSWORD_MAX`.
    async fn inp_5_passwords_are_exact(app: &App) {
        let long = "correct horse battery ".repeat(12);
        let (fits, over) = (&long[..256], &long[..257]);
        let emoji = "🦀🐙🦑🐡🐠🐟🐬🐳";
        for (number, (password, status)) in [
            ("sevench", 422),
            ("x9$kq!2p", 200),
            (&long[..64], 200),
            (fits, 200),
            (over, 422),
            (emoji, 200),
            ("nul\0nul\0nul", 200),
            ("  spaces around  ", 200),
        ].into_iter().enumerate() {
            let email = format!("person{number}@harbour.example");
            let form = [("name", "Mina"), ("email", email.as_str()), ("password", password)];
            let browser = app.browser();
            assert_eq!(browser.call("accounts/sign-up", &form).await.status, status, "{password:?}");
            if status == 200 {
                let right = browser.call("accounts/sign-in", &[("email", &email), ("password", password)]).await;
                assert_eq!(right.status, 200, "{password:?}");
                let trimmed = password.trim();
                let nearly = if trimmed == password { format!("{password} ") } else { trimmed.to_owned() };
                let wrong = browser.call("accounts/sign-in", &[("email", &email), ("password", &nearly)]).await;
                assert_eq!(wrong.status.as_u16() / 100, 4, "{nearly:?}");
            }
        }
    }

    /// SU-3: one canonical form; mail goes to the stored one.
    async fn su_3_an_address_has_one_form(app: &App) {
        let form = [("name", "Mina"), ("email", "  MINA@Harbour.EXAMPLE "), ("password", MINA.password)];
        assert_eq!(app.browser().call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail(MINA.email, 1).await.token();
        assert_eq!(app.browser().call("accounts/confirm", &[("token", &token)]).await.status, 200);
        let signed_in = app.browser().call("accounts/sign-in", &[("email", "Mina@harbour.example"), ("password", MINA.password)]).await;
        assert_eq!(signed_in.status, 200);
    }

    /// SU-11: signing up again replaces the claim; the old password, sessions and links are dead.
    async fn su_11_a_new_claim_replaces_the_old(app: &App) {
        let stranger = app.browser();
        let old_token = stranger.sign_up(app, &MINA).await;
        stranger.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert!(stranger.cookie("parlor-session").is_some());

        let mina = app.browser();
        let form = [("name", "Mina"), ("email", MINA.email), ("password", "my own plain words")];
        assert_eq!(mina.call("accounts/sign-up", &form).await.status, 200);
        let new_token = app.mail(MINA.email, 2).await.token();

        let old = mina.call("accounts/confirm", &[("token", &old_token)]).await;
        assert_eq!(old.why(), (410, "superseded".into()));
        let old = stranger.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert_eq!(old.status, 401);
        assert_eq!(stranger.call("organizations/mine", &[]).await.status, 401, "the stranger's session lives");
        assert_eq!(mina.call("accounts/confirm", &[("token", &new_token)]).await.status, 200);
        assert_eq!(stranger.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        assert_eq!(mina.call("accounts/attempt-status", &[]).await.json()["status"], "confirmed");
    }

    /// RAC-1: 50 sign-ups of one address at once make one account.
    async fn rac_1_many_sign_ups_make_one_account(app: &App) {
        let browsers: Vec<_> = (0..50).map(|_| app.browser()).collect();
        let form = MINA.form();
        let calls = browsers.iter().map(|browser| browser.call("accounts/sign-up", &form));
        let answers = futures_util::future::join_all(calls).await;
        let taken = answers.iter().filter(|answer| answer.status == 200).count();
        assert!(answers.iter().all(|answer| [200, 503].contains(&answer.status.as_u16())), "{answers:?}");
        assert!(taken > 0);
        // Links that were superseded before they were sent are not sent at all; the good one is, once its turn has come.
        app.move_clock(HOUR);
        let mut confirmed = 0;
        while confirmed == 0 {
            for mail in app.mails(MINA.email).await {
                let answer = app.browser().call("accounts/confirm", &[("token", &mail.token())]).await;
                confirmed += usize::from(answer.status == 200);
            }
        }
        for mail in app.mails(MINA.email).await {
            let answer = app.browser().call("accounts/confirm", &[("token", &mail.token())]).await;
            assert_eq!(answer.status, 410, "of all links one is good, once");
        }
        assert_eq!(confirmed, 1, "of all links one is good");
        let mut through = 0;
        for browser in &browsers {
            through += usize::from(browser.call("accounts/resume", &[]).await.json()["at"] == "through");
        }
        assert_eq!(through, 1, "of all attempts one is signed in");
    }

    /// SU-13, ROL-9: an unverified person sees the waiting screen only.
    async fn rol_9_unverified_people_create_nothing(app: &App) {
        app.browser().sign_up(app, &MINA).await;
        let browser = app.browser();
        let answer = browser.call("accounts/sign-in", &[("email", MINA.email), ("password", MINA.password)]).await;
        assert_eq!((answer.status.as_u16(), answer.json()["next"].clone()), (200, "/verify".into()));
        let answer = browser.call("organizations/create", &[("name", "Harbour & Finch")]).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (403, "unconfirmed".into()));
        assert!(answer.json()["message"].as_str().unwrap().contains("Confirm your address first"));
        assert_eq!(browser.call("organizations/mine", &[]).await.status, 403);
        assert_eq!(browser.call("organizations/home", &[("organization", "harbour-finch")]).await.status, 403);
        for page in ["/setup", "/choose", "/o/harbour-finch", "/"] {
            let answer = browser.get(page).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/verify"), "{page}");
        }
        // The resend is there, and the link in the new mail works for this browser too.
        app.move_clock(61);
        assert_eq!(browser.call("accounts/resend-verification", &[]).await.status, 200);
        let token = app.mail(MINA.email, 2).await.token();
        let confirmed = browser.call("accounts/confirm", &[("token", &token)]).await;
        assert_eq!(confirmed.json()["own"], true);
        assert_eq!(browser.call("accounts/resume", &[]).await.json()["next"], "/setup");
    }

    /// INP-8: SQL and LIKE characters are literal.
    async fn inp_8_sql_is_text(app: &App) {
        let name = "Robert'); DROP TABLE accounts;-- %_";
        let form = [("name", name), ("email", "o'neill%_@harbour.example"), ("password", "' OR 1=1 -- words")];
        let browser = app.browser();
        assert_eq!(browser.call("accounts/sign-up", &form).await.status, 200);
        let token = app.mail("o'neill%_@harbour.example", 1).await.token();
        let link = browser.call("accounts/verification-link", &[("token", &token)]).await;
        assert_eq!(link.json()["name"], name);
        browser.call("accounts/confirm", &[("token", &token)]).await;
        browser.call("accounts/resume", &[]).await;
        let path = browser.create("'; DELETE FROM organizations; -- %").await;
        let home = browser.call("organizations/home", &[("organization", path.trim_start_matches("/o/"))]).await;
        assert_eq!(home.json()["organization"]["name"], "'; DELETE FROM organizations; -- %");
        for password in ["' OR 1=1 --", "%", "_"] {
            let answer = app.browser().call("accounts/sign-in", &[("email", "o'neill%_@harbour.example"), ("password", password)]).await;
            assert_eq!(answer.status, 401);
        }
        app.browser().join(app, &JONAS).await;
    }
}
