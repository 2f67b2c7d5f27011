//! What people decide about themselves.

mod address;
mod delete;
mod devices;
mod proof;
mod taken;
pub mod waiting_writes;

use reqwest::Method;

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::{App, Browser, Engine, JONAS, MINA, PASSWORD, Team, stories},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
account/address-link | token={unknown} | 404 404 404 404 404 404 404
account/view         |                 | 401 403 200 200 200 200 200
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
account/appearance         | appearance=dark                                          | 200 200 200 200 200 200 200
account/change-email       | email={fresh} password=none of theirs                    | 401 403 422 422 422 422 422
account/change-name        | name=Somebody                                            | 401 403 200 200 200 200 200
account/change-password    | current_password=none of theirs password=quite new words | 401 403 422 422 422 422 422
account/delete             | password=none of theirs                                  | 401 403 422 422 422 422 422
account/end-other-sessions |                                                          | 401 403 200 200 200 200 200
account/end-session        | session={session}                                        | 401 403 404 404 404 404 404
account/use-address-link   | token={unknown}                                          | 404 404 404 404 404 404 404
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    match call {
        "account/appearance" => Prepared::by(stage.person("a").await).with("appearance", "dark").writing_nothing(),
        "account/change-email" => {
            Prepared::by(stage.person("a").await).with("email", stage.email("new")).with("password", PASSWORD).counted()
        }
        "account/change-name" => Prepared::by(stage.person("a").await).with("name", "Ada Lind"),
        "account/change-password" => {
            Prepared::by(stage.person("a").await).with("current_password", PASSWORD).with("password", NEW)
        }
        "account/delete" => {
            let team = stage.team().await;
            Prepared::by(team.join(stage.app, "Hanna", "member").await).with("password", PASSWORD)
        }
        "account/end-other-sessions" | "account/end-session" => {
            let browser = stage.person("a").await;
            assert_eq!(stage.app.browser().sign_in(&stage.email("a"), PASSWORD).await.status, 200);
            let sessions = browser.call("account/view", &[("quiet", "true")]).await.json()["sessions"].clone();
            let other = sessions.as_array().unwrap().iter().find(|one| one["this"] == false).unwrap().clone();
            Prepared::by(browser).with("session", other["id"].as_str().unwrap())
        }
        "account/use-address-link" => {
            let browser = stage.person("a").await;
            let new = stage.email("new");
            let fields = [("email", new.as_str()), ("password", PASSWORD)];
            let token = stage.app.mailed(&new, "/email/", browser.call("account/change-email", &fields)).await;
            Prepared::by(browser).with("token", token)
        }
        _ => unprepared(call),
    }
}

const NEW: &str = "quite other plain words";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Mina signs in, in a browser that names itself so.
async fn sign_in_as(browser: &Browser, app: &App, user_agent: &str) {
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", app.public_url.as_str()),
        ("user-agent", user_agent),
    ];
    let form = serde_urlencoded::to_string([("email", MINA.email), ("password", MINA.password)]).unwrap();
    let answer = browser.send(Method::POST, "/api/accounts/sign-in", &headers, form.into_bytes()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

stories! {
    /// SI-7: the new name is checked like one at sign-up, and stands in every organization.
    async fn si_7_a_name_is_one_everywhere(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for bad in ["", "see evil.example", "a\nb", &"x".repeat(101)] {
            let answer = team.owner.call("account/change-name", &[("name", bad)]).await;
            assert!(answer.status == 422 && answer.field("name").is_some(), "{bad:?}");
        }
        assert_eq!(team.owner.call("account/change-name", &[("name", " Mina Okafor-Berg ")]).await.status, 200);
        assert_eq!(team.owner.call("account/view", &[]).await.json()["name"], "Mina Okafor-Berg");
        assert_eq!(team.list().await["members"][0]["name"], "Mina Okafor-Berg");
        assert!(team.owner.get("/account").await.body.contains("Mina Okafor-Berg"));
    }

    /// SI-7: how pages look is kept in this browser, signed in or not; other words are refused.
    async fn si_7_appearance_is_kept(app: &App) {
        let browser = app.browser();
        for (appearance, shown) in [("dark", true), ("light", true), ("system", false)] {
            assert_eq!(browser.call("account/appearance", &[("appearance", appearance)]).await.status, 200);
            let page = browser.get("/sign-in").await;
            assert_eq!(page.body.contains(&format!("data-theme=\"{appearance}\"")), shown, "{appearance}");
        }
        let bad = browser.call("account/appearance", &[("appearance", "\"><script>")]).await;
        assert!(bad.status == 422 && bad.field("appearance").is_some() && bad.set_cookies().is_empty());
        assert!(!app.browser().get("/sign-in").await.body.contains("data-theme"));
    }

    /// SI-7: where I am signed in, by browser; one is ended, then all others, and nobody else's.
    async fn si_7_sessions_are_listed_and_ended(app: &App) {
        let (mina, laptop, phone) = (app.browser(), app.browser(), app.browser());
        mina.join(app, &MINA).await;
        sign_in_as(&laptop, app, FIREFOX).await;
        sign_in_as(&phone, app, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1").await;
        let sessions = async || mina.call("account/view", &[]).await.json()["sessions"].as_array().unwrap().clone();
        let listed = sessions().await;
        assert_eq!(listed.len(), 3);
        assert!(listed[0]["this"] == true && listed[1]["this"] == false, "this one comes first");
        let find = |browser: &str| listed.iter().find(|session| session["browser"] == browser).unwrap().clone();
        assert_eq!(find("Firefox on Linux")["device"], "computer");
        assert_eq!(find("Safari on iPhone")["device"], "phone");
        assert!(listed.iter().all(|session| session["client"] == "127.0.0.1"));

        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let id = find("Firefox on Linux")["id"].as_str().unwrap().to_owned();
        for (browser, id, status) in [(&jonas, id.as_str(), 404), (&mina, "nonsense", 400), (&mina, &id, 200), (&mina, &id, 404)] {
            assert_eq!(browser.call("account/end-session", &[("session", id)]).await.status, status);
        }
        assert!(!laptop.is_signed_in().await && phone.is_signed_in().await);
        assert_eq!(mina.call("account/end-other-sessions", &[]).await.status, 200);
        assert_eq!(sessions().await.len(), 1);
        assert!(!phone.is_signed_in().await && mina.is_signed_in().await && jonas.is_signed_in().await);
    }

    /// SI-7: a sign-in from a device that was not seen before is mailed to its owner; from a known one it is not.
    async fn si_7_an_unknown_device_is_mailed(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        sign_in_as(&mina, app, FIREFOX).await;
        let other = app.browser();
        sign_in_as(&other, app, FIREFOX).await;
        let mail = app.mail_with(MINA.email, "New sign-in", 1).await;
        for words in ["Firefox on Linux", "127.0.0.1", "/account/sessions"] {
            assert!(mail.text.contains(words), "{words}");
        }
        other.call("accounts/sign-out", &[]).await;
        sign_in_as(&other, app, FIREFOX).await;
        app.mail_is_out().await;
        app.mail_with(MINA.email, "New sign-in", 1).await;
    }

    /// SES-5, PW-5: a change of password keeps this session under a new token, ends the others, and is mailed.
    async fn ses_5_this_session_stays_with_a_new_token(app: &App) {
        let (mina, other) = (app.browser(), app.browser());
        mina.join(app, &MINA).await;
        other.sign_in(MINA.email, MINA.password).await;
        let old = mina.copy();
        let changed = mina.call("account/change-password", &[("current_password", MINA.password), ("password", NEW)]).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        assert_ne!(mina.cookie("parlor-session"), old.cookie("parlor-session"));
        assert!(mina.is_signed_in().await && !old.is_signed_in().await && !other.is_signed_in().await);
        app.mail_with(MINA.email, "Your Parlor password was changed", 1).await;
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 401);
        assert_eq!(app.browser().sign_in(MINA.email, NEW).await.status, 200);
    }

    /// PW-5, SI-7: what a browser that signed up could still take is gone with the other sessions.
    async fn ses_5_a_sign_up_left_open_gives_nothing(app: &App) {
        let passwords = [("current_password", MINA.password), ("password", NEW)];
        for (call, fields) in [("account/change-password", &passwords[..]), ("account/end-other-sessions", &[])] {
            let app = App::start(app.engine).await;
            let (library, home) = (app.browser(), app.browser());
            let token = library.sign_up(&app, &MINA).await;
            assert_eq!(home.call("accounts/confirm", &[("token", &token)]).await.status, 200);
            assert_eq!(home.sign_in(MINA.email, MINA.password).await.status, 200);
            assert_eq!(home.call(call, fields).await.status, 200);
            library.call("accounts/resume", &[]).await;
            assert!(home.is_signed_in().await && !library.is_signed_in().await, "{call}");
        }
    }

    /// SES-6, PW-5: without the current password nothing changes; guessing it is slowed down like signing in.
    async fn ses_6_the_current_password_is_asked(app: &App) {
        let (mina, other) = (app.browser(), app.browser());
        mina.join(app, &MINA).await;
        other.sign_in(MINA.email, MINA.password).await;
        let before = mina.cookie("parlor-session");
        let change = async |current: &str, new: &str| {
            mina.call("account/change-password", &[("current_password", current), ("password", new)]).await
        };
        let weak = change(MINA.password, "short").await;
        assert!(weak.status == 422 && weak.field("password").is_some() && weak.field("current_password").is_none());
        let missing = change("", NEW).await;
        assert!(missing.status == 422 && missing.field("current_password").is_some());
        for _ in 0..5 {
            let wrong = change("wrong plain words", NEW).await;
            assert!(wrong.status == 422 && wrong.field("current_password").is_some(), "{wrong:?}");
        }
        // Each pause is sat out, and the next one is longer.
        let mut now = 0;
        let mut wait = 0;
        while wait < 120 {
            now += wait;
            app.move_clock(now);
            let answer = change("wrong plain words", NEW).await;
            wait = answer.header("retry-after").parse().unwrap_or_default();
        }
        let throttled = change(MINA.password, NEW).await;
        assert_eq!((throttled.status.as_u16(), throttled.error()), (429, "throttled".into()));
        assert_eq!(mina.cookie("parlor-session"), before);
        assert!(other.is_signed_in().await);
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200, "signing in counts apart");
        // Without JavaScript the refusal comes back without what was typed.
        let fields = [("current_password", "wrong plain words"), ("password", NEW)];
        app.move_clock(now + wait);
        let page = mina.submit("account/change-password", "/account/sign-in", &fields).await;
        assert!(page.status == 422 && page.body.contains("That isn’t your password"));
        assert!(!page.body.contains("wrong plain words") && !page.body.contains(NEW));
    }
}
