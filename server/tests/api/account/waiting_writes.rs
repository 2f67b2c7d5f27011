//! Writes that wait while what authorised them goes away (FIELD-37, FIELD-38).

use std::{pin::Pin, time::Duration};

use futures_util::future::join_all;

use crate::support::{Answer, App, Browser, Engine, Lock, MINA, PASSWORD, Person, Team, stories};

/// While `lock` is held everything waits; `first` is sent before `then`, and all get their turn.
pub async fn in_turn<'a>(
    lock: Lock,
    first: impl Future<Output = Answer> + 'a,
    then: Vec<Call<'a>>,
) -> (Answer, Vec<Answer>) {
    // Held for less than anybody waits for it at most.
    let release = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_millis(1_200));
        drop(lock);
    });
    let later = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        join_all(then).await
    };
    let answers = futures_util::future::join(first, later).await;
    release.await.unwrap();
    answers
}

/// A call that is under way.
pub type Call<'a> = Pin<Box<dyn Future<Output = Answer> + 'a>>;

/// Somebody calls, once this is awaited.
pub fn call<'a>(browser: &'a Browser, call: &'a str, fields: &'a [(&'a str, &'a str)]) -> Call<'a> {
    Box::pin(browser.call(call, fields))
}

stories! {
    /// FIELD-38: a thief's writes that wait behind a reset, a deletion or a change of address are refused, never a 500, and
    /// nothing of them is done.
    async fn field_38_what_authorised_a_write_is_read_again(app: &App) {
        let outside = Team::new(app, &MINA, "Northlight").await;
        for (number, what) in ["reset", "password", "delete", "move", "end"].into_iter().enumerate() {
            let email = format!("owner{number}@harbour.example");
            let person = Person { name: "Olga", email: &email, password: PASSWORD };
            let team = Team::new(app, &person, &format!("Harbour {what}")).await;
            team.join(app, "Priya", "member").await;
            let thief = app.browser();
            assert_eq!(thief.sign_in(&email, PASSWORD).await.status, 200);
            let sessions = team.owner.call("account/view", &[]).await.json()["sessions"].clone();
            let session = sessions.as_array().unwrap().iter().find(|row| row["this"] == false).unwrap()["id"].clone();
            // The owner of an organization deletes nothing before handing it over.
            let priya = team.id_of(&team.address("Priya")).await;
            if what == "delete" {
                assert_eq!(team.call(&team.owner, "organizations/transfer", &[("member", &priya)]).await.status, 200);
            }
            outside.invite(app, &email, "admin").await;
            let waits = thief.call("organizations/mine", &[]).await.json()["invitations"][0]["id"].clone();
            let reset = app.reset_link(&email).await;
            let new = format!("owner{number}@new.example");
            let change = [("email", new.as_str()), ("password", PASSWORD)];
            let confirm = app.mailed(&new, "/email/", team.owner.call("account/change-email", &change)).await;

            let (end, fields): (&str, Vec<(&str, &str)>) = match what {
                "reset" => ("accounts/reset-password", vec![("token", &reset), ("password", "new plain words")]),
                "password" => {
                    ("account/change-password", vec![("current_password", PASSWORD), ("password", "new plain words")])
                }
                "delete" => ("account/delete", vec![("password", PASSWORD)]),
                "move" => ("account/use-address-link", vec![("token", &confirm)]),
                _ => ("account/end-session", vec![("session", session.as_str().unwrap())]),
            };
            let slug = ("organization", team.slug.as_str());
            let invitation = [("invitation", waits.as_str().unwrap())];
            let (create, name) = ([("name", "Of a thief")], [("name", "Thief")]);
            let invite = [slug, ("emails", "spy@northlight.example"), ("role", "member")];
            let role = [slug, ("member", priya.as_str()), ("role", "user-admin")];
            let writes = vec![
                call(&thief, "organizations/create", &create),
                call(&thief, "account/change-name", &name),
                call(&thief, "invitations/accept-mine", &invitation),
                call(&thief, "members/invite", &invite),
                call(&thief, "members/change-role", &role),
            ];
            let lock = Lock::row(app, "accounts", "email", &email);
            let (done, refused) = in_turn(lock, team.owner.call(end, &fields), writes).await;
            assert_eq!(done.status, 200, "{what}: {done:?}");
            for answer in &refused {
                assert_eq!((answer.status.as_u16(), answer.error()), (401, "signed-out".into()), "{what}: {answer:?}");
            }
            assert_eq!(outside.role_of(&email).await, None, "{what}");
            assert!(app.mails("spy@northlight.example").await.is_empty(), "{what}");
        }
    }

    /// FIELD-37: a claim is deleted while a confirmation, a reset, a resend and a change of address of it wait: none of
    /// them says that it has done something.
    async fn field_37_an_answer_that_says_done_has_done(app: &App) {
        let (waiting, signed_in) = (app.browser(), app.browser());
        let token = waiting.sign_up(app, &MINA).await;
        assert_eq!(signed_in.sign_in(MINA.email, MINA.password).await.status, 200);
        let reset = app.reset_link(MINA.email).await;
        app.move_clock(61);
        let reader = app.browser();
        let (token, other) = ([("token", token.as_str())], [("email", "mina@elsewhere.example")]);
        let set = [("token", reset.as_str()), ("password", "new plain words")];
        let stale = waiting.copy();
        let writes = vec![
            call(&reader, "accounts/confirm", &token),
            call(&reader, "accounts/reset-password", &set),
            call(&waiting, "accounts/resend-verification", &[]),
            call(&stale, "accounts/resume", &[]),
        ];
        let lock = Lock::row(app, "accounts", "email", MINA.email);
        let stranger = app.browser();
        let (rejected, answers) = in_turn(lock, stranger.call("accounts/reject", &token), writes).await;
        assert_eq!(rejected.status, 200, "{rejected:?}");
        assert_eq!(answers[0].why(), (410, "rejected".into()));
        assert_eq!(answers[1].status.as_u16() / 100, 4, "{:?}", answers[1]);
        assert!([200, 409, 429].contains(&answers[2].status.as_u16()), "{:?}", answers[2]);
        assert_eq!(answers[3].json()["at"], "waiting");
        assert_eq!(app.browser().sign_in(MINA.email, "new plain words").await.status, 401);
        // The sign-up can still move to another address, which makes a claim of it.
        assert_eq!(waiting.call("accounts/change-address", &other).await.status, 200);
        app.mail("mina@elsewhere.example", 1).await;
    }
}
