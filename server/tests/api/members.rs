//! Members: the list, and who sees it.

mod calls;
mod coming_back;
mod meanwhile;
mod origins;
mod revoking;
mod words;

pub use calls::{READS, WRITES, prepare};

use reqwest::Method;

use crate::support::{App, Engine, JONAS, MINA, Team, stories};

stories! {
    /// TR-3, INP-8, INP-9: the list is searched literally; a place that is none is the first page, and a filter that is none is
    /// refused to scripts and passed over on the page.
    async fn tr_3_members_are_searched_and_paged(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for name in ["Ada 100%", "Bo_Bo", "Cara"] {
            team.join(app, name, "member").await;
        }
        let find = async |find: &str, after: &str| {
            let answer = team.call(&team.owner, "members/list", &[("find", find), ("after", after)]).await;
            assert_eq!(answer.status, 200, "{find:?} {after:?}");
            let json = answer.json();
            let rows = json["members"].as_array().unwrap();
            let names: Vec<String> = rows.iter().map(|row| row["name"].as_str().unwrap().into()).collect();
            (names, json)
        };
        assert_eq!(find("", "").await.0, ["Ada 100%", "Bo_Bo", "Cara", MINA.name]);
        assert_eq!(find("MINA", "").await.0, [MINA.name]);
        assert_eq!(find("harbour-finch.example", "").await.0.len(), 3);
        let (names, json) = find("%", "").await;
        assert_eq!((names, &json["found"], &json["member_count"]), (vec!["Ada 100%".into()], &1.into(), &4.into()));
        assert_eq!(find("_", "").await.0, ["Bo_Bo"]);
        team.join(app, "Élodie", "member").await;
        for text in ["Élodie", "Él", "odie", "ODIE"] {
            assert_eq!(find(text, "").await.0, ["Élodie"]);
        }
        for text in ["\\", "' OR 1=1 --", "\0", &"x".repeat(500)] {
            assert!(find(text, "").await.0.is_empty(), "{text:?}");
        }
        let id = team.id_of(MINA.email).await;
        for place in ["-1", "0", "9223372036854775807", "9223372036854775808", "x", &id, &format!("{id}.\0"), "%00."] {
            let (names, json) = find("", place).await;
            assert_eq!((names.len(), &json["before"], &json["next"]), (5, &0.into(), &serde_json::Value::Null), "{place}");
            for name in ["page", "after", "before"] {
                let page = team.owner.get(&format!("/o/harbour-finch/members?{name}={place}&find=%25")).await;
                assert!(page.status == 200 && page.body.contains("Ada 100%"), "{name}={place}");
            }
        }
        for (name, word) in
            [("role", "boss"), ("state", "x"), ("project", "x"), ("permission", "all"), ("sort", "size"), ("sort", "--name")]
        {
            let answer = team.call(&team.owner, "members/list", &[(name, word)]).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (400, "malformed".into()), "{name}={word}");
            let file = team.owner.get(&format!("/o/harbour-finch/members.csv?{name}={word}")).await;
            assert_eq!(file.status, 400);
            let page = team.owner.get(&format!("/o/harbour-finch/members?{name}={word}")).await;
            assert!(page.status == 200 && page.body.contains("Cara"), "{name}={word}");
        }
    }

    /// TR-3: sorted by each column from either end, and filtered by what each column says.
    async fn tr_3_members_are_sorted_and_filtered(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (name, role) in [("Ada", "admin"), ("Bea", "billing-admin"), ("Leo", "member"), ("Mo", "member")] {
            team.join(app, name, role).await;
            app.move_clock(60);
        }
        let leo = team.id_of(&team.address("Leo")).await;
        let granted = [("member", leo.as_str()), ("grants", "manage-billing")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        let projects = team.call(&team.owner, "projects/list", &[]).await.json();
        let project = projects["active"][0]["id"].as_str().unwrap().to_owned();
        let change = format!("{leo}:none:agent");
        let save = [("project", project.as_str()), ("changes", change.as_str())];
        assert_eq!(team.call(&team.owner, "projects/save-members", &save).await.status, 200);
        let names = async |fields: &[(&str, &str)]| {
            let json = team.call(&team.owner, "members/list", fields).await.json();
            let rows = json["members"].as_array().unwrap().iter();
            rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
        };
        for (field, word, expected) in [
            ("sort", "-name", "Mo Mina Okafor Leo Bea Ada"),
            ("sort", "role", "Mina Okafor Ada Bea Leo Mo"),
            ("sort", "-joined", "Mo Leo Bea Ada Mina Okafor"),
            ("role", "member", "Leo Mo"),
            ("state", "no-project", "Mo"),
            ("project", &project, "Leo"),
            ("project", "every", "Ada Mina Okafor"),
            ("project", "none", "Bea Mo"),
            ("permission", "manage-billing", "Ada Bea Leo Mina Okafor"),
        ] {
            assert_eq!(names(&[(field, word)]).await, expected, "{field}={word}");
        }
        assert_eq!(names(&[("role", "member"), ("state", "active"), ("find", "L")]).await, "Leo");
        let list = team.list().await;
        let of = |name: &str| list["members"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
        assert_eq!((&of("Leo")["permissions"], &of("Ada")["permissions"]), (&serde_json::json!({ "some": 1 }), &"all".into()));
        assert_eq!((&of("Mo")["state"], &of("Ada")["every_project"]), (&"no-project".into(), &true.into()));
        let selected = team.call(&team.owner, "members/select", &[("role", "member")]).await.json();
        assert_eq!(selected["people"].as_array().unwrap().len(), 2);
        assert_eq!(selected["people"][0], serde_json::json!({ "id": leo, "name": "Leo", "email": team.address("Leo") }));
    }

    /// TR-3, IN-7: invitations are a list of their own, with its own number.
    async fn tr_3_people_and_invitations_are_told_apart(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.invite(app, "vera@guests.example", "member").await;
        team.invite(app, "ada@guests.example", "admin").await;
        let list = team.call(&team.owner, "members/list", &[("find", "Vera")]).await.json();
        assert_eq!((&list["found"], &list["member_count"], &list["invited_count"]), (&0.into(), &1.into(), &2.into()));
        assert_eq!(list["also_invited"], serde_json::json!(["vera@guests.example"]));
        let invited = async |fields: &[(&str, &str)]| team.call(&team.owner, "members/invited", fields).await.json();
        let found = invited(&[("find", "vera")]).await;
        assert_eq!((&found["found"], &found["invited_count"], &found["member_count"]), (&1.into(), &2.into(), &1.into()));
        assert_eq!(invited(&[("role", "admin")]).await["invitations"][0]["email"], "ada@guests.example");
        for after in ["x", "-1", "9223372036854775808", &team.id_of(MINA.email).await] {
            assert_eq!(invited(&[("after", after)]).await["invitations"].as_array().unwrap().len(), 2, "{after}");
        }
        let page = team.owner.get("/o/harbour-finch/members?view=invited").await;
        assert!(page.body.contains("vera@guests.example"), "{}", page.body);
        let page = team.owner.get("/o/harbour-finch/members").await;
        assert!(!page.body.contains("vera@guests.example"));
        // Who may not invite has no such list.
        let bea = team.join(app, "Bea", "billing-admin").await;
        assert_eq!(team.call(&bea, "members/invited", &[]).await.status, 403);
        let page = team.owner.get("/o/harbour-finch/members?view=invited").await;
        assert!(!page.body.contains(&team.address("Bea")), "a member is no invitation");
        assert_eq!(team.call(&bea, "members/list", &[("find", "vera")]).await.json()["invited_count"], serde_json::Value::Null);
    }

    /// TR-10: the list as a file, as filtered, whole, for those who may read it; and no cell is a formula.
    async fn tr_10_the_list_is_a_file(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mo = team.join(app, "Mo", "member").await;
        assert_eq!(mo.call("account/change-name", &[("name", "=Mo;+1, Özlem’s")]).await.status, 200);
        let bea = team.join(app, "Bea", "billing-admin").await;
        let path = "/o/harbour-finch/members.csv";
        let file = bea.get(path).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"harbour-finch-members.csv\"");
        let lines = file.csv();
        assert_eq!(lines[0].join(","), "Name,Email,Role,Permissions,Projects,Joined,Last active,State");
        assert_eq!(lines.len(), 4, "{}", file.body);
        let without_times = |line: &[String]| [&line[..1], &line[2..5], &line[7..]].concat().join("|");
        // Where a semicolon stands between cells, what comes after it is no formula either.
        assert_eq!(without_times(&lines[1]), "'=Mo;'+1, Özlem’s|Member|None|None|No project");
        assert_eq!(lines[2][..3].join("|"), format!("Bea|{}|Billing admin", team.address("Bea")));
        assert_eq!(without_times(&lines[3]), "Mina Okafor|Owner|All|Every project|Active");
        let filtered = bea.get(&format!("{path}?role=owner&sort=-name")).await;
        assert_eq!(filtered.csv().len(), 2);
        assert_eq!(bea.get(&format!("{path}?find=nobody")).await.csv().len(), 1);
        // Taken three times, and a fourth by another site.
        let headers = [("sec-fetch-site", "cross-site")];
        assert_eq!(bea.send(Method::GET, path, &headers, Vec::new()).await.status, 403);
        assert_eq!(bea.send(Method::HEAD, path, &[], Vec::new()).await.status, 200);
        let log = team.call(&team.owner, "audit-log/list", &[("kind", "exports")]).await.json();
        let taken: Vec<_> = log["entries"].as_array().unwrap().iter().map(|entry| &entry["actor"]).collect();
        assert_eq!(taken, ["Bea", "Bea", "Bea"]);
        assert_eq!(mo.get(path).await.status, 403);
        // TR-8: whoever may not read it hears that, and not that the filter is none.
        for query in ["role=boss", "sort=shoes", "find=%ff"] {
            assert_eq!(mo.get(&format!("{path}?{query}")).await.status, 403, "{query}");
        }
        assert_eq!(bea.get(&format!("{path}?role=boss")).await.status, 400);
        let signed_out = app.browser().get(path).await;
        let back = "href=\"/sign-in?return_to=/o/harbour-finch/members\"";
        assert!(signed_out.status == 401 && signed_out.body.contains(back), "SI-3: to the page, not to a file: {}", signed_out.body);
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        for path in [path, "/o/unknown/members.csv", "/o/%00/members.csv"] {
            assert_eq!(jonas.get(path).await.status, 404, "{path}");
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
        // A user admin may make others user admins, who read the settings, and grants no more than they hold.
        team.join(app, "Ursula", "user-admin").await;
        let refused = team.call(&member, "settings/general", &[]).await;
        assert_eq!((refused.status.as_u16(), refused.json()["permission"].clone()), (403, "read-settings".into()));
        assert_eq!(refused.json()["granted_by"], serde_json::json!([MINA.name, "Ada"]));
        for page in ["members", "members?role=boss&sort=shoes", "members?view=invited&state=x", "members/new", "members/revoke"] {
            let page = member.get(&format!("/o/harbour-finch/{page}")).await;
            assert_eq!(page.status, 403);
            assert!(page.body.contains(MINA.name) && page.body.contains("can grant it"), "{}", page.body);
            assert!(!page.body.contains(MINA.email), "nothing else of them");
        }
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
