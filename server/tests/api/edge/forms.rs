//! Forms without JavaScript that were refused: what is said, where it stands, and what is never sent back.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::Method;

use crate::{
    calls,
    isolation::rows,
    support::{Answer, App, Browser, Engine, MINA, Team, stories},
};

/// A field of any call, by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Field {
    call: String,
    name: String,
}

/// The fields of all calls, and those of them that are declared secret, as they stand in the code.
fn fields() -> (BTreeSet<Field>, BTreeSet<Field>) {
    let (mut all, mut secret) = (BTreeSet::new(), BTreeSet::new());
    for code in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")) {
        for rest in code.split("endpoint = \"").skip(1) {
            let (call, rest) = rest.split_once('"').unwrap();
            let arguments = rest.split_once("fn ").unwrap().1.split_once("->").unwrap().0;
            for argument in arguments.split("#[server(default)]").skip(1) {
                let name = argument.split_once(':').unwrap().0.trim().to_owned();
                all.insert(Field { call: call.to_owned(), name });
            }
        }
        for rest in code.split("secret_fields!(\"").skip(1) {
            // `call": "field", "field"`
            let words: Vec<&str> = rest.split_once(");").unwrap().0.split('"').collect();
            let names = words.iter().skip(2).step_by(2);
            secret.extend(names.map(|name| Field { call: words[0].to_owned(), name: (*name).to_owned() }));
        }
    }
    (all, secret)
}

fn sources(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let read =
        |path: std::path::PathBuf| if path.is_dir() { sources(&path) } else { vec![fs::read_to_string(path).unwrap()] };
    entries.flat_map(read).collect()
}

/// FIELD-74: whatever sounds like a secret is declared as one beside its call; and nothing is declared that is not there.
#[test]
fn field_74_secrets_are_declared() {
    let (all, secret) = fields();
    let sounds =
        |field: &&Field| ["password", "token", "secret", "code", "key"].iter().any(|word| field.name.contains(word));
    let sounding: BTreeSet<Field> = all.iter().filter(sounds).cloned().collect();
    assert_eq!(secret, sounding);
    assert!(secret.len() >= 17, "{secret:?}");
}

/// Sends a form as a browser without JavaScript does, with exactly these fields.
async fn submit(browser: &Browser, call: &str, fields: &[(&str, &str)]) -> Answer {
    let headers = [
        ("accept", "text/html"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = serde_urlencoded::to_string(fields).unwrap().into_bytes();
    browser.send(Method::POST, &format!("/api/{call}"), &headers, body).await
}

/// The page that each call's form stands on.
fn page_of(call: &str) -> &'static str {
    match call.split_once('/').unwrap() {
        ("accounts", "sign-up") => "/sign-up",
        ("accounts", "sign-in") => "/sign-in",
        ("accounts", "forgot-password") => "/forgot-password",
        ("account", "change-email" | "change-password") => "/account/sign-in",
        ("account", "delete") => "/account/delete",
        ("account", _) => "/account",
        ("organizations", "create") => "/setup",
        ("members", "invite") => "/o/harbour-finch/members/new",
        ("members", _) => "/o/harbour-finch/members",
        _ => "/verify",
    }
}

stories! {
    /// OP-8, SU-2: what a form escapes is text, or the form is refused: a password is not what it was replaced by. The kind
    /// of a body is told in any case.
    async fn op_8_a_form_is_text(app: &App) {
        let browser = app.browser();
        let send = async |kind: &str, body: &[u8]| {
            let headers = [("content-type", kind), ("sec-fetch-site", "same-origin")];
            browser.send(Method::POST, "/api/accounts/sign-up", &headers, body.to_vec()).await
        };
        let form = "application/x-www-form-urlencoded";
        for body in [
            b"name=J%F6rg&email=j@x.example&password=some+plain+words".as_slice(),
            b"name=Jorg&email=j@x.example&password=caf%E9+plain+words",
            b"name=J\xf6rg&email=j@x.example&password=some+plain+words",
        ] {
            let answer = send(form, body).await;
            assert_eq!((answer.status.as_u16(), answer.error().as_str()), (400, "malformed"), "{body:?}");
        }
        let answer = send("Application/X-WWW-Form-Urlencoded; Charset=UTF-8", b"name=J%C3%B6rg&email=j@x.example&password=caf%C3%A9+plain+words").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer = send("Application/JSON", br#"{"name":"A","email":"k@x.example","password":"some plain words"}"#).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(app.browser().sign_in("j@x.example", "café plain words").await.status, 200);
    }

    /// FIELD-74: over every call, what is secret is not sent back, from whichever page it came; what is not, is.
    async fn field_74_secrets_are_not_sent_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (all, secret) = fields();
        let mut replayed = 0;
        for call in calls::all().iter().filter(|call| *call != "accounts/sign-out") {
            for browser in [&app.browser(), &team.owner.copy()] {
                for page in [None, Some(page_of(call)), Some("/sign-in")] {
                    let names = all.iter().filter(|field| field.call == *call).map(|field| field.name.as_str());
                    // Too long for a name and no address: every call with fields refuses one of them.
                    let form: Vec<(&str, String)> =
                        names.map(|name| (name, format!("canary {name} {}", "x".repeat(300)))).collect();
                    let mut form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    form.extend(page.map(|page| ("page", page)));
                    let answer = submit(browser, call, &form).await;
                    let told = format!("{answer:?}");
                    for Field { name, .. } in secret.iter().filter(|field| field.call == *call) {
                        assert!(!told.contains(&format!("canary {name} ")), "{call} on {page:?} sends {name} back");
                    }
                    replayed += usize::from(told.contains("canary "));
                    assert!(!app.log().contains("canary "), "{call} on {page:?} logs a field");
                }
            }
        }
        assert!(replayed >= 6, "what is not secret does come back: {replayed}");
    }

    /// FIELD-54: a refused form says what was wrong under its status, also where it names no page, a page without that form,
    /// or one that leads elsewhere.
    async fn field_54_a_refusal_is_always_said(app: &App) {
        let guest = app.browser();
        let form = [("name", "Mina"), ("email", "no address"), ("password", "four plain words")];
        for page in [None, Some("/sign-up"), Some("/"), Some("/sign-in"), Some("/nowhere"), Some("/account"), Some("//evil.example")] {
            let fields: Vec<_> = form.into_iter().chain(page.map(|page| ("page", page))).collect();
            let answer = submit(&guest, "accounts/sign-up", &fields).await;
            assert_eq!(answer.status, 422, "{page:?}");
            assert!(answer.body.contains("Enter an address like") && answer.body.contains("<h1"), "{page:?}: {}", answer.body);
        }
        let typed = submit(&guest, "accounts/sign-up", &form).await;
        assert!(typed.body.contains("no address"), "its own page, with what was typed");
        let form = [("email", MINA.email), ("password", "wrong plain words"), ("return_to", "/o/harbour-finch")];
        let sign_in = submit(&guest, "accounts/sign-in", &form).await;
        assert_eq!(sign_in.status, 401);
        assert!(sign_in.body.contains("name=\"return_to\" value=\"/o/harbour-finch\""), "SI-3: {}", sign_in.body);
        // Every call, by somebody who is signed out and by somebody who is in.
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for row in rows().into_iter().filter(|row| row.call != "accounts/sign-out") {
            let fields: Vec<(&str, &str)> = row.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            for browser in [app.browser(), team.owner.copy()] {
                let script = browser.copy().call(row.call, &fields).await;
                if !script.status.is_client_error() || script.status == 429 {
                    continue;
                }
                let answer = submit(&browser.copy(), row.call, &fields).await;
                if answer.status == 429 {
                    continue;
                }
                assert_eq!(answer.status, script.status, "{} {fields:?}", row.call);
                assert!(answer.header("content-type").starts_with("text/html"), "{}", row.call);
            }
        }
    }

    /// FIELD-54: of a refused form the first field with a mistake has the focus, and it alone, whichever has it else.
    async fn field_54_the_first_refused_field_has_the_focus(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, "vera@guests.example", "member").await;
        let page = format!("/invitations/{token}");
        let guest = app.browser();
        let focused = |answer: &Answer| {
            let tags = answer.body.split('<').filter(|tag| tag.contains(" autofocus"));
            tags.map(|tag| tag.split_once("name=\"").unwrap().1.split_once('"').unwrap().0.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(focused(&guest.get(&page).await), ["name"]);
        for (name, password, first) in [("Vera", "short", "password"), ("", "short", "name"), ("", "four plain words", "name")] {
            let form = [("token", token.as_str()), ("name", name), ("password", password)];
            let refused = guest.submit("invitations/accept", &page, &form).await;
            assert_eq!((refused.status.as_u16(), focused(&refused)), (422, vec![first.to_owned()]), "{}", refused.body);
        }
        let form = [("name", "Vera"), ("email", "no address"), ("password", "short")];
        let refused = guest.submit("accounts/sign-up", "/sign-up", &form).await;
        assert_eq!((refused.status.as_u16(), focused(&refused)), (422, vec!["email".to_owned()]), "{}", refused.body);
    }

    /// FIELD-65: what a page told once is not told again by the same page with a refused form.
    async fn field_65_a_refused_form_tells_nothing_again(app: &App) {
        let guest = app.browser();
        let said = "Your new password is set";
        let form = [("email", MINA.email), ("password", "wrong plain words")];
        let refused = guest.submit("accounts/sign-in", "/sign-in?reset=1", &form).await;
        assert_eq!(refused.status, 401);
        assert!(refused.body.contains("don’t go together") && !refused.body.contains(said), "{}", refused.body);
        assert!(refused.body.contains("data-page=\"/sign-in\""), "{}", refused.body);
    }

    /// FIELD-21: without scripts nothing keeps what was typed into a form whose sender is signed out by then, so the answer holds it:
    /// all that was typed, no secret, and the way to sign in and back.
    async fn field_21_what_was_typed_is_in_the_answer(app: &App) {
        let guest = app.browser();
        let emails = "ben@x.example\n<b>eve</b>@x.example";
        let fields = [
            ("organization", "harbour-finch"), ("emails", emails), ("role", "user-admin"), ("grants[]", "read-audit-log"),
            ("projects[id-0190c0a0-0000-7000-8000-000000000007]", "agent"), ("draft", "true"), ("page", "/o/harbour-finch/members/new"),
        ];
        let answer = submit(&guest, "members/invite", &fields).await;
        assert_eq!(answer.status, 401);
        assert!(answer.body.contains("What you typed") && answer.body.contains("ben@x.example\n&lt;b&gt;eve"), "{}", answer.body);
        assert!(answer.body.contains("/sign-in?return_to=/o/harbour-finch/members/new"), "{}", answer.body);
        for (words, there) in
            [("User admin", true), ("Read audit log", true), (">Yes<", true), ("user-admin", false), ("0190c0a0", false)]
        {
            assert_eq!(answer.body.contains(words), there, "{words}: {}", answer.body);
        }
        let fields = [("current_password", "four plain words"), ("password", "five plain words"), ("page", "/account/sign-in")];
        let answer = submit(&guest, "account/change-password", &fields).await;
        assert_eq!(answer.status, 401);
        assert!(!answer.body.contains("plain words") && !answer.body.contains("What you typed"), "{}", answer.body);
    }

    /// FIELD-54: the address at which the page of a refused form stands can be opened and loaded again.
    async fn field_54_the_address_of_a_refusal_can_be_opened(app: &App) {
        let guest = app.browser();
        for (call, page) in [
            ("accounts/sign-up", "/sign-up"), ("accounts/sign-in", "/sign-in"), ("accounts/forgot-password", "/forgot-password"),
            ("accounts/resend-verification", "/verify"), ("account/change-password", "/account/sign-in"),
            ("organizations/create", "/setup"), ("members/invite", "/"),
        ] {
            let opened = guest.get(&format!("/api/{call}")).await;
            assert_eq!((opened.status.as_u16(), opened.header("location")), (303, page), "{call}");
            let script = guest.send(Method::GET, &format!("/api/{call}"), &[("accept", "application/json")], Vec::new()).await;
            assert_eq!((script.status.as_u16(), script.header("allow")), (405, "POST"), "{call}");
        }
        assert_eq!(guest.get("/api/none/none").await.status, 404);
        // Where scripts run, the address is the page's own; a browser may send the form there when it loads it again.
        let refused = guest.submit("accounts/sign-up", "/sign-up?x=1", &[("name", "")]).await;
        assert!(refused.body.contains("data-page=\"/sign-up?x=1\"") && refused.body.contains("history.replaceState"));
        let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
        let again = guest.send(Method::POST, "/sign-up?x=1", &headers, b"name=".to_vec()).await;
        assert_eq!((again.status.as_u16(), again.header("location")), (303, "/sign-up?x=1"));
        let script = guest.send(Method::POST, "/sign-up", &[("sec-fetch-site", "same-origin")], Vec::new()).await;
        assert_eq!((script.status.as_u16(), script.header("allow")), (405, "GET, HEAD"));
    }

    /// FIELD-17: what never reached its call is told to people as a page, to scripts as JSON.
    async fn field_17_people_get_pages(app: &App) {
        let guest = app.browser();
        let own = ("sec-fetch-site", "same-origin");
        for (path, kind, body, status) in [
            ("/api/none/none", "application/x-www-form-urlencoded", "x=1".to_owned(), 404),
            ("/api/accounts/sign-up", "text/plain", "name=x".to_owned(), 400),
            ("/api/accounts/sign-up", "application/x-www-form-urlencoded", format!("name={}", "x".repeat(9_000)), 413),
        ] {
            let headers = [("accept", "text/html"), ("content-type", kind), own];
            let page = guest.send(Method::POST, path, &headers, body.clone().into_bytes()).await;
            assert_eq!((page.status.as_u16(), page.header("content-type")), (status, "text/html; charset=utf-8"), "{path}");
            let script = guest.send(Method::POST, path, &headers[1..], body.into_bytes()).await;
            assert_eq!((script.status.as_u16(), script.header("content-type")), (status, "application/json"), "{path}");
        }
    }

    /// FIELD-17, FIELD-21: from a form that was too large to be read the way leads back to the page that it stood on, where the
    /// browser has what was typed; never to another site.
    async fn field_17_too_large_a_form_leads_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let form = "/o/harbour-finch/members/new?many=1";
        let body = format!("organization=harbour-finch&role=member&emails={}&page={form}", "x".repeat(65 * 1024));
        for (came_from, back) in [
            (format!("{}{form}", app.public_url), form),
            (format!("https://evil.example{form}"), "/"),
            (format!("{}/api/members/invite", app.public_url), "/"),
        ] {
            let headers = [
                ("accept", "text/html"),
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", "same-origin"),
                ("referer", came_from.as_str()),
            ];
            let page = team.owner.send(Method::POST, "/api/members/invite", &headers, body.clone().into_bytes()).await;
            assert_eq!(page.status, 413);
            let (link, _) = page.body.split_once("Back to the page").expect("a way back");
            let link = link.rsplit("href=\"").next().and_then(|rest| rest.split('"').next());
            assert_eq!(link, Some(back), "{came_from}: {}", page.body);
        }
    }
}
