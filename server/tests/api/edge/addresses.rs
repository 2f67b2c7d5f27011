//! The public URL: what is taken for it, and what happens under another address.

use reqwest::Method;

use crate::support::{App, Engine, JONAS, MINA, stories};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml");

stories! {
    /// FIELD-15, HDR-2: over plain http a browser tells its origin alone, and a page of a mailed link lets it. `null`, which
    /// frames of other sites can send too, is refused.
    async fn field_15_a_form_that_says_its_origin_alone(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", "http://parlor.test:4112")]).await;
        let token = app.browser().sign_up(&app, &MINA).await;
        let browser = app.browser();
        let page = browser.get(&format!("/verify/{token}")).await;
        assert!(page.body.contains("<meta name=\"referrer\" content=\"strict-origin\""), "or the origin would be null");
        let form = serde_urlencoded::to_string([("token", token.as_str()), ("page", "/verify/x")]).unwrap();
        let confirm = async |origin: &str| {
            browser.send(Method::POST, "/api/accounts/confirm", &[FORM, HTML, ("origin", origin)], form.clone().into_bytes()).await
        };
        for origin in ["null", "http://parlor.test", "https://parlor.test:4112", "http://evil.test:4112", ""] {
            assert_eq!(confirm(origin).await.status, 403, "{origin}");
        }
        assert_eq!(confirm("http://parlor.test:4112").await.status, 303);
    }

    /// FIELD-18: the scheme's own port, upper case, names in other letters and a dot at the end are what browsers make of them.
    async fn field_18_the_public_url_is_what_browsers_send(app: &App) {
        for (typed, origin) in [
            ("http://nas.example.org:80", "http://nas.example.org"),
            ("HTTPS://Chat.Example.org:443/", "https://chat.example.org"),
            ("http://bücher.example", "http://xn--bcher-kva.example"),
            ("http://nas.example.org.", "http://nas.example.org"),
        ] {
            let app = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", typed)]).await;
            let body = serde_urlencoded::to_string(MINA.form()).unwrap().into_bytes();
            let answer = app.browser().send(Method::POST, "/api/accounts/sign-up", &[FORM, ("origin", origin)], body).await;
            assert_eq!(answer.status, 200, "{typed}");
            let mail = app.mail(MINA.email, 1).await;
            assert!(mail.text.contains(&format!("{origin}/verify/")), "{typed}: {}", mail.text);
        }
    }

    /// FIELD-17: a form that came to another address than the public URL gets a page that names the right one; a script gets
    /// JSON; the log tells the operator, once for each.
    async fn field_17_another_address_names_the_right_one(app: &App) {
        let right = "http://nas.example.org:4112";
        let app = App::start_with(app.engine, &[("PARLOR_PUBLIC_URL", right)]).await;
        let browser = app.browser();
        let other = ("host", "192.0.2.7:4112");
        for (method, path) in [(Method::GET, "/sign-up"), (Method::GET, "/nowhere"), (Method::GET, "/forgot-password?x=1")] {
            let page = browser.send(method, path, &[other, HTML], Vec::new()).await;
            assert!(page.body.contains(&format!("href=\"{right}{path}\"")), "{path}: {}", page.body);
            assert!(!page.body.contains("192.0.2.7"), "what a request says is not said again");
        }
        let page = browser.send(Method::GET, "/sign-up", &[("host", "NAS.example.org:4112"), HTML], Vec::new()).await;
        assert!(!page.body.contains("other-address"), "the right one");
        for origin in ["http://192.0.2.7:4112", "https://nas.example.org:4112", "http://<b>.example", "null"] {
            let body = serde_urlencoded::to_string(MINA.form()).unwrap().into_bytes();
            let form = browser.send(Method::POST, "/api/accounts/sign-up", &[other, FORM, HTML, ("origin", origin)], body.clone()).await;
            assert_eq!((form.status.as_u16(), form.header("content-type")), (403, "text/html; charset=utf-8"), "{origin}");
            assert!(form.body.contains(&format!("href=\"{right}\"")) && form.body.contains("<h1"), "{}", form.body);
            assert!(!form.body.contains("192.0.2.7") && !form.body.contains("<b>"));
            assert!(form.header("content-security-policy").contains("default-src 'none'"));
            let script = browser.send(Method::POST, "/api/accounts/sign-up", &[other, FORM, ("origin", origin)], body).await;
            assert_eq!((script.status.as_u16(), script.error()), (403, "cross-site".into()));
            assert_eq!(script.json()["address"], right);
            assert!(script.json()["message"].as_str().unwrap().contains(right));
        }
        for told in ["http://192.0.2.7:4112", "https://nas.example.org:4112"] {
            let refused = app.log().lines().filter(|line| line.contains("a form was refused") && line.contains(told)).count();
            assert_eq!(refused, 1, "{told}");
        }
        assert_eq!(app.log().matches("under another address").count(), 1);
    }

    /// FIELD-17: a proxy that is trusted may say what people typed; another one may not.
    async fn field_17_a_trusted_proxy_knows_better(app: &App) {
        let settings = [("PARLOR_PUBLIC_URL", "https://chat.example.org"), ("PARLOR_TRUSTED_PROXIES", "127.0.0.1")];
        let app = App::start_with(app.engine, &settings).await;
        let browser = app.browser().from("203.0.113.7");
        let seen = async |headers: &[(&str, &str)]| {
            let headers: Vec<_> = headers.iter().copied().chain([HTML]).collect();
            browser.send(Method::GET, "/sign-in", &headers, Vec::new()).await.body.contains("other-address")
        };
        let (inner, outer) = (("host", "127.0.0.1:3000"), ("x-forwarded-host", "chat.example.org"));
        assert!(!seen(&[inner, outer, ("x-forwarded-proto", "https")]).await);
        assert!(!seen(&[inner, ("x-forwarded-host", "evil.example, chat.example.org")]).await);
        assert!(seen(&[inner, outer, ("x-forwarded-proto", "http")]).await, "opened without encryption");
        assert!(seen(&[inner]).await);
        assert!(!seen(&[("host", "chat.example.org")]).await);
    }

    /// FIELD-19: two Parlors on one machine, at two ports: signing in at one does not sign out of the other.
    async fn field_19_two_on_one_machine(app: &App) {
        let other = App::start(app.engine).await;
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let there = browser.at(&other);
        there.join(&other, &JONAS).await;
        let here = there.at(app);
        assert!(here.is_signed_in().await && there.is_signed_in().await);
        assert_eq!(here.call("accounts/sign-out", &[]).await.status, 200);
        let there = here.at(&other);
        assert!(there.is_signed_in().await, "nor does signing out");
    }

    /// FIELD-19: browsers send the cookies of every port of a host. One of another program that is no plain text takes none of
    /// ours with it.
    async fn field_19_a_neighbours_cookie_hides_none(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let session = browser.cookie("parlor-session").unwrap();
        let port = app.url.rsplit(':').next().unwrap();
        let own = format!("parlor-session-{port}={session}");
        for cookie in [format!("city=Köln; {own}"), format!("{own}; city=Köln"), format!("x=\u{1f3e0};{own};=;y")] {
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
            let answer = app.browser().send(Method::POST, "/api/organizations/mine", &headers, Vec::new()).await;
            assert_eq!(answer.status, 200, "{cookie}");
        }
    }

    /// SI-3: where one wanted to go is where one comes to, whatever its address holds.
    async fn si_3_the_way_back_is_kept_letter_by_letter(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let home = browser.create("Harbour & Finch").await;
        for query in ["find=anna%20lee", "find=%C3%96zlem", "find=a%26b", "find=a%2Bb&page=1", "find=a%23b", "find=100%25"] {
            let page = format!("{home}/members?{query}");
            let stranger = app.browser();
            let led = stranger.get(&page).await;
            let sign_in = led.header("location").to_owned();
            assert!(sign_in.starts_with("/sign-in?return_to="), "{led:?}");
            let form = stranger.get(&sign_in).await.body;
            let (_, value) = form.split_once("name=\"return_to\" value=\"").unwrap();
            let back = value.split_once('"').unwrap().0.replace("&amp;", "&");
            assert_eq!(back, page);
            let fields = [("email", MINA.email), ("password", MINA.password), ("return_to", back.as_str())];
            let done = stranger.submit("accounts/sign-in", &sign_in, &fields).await;
            assert_eq!((done.status.as_u16(), done.header("location")), (303, page.as_str()));
        }
    }

    /// OP-8: a cache in front gives nobody what they cannot read.
    async fn op_8_what_is_compressed_says_so(app: &App) {
        let page = app.browser().get("/sign-in").await.body;
        let (_, rest) = page.split_once("href=\"/pkg/").unwrap();
        let styles = format!("/pkg/{}", rest.split_once('"').unwrap().0);
        for accepted in ["br", "gzip", "identity"] {
            let answer = app.browser().send(Method::GET, &styles, &[("accept-encoding", accepted)], Vec::new()).await;
            assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        }
    }
}
