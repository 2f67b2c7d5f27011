//! The list of invitations: groups, filters, pages, and what is done about those that were declined (IN-7, TR-3).

use serde_json::{Value, json};

use crate::support::{App, DAY, Engine, HOUR, MINA, Team, stories};

/// Addresses of the list, in its order, each with what it waits for.
fn rows(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = list["invitations"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["email"]).split('@').next().unwrap().to_owned(), text(&row["standing"]))).collect()
}

fn names(list: &Value) -> String {
    rows(list).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
}

async fn declined(app: &App, team: &Team, email: &str, role: &str) {
    let token = team.invite(app, email, role).await;
    let answer = app.browser().call("invitations/decline", &[("token", &token)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn draft(team: &Team, emails: &str, more: &[(&str, &str)]) {
    let fields = [&[("emails", emails), ("draft", "true")], more].concat();
    assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
}

stories! {
    /// IN-7, TR-3: what waits for the team comes first, then what waits for the people, then drafts; the newest of each first.
    /// Filters find what they say, alone and together, and their groups are counted; a word that is no filter is refused.
    async fn in_7_what_waits_for_the_team_comes_first(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let project = team.call(&team.owner, "projects/list", &[]).await.json()["active"][0]["id"].as_str().unwrap().to_owned();
        let asking = team.invite(app, "asking@guests.example", "admin").await;
        team.invite(app, "expired@guests.example", "member").await;
        app.move_clock(7 * DAY);
        team.owner.sign_in(MINA.email, MINA.password).await;
        assert_eq!(app.browser().call("invitations/ask", &[("token", &asking)]).await.status, 200);
        declined(app, &team, "declined@guests.example", "user-admin").await;
        team.invite(app, "older@guests.example", "member").await;
        app.move_clock(7 * DAY + HOUR);
        team.invite(app, "newer@guests.example", "billing-admin").await;
        let place = format!("{project}:viewer");
        draft(&team, "draft@guests.example", &[("role", "member"), ("projects", &place)]).await;
        // Whoever invited may not give that any more: the link does not work, so the team has to do something.
        let ada = team.join(app, "Ada", "admin").await;
        let fields = [("emails", "orphan@guests.example"), ("role", "admin")];
        assert_eq!(team.call(&ada, "members/invite", &fields).await.status, 200);
        let id = team.id_of(&team.address("Ada")).await;
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &id), ("role", "member")]).await.status, 200);

        let invited = async |fields: &[(&str, &str)]| team.call(&team.owner, "members/invited", fields).await.json();
        let list = invited(&[]).await;
        let standing: Vec<String> = rows(&list).iter().map(|(name, standing)| format!("{name} {standing}")).collect();
        assert_eq!(standing, [
            "asking asked",
            "orphan unbacked",
            "expired expired",
            "declined declined",
            "newer underway",
            "older underway",
            "draft draft",
        ]);
        let group = |group: &str, count: i64| json!({ "group": group, "count": count });
        assert_eq!(list["groups"], json!([group("waiting", 4), group("underway", 2), group("drafts", 1)]));
        for (fields, found) in [
            (vec![("state", "asked")], "asking"),
            (vec![("state", "unbacked")], "orphan"),
            (vec![("state", "expired")], "expired"),
            (vec![("state", "declined")], "declined"),
            (vec![("state", "sent")], "newer older"),
            (vec![("state", "draft")], "draft"),
            (vec![("role", "admin")], "asking orphan"),
            (vec![("role", "member"), ("state", "sent")], "older"),
            (vec![("project", "every")], "asking orphan"),
            (vec![("project", "none")], "expired declined newer older"),
            (vec![("project", &project)], "draft"),
            (vec![("find", "ER@GUESTS")], "newer older"),
            (vec![("find", "er@guests"), ("role", "billing-admin")], "newer"),
            (vec![("find", "%")], ""),
        ] {
            let list = invited(&fields).await;
            assert_eq!(names(&list), found, "{fields:?}");
            assert_eq!((list["found"].as_u64(), &list["invited_count"]), (Some(found.split_whitespace().count() as u64), &7.into()));
            let counted: i64 = list["groups"].as_array().unwrap().iter().map(|group| group["count"].as_i64().unwrap()).sum();
            assert_eq!(counted, list["found"].as_i64().unwrap(), "{fields:?}");
        }
        for (name, word) in [("state", "accepted"), ("delivery", "x"), ("role", "boss"), ("project", "x")] {
            let refused = team.call(&team.owner, "members/invited", &[(name, word)]).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (400, "malformed".into()), "{name}={word}");
            // People are shown that it is not set.
            let page = team.owner.get(&format!("/o/{}/members?view=invited&{name}={word}", team.slug)).await;
            assert!(page.status == 200 && page.body.contains("asking@guests.example"), "{name}={word}");
        }
        let page = team.owner.get(&format!("/o/{}/members?view=invited&state=sent&role=member", team.slug)).await.body;
        assert!(page.contains("On their way") && page.contains("older@guests.example") && page.contains("1 of 7"));
        assert!(!page.contains("Waiting for you") && !page.contains("newer@guests.example"));
    }

    /// ST-5, IN-6: where an identity provider says what people are, what gives more than to be a member waits for the team; rows,
    /// groups and filters agree on that.
    async fn st_5_what_nobody_may_give_any_more_waits_for_the_team(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.invite(app, "plain@guests.example", "member").await;
        team.invite(app, "admin@guests.example", "admin").await;
        app.execute("UPDATE organizations SET identity_managed = TRUE");
        let invited = async |fields: &[(&str, &str)]| team.call(&team.owner, "members/invited", fields).await.json();
        let list = invited(&[]).await;
        let standing = |list: &Value| rows(list).iter().map(|(name, standing)| format!("{name} {standing}")).collect::<Vec<_>>();
        assert_eq!(standing(&list), ["admin unbacked", "plain underway"]);
        assert_eq!(list["groups"], json!([{ "group": "waiting", "count": 1 }, { "group": "underway", "count": 1 }]));
        assert_eq!(standing(&invited(&[("state", "unbacked")]).await), ["admin unbacked"]);
        assert_eq!(standing(&invited(&[("state", "sent")]).await), ["plain underway"]);
    }

    /// TR-3, INP-9: fifty on a page, which begins at a place: nobody is left out or shown twice when an invitation leaves; a
    /// place that is none is the first page, and the numbers of the groups are those of all pages.
    /// At the edge of `INVITATIONS_PAGE`.
    async fn tr_3_fifty_invitations_on_a_page(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let drafts: Vec<String> = (10..60).map(|number| format!("p{number}@crowd.example")).collect();
        draft(&team, &drafts.join("\n"), &[("role", "member")]).await;
        let invited = async |fields: &[(&str, &str)]| team.call(&team.owner, "members/invited", fields).await.json();
        let list = invited(&[]).await;
        assert_eq!((rows(&list).len(), &list["next"], &list["previous"]), (50, &Value::Null, &Value::Null));
        for name in ["one", "two"] {
            team.invite(app, &format!("{name}@guests.example"), "member").await;
        }
        let first = invited(&[]).await;
        let counts = json!([{ "group": "underway", "count": 2 }, { "group": "drafts", "count": 50 }]);
        assert_eq!((rows(&first).len(), &first["groups"], &first["found"]), (50, &counts, &52.into()));
        assert!(names(&first).starts_with("two one p"));
        let next = first["next"].as_str().unwrap();
        let leaving = &rows(&first)[49].0;
        let id = team.id_of(&format!("{leaving}@crowd.example")).await;
        assert_eq!(team.call(&team.owner, "members/cancel-invitation", &[("invitation", &id)]).await.status, 200);
        let second = invited(&[("after", next)]).await;
        let (rest, before) = (rows(&second), second["before"].as_i64());
        assert_eq!((rest.len(), before, &second["next"]), (2, Some(49), &Value::Null));
        assert!(rest.iter().all(|row| !rows(&first).contains(row)), "{rest:?}");
        assert_eq!(second["groups"][1]["count"], 49);
        let back = invited(&[("before", second["previous"].as_str().unwrap())]).await;
        assert_eq!((rows(&back).len(), &back["before"]), (50, &0.into()), "a page that is not full is the first");
        for none in ["x", "-1", "9223372036854775808", &id, "asked.x.y"] {
            assert_eq!(rows(&invited(&[("after", none)]).await).len(), 50, "{none}");
        }
    }

    /// IN-7: whoever declined is invited again by a new invitation, or off the list: once, by those who may, and told.
    async fn in_7_declined_ones_are_invited_again_or_dismissed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        declined(app, &team, "again@guests.example", "member").await;
        declined(app, &team, "noted@guests.example", "admin").await;
        let row = team.invitation_of("noted@guests.example").await.unwrap();
        assert_eq!((&row["can_dismiss"], &row["can_invite_again"], &row["can_send"]), (&true.into(), &true.into(), &false.into()));
        let id = row["id"].as_str().unwrap();
        // A user admin may give neither; to take note they would have to manage admins.
        let uma = team.join(app, "Uma", "user-admin").await;
        let seen = team.found(&uma, "noted@").await["invitations"][0].clone();
        assert_eq!((&seen["can_dismiss"], &seen["can_invite_again"]), (&false.into(), &false.into()));
        let dismiss = [("invitation", id)];
        assert_eq!(team.call(&uma, "members/dismiss-invitation", &dismiss).await.status, 403);

        for _ in 0..2 {
            assert_eq!(team.call(&team.owner, "members/dismiss-invitation", &dismiss).await.status, 200);
        }
        assert_eq!(names(&team.list().await), "again");
        let entries = team.call(&team.owner, "organizations/home", &[]).await.json()["latest"].clone();
        let dismissed = entries.as_array().unwrap().iter().filter(|entry| entry["event"]["action"] == "invitation-dismissed");
        assert_eq!(dismissed.map(|entry| entry["subject"].clone()).collect::<Vec<_>>(), ["noted@guests.example"]);

        // Invited again: one row, a new one; the one that was declined is no longer in the way.
        let before = team.id_of("again@guests.example").await;
        team.invite(app, "again@guests.example", "member").await;
        let list = team.list().await;
        assert_eq!(names(&list), "again");
        assert_ne!(list["invitations"][0]["id"], before.as_str());
        assert_eq!(list["invitations"][0]["standing"], "underway");
        let sent = team.call(&team.owner, "members/dismiss-invitation", &[("invitation", list["invitations"][0]["id"].as_str().unwrap())]).await;
        assert_eq!((sent.status.as_u16(), sent.error()), (404, "not-found".into()), "nobody declined it");
    }

    /// IN-1, IN-9, PR-1: the mail and the page name the projects that an invitation adds to, with the role in each, and that is
    /// what accepting gives; whose role reaches every project is added to none. Somebody who is added later gets no mail.
    async fn in_1_mail_and_page_name_the_projects(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let created = team.call(&team.owner, "projects/create", &[("name", "Spare parts")]).await;
        assert_eq!(created.status, 200, "{created:?}");
        let projects = team.call(&team.owner, "projects/list", &[]).await.json()["active"].clone();
        let place = |at: usize, role: &str| format!("{}:{role}", projects[at]["id"].as_str().unwrap());
        let both = format!("{},{}", place(0, "agent"), place(1, "manager"));
        let invite = async |email: &str, role: &str, projects: &str| {
            let fields = [("emails", email), ("role", role), ("projects", projects)];
            let call = team.call(&team.owner, "members/invite", &fields);
            app.mailed(email, "/invitations/", call).await
        };
        let said = "You’ll be in Website as an agent and Spare parts as a manager.";
        let token = invite("priya@guests.example", "member", &both).await;
        let mail = app.mail_with("priya@guests.example", "/invitations/", 1).await;
        assert!(mail.text.contains(said), "{}", mail.text);
        let priya = app.browser();
        let page = priya.get(&format!("/invitations/{token}")).await.body;
        // Names have elements of their own.
        let shown: String = page.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect();
        assert!(shown.replace(['\u{2068}', '\u{2069}'], "").contains(said), "{shown}");
        let fields = [("token", token.as_str()), ("name", "Priya"), ("password", crate::support::PASSWORD)];
        assert_eq!(priya.call("invitations/accept", &fields).await.status, 200);
        let mine = team.call(&priya, "organizations/projects", &[]).await.json();
        assert_eq!(mine["projects"].as_array().unwrap().len(), 2);

        invite("ada@guests.example", "admin", &both).await;
        let mail = app.mail_with("ada@guests.example", "/invitations/", 1).await;
        assert!(!mail.text.contains("You’ll be in"), "{}", mail.text);

        // Added later, a member has it in the list of their projects, and is mailed about their role there.
        let leo = team.join(app, "Leo", "member").await;
        let id = team.id_of(&team.address("Leo")).await;
        let change = format!("{id}:none:viewer");
        let save = [("project", projects[1]["id"].as_str().unwrap()), ("changes", change.as_str())];
        assert_eq!(team.call(&team.owner, "projects/save-members", &save).await.status, 200);
        assert_eq!(team.call(&leo, "organizations/projects", &[]).await.json()["projects"].as_array().unwrap().len(), 1);
        app.mail_with(&team.address("Leo"), "Spare parts", 1).await;
    }

    /// IN-1, IN-4, PR-5: a project that was archived since is promised neither by the page nor by the mail that is sent again:
    /// whoever accepts cannot open it, before it is restored.
    async fn in_1_an_archived_project_is_not_promised(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        assert_eq!(team.call(&team.owner, "projects/create", &[("name", "Spare parts")]).await.status, 200);
        let projects = team.call(&team.owner, "projects/list", &[]).await.json()["active"].clone();
        let id = |at: usize| projects[at]["id"].as_str().unwrap();
        for (email, places, left) in [
            ("both@guests.example", format!("{}:agent,{}:manager", id(0), id(1)), 1),
            ("one@guests.example", format!("{}:manager", id(1)), 0),
        ] {
            let fields = [("emails", email), ("role", "member"), ("projects", places.as_str())];
            app.mailed(email, "/invitations/", team.call(&team.owner, "members/invite", &fields)).await;
            let archive = [("project", id(1))];
            assert_eq!(team.call(&team.owner, "projects/archive", &archive).await.status, 200);
            let invitation = team.id_of(email).await;
            let fields = [("invitation", invitation.as_str())];
            let token = app.mailed(email, "/invitations/", team.call(&team.owner, "members/send-invitation", &fields)).await;
            let mail = app.mail_with(email, "/invitations/", 2).await;
            let guest = app.browser();
            let view = guest.call("invitations/view", &[("token", &token)]).await.json();
            assert_eq!(view["projects"].as_array().unwrap().len(), left, "{view}");
            let page = guest.get(&format!("/invitations/{token}")).await.body;
            let shown: String = page.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect();
            for said in [shown.replace(['\u{2068}', '\u{2069}'], ""), mail.text] {
                assert!(!said.contains("Spare parts"), "{said}");
                assert_eq!(said.contains("be in Website as an agent."), left == 1, "{said}");
            }
            let fields = [("token", token.as_str()), ("name", "Guest"), ("password", crate::support::PASSWORD)];
            assert_eq!(guest.call("invitations/accept", &fields).await.status, 200);
            let mine = async || team.call(&guest, "organizations/projects", &[]).await.json()["projects"].as_array().unwrap().len();
            assert_eq!(mine().await, left, "what was promised");
            assert_eq!(team.call(&team.owner, "projects/restore", &archive).await.status, 200);
            assert_eq!(mine().await, left + 1, "restored, it is open to them as to its other members");
        }
    }
}
