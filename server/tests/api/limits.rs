//! Every number of `app/domain/src/limits.rs` at its edge (FIELD-75), here or with the stories of its area. Numbers are written
//! out in tests: one that is changed there fails.

use std::{fs, path::Path, time::Duration};

use crate::support::{App, DAY, Engine, HOUR, JONAS, MINA, Team, stories, timed};

/// How a test says that it stands at the edge of numbers: a line of its comment, with their names.
const EDGE: &str = "/// At the edge of ";

/// The names that tests of a folder say they stand at the edge of.
fn edges(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            edges(&path, found);
        } else if path.extension().is_some_and(|name| name == "rs") {
            let code = fs::read_to_string(&path).unwrap();
            let mut said = Vec::new();
            for line in code.lines().map(str::trim) {
                if let Some(names) = line.strip_prefix(EDGE) {
                    said.extend(names.split('`').skip(1).step_by(2).map(str::to_owned));
                } else if line.starts_with("async fn ") {
                    found.append(&mut said);
                } else if !line.starts_with("///") && !line.starts_with("#[") {
                    said.clear();
                }
            }
        }
    }
}

/// FIELD-75: no number without a test at its edge.
#[test]
fn field_75_every_number_has_an_edge() {
    let limits = include_str!("../../../app/domain/src/limits.rs");
    let names: Vec<&str> =
        limits.lines().filter_map(|line| line.trim().strip_prefix("pub const ")?.split(':').next()).collect();
    assert!(names.len() > 30, "{names:?}");
    let mut found = Vec::new();
    edges(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api"), &mut found);
    for name in &names {
        assert!(found.iter().any(|edge| edge == name), "{name} has no test at its edge");
    }
    let gone: Vec<&String> = found.iter().filter(|edge| !names.contains(&edge.as_str())).collect();
    assert!(gone.is_empty(), "no such numbers: {gone:?}");
}

/// What a statement answers, written for either engine.
fn sql(app: &App, sqlite: &str, postgres: &str) -> String {
    let statement = match app.engine {
        Engine::Sqlite => sqlite,
        Engine::Postgres => postgres,
    };
    let row = app.query(statement).remove(0);
    let value = row.as_object().and_then(|row| row.values().next()).expect("a value");
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// How many rows the table has.
fn count(app: &App, table: &str) -> String {
    let sql_text = format!("SELECT COUNT(*) FROM {table}");
    sql(app, &sql_text, &sql_text)
}

/// Waits until the table has so many rows.
async fn has(app: &App, table: &str, rows: &str) {
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while count(app, table) != rows {
        assert!(std::time::Instant::now() < deadline, "{table} has {} rows, not {rows}", count(app, table));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

stories! {
    /// FIELD-75, SU-3, OR-5: so many characters go, and one more does not.
    /// At the edge of `EMAIL_MAX`, `EMAIL_LOCAL_PART_MAX`, `PERSON_NAME_MAX`.
    /// At the edge of `ORGANIZATION_NAME_MIN`, `ORGANIZATION_NAME_MAX`, `SLUG_MAX`.
    async fn field_75_lengths_are_exact(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        // Characters of a host's label at most: 63.
        let host = |length: usize| {
            let mut host = String::new();
            while host.len() + 64 < length - 8 {
                host.push_str(&"h".repeat(62));
                host.push('.');
            }
            let rest = length - 8 - host.len();
            host + &"h".repeat(rest) + ".example"
        };
        let emails = [
            (format!("{}@{}", "a".repeat(64), host(254 - 65)), true),
            (format!("{}@{}", "b".repeat(64), host(255 - 65)), false),
            (format!("{}@harbour.example", "c".repeat(64)), true),
            (format!("{}@harbour.example", "d".repeat(65)), false),
        ];
        for (email, goes) in emails {
            let form = [("name", "Mina"), ("email", email.as_str()), ("password", MINA.password)];
            let answer = app.browser().call("accounts/sign-up", &form).await;
            assert_eq!(answer.status == 200, goes, "{} bytes: {answer:?}", email.len());
        }
        for (length, goes) in [(1, true), (100, true), (101, false)] {
            let answer = browser.call("account/change-name", &[("name", &"é".repeat(length))]).await;
            assert_eq!(answer.status == 200, goes, "{length}: {answer:?}");
        }
        for (length, goes) in [(1, false), (2, true), (80, true), (81, false)] {
            let answer = browser.call("organizations/create", &[("name", &"n".repeat(length))]).await;
            assert_eq!(answer.status == 200, goes, "{length}: {answer:?}");
        }
        for (length, goes) in [(1, false), (48, true), (49, false)] {
            let fields = [("name", "Slugged"), ("slug", &*"s".repeat(length))];
            let answer = browser.call("organizations/create", &fields).await;
            assert_eq!(answer.status == 200, goes, "{length}: {answer:?}");
        }
    }

    /// FIELD-75, OR-5: a hundred organizations, where the operator says nothing.
    /// At the edge of `ORGANIZATIONS_PER_ACCOUNT`.
    async fn field_75_a_hundred_organizations(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        for number in 1..=100 {
            browser.create(&format!("Harbour {number}")).await;
        }
        let refused = browser.call("organizations/create", &[("name", "Harbour 101")]).await;
        assert_eq!((refused.error(), refused.json()["limit"].as_i64()), ("organization-limit".into(), Some(100)));
    }

    /// FIELD-75, SU-6: another mail after 60 seconds.
    /// At the edge of `RESEND_AFTER`.
    async fn field_75_a_minute_between_mails(app: &App) {
        let browser = app.browser();
        let (_, made) = timed(browser.sign_up(app, &MINA)).await;
        let look = async || browser.call("accounts/attempt-status", &[]).await.json()["resend_in"].as_i64() > Some(0);
        assert_eq!(app.edge(&made, 60, look).await, (true, false));
        assert_eq!(browser.call("accounts/resend-verification", &[]).await.status, 200);
    }

    /// FIELD-75, SI-4: use is noted at most once a minute.
    /// At the edge of `SESSION_TOUCH`.
    async fn field_75_a_session_is_seen_once_a_minute(app: &App) {
        let browser = app.browser();
        let ((), made) = timed(browser.join(app, &MINA)).await;
        let is_noted = async || {
            browser.call("account/view", &[]).await;
            let view = browser.call("account/view", &[("quiet", "true")]).await.json();
            view["sessions"][0]["seen_at"] != view["sessions"][0]["created_at"]
        };
        assert_eq!(app.edge(&made, 60, is_noted).await, (false, true));
    }

    /// FIELD-75: within two minutes the same name is the same organization.
    /// At the edge of `REPEATED_CREATION`.
    async fn field_75_two_minutes_are_one_creation(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let (first, made) = timed(browser.create("Harbour")).await;
        let (early, late) = app.edge(&made, 120, async || browser.create("Harbour").await).await;
        assert_eq!(early, first);
        assert_ne!(late, first);
    }

    /// FIELD-75: a mail that only tells something is tried for two days.
    /// At the edge of `NOTICE`.
    async fn field_75_a_notice_is_tried_for_two_days(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let fields = [("current_password", MINA.password), ("password", "quite other plain words")];
        assert_eq!(browser.call("account/change-password", &fields).await.status, 200);
        let hours = sql(
            app,
            "SELECT CAST(ROUND((julianday(expires_at) - julianday(created_at)) * 86400) AS INTEGER) FROM outbox
             ORDER BY created_at DESC LIMIT 1",
            "SELECT EXTRACT(EPOCH FROM expires_at - created_at)::bigint FROM outbox ORDER BY created_at DESC LIMIT 1",
        );
        assert_eq!(hours, (48 * HOUR).to_string());
    }

    /// FIELD-75, SU-14: claims are kept for 30 days, devices for 400.
    /// At the edge of `CLAIM`, `DEVICE`.
    async fn field_75_what_housekeeping_keeps(app: &App) {
        app.browser().join(app, &MINA).await;
        // Housekeeping goes round at every start; what has died by then says that it was there.
        let at = async |seconds: i64| {
            app.move_clock(seconds);
            app.kill_and_start().await;
        };
        app.move_clock(DAY);
        app.browser().sign_up(app, &JONAS).await;
        at(31 * DAY - 60).await;
        has(app, "sessions", "0").await;
        assert_eq!(count(app, "accounts"), "2");
        at(31 * DAY + 60).await;
        has(app, "accounts", "1").await;
        assert_eq!(app.browser().sign_in(MINA.email, MINA.password).await.status, 200);
        at(400 * DAY - 60).await;
        has(app, "sessions", "0").await;
        assert_eq!(count(app, "devices"), "2");
        at(400 * DAY + 60).await;
        has(app, "devices", "1").await;
    }

    /// FIELD-75, TR-3: fifty members on a page.
    /// At the edge of `MEMBERS_PAGE`, `PROJECT_MEMBERS_PAGE`.
    async fn field_75_fifty_members_on_a_page(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for number in 2..=50 {
            team.join(app, &format!("Person{number}"), "member").await;
        }
        let list = team.list().await;
        assert_eq!((list["members"].as_array().unwrap().len(), &list["next"]), (50, &serde_json::Value::Null));
        team.join(app, "Person51", "member").await;
        let list = team.list().await;
        assert_eq!((list["members"].as_array().unwrap().len(), list["found"].as_i64()), (50, Some(51)));
        let next = [("after", list["next"].as_str().unwrap())];
        let list = team.call(&team.owner, "members/list", &next).await.json();
        assert_eq!((list["members"].as_array().unwrap().len(), list["before"].as_i64()), (1, Some(50)));
        // The same by when they were last here, behind somebody who never was.
        app.execute("UPDATE memberships SET opened_at = NULL");
        for sort in ["last-active", "-last-active"] {
            let first = team.call(&team.owner, "members/list", &[("sort", sort)]).await.json();
            let after = ("after", first["next"].as_str().unwrap());
            let second = team.call(&team.owner, "members/list", &[("sort", sort), after]).await.json();
            assert_eq!((second["members"].as_array().unwrap().len(), second["before"].as_i64()), (1, Some(50)), "{sort}");
        }
        // The same in a project, where the next page begins behind somebody.
        let project = ("project", "website");
        let first = team.call(&team.owner, "projects/members", &[project]).await.json();
        assert_eq!((first["members"].as_array().unwrap().len(), first["count"].as_i64()), (50, Some(51)));
        let after = ("after", first["next"].as_str().unwrap());
        let second = team.call(&team.owner, "projects/members", &[project, after]).await.json();
        assert_eq!((second["members"].as_array().unwrap().len(), &second["next"]), (1, &serde_json::Value::Null));
    }
}
