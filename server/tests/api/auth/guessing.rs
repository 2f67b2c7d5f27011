//! Guesses by the thousand: who is known gets in all the same, and no row of the database takes the machine's memory.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use futures_util::future::{join, join_all};

use crate::support::{App, Engine, MINA, PASSWORD, Person, UNDER, stories};

/// People whose browsers are known.
const KNOWN: usize = 12;
/// Guessers at once; one core hashes fewer than half of that in the two seconds that one waits.
const GUESSERS: usize = 400;

/// FIELD-44, LOAD-8: guesses at three times the capacity from 1,000 addresses. Browsers that were signed in before all get
/// in, and the operator is told.
#[tokio::test]
async fn field_44_known_browsers_wait_in_front_of_guessers() {
    let settings = [("PARLOR_TRUSTED_PROXIES", "127.0.0.1"), (UNDER, "taskset -c 0")];
    let app = App::start_with(Engine::Sqlite, &settings).await;
    let story = async {
        let mut people = Vec::new();
        for who in 0..KNOWN {
            let email = format!("known{who}@harbour.example");
            let browser = app.browser().from(format!("198.51.100.{who}"));
            browser.join(&app, &Person { name: "Known", email: &email, password: PASSWORD }).await;
            assert_eq!(browser.call("accounts/sign-out", &[]).await.status, 200);
            people.push((browser, email));
        }
        let (over, guesses, turned_away) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
        let one_guesser = async |_| {
            while !over.load(Ordering::Relaxed) {
                let number = guesses.fetch_add(1, Ordering::Relaxed);
                let browser = app.browser().from(format!("203.0.{}.{}", number % 1000 / 250, number % 250));
                let email = format!("guessed{number}@northlight.example");
                let status = browser.sign_in(&email, "a guess of somebody").await.status.as_u16();
                assert!([401, 429, 503].contains(&status), "{status}");
                if status == 503 {
                    turned_away.fetch_add(1, Ordering::Relaxed);
                }
            }
        };
        let known = async {
            // Once there is more to do than can be done.
            while turned_away.load(Ordering::Relaxed) < 10 {
                tokio::task::yield_now().await;
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            for round in 0..3 {
                for (browser, email) in &people {
                    let answer = browser.sign_in(email, PASSWORD).await;
                    assert_eq!(answer.status, 200, "round {round}: {answer:?}");
                }
            }
            over.store(true, Ordering::Relaxed);
        };
        join(join_all((0..GUESSERS).map(one_guesser)), known).await;
        assert!(app.log().contains("parlor::capacity"), "the operator is told");
    };
    app.tells(story).await;
}

/// Stores this as the hash of everybody's password.
fn store_hash(app: &App, hash: &str) {
    app.execute(&format!("UPDATE accounts SET password_hash = '{hash}'"));
}

stories! {
    /// SI-6, LOAD-9: while others go on guessing, a reset is a way in: the browser that did it counts apart.
    async fn si_6_a_reset_is_a_way_in_under_guessing(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().from("192.0.2.1").join(app, &MINA).await;
        let owner = app.browser().from("192.0.2.2");
        let token = app.reset_link(MINA.email).await;
        assert_eq!(owner.call("accounts/reset-password", &[("token", &token), ("password", PASSWORD)]).await.status, 200);
        let mut throttled = 0;
        for number in 0..40 {
            let guess = app.browser().from(format!("203.0.113.{number}")).sign_in(MINA.email, "a guess of somebody").await;
            throttled += usize::from(guess.status == 429);
        }
        assert!(throttled > 20, "{throttled}");
        let elsewhere = app.browser().from("192.0.2.3").sign_in(MINA.email, PASSWORD).await;
        assert_eq!(elsewhere.status, 429, "the guesses count");
        assert_eq!(owner.sign_in(MINA.email, PASSWORD).await.status, 200);
    }

    /// FIELD-46, INP-12: a stored hash that costs more than is ever spent, or is none, answers as a wrong password, takes no
    /// memory, and is logged once.
    async fn field_46_a_stored_hash_takes_no_memory(app: &App) {
        app.browser().join(app, &MINA).await;
        let wrong = app.browser().sign_in(MINA.email, "not her password").await;
        let (salt, output) = ("c29tZXNhbHQ", "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        for cost in ["m=4194304,t=2,p=1", "m=19456,t=4294967295,p=1", "m=4294967295,t=1,p=4294967295", "m=0,t=0,p=0"] {
            store_hash(app, &format!("$argon2id$v=19${cost}${salt}${output}"));
            let before = app.hashes();
            let answer = app.browser().sign_in(MINA.email, MINA.password).await;
            assert_eq!(answer.uniform(), wrong.uniform(), "{cost}");
            assert_eq!(app.hashes(), before + 1, "{cost}");
        }
        assert!(app.most_memory() < 400, "{} MiB", app.most_memory());
        assert_eq!(app.log().matches("a stored password hash").count(), 1);
        // Its owner gets in by a reset.
        let token = app.reset_link(MINA.email).await;
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.status, 200, "{set:?}");
        assert_eq!(app.browser().sign_in(MINA.email, PASSWORD).await.status, 200);
    }
}
