//! Members: the list, roles, and revoking access.

use crate::support::{App, DAY, Engine, JONAS, MINA, Team, stories};

stories! {
    /// TR-3, INP-8, INP-9: the list is searched literally and paged on the server; a page that is not there is the
    /// nearest one.
    async fn tr_3_members_are_searched_and_paged(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for name in ["Ada 100%", "Bo_Bo", "Cara"] {
            team.join(app, name, "member").await;
        }
        let find = async |find: &str, page: &str| {
            let answer = team.call(&team.owner, "members/list", &[("find", find), ("page", page)]).await;
            assert_eq!(answer.status, 200, "{find:?} {page:?}");
            let json = answer.json();
            let rows = json["members"].as_array().unwrap();
            let names: Vec<String> = rows.iter().map(|row| row["name"].as_str().unwrap().into()).collect();
            (names, json)
        };
        assert_eq!(find("", "1").await.0, ["Ada 100%", "Bo_Bo", "Cara", MINA.name]);
        assert_eq!(find("MINA", "").await.0, [MINA.name]);
        assert_eq!(find("harbour-finch.example", "").await.0.len(), 3);
        assert_eq!(find("%", "").await.0, ["Ada 100%"]);
        assert_eq!(find("_", "").await.0, ["Bo_Bo"]);
        team.join(app, "Élodie", "member").await;
        for text in ["Élodie", "Él", "odie", "ODIE"] {
            assert_eq!(find(text, "").await.0, ["Élodie"]);
        }
        for text in ["\\", "' OR 1=1 --", "\0", &"x".repeat(500)] {
            assert!(find(text, "").await.0.is_empty(), "{text:?}");
        }
        for page in ["-1", "0", "2", "9223372036854775807", "9223372036854775808", "x"] {
            let (names, json) = find("", page).await;
            assert_eq!((names.len(), &json["page"], &json["pages"]), (5, &1.into(), &1.into()), "{page}");
            let page = team.owner.get(&format!("/o/harbour-finch/members?page={page}&find=%25")).await;
            assert!(page.status == 200 && page.body.contains("Ada 100%"));
        }
    }

    /// TR-8: a refusal says which permission is missing and who can grant it, on the page too.
    async fn tr_8_a_refusal_says_who_can_grant_it(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let member = team.join(app, "Mira", "member").await;
        team.join(app, "Ada", "admin").await;
        let refused = team.call(&member, "members/list", &[]).await;
        assert_eq!((refused.status.as_u16(), refused.json()["permission"].clone()), (403, "read-members".into()));
        assert_eq!(refused.json()["granted_by"], serde_json::json!([MINA.name, "Ada"]));
        for page in ["members", "members/new", "members/revoke"] {
            let page = member.get(&format!("/o/harbour-finch/{page}")).await;
            assert_eq!(page.status, 403);
            assert!(page.body.contains(MINA.name) && page.body.contains("can grant it"), "{}", page.body);
            assert!(!page.body.contains(MINA.email), "nothing else of them");
        }
    }

    /// TR-7: the review says what would happen to each, and does nothing.
    async fn tr_7_the_review_says_what_would_happen(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = Team::new(app, &JONAS, "Northlight").await;
        let admin = team.join(app, "Ada", "admin").await;
        team.join(app, "Mira", "member").await;
        team.invite(app, "guest@guests.example", "member").await;
        let mut ids = Vec::new();
        for email in ["mira@harbour-finch.example", "guest@guests.example", "ada@harbour-finch.example", MINA.email] {
            ids.push(team.id_of(email).await);
        }
        let foreign = other.id_of(JONAS.email).await;
        let people = format!("{}, {foreign} ,nonsense,{}", ids.join(","), ids[0]);
        let review = team.call(&admin, "members/review", &[("people", &people)]).await.json();
        let said = review["people"].as_array().unwrap();
        assert_eq!(said.len(), 4);
        for ((row, id), effect) in said.iter().zip(&ids).zip(["removed", "cancelled", "me", "not-mine"]) {
            assert_eq!((row["id"].as_str(), row["effect"].as_str()), (Some(id.as_str()), Some(effect)));
        }
        assert_eq!(team.list().await["member_count"], 3);
        let page = admin.get(&format!("/o/harbour-finch/members/revoke?people={}", ids.join(","))).await;
        assert!(page.status == 200 && page.body.contains("Loses access with the next click"));
    }

    /// TR-7, SES-9: whose access is revoked is out with the next request, and hears why; the invitation is cancelled.
    async fn tr_7_revoking_takes_effect_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        let token = team.invite(app, "guest@guests.example", "member").await;
        assert_eq!(mira.get("/o/harbour-finch").await.status, 200);
        let people = format!("{},{}", team.id_of(&team.address("Mira")).await, team.id_of("guest@guests.example").await);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &people)]).await.status, 200);
        assert_eq!(team.call(&mira, "organizations/home", &[]).await.error(), "not-found");
        assert_eq!(mira.get("/o/harbour-finch").await.status, 404);
        assert!(mira.is_signed_in().await, "the account stays");
        let lost = team.call(&mira, "organizations/lost", &[]).await.json();
        assert_eq!((&lost["organization"], &lost["by"], &lost["deleted"]), (&"Harbour Finch".into(), &MINA.name.into(), &false.into()));
        let mail = app.mail_with(&team.address("Mira"), "You were removed from Harbour Finch", 1).await;
        assert!(mail.text.contains(MINA.name));
        assert_eq!(app.browser().call("invitations/view", &[("token", &token)]).await.json()["reason"], "cancelled");
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &people)]).await.status, 404, "nobody is left");
        // It is told for a day.
        app.move_clock(DAY);
        assert_eq!(team.call(&mira, "organizations/lost", &[]).await.status, 404);
        // Invited again, they are in again.
        let token = team.invite(app, &team.address("Mira"), "admin").await;
        assert_eq!(mira.call("invitations/accept", &[("token", &token)]).await.status, 200);
    }

    /// TR-7: revoking is all or none, and passes over whoever does it.
    async fn tr_7_revoking_is_all_or_none(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let admin = team.join(app, "Ada", "admin").await;
        team.join(app, "Mira", "member").await;
        let [owner, me] = [team.id_of(MINA.email).await, team.id_of(&team.address("Ada")).await];
        let member = team.id_of(&team.address("Mira")).await;
        let refused = team.call(&admin, "members/revoke", &[("people", &format!("{member},{owner}"))]).await;
        assert_eq!((refused.status.as_u16(), refused.json()["permission"].clone()), (403, "manage-owners".into()));
        assert_eq!(team.list().await["member_count"], 3);
        assert_eq!(team.call(&admin, "members/revoke", &[("people", &format!("{member},{me}"))]).await.status, 200);
        assert_eq!(team.role_of(&team.address("Ada")).await.as_deref(), Some("admin"));
        assert_eq!(team.role_of(&team.address("Mira")).await, None);
    }

    /// TR-7, SI-10: whoever accepted the invitation a moment ago is out too; the review says who that is.
    async fn tr_7_who_accepted_meanwhile_is_removed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Quinn", "member").await;
        let quinn = team.id_of(&team.address("Quinn")).await;
        for alone in [false, true] {
            let email = format!("guest-{alone}@guests.example");
            let token = team.invite(app, &email, "member").await;
            let invitation = team.id_of(&email).await;
            let guest = app.browser();
            let fields = [("token", token.as_str()), ("name", "Guest"), ("password", "their own plain words")];
            assert_eq!(guest.call("invitations/accept", &fields).await.status, 200);
            let member = team.id_of(&email).await;
            let people = if alone { invitation.clone() } else { format!("{invitation},{quinn},{member}") };
            let review = team.call(&team.owner, "members/review", &[("people", &people)]).await.json();
            let said = review["people"].as_array().unwrap();
            assert_eq!(said.len(), if alone { 1 } else { 2 });
            assert_eq!((&said[0]["name"], &said[0]["effect"]), (&"Guest".into(), &"removed".into()));
            let revoked = team.call(&team.owner, "members/revoke", &[("people", &people)]).await;
            let count = if alone { 1 } else { 2 };
            assert_eq!(revoked.json()["next"], format!("/o/harbour-finch/members?revoked={count}"));
            assert_eq!(team.call(&guest, "organizations/home", &[]).await.status, 404);
            assert_eq!(team.role_of(&email).await, None);
        }
        assert_eq!(team.list().await["member_count"], 1);
    }

    /// SES-9: demoted and deleted are felt with the next request as well.
    async fn ses_9_the_next_request_obeys(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let admin = team.join(app, "Ada", "admin").await;
        let id = team.id_of(&team.address("Ada")).await;
        let looks = async || team.call(&admin, "members/list", &[]).await.status.as_u16();
        assert_eq!(looks().await, 200);
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &id), ("role", "member")]).await.status, 200);
        assert_eq!(looks().await, 403);
        assert_eq!(admin.get("/o/harbour-finch/members").await.status, 403);
        let mine = admin.call("organizations/mine", &[]).await.json();
        assert_eq!(mine["organizations"][0]["role"], "member");
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        for browser in [&admin, &team.owner] {
            assert_eq!(team.call(browser, "organizations/home", &[]).await.error(), "not-found");
            assert_eq!(browser.get("/o/harbour-finch").await.status, 404);
            assert!(browser.call("organizations/mine", &[]).await.json()["organizations"].as_array().unwrap().is_empty());
        }
        let lost = team.call(&admin, "organizations/lost", &[]).await.json();
        assert_eq!((&lost["deleted"], &lost["organization"]), (&true.into(), &"Harbour Finch".into()));
    }
}
