//! Guessing is slowed down, and never keeps an owner out.

use futures_util::future::join_all;

use crate::support::{Answer, App, Engine, JONAS, MINA, stories, timed};

const STRANGER: &str = "nobody@northlight.example";
const WRONG: &str = "wrong plain words";

/// A server behind a proxy, so that each try can come from an address of its own.
async fn proxied(app: &App) -> App {
    App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await
}

/// One wrong password, from the address of this number.
async fn guess(app: &App, email: &str, number: usize) -> Answer {
    let address = format!("10.{}.{}.{}", number / 65_536, number / 256 % 256, number % 256);
    app.browser().from(address).sign_in(email, WRONG).await
}

/// Seconds to wait, as the header and the body say alike.
fn wait(answer: &Answer) -> i64 {
    assert_eq!((answer.status.as_u16(), answer.error()), (429, "throttled".into()), "{answer:?}");
    let seconds = answer.json()["seconds"].as_i64().unwrap();
    assert_eq!(answer.header("retry-after"), seconds.to_string());
    seconds
}

/// Strangers guess until an account has to wait for minutes; each pause is sat out.
async fn lock_out(app: &App, email: &str) {
    let mut now = 0;
    for number in 0.. {
        let answer = guess(app, email, 10_000 + number).await;
        if answer.status == 429 {
            if wait(&answer) > 120 {
                return;
            }
            now += wait(&answer);
            app.move_clock(now);
        }
    }
}

stories! {
    /// SI-6, HDR-13: ten failures of one client in 3 minutes, whatever address it claims to have; then `Retry-After` is
    /// kept, and a reset is never in the way.
    async fn hdr_13_a_client_counts_once(app: &App) {
        app.browser().join(app, &MINA).await;
        for number in 0..10 {
            // Addresses without an account, each a new one: only the client counts.
            assert_eq!(guess(app, &format!("nobody{number}@northlight.example"), number).await.status, 401);
        }
        let refused = guess(app, "nobody10@northlight.example", 10).await;
        assert!((1..=18).contains(&wait(&refused)));
        let page = app.browser().submit("accounts/sign-in", "/sign-in", &[("email", MINA.email), ("password", WRONG)]).await;
        assert_eq!(page.status, 429);
        assert!(!page.header("retry-after").is_empty() && page.body.contains("Too many tries"));
        // A mailed link opens all the same.
        let token = app.reset_link(MINA.email).await;
        let set = app.browser().call("accounts/reset-password", &[("token", &token), ("password", "new plain words")]).await;
        assert_eq!(set.status, 200);
        app.move_clock(wait(&refused));
        assert_eq!(app.browser().sign_in(MINA.email, "new plain words").await.status, 200);
        assert_eq!(guess(app, STRANGER, 11).await.status, 401, "the right password took nothing");
        wait(&guess(app, STRANGER, 12).await);
        app.move_clock(10 * 60);
        for number in 0..4 {
            assert_eq!(guess(app, STRANGER, number).await.status, 401);
        }
    }

    /// SI-6: an IPv6 client is its /64.
    async fn si_6_ipv6_counts_by_64(app: &App) {
        let app = proxied(app).await;
        let guess = async |address: String, number: usize| {
            app.browser().from(address).sign_in(&format!("nobody{number}@northlight.example"), WRONG).await
        };
        for number in 0..10 {
            assert_eq!(guess(format!("2001:db8:1:2:{number}::1"), number).await.status, 401);
        }
        wait(&guess("2001:db8:1:2:ffff::9".into(), 10).await);
        assert_eq!(guess("2001:db8:1:3::1".into(), 10).await.status, 401);
        assert_eq!(guess("203.0.113.9".into(), 11).await.status, 401);
    }

    /// SI-6: five failures of an account are free, then pauses double up to 15 minutes; honestly told, and the same
    /// without an account.
    async fn si_6_pauses_double(app: &App) {
        let app = proxied(app).await;
        app.browser().join(&app, &MINA).await;
        let (mut now, mut number) = (0, 0);
        let mut guesses = async || {
            number += 1;
            [guess(&app, MINA.email, 2 * number).await, guess(&app, STRANGER, 2 * number + 1).await]
        };
        for _ in 0..5 {
            assert!(guesses().await.iter().all(|answer| answer.status == 401));
        }
        for pause in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            // Shorter ones a slow machine sits out by itself.
            if pause > 4 {
                for answer in guesses().await {
                    assert!((pause - 4..=pause).contains(&wait(&answer)), "{pause}: {answer:?}");
                }
            }
            now += pause;
            app.move_clock(now);
            for answer in guesses().await {
                assert_eq!(answer.status, 401, "after {pause} s: {answer:?}");
            }
        }
        // Never a lock: the pause over, the right password counts, and all is forgotten.
        app.move_clock(now + 900);
        assert_eq!(app.browser().from("203.0.113.9").sign_in(MINA.email, MINA.password).await.status, 200);
        for number in 0..5 {
            assert_eq!(guess(&app, MINA.email, 1_000 + number).await.status, 401);
        }
    }

    /// SI-6: strangers who guess do not keep the owner out of a browser that was signed in before.
    async fn si_6_a_known_device_counts_apart(app: &App) {
        let app = proxied(app).await;
        let mina = app.browser();
        mina.join(&app, &MINA).await;
        mina.call("accounts/sign-out", &[]).await;
        lock_out(&app, MINA.email).await;
        wait(&app.browser().from("203.0.113.9").sign_in(MINA.email, MINA.password).await);
        assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200);
        // It is known to one account, not to all.
        lock_out(&app, STRANGER).await;
        wait(&mina.sign_in(STRANGER, MINA.password).await);
    }

    /// LOAD-9: after 1,000 failures the victim gets in by a reset, within a minute.
    async fn load_9_a_victim_gets_in_by_reset(app: &App) {
        let app = proxied(app).await;
        app.browser().join(&app, &MINA).await;
        for round in 0..20 {
            join_all((0..50).map(|number| guess(&app, MINA.email, round * 50 + number))).await;
        }
        lock_out(&app, MINA.email).await;
        let victim = app.browser().from("203.0.113.9");
        wait(&victim.sign_in(MINA.email, MINA.password).await);
        let ((), in_by_reset) = timed(async {
            let token = app.reset_link(MINA.email).await;
            let form = [("token", token.as_str()), ("password", "new plain words")];
            assert_eq!(victim.call("accounts/reset-password", &form).await.status, 200);
            assert_eq!(victim.sign_in(MINA.email, "new plain words").await.status, 200);
        })
        .await;
        assert!(in_by_reset.took().as_secs() < 60);
    }

    /// RAC-9: of 200 guesses at once from one client, at 200 addresses, as many are tried as the burst allows.
    async fn rac_9_one_client_guesses_at_once(app: &App) {
        let before = app.hashes();
        let emails: Vec<String> = (0..200).map(|number| format!("nobody{number}@northlight.example")).collect();
        let (answers, made) = timed(join_all(emails.iter().map(|email| guess(app, email, 0)))).await;
        let tried = answers.iter().filter(|answer| answer.status == 401).count();
        let pauses = usize::try_from(made.took().as_secs() / 18).unwrap();
        assert!((10..=10 + pauses).contains(&tried), "{tried}");
        assert_eq!(app.hashes() - before, tried);
        for answer in answers.iter().filter(|answer| answer.status != 401) {
            assert!((1..=18).contains(&wait(answer)));
        }
    }

    /// TOK-12: one client opens 30 links that never were, whatever they would be for; then it waits, and a link that is
    /// one works all the same.
    async fn tok_12_unknown_links_are_throttled(app: &App) {
        let token = app.browser().sign_up(app, &MINA).await;
        let calls = [
            "accounts/verification-link", "accounts/confirm", "accounts/reject", "accounts/reset-link", "accounts/reset-password",
            "account/address-link", "account/use-address-link", "invitations/view", "invitations/accept", "invitations/decline",
            "invitations/ask",
        ];
        let try_one = async |number: usize| {
            let random = format!("{number:0>42}A");
            app.browser().call(calls[number % calls.len()], &[("token", &random)]).await
        };
        let first = join_all((0..30).map(try_one)).await;
        assert!(first.iter().all(|answer| answer.status == 404), "{first:?}");
        let many = async {
            let mut answers = Vec::new();
            for begin in (30..1_030).step_by(50) {
                answers.extend(join_all((begin..begin + 50).map(try_one)).await);
            }
            answers
        };
        let (answers, made) = timed(many).await;
        let (open, throttled): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 404);
        assert!(open.len() <= 2 + usize::try_from(made.took().as_secs() / 6).unwrap(), "{} more", open.len());
        for answer in &throttled {
            assert!((1..=6).contains(&wait(answer)));
            let json = answer.json();
            let said = json["message"].as_str().unwrap();
            assert!(json["of"] == "links" && said.starts_with("Too many links") && !said.contains("password"), "{json}");
        }
        let unknown = format!("/verify/{}", "A".repeat(43));
        // One more may be free again by now, but no two.
        let pages = [app.browser().get(&unknown).await, app.browser().get(&unknown).await];
        assert_eq!(pages[1].status, 429);
        // The person in the next chair.
        assert_eq!(app.browser().get(&format!("/verify/{token}")).await.status, 200);
        assert_eq!(app.browser().call("accounts/confirm", &[("token", &token)]).await.status, 200);
        app.move_clock(wait(throttled[throttled.len() - 1]));
        assert_eq!(try_one(0).await.status, 404);
        app.browser().join(app, &JONAS).await;
    }
}
