//! What happens is told: in the audit log of an organization (FIELD-70), and to whoever watches over a Parlor (FIELD-50).

use std::{collections::BTreeMap, sync::atomic::AtomicI64};

use serde_json::Value;

use crate::{
    calls::{self, Part},
    prepared::Stage,
    support::{Answer, App, Browser, Engine, HOUR, MINA, PASSWORD, Team, stories},
};

/// Tables that say again what another one says: the copy of a membership that an undo brings back, and the mails that
/// tell members what became of their organization.
const ECHOES: [&str; 3] = ["announcements", "removed_memberships", "removed_project_memberships"];
/// Columns that are no change of the organization: whether somebody can be reached, when they last looked, and what they put
/// out of their sight.
const HINTS: [&str; 3] = ["availability", "opened_at", "steps_hidden_at"];

/// The rows of each table, by their key.
type Rows = BTreeMap<(String, String), Value>;

/// Everything that is an organization's.
fn rows(app: &App) -> Rows {
    let mut tables = app.tables_with("organization_id");
    tables.retain(|table| !ECHOES.contains(&table.as_str()));
    tables.push("organizations".to_owned());
    assert!(tables.len() >= 8, "{tables:?}");
    let mut found = Rows::new();
    for (table, rows) in app.tables(&tables) {
        for row in rows {
            found.insert((table.clone(), key(&row)), row);
        }
    }
    found
}

/// What tells a row from others of its table: its id, or else all ids in it and the slug.
fn key(row: &Value) -> String {
    let columns = row.as_object().unwrap();
    let ids = columns.iter().filter(|(name, _)| name.ends_with("_id") || *name == "slug");
    columns.get("id").map_or_else(|| ids.map(|(_, value)| value.to_string()).collect(), Value::to_string)
}

/// The organization that a row belongs to.
fn organization<'a>(table: &str, row: &'a Value) -> &'a Value {
    if table == "organizations" { &row["id"] } else { &row["organization_id"] }
}

/// What is wrong with what was told of the changes between the two.
fn untold(before: &Rows, after: &Rows) -> Vec<String> {
    let mut wrong = Vec::new();
    let new_entries = |organization: &Value| -> Vec<Value> {
        let new = after.iter().filter(|(key, _)| key.0 == "audit_entries" && !before.contains_key(*key));
        let here = new.filter(|(_, row)| row["organization_id"] == *organization);
        here.map(|(_, row)| serde_json::from_str(row["detail"].as_str().unwrap()).unwrap()).collect()
    };
    let keys = before.keys().chain(after.keys()).filter(|key| key.0 != "audit_entries");
    for key in keys.collect::<std::collections::BTreeSet<_>>() {
        let (old, new) = (before.get(key), after.get(key));
        // The history of somebody who is forgotten names them, and goes with them (PRV-4).
        let settled = |row: &Value| ["accepted", "declined", "cancelled"].iter().any(|state| row["state"] == *state);
        if new.is_none() && old.is_some_and(settled) {
            continue;
        }
        let columns = old.or(new).unwrap().as_object().unwrap().keys();
        let at = |row: Option<&Value>, column: &str| row.map_or(Value::Null, |row| row[column].clone());
        let changed: Vec<&String> =
            columns.filter(|column| !HINTS.contains(&column.as_str()) && at(old, column) != at(new, column)).collect();
        if changed.is_empty() {
            continue;
        }
        let entries = new_entries(organization(&key.0, old.or(new).unwrap()));
        if entries.is_empty() {
            wrong.push(format!("{key:?} changed {changed:?} without an audit entry"));
            continue;
        }
        if entries.iter().any(|entry| entry.get("before").is_none() || entry.get("after").is_none()) {
            wrong.push(format!("an entry without before or after: {entries:?}"));
        }
        // What people decide about: its old and its new value stand in one entry.
        for column in ["role", "state"] {
            let (old, new) = (at(old, column), at(new, column));
            let holds = |entry: &Value, side: &str, value: &Value| {
                value.is_null() || entry[side].to_string().contains(&value.to_string())
            };
            // A new draft that is sent at once was nothing before.
            let told = entries.iter().any(|entry| holds(entry, "before", &old) && holds(entry, "after", &new));
            if old != new && !told {
                wrong.push(format!("{key:?}: {column} from {old} to {new} is not in {entries:?}"));
            }
        }
    }
    wrong
}

/// The names of the events since there were so many.
fn names(app: &App, since: usize) -> Vec<String> {
    app.security_events()[since..].iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect()
}

/// FIELD-70, ST-4: no call of this part changes rows of an organization without an audit entry that tells before and after. Of so
/// many it is known that they change some.
async fn no_change_without_an_entry(engine: Engine, part: Part, known: usize) {
    let app = &App::start_with(engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let moved = AtomicI64::new(0);
    let mut changing = Vec::new();
    for (number, call) in calls::writes_of(part).enumerate() {
        let stage = Stage { app, number, moved: &moved };
        stage.later(2 * HOUR);
        let prepared = stage.prepare(call).await;
        let before = rows(app);
        let answer = prepared.browser.call(call, &prepared.fields()).await;
        assert_eq!(answer.status, 200, "{call}: {answer:?}");
        let after = rows(app);
        assert_eq!(untold(&before, &after), Vec::<String>::new(), "{call}");
        changing.extend((before != after).then_some(call));
    }
    assert!(changing.len() >= known, "the calls change something: {changing:?}");
}

stories! {
    async fn field_70_no_change_without_an_entry_of_accounts(app: &App) {
        no_change_without_an_entry(app.engine, Part::Accounts, 1).await;
    }

    async fn field_70_no_change_without_an_entry_of_members(app: &App) {
        no_change_without_an_entry(app.engine, Part::Members, 12).await;
    }

    async fn field_70_no_change_without_an_entry_of_all_else(app: &App) {
        no_change_without_an_entry(app.engine, Part::AllElse, 12).await;
    }

    /// FIELD-70, IN-7: a draft, the same with another role, sent, and sent again with another: each change is told.
    async fn field_70_what_becomes_of_a_draft(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for (role, draft) in [("member", "true"), ("admin", "true"), ("user-admin", "false"), ("admin", "false")] {
            let before = rows(app);
            let fields = [("emails", "guest@harbour.example"), ("role", role), ("draft", draft)];
            let answer = team.call(&team.owner, "members/invite", &fields).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let after = rows(app);
            assert_ne!(before, after, "{role} {draft}");
            assert_eq!(untold(&before, &after), Vec::<String>::new(), "{role} {draft}");
        }
    }

    /// FIELD-50, OP-10: whoever comes to own an organization or ceases to, by whatever way, is told; so is what becomes of
    /// the whole of it.
    async fn field_50_owners_come_and_go(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut since = app.security_events().len();
        let mut told = |wanted: &[&str]| {
            assert_eq!(names(app, since), wanted);
            since = app.security_events().len();
        };
        let leaves = team.join(app, "leaves", "owner").await;
        told(&["ownership-changed", "sign-up-completed"]);
        assert_eq!(team.call(&leaves, "organizations/leave", &[]).await.status, 200);
        told(&["ownership-changed"]);
        let goes = team.join(app, "goes", "owner").await;
        told(&["ownership-changed", "sign-up-completed"]);
        assert_eq!(goes.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        told(&["ownership-changed", "account-deleted"]);
        team.join(app, "revoked", "owner").await;
        told(&["ownership-changed", "sign-up-completed"]);
        let revoked = team.id_of(&team.address("revoked")).await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &revoked)]).await.status, 200);
        told(&["ownership-changed"]);
        team.join(app, "member", "member").await;
        told(&["role-changed", "sign-up-completed"]);
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        told(&["organization-deleted", "organization-restored"]);
    }

    /// FIELD-50, OP-10, PRV-6: each event once, at its deed, masked, with the client; nothing secret beside it.
    async fn field_50_every_event_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let priya = team.join(app, "Priya", "member").await;
        let email = team.address("Priya");
        let member = team.id_of(&email).await;
        assert_eq!(names(app, 0), ["address-confirmed", "sign-up-completed", "role-changed", "sign-up-completed"]);
        let other = app.browser();
        let reset = app.reset_link(&email).await;
        let change = [("email", "priya@new.example"), ("password", PASSWORD)];
        let role = |role: &'static str| [("member", member.as_str()), ("role", role)];
        let session = async || {
            let sessions = priya.call("account/view", &[]).await.json()["sessions"].clone();
            let other = sessions.as_array().unwrap().iter().find(|row| row["this"] == false).unwrap().clone();
            other["id"].as_str().unwrap().to_owned()
        };
        let since = app.security_events().len();
        let mut expected: Vec<&str> = Vec::new();
        let mut expect = |answer: Answer, events: &'static str| {
            expected.extend(events.split(' '));
            assert_eq!(names(app, since), expected, "{answer:?}");
        };
        expect(other.sign_in(&email, "wrong plain words").await, "sign-in-failed");
        expect(other.sign_in("nobody@harbour.example", "wrong plain words").await, "sign-in-failed");
        expect(other.sign_in(&email, PASSWORD).await, "signed-in");
        let id = session().await;
        expect(priya.call("account/end-session", &[("session", &id)]).await, "session-ended");
        expect(priya.call("account/end-other-sessions", &[]).await, "other-sessions-ended");
        expect(priya.call("account/delete", &[("password", "wrong plain words")]).await, "password-wrong");
        expect(team.call(&team.owner, "members/change-role", &role("admin")).await, "role-changed");
        expect(team.call(&team.owner, "members/change-role", &role("owner")).await, "ownership-changed");
        expect(team.call(&team.owner, "members/change-role", &role("member")).await, "ownership-changed");
        expect(app.browser().call("accounts/forgot-password", &[("email", &email)]).await, "reset-requested");
        let reset = match app.browser().call("accounts/reset-link", &[("token", &reset)]).await.status.as_u16() {
            200 => reset,
            _ => app.mails(&email).await.iter().find(|mail| mail.text.contains("/reset-password/")).unwrap().token(),
        };
        let undo = app.mailed(&email, "/email/", priya.call("account/change-email", &change)).await;
        expect(priya.call("accounts/landing", &[]).await, "address-change-requested");
        let confirm = app.mail_with("priya@new.example", "/email/", 1).await.token();
        expect(priya.call("account/use-address-link", &[("token", &confirm)]).await, "address-changed");
        let words = [("current_password", PASSWORD), ("password", "new plain words")];
        expect(priya.call("account/change-password", &words).await, "password-changed");
        expect(app.browser().call("account/use-address-link", &[("token", &undo)]).await, "address-change-undone");
        let _ = reset;
        let token = app.reset_link(&email).await;
        expect(priya.call("accounts/landing", &[]).await, "reset-requested");
        let set = [("token", token.as_str()), ("password", PASSWORD)];
        expect(priya.call("accounts/reset-password", &set).await, "password-reset");
        expect(priya.sign_in(&email, PASSWORD).await, "signed-in");
        expect(priya.call("accounts/sign-out", &[]).await, "signed-out");
        expect(priya.sign_in(&email, PASSWORD).await, "signed-in");
        expect(priya.call("account/delete", &[("password", PASSWORD)]).await, "role-changed account-deleted");

        // Each guess is one event, and what is refused unheard another.
        let since = app.security_events().len();
        let mut guesses = Vec::new();
        for _ in 0..12 {
            let guess = app.browser().sign_in(MINA.email, "wrong plain words").await;
            guesses.push(if guess.status == 429 { "throttled" } else { "sign-in-failed" });
        }
        assert_eq!(names(app, since), guesses);
        assert!(guesses.contains(&"throttled"));

        let events = app.security_events();
        for event in &events {
            assert_eq!(event["client"], "127.0.0.1", "{event}");
            let text = event.to_string();
            for secret in [email.as_str(), MINA.email, PASSWORD, MINA.password, "wrong plain words", &token, &undo] {
                assert!(!text.contains(secret), "{event}");
            }
        }
        let failed = events.iter().find(|event| event["event"] == "sign-in-failed").unwrap();
        assert!(failed["email"].as_str().unwrap().starts_with("p***@"), "{failed}");
        let changed = events.iter().find(|event| event["event"] == "role-changed" && event["after"] == "admin").unwrap();
        assert_eq!((&changed["before"], &changed["account"]), (&"member".into(), &member.as_str().into()));
        assert!(changed["by"].is_string() && changed["organization"].is_string());
    }

    /// FIELD-50, ST-4, TR-5, TR-7: whatever is done to somebody else says who did it, to whom and where, and what was before and
    /// after; each is one line, of plain members too.
    async fn field_50_who_did_it_to_whom(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let email = team.address("Leo");
        let (id, mina) = (team.id_of(&email).await, team.id_of(MINA.email).await);
        let mut since = app.security_events().len();
        let mut line = |event: &str, by: &str, before: Option<&str>, after: Option<&str>| {
            let events = app.security_events();
            assert_eq!(events.len(), since + 1, "{event}: {:?}", &events[since..]);
            let line = &events[since];
            assert_eq!((&line["event"], &line["account"], &line["by"]), (&event.into(), &id.as_str().into(), &by.into()), "{line}");
            assert_eq!((line["before"].as_str(), line["after"].as_str()), (before, after), "{line}");
            assert!(line["organization"].is_string() && line["client"] == "127.0.0.1", "{line}");
            since = events.len();
        };
        let done = async |who: &Browser, call: &str, fields: &[(&str, &str)]| {
            let answer = team.call(who, call, fields).await;
            assert_eq!(answer.status, 200, "{call}: {answer:?}");
        };
        let owner = &team.owner;
        done(owner, "members/send-password-reset", &[("member", &id)]).await;
        line("reset-requested", &mina, None, None);
        for (grants, before, after) in
            [("read-audit-log,create-projects", "", "create-projects read-audit-log"), ("", "create-projects read-audit-log", "")]
        {
            done(owner, "members/change-grants", &[("member", &id), ("grants", grants)]).await;
            line("grants-changed", &mina, Some(before), Some(after));
        }
        done(owner, "members/change-role", &[("member", &id), ("role", "user-admin")]).await;
        line("role-changed", &mina, Some("member"), Some("user-admin"));
        done(owner, "members/change-role", &[("member", &id), ("role", "member")]).await;
        line("role-changed", &mina, Some("user-admin"), Some("member"));
        done(owner, "members/revoke", &[("people", &id)]).await;
        line("role-changed", &mina, Some("member"), None);
        done(owner, "members/restore", &[("people", &id)]).await;
        line("role-changed", &mina, None, Some("member"));
        // Too many of them are a line too, and say who tried.
        let refused = async || team.call(owner, "members/send-password-reset", &[("member", &id)]).await;
        let mut throttled = refused().await;
        while throttled.status == 200 {
            line("reset-requested", &mina, None, None);
            throttled = refused().await;
        }
        assert_eq!(throttled.status, 429, "{throttled:?}");
        line("throttled", &mina, None, None);
        done(&leo, "organizations/leave", &[]).await;
        line("role-changed", &id, Some("member"), None);
        // Who asks for themselves is not known: no account is looked up for it.
        assert_eq!(app.browser().call("accounts/forgot-password", &[("email", MINA.email)]).await.status, 200);
        let asked = app.security_events().last().unwrap().clone();
        assert_eq!((&asked["event"], &asked["by"], &asked["account"]), (&"reset-requested".into(), &Value::Null, &Value::Null));
    }
}
