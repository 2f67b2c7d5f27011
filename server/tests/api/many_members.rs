//! What is done with many members at once, and taken back.

use serde_json::{Value, json};

use crate::support::{Answer, App, Browser, Engine, MINA, Team, stories};

/// Ten minutes, in seconds.
const UNDO: i64 = 600;

async fn project_of(team: &Team, name: &str) -> String {
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    let found = list["active"].as_array().unwrap().iter().find(|project| project["name"] == name).cloned();
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

/// New members of these names and roles; their ids.
async fn join(team: &Team, app: &App, people: &[(&str, &str)]) -> Vec<String> {
    let mut ids = Vec::new();
    for (name, role) in people {
        team.join(app, name, role).await;
        ids.push(team.id_of(&team.address(name)).await);
    }
    ids
}

async fn change(team: &Team, who: &Browser, people: &[&str], role: &str) -> Answer {
    team.call(who, "members/change-roles", &[("people", &people.join(",")), ("role", role)]).await
}

async fn add(team: &Team, who: &Browser, people: &[&str], project: &str, role: &str) -> Answer {
    let fields = [("people", people.join(",")), ("project", project.to_owned()), ("role", role.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    team.call(who, "members/add-to-project", &fields).await
}

/// Who stands in the way, and why: by name, and null where nobody is known by the id.
fn problems(answer: &Answer) -> Vec<(Value, Value)> {
    assert_eq!((answer.status.as_u16(), answer.error()), (422, "refused-members".into()), "{answer:?}");
    let json = answer.json();
    json["members"].as_array().unwrap().iter().map(|one| (one["name"].clone(), one["problem"].clone())).collect()
}

async fn row(team: &Team, name: &str) -> Value {
    let list = team.found(&team.owner, &team.address(name)).await;
    list["members"][0].clone()
}

stories! {
    /// TR-6: one role for many, all of it or nothing; who is in the way is named with the reason, and nobody is changed.
    async fn tr_6_one_role_for_many(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = join(&team, app, &[("Tom", "member"), ("Bo", "member"), ("Ada", "admin"), ("Olga", "owner")]).await;
        let [tom, bo, ada, olga] = [0, 1, 2, 3].map(|at: usize| ids[at].as_str());
        let uma = team.join(app, "Uma", "user-admin").await;
        let uma_id = team.id_of(&team.address("Uma")).await;
        team.invite(app, "guest@guests.example", "member").await;
        let guest = team.id_of("guest@guests.example").await;
        let other = team.another("Northlight").await;
        other.join(app, "Stranger", "member").await;
        let stranger = other.id_of(&other.address("Stranger")).await;
        let nobody = "00000000-0000-7000-8000-000000000000";
        let before = team.list().await["members"].clone();

        let refused = change(&team, &uma, &[tom, ada, olga, &uma_id, tom, &guest, &stranger, nobody], "member").await;
        let name = |name: &str| Value::from(name);
        assert_eq!(
            problems(&refused),
            [
                (name("Ada"), json!({ "not-mine": "manage-admins" })),
                (name("Olga"), json!({ "not-mine": "manage-owners" })),
                (name("Uma"), name("me")),
                (name("Tom"), name("twice")),
                (name("guest@guests.example"), name("invited")),
                (Value::Null, name("not-a-member")),
                (Value::Null, name("not-a-member")),
            ]
        );
        assert!(refused.json()["message"].as_str().unwrap().starts_with("Nothing was changed. "), "{refused:?}");
        assert_eq!(change(&team, &uma, &[tom, bo], "admin").await.json()["permission"], "manage-admins");
        for (people, role, status, error) in [
            ("", "member", 404, "not-found"),
            ("x", "member", 400, "malformed"),
            (tom, "boss", 422, "fields"),
            (tom, "", 422, "fields"),
        ] {
            let answer = change(&team, &uma, &[people], role).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (status, error.into()), "{people} {role}");
        }
        let crowd: Vec<String> = (0..201).map(|at| format!("00000000-0000-7000-8000-{at:012}")).collect();
        let crowd: Vec<&str> = crowd.iter().map(String::as_str).collect();
        assert_eq!(change(&team, &uma, &crowd, "member").await.error(), "too-many-people");
        assert_eq!(problems(&change(&team, &uma, &crowd[1..], "member").await).len(), 200);
        assert_eq!(team.list().await["members"], before, "nothing was changed");

        // Who has the role already is in nobody's way.
        assert_eq!(change(&team, &uma, &[tom, bo, ada], "user-admin").await.status, 422);
        assert_eq!(change(&team, &team.owner, &[tom, bo, ada], "admin").await.status, 200);
        for name in ["Tom", "Bo", "Ada"] {
            assert_eq!(team.role_of(&team.address(name)).await.as_deref(), Some("admin"), "{name}");
        }
        app.mail_with(&team.address("Tom"), "admin", 1).await;
        // Somebody is removed meanwhile.
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", bo)]).await.status, 200);
        assert_eq!(problems(&change(&team, &team.owner, &[tom, bo], "member").await), [(Value::Null, name("not-a-member"))]);
        assert_eq!(team.role_of(&team.address("Tom")).await.as_deref(), Some("admin"));
        // The last owner stays, and says so.
        let mina = team.id_of(MINA.email).await;
        assert_eq!(change(&team, &team.owner, &[olga], "member").await.status, 200);
        assert_eq!(problems(&change(&team, &team.owner, &[tom, &mina], "member").await), [(name(MINA.name), name("last-owner"))]);
    }

    /// TR-6: before it is done, everybody is told with what it means for them; what is grave is marked.
    async fn tr_6_a_review_says_who_is_in_the_way(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = join(&team, app, &[("Tom", "member"), ("Ada", "admin"), ("Olga", "owner")]).await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let granted = [("member", ids[0].as_str()), ("grants", "manage-billing,read-audit-log")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        let people = format!("{0},x,{0},{1},{2},00000000-0000-7000-8000-000000000000", ids[0], ids[1], ids[2]);
        let review = async |who: &Browser, role: &str| {
            let json = team.call(who, "members/review-roles", &[("people", &people), ("role", role)]).await.json();
            let rows = json["people"].as_array().unwrap().iter();
            let rows: Vec<Value> = rows.map(|one| json!([one["name"], one["before"], one["problem"]])).collect();
            (rows, json["is_grave"].clone(), json["people"][2]["loses"].clone())
        };
        let (rows, grave, loses) = review(&uma, "user-admin").await;
        let not_mine = |permission: &str| json!({ "not-mine": permission });
        assert_eq!(rows[0], json!(["Ada", "admin", not_mine("manage-admins")]));
        assert_eq!(rows[1], json!(["Olga", "owner", not_mine("manage-owners")]));
        assert_eq!(rows[2], json!(["Tom", "member", null]));
        assert_eq!((rows.len(), grave, loses), (3, false.into(), json!(["manage-billing", "read-audit-log"])));
        for (role, grave) in [("owner", true), ("admin", true), ("", true)] {
            assert_eq!(review(&team.owner, role).await.1, grave, "{role}: Olga is an owner, or somebody becomes one");
        }
        let only = [("people", ids[1].as_str()), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/review-roles", &only).await.json()["is_grave"], false);
        let page = team.owner.get(&format!("/o/{}/members/roles?people={people}&role=owner", team.slug)).await;
        assert!(page.status == 200 && page.body.contains("Loses what was granted beside it"), "{}", page.body);
        let page = team.owner.get(&format!("/o/{}/members/roles?people=x", team.slug)).await;
        assert!(page.body.contains("Nobody on this list"), "{}", page.body);
    }

    /// TR-6, RAC-2: what a change of role took comes back in one call, role and grants, for one and for many; for ten minutes, by
    /// whoever took it, as long as nobody else changed it since.
    /// At the edge of `MEMBERS_UNDO`.
    async fn tr_6_ten_minutes_to_undo_roles(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = join(&team, app, &[("Tom", "member"), ("Bo", "member"), ("Bill", "billing-admin")]).await;
        let [tom, bo, bill] = [0, 1, 2].map(|at: usize| ids[at].as_str());
        let uma = team.join(app, "Uma", "user-admin").await;
        let granted = [("member", tom), ("grants", "manage-billing")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        let undo = async |who: &Browser, people: &[&str]| {
            team.call(who, "members/undo-roles", &[("people", &people.join(","))]).await
        };
        let terms = async |name: &str| {
            let row = row(&team, name).await;
            (row["role"].clone(), row["grants"].clone())
        };
        let was = (json!("member"), json!(["manage-billing"]));

        // One, by the call of one: a user admin takes away what they could not give, and gives it back.
        let one = [("member", tom), ("role", "user-admin")];
        assert_eq!(team.call(&uma, "members/change-role", &one).await.status, 200);
        assert_eq!(terms("Tom").await, (json!("user-admin"), json!([])));
        assert_eq!(problems(&undo(&team.owner, &[tom]).await), [(json!("Tom"), json!("changed-meanwhile"))], "not their doing");
        assert_eq!(undo(&uma, &[tom]).await.status, 200);
        assert_eq!(terms("Tom").await, was);
        assert_eq!(problems(&undo(&uma, &[tom]).await), [(json!("Tom"), json!("changed-meanwhile"))], "it is undone");
        assert_eq!(terms("Tom").await, was, "an undo is not undone by another one");

        // Many at once, all or none.
        app.move_clock(1);
        assert_eq!(change(&team, &uma, &[tom, bo, bill], "user-admin").await.status, 200);
        let told = async |who: &Browser| {
            let list = team.found(who, "").await;
            let changes = list["recent_changes"].as_array().unwrap().iter();
            changes.map(|one| (one["change"].clone(), one["people"].as_array().unwrap().len())).collect::<Vec<_>>()
        };
        assert_eq!(told(&uma).await, [(json!({ "kind": "role", "role": "user-admin" }), 3)]);
        assert_eq!(told(&team.owner).await, [], "it is hers to undo");
        let page = uma.get(&format!("/o/{}/members", team.slug)).await;
        assert!(page.body.contains("Recently changed") && page.body.contains("/api/members/undo-roles"), "without JavaScript");
        app.move_clock(2);
        let other = [("member", bo), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/change-role", &other).await.status, 200);
        assert_eq!(problems(&undo(&uma, &[tom, bo, bill]).await), [(json!("Bo"), json!("changed-meanwhile"))]);
        assert_eq!(terms("Tom").await.0, "user-admin", "nothing was undone");
        assert_eq!(told(&uma).await[0].1, 2, "those with whom it is still so");
        app.move_clock(UNDO - 60);
        assert_eq!(undo(&uma, &[tom, bill]).await.status, 200);
        assert_eq!((terms("Tom").await, terms("Bill").await.0), (was.clone(), json!("billing-admin")));
        assert_eq!(told(&uma).await, [], "what is undone is not told as something new");
        assert_eq!(problems(&undo(&uma, &[tom, bill]).await).len(), 2, "nor undone");
        app.move_clock(UNDO + 30);
        assert_eq!(told(&uma).await, [], "nor once what it took back is past");

        // Too late, to the second; and what was granted since stands in the way.
        assert_eq!(change(&team, &uma, &[tom, bo], "user-admin").await.status, 200);
        app.move_clock(2 * UNDO + 30);
        assert_eq!(problems(&undo(&uma, &[tom, bo]).await).len(), 2);
        assert_eq!(problems(&undo(&uma, &[tom]).await), [(json!("Tom"), json!("undo-over"))]);
        assert_eq!(told(&uma).await, []);
        assert_eq!(change(&team, &uma, &[tom, bo], "member").await.status, 200);
        app.move_clock(2 * UNDO + 31);
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        assert_eq!(problems(&undo(&uma, &[tom, bo]).await), [(json!("Tom"), json!("changed-meanwhile"))]);
    }

    /// PR-2: many are added to a project at once, all or none; who is in it keeps their role; and it is taken back in one call.
    async fn pr_2_many_are_added_to_a_project(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = join(&team, app, &[("Tom", "member"), ("Bo", "member"), ("Ada", "admin")]).await;
        let [tom, bo, ada] = [0, 1, 2].map(|at: usize| ids[at].as_str());
        let uma = team.join(app, "Uma", "user-admin").await;
        let website = project_of(&team, "Website").await;
        assert_eq!(team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await.status, 200);
        let repairs = project_of(&team, "Repairs").await;
        assert_eq!(add(&team, &team.owner, &[bo], &website, "manager").await.status, 200);
        let role = async |name: &str, project: &str| row(&team, name).await["projects"][project].clone();

        let refused = add(&team, &uma, &[tom, ada, tom, "00000000-0000-7000-8000-000000000000"], &website, "agent").await;
        assert_eq!(
            problems(&refused),
            [
                (json!("Ada"), json!("reaches-every-project")),
                (json!("Tom"), json!("twice")),
                (Value::Null, json!("not-a-member")),
            ]
        );
        assert_eq!(role("Tom", &website).await, Value::Null, "nothing was changed");
        for (project, word, status) in [(website.as_str(), "boss", 422), ("x", "agent", 400), (tom, "agent", 404)] {
            assert_eq!(add(&team, &uma, &[tom], project, word).await.status.as_u16(), status, "{project} {word}");
        }
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert_eq!(add(&team, &uma, &[tom], &repairs, "agent").await.error(), "archived-project");
        app.execute("UPDATE organizations SET identity_managed = TRUE");
        assert_eq!(add(&team, &uma, &[tom], &website, "agent").await.error(), "identity-managed");
        assert_eq!(change(&team, &uma, &[tom, bo], "user-admin").await.error(), "identity-managed");
        app.execute("UPDATE organizations SET identity_managed = FALSE");

        let people = format!("{tom},{bo},{ada}");
        let review = team.call(&uma, "members/review-project", &[("people", &people)]).await.json();
        let rows = review["people"].as_array().unwrap();
        let names: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Ada", "Bo", "Tom"]);
        assert_eq!((&rows[0]["problem"], &rows[1]["places"][&website]), (&json!("reaches-every-project"), &json!("manager")));
        assert_eq!(review["projects"], json!([{ "id": website, "name": "Website" }]));
        let page = uma.get(&format!("/o/{}/members/add-to-project?people={tom}&people={ada}", team.slug)).await;
        assert!(page.status == 200 && page.body.contains("Reaches every project already"), "{}", page.body);

        app.move_clock(1);
        join(&team, app, &[("Zoe", "member")]).await;
        let zoe = team.id_of(&team.address("Zoe")).await;
        assert_eq!(add(&team, &uma, &[tom, bo, &zoe], &website, "agent").await.status, 200);
        assert_eq!([role("Tom", &website).await, role("Bo", &website).await], [json!("agent"), json!("manager")]);
        let change = json!({ "kind": "project", "project": website, "name": "Website", "role": "agent" });
        let list = team.found(&uma, "").await;
        assert_eq!((&list["recent_changes"][0]["change"], list["recent_changes"][0]["people"].as_array().unwrap().len()), (&change, 2));
        let undo = async |who: &Browser, people: &[&str]| {
            team.call(who, "members/undo-project", &[("people", &people.join(",")), ("project", &website)]).await
        };
        assert_eq!(problems(&undo(&uma, &[tom, bo]).await), [(json!("Bo"), json!("changed-meanwhile"))]);
        assert_eq!(problems(&undo(&team.owner, &[tom]).await), [(json!("Tom"), json!("changed-meanwhile"))]);
        assert_eq!(undo(&uma, &[tom, &zoe]).await.status, 200);
        assert_eq!([role("Tom", &website).await, role("Bo", &website).await], [Value::Null, json!("manager")]);
        assert_eq!(team.found(&uma, "").await["recent_changes"], json!([]));
        assert_eq!(add(&team, &uma, &[tom], &website, "viewer").await.status, 200);
        assert_eq!(team.found(&uma, "").await["recent_changes"][0]["people"][0]["name"], "Tom", "one alone is told, too");
        assert_eq!(add(&team, &uma, &[&zoe], &website, "viewer").await.status, 200);
        // Done, taken back and done again, it stands there once.
        for second in [2, 3] {
            assert_eq!(undo(&uma, &[tom, &zoe]).await.status, 200);
            app.move_clock(second);
            assert_eq!(add(&team, &uma, &[tom, &zoe], &website, "viewer").await.status, 200);
        }
        let told = team.found(&uma, "").await["recent_changes"].clone();
        assert_eq!((told.as_array().unwrap().len(), told[0]["people"].as_array().unwrap().len()), (1, 2), "{told}");
        app.move_clock(UNDO + 3);
        assert_eq!(problems(&undo(&uma, &[tom]).await), [(json!("Tom"), json!("undo-over"))]);
    }

    /// TR-6, PR-2: what was done to somebody who left since, and came back by another invitation, is over: they are what that gave
    /// them. Whose access was revoked and brought back is what they were, and so is what can be undone.
    async fn tr_6_who_came_back_is_what_they_were_given_anew(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let names = [("Tom", "admin"), ("Bo", "admin"), ("Zoe", "admin")];
        let mut people = Vec::new();
        for (name, role) in names {
            people.push(team.join(app, name, role).await);
        }
        let mut ids = Vec::new();
        for (name, _) in names {
            ids.push(team.id_of(&team.address(name)).await);
        }
        let [tom, bo, zoe] = [0, 1, 2].map(|at: usize| ids[at].as_str());
        let website = project_of(&team, "Website").await;
        assert_eq!(change(&team, &team.owner, &[tom, bo, zoe], "member").await.status, 200);
        assert_eq!(add(&team, &team.owner, &[tom, bo, zoe], &website, "agent").await.status, 200);
        let told = async || {
            let list = team.found(&team.owner, "").await;
            let changes = list["recent_changes"].as_array().unwrap().iter();
            changes.map(|one| one["people"].as_array().unwrap().len()).collect::<Vec<_>>()
        };
        assert_eq!(told().await, [3, 3]);

        // Tom leaves, and comes back by an invitation to the same; Bo's access is revoked, and he is invited again.
        assert_eq!(team.call(&people[0], "organizations/leave", &[]).await.status, 200);
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", bo)]).await.status, 200);
        assert_eq!(told().await, [1, 1]);
        let place = format!("{website}:agent");
        for (name, browser) in [("Tom", &people[0]), ("Bo", &people[1])] {
            let email = team.address(name);
            let fields = [("emails", email.as_str()), ("role", "member"), ("projects", &place)];
            assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
            let id = team.id_of(&email).await;
            assert_eq!(browser.call("invitations/accept-mine", &[("invitation", &id)]).await.status, 200);
        }
        // Zoe's access is revoked and brought back.
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", zoe)]).await.status, 200);
        assert_eq!(team.call(&team.owner, "members/restore", &[("people", zoe)]).await.status, 200);

        assert_eq!(told().await, [1, 1], "Zoe alone");
        let undo = async |call: &str, people: &[&str]| {
            team.call(&team.owner, call, &[("people", &people.join(",")), ("project", &website)]).await
        };
        let meanwhile = |name: &str| (json!(name), json!("changed-meanwhile"));
        for call in ["members/undo-roles", "members/undo-project"] {
            assert_eq!(problems(&undo(call, &[tom, bo, zoe]).await), [meanwhile("Tom"), meanwhile("Bo")], "{call}");
        }
        assert_eq!(undo("members/undo-project", &[zoe]).await.status, 200);
        assert_eq!(undo("members/undo-roles", &[zoe]).await.status, 200);
        let is = async |name: &str| {
            let row = row(&team, name).await;
            (row["role"].clone(), row["projects"][&website].clone())
        };
        assert_eq!(is("Zoe").await, (json!("admin"), Value::Null));
        for name in ["Tom", "Bo"] {
            assert_eq!(is(name).await, (json!("member"), json!("agent")), "{name}");
        }
    }
}
