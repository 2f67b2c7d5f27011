//! What hangs on a claim, whichever browser asks: its mails, its session, its links.

use crate::support::{App, DAY, Engine, MINA, PASSWORD, Person, Team, stories, timed};

stories! {
    /// FIELD-43: one sign-up has one budget of mails to strangers, also for a browser that signs in to its claim.
    async fn field_43_signing_in_to_a_claim_brings_no_new_budget(app: &App) {
        let first = app.browser();
        first.sign_up(app, &MINA).await;
        let mut at = MINA.email.to_owned();
        let move_on = async |browser: &crate::support::Browser, number: usize| {
            let email = format!("stranger{number}@elsewhere.example");
            let answer = browser.call("accounts/change-address", &[("email", &email)]).await;
            (answer.status.as_u16(), email)
        };
        let mut browser = first;
        for number in 0..8 {
            let (status, email) = move_on(&browser, number).await;
            assert_eq!(status, 200, "{number}");
            at = email;
            if number == 3 {
                browser = app.browser();
                assert_eq!(browser.sign_in(&at, MINA.password).await.json()["next"], "/verify");
            }
        }
        assert_eq!(move_on(&browser, 8).await.0, 429);
        for number in 9..12 {
            let fresh = app.browser();
            assert_eq!(fresh.sign_in(&at, MINA.password).await.json()["next"], "/verify");
            assert_eq!(move_on(&fresh, number).await.0, 429, "{number}");
        }
    }

    /// SU-9, TOK-3: a confirmed sign-up gives its session for 30 days, as long as the cookie lives.
    /// At the edge of `ATTEMPT`.
    async fn su_9_a_confirmed_sign_up_waits_for_30_days(app: &App) {
        let library = app.browser();
        let (token, made) = timed(library.sign_up(app, &MINA)).await;
        assert_eq!(app.browser().call("accounts/confirm", &[("token", &token)]).await.status, 200);
        let look = async || library.call("accounts/waiting", &[]).await.json()["at"].as_str().unwrap().to_owned();
        let (before, after) = app.edge(&made, 30 * DAY, look).await;
        assert_eq!((before.as_str(), after.as_str()), ("confirmed", "nowhere"));
        app.move_clock(400 * DAY);
        assert_eq!(library.call("accounts/resume", &[]).await.json()["at"], "nowhere");
        assert!(!library.is_signed_in().await);
    }

    /// SU-14: the older mail of somebody whose address was proven by an invitation or a reset says that it is confirmed.
    async fn su_14_an_older_mail_of_a_proven_address(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for by_reset in [false, true] {
            let email = format!("ada-{by_reset}@guests.example");
            let person = Person { name: "Ada", email: &email, password: PASSWORD };
            let ada = app.browser();
            let link = ada.sign_up(app, &person).await;
            let proven = if by_reset {
                let token = app.reset_link(&email).await;
                ada.call("accounts/reset-password", &[("token", &token), ("password", PASSWORD)]).await
            } else {
                let token = team.invite(app, &email, "member").await;
                ada.call("invitations/accept", &[("token", &token), ("name", "Ada"), ("password", PASSWORD)]).await
            };
            assert_eq!(proven.status, 200);
            for call in ["accounts/verification-link", "accounts/confirm", "accounts/reject"] {
                assert_eq!(ada.call(call, &[("token", &link)]).await.why(), (410, "used".into()), "{call}");
            }
            let page = ada.get(&format!("/verify/{link}")).await;
            assert!(page.body.contains("The address is confirmed") && !page.body.contains("newest one"), "{page:?}");
        }
    }
}
