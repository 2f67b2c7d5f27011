//! Accepting invitations.

mod backing;
mod dead_ends;
mod listing;
mod of_members;
mod sending;

use reqwest::Method;

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::{App, DAY, Engine, JONAS, MINA, PASSWORD, Team, stories},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
invitations/view | token={mailed}  | 200 200 200 200 200 200 200
invitations/view | token={unknown} | 404 404 404 404 404 404 404
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
invitations/accept       | token={unknown}                                       | 404 404 404 404 404 404 404
invitations/accept       | token={mailed}                                        | 422 409 409 409 409 409 409
invitations/accept       | token={copied} name=Somebody password=quite new words | 401 409 409 409 409 409 409
invitations/accept-mine  | invitation={invitation}                               | 401 403 404 404 404 404 404
invitations/ask          | token={unknown}                                       | 404 404 404 404 404 404 404
invitations/decline      | token={copied}                                        | 401 401 401 401 401 401 401
invitations/decline      | token={mailed}                                        | 200 200 200 200 200 200 200
invitations/decline-mine | invitation={invitation}                               | 401 403 404 404 404 404 404
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let (app, team, guest) = (stage.app, stage.team().await, stage.email("guest"));
    match call {
        "invitations/accept" => {
            let token = team.invite(app, &guest, "member").await;
            Prepared::by(app.browser()).with("token", token).with("name", "Guest").with("password", PASSWORD)
        }
        "invitations/accept-mine" | "invitations/decline-mine" => {
            let browser = stage.person("guest").await;
            team.invite(app, &guest, "member").await;
            Prepared::by(browser).with("invitation", team.id_of(&guest).await)
        }
        "invitations/ask" => {
            let token = team.invite(app, &guest, "member").await;
            stage.later(7 * DAY + 1);
            Prepared::by(app.browser()).with("token", token).counted()
        }
        "invitations/decline" => {
            let token = team.invite(app, &guest, "member").await;
            Prepared::by(app.browser()).with("token", token)
        }
        _ => unprepared(call),
    }
}

const GUEST: &str = "priya@guests.example";

stories! {
    /// IN-1, IN-2: a new person gives name and password, and is in: account, verified address, membership and session in
    /// one step.
    async fn in_2_a_new_person_is_in_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "user-admin").await;
        let mail = app.mail_with(GUEST, "/invitations/", 1).await;
        for words in [MINA.name, "Harbour Finch", "user admin", "7 days", &format!("{}/invitations/", app.public_url)] {
            assert!(mail.text.contains(words), "{words}");
        }
        let priya = app.browser();
        let page = priya.get(&format!("/invitations/{token}")).await;
        for words in ["Harbour Finch", MINA.name, "user admin", GUEST, "Accept", "Decline", "Name", "Password"] {
            assert!(page.body.contains(words), "{words}");
        }
        let view = priya.call("invitations/view", &[("token", &token)]).await.json();
        assert_eq!((&view["access"]["access"], &view["role"], &view["email"]), (&"new".into(), &"user-admin".into(), &GUEST.into()));
        // What is wrong is said beside its field, and nothing is made.
        for (name, password, field) in [
            ("", PASSWORD, "name"),
            ("see evil.example", PASSWORD, "name"),
            ("Priya", "", "password"),
            ("Priya", "sevench", "password"),
            ("Priya", GUEST, "password"),
        ] {
            let answer = priya.call("invitations/accept", &[("token", &token), ("name", name), ("password", password)]).await;
            assert!(answer.status == 422 && answer.field(field).is_some(), "{name} {password}");
        }
        assert_eq!(team.list().await["member_count"], 1);
        let fields = [("token", token.as_str()), ("name", "Priya"), ("password", PASSWORD)];
        let accepted = priya.submit("invitations/accept", &format!("/invitations/{token}"), &fields).await;
        assert_eq!((accepted.status.as_u16(), accepted.header("location")), (303, "/o/harbour-finch"));
        assert_eq!(priya.get("/o/harbour-finch").await.status, 200);
        assert_eq!(team.role_of(GUEST).await.as_deref(), Some("user-admin"));
        assert_eq!(app.browser().sign_in(GUEST, PASSWORD).await.json()["next"], "/", "the mailed link proved the address");
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        assert_eq!((&home["latest"][0]["event"]["action"], &home["latest"][0]["actor"]), (&"invitation-accepted".into(), &"Priya".into()));
        app.mail_with(MINA.email, "Priya joined Harbour Finch", 1).await;
        assert!(team.invitation_of(GUEST).await.is_none());
    }

    /// IN-3: somebody with an account signs in on the same page, and is in.
    async fn in_3_signed_out_with_an_account(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.browser().join(app, &JONAS).await;
        let token = team.invite(app, JONAS.email, "member").await;
        let jonas = app.browser();
        assert_eq!(jonas.call("invitations/view", &[("token", &token)]).await.json()["access"]["access"], "sign-in");
        let accept = async |password: &str| jonas.call("invitations/accept", &[("token", &token), ("password", password)]).await;
        let wrong = accept("wrong plain words").await;
        assert_eq!((wrong.status.as_u16(), wrong.error()), (401, "bad-credentials".into()));
        assert_eq!(team.role_of(JONAS.email).await, None);
        assert_eq!(accept(JONAS.password).await.json()["next"], "/o/harbour-finch");
        assert!(jonas.is_signed_in().await);
        assert_eq!(team.role_of(JONAS.email).await.as_deref(), Some("member"));
        let list = team.list().await;
        let row = list["members"].as_array().unwrap().iter().find(|row| row["email"] == JONAS.email).unwrap().clone();
        assert_eq!(row["name"], JONAS.name, "the account is the same");
    }

    /// IN-3: the right person accepts or declines by one click.
    async fn in_3_signed_in_as_the_right_person(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let token = team.invite(app, JONAS.email, "admin").await;
        assert_eq!(jonas.call("invitations/view", &[("token", &token)]).await.json()["access"]["access"], "accept");
        assert_eq!(jonas.call("invitations/decline", &[("token", &token)]).await.status, 200);
        assert_eq!(team.invitation_of(JONAS.email).await.unwrap()["state"], "declined");
        let token = team.invite(app, JONAS.email, "admin").await;
        let session = jonas.cookie("parlor-session");
        assert_eq!(jonas.call("invitations/accept", &[("token", &token)]).await.json()["next"], "/o/harbour-finch");
        assert_eq!((team.role_of(JONAS.email).await.as_deref(), jonas.cookie("parlor-session")), (Some("admin"), session));
    }

    /// TOK-15, IN-3: signed in as somebody else nobody joins; both addresses are named, switching keeps the invitation.
    async fn tok_15_another_account_does_not_join(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let token = team.invite(app, GUEST, "member").await;
        let view = jonas.call("invitations/view", &[("token", &token)]).await.json();
        assert_eq!((&view["access"]["access"], &view["access"]["signed_in"]), (&"wrong-account".into(), &JONAS.email.into()));
        let page = jonas.get(&format!("/invitations/{token}")).await;
        assert!(page.body.contains(GUEST) && page.body.contains(JONAS.email) && page.body.contains("Switch account"));
        let fields = [("token", token.as_str()), ("name", "Priya"), ("password", JONAS.password)];
        let refused = jonas.call("invitations/accept", &fields).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "wrong-account".into()));
        assert_eq!((&refused.json()["invited"], &refused.json()["signed_in"]), (&GUEST.into(), &JONAS.email.into()));
        assert_eq!(team.list().await["member_count"], 1);
        let path = format!("/invitations/{token}");
        assert_eq!(jonas.call("accounts/sign-out", &[("return_to", &path)]).await.json()["next"], path.as_str());
        assert_eq!(jonas.call("invitations/view", &[("token", &token)]).await.json()["access"]["access"], "new");
    }

    /// TOK-4: looking at an invitation changes nothing, however often and by whatever method.
    async fn tok_4_looking_at_an_invitation(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "member").await;
        for _ in 0..5 {
            for (method, headers) in [
                (Method::GET, vec![("accept", "text/html")]),
                (Method::HEAD, vec![]),
                (Method::GET, vec![("purpose", "prefetch"), ("sec-purpose", "prefetch;prerender")]),
            ] {
                let seen = app.browser().send(method, &format!("/invitations/{token}"), &headers, Vec::new()).await;
                assert_eq!((seen.status.as_u16(), seen.header("referrer-policy")), (200, "no-referrer"));
            }
        }
        assert_eq!(team.invitation_of(GUEST).await.unwrap()["state"], "sent");
        let fields = [("token", token.as_str()), ("name", "Priya"), ("password", PASSWORD)];
        assert_eq!(app.browser().call("invitations/accept", &fields).await.status, 200);
    }

    /// TOK-16, ROL-9: an unproven address accepts nothing by id; by the mailed link it does.
    async fn tok_16_unproven_people_accept_by_mail_alone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let stranger = app.browser();
        stranger.sign_up(app, &JONAS).await;
        stranger.sign_in(JONAS.email, JONAS.password).await;
        let token = team.invite(app, JONAS.email, "admin").await;
        let id = team.id_of(JONAS.email).await;
        for call in ["invitations/accept-mine", "invitations/decline-mine"] {
            let refused = stranger.call(call, &[("invitation", &id)]).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (403, "unconfirmed".into()), "{call}");
        }
        assert_eq!(stranger.call("organizations/mine", &[]).await.status, 403);
        // Not by the password of the claim either, which nobody proved.
        let refused = stranger.call("invitations/accept", &[("token", &token), ("password", JONAS.password)]).await;
        assert!(refused.status == 422 && refused.field("name").is_some(), "{refused:?}");
        assert_eq!(team.list().await["member_count"], 1);
        let fields = [("token", token.as_str()), ("name", "Jonas"), ("password", PASSWORD)];
        assert_eq!(stranger.call("invitations/accept", &fields).await.status, 200);
        assert_eq!(team.role_of(JONAS.email).await.as_deref(), Some("admin"));
    }

    /// SU-12: accepting wipes the claim that somebody else made of the address: password, sessions and links.
    async fn su_12_accepting_wipes_a_strangers_claim(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let stranger = app.browser();
        let link = stranger.sign_up(app, &JONAS).await;
        let second = app.browser();
        second.sign_in(JONAS.email, JONAS.password).await;
        let token = team.invite(app, JONAS.email, "member").await;
        let jonas = app.browser();
        let fields = [("token", token.as_str()), ("name", "Jonas"), ("password", PASSWORD)];
        assert_eq!(jonas.call("invitations/accept", &fields).await.status, 200);
        assert!(!second.is_signed_in().await);
        assert_eq!(stranger.call("accounts/confirm", &[("token", &link)]).await.json()["reason"], "used");
        assert_eq!(stranger.call("accounts/attempt-status", &[]).await.json()["status"], "pending");
        assert_ne!(stranger.call("accounts/resume", &[]).await.json()["at"], "through");
        assert_eq!(app.browser().sign_in(JONAS.email, JONAS.password).await.status, 401);
        assert_eq!(team.list().await["members"][0]["name"], "Jonas");
    }

    /// SU-15, IN-10: whoever registers with an invited address finds the invitations on the setup screen, accepts there
    /// or declines.
    async fn su_15_pending_invitations_come_first(app: &App) {
        let harbour = Team::new(app, &MINA, "Harbour Finch").await;
        let quill = harbour.another("Quill").await;
        harbour.invite(app, JONAS.email, "admin").await;
        quill.invite(app, JONAS.email, "member").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let page = jonas.get("/setup").await;
        let at = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("{words}"));
        assert!(at("Harbour Finch") < at("Create organization") && at("Quill") < at("Create organization"));
        let pending = async || jonas.call("organizations/mine", &[]).await.json()["invitations"].as_array().unwrap().clone();
        let waiting = pending().await;
        assert_eq!(waiting.len(), 2);
        assert_eq!(["organization", "role", "inviter"].map(|part| waiting[0][part].as_str().unwrap()), ["Quill", "member", MINA.name]);
        let id = |row: usize| waiting[row]["id"].as_str().unwrap();
        assert_eq!(jonas.call("invitations/decline-mine", &[("invitation", id(0))]).await.status, 200);
        let accepted = jonas.call("invitations/accept-mine", &[("invitation", id(1))]).await;
        assert_eq!(accepted.json()["next"], "/o/harbour-finch");
        assert!(pending().await.is_empty());
        assert_eq!(harbour.role_of(JONAS.email).await.as_deref(), Some("admin"));
        assert_eq!(quill.role_of(JONAS.email).await, None);
        for (row, reason) in [(0, "declined"), (1, "used-by-you")] {
            let again = jonas.call("invitations/accept-mine", &[("invitation", id(row))]).await;
            assert_eq!(again.why(), (410, reason.into()));
        }
        // To somebody else they are not there.
        let answer = harbour.owner.call("invitations/accept-mine", &[("invitation", id(0))]).await;
        assert_eq!((answer.status.as_u16(), answer.error()), (404, "not-found".into()));
    }

    /// IN-5, IN-7: a copied link proves no mailbox and tells nobody whether the address has an account: sign in or sign
    /// up, and the invitation is there.
    async fn in_5_a_copied_link_proves_nothing(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.browser().join(app, &JONAS).await;
        let mut views = Vec::new();
        let mut links = Vec::new();
        for email in [GUEST, JONAS.email] {
            team.invite(app, email, "member").await;
            let id = team.id_of(email).await;
            let token = team.copied_link(app, &id).await;
            assert_eq!(team.copied_link(app, &id).await, token, "the same link again");
            // The inviter has it too, so it must not open by itself: not with a password of one's own choice either.
            for call in ["invitations/accept", "invitations/decline"] {
                let fields = [("token", token.as_str()), ("name", "Zaphod"), ("password", PASSWORD)];
                let refused = app.browser().call(call, &fields).await;
                assert_eq!((refused.status.as_u16(), refused.error()), (401, "signed-out".into()), "{call}");
            }
            let mut view = app.browser().call("invitations/view", &[("token", &token)]).await.json();
            for part in ["email", "expires_at", "now"] {
                view[part] = "plain".into();
            }
            let page = app.browser().get(&format!("/invitations/{token}")).await;
            assert!(page.status == 200 && page.body.contains("Sign in") && page.body.contains("Sign up"));
            views.push(view);
            links.push(token);
        }
        assert_eq!((&views[0], &views[0]["access"]["access"]), (&views[1], &"copied".into()));
        assert_eq!(team.list().await["member_count"], 1);
        // The right people, once they are known to be them.
        let jonas = app.browser();
        jonas.sign_in(JONAS.email, JONAS.password).await;
        assert_eq!(jonas.call("invitations/accept", &[("token", &links[1])]).await.status, 200);
        let claim = app.browser();
        claim.call("accounts/sign-up", &[("name", "Priya"), ("email", GUEST), ("password", PASSWORD)]).await;
        claim.sign_in(GUEST, PASSWORD).await;
        let refused = claim.call("invitations/accept", &[("token", &links[0])]).await;
        assert_eq!(refused.status, 401, "a claim proves nothing: {refused:?}");
        assert_eq!(team.list().await["member_count"], 2);
    }

    /// INP-4: names that read like a web address are refused wherever a name is given, so that no mail links to them.
    async fn inp_4_names_are_no_addresses(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let token = team.invite(app, GUEST, "member").await;
        for name in ["https://evil.example", "evil.example/x", "Win at evil.com now", "evil。com", "ｅvil.com", "10.0.0.1", "me@evil.com"] {
            for (call, fields, browser) in [
                ("accounts/sign-up", vec![("email", JONAS.email), ("password", PASSWORD)], app.browser()),
                ("account/change-name", vec![], team.owner.copy()),
                ("organizations/create", vec![], team.owner.copy()),
                ("invitations/accept", vec![("token", token.as_str()), ("password", PASSWORD)], app.browser()),
            ] {
                let fields: Vec<(&str, &str)> = fields.into_iter().chain([("name", name)]).collect();
                let answer = browser.call(call, &fields).await;
                assert!(answer.status == 422 && answer.field("name").is_some(), "{call} {name}: {answer:?}");
            }
        }
        assert!(app.mails(JONAS.email).await.is_empty());
        // What looks like one to nobody but a careless check is a name, and stands in mails as text.
        assert_eq!(team.owner.call("account/change-name", &[("name", "Dr. J. R. <b>Okafor</b>")]).await.status, 200);
        team.invite(app, "quinn@guests.example", "member").await;
        let mail = app.mail("quinn@guests.example", 1).await;
        assert!(mail.html.contains("&#60;b&#62;") || mail.html.contains("&lt;b&gt;"), "{}", mail.html);
        assert!(!mail.html.contains("<b>Okafor"));
    }
}
