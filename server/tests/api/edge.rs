//! The edge: where requests come from, which address they were sent to, and how many connections there are.

mod addresses;
mod connections;
mod entry_pages;
mod forms;

use reqwest::Method;

use crate::support::{App, Engine, MINA, Team, stories};

stories! {
    /// FIELD-45, HDR-10, CT-5: a request that a proxy passed on does not see the mailbox, whatever the proxy adds.
    async fn field_45_no_proxy_sees_the_mailbox(app: &App) {
        app.browser().sign_up(app, &MINA).await;
        let browser = app.browser();
        let port = app.url.rsplit(':').next().unwrap();
        for path in ["/dev/mailbox", "/dev/mailbox.json", "/dev/ui"] {
            for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
                assert_eq!(browser.send(Method::GET, path, &[("host", &host)], Vec::new()).await.status, 200, "{path} {host}");
                for header in [
                    "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "via", "x-real-ip", "cf-connecting-ip",
                    "true-client-ip", "x-client-ip", "x-cluster-client-ip", "fly-client-ip", "fastly-client-ip",
                    "x-envoy-external-address", "x-amzn-trace-id", "x-original-host", "x-proxyuser-ip", "cdn-loop", "client-ip",
                ] {
                    let answer = browser.send(Method::GET, path, &[("host", &host), (header, "198.51.100.7")], Vec::new()).await;
                    assert_eq!(answer.status, 404, "{path} {header}");
                    assert!(!answer.body.contains(MINA.email));
                }
            }
            for host in ["localhost", "localhost:1", "evil.example", &format!("evil.example:{port}"), &format!("192.0.2.1:{port}")] {
                let answer = browser.send(Method::GET, path, &[("host", host)], Vec::new()).await;
                assert_eq!(answer.status, 404, "{path} {host}");
            }
        }
        assert!(app.log().contains("local mailbox stays shut"), "the operator is told");
    }

    /// FIELD-45, OP-2: where others are meant to open the server, there is no mailbox at all; its mails wait in files.
    async fn field_45_no_mailbox_outside_the_default_set_up(app: &App) {
        for url in ["https://chat.harbour.example", "http://nas:3000", "http://192.0.2.1"] {
            let open = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", url)]).await;
            open.browser().sign_up(&open, &MINA).await;
            for path in ["/dev/mailbox", "/dev/mailbox.json", "/dev/ui"] {
                let answer = open.browser().send(Method::GET, path, &[], Vec::new()).await;
                assert_eq!(answer.status, 404, "{url} {path}");
                assert!(!answer.body.contains(MINA.email));
            }
            assert!(open.log().contains("PARLOR_SMTP_URL"), "the operator is told");
        }
        let named = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", "http://localhost:3000")]).await;
        assert_eq!(named.browser().get("/dev/mailbox").await.status, 200);
    }

    /// FIELD-16, SI-6: behind a proxy that writes ports and brackets, clients count apart.
    async fn field_16_ports_and_brackets(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        app.browser().from("198.51.100.1").join(&app, &MINA).await;
        let guess = async |header: (&str, &str)| {
            // Each with an address of its own, which counts for itself.
            let email = format!("nobody{}@harbour.example", header.1.bytes().fold(0_u32, |sum, byte| sum * 31 % 65_521 + u32::from(byte)));
            let body = serde_urlencoded::to_string([("email", email.as_str()), ("password", "guess")]).unwrap();
            let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), header];
            app.browser().send(Method::POST, "/api/accounts/sign-in", &headers, body.into_bytes()).await.status.as_u16()
        };
        let mut last = 0;
        for port in 1..=40 {
            last = guess(("x-forwarded-for", &format!("203.0.113.7:{port}"))).await;
        }
        assert_eq!(last, 429, "one client, whatever its port");
        for other in [("x-forwarded-for", "203.0.113.8:51234"), ("x-forwarded-for", "[2001:db8::7]:443"), ("forwarded", "for=\"[2001:db8:1::7]:443\"")] {
            assert_eq!(guess(other).await, 401, "{other:?}");
        }
        let mina = app.browser().from("203.0.113.9:51234");
        assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200, "nobody locks all out");
        assert!(!app.log().contains("holds no address"));
        guess(("x-forwarded-for", "unknown")).await;
        guess(("x-forwarded-for", "garbage")).await;
        assert_eq!(app.log().matches("holds no address").count(), 1, "told once");
    }

    /// FIELD-41: a page that nobody looks at changes nothing; whoever opens it goes on.
    async fn field_41_a_page_ahead_of_time_writes_nothing(app: &App) {
        let browser = app.browser();
        let token = browser.sign_up(app, &MINA).await;
        assert_eq!(app.browser().call("accounts/confirm", &[("token", &token)]).await.status, 200);
        let html = ("accept", "text/html");
        for (method, headers) in [
            (Method::HEAD, vec![html]),
            (Method::HEAD, vec![html, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]),
            (Method::GET, vec![html, ("sec-purpose", "prefetch")]),
            (Method::GET, vec![html, ("sec-purpose", "prefetch;prerender")]),
            (Method::GET, vec![html, ("purpose", "prefetch")]),
            (Method::GET, vec![html, ("x-purpose", "preview")]),
            (Method::GET, vec![html, ("x-moz", "prefetch")]),
            (Method::GET, vec![("accept", "*/*"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image")]),
        ] {
            for path in ["/verify", "/", "/setup"] {
                let answer = browser.send(method.clone(), path, &headers, Vec::new()).await;
                assert!(answer.set_cookies().is_empty(), "{method} {path} {headers:?}");
                let status = browser.call("accounts/attempt-status", &[]).await;
                assert_eq!(status.json()["status"], "confirmed", "{method} {path} {headers:?}");
            }
        }
        let page = browser.get("/verify").await;
        assert!(page.status == 200 && page.set_cookies().is_empty() && page.body.contains("Carry on"));
        let on = browser.submit("accounts/resume", "/verify", &[]).await;
        assert_eq!((on.status.as_u16(), on.header("location")), (303, "/setup"));
        assert!(browser.cookie("parlor-session").is_some());
    }

    /// FIELD-41, OR-1: nor does it count as a visit of an organization, or as use of the session.
    async fn field_41_a_page_ahead_of_time_is_no_visit(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let second = team.owner.create("Second Street").await;
        let before = app.rows();
        for path in [second.as_str(), "/o/harbour-finch", "/o/harbour-finch/members", "/account"] {
            app.move_clock(600);
            team.owner.send(Method::HEAD, path, &[("accept", "text/html")], Vec::new()).await;
            team.owner.send(Method::GET, path, &[("accept", "text/html"), ("sec-purpose", "prefetch")], Vec::new()).await;
        }
        assert_eq!(app.rows(), before);
    }

    /// OP-10: every request has an id, in the answer's header and in the lines of the log.
    async fn op_10_every_request_has_an_id(app: &App) {
        let browser = app.browser();
        let mut ids = std::collections::HashSet::new();
        for path in ["/sign-in", "/nowhere", "/api/none/none", "/pkg/none.js", "/healthz", "/dev/mailbox"] {
            let id = browser.get(path).await.header("x-request-id").to_owned();
            assert!(id.len() == 16 && ids.insert(id), "{path}");
        }
        let answer = browser.send(Method::GET, "/sign-in", &[("host", "other.example")], Vec::new()).await;
        let id = answer.header("x-request-id");
        assert!(app.log().lines().any(|line| line.contains(id) && line.contains("other.example")), "{id}");
    }

    /// FIELD-20: what people and password managers try first is there.
    async fn field_20_other_words_for_pages(app: &App) {
        let guest = app.browser();
        for (asked, page) in [
            ("/login", "/sign-in"), ("/signin", "/sign-in"), ("/Login/", "/sign-in"), ("/sign-in/", "/sign-in"),
            ("/register", "/sign-up"), ("/signup", "/sign-up"), ("/logout", "/"), ("/.well-known/change-password", "/account/sign-in"),
            ("/login?return_to=/o/acme", "/sign-in?return_to=%2Fo%2Facme"), ("/login?return_to=//evil.example", "/sign-in"),
        ] {
            let answer = guest.get(asked).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (303, page), "{asked}");
        }
        let robots = guest.get("/robots.txt").await;
        assert_eq!((robots.status.as_u16(), robots.header("content-type")), (200, "text/plain; charset=utf-8"));
        assert!(robots.body.contains("Disallow: /\n"));
        // The test by which password managers find out whether an answer means anything.
        let absent = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
        assert_eq!(guest.get(absent).await.status, 404);
        let way = guest.get("/account/sign-in").await;
        assert_eq!(way.header("location"), "/sign-in?return_to=/account/sign-in");
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        assert_eq!(team.owner.get("/account/sign-in").await.status, 200);
    }

    /// OP-1: a start without the files that every page names says so, by the setting; with them it says nothing.
    async fn op_1_a_site_that_is_not_there_is_told(app: &App) {
        app.logged("PARLOR_SITE_ROOT").await;
        let page = app.browser().get("/sign-in").await.body;
        let in_name = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
        let names: Vec<&str> =
            page.split("/pkg/").skip(1).map(|rest| rest.split(|letter: char| !in_name(letter)).next().unwrap()).collect();
        let site = std::env::temp_dir().join(format!("parlor-site-{}-{:?}", std::process::id(), app.engine));
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        for name in names.iter().filter(|name| !name.is_empty()) {
            std::fs::write(site.join("pkg").join(name), "").unwrap();
        }
        let there = App::start_with(app.engine, &[("PARLOR_SITE_ROOT", site.to_str().unwrap())]).await;
        assert!(!there.log().contains("PARLOR_SITE_ROOT"), "{names:?}: {}", there.log());
        std::fs::remove_dir_all(&site).unwrap();
    }
}
