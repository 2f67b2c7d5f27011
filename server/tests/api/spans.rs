//! The log: each line belongs to a request or to a round of background work, and none tells a secret.

use reqwest::Method;
use serde_json::Value;

use crate::support::{App, Engine, JONAS, MINA, PASSWORD, Person, Team, stories};

/// Everything that Parlor itself has to tell.
const WHOLE: (&str, &str) =
    ("PARLOR_LOG", "info,parlor=trace,app=trace,services=trace,store=trace,mail=trace,security=trace");

/// All lines so far.
fn lines(app: &App) -> Vec<Value> {
    // The last one may be half written.
    app.log().lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Those of one request.
fn of(app: &App, id: &str) -> Vec<Value> {
    lines(app).into_iter().filter(|line| root(line)["id"] == id).collect()
}

/// The outermost span of a line: that of its request, or of a round of background work. That of a line which tells the end
/// of a span is still around it.
fn root(line: &Value) -> &Value {
    if line["spans"][0].is_null() { &line["span"] } else { &line["spans"][0] }
}

/// The names of all spans that a line stands in, and of the one whose end it tells.
fn names(line: &Value) -> Vec<&str> {
    let spans = line["spans"].as_array().into_iter().flatten().chain([&line["span"]]);
    spans.filter_map(|span| span["name"].as_str()).collect()
}

fn is_statement(line: &Value, name: &str) -> bool {
    line["span"]["name"] == "statement" && line["span"]["db.query.summary"] == name
}

stories! {
    /// OP-10: what a request does stands under one id, which is that of its answer; also what a page reads in tasks of its own.
    async fn op_10_a_request_has_one_id(app: &App) {
        let app = App::start_with(app.engine, &[WHOLE]).await;
        let team = Team::new(&app, &MINA, "Harbour Finch").await;
        let unknown = format!("/verify/{}", "A".repeat(43));
        for (answer, route, case, statement) in [
            (team.owner.call("organizations/mine", &[]).await, "/api/organizations/mine", "memberships", "store::memberships::OF_ACCOUNT"),
            (team.owner.get("/o/harbour-finch/members").await, "/o/{slug}/members", "members", "store::member_list::NAME"),
            (team.owner.get(&unknown).await, "/verify/{token}", "verification_link", "store::links::BY_DIGEST"),
        ] {
            let id = answer.header("x-request-id");
            let told = of(&app, id);
            let answered: Vec<&Value> = told.iter().filter(|line| line["fields"]["message"] == "answered").collect();
            assert_eq!(answered.len(), 1, "{route} {told:?}");
            assert_eq!(answered[0]["fields"]["http.response.status_code"], answer.status.as_u16(), "{route}");
            assert!(answered[0]["fields"]["http.server.request.duration"].as_f64().is_some_and(|took| took > 0.0), "{route}");
            assert!(told.iter().all(|line| root(line)["http.route"] == route), "{route} {told:?}");
            let found = told.iter().find(|line| is_statement(line, statement)).unwrap_or_else(|| panic!("{statement} {told:?}"));
            assert!(names(found).contains(&case), "{found}");
            assert_eq!(found["span"]["db.system.name"], if app.engine == Engine::Sqlite { "sqlite" } else { "postgresql" });
        }
        for line in lines(&app) {
            let target = line["target"].as_str().unwrap_or_default();
            if ["services::", "store::", "security::", "mail::"].iter().any(|own| target.starts_with(own)) {
                assert!(["request", "background"].contains(&root(&line)["name"].as_str().unwrap_or_default()), "{line}");
                assert_eq!(root(&line)["id"].as_str().map(str::len), Some(16), "{line}");
            }
        }
        let sent = lines(&app).into_iter().find(|line| line["span"]["name"] == "send").expect("a mail that was sent");
        assert_eq!((&root(&sent)["name"], &root(&sent)["work"]), (&"background".into(), &"mail".into()), "{sent}");
        assert!(names(&sent).contains(&"deliver"), "{sent}");
        let hashed = lines(&app).into_iter().find(|line| line["fields"]["message"] == "a password was hashed").unwrap();
        assert_eq!(root(&hashed)["http.route"], "/api/accounts/sign-up", "{hashed}");
    }

    /// LOAD-6: what a page shows is read once. The framework looks at a page several times before it is rendered.
    async fn load_6_a_page_reads_what_it_shows_once(app: &App) {
        let app = App::start_with(app.engine, &[WHOLE]).await;
        let team = Team::new(&app, &MINA, "Harbour Finch").await;
        for (path, statements) in [
            ("", ["store::home::FACTS", "store::members::FIRST", "store::audit::LATEST"].as_slice()),
            ("/members", &["store::member_list::NAME", "store::member_list::COUNT"]),
            ("/settings/general", &["store::memberships::FIRST_OF_ACCOUNT"]),
            ("/settings/billing", &["store::memberships::FIRST_OF_ACCOUNT"]),
            ("/settings/audit-log", &["store::audit_log::ALL", "store::memberships::FIRST_OF_ACCOUNT"]),
        ] {
            let page = team.owner.get(&format!("/o/harbour-finch{path}")).await;
            assert_eq!(page.status, 200, "{path}");
            let told = of(&app, page.header("x-request-id"));
            for statement in statements {
                let times = told.iter().filter(|line| is_statement(line, statement)).count();
                assert_eq!(times, 1, "{path}: {statement}");
            }
        }
    }

    /// OP-10: the reference of a fault is the id of the request, and the log has its cause under it; in a call and in a page.
    async fn op_10_a_fault_is_found_by_its_reference(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.execute("ALTER TABLE memberships RENAME TO elsewhere");
        let call = team.owner.call("organizations/mine", &[]).await;
        let id = call.header("x-request-id").to_owned();
        assert_eq!((call.status.as_u16(), call.error()), (500, "internal".into()), "{call:?}");
        assert_eq!(call.json()["reference"], id.as_str());
        let page = team.owner.get("/choose").await;
        let page_id = page.header("x-request-id").to_owned();
        assert!(page.status == 500 && page.body.contains(&page_id), "{page:?}");
        for id in [id, page_id] {
            let told = of(app, &id);
            let fault = told.iter().find(|line| line["level"] == "ERROR").unwrap_or_else(|| panic!("{id} {told:?}"));
            assert_eq!(fault["fields"]["reference"], id.as_str(), "{fault}");
            assert!(fault["fields"]["cause"].as_str().is_some_and(|cause| cause.contains("memberships")), "{fault}");
        }
    }

    /// OP-10: an id that comes along is never taken; that of a trusted proxy stands beside ours if it can be nothing else.
    async fn op_10_a_foreign_id_is_not_taken(app: &App) {
        let proxied = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let id = "0af7651916cd43dd8448eb211c80319c";
        let token = "Zt0ken-".repeat(6);
        for (app, told) in [(app, false), (&proxied, true)] {
            for foreign in [id, "mina@harbour.example", "four plain words", &token] {
                let answer = app.browser().send(Method::GET, "/sign-in", &[("x-request-id", foreign)], Vec::new()).await;
                let own = answer.header("x-request-id");
                assert!(own.len() == 16 && own != foreign, "{own}");
                let beside = of(app, own).iter().any(|line| root(line)["http.request.header.x-request-id"] == foreign);
                assert_eq!(beside, told && foreign == id, "{foreign}");
                assert_eq!(app.log().contains(foreign), beside, "{foreign}");
            }
        }
    }

    /// OP-7, PRV-1: from signing up to leaving, with all that there is to tell; what was sent and got is searched for in the log
    /// when the server ends, as after every story.
    async fn op_7_no_level_tells_a_secret(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_LOG", "trace"), ("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let browser = app.browser();
        let html = [("accept", "text/html")];
        let open = async |page: &str, token: &str| {
            for path in [format!("{page}/{token}"), format!("{page}/{token}/"), format!("/nowhere/{token}?token={token}")] {
                app.browser().send(Method::GET, &path, &html, Vec::new()).await;
                app.browser().send(Method::POST, &path, &[("sec-fetch-site", "same-origin")], Vec::new()).await;
                app.browser().send(Method::from_bytes(token.as_bytes()).unwrap(), &path, &html, Vec::new()).await;
                app.browser().send(Method::GET, &path, &[("x-request-id", token)], Vec::new()).await;
            }
        };
        let token = browser.sign_up(&app, &MINA).await;
        open("/verify", &token).await;
        assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        assert_eq!(browser.call("accounts/resume", &[]).await.status, 200);
        // An address that is taken, refused forms with all that was typed, guesses.
        app.browser().call("accounts/sign-up", &MINA.form()).await;
        app.browser().submit("accounts/sign-up", "/sign-up", &Person { email: "no address", ..MINA }.form()).await;
        app.browser().sign_in(MINA.email, "a wrong guess 1").await;
        app.browser().submit("accounts/sign-in", "/sign-in", &[("email", MINA.email), ("password", "a wrong guess 2")]).await;
        // A reset, refused once and done.
        let token = app.reset_link(MINA.email).await;
        open("/reset-password", &token).await;
        for password in ["password", "new plain words 7"] {
            app.browser().submit("accounts/reset-password", "/reset-password/x", &[("token", &token), ("password", password)]).await;
        }
        assert_eq!(browser.sign_in(MINA.email, "new plain words 7").await.status, 200);
        // An invitation, by mail and by a copied link.
        let path = browser.create("Harbour Finch").await;
        let invite = [("organization", path.trim_start_matches("/o/")), ("emails", JONAS.email), ("role", "member")];
        let token = app.mailed(JONAS.email, "/invitations/", browser.call("members/invite", &invite)).await;
        open("/invitations", &token).await;
        let guest = app.browser();
        let accept = [("token", token.as_str()), ("name", JONAS.name), ("password", JONAS.password)];
        assert_eq!(guest.call("invitations/accept", &accept).await.status, 200);
        browser.get(&format!("{path}/members?find={}", JONAS.email)).await;
        // Another address, and the way back.
        let change = [("email", "jonas@new.example"), ("password", JONAS.password)];
        let undo = app.mailed(JONAS.email, "/email/", guest.call("account/change-email", &change)).await;
        let token = app.mail_with("jonas@new.example", "/email/", 1).await.token();
        for link in [&token, &undo] {
            open("/email", link).await;
            guest.call("account/use-address-link", &[("token", link), ("password", JONAS.password)]).await;
        }
        let change = [("current_password", JONAS.password), ("password", PASSWORD)];
        guest.call("account/change-password", &change).await;
        guest.get("/account/export.json").await;
        guest.call("accounts/sign-out", &[]).await;

        let told = lines(&app);
        for statement in ["store::links::USE", "store::accounts::BY_EMAIL", "store::sessions::INSERT", "COMMIT"] {
            assert!(told.iter().any(|line| is_statement(line, statement)), "{statement}");
        }
        for (secret, what) in [("$argon2id", "a hash"), (MINA.name, "a name"), ("no address", "what was typed")] {
            assert!(!app.log().contains(secret), "{what} is told");
        }
        assert!(!told.iter().any(|line| root(line)["http.request.method"].as_str().is_some_and(|word| word.len() > 7)));
    }
}
