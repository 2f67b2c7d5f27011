//! An undo link whose address another account has by now (SI-8, SI-10).

use crate::support::{App, Browser, Engine, MINA, PASSWORD, Person, Team, stories};

const NEW: &str = "plain words of the owner";

/// An account at `old` that a thief, signed in and with the password, moved away; the thief's browser and the undo link.
async fn stolen(app: &App, old: &str, thiefs: &str) -> (Browser, String) {
    let thief = app.browser();
    thief.join(app, &Person { name: "Ada the first", email: old, password: PASSWORD }).await;
    let change = [("email", thiefs), ("password", PASSWORD)];
    let undo = app.mailed(old, "/email/", thief.call("account/change-email", &change)).await;
    let confirm = app.mail_with(thiefs, "/email/", 1).await.token();
    assert_eq!(thief.call("account/use-address-link", &[("token", &confirm)]).await.status, 200);
    (thief, undo)
}

/// The address gets an account again: by signing up, or by an invitation that the thief may have caused.
async fn again(app: &App, team: &Team, email: &str, invited: bool) -> Browser {
    let owner = app.browser();
    if invited {
        let token = team.invite(app, email, "member").await;
        let fields = [("token", token.as_str()), ("name", "Ada the second"), ("password", NEW)];
        assert_eq!(owner.call("invitations/accept", &fields).await.status, 200);
    } else {
        let person = Person { name: "Ada the second", email, password: NEW };
        let token = app.mailed(email, "/verify/", owner.call("accounts/sign-up", &person.form())).await;
        assert_eq!(owner.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        assert_eq!(owner.call("accounts/resume", &[]).await.json()["at"], "through");
    }
    owner
}

stories! {
    /// SI-8, SI-10: where the old address has an account again, its undo link says so, shuts the thief out, and works once
    /// that account is deleted or moved.
    async fn si_8_a_blocked_undo_stops_the_thief(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for invited in [false, true] {
            let old = format!("ada-{invited}@old.example");
            let thiefs = format!("thief-{invited}@elsewhere.example");
            let (thief, undo) = stolen(app, &old, &thiefs).await;
            let owner = again(app, &team, &old, invited).await;
            let reader = app.browser();
            let token = [("token", undo.as_str())];
            let page = format!("/email/{undo}");
            let view = async || reader.call("account/address-link", &token).await;

            let seen = view().await.json();
            assert_eq!((&seen["access"]["access"], &seen["access"]["stopped"]), (&"taken".into(), &false.into()));
            let shown = reader.get(&page).await;
            assert!(shown.status == 200 && shown.body.contains("Sign everybody out"), "{shown:?}");
            assert!(!shown.body.contains("Keep this address"), "a button that cannot work");
            let reset = app.reset_link(&thiefs).await;

            // Without JavaScript the answer is the page that says what is left to do.
            let refused = if invited {
                reader.submit("account/use-address-link", &page, &token).await
            } else {
                let refused = reader.call("account/use-address-link", &token).await;
                assert_eq!(refused.why(), (409, "taken".into()));
                reader.get(&page).await
            };
            assert!(refused.body.contains("delete it or change its address"), "{refused:?}");
            assert!(!refused.body.contains("Sign everybody out"), "that is done");
            assert!(!thief.is_signed_in().await);
            assert_eq!(app.browser().sign_in(&thiefs, PASSWORD).await.status, 401);
            let fields = [("token", reset.as_str()), ("password", "the thief's words")];
            assert_eq!(thief.call("accounts/reset-password", &fields).await.status, 410);
            assert_eq!(thief.call("accounts/forgot-password", &[("email", &thiefs)]).await.status, 200);
            app.mail_is_out().await;
            app.mail_with(&thiefs, "/reset-password/", 1).await;
            assert!(owner.is_signed_in().await, "the other account is another one");

            let moved = format!("ada-{invited}@later.example");
            if invited {
                let change = [("email", moved.as_str()), ("password", NEW)];
                let confirm = app.mailed(&moved, "/email/", owner.call("account/change-email", &change)).await;
                assert_eq!(owner.call("account/use-address-link", &[("token", &confirm)]).await.status, 200);
            } else {
                assert_eq!(owner.call("account/delete", &[("password", NEW)]).await.status, 200);
            }
            assert_eq!(view().await.json()["access"]["access"], "open");
            assert_eq!(reader.call("account/use-address-link", &token).await.status, 200);
            let reset = app.reset_link(&old).await;
            let fields = [("token", reset.as_str()), ("password", NEW)];
            assert_eq!(reader.call("accounts/reset-password", &fields).await.status, 200);
            assert_eq!(reader.sign_in(&old, NEW).await.status, 200);
            assert_eq!(reader.call("account/view", &[]).await.json()["name"], "Ada the first");
        }
    }

    /// SI-8: moved twice, and stopped by the first owner's link, which cannot bring it back yet: the second link is of the newer mail,
    /// and says that the earlier one counts.
    async fn si_8_a_later_undo_link_says_which_counts(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (thief, undo) = stolen(app, "ada@old.example", "thief@elsewhere.example").await;
        let change = [("email", "thief@further.example"), ("password", PASSWORD)];
        let later = app.mailed("thief@elsewhere.example", "/email/", thief.call("account/change-email", &change)).await;
        let confirm = app.mail_with("thief@further.example", "/email/", 1).await.token();
        assert_eq!(thief.call("account/use-address-link", &[("token", &confirm)]).await.status, 200);
        again(app, &team, "ada@old.example", false).await;
        let reader = app.browser();
        let stopped = reader.call("account/use-address-link", &[("token", &undo)]).await;
        assert_eq!(stopped.why(), (409, "taken".into()));
        let page = reader.get(&format!("/email/{later}")).await;
        assert!(page.status == 410 && page.body.contains("An earlier link counts"), "{page:?}");
        for call in ["account/address-link", "account/use-address-link"] {
            let dead = reader.call(call, &[("token", &later)]).await;
            assert_eq!(dead.why(), (410, "superseded".into()), "{call}");
            let said = dead.json()["message"].as_str().unwrap().to_owned();
            assert!(said.contains("The link in a mail before this one was used") && !said.contains("newest"), "{said}");
        }
    }

    /// SI-8, SI-9: an undo link lives through the deletion of another account that had the address meanwhile.
    async fn si_8_another_account_takes_no_undo_link_along(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (thief, undo) = stolen(app, "ada@old.example", "thief@elsewhere.example").await;
        let owner = again(app, &team, "ada@old.example", false).await;
        assert_eq!(owner.call("account/delete", &[("password", NEW)]).await.status, 200);
        let token = [("token", undo.as_str())];
        assert_eq!(owner.call("account/address-link", &token).await.json()["access"]["access"], "open");
        assert_eq!(owner.call("account/use-address-link", &token).await.status, 200);
        assert!(!thief.is_signed_in().await);
    }

    /// SU-14, SI-8: the link of a sign-up whose address an account moved to says so.
    async fn su_14_an_account_moved_to_the_claims_address(app: &App) {
        let (jonas, mina) = (app.browser(), app.browser());
        let person = Person { name: "Jonas", email: "both@new.example", password: PASSWORD };
        let link = jonas.sign_up(app, &person).await;
        mina.join(app, &MINA).await;
        let change = [("email", person.email), ("password", MINA.password)];
        let confirm = app.mailed(person.email, "/email/", mina.call("account/change-email", &change)).await;
        assert_eq!(mina.call("account/use-address-link", &[("token", &confirm)]).await.status, 200);
        for call in ["accounts/verification-link", "accounts/confirm"] {
            assert_eq!(jonas.call(call, &[("token", &link)]).await.why(), (409, "taken".into()), "{call}");
        }
        let page = jonas.get(&format!("/verify/{link}")).await;
        assert!(page.body.contains("This address has an account now"), "{page:?}");
    }
}
