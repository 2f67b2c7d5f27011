//! Leaving an organization, handing it over, deleting it, bringing it back (OR-7).

use serde_json::Value;

use crate::support::{App, Browser, DAY, Engine, JONAS, MINA, PASSWORD, Team, UNDER, stories, timed};

stories! {
    /// OR-4, OR-6, OR-7: opened anew, the page of an organization that is not one's own any more says why for a day, and
    /// gives the owner of a deleted one the way back; to strangers it is the page of an unknown one.
    async fn or_4_said_again_after_a_reload(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        let ada = team.join(app, "Ada", "admin").await;
        let stranger = app.browser();
        stranger.join(app, &JONAS).await;
        let removed = team.id_of(&team.address("Mira")).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &removed)]).await.status, 200);
        let page = async |who: &Browser, path: &str| {
            let page = who.get(path).await;
            assert_eq!(page.status, 404);
            page.body
        };
        for path in ["/o/harbour-finch", "/o/harbour-finch/members"] {
            let body = page(&mira, path).await;
            assert!(body.contains("any more") && !body.contains("Nothing here"), "{body}");
            assert!(!body.contains(">Undo<"));
        }
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        let lost = async |who: &Browser| team.call(who, "organizations/lost", &[]).await.json()["deletion"].clone();
        let deletion = lost(&team.owner).await;
        assert_eq!((&deletion["contents"]["people"], &deletion["owners"]), (&2.into(), &Value::Array(Vec::new())));
        assert!(lost(&ada).await.is_null(), "nobody else can take it back");
        assert!(page(&team.owner, "/o/harbour-finch").await.contains("Undo"));
        let body = page(&ada, "/o/harbour-finch").await;
        assert!(body.contains("was deleted") && !body.contains("Undo"), "{body}");
        assert!(page(&stranger, "/o/harbour-finch").await.contains("Nothing here"));
        app.move_clock(DAY + 60);
        mira.sign_in(&team.address("Mira"), PASSWORD).await;
        assert!(page(&mira, "/o/harbour-finch").await.contains("Nothing here"), "told for a day");
    }

    /// OR-6: what an organization is called and where it stands since is nothing to whom it removed.
    async fn or_6_a_removed_member_learns_no_new_name(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        let id = team.id_of(&team.address("Mira")).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        for (name, slug) in [("Quiet Mill", "quiet-mill"), ("Old Quay", "old-quay")] {
            let fields = [("name", name), ("slug", slug)];
            assert_eq!(team.call(&team.owner, "settings/save-general", &fields).await.status, 200);
            let lost = team.call(&mira, "organizations/lost", &[]).await;
            assert_eq!((&lost.json()["organization"], lost.status.as_u16()), (&"Harbour Finch".into(), 200));
            assert_eq!(mira.call("organizations/lost", &[("organization", slug)]).await.status, 404, "{slug}");
            let page = mira.get(&format!("/o/{slug}")).await;
            assert!(page.status == 404 && !page.body.contains(name) && !page.body.contains("Harbour Finch"), "{page:?}");
        }
    }

    /// OR-6: who came back after they were removed, and then left by themselves, is not told of the removal.
    async fn or_6_who_left_by_themselves_was_not_removed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        let email = team.address("Mira");
        let id = team.id_of(&email).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        assert_eq!(team.call(&mira, "organizations/lost", &[]).await.json()["by"], "Mina Okafor");
        let token = team.invite(app, &email, "member").await;
        assert_eq!(mira.call("invitations/accept", &[("token", &token)]).await.status, 200);
        assert_eq!(team.call(&mira, "organizations/leave", &[]).await.status, 200);
        assert_eq!(team.call(&mira, "organizations/lost", &[]).await.status, 404);
    }

    /// ST-4: the home page has a sentence for everything that is done.
    async fn st_4_every_deed_has_its_sentence(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let latest = async || {
            let home = team.call(&team.owner, "organizations/home", &[]).await.json();
            home["latest"][0].clone()
        };
        let body = async || team.owner.get("/o/harbour-finch").await.body;
        let guest = "priya@guests.example";
        let fields = [("emails", guest), ("role", "member"), ("draft", "true")];
        team.call(&team.owner, "members/invite", &fields).await;
        assert_eq!((&latest().await["event"]["action"], &latest().await["subject"]), (&"invitation-drafted".into(), &guest.into()));
        let token = team.invite(app, guest, "member").await;
        let id = team.id_of(guest).await;
        team.copied_link(app, &id).await;
        assert_eq!(latest().await["event"]["action"], "invitation-link-copied");
        assert_eq!(app.browser().call("invitations/decline", &[("token", &token)]).await.status, 200);
        let declined = latest().await;
        assert_eq!((&declined["event"]["action"], &declined["actor"]), (&"invitation-declined".into(), &guest.into()));
        assert!(body().await.contains(" declined the invitation"));
        team.invite(app, guest, "member").await;
        let id = team.id_of(guest).await;
        team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await;
        assert_eq!(latest().await["event"]["action"], "invitation-cancelled");
        team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await;
        team.call(&team.owner, "organizations/restore", &[]).await;
        assert_eq!(latest().await["event"]["action"], "organization-restored");
        let body = body().await;
        for words in [" brought back ", " deleted ", " cancelled the invitation for "] {
            assert!(body.contains(words), "{words}");
        }
        assert!(!body.contains("changed something"));
    }

    /// OR-7: anyone but the last owner leaves, and is in again only by a new invitation.
    async fn or_7_leaving(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mira = team.join(app, "Mira", "member").await;
        // The last owner is offered the ways there are.
        let page = team.owner.get("/account/organizations/harbour-finch/leave").await;
        for words in ["You’re its only owner", "Transfer ownership", "Delete organization"] {
            assert!(page.body.contains(words), "{words}");
        }
        let page = mira.get("/account/organizations/harbour-finch/leave").await;
        assert!(page.status == 200 && page.body.contains("Leave Harbour Finch?"));
        let left = mira.submit("organizations/leave", "/account/organizations", &[("organization", "harbour-finch")]).await;
        assert_eq!((left.status.as_u16(), left.header("location")), (303, "/account/organizations"));
        assert_eq!(mira.get("/o/harbour-finch").await.status, 404);
        assert_eq!(team.role_of(&team.address("Mira")).await, None);
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        assert_eq!((&home["latest"][0]["event"]["action"], &home["latest"][0]["actor"]), (&"member-left".into(), &"Mira".into()));
        assert_eq!(team.call(&mira, "organizations/lost", &[]).await.status, 404, "who left knows why");
        assert_eq!(team.call(&mira, "organizations/leave", &[]).await.status, 404);
    }

    /// OR-7: handing over makes one other member the owner, who hears of it, and oneself an admin.
    async fn or_7_handing_over(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let member = team.join(app, "Mira", "member").await;
        let heir = team.id_of(&team.address("Mira")).await;
        for (member, status) in [("", 422), ("nonsense", 422), ("01890000-0000-7000-8000-000000000000", 404)] {
            assert_eq!(team.call(&team.owner, "organizations/transfer", &[("member", member)]).await.status, status, "{member}");
        }
        let me = team.id_of(MINA.email).await;
        assert_eq!(team.call(&team.owner, "organizations/transfer", &[("member", &me)]).await.status, 200);
        assert_eq!(team.role_of(MINA.email).await.as_deref(), Some("owner"), "to oneself it changes nothing");
        assert_eq!(team.call(&team.owner, "organizations/transfer", &[("member", &heir)]).await.status, 200);
        assert_eq!(team.role_of(MINA.email).await.as_deref(), Some("admin"));
        assert_eq!(team.role_of(&team.address("Mira")).await.as_deref(), Some("owner"));
        app.mail_with(&team.address("Mira"), "You are an owner of Harbour Finch", 1).await;
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 403);
        assert_eq!(team.call(&member, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
    }

    /// OR-7: deleting asks for the name, and only an owner does it; the same brings it back as it was.
    async fn or_7_deleting_and_bringing_back(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        for wrong in ["", "harbour finch", "Harbour", "harbour-finch"] {
            let answer = team.call(&team.owner, "organizations/delete", &[("name", wrong)]).await;
            assert!(answer.status == 422 && answer.field("name").is_some(), "{wrong:?}");
        }
        assert_eq!(team.call(&ada, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 403);
        let before = team.list().await;
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 404, "it is not deleted");
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", " Harbour Finch ")]).await.status, 200);
        // Its owner finds it among the others; to everybody else it is gone.
        let of = async |browser: &Browser| browser.call("account/view", &[]).await.json()["organizations"].clone();
        assert!(of(&team.owner).await[0]["purged_at"].is_string());
        assert!(of(&ada).await.as_array().unwrap().is_empty());
        let page = team.owner.get("/account/organizations").await;
        assert!(page.body.contains("Gone for good on ") && page.body.contains("Undo"));
        assert_eq!(team.owner.get("/").await.header("location"), "/setup");
        // Its address stays taken meanwhile.
        let taken = team.owner.call("organizations/create", &[("name", "Other"), ("slug", "harbour-finch")]).await;
        assert!(taken.field("slug").is_some(), "{taken:?}");
        assert_eq!(team.call(&ada, "organizations/restore", &[]).await.status, 404);
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 404);

        let restored = team.call(&team.owner, "organizations/restore", &[]).await;
        assert_eq!(restored.json()["next"], "/o/harbour-finch?restored=1");
        let after = team.list().await;
        assert_eq!(after["members"], before["members"]);
        assert_eq!(team.call(&ada, "organizations/home", &[]).await.status, 200);
    }

    /// OR-7: it can be brought back for 7 days, to the second; then it is gone for good, and its address is free.
    /// At the edge of `ORGANIZATION_UNDO`.
    async fn or_7_gone_after_seven_days(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let deleting = [("name", "Harbour Finch")];
        let (deleted, made) = timed(team.call(&team.owner, "organizations/delete", &deleting)).await;
        assert_eq!(deleted.status, 200);
        // Signed in that late: a session would have ended by then.
        let listed = async || {
            let mina = app.browser();
            assert_eq!(mina.sign_in(MINA.email, MINA.password).await.status, 200);
            mina.call("account/view", &[]).await.json()["organizations"].as_array().unwrap().len()
        };
        assert_eq!(app.edge(&made, 7 * DAY, listed).await, (1, 0));
        assert_eq!(team.owner.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 404);
        // Housekeeping has not come by, and its address is one that never was.
        assert_eq!(team.call(&team.owner, "organizations/lost", &[]).await.status, 404);
        let page = async |slug: &str| team.owner.get(&format!("/o/{slug}")).await;
        let (gone, never) = (page("harbour-finch").await, page("never-was").await);
        assert_eq!((gone.status.as_u16(), never.status.as_u16()), (404, 404));
        for words in ["Harbour Finch", "an owner can bring it back"] {
            assert!(!gone.body.contains(words), "{words}: {}", gone.body);
        }
        let again = team.owner.call("organizations/create", &[("name", "Other"), ("slug", "harbour-finch")]).await;
        assert_eq!(again.status, 200, "{again:?}");
        assert_eq!(again.json()["next"], "/o/harbour-finch");
        assert_eq!(team.list().await["member_count"], 1);
    }

    /// OR-5: what was deleted counts towards the limit while it can be brought back and its slug is taken, and the refusal
    /// says so.
    async fn or_5_bringing_back_keeps_the_limit(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1")]).await;
        let team = Team::new(&app, &MINA, "Harbour Finch").await;
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        let create = async || {
            let answer = team.owner.call("organizations/create", &[("name", "Northlight")]).await;
            (answer.status.as_u16(), answer)
        };
        let (status, refused) = create().await;
        assert_eq!((status, refused.error()), (409, "organization-limit".into()), "{refused:?}");
        assert!(refused.json()["message"].as_str().unwrap().contains("until it can’t be brought back"), "{refused:?}");
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        let (deleted, made) =
            timed(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")])).await;
        assert_eq!(deleted.status, 200);
        let is_refused = async || {
            // Signed in that late: a session would have ended by then.
            assert_eq!(team.owner.sign_in(MINA.email, MINA.password).await.status, 200);
            create().await.0 == 409
        };
        assert_eq!(app.edge(&made, 7 * DAY, is_refused).await, (true, false));
    }

    /// MAIL-9, OR-7: an invitation that waits for the mail server waits for its organization too, while that is deleted: its link
    /// would open nothing.
    async fn mail_9_an_invitation_waits_for_its_organization(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        // Nobody listens there.
        let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let smtp = format!("smtp://{away}?tls=none");
        app.kill_and_start_with(&[("PARLOR_SMTP_URL", &smtp), ("PARLOR_PUBLIC_URL", &app.url)]).await;
        let guest = "priya@guests.example";
        let fields = [("emails", guest), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        app.logged("mail has to wait").await;
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        app.kill_and_start_with(&[(UNDER, "env -u PARLOR_SMTP_URL")]).await;
        app.move_clock(600);
        // What is written now goes out after what is due.
        app.browser().sign_up(app, &JONAS).await;
        assert!(app.mails(guest).await.is_empty());
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        app.mail_with(guest, "/invitations/", 1).await;
    }
}
