//! Headers and hostile requests.

use std::os::unix::fs::PermissionsExt;

use reqwest::Method;

use crate::support::{App, Engine, MINA, Team, stories};

/// Every route as it stands in app/src/routes.rs, and an address of it. A new one that is not here fails
/// [`hdr_8_no_page_is_left_out`].
pub const PAGES: [(&str, &str); 40] = [
    ("/", "/"),
    ("/sign-up", "/sign-up"),
    ("/verify", "/verify"),
    ("/verify/:token", "/verify/x"),
    ("/sign-in", "/sign-in"),
    ("/forgot-password", "/forgot-password"),
    ("/reset-password/:token", "/reset-password/x"),
    ("/email/:token", "/email/x"),
    ("/account", "/account"),
    ("", "/account"),
    ("sign-in", "/account/sign-in"),
    ("sessions", "/account/sessions"),
    ("appearance", "/account/appearance"),
    ("organizations", "/account/organizations"),
    ("organizations/:slug/:action", "/account/organizations/{slug}/leave"),
    ("delete", "/account/delete"),
    ("/setup", "/setup"),
    ("/choose", "/choose"),
    ("/invitations/:token", "/invitations/x"),
    ("/o/:slug", "/o/{slug}"),
    ("", "/o/{slug}"),
    ("settings", "/o/{slug}/settings"),
    ("settings/general", "/o/{slug}/settings/general"),
    ("settings/billing", "/o/{slug}/settings/billing"),
    ("settings/security", "/o/{slug}/settings/security"),
    ("settings/audit-log", "/o/{slug}/settings/audit-log"),
    ("projects", "/o/{slug}/projects"),
    ("projects/:project", "/o/{slug}/projects/website"),
    ("projects/:project/members", "/o/{slug}/projects/website/members"),
    ("members/revoke", "/o/{slug}/members/revoke"),
    ("members/roles", "/o/{slug}/members/roles"),
    ("members/add-to-project", "/o/{slug}/members/add-to-project"),
    ("members/who-can-do-what", "/o/{slug}/members/who-can-do-what"),
    ("members", "/o/{slug}/members"),
    ("", "/o/{slug}/members"),
    ("new", "/o/{slug}/members/new"),
    ("invitations/:invitation", "/o/{slug}/members/invitations/x"),
    ("members/:member", "/o/{slug}/members/x"),
    ("", "/o/{slug}/members/x"),
    ("edit", "/o/{slug}/members/x/edit"),
];

/// SI-3: signing in leads back to each of them.
#[test]
fn si_3_every_page_can_be_come_back_to() {
    for (_, address) in PAGES {
        assert!(domain::paths::is_page(&address.replace("{slug}", "harbour-finch")), "{address}");
    }
}

/// HDR-8: the pages here are those that there are.
#[test]
fn hdr_8_no_page_is_left_out() {
    let routes = include_str!("../../../app/src/routes.rs");
    let written: Vec<&str> = routes.split("path=at!(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(written, PAGES.map(|(route, _)| route));
}

stories! {
    /// HDR-1, OP-3: links begin with the public URL, whatever a request claims.
    async fn hdr_1_links_ignore_the_request(app: &App) {
        let browser = app.browser();
        let body = serde_urlencoded::to_string(MINA.form()).unwrap().into_bytes();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("host", "evil.example"),
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-server", "evil.example"),
            ("forwarded", "host=evil.example;proto=https"),
        ];
        assert_eq!(browser.send(Method::POST, "/api/accounts/sign-up", &headers, body).await.status, 200);
        let mail = app.mail(MINA.email, 1).await;
        assert!(mail.text.contains(&format!("{}/verify/", app.public_url)));
        assert!(!mail.text.contains("evil") && !mail.html.contains("evil"));
        for path in ["/", "/sign-up", "/o/x", "/nowhere"] {
            let page = browser.send(Method::GET, path, &headers[2..], Vec::new()).await;
            assert!(!page.body.contains("evil.example") && !page.header("location").contains("evil"), "{path}");
        }
    }

    /// HDR-8: every page, error and file carries its headers.
    async fn hdr_8_every_answer_carries_its_headers(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        browser.create("Harbour Finch").await;
        let guest = app.browser();
        let paths = [
            "/o/unknown", "/nowhere", "/account/nowhere", "/o/harbour-finch/nowhere", "/account/export.json",
            "/o/harbour-finch/members.csv", "/o/harbour-finch/settings/audit-log.csv",
            "/o/harbour-finch/settings/audit-log.json", "/dev/ui", "/dev/mailbox",
            "/dev/mailbox.json", "/healthz", "/readyz", "/favicon.svg", "/pkg/none.js", "/api/none/none", "/api/accounts/sign-up", "/%00",
            "/..%2f..%2fetc%2fpasswd",
        ];
        let pages = PAGES.map(|(_, page)| page.replace("{slug}", "harbour-finch"));
        for path in pages.iter().map(String::as_str).chain(paths) {
            for browser in [&browser, &guest] {
                let answer = browser.get(path).await;
                let policy = answer.header("content-security-policy");
                for part in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
                    assert!(policy.contains(part), "{path}: {policy}");
                }
                assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
                assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
                assert!(!answer.header("referrer-policy").is_empty(), "{path}");
                assert!(answer.status.as_u16() < 500, "{path}");
                if answer.header("content-type").starts_with("text/html") {
                    assert_eq!(answer.header("cache-control"), "no-store", "{path}");
                    assert!(!answer.body.contains(" style=") && !answer.body.contains("onclick"), "{path}");
                }
            }
        }
        let one = guest.get("/sign-in").await.header("content-security-policy").to_owned();
        let two = guest.get("/sign-in").await.header("content-security-policy").to_owned();
        assert_ne!(one, two, "a nonce serves once");
    }

    /// OP-8: pages that many ask for at once all come, whole and each with its title.
    async fn op_8_pages_at_once_all_come(app: &App) {
        let team = Team::new(app, &MINA, "Harbour & Finch").await;
        for (path, title) in [
            (format!("/o/{}", team.slug), "Home · Harbour &amp; Finch"),
            (format!("/o/{}/members", team.slug), "Members · Harbour &amp; Finch"),
            ("/account/sessions".to_owned(), "Sessions · Your account · Parlor"),
            ("/setup".to_owned(), "Set up your workspace · Parlor"),
            ("/sign-up".to_owned(), "Sign up · Parlor"),
        ] {
            let ask = async || {
                for _ in 0..16 {
                    let page = team.owner.get(&path).await;
                    assert!(page.status == 200 && page.body.contains(&format!("<title>{title}</title>")), "{path}: {page:?}");
                    assert!(page.body.contains("</body>"), "{path} ends");
                }
            };
            futures_util::future::join_all((0..16).map(|_| ask())).await;
        }
    }

    /// HDR-10: odd methods and unknown calls reflect nothing.
    async fn hdr_10_nothing_is_reflected(app: &App) {
        let browser = app.browser();
        let headers = [("sec-fetch-site", "same-origin"), ("x-echo", "canary-4711")];
        for method in [Method::TRACE, Method::PUT, Method::DELETE, Method::OPTIONS, Method::POST] {
            for path in ["/sign-in", "/api/%3Cscript%3Ealert(1)%3C/script%3E", "/nowhere?q=<script>alert(1)</script>"] {
                let answer = browser.send(method.clone(), path, &headers, b"canary-4711".to_vec()).await;
                assert!(answer.status.is_client_error(), "{method} {path}: {}", answer.status);
                assert!(!answer.body.contains("canary-4711") && !answer.body.contains("<script>alert"), "{method} {path}");
            }
        }
    }

    /// CT-5: the local mailbox opens to names of this machine alone.
    async fn ct_5_the_mailbox_is_local(app: &App) {
        let browser = app.browser();
        browser.sign_up(app, &MINA).await;
        let page = browser.get("/dev/mailbox").await;
        assert!(page.status == 200 && page.body.contains(MINA.email));
        for path in ["/dev/mailbox", "/dev/mailbox.json"] {
            for header in [("host", "evil.example"), ("x-forwarded-host", "chat.example"), ("via", "1.1 proxy")] {
                let bent = browser.send(Method::GET, path, &[header], Vec::new()).await;
                assert_eq!(bent.status, 404, "{header:?}");
                assert!(!bent.body.contains(MINA.email));
            }
        }
    }

    /// OP-2: SQLite's file, and what lies beside it, is readable by its owner alone.
    async fn op_2_the_file_is_its_owners(app: &App) {
        app.browser().join(app, &MINA).await;
        if app.engine == Engine::Sqlite {
            for suffix in ["", "-wal", "-shm"] {
                let facts = std::fs::metadata(format!("{}{suffix}", app.database())).unwrap();
                assert_eq!(facts.permissions().mode() & 0o077, 0, "parlor.db{suffix}");
            }
        }
    }

    /// OP-1, RST-7: a wrong setting is named in one line, without its secret, and the server does not start.
    async fn rst_7_wrong_settings_are_named(app: &App) {
        for (name, value) in [
            ("PARLOR_LISTEN", "here"),
            ("PARLOR_PUBLIC_URL", "chat.example.com/hunter2"),
            ("PARLOR_DATABASE_URL", "mysql://hunter2@x/y"),
            ("PARLOR_DATABASE_URL", "sqlite:hunter2.db?mode=rwc"),
            ("PARLOR_DATABASE_URL", "sqlite::memory:"),
            ("PARLOR_SMTP_URL", "http://u:hunter2@x"),
            ("PARLOR_MAIL_FROM", "nobody"),
            ("PARLOR_SECRET", "hunter2"),
            ("PARLOR_TRUSTED_PROXIES", "10.0.0.0/99"),
            ("PARLOR_LOG", "warning"),
            ("PARLOR_LOG", "info,services"),
            ("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "0"),
            ("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "many"),
            ("PARLOR_AUDIT_LOG_DAYS", "0"),
            ("PARLOR_AUDIT_LOG_DAYS", "36501"),
            ("PARLOR_AUDIT_LOG_DAYS", "forever"),
        ] {
            let folder = std::env::temp_dir();
            // A server that takes the setting would run on: it gets ten seconds.
            let output = std::process::Command::new("timeout")
                .args(["10", env!("CARGO_BIN_EXE_parlor"), "serve"])
                .current_dir(&folder)
                .env_clear()
                .env("PARLOR_LISTEN", "127.0.0.1:0")
                .env("PARLOR_PUBLIC_URL", &app.public_url)
                .env("PARLOR_DATABASE_URL", format!("sqlite:{}/parlor-unused-{}.db", folder.display(), std::process::id()))
                .env(name, value)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success(), "{name}");
            assert!(said.contains(name) && said.trim().lines().count() == 1, "{name}: {said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
    }
}
