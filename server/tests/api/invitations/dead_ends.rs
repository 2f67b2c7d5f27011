//! Invitations that cannot be accepted any more: each says why, and what to do next (IN-4).

use crate::support::{App, Browser, DAY, Engine, JONAS, MINA, PASSWORD, Team, stories, timed};

const GUEST: &str = "priya@guests.example";

/// The link is dead for this reason, on the page and for every call; the page says so in these words.
async fn dead(browser: &Browser, token: &str, status: u16, reason: &str, words: &[&str]) {
    let fields = [("token", token), ("name", "Priya"), ("password", PASSWORD)];
    for call in ["invitations/view", "invitations/accept", "invitations/decline"] {
        let answer = browser.call(call, &fields).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (status, "dead-invitation".into()), "{call}: {answer:?}");
        assert_eq!(answer.json()["reason"], reason, "{call}");
    }
    let page = browser.get(&format!("/invitations/{token}")).await;
    assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (status, "no-referrer"));
    let read = page.read();
    for words in words {
        assert!(read.contains(words), "{reason}: {words}");
    }
}

async fn accept(app: &App, token: &str) -> Browser {
    let browser = app.browser();
    let fields = [("token", token), ("name", "Priya"), ("password", PASSWORD)];
    assert_eq!(browser.call("invitations/accept", &fields).await.status, 200);
    browser
}

stories! {
    /// IN-1, IN-4, TOK-3: good for 7 days, to the second; then a new one can be asked for, which the team sees and
    /// answers by sending it again.
    /// At the edge of `INVITATION`.
    async fn in_4_expired(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (token, made) = timed(team.invite(app, GUEST, "member")).await;
        let view = async || app.browser().call("invitations/view", &[("token", &token)]).await.status.as_u16();
        assert_eq!(app.edge(&made, 7 * DAY, view).await, (200, 410));
        let guest = app.browser();
        dead(&guest, &token, 410, "expired", &["This invitation has expired", "good for 7 days", "Ask for a new one"]).await;
        team.owner.sign_in(MINA.email, MINA.password).await;
        let row = team.invitation_of(GUEST).await.unwrap();
        assert_eq!((&row["state"], &row["asked"]), (&"expired".into(), &false.into()), "it stays listed");
        let asked = guest.submit("invitations/ask", &format!("/invitations/{token}"), &[("token", &token)]).await;
        assert_eq!((asked.status.as_u16(), asked.header("location")), (303, format!("/invitations/{token}").as_str()));
        dead(&guest, &token, 410, "asked", &["We passed it on"]).await;
        let row = team.invitation_of(GUEST).await.unwrap();
        assert_eq!((&row["state"], &row["asked"]), (&"expired".into(), &true.into()));
        assert!(team.owner.get("/o/harbour-finch/members?view=invited").await.body.contains("Asked for a new one"));
        assert_eq!(guest.call("invitations/ask", &[("token", &token)]).await.status, 200, "again is no harm");
        let latest = team.call(&team.owner, "organizations/home", &[]).await.json()["latest"][0].clone();
        assert_eq!((&latest["event"]["action"], &latest["actor"]), (&"invitation-asked-for".into(), &GUEST.into()));

        let id = row["id"].as_str().unwrap();
        let fields = [("invitation", id)];
        let send = team.call(&team.owner, "members/send-invitation", &fields);
        let fresh = app.mailed(GUEST, "/invitations/", send).await;
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["asked"], false);
        accept(app, &fresh).await;
        assert_eq!(team.role_of(GUEST).await.as_deref(), Some("member"));
    }

    /// IN-4: used, by me and by somebody.
    async fn in_4_used(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "member").await;
        let priya = accept(app, &token).await;
        dead(&priya, &token, 410, "used-by-you", &["You accepted this invitation", "Open Harbour Finch", "/o/harbour-finch"]).await;
        for browser in [&app.browser(), &team.owner] {
            dead(browser, &token, 410, "used", &["This invitation was used already", "Sign in"]).await;
            let answer = browser.call("invitations/view", &[("token", &token)]).await;
            assert_eq!(answer.json()["slug"], serde_json::Value::Null, "its place is told to those inside");
        }
        assert_eq!(app.browser().call("invitations/ask", &[("token", &token)]).await.status, 410);
    }

    /// IN-4: cancelled, declined, sent again.
    async fn in_4_taken_back_declined_superseded(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let guest = app.browser();
        let cancelled = team.invite(app, GUEST, "member").await;
        let id = team.id_of(GUEST).await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        dead(&guest, &cancelled, 410, "cancelled", &["This invitation was taken back", "Ask whoever invited you"]).await;
        assert!(team.invitation_of(GUEST).await.is_none());

        let declined = team.invite(app, GUEST, "member").await;
        let answer = guest.submit("invitations/decline", "/", &[("token", &declined)]).await;
        assert_eq!(answer.header("location"), format!("/invitations/{declined}"));
        dead(&guest, &declined, 410, "declined", &["This invitation was declined", "Changed your mind?"]).await;
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["state"], "declined");

        let old = team.invite(app, GUEST, "member").await;
        let new = team.invite(app, GUEST, "member").await;
        dead(&guest, &old, 410, "superseded", &["This link is from an earlier mail", "The newest one works"]).await;
        accept(app, &new).await;
        // What was decided counts before what newer mails did.
        dead(&guest, &old, 410, "used", &["This invitation was used already"]).await;
    }

    /// IN-4: the organization is gone; once it is brought back, so is the invitation.
    async fn in_4_gone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "member").await;
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        dead(&app.browser(), &token, 410, "gone", &["The organization is gone", "It was deleted"]).await;
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        accept(app, &token).await;
    }

    /// IN-4: in the organization already, by an address changed since; the invitation is not used, and needed no more.
    async fn in_4_a_member_already(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let token = team.invite(app, JONAS.email, "member").await;
        let other = team.invite(app, GUEST, "admin").await;
        assert_eq!(jonas.call("invitations/accept", &[("token", &token)]).await.status, 200);
        let change = [("email", GUEST), ("password", JONAS.password)];
        let confirm = app.mailed(GUEST, "/email/", jonas.call("account/change-email", &change)).await;
        assert_eq!(jonas.call("account/use-address-link", &[("token", &confirm)]).await.status, 200);
        dead(&jonas, &other, 409, "member", &["You’re in Harbour Finch already", "Open Harbour Finch", "/o/harbour-finch"]).await;
        assert_eq!(team.role_of(GUEST).await.as_deref(), Some("member"), "the role is the one that was accepted");
        assert_eq!(team.invitation_of(GUEST).await, None);
    }

    /// IN-4, TOK-11: a link that never was; in any shape.
    async fn in_4_unknown(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "member").await;
        let guest = app.browser();
        for bad in [&token[1..], "A", "%00", "%3Cscript%3Ealert(1)"] {
            let page = guest.get(&format!("/invitations/{bad}")).await;
            assert!(page.status == 404 && page.body.contains("We don’t know this invitation"), "{bad}");
            assert!(!page.body.contains("<script>alert"));
        }
        let fields = [("token", "\0"), ("name", "Priya"), ("password", PASSWORD)];
        for call in ["invitations/view", "invitations/accept", "invitations/decline", "invitations/ask"] {
            let answer = guest.call(call, &fields).await;
            assert_eq!(answer.why(), (404, "unknown".into()), "{call}");
        }
    }
}
