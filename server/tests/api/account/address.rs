//! Changing one's address, and undoing that from the old one.

use crate::support::{Answer, App, Browser, DAY, Engine, HOUR, JONAS, MINA, stories, timed};

const NEW: &str = "mina@new.example";
const EVIL: &str = "evil@elsewhere.example";

/// Asks for the change; answers the token for the new address and the one that undoes it.
async fn change(app: &App, browser: &Browser, from: &str, to: &str) -> (String, String) {
    let fields = [("email", to), ("password", MINA.password)];
    let undo = app.mailed(from, "/email/", browser.call("account/change-email", &fields)).await;
    (app.mail_with(to, "/email/", 1).await.token(), undo)
}

/// Opens a link in the account's own browser.
async fn confirm_in(browser: &Browser, token: &str) -> Answer {
    browser.call("account/use-address-link", &[("token", token)]).await
}

async fn open(app: &App, token: &str) -> Answer {
    app.browser().call("account/use-address-link", &[("token", token)]).await
}

stories! {
    /// SI-8: the new address counts once it is confirmed; both are mailed; reset links of before are dead.
    async fn si_8_a_new_address_counts_once_confirmed(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let reset = app.reset_link(MINA.email).await;
        let (confirm, undo) = change(app, &mina, MINA.email, NEW).await;
        let mail = app.mail_with(MINA.email, "/email/", 1).await;
        assert!(mail.text.contains("7 days") && !mail.text.contains(NEW), "{}", mail.text);
        // Until then nothing changes, whoever looks.
        let view = app.browser().call("account/address-link", &[("token", &confirm)]).await.json();
        assert_eq!((&view["link"], &view["email"], &view["name"]), (&"new-address".into(), &NEW.into(), &MINA.name.into()));
        let view = app.browser().call("account/address-link", &[("token", &undo)]).await.json();
        assert_eq!((&view["link"], &view["email"]), (&"undo-address".into(), &MINA.email.into()));
        for token in [&confirm, &undo] {
            let page = app.browser().get(&format!("/email/{token}")).await;
            assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, "no-referrer"));
        }
        let account = mina.call("account/view", &[]).await.json();
        assert_eq!((&account["email"], &account["new_email"]), (&MINA.email.into(), &NEW.into()));
        assert_eq!(app.browser().sign_in(NEW, MINA.password).await.status, 401);
        assert_eq!(app.browser().call("accounts/reset-link", &[("token", &reset)]).await.status, 200);

        assert_eq!(confirm_in(&mina, &confirm).await.status, 200);
        assert!(mina.is_signed_in().await, "the owner stays");
        assert_eq!(mina.call("account/view", &[]).await.json()["email"], NEW);
        assert_eq!(app.browser().sign_in(NEW, MINA.password).await.status, 200);
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 401);
        let dead = app.browser().call("accounts/reset-link", &[("token", &reset)]).await;
        assert_eq!(dead.why(), (410, "superseded".into()));
        let again = open(app, &confirm).await;
        assert_eq!((again.why(), again.json()["link"].clone()), ((410, "used".into()), "new-address".into()));
    }

    /// SI-8: undone before it is confirmed, the change never comes; whoever asked is out.
    async fn si_8_undone_before(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let (confirm, undo) = change(app, &mina, MINA.email, EVIL).await;
        assert_eq!(open(app, &undo).await.json()["next"], "/forgot-password");
        let dead = open(app, &confirm).await;
        assert_eq!(dead.why(), (410, "superseded".into()));
        assert!(!mina.is_signed_in().await);
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 401, "whoever asked knew the password");
        assert_eq!(open(app, &undo).await.json()["reason"], "used");
    }

    /// SI-8, PW-2: undone after it was confirmed, the account is back; sessions, password and reset links are dead, and its
    /// owner gets in by a reset.
    async fn si_8_undone_after(app: &App) {
        let thief = app.browser();
        thief.join(app, &MINA).await;
        let (confirm, undo) = change(app, &thief, MINA.email, EVIL).await;
        assert_eq!(confirm_in(&thief, &confirm).await.status, 200);
        let reset = app.reset_link(EVIL).await;
        assert_eq!(open(app, &undo).await.status, 200);
        assert!(!thief.is_signed_in().await);
        let form = [("token", reset.as_str()), ("password", "the thief's words")];
        let dead = app.browser().call("accounts/reset-password", &form).await;
        assert_eq!(dead.why(), (410, "superseded".into()));
        for email in [MINA.email, EVIL] {
            assert_eq!(app.browser().sign_in(email, MINA.password).await.status, 401);
        }
        let dead = open(app, &confirm).await;
        assert_eq!(dead.why(), (410, "rejected".into()), "the account is not at that address any more");
        let page = app.browser().get(&format!("/email/{confirm}")).await;
        assert!(page.status == 410 && page.body.contains("The account has another address by now"));
        let token = app.reset_link(MINA.email).await;
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", "her own new words")]).await;
        assert_eq!(set.status, 200);
        let mina = app.browser();
        assert_eq!(mina.sign_in(MINA.email, "her own new words").await.status, 200);
        assert_eq!(mina.call("account/view", &[]).await.json()["email"], MINA.email);
    }

    /// SI-8: who moved the account twice cannot undo the undoing: the first owner's link is the last word.
    async fn si_8_the_first_owner_has_the_last_word(app: &App) {
        let thief = app.browser();
        thief.join(app, &MINA).await;
        let (confirm, undo) = change(app, &thief, MINA.email, EVIL).await;
        assert_eq!(confirm_in(&thief, &confirm).await.status, 200);
        let (confirm, undo_to_evil) = change(app, &thief, EVIL, "evil@yet-elsewhere.example").await;
        assert_eq!(confirm_in(&thief, &confirm).await.status, 200);
        assert_eq!(open(app, &undo).await.status, 200);
        let again = open(app, &undo_to_evil).await;
        assert_eq!(again.status, 410, "the account went back to the thief: {again:?}");
        let token = app.reset_link(MINA.email).await;
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", "her own new words")]).await;
        assert_eq!(set.status, 200);
    }

    /// SI-8, TOK-3: the new address can be confirmed for 48 hours, and the change be undone for 7 days, to the second.
    /// At the edge of `ADDRESS_CHANGE`, `ADDRESS_UNDO`.
    async fn si_8_to_the_second(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let ((confirm, undo), made) = timed(change(app, &mina, MINA.email, NEW)).await;
        let look = async |token: &str| {
            let answer = app.browser().call("account/address-link", &[("token", token)]).await;
            (answer.status.as_u16(), answer.json()["reason"].as_str().map(str::to_owned))
        };
        for (token, seconds) in [(&confirm, 48 * HOUR), (&undo, 7 * DAY)] {
            let (early, late) = app.edge(&made, seconds, async || look(token).await).await;
            assert_eq!((early, late), ((200, None), (410, Some("expired".into()))), "{seconds}");
            assert_eq!(open(app, token).await.status, 410);
        }
    }

    /// SI-8: only with the password; the address of somebody else is not taken, and nobody learns that it has an account.
    async fn si_8_only_with_the_password(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        app.browser().join(app, &JONAS).await;
        let ask = async |email: &str, password: &str| {
            mina.call("account/change-email", &[("email", email), ("password", password)]).await
        };
        for (email, password, field) in [
            (NEW, "wrong plain words", "password"),
            (NEW, "", "password"),
            ("nonsense", MINA.password, "email"),
            (MINA.email, MINA.password, "email"),
        ] {
            let answer = ask(email, password).await;
            assert!(answer.status == 422 && answer.field(field).is_some(), "{email}: {answer:?}");
        }
        let taken = ask(JONAS.email, MINA.password).await;
        assert_eq!(taken.uniform(), ask("nobody@northlight.example", MINA.password).await.uniform());
        app.mail_with(JONAS.email, "already have an account", 1).await;
        assert_eq!(app.browser().sign_in(JONAS.email, JONAS.password).await.status, 200);
        app.mail_with("nobody@northlight.example", "/email/", 1).await;
        assert!(app.mails(NEW).await.is_empty());
    }

    /// SI-8: an address that became somebody else's meanwhile is not taken from them.
    async fn si_8_an_address_taken_meanwhile(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let (confirm, _) = change(app, &mina, MINA.email, JONAS.email).await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let dead = confirm_in(&mina, &confirm).await;
        assert_eq!(dead.why(), (409, "taken".into()));
        assert_eq!(jonas.call("account/view", &[]).await.json()["name"], JONAS.name);
        assert_eq!(mina.call("account/view", &[]).await.json()["email"], MINA.email);
    }
}
