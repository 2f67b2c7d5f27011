//! The audit log: what it tells to whom, page by page, as a file, and for how long (ST-4).

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, Browser, DAY, Engine, JONAS, MINA, Team, stories};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
audit-log/list  | organization={here}                                                      | 401 403 404 403 200 404 200
audit-log/list  | organization={there}                                                     | 401 403 404 404 404 200 404
audit-log/list  | organization={here} person={their member}                                | 401 403 404 403 200 404 200
audit-log/list  | organization={here} person=nobody                                        | 401 403 404 403 422 404 422
audit-log/newer | organization={here} seen=00000000-0000-0000-0000-000000000007.2026-01-01T00:00:00Z | 401 403 404 403 200 404 200
audit-log/newer | organization={here}                                                      | 401 403 404 403 400 404 400
";

const PAGE: &str = "/o/harbour-finch/settings/audit-log";

async fn log(team: &Team, who: &Browser, fields: &[(&str, &str)]) -> Value {
    let answer = team.call(who, "audit-log/list", fields).await;
    assert_eq!(answer.status, 200, "{fields:?}: {answer:?}");
    answer.json()
}

/// The actions on a page, the newest first.
fn actions(log: &Value) -> Vec<&str> {
    let entries = log["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["event"]["action"].as_str().unwrap()).collect()
}

/// Ten thousand entries of somebody who is nobody's member any more, a second apart.
fn ten_thousand_entries(app: &App) {
    let (id, at) = match app.engine {
        Engine::Sqlite => {
            ("CAST(printf('%016d', n.i) AS BLOB)", "strftime('%Y-%m-%dT%H:%M:%S+00:00', 1577836800 + n.i, 'unixepoch')")
        }
        Engine::Postgres => ("lpad(to_hex(n.i), 32, '0')::uuid", "to_timestamp(1577836800 + n.i)"),
    };
    app.execute(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT n.i + 1 FROM n WHERE n.i < 10000)
         INSERT INTO audit_entries (id, organization_id, action, detail, client, at, kind, words)
         SELECT {id}, organizations.id, 'member-left', '{{\"before\":\"member\",\"after\":null}}', '', {at}, 'members', ''
         FROM n CROSS JOIN organizations"
    ));
}

stories! {
    /// ST-4: who did what to whom, before and after, when and from where; found by each of these, and by their words.
    async fn st_4_who_did_what_to_whom(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let id = team.id_of(&team.address("Leo")).await;
        app.move_clock(60);
        let at_home = team.owner.copy().from("2001:db8:4a:0:1:2:3:4");
        let role = [("member", id.as_str()), ("role", "user-admin")];
        assert_eq!(team.call(&at_home, "members/change-role", &role).await.status, 200);
        let project = [("name", "Spare parts")];
        assert_eq!(team.call(&team.owner, "projects/create", &project).await.status, 200);
        let (done, said) = app.run_beside(&["admin", "organization", &team.slug, "--identity-managed", "on"]);
        assert!(done, "{said}");

        let all = log(&team, &team.owner, &[]).await;
        let expected = [
            "identity-managed-changed", "project-created", "role-changed", "invitation-accepted", "invitation-sent",
            "organization-created",
        ];
        assert_eq!(actions(&all), expected);
        assert_eq!((&all["found"], &all["newer"], &all["kept_days"]), (&6.into(), &0.into(), &Value::Null));
        assert_eq!(all["oldest"], all["entries"][5]["at"]);
        let changed = &all["entries"][2];
        assert_eq!((&changed["actor"], &changed["subject"], &changed["client"]), (&MINA.name.into(), &"Leo".into(), &"2001:db8:4a::/64".into()));
        assert_eq!(changed["event"]["detail"], json!({ "before": "member", "after": "user-admin" }));
        assert_eq!((&changed["subject_id"], &all["entries"][3]["actor_id"]), (&id.as_str().into(), &id.as_str().into()));
        assert_eq!((&all["entries"][0]["actor"], &all["entries"][0]["client"]), (&"The operator".into(), &"".into()));
        let names: Vec<&str> = all["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Leo", MINA.name]);

        for (fields, expected) in [
            (vec![("person", id.as_str())], vec![2, 3]),
            (vec![("kind", "members")], vec![2]),
            (vec![("kind", "invitations")], vec![3, 4]),
            (vec![("kind", "exports")], vec![]),
            (vec![("kind", "members"), ("person", &id)], vec![2]),
            (vec![("find", "SPARE")], vec![1]),
            (vec![("find", "leo@")], vec![2, 3, 4]),
            (vec![("find", "%")], vec![]),
            (vec![("find", "\0")], vec![]),
            (vec![("find", &"x".repeat(500))], vec![]),
            (vec![("time", "today")], (0..6).collect()),
            (vec![("from", "1999-01-01"), ("to", "1999-12-31")], vec![]),
            (vec![("from", "1999-01-01")], (0..6).collect()),
            (vec![("after", "x")], (0..6).collect()),
            (vec![("before", "%00.x")], (0..6).collect()),
        ] {
            let found = log(&team, &team.owner, &fields).await;
            let expected: Vec<&str> = expected.iter().map(|at| actions(&all)[*at]).collect();
            assert_eq!(actions(&found), expected, "{fields:?}");
        }

        let page = team.owner.get(PAGE).await;
        assert_eq!(page.status, 200);
        let words = page.read();
        for told in ["The operator", "changed the role of", "User admin", "2001:db8:4a::/64", "Command line", "created the project", "6 entries", "Entries are kept for good."] {
            assert!(words.contains(told), "{told}: {words}");
        }
        // FIELD-70: whatever this version writes it has words for.
        assert!(!words.contains("changed something"), "{words}");
        // Both lead into it, for those who may read it.
        let home = team.owner.get("/o/harbour-finch").await;
        assert!(home.body.contains(&format!("href=\"{PAGE}\"")), "{}", home.body);
        let details = team.owner.get(&format!("/o/harbour-finch/members/{id}")).await;
        assert!(details.body.contains(&format!("href=\"{PAGE}?person={id}\"")), "{}", details.body);
        assert!(!leo.get("/o/harbour-finch").await.body.contains(PAGE), "a user admin does not read it");
    }

    /// ST-4, TR-1, TR-2, TR-8: for those who may read it, by role or by grant; the others hear who can grant it.
    async fn st_4_who_may_read_it(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (ada, leo) = (team.join(app, "Ada", "admin").await, team.join(app, "Leo", "member").await);
        let uma = team.join(app, "Uma", "user-admin").await;
        let files = [format!("{PAGE}.csv"), format!("{PAGE}.json")];
        assert_eq!(log(&team, &ada, &[]).await["found"], 7);
        for who in [&leo, &uma] {
            let refused = team.call(who, "audit-log/list", &[]).await;
            assert_eq!((refused.error(), &refused.json()["permission"]), ("forbidden".into(), &"read-audit-log".into()));
            for path in files.iter().map(String::as_str).chain([PAGE]) {
                assert_eq!(who.get(path).await.status, 403, "{path}");
                // TR-8: whatever is wrong with the filter.
                for query in ["from=2026-13-45", "time=dates&from=2026-12-31&to=2026-01-01"] {
                    let page = who.get(&format!("{path}?{query}")).await;
                    assert_eq!(page.status, 403, "{path}?{query}");
                    assert!(page.body.contains("can grant it"), "{path}?{query}: {}", page.body);
                }
            }
        }
        let id = team.id_of(&team.address("Leo")).await;
        let granted = [("member", id.as_str()), ("grants", "read-audit-log")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        let page = leo.get(PAGE).await;
        assert!(page.status == 200 && page.read().contains("changed what is granted to"), "{}", page.body);
        // It tells what they see nowhere else, and leads to no page that refuses them.
        assert!(page.read().contains("Uma") && !page.body.contains("/o/harbour-finch/members\""), "{}", page.body);
        assert_eq!(leo.get(&files[0]).await.status, 200);
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        for path in files.iter().map(String::as_str).chain([PAGE]) {
            assert_eq!(jonas.get(path).await.status, 404, "{path}");
            assert_ne!(app.browser().get(path).await.status, 200, "{path}");
        }
        // PRV-1: what is shown holds no token.
        let invited = team.invite(app, "vera@guests.example", "member").await;
        let all = leo.get(&files[1]).await.body;
        assert!(all.contains("vera@guests.example") && !all.contains(&invited), "{all}");
    }

    /// ST-4, INP-8: a filter that is none is told beside its field, with what was typed; nobody is given everything instead.
    async fn st_4_what_is_no_filter_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (query, field, sentence) in [
            ("person=mina", "person", "That’s nobody’s id."),
            ("kind=everything", "kind", "There’s no such kind of change."),
            ("time=31d", "time", "There’s no such stretch of time."),
            ("from=28.11.2026", "from", "That’s no day."),
            ("from=2026-11-02&to=2026-11-01", "to", "The last day is before the first."),
            ("to=%00", "to", "That’s no day."),
            ("zone=900", "zone", "No clock goes like that."),
        ] {
            let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let refused = team.call(&team.owner, "audit-log/list", &fields).await;
            assert_eq!((refused.status.as_u16(), refused.json()["fields"][0]["field"].as_str()), (422, Some(field)), "{query}");
            let page = team.owner.get(&format!("{PAGE}?find=kept&{query}")).await;
            assert!(page.status == 422 && page.read().contains(sentence), "{query}: {}", page.body);
            assert!(page.body.contains("value=\"kept\"") && (page.body.contains("aria-invalid") || field == "zone"), "{query}");
            assert!(!page.body.contains("<table"), "{query}");
            for file in ["csv", "json"] {
                assert_eq!(team.owner.get(&format!("{PAGE}.{file}?{query}")).await.status, 422, "{query}");
            }
        }
        for query in ["after=x", "kind=&person=&from=&time=dates", "zone=60"] {
            let page = team.owner.get(&format!("{PAGE}?{query}")).await;
            assert!(page.status == 200 && page.read().contains("1 entry"), "{query}: {}", page.body);
        }
        for query in ["person=00000000-0000-0000-0000-000000000007", "find=nothing&time=7d&zone=60"] {
            let page = team.owner.get(&format!("{PAGE}?{query}")).await;
            assert!(page.status == 200 && page.read().contains("Nothing found"), "{query}: {}", page.body);
        }
        let page = team.owner.get(&format!("{PAGE}?find=nothing")).await;
        assert!(page.read().contains("Nothing found") && page.body.contains(&format!("href=\"{PAGE}\"")), "{}", page.body);
    }

    /// ST-4: page by page through ten thousand, each once, while others are written; counted from the newest that is seen.
    /// At the edge of `AUDIT_LOG_PAGE`.
    async fn st_4_ten_thousand_entries(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        ten_thousand_entries(app);
        let (mut seen, mut after) = (Vec::new(), String::new());
        let newest = log(&team, &team.owner, &[]).await["seen"].as_str().unwrap().to_owned();
        loop {
            let page = log(&team, &team.owner, &[("after", &after)]).await;
            let entries = page["entries"].as_array().unwrap();
            assert!(entries.len() == 50 || page["next"].is_null(), "{}", entries.len());
            seen.extend(entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
            if seen.len() == 100 {
                team.invite(app, "vera@guests.example", "member").await;
            }
            if let Some(next) = page["next"].as_str() {
                after = next.to_owned();
                continue;
            }
            // More than are counted, and as many before it that nobody knows which these are.
            assert_eq!((&page["found"], &page["more"], &page["newer"]), (&10_000.into(), &true.into(), &Value::Null));
            let back = log(&team, &team.owner, &[("before", page["previous"].as_str().unwrap())]).await;
            assert_eq!((back["entries"].as_array().unwrap().len(), &back["next"]), (50, &after.as_str().into()));
            break;
        }
        assert_eq!(seen.len(), 10_001);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 10_001);
        let newer = async |fields: &[(&str, &str)]| {
            let fields = [&[("seen", newest.as_str())], fields].concat();
            team.call(&team.owner, "audit-log/newer", &fields).await.json()["newer"].clone()
        };
        assert_eq!(newer(&[]).await, 1);
        assert_eq!(newer(&[("kind", "members")]).await, 0);
        let page = team.owner.get(&format!("{PAGE}?kind=members")).await.read();
        assert!(page.contains("Newest 50 of 10,000 entries") && page.contains("Older"), "{page}");
    }

    /// ST-4: the log as a file, whole, as filtered; it says so at its end, and having been taken is an entry.
    async fn st_4_the_log_is_a_file(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        assert_eq!(team.owner.call("account/change-name", &[("name", "=Mina, the 1st")]).await.status, 200);
        ten_thousand_entries(app);
        let day = log(&team, &team.owner, &[]).await["now"].as_str().unwrap()[..10].to_owned();
        let before = app.most_memory();
        let file = team.owner.get(&format!("{PAGE}.csv?kind=members")).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"harbour-finch-audit-log-{day}.csv\""));
        let found = file.csv();
        assert_eq!(found[0].join(","), "Time,Who,What,To whom,Before,After,From,Action,Entry,Who (id),To whom (id)");
        assert_eq!(found.len(), 10_002);
        assert_eq!(found[1][..6], ["2020-01-01T02:46:40Z", "Somebody", "left", "", "Member", "Left"].map(str::to_owned));
        let last = &found[10_001];
        assert_eq!((last[2].as_str(), last[7].as_str()), ("End of the log: 10,000 entries", "complete"));

        let file = team.owner.get(&format!("{PAGE}.json")).await;
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"harbour-finch-audit-log-{day}.json\""));
        let whole = file.json();
        assert_eq!((&whole["complete"], &whole["count"], &whole["filter"]), (&true.into(), &10_002.into(), &json!({})));
        let entries = whole["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 10_002);
        // The first file is in the second one.
        let taken = &entries[0];
        assert_eq!((&taken["action"], &taken["actor"]), (&"audit-log-exported".into(), &"=Mina, the 1st".into()));
        assert_eq!(taken["after"], json!({ "format": "csv", "kind": "members", "entries": 10_000 }));
        assert_eq!((&entries[1]["action"], &entries[1]["before"]), (&"organization-created".into(), &Value::Null));
        let grown = app.most_memory().saturating_sub(before);
        assert!(grown < 64 * 1024 * 1024, "{grown}");

        // Who only asks what there would be takes nothing away.
        let head = team.owner.send(Method::HEAD, &format!("{PAGE}.csv"), &[], Vec::new()).await;
        assert!(head.status == 200 && head.body.is_empty());
        assert_eq!(log(&team, &team.owner, &[("kind", "exports")]).await["found"], 2);
        let page = team.owner.get(&format!("{PAGE}?kind=exports")).await.read();
        assert!(page.contains("exported the audit log") && page.contains("CSV, 10,000 entries, Members and roles"), "{page}");
        for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-purpose", "prefetch")] {
            let foreign = team.owner.send(Method::GET, &format!("{PAGE}.csv"), &[(name, value)], Vec::new()).await;
            assert_eq!(foreign.status, 403, "ST-4, FIELD-41: what another site asks for leaves no entry");
        }
        assert_eq!(log(&team, &team.owner, &[("kind", "exports")]).await["found"], 2);
        let file = team.owner.get(&format!("{PAGE}.csv?kind=exports")).await;
        assert!(file.csv()[1][1].starts_with("'=Mina"), "{}", file.body);
        let empty = team.owner.get(&format!("{PAGE}.json?find=nobody")).await.json();
        assert_eq!((&empty["entries"], &empty["count"], &empty["filter"]["find"]), (&json!([]), &0.into(), &"nobody".into()));
    }

    /// ST-4: a file that cannot be read to its end breaks off, and does not say that it is whole.
    async fn st_4_a_file_that_is_cut_off_says_so(app: &App) {
        // What cannot be read at all is what only one of the engines takes.
        if app.engine == Engine::Postgres {
            return;
        }
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        ten_thousand_entries(app);
        app.execute("UPDATE audit_entries SET id = x'00' WHERE id = CAST(printf('%016d', 1) AS BLOB)");
        for file in ["csv", "json"] {
            let answer = team.owner.try_send(Method::GET, &format!("{PAGE}.{file}"), &[], Vec::new()).await;
            assert!(answer.is_none(), "{file}: {answer:?}");
        }
        app.logged("an audit log was not sent to its end").await;
    }

    /// ST-4: entries are kept as long as the operator says; what is older is shown no more, and deleted.
    async fn st_4_entries_are_kept_as_long_as_the_operator_says(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_AUDIT_LOG_DAYS", "30")]).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        app.move_clock(2 * DAY);
        team.owner.sign_in(MINA.email, MINA.password).await;
        team.invite(app, "vera@guests.example", "member").await;
        let both = log(&team, &team.owner, &[]).await;
        assert_eq!((actions(&both), &both["kept_days"]), (vec!["invitation-sent", "organization-created"], &30.into()));
        app.move_clock(31 * DAY);
        team.owner.sign_in(MINA.email, MINA.password).await;
        let one = log(&team, &team.owner, &[]).await;
        assert_eq!((actions(&one), &one["found"]), (vec!["invitation-sent"], &1.into()));
        let page = team.owner.get(PAGE).await.read();
        assert!(page.contains("Entries are kept for 30 days.") && page.contains("1 entry"), "{page}");
        assert_eq!(app.tables(&["audit_entries"])[0].1.len(), 2);
        app.kill_and_start().await;
        for _ in 0..100 {
            if app.tables(&["audit_entries"])[0].1.len() == 1 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("what is old is not deleted");
    }

    /// ST-4: what is older than is kept is shown nowhere, also while it is not deleted yet.
    async fn st_4_what_is_not_kept_is_shown_nowhere(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_AUDIT_LOG_DAYS", "30")]).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Ada", "member").await;
        let id = team.id_of(&team.address("Ada")).await;
        let shown = async || {
            let home = team.call(&team.owner, "organizations/home", &[]).await.json();
            let member = team.call(&team.owner, "members/view", &[("member", &id)]).await.json();
            let billing = team.call(&team.owner, "billing/view", &[]).await.json();
            let export = team.owner.get("/account/export.json").await.json();
            let entries = [&home["latest"], &member["history"], &billing["history"], &export["audit_entries"]];
            entries.map(|entries| entries.as_array().unwrap().len())
        };
        let contact = [("name", "Bill"), ("email", "bill@harbour.example")];
        assert_eq!(team.call(&team.owner, "billing/change-contact", &contact).await.status, 200);
        assert_eq!(shown().await, [4, 1, 1, 3]);
        let rows = app.tables(&["audit_entries"])[0].1.len();
        app.move_clock(31 * DAY);
        team.owner.sign_in(MINA.email, MINA.password).await;
        assert_eq!((shown().await, app.tables(&["audit_entries"])[0].1.len()), ([0; 4], rows));
    }
}
