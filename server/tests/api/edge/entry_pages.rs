//! Entry pages are kept for everybody: nothing of one person is in what another one gets.

use reqwest::Method;

use crate::support::{Answer, App, Engine, JONAS, MINA, stories};

const PAGES: [&str; 3] = ["/sign-up", "/sign-in", "/forgot-password"];

/// The nonce that the header allows, which the scripts of the page bear.
fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "{}", page.body);
    nonce
}

/// The page without what is another in each answer.
fn lasting(page: &Answer) -> String {
    let body = page.body.replace(&nonce(page), "");
    let made = body.split("data-made=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    body.replace(&made, "")
}

stories! {
    /// HDR-8: each answer has a nonce of its own, and says when it was made; the rest is the same, byte by byte.
    async fn hdr_8_a_kept_page_has_its_own_nonce(app: &App) {
        for path in PAGES {
            let first = app.browser().get(path).await;
            app.move_clock(3600);
            let (second, third) = (app.browser().get(path).await, app.browser().get(path).await);
            assert!(nonce(&first) != nonce(&second) && nonce(&second) != nonce(&third), "{path}");
            assert_eq!(lasting(&first), lasting(&second), "{path}");
            assert_eq!(lasting(&second), lasting(&third), "{path}");
            assert_ne!(first.body.split("data-made=\"").nth(1), second.body.split("data-made=\"").nth(1), "{path}");
            for name in ["content-type", "cache-control", "x-content-type-options", "referrer-policy", "vary"] {
                assert_eq!(first.header(name), second.header(name), "{path} {name}");
            }
        }
    }

    /// TEN-6, PRV-8: what somebody brings along (how pages look, a session, a sign-up, another address, a query) is in their
    /// page alone, whoever came first.
    async fn ten_6_a_kept_page_holds_nothing_of_anybody(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let waiting = app.browser();
        waiting.sign_up(app, &JONAS).await;
        let dark = app.browser();
        for browser in [&mina, &dark] {
            assert_eq!(browser.call("account/appearance", &[("appearance", "dark")]).await.status, 200);
        }
        for path in PAGES {
            for other in [&mina, &waiting, &dark] {
                let with = format!("{path}?email=kept%40harbour.example&x=1");
                other.get(&with).await;
                other.get(path).await;
                other.send(Method::GET, path, &[("host", "192.0.2.7:4112"), ("accept", "text/html")], Vec::new()).await;
            }
            let page = app.browser().get(path).await;
            assert_eq!(page.status, 200);
            for of_somebody in ["kept@harbour.example", MINA.email, JONAS.email, "data-theme", "other-address", "192.0.2.7"] {
                assert!(!page.body.contains(of_somebody), "{path}: {of_somebody}");
            }
            assert!(page.set_cookies().is_empty());
            let theirs = dark.get(path).await;
            assert!(theirs.body.contains("data-theme=\"dark\""), "{path}: and theirs is still theirs");
            assert!(mina.get("/sign-up").await.body.contains(MINA.email), "who is signed in reads so");
        }
    }
}
