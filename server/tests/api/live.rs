//! Live updates: open tabs are told to look again, and nobody else's are.

mod sessions;

use std::time::Duration;

use reqwest::Response;

use crate::support::{Answer, App, Browser, Cable, Engine, JONAS, MINA, PASSWORD, Person, Team, stories};

/// Within this time a change is felt (OR-4).
const FELT: Duration = Duration::from_secs(5);
/// Whatever was to be told is told within this time, on a machine that is not at its limits.
const QUIET: Duration = Duration::from_secs(1);
const RUTH: Person = Person { name: "Ruth Vale", email: "ruth@quay.example", password: "more plain words" };

/// Asks for the stream, with the browser's session.
async fn stream(app: &App, browser: &Browser) -> Response {
    stream_of(app, browser, "").await
}

/// The same, with a query.
async fn stream_of(app: &App, browser: &Browser, query: &str) -> Response {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let session = browser.cookie("parlor-session").unwrap_or_default();
    let port = app.url.rsplit(':').next().unwrap();
    let cookie = format!("parlor-session-{port}={session}");
    client.get(format!("{}/events{query}", app.url)).header("cookie", cookie).send().await.unwrap()
}

/// An open tab.
struct Tab(Response);

impl Tab {
    /// It hears of all that happens from now on.
    async fn open(app: &App, browser: &Browser) -> Self {
        let stream = stream(app, browser).await;
        assert_eq!(stream.status(), 200);
        assert_eq!(stream.headers()["content-type"], "text/event-stream");
        Self(stream)
    }

    /// What comes next within five seconds, whatever it is; `None`: the stream ended.
    async fn chunk(&mut self) -> Option<String> {
        let chunk = tokio::time::timeout(FELT, self.0.chunk()).await.expect("not even a sign of life");
        chunk.unwrap().map(|bytes| String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// What comes next but signs of life, within five seconds; `None`: the stream ended.
    async fn next(&mut self) -> Option<String> {
        let news = async {
            loop {
                let events = self.chunk().await?;
                let news = events.split_inclusive("\n\n").filter(|event| !event.contains("event: beat\n"));
                let news: String = news.collect();
                if !news.is_empty() {
                    return Some(news);
                }
            }
        };
        tokio::time::timeout(FELT, news).await.expect("nothing came")
    }

    /// It is told to look again, and nothing else.
    async fn feels(&mut self, what: &str) {
        let said = self.next().await.unwrap_or_else(|| panic!("{what}: the stream ended"));
        assert_eq!(said.replace("event: change\ndata: look again\n\n", ""), "", "{what}");
    }

    /// How many times it is told until its stream ends.
    async fn told(mut self) -> usize {
        let mut told = 0;
        while let Some(said) = self.next().await {
            told += said.matches("event: change\n").count();
        }
        told
    }
}

/// Both tabs feel what is done; each is opened just before, so that nothing earlier is taken for it.
async fn both_feel(app: &App, tabs: [&Browser; 2], what: &str, deed: impl Future<Output = Answer>) {
    let (mut one, mut other) = (Tab::open(app, tabs[0]).await, Tab::open(app, tabs[1]).await);
    let answer = deed.await;
    assert_eq!(answer.status, 200, "{what}: {answer:?}");
    one.feels(what).await;
    other.feels(what).await;
}

/// The id of the invitation that waits for whoever is signed in.
async fn waiting(browser: &Browser) -> String {
    let mine = browser.call("organizations/mine", &[("quiet", "true")]).await.json();
    mine["invitations"][0]["id"].as_str().unwrap().to_owned()
}

/// All that was changed so far has been told: with PostgreSQL that is a moment after the answer, and in order.
async fn settled(app: &App, browser: &Browser) {
    let mut tab = Tab::open(app, browser).await;
    assert_eq!(browser.call("account/end-other-sessions", &[]).await.status, 200);
    tab.feels("the last of them").await;
}

/// Ends all sessions of the account but a new one; by that the streams of the others end.
async fn end_other_sessions(app: &App, person: &Person<'_>) {
    let browser = app.browser();
    assert_eq!(browser.sign_in(person.email, person.password).await.status, 200);
    assert_eq!(browser.call("account/end-other-sessions", &[]).await.status, 200);
}

stories! {
    /// SU-10: whoever signed up with an address hears of no invitation for it, whether or not the address has an account.
    async fn su_10_a_sign_up_hears_of_no_invitation(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.browser().join(app, &JONAS).await;
        for email in ["nobody@northlight.example", JONAS.email] {
            let form = [("name", "Zaphod"), ("email", email), ("password", "some plain words")];
            let browser = app.browser();
            assert_eq!(browser.call("accounts/sign-up", &form).await.status, 200);
            assert_eq!(browser.sign_in(email, "some plain words").await.status, 200);
            let mut tab = Tab::open(app, &browser).await;
            assert_eq!(app.browser().sign_in(email, "some plain words").await.status, 200);
            tab.feels("a sign-in elsewhere").await;
            // With PostgreSQL it may be the own one that is told late.
            while tokio::time::timeout(QUIET, tab.next()).await.is_ok() {}
            let invite = [("emails", email), ("role", "member")];
            assert_eq!(team.call(&team.owner, "members/invite", &invite).await.status, 200);
            app.mail_with(email, "/invitations/", 1).await;
            let news = tokio::time::timeout(QUIET, tab.next()).await;
            assert!(news.is_err(), "{email}: {news:?}");
        }
    }

    /// FIELD-4: a stream proves itself: it begins at once, beats in events that a page sees, and asks whatever is on the way
    /// to pass them on as they come.
    async fn field_4_a_stream_beats(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let mut tab = Tab::open(app, &mina).await;
        let headers = tab.0.headers().clone();
        assert_eq!(headers["x-accel-buffering"], "no");
        assert_eq!(headers["cache-control"], "no-store, no-transform");
        assert_eq!(headers.get("content-encoding"), None);
        let mut beats = 0;
        while beats < 2 {
            let beat = tab.chunk().await.unwrap();
            // With PostgreSQL the own signing in may be told late.
            if beat.contains("event: change\n") {
                continue;
            }
            beats += 1;
            let data = beat.lines().find_map(|line| line.strip_prefix("data: ")).unwrap_or_default();
            assert!(beat.contains("event: beat\n") && !data.is_empty(), "{beat}");
        }
    }

    /// FIELD-68: what came with a page is not asked for again; what changed between the page's making and its stream's
    /// opening is, and so is everything where that is not known.
    async fn field_68_a_stream_says_what_its_page_missed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        settled(app, &jonas).await;
        let page = async |browser: &Browser| {
            // PostgreSQL may tell late of what was done before.
            settled(app, browser).await;
            let page = browser.get("/setup").await.body;
            page.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
        };
        let missed = async |nonce: &str| {
            let nonce = nonce.replace('+', "%2B").replace('=', "%3D").replace('/', "%2F");
            let mut tab = Tab(stream_of(app, &jonas, &format!("?page={nonce}")).await);
            // Told at once, so before anything that happens later.
            let member = jonas.call("account/change-name", &[("name", "Jonas L")]);
            assert_eq!(member.await.status, 200);
            let first = tab.next().await.unwrap();
            first.contains("event: missed\n")
        };
        let nonce = page(&jonas).await;
        assert!(!missed(&nonce).await, "nothing changed");
        let nonce = page(&jonas).await;
        assert_eq!(team.owner.call("organizations/create", &[("name", "Elsewhere")]).await.status, 200);
        settled(app, &team.owner).await;
        assert!(!missed(&nonce).await, "nothing that concerns him");
        let nonce = page(&jonas).await;
        team.invite(app, JONAS.email, "member").await;
        settled(app, &team.owner).await;
        assert!(missed(&nonce).await, "he was invited meanwhile");
        assert!(missed("of-another-process").await, "nobody knows");
    }

    /// OR-4, SU-15: being invited, joining, being demoted, removed and renamed, and the end of the organization, is felt
    /// within five seconds by whom it happens to and by the team.
    async fn or_4_changes_are_felt(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let (mina, tabs) = (&team.owner, [&team.owner, &jonas]);
        let invite = [("emails", JONAS.email), ("role", "admin")];
        both_feel(app, tabs, "invited", team.call(mina, "members/invite", &invite)).await;
        let id = waiting(&jonas).await;
        both_feel(app, tabs, "cancelled", team.call(mina, "members/cancel-invitation", &[("invitation", &id)])).await;
        both_feel(app, tabs, "invited again", team.call(mina, "members/invite", &invite)).await;
        let id = waiting(&jonas).await;
        both_feel(app, tabs, "declined", jonas.call("invitations/decline-mine", &[("invitation", &id)])).await;
        team.call(mina, "members/invite", &invite).await;
        let id = waiting(&jonas).await;
        both_feel(app, tabs, "accepted", jonas.call("invitations/accept-mine", &[("invitation", &id)])).await;
        let member = team.id_of(JONAS.email).await;
        let demote = [("member", member.as_str()), ("role", "member")];
        both_feel(app, tabs, "demoted", team.call(mina, "members/change-role", &demote)).await;
        let guest = [("emails", "guest@quay.example"), ("role", "member")];
        both_feel(app, tabs, "a third is invited", team.call(mina, "members/invite", &guest)).await;
        let token = app.mail("guest@quay.example", 1).await.token();
        let guest = app.browser();
        let join = [("token", token.as_str()), ("name", "Priya"), ("password", PASSWORD)];
        both_feel(app, tabs, "a third joins", guest.call("invitations/accept", &join)).await;
        both_feel(app, tabs, "a third is renamed", guest.call("account/change-name", &[("name", "Priya N")])).await;
        both_feel(app, tabs, "a third leaves", team.call(&guest, "organizations/leave", &[])).await;
        both_feel(app, tabs, "removed", team.call(mina, "members/revoke", &[("people", &member)])).await;
        team.call(mina, "members/invite", &invite).await;
        let id = waiting(&jonas).await;
        jonas.call("invitations/accept-mine", &[("invitation", &id)]).await;
        both_feel(app, tabs, "deleted", team.call(mina, "organizations/delete", &[("name", "Harbour Finch")])).await;
        both_feel(app, tabs, "brought back", team.call(mina, "organizations/restore", &[])).await;
        let elsewhere = app.browser();
        both_feel(app, [mina, mina], "signed in elsewhere", elsewhere.sign_in(MINA.email, MINA.password)).await;
    }

    /// OR-4, TEN-6: nothing is heard of an organization of other people, nor of one that was left; the end of the session
    /// is, so it would have been heard before.
    async fn or_4_nothing_of_others_is_heard(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (jonas, ruth) = (app.browser(), app.browser());
        jonas.join(app, &JONAS).await;
        jonas.create("Northlight").await;
        ruth.join(app, &RUTH).await;
        let token = team.invite(app, RUTH.email, "admin").await;
        assert_eq!(ruth.call("invitations/accept", &[("token", &token)]).await.status, 200);
        settled(app, &jonas).await;
        let removed = Tab::open(app, &ruth).await;
        let member = team.id_of(RUTH.email).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &member)]).await.status, 200);
        settled(app, &jonas).await;
        let (outside, outside_again) = (Tab::open(app, &jonas).await, Tab::open(app, &ruth).await);
        for name in ["Ada", "Ben", "Cleo"] {
            team.join(app, name, "admin").await;
            let member = team.id_of(&team.address(name)).await;
            let demote = [("member", member.as_str()), ("role", "member")];
            assert_eq!(team.call(&team.owner, "members/change-role", &demote).await.status, 200);
            assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &member)]).await.status, 200);
        }
        assert_eq!(team.owner.call("account/change-name", &[("name", "Mina Berg")]).await.status, 200);
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        end_other_sessions(app, &JONAS).await;
        end_other_sessions(app, &RUTH).await;
        // The session that ends the others begins, and ends them: one look may see both.
        for outside in [outside, outside_again] {
            assert!((1..=2).contains(&outside.told().await));
        }
        let removed = removed.told().await;
        assert!((2..=4).contains(&removed), "the removal, for herself and for the team, the other session, and the end");
    }

    /// OR-4, SI-8: a new address is felt by the team that sees it, and so is the old one when it is back.
    async fn or_4_a_new_address_is_felt(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let fields = [("email", "leo@new.example"), ("password", crate::support::PASSWORD)];
        let undo = app.mailed(&team.address("Leo"), "/email/", leo.call("account/change-email", &fields)).await;
        let link = app.mail_with("leo@new.example", "/email/", 1).await.token();
        for (what, token) in [("a new address", &link), ("the old one", &undo)] {
            settled(app, &team.owner).await;
            let mut tab = Tab::open(app, &team.owner).await;
            assert_eq!(leo.call("account/use-address-link", &[("token", token)]).await.status, 200);
            tab.feels(what).await;
        }
    }

    /// OP-4, OR-4: with PostgreSQL what is changed through another server process is felt as well, both ways; with SQLite the
    /// second one says that it is not.
    async fn op_4_another_process_is_felt(app: &App) {
        if app.engine == Engine::Sqlite {
            let warns = || app.log().contains("another process serves this database");
            assert!(!warns(), "there is none");
            let _other = app.second().await;
            assert!(warns());
            return;
        }
        let other = app.second().await;
        let team = Team::new(&other, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let mut tab = Tab::open(app, &jonas).await;
        let token = team.invite(&other, JONAS.email, "member").await;
        tab.feels("invited").await;
        settled(&other, &team.owner).await;
        let mut tab = Tab::open(&other, &team.owner).await;
        assert_eq!(jonas.call("invitations/accept", &[("token", &token)]).await.status, 200);
        tab.feels("accepted").await;
        settled(app, &jonas).await;
        let mut tab = Tab::open(app, &jonas).await;
        let member = team.id_of(JONAS.email).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &member)]).await.status, 200);
        tab.feels("removed").await;
        settled(app, &jonas).await;
        let ended = Tab::open(app, &jonas).await;
        let elsewhere = other.browser();
        assert_eq!(elsewhere.sign_in(JONAS.email, JONAS.password).await.status, 200);
        assert_eq!(elsewhere.call("account/end-other-sessions", &[]).await.status, 200);
        assert!((1..=2).contains(&ended.told().await), "there was a session, and it ended this one");
    }

    /// FIELD-4: the connection on which a process hears of the others dies without a word: what others change is felt within
    /// five seconds all the same.
    async fn field_4_a_process_notices_that_it_is_deaf(app: &App) {
        if app.engine == Engine::Sqlite {
            return;
        }
        let cable = Cable::to(&app.database()).await;
        let other = app.second_by(cable.database.clone()).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = other.browser();
        jonas.join(&other, &JONAS).await;
        settled(&other, &jonas).await;
        let mut tab = Tab::open(&other, &jonas).await;
        cable.mute_listeners();
        team.invite(app, JONAS.email, "member").await;
        tab.feels("invited, by way of a process that is not heard").await;
    }

    /// FIELD-27: a database that is away is told as that.
    async fn field_27_a_stopped_database_has_its_own_sentence(app: &App) {
        if app.engine == Engine::Sqlite {
            return;
        }
        let cable = Cable::to(&app.database()).await;
        let other = app.second_by(cable.database.clone()).await;
        let mina = other.browser();
        mina.join(&other, &MINA).await;
        cable.cut();
        let answer = mina.call("organizations/mine", &[]).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (503, "unavailable".into()));
        assert!(answer.json()["message"].as_str().unwrap().contains("can’t use its database right now"), "{answer:?}");
        let page = mina.get("/setup").await;
        assert_eq!(page.status, 503);
        assert!(page.body.contains("can’t use its database right now"), "{}", page.body);
        assert!(!page.body.contains("too much to do"));
    }
}
