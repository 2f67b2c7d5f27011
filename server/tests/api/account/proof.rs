//! What proves whose account it is, and what ends with that (SI-10).

use futures_util::future::join;

use crate::{
    races::rounds,
    support::{App, Browser, Engine, HOUR, Lock, MINA, PASSWORD, Person, Team, stories},
};

const NEW: &str = "plain words of the owner";

/// Ways into one account that are pending, and how to see whether each still is one.
struct Ways {
    email: String,
    /// Signed in; does what ends the others.
    owner: Browser,
    /// Signed in too.
    other: Browser,
    /// Signed up, and took no session yet.
    waiting: Browser,
    reset: String,
    confirm: String,
    undo: String,
}

/// A confirmed account with every way in that there is.
async fn ways(app: &App, name: &str) -> Ways {
    let email = format!("{name}@harbour.example");
    let person = Person { name: "Mina", email: &email, password: MINA.password };
    let (owner, other, waiting) = (app.browser(), app.browser(), app.browser());
    let token = waiting.sign_up(app, &person).await;
    assert_eq!(owner.call("accounts/confirm", &[("token", &token)]).await.status, 200);
    for browser in [&owner, &other] {
        assert_eq!(browser.sign_in(&email, MINA.password).await.status, 200);
    }
    app.mail_with(&email, "New sign-in", 1).await;
    let new = format!("{name}@new.example");
    let change = [("email", new.as_str()), ("password", MINA.password)];
    let undo = app.mailed(&email, "/email/", owner.call("account/change-email", &change)).await;
    let confirm = app.mail_with(&new, "/email/", 1).await.token();
    let reset = app.reset_link(&email).await;
    Ways { email, owner, other, waiting, reset, confirm, undo }
}

/// How many sign-ins from unknown devices were mailed so far.
async fn new_sign_ins(app: &App, email: &str) -> usize {
    app.mail_is_out().await;
    app.mails(email).await.iter().filter(|mail| mail.subject.contains("New sign-in")).count()
}

/// The status of a link's call that looks.
async fn look(app: &App, call: &str, token: &str) -> u16 {
    app.browser().call(call, &[("token", token)]).await.status.as_u16()
}

impl Ways {
    /// All are ended but the undo link, which lives on as told.
    async fn ended(&self, app: &App, what: &str, undo: u16, address: &str, password: &str) {
        assert!(!self.other.is_signed_in().await, "{what}: another session");
        self.waiting.call("accounts/resume", &[]).await;
        assert!(!self.waiting.is_signed_in().await, "{what}: a sign-up left open");
        assert_eq!(look(app, "accounts/reset-link", &self.reset).await, 410, "{what}: a reset link");
        assert_eq!(look(app, "account/address-link", &self.confirm).await, 410, "{what}: a change of address");
        assert_eq!(look(app, "account/address-link", &self.undo).await, undo, "{what}: the undo link");
        // The device is unknown again: signing in with it is mailed, once the account is known anywhere.
        assert_eq!(app.browser().sign_in(address, password).await.status, 200, "{what}");
        let before = new_sign_ins(app, address).await;
        assert_eq!(self.other.sign_in(address, password).await.status, 200, "{what}");
        assert_eq!(new_sign_ins(app, address).await, before + 1, "{what}: a device");
    }
}

async fn reset(app: &App, email: &str, password: &str) {
    let token = app.reset_link(email).await;
    let fields = [("token", token.as_str()), ("password", password)];
    assert_eq!(app.browser().call("accounts/reset-password", &fields).await.status, 200);
}

stories! {
    /// SI-10, FIELD-36, FIELD-39: everything pending × everything that proves whose account it is.
    async fn si_10_every_proof_ends_every_way(app: &App) {
        // The table of `proof.rs`, as people meet it. An account that is confirmed:
        let ways_in = ways(app, "reset").await;
        let fields = [("token", ways_in.reset.as_str()), ("password", NEW)];
        assert_eq!(app.browser().call("accounts/reset-password", &fields).await.status, 200);
        assert!(!ways_in.owner.is_signed_in().await);
        ways_in.ended(app, "reset", 200, &ways_in.email, NEW).await;

        let ways_in = ways(app, "password").await;
        let fields = [("current_password", MINA.password), ("password", NEW)];
        assert_eq!(ways_in.owner.call("account/change-password", &fields).await.status, 200);
        assert!(ways_in.owner.is_signed_in().await);
        ways_in.ended(app, "a change of password", 200, &ways_in.email, NEW).await;

        for by_password in [false, true] {
            let name = if by_password { "moved" } else { "moves" };
            let ways_in = ways(app, name).await;
            let stale = ways_in.owner.copy();
            let stranger = app.browser();
            let browser = if by_password { &stranger } else { &ways_in.owner };
            let fields = [("token", ways_in.confirm.as_str()), ("password", MINA.password)];
            assert_eq!(browser.call("account/use-address-link", &fields).await.status, 200);
            assert_eq!(ways_in.owner.is_signed_in().await, !by_password, "the session that proved it goes on");
            assert!(!stale.is_signed_in().await, "under a new token");
            ways_in.ended(app, "a change of address", 200, &format!("{name}@new.example"), MINA.password).await;
        }

        let ways_in = ways(app, "undone").await;
        assert_eq!(app.browser().call("account/use-address-link", &[("token", &ways_in.undo)]).await.status, 200);
        assert!(!ways_in.owner.is_signed_in().await);
        assert_eq!(app.browser().sign_in(&ways_in.email, MINA.password).await.status, 401, "the password too");
        reset(app, &ways_in.email, NEW).await;
        ways_in.ended(app, "the undoing", 410, &ways_in.email, NEW).await;
    }

    /// SI-10, SU-11, SU-12: the same of a claim: its sessions, sign-ups and links, by a reset, by an invitation that is
    /// accepted, and by signing up again.
    async fn si_10_every_proof_ends_every_way_of_a_claim(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for what in ["reset", "invitation", "sign-up"] {
            let email = format!("{what}@guests.example");
            let person = Person { name: "Guest", email: &email, password: "the stranger's words" };
            let (waiting, session) = (app.browser(), app.browser());
            let verify = waiting.sign_up(app, &person).await;
            assert_eq!(session.sign_in(&email, person.password).await.status, 200);
            let old = app.reset_link(&email).await;
            let (guest, fields) = (app.browser(), ("password", NEW));
            let done = match what {
                "reset" => guest.call("accounts/reset-password", &[("token", &old), fields]).await,
                "invitation" => {
                    let token = team.invite(app, &email, "member").await;
                    guest.call("invitations/accept", &[("token", &token), ("name", "Guest"), fields]).await
                }
                _ => guest.call("accounts/sign-up", &[("name", "Guest"), ("email", &email), fields]).await,
            };
            assert_eq!(done.status, 200, "{what}: {done:?}");
            // Whether the address is proven or not, whoever has no session is told so.
            let gone = session.call("account/view", &[]).await;
            assert_eq!(gone.error(), "signed-out", "{what}: a session");
            waiting.call("accounts/resume", &[]).await;
            assert_eq!(waiting.call("account/view", &[]).await.error(), "signed-out", "{what}: a sign-up left open");
            for (call, token) in [("accounts/verification-link", &verify), ("accounts/reset-link", &old)] {
                assert_eq!(look(app, call, token).await, 410, "{what}: {call}");
            }
            assert_eq!(app.browser().sign_in(&email, person.password).await.status, 401, "{what}: the password");
        }
    }

    /// FIELD-34: whoever asks to change to somebody else's address gets nothing by that person's click: a mailbox alone
    /// attaches no account.
    async fn field_34_a_mailbox_alone_attaches_no_account(app: &App) {
        let ada = Person { name: "Ada Quist", email: "ada@quist.example", password: "ada's own plain words" };
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mallory = app.browser();
        let person = Person { name: "Mallory", email: "mallory@elsewhere.example", password: PASSWORD };
        mallory.join(app, &person).await;
        let fields = [("email", ada.email), ("password", PASSWORD)];
        let undo = app.mailed(person.email, "/email/", mallory.call("account/change-email", &fields)).await;
        let confirm = app.mail_with(ada.email, "/email/", 1).await.token();
        let invitation = team.invite(app, ada.email, "admin").await;

        // Ada, signed out, clicks Confirm; with and without JavaScript, without and with a password of her own.
        let reader = app.browser();
        let page = reader.get(&format!("/email/{confirm}")).await;
        assert!(page.status == 200 && page.body.contains("current-password") && page.body.contains(person.email));
        for password in ["", ada.password] {
            let fields = [("token", confirm.as_str()), ("password", password)];
            let answer = reader.call("account/use-address-link", &fields).await;
            assert!(answer.status == 422 && answer.field("password").is_some(), "{answer:?}");
            let page = reader.submit("account/use-address-link", &format!("/email/{confirm}"), &fields).await;
            assert!(page.status == 422 && !page.body.contains(ada.password), "{page:?}");
        }
        assert_eq!(mallory.call("account/view", &[]).await.json()["email"], person.email);
        assert_eq!(mallory.call("organizations/mine", &[]).await.json()["invitations"].as_array().unwrap().len(), 0);
        assert_eq!(mallory.call("invitations/accept", &[("token", &invitation)]).await.error(), "wrong-account");

        // She resets, which makes her no account; she accepts, which does.
        assert_eq!(reader.call("accounts/forgot-password", &[("email", ada.email)]).await.status, 200);
        let fields = [("token", invitation.as_str()), ("name", ada.name), ("password", ada.password)];
        assert_eq!(reader.call("invitations/accept", &fields).await.status, 200);
        // Signed in as herself, she is told that this is somebody else's account, and which.
        let page = reader.get(&format!("/email/{confirm}")).await;
        assert!(page.body.contains(person.email) && page.body.contains(ada.email) && page.body.contains("Switch account"));
        let refused = reader.call("account/use-address-link", &[("token", &confirm), ("password", PASSWORD)]).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "wrong-account".into()));

        // Mallory undoes what never was, and resets: her account is hers, Ada's is Ada's.
        assert_eq!(app.browser().call("account/use-address-link", &[("token", &undo)]).await.status, 200);
        reset(app, person.email, NEW).await;
        assert_eq!(mallory.sign_in(person.email, NEW).await.status, 200);
        assert_eq!(mallory.call("organizations/mine", &[]).await.json()["organizations"].as_array().unwrap().len(), 0);
        assert_eq!(mallory.get(&format!("/o/{}", team.slug)).await.status, 404);
        assert_eq!(team.role_of(ada.email).await.as_deref(), Some("admin"));
        assert!(reader.is_signed_in().await);
    }

    /// FIELD-34, SI-8: signed out, the account's password confirms the new address, without JavaScript too; guessing it is
    /// slowed down like signing in, and an account without one answers alike.
    async fn field_34_the_password_confirms(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let change = [("email", "mina@new.example"), ("password", MINA.password)];
        let confirm = app.mailed("mina@new.example", "/email/", mina.call("account/change-email", &change)).await;
        let page = format!("/email/{confirm}");
        let reader = app.browser();
        let confirm_with = async |password: &str| {
            reader.submit("account/use-address-link", &page, &[("token", &confirm), ("password", password)]).await
        };
        for _ in 0..5 {
            assert_eq!(confirm_with("wrong plain words").await.status, 422);
        }
        let mut last = confirm_with("wrong plain words").await;
        for _ in 0..20 {
            if last.status == 429 {
                break;
            }
            last = confirm_with("wrong plain words").await;
        }
        assert_eq!(last.status, 429, "guesses are slowed down");
        app.move_clock(HOUR);
        let done = confirm_with(MINA.password).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/account/sign-in"));
        assert!(reader.cookie("parlor-session").is_none(), "whoever opens the link is not signed in");
        assert_eq!(app.browser().sign_in("mina@new.example", MINA.password).await.status, 200);
    }

    /// FIELD-35: an undo that answers 200 has undone, confirmed at the same moment or not.
    async fn field_35_an_undo_has_undone(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        for round in rounds() {
            app.move_clock(round * 2 * HOUR);
            let (old, new) = (format!("mina{round}@old.example"), format!("mina{round}@new.example"));
            let mina = app.browser().from(format!("10.0.0.{round}"));
            mina.join(app, &Person { name: "Mina", email: &old, password: PASSWORD }).await;
            let change = [("email", new.as_str()), ("password", PASSWORD)];
            let undo = app.mailed(&old, "/email/", mina.call("account/change-email", &change)).await;
            let confirm = app.mail_with(&new, "/email/", 1).await.token();
            let (confirm, undo) = ([("token", confirm.as_str())], [("token", undo.as_str())]);
            let reader = app.browser();
            let lock = (round % 8 == 0).then(|| Lock::take(app));
            let both = join(
                mina.call("account/use-address-link", &confirm),
                async {
                    if let Some(lock) = lock {
                        tokio::task::spawn_blocking(move || {
                            std::thread::sleep(std::time::Duration::from_millis(300));
                            drop(lock);
                        });
                        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    }
                    reader.call("account/use-address-link", &undo).await
                },
            );
            let (confirmed, undone) = both.await;
            // Undone a moment ago: its sessions and links are dead.
            assert!([200, 401, 410, 422].contains(&confirmed.status.as_u16()), "round {round}: {confirmed:?}");
            assert_eq!(undone.status, 200, "round {round}: {undone:?}");
            let token = app.reset_link(&old).await;
            let account = app.browser().call("accounts/reset-link", &[("token", &token)]).await;
            assert_eq!(account.json()["email"], old.as_str(), "round {round}");
            assert_eq!(app.browser().sign_in(&new, PASSWORD).await.status, 401, "round {round}");
        }
    }

    /// FIELD-39: a device is what was issued to this account at its last sign-in there, nothing that a browser chose.
    async fn field_39_a_device_is_issued(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let first = mina.cookie("parlor-device").unwrap();
        assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_ne!(mina.cookie("parlor-device").unwrap(), first, "a new value at every sign-in");
        app.mail_is_out().await;
        let count = async || app.mails(MINA.email).await.iter().filter(|mail| mail.subject.contains("New sign-in")).count();
        assert_eq!(count().await, 0);
        // The one before is worth nothing, nor is one that the browser made up, twice.
        let thief = app.browser();
        thief.set_cookie("parlor-device", &first);
        assert_eq!(thief.sign_in(MINA.email, MINA.password).await.status, 200);
        app.mail_with(MINA.email, "New sign-in", 1).await;
        let made_up = "A".repeat(43);
        for mails in [2, 3] {
            let browser = app.browser();
            browser.set_cookie("parlor-device", &made_up);
            assert_eq!(browser.sign_in(MINA.email, MINA.password).await.status, 200);
            assert_ne!(browser.cookie("parlor-device").unwrap(), made_up);
            app.mail_with(MINA.email, "New sign-in", mails).await;
        }
    }
}
