//! Revoking access: the review, what it does, and what is so already (TR-7).

use crate::support::{App, Browser, DAY, Engine, JONAS, MINA, Team, stories};

stories! {
    /// TR-7: two hundred people at once and no more; nothing is changed by more.
    /// At the edge of `REVOKED_AT_ONCE`.
    async fn tr_7_two_hundred_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Mira", "member").await;
        let member = team.id_of(&team.address("Mira")).await;
        let strangers = |count: usize| (1..=count).map(|number| format!("{number:032x}")).collect::<Vec<_>>().join(",");
        let people = format!("{member},{}", strangers(200));
        for call in ["members/review", "members/revoke", "members/restore"] {
            let refused = team.call(&team.owner, call, &[("people", &people)]).await;
            assert_eq!((refused.error(), refused.json()["limit"].as_i64()), ("too-many-people".into(), Some(200)), "{call}");
        }
        let page = team.owner.get(&format!("/o/harbour-finch/members/revoke?people={}", strangers(201))).await;
        assert_eq!(page.status, 409);
        assert_eq!(team.list().await["member_count"], 2);
        // So many are looked at; and one that nobody here ever had refuses all, as one does that is none.
        for (people, why) in [(format!("{member},{}", strangers(199)), (404, "not-found")), (format!("{member},x"), (400, "malformed"))] {
            let refused = team.call(&team.owner, "members/revoke", &[("people", &people)]).await;
            assert_eq!((refused.status.as_u16(), refused.error().as_str()), why);
        }
        assert_eq!(team.list().await["member_count"], 2);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &member)]).await.status, 200);
        // Who has no access any more is passed over, and sent twice an undo is done.
        team.join(app, "Leo", "member").await;
        let both = format!("{member},{}", team.id_of(&team.address("Leo")).await);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &both)]).await.status, 200);
        assert_eq!(team.list().await["member_count"], 1);
        for _ in 0..2 {
            assert_eq!(team.call(&team.owner, "members/restore", &[("people", &both)]).await.status, 200);
        }
        assert_eq!(team.list().await["member_count"], 3);
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &format!("{both},x"))]).await.status, 400);
    }

    /// TR-7: the review says which projects are left, and which lose their only manager; what was revoked stands in the list, with
    /// whom it can be taken back, for ten minutes.
    async fn tr_7_what_is_left_and_what_can_be_undone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let mut ids = Vec::new();
        for name in ["Leo", "Max"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let projects = team.call(&team.owner, "projects/list", &[]).await.json();
        let project = projects["active"][0].clone();
        let changes = ids.iter().map(|id| format!("{id}:none:manager")).collect::<Vec<_>>().join(",");
        let save = [("project", project["id"].as_str().unwrap()), ("changes", changes.as_str())];
        assert_eq!(team.call(&team.owner, "projects/save-members", &save).await.status, 200);
        let review = async |people: &str| team.call(&team.owner, "members/review", &[("people", people)]).await.json();
        let (one, both) = (review(&ids[0]).await, review(&ids.join(",")).await);
        assert_eq!(one["people"][0]["leaves"], serde_json::json!([project["name"]]));
        assert_eq!(one["people"][0]["only_manager_of"], serde_json::json!([]), "Max still manages it");
        for person in both["people"].as_array().unwrap() {
            assert_eq!(person["only_manager_of"], serde_json::json!([project["name"]]));
        }
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &ids.join(","))]).await.status, 200);
        let revoked = async |who| team.call(who, "members/list", &[]).await.json()["recently_revoked"].clone();
        let rows = revoked(&team.owner).await;
        assert_eq!(rows.as_array().unwrap().len(), 2);
        assert_eq!(rows[0]["revoked_at"], rows[1]["revoked_at"]);
        assert_eq!(revoked(&ada).await.as_array().unwrap().len(), 2, "an admin holds what they held");
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &ids[0])]).await.status, 200);
        assert_eq!(revoked(&team.owner).await[0]["id"], ids[1].as_str());
        app.move_clock(600);
        assert_eq!(revoked(&team.owner).await, serde_json::json!([]));
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
        // By name, and behind the members who is invited.
        for (row, (id, effect)) in said.iter().zip([(2, "me"), (3, "not-mine"), (0, "removed"), (1, "cancelled")]) {
            assert_eq!((row["id"].as_str(), row["effect"].as_str()), (Some(ids[id].as_str()), Some(effect)));
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
        let again = team.call(&team.owner, "members/revoke", &[("people", &people)]).await;
        assert_eq!(again.json()["next"], "/o/harbour-finch/members?revoked=0&already=2", "what was wished for is so");
        // It is told for a day.
        app.move_clock(DAY);
        assert_eq!(team.call(&mira, "organizations/lost", &[]).await.status, 404);
        // Invited again, they are in again.
        let token = team.invite(app, &team.address("Mira"), "admin").await;
        assert_eq!(mira.call("invitations/accept", &[("token", &token)]).await.status, 200);
    }

    /// TR-7: whom somebody else removed a moment ago, in a list that is not new any more, has no access, alone as among others;
    /// who did it stands in the list. Of whom nobody here ever heard, nothing is said.
    async fn tr_7_who_was_removed_a_moment_ago_is_so(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = Team::new(app, &JONAS, "Northlight").await;
        let ada = team.join(app, "Ada", "admin").await;
        let mut ids = Vec::new();
        for name in ["Leo", "Max"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let revoke = async |who: &Browser, people: String| team.call(who, "members/revoke", &[("people", &people)]).await;
        assert_eq!(revoke(&ada, ids[0].clone()).await.status, 200);
        let alone = revoke(&team.owner, ids[0].clone()).await;
        assert_eq!(alone.json()["next"], "/o/harbour-finch/members?revoked=0&already=1");
        let list = format!("/o/{}/members", team.slug);
        let form = [("organization", team.slug.as_str()), ("people", ids[0].as_str())];
        let sent = team.owner.submit("members/revoke", &list, &form).await;
        let page = team.owner.get(sent.header("location")).await;
        assert!(page.body.contains("Nothing was left to revoke: that access had ended already."), "{}", page.body);
        assert!(page.read().contains("Access revoked for Leo by Ada,"), "{}", page.body);
        let seen = async |who| team.call(who, "members/list", &[]).await.json()["recently_revoked"][0]["revoked_by"].clone();
        assert_eq!((seen(&team.owner).await, seen(&ada).await), ("Ada".into(), serde_json::Value::Null));
        let log = team.call(&team.owner, "audit-log/list", &[("kind", "members")]).await.json();
        let removed = log["entries"].as_array().unwrap().iter().filter(|entry| entry["event"]["action"] == "member-removed" && entry["subject"] == "Leo");
        assert_eq!(removed.count(), 1, "what was so already is no second entry: {log}");
        let both = revoke(&team.owner, ids.join(",")).await;
        assert_eq!(both.json()["next"], "/o/harbour-finch/members?revoked=1&already=1");
        let foreign = other.id_of(JONAS.email).await;
        for people in [foreign.clone(), format!("{:032x}", 7), format!("{},{foreign}", ids[0])] {
            let refused = revoke(&team.owner, people).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (404, "not-found".into()));
        }
    }

    /// TR-3, SI-3: what is done with many leads back to the list as it was, and to nothing else.
    async fn tr_3_revoking_leads_back_to_the_list_as_it_was(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Mira", "member").await;
        let member = team.id_of(&team.address("Mira")).await;
        let next = async |call: &str, more: (&str, &str), list: &str| {
            let fields = [("people", member.as_str()), more, ("return_to", list)];
            team.call(&team.owner, call, &fields).await.json()["next"].as_str().unwrap_or_default().to_owned()
        };
        let list = "/o/harbour-finch/members?role=member&sort=-joined";
        assert_eq!(next("members/change-roles", ("role", "admin"), list).await, format!("{list}&changed={member}.member.admin"));
        assert_eq!(next("members/revoke", ("page", "/"), list).await, format!("{list}&revoked=1"));
        let already = "revoked=0&already=1";
        assert_eq!(next("members/revoke", ("page", "/"), &format!("{list}&revoked=7")).await, format!("{list}&{already}"));
        for other in ["//evil.example", "https://evil.example/o/harbour-finch/members?x", "/account", "/o/other/members?role=member"] {
            assert_eq!(next("members/revoke", ("page", "/"), other).await, format!("/o/harbour-finch/members?{already}"), "{other}");
        }
        let endless = format!("{list}&find={}", "a".repeat(60_000));
        assert_eq!(next("members/revoke", ("page", "/"), &endless).await, format!("/o/harbour-finch/members?{already}"));
        let page = team.owner.get(&format!("/o/harbour-finch/members/revoke?people={member}&return_to=//evil.example")).await;
        assert!(page.body.contains("href=\"/o/harbour-finch/members\"") && !page.body.contains("href=\"//"), "{}", page.body);
        let page = team.owner.get(list).await;
        assert!(page.body.contains("name=\"return_to\" value=\"/o/harbour-finch/members?role=member&amp;sort=-joined\""), "{}", page.body);
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

    /// TR-7: who deleted their account after their access was revoked cannot be brought back, alone or among others, and that is
    /// what an undo from a list that is not new any more says.
    async fn tr_7_a_deleted_account_is_not_brought_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        team.join(app, "Max", "member").await;
        let ids = [team.id_of(&team.address("Leo")).await, team.id_of(&team.address("Max")).await];
        let both = ids.join(",");
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &both)]).await.status, 200);
        assert_eq!(leo.call("account/delete", &[("password", crate::support::PASSWORD)]).await.status, 200);
        for people in [&ids[0], &both] {
            let refused = team.call(&team.owner, "members/restore", &[("people", people)]).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (404, "account-gone".into()));
            let message = refused.json()["message"].as_str().unwrap().to_owned();
            assert!(message.starts_with("The account was deleted meanwhile, so nobody was brought back."), "{message}");
            let list = format!("/o/{}/members", team.slug);
            let form = [("organization", team.slug.as_str()), ("people", people.as_str())];
            let page = team.owner.submit("members/restore", &list, &form).await;
            assert_eq!(page.status, 404);
            assert!(page.body.contains("The account was deleted meanwhile, so nobody was brought back."), "{}", page.body);
        }
        assert_eq!(team.list().await["member_count"], 1);
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &ids[1])]).await.status, 200);
        assert_eq!(team.role_of(&team.address("Max")).await.as_deref(), Some("member"));
    }

    /// TR-7, OR-6: whoever never was in the organization is nobody to bring back, whether or not they are in another one, alone or
    /// among others.
    async fn tr_7_who_never_was_here_is_not_found(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Leo", "member").await;
        let leo = team.id_of(&team.address("Leo")).await;
        let other = Team::new(app, &JONAS, "Second Street").await;
        other.join(app, "Max", "member").await;
        let max = other.id_of(&other.address("Max")).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &leo)]).await.status, 200);
        let nobody = format!("{:032x}", 7);
        for people in [max.clone(), nobody.clone(), format!("{leo},{max}"), format!("{nobody},{leo}")] {
            let refused = team.call(&team.owner, "members/restore", &[("people", &people)]).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (404, "not-found".into()), "{people}");
        }
        assert_eq!(team.role_of(&team.address("Leo")).await, None);
    }

    /// TR-7: an undo that comes too late is told so, also once what was there is forgotten.
    async fn tr_7_too_late_is_too_late(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Leo", "member").await;
        team.join(app, "Max", "member").await;
        let ids = [team.id_of(&team.address("Leo")).await, team.id_of(&team.address("Max")).await];
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &ids[0])]).await.status, 200);
        app.move_clock(3_600);
        // Housekeeping comes by at the start.
        app.kill_and_start_with(&[]).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &ids[1])]).await.status, 200);
        for people in [ids[0].clone(), ids.join(",")] {
            let refused = team.call(&team.owner, "members/restore", &[("people", &people)]).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (410, "undo-over".into()), "{people}");
        }
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", &ids[1])]).await.status, 200);
    }
}
