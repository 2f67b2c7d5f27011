//! The list of calls: in docs/API.md, in the binary, and here.

use std::{fs, path::Path, sync::LazyLock};

use reqwest::Method;

use crate::{
    account, audit_log, auth, billing, invitations, members, organizations, projects, settings,
    support::{App, Engine, MINA, stories},
};

/// Who gets what from each call, area by area: first the calls that only look, then those that write. What a line says is
/// told in `isolation.rs`.
pub const TABLES: [(&str, &str); 9] = [
    (account::READS, account::WRITES),
    (auth::READS, auth::WRITES),
    (audit_log::READS, ""),
    (billing::READS, billing::WRITES),
    (invitations::READS, invitations::WRITES),
    (members::READS, members::WRITES),
    (projects::READS, projects::WRITES),
    (settings::READS, settings::WRITES),
    (organizations::READS, organizations::WRITES),
];

/// All calls, in order: the endpoints of all server functions that stand in the code.
pub fn all() -> &'static [String] {
    static ALL: LazyLock<Vec<String>> = LazyLock::new(|| {
        let mut calls = endpoints(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src"));
        calls.sort_unstable();
        calls
    });
    &ALL
}

/// Calls that may change something: all that are not known to only look.
pub fn writes() -> impl Iterator<Item = &'static str> {
    all().iter().map(String::as_str).filter(|call| !reads().any(|read| read == *call))
}

/// A part of the calls that write. Stories that go through all of them are told in parts, each with a server of its own, so that
/// they run beside one another and each server holds few rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Accounts,
    Members,
    AllElse,
}

/// The calls of that part that write.
pub fn writes_of(part: Part) -> impl Iterator<Item = &'static str> {
    writes().filter(move |call| {
        let of = match call.split_once('/') {
            Some(("account" | "accounts", _)) => Part::Accounts,
            Some(("members", _)) => Part::Members,
            _ => Part::AllElse,
        };
        of == part
    })
}

fn reads() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().flat_map(|(reads, _)| calls_of(reads))
}

/// The calls of a table.
fn calls_of(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter_map(|line| line.split([' ', '|']).next()).filter(|call| !call.is_empty())
}

/// CT-2: docs/API.md lists every call, and no other.
#[test]
fn ct_2_the_list_is_complete() {
    let docs = include_str!("../../../docs/API.md");
    let mut documented: Vec<&str> =
        docs.lines().filter_map(|line| line.strip_prefix("## POST /api/")).map(str::trim).collect();
    documented.sort_unstable();
    assert_eq!(documented, all());
    let written = |call: &str| TABLES.into_iter().any(|(_, writes)| calls_of(writes).any(|write| write == call));
    let both: Vec<&str> = reads().filter(|call| written(call)).collect();
    assert!(both.is_empty(), "they look, and they write: {both:?}");
}

fn endpoints(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(endpoints(&path));
        } else {
            let code = fs::read_to_string(&path).unwrap();
            let written = code.split("endpoint = \"").skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(written.map(str::to_owned));
        }
    }
    found
}

stories! {
    /// HDR-4: no call by any method but POST.
    async fn hdr_4_calls_are_posts(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        for call in all() {
            for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE, Method::OPTIONS] {
                let headers = [("sec-fetch-site", "same-origin")];
                let answer = browser.send(method.clone(), &format!("/api/{call}?name=x"), &headers, Vec::new()).await;
                assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "POST"), "{method} {call}");
            }
        }
        assert_eq!(browser.call("organizations/mine", &[]).await.status, 200, "still signed in");
    }

    /// HDR-2: no call from another site, and nothing happens.
    async fn hdr_2_other_sites_are_refused(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let before = app.rows();
        let form = b"name=Evil&email=evil@northlight.example&password=some+plain+words".to_vec();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        for call in all() {
            for headers in [
                vec![kind, ("sec-fetch-site", "cross-site")],
                vec![kind, ("sec-fetch-site", "same-site")],
                vec![kind, ("origin", "https://evil.example")],
                vec![kind, ("origin", "null")],
                vec![kind],
                vec![("content-type", "text/plain"), ("origin", "https://evil.example")],
            ] {
                let answer = browser.send(Method::POST, &format!("/api/{call}"), &headers, form.clone()).await;
                assert_eq!((answer.status.as_u16(), answer.error()), (403, "cross-site".into()), "{call} {headers:?}");
                assert!(answer.set_cookies().is_empty());
            }
        }
        assert_eq!(app.rows(), before, "the database is as it was");
        assert!(app.mails("evil@northlight.example").await.is_empty());
        let mine = browser.call("organizations/mine", &[]).await.json();
        assert_eq!(mine["organizations"].as_array().unwrap().len(), 0);
    }

    /// HDR-5: another site signs nobody in, not even by the right password.
    async fn hdr_5_nobody_is_signed_in_from_elsewhere(app: &App) {
        app.browser().join(app, &MINA).await;
        let browser = app.browser();
        let form = serde_urlencoded::to_string([("email", MINA.email), ("password", MINA.password)]).unwrap();
        for site in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")] {
            let headers = [("content-type", "application/x-www-form-urlencoded"), site];
            let answer = browser.send(Method::POST, "/api/accounts/sign-in", &headers, form.clone().into_bytes()).await;
            assert_eq!((answer.status.as_u16(), answer.set_cookies().len()), (403, 0), "{site:?}");
        }
        assert!(!browser.is_signed_in().await);
    }

    /// INP-7: oversized and endless bodies are refused before they are parsed, misshapen ones as such.
    async fn inp_7_bodies_of_any_shape(app: &App) {
        let browser = app.browser();
        let post = async |kind: &str, body: Vec<u8>| {
            let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
            browser.send(Method::POST, "/api/accounts/sign-up", &headers, body).await
        };
        let form = "application/x-www-form-urlencoded";
        assert_eq!(post(form, format!("name={}", "x".repeat(9_000)).into_bytes()).await.status, 413);
        // Lists of addresses may be longer: 64 KiB.
        for (call, bytes, status) in [
            ("accounts/sign-in", 8 * 1024 + 1, 413),
            ("organizations/create", 8 * 1024 + 1, 413),
            ("members/invite", 64 * 1024, 401),
            ("members/invite", 64 * 1024 + 1, 413),
            // Even far too much is heard out, so that the answer is.
            ("accounts/sign-in", 4 << 20, 413),
        ] {
            let headers = [("content-type", form), ("sec-fetch-site", "same-origin")];
            let body = format!("x={}", "x".repeat(bytes - 2)).into_bytes();
            let answer = browser.send(Method::POST, &format!("/api/{call}"), &headers, body).await;
            assert_eq!(answer.status, status, "{bytes} bytes to {call}");
        }
        // Beyond that the answer comes before the body has gone out; a client that only writes sees the connection shut.
        let headers = [("content-type", form), ("sec-fetch-site", "same-origin")];
        let before = app.most_memory();
        for _ in 0..8 {
            let endless = browser.try_send(Method::POST, "/api/accounts/sign-up", &headers, vec![b'x'; 32 << 20]).await;
            assert!(endless.is_none_or(|answer| answer.status == 413));
        }
        assert!(app.most_memory() < before + 16, "memory stays flat: {before} MiB, then {}", app.most_memory());
        for (kind, body) in [
            ("application/json", "[".repeat(8_000)),
            ("application/json", format!("{}1{}", "{\"a\":".repeat(1_000), "}".repeat(1_000))),
            ("application/json", "null".into()),
            ("application/json", "{\"name\":[1]}".into()),
            ("text/plain", "name=x".into()),
            ("multipart/form-data; boundary=x", "--x--".into()),
            (form, "%ff=%ff&name=%".into()),
        ] {
            let answer = post(kind, body.clone().into_bytes()).await;
            assert!([400, 422].contains(&answer.status.as_u16()), "{kind} {:?}: {answer:?}", &body[..body.len().min(40)]);
        }
        assert_eq!(post(form, vec![0xff, 0xfe]).await.status, 400);
        // Of a field that is there twice it is not known which one is meant.
        let twice = format!("name=Mina&name=Ada&email={}&password={}", MINA.email, MINA.password);
        assert_eq!(post(form, twice.into_bytes()).await.status, 400);
        let twice = format!(r#"{{"name":"Mina","name":"Ada","email":"{}","password":"{}"}}"#, MINA.email, MINA.password);
        assert_eq!(post("application/json", twice.into_bytes()).await.status, 400);
        // Flat JSON is as good as a form.
        let json = serde_json::json!({ "name": MINA.name, "email": MINA.email, "password": MINA.password });
        assert_eq!(post("application/json", json.to_string().into_bytes()).await.status, 200);
        app.mail(MINA.email, 1).await;
    }

    /// A form sent without JavaScript and refused comes back with what was typed, the message and the status.
    async fn su_1_a_refused_form_loses_nothing(app: &App) {
        let browser = app.browser();
        let form = [("name", "Mina <b>"), ("email", "no address"), ("password", "short")];
        let page = browser.submit("accounts/sign-up", "/sign-up", &form).await;
        assert_eq!(page.status, 422);
        for part in ["Mina &lt;b&gt;", "no address", "Enter an address like", "Use 8 characters or more", "aria-invalid"] {
            assert!(page.body.contains(part), "{part}");
        }
        assert!(!page.body.contains("\"short\"") && !page.body.contains("<b>\""));
        let wrong = browser.submit("accounts/sign-in", "/sign-in?return_to=/o/x", &[("email", MINA.email), ("password", "wrong words")]).await;
        assert_eq!(wrong.status, 401);
        assert!(wrong.body.contains("don’t go together") && wrong.body.contains(MINA.email) && wrong.body.contains("/o/x"));
        let good = browser.submit("accounts/sign-up", "/sign-up", &MINA.form()).await;
        assert_eq!((good.status.as_u16(), good.header("location")), (303, "/verify"));
    }
}
