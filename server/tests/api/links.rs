//! Mailed links of every kind, and what they have in common. What each of them does stands with its area.

use std::collections::BTreeMap;

use base64ct::{Base64UrlUnpadded, Encoding};
use reqwest::Method;

use crate::{
    isolation::{Row, rows},
    support::{App, Engine, JONAS, MINA, PASSWORD, Team, stories},
};

/// The page of each kind, and the calls it makes with its token; the first one only looks.
const KINDS: [(&str, &str, &[&str]); 6] = [
    (
        "verification",
        "/verify",
        &["accounts/verification-link", "accounts/confirm", "accounts/reject", "accounts/restart"],
    ),
    ("reset", "/reset-password", &["accounts/reset-link", "accounts/reset-password"]),
    ("invitation", "/invitations", INVITATION),
    ("copied invitation", "/invitations", INVITATION),
    ("new address", "/email", ADDRESS),
    ("undo", "/email", ADDRESS),
];
const INVITATION: &[&str] = &["invitations/view", "invitations/accept", "invitations/decline", "invitations/ask"];
const ADDRESS: &[&str] = &["account/address-link", "account/use-address-link"];

/// One open link of each kind, by its name.
async fn every_link(app: &App) -> BTreeMap<&'static str, String> {
    let team = Team::new(app, &MINA, "Harbour Finch").await;
    let priya = team.join(app, "Priya", "member").await;
    let invitation = team.invite(app, "guest@guests.example", "member").await;
    let id = team.id_of("guest@guests.example").await;
    let change = [("email", "priya@new.example"), ("password", PASSWORD)];
    let undo = app.mailed(&team.address("Priya"), "/email/", priya.call("account/change-email", &change)).await;
    BTreeMap::from([
        ("verification", app.browser().sign_up(app, &JONAS).await),
        ("reset", app.reset_link(MINA.email).await),
        ("invitation", invitation),
        ("copied invitation", team.copied_link(app, &id).await),
        ("new address", app.mail_with("priya@new.example", "/email/", 1).await.token()),
        ("undo", undo),
    ])
}

/// The page opens, and its call that looks.
async fn is_open(app: &App, kind: &str, token: &str) -> bool {
    let (_, page, calls) = KINDS.into_iter().find(|(name, ..)| *name == kind).unwrap();
    let seen = app.browser().call(calls[0], &[("token", token)]).await;
    let page = app.browser().get(&format!("{page}/{token}")).await;
    assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("no-referrer", "no-store"), "{kind}");
    assert_eq!(seen.status, page.status, "{kind}");
    seen.status == 200
}

stories! {
    /// TOK-2: neither the database, nor its log of changes, nor the server's log holds any of them.
    async fn tok_2_no_link_is_stored(app: &App) {
        let links = every_link(app).await;
        assert!(app.database_holds(b"guest@guests.example"), "the search finds what is there");
        for (kind, token) in links {
            let raw = Base64UrlUnpadded::decode_vec(&token).unwrap();
            assert_eq!(raw.len(), 32, "256 bits");
            assert!(!app.database_holds(token.as_bytes()) && !app.database_holds(&raw), "{kind} is stored");
            assert!(!app.log().contains(&token), "{kind} is logged");
            assert!(is_open(app, kind, &token).await, "{kind}");
        }
    }

    /// TOK-8: a token opens its own door only: not another page, not another call, and no session.
    async fn tok_8_every_link_has_one_purpose(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        for (number, (kind, token)) in every_link(&app).await.into_iter().enumerate() {
            let (_, own, _) = KINDS.into_iter().find(|(name, ..)| *name == kind).unwrap();
            let browser = app.browser().from(format!("203.0.113.{number}"));
            for (other, page, calls) in KINDS.into_iter().filter(|(_, page, _)| *page != own) {
                assert_eq!(browser.get(&format!("{page}/{token}")).await.status, 404, "{kind} as {other}");
                for call in calls {
                    let fields = [("token", token.as_str()), ("name", "Zaphod"), ("password", "some plain words")];
                    let answer = browser.call(call, &fields).await;
                    assert_eq!(answer.why(), (404, "unknown".into()), "{kind} at {call}");
                }
            }
            for (cookie, call, status) in [("session", "organizations/mine", 401), ("attempt", "accounts/attempt-status", 409)] {
                let cookie = format!("parlor-{cookie}={token}");
                let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
                let answer = app.browser().send(Method::POST, &format!("/api/{call}"), &headers, Vec::new()).await;
                assert_eq!(answer.status, status, "{kind} as {cookie}");
            }
            assert!(is_open(&app, kind, &token).await, "{kind} was used up");
        }
    }

    /// TOK-11: tokens of any shape are refused by every call that takes one, never with a 500.
    async fn tok_11_any_token_is_refused_everywhere(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let links = every_link(&app).await;
        let takes_one = |row: &Row| row.fields.iter().any(|(name, _)| name == "token");
        let mut calls: Vec<&str> = rows().into_iter().filter(takes_one).map(|row| row.call).collect();
        calls.dedup();
        assert_eq!(calls.len(), 12, "all of {calls:?}");
        for (number, call) in calls.into_iter().enumerate() {
            let browser = app.browser().from(format!("203.0.113.{number}"));
            let token = &links["verification"];
            let (unknown, longer, lower) = ("A".repeat(43), format!("{token}A"), token.to_lowercase());
            for bad in ["", "A", "\0", "../../etc/passwd", "<script>alert(1)</script>", &unknown, &token[1..], &longer, &lower] {
                let answer = browser.call(call, &[("token", bad), ("name", "Zaphod"), ("password", "some plain words")]).await;
                assert_eq!(answer.why(), (404, "unknown".into()), "{call} {bad:?}");
            }
            assert_eq!(browser.call(call, &[("token", &"A".repeat(1 << 20))]).await.status, 413, "{call}");
            for odd in [[("token[]", token.as_str()), ("token[]", "x")], [("token", token), ("token", "x")], [("token[a]", token), ("x", "")]] {
                assert!(browser.call(call, &odd).await.status.is_client_error(), "{call} {odd:?}");
            }
        }
        for (kind, token) in links {
            assert!(is_open(&app, kind, &token).await, "{kind} was used up");
        }
    }
}
