//! What happens is told: in the audit log of an organization (FIELD-70), and to whoever watches over a Parlor (FIELD-50).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    calls::WRITES,
    support::{Answer, App, Browser, Engine, HOUR, MINA, PASSWORD, Person, Team, stories},
};

/// Tables whose rows are an organization's.
const TABLES: [&str; 6] =
    ["organizations", "memberships", "invitations", "projects", "project_memberships", "audit_entries"];
/// Columns that are no change of the organization: when somebody last looked, when a row was written.
const HINTS: [&str; 1] = ["opened_at"];

/// The rows of each table, by their key.
type Rows = BTreeMap<(String, String), Value>;

fn rows(app: &App) -> Rows {
    let mut found = Rows::new();
    for (table, rows) in app.tables(&TABLES) {
        for row in rows {
            let key = match table.as_str() {
                "memberships" => format!("{}{}", row["organization_id"], row["account_id"]),
                "project_memberships" => format!("{}{}", row["project_id"], row["account_id"]),
                _ => row["id"].to_string(),
            };
            found.insert((table.clone(), key), row);
        }
    }
    found
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

/// An organization with people and invitations for one call to change.
struct World {
    team: Team,
    /// A member.
    priya: Browser,
    owner: String,
    guest: String,
}

impl World {
    async fn new(app: &App, number: usize) -> Self {
        let owner = format!("owner{number}@harbour.example");
        let person = Person { name: "Olga", email: &owner, password: PASSWORD };
        let team = Team::new(app, &person, &format!("Harbour {number}")).await;
        let priya = team.join(app, "Priya", "member").await;
        Self { team, priya, owner, guest: format!("guest{number}@guests.example") }
    }

    async fn call(&self, app: &App, call: &str) -> Answer {
        let Self { team, priya, owner, guest } = self;
        let slug = ("organization", team.slug.as_str());
        let member = team.id_of(&team.address("Priya")).await;
        let member = ("member", member.as_str());
        let guest = guest.as_str();
        let role = ("role", "user-admin");
        match call {
            "account/appearance" => priya.call(call, &[("appearance", "dark")]).await,
            "account/change-email" => priya.call(call, &[("email", guest), ("password", PASSWORD)]).await,
            "account/change-name" => priya.call(call, &[("name", "Priya Raman")]).await,
            "account/change-password" => {
                priya.call(call, &[("current_password", PASSWORD), ("password", "new plain words")]).await
            }
            "account/delete" => priya.call(call, &[("password", PASSWORD)]).await,
            "account/end-session" => {
                let other = app.browser();
                other.sign_in(owner, PASSWORD).await;
                let sessions = team.owner.call("account/view", &[]).await.json()["sessions"].clone();
                let rows = sessions.as_array().unwrap().clone();
                let id = rows.iter().find(|row| row["this"] == false).unwrap()["id"].as_str().unwrap().to_owned();
                team.owner.call(call, &[("session", &id)]).await
            }
            "account/use-address-link" => {
                let change = [("email", guest), ("password", PASSWORD)];
                let token = app.mailed(guest, "/email/", priya.call("account/change-email", &change)).await;
                priya.call(call, &[("token", &token)]).await
            }
            "account/end-other-sessions" | "accounts/sign-out" => team.owner.call(call, &[]).await,
            "accounts/forgot-password" => app.browser().call(call, &[("email", owner)]).await,
            "accounts/reset-password" => {
                let token = app.reset_link(owner).await;
                app.browser().call(call, &[("token", &token), ("password", "new plain words")]).await
            }
            "accounts/sign-in" => app.browser().sign_in(owner, PASSWORD).await,
            "accounts/sign-up" => {
                app.browser().call(call, &[("name", "Guest"), ("email", guest), ("password", PASSWORD)]).await
            }
            "accounts/change-address"
            | "accounts/confirm"
            | "accounts/reject"
            | "accounts/resend-verification"
            | "accounts/restart"
            | "accounts/resume" => self.sign_up(app, call).await,
            "invitations/accept" => {
                let token = team.invite(app, guest, "user-admin").await;
                app.browser().call(call, &[("token", &token), ("name", "Guest"), ("password", PASSWORD)]).await
            }
            "invitations/decline" => {
                let token = team.invite(app, guest, "user-admin").await;
                app.browser().call(call, &[("token", &token)]).await
            }
            "invitations/ask" => {
                let by = team.join(app, "Ada", "admin").await;
                let fields = [slug, ("emails", guest), role];
                let token = app.mailed(guest, "/invitations/", by.call("members/invite", &fields)).await;
                assert_eq!(by.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
                app.browser().call(call, &[("token", &token)]).await
            }
            "invitations/accept-mine" | "invitations/decline-mine" => {
                let jonas = app.browser();
                jonas.join(app, &Person { name: "Jonas", email: guest, password: PASSWORD }).await;
                team.invite(app, guest, "admin").await;
                let mine = jonas.call("organizations/mine", &[]).await.json();
                jonas.call(call, &[("invitation", mine["invitations"][0]["id"].as_str().unwrap())]).await
            }
            "members/cancel-invitation" | "members/invitation-link" | "members/send-invitation" => {
                team.invite(app, guest, "admin").await;
                let id = team.id_of(guest).await;
                team.call(&team.owner, call, &[("invitation", &id)]).await
            }
            "members/invite" => {
                // As a draft, with another role, sent, and sent again.
                let drafts = [("member", "true"), ("admin", "true"), ("user-admin", "false"), ("admin", "false")];
                let mut last = None;
                for (role, draft) in drafts {
                    let fields = [("emails", guest), ("role", role), ("draft", draft)];
                    let before = rows(app);
                    let answer = team.call(&team.owner, call, &fields).await;
                    assert_eq!(answer.status, 200, "{answer:?}");
                    assert_eq!(untold(&before, &rows(app)), Vec::<String>::new(), "{role} {draft}");
                    last = Some(answer);
                }
                last.unwrap()
            }
            "members/edit-invitation" => {
                team.invite(app, guest, "admin").await;
                let id = team.id_of(guest).await;
                let mut last = None;
                for send in ["false", "true"] {
                    let before = rows(app);
                    let fields = [("invitation", &*id), ("role", "user-admin"), ("first_name", "Sana"), ("send", send)];
                    let answer = team.call(&team.owner, call, &fields).await;
                    assert_eq!(answer.status, 200, "{answer:?}");
                    assert_eq!(untold(&before, &rows(app)), Vec::<String>::new(), "{send}");
                    last = Some(answer);
                }
                last.unwrap()
            }
            "members/edit" => team.call(&team.owner, call, &[member, role, ("display_name", "Somebody else")]).await,
            "members/send-password-reset" => team.call(&team.owner, call, &[member]).await,
            "members/change-project" => {
                let list = team.call(&team.owner, "projects/list", &[]).await.json();
                let project = ("project", list["active"][0]["id"].as_str().unwrap());
                team.call(&team.owner, call, &[member, project, ("before", "none"), ("role", "agent")]).await
            }
            "members/change-role" => team.call(&team.owner, call, &[member, role]).await,
            "members/change-grants" => team.call(&team.owner, call, &[member, ("grants", "read-audit-log")]).await,
            "members/restore" => {
                let people = ("people", member.1);
                assert_eq!(team.call(&team.owner, "members/revoke", &[people]).await.status, 200);
                team.call(&team.owner, call, &[people]).await
            }
            "projects/create" => team.call(&team.owner, call, &[("name", "Repairs")]).await,
            "projects/rename" | "projects/archive" | "projects/restore" | "projects/save-members" => {
                team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await;
                let list = team.call(&team.owner, "projects/list", &[]).await.json();
                let project = ("project", list["active"][1]["id"].as_str().unwrap());
                if call == "projects/restore" {
                    assert_eq!(team.call(&team.owner, "projects/archive", &[project]).await.status, 200);
                }
                let changes = format!("{}:none:agent", member.1);
                team.call(&team.owner, call, &[project, ("name", "Parts"), ("changes", &changes)]).await
            }
            "members/revoke" => team.call(&team.owner, call, &[("people", member.1)]).await,
            "organizations/create" => team.owner.call(call, &[("name", "Another one")]).await,
            "organizations/delete" => {
                team.owner.call(call, &[slug, ("name", &format!("Harbour {}", &team.slug[8..]))]).await
            }
            "organizations/restore" => {
                let fields = [slug, ("name", &*format!("Harbour {}", &team.slug[8..]))];
                assert_eq!(team.owner.call("organizations/delete", &fields).await.status, 200);
                team.owner.call(call, &[slug]).await
            }
            "organizations/leave" => priya.call(call, &[slug]).await,
            "organizations/transfer" => team.call(&team.owner, call, &[member]).await,
            other => panic!("{other} has no case here"),
        }
    }

    /// What somebody who signs up calls.
    async fn sign_up(&self, app: &App, call: &str) -> Answer {
        let browser = app.browser();
        let person = Person { name: "Guest", email: &self.guest, password: PASSWORD };
        let token = browser.sign_up(app, &person).await;
        match call {
            "accounts/change-address" => browser.call(call, &[("email", &format!("x{}", self.guest))]).await,
            "accounts/resume" => {
                browser.call("accounts/confirm", &[("token", &token)]).await;
                browser.call(call, &[]).await
            }
            // Too soon for another mail, or without another sign-up: nothing happens either way.
            _ => browser.call(call, &[("token", &token)]).await,
        }
    }
}

/// The names of the events since there were so many.
fn names(app: &App, since: usize) -> Vec<String> {
    app.security_events()[since..].iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect()
}

stories! {
    /// FIELD-70, ST-4: no call changes rows of an organization without an audit entry that tells before and after.
    async fn field_70_no_change_without_an_entry(app: &App) {
        let app = &App::start_with(app.engine, &[("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let mut changing = Vec::new();
        for (number, call) in WRITES.into_iter().enumerate() {
            app.move_clock(i64::try_from(number).unwrap() * 2 * HOUR);
            let world = World::new(app, number).await;
            let before = rows(app);
            let answer = world.call(app, call).await;
            let refused = ["accounts/resend-verification", "accounts/restart"].contains(&call);
            assert_eq!(answer.status.is_success(), !refused, "{call}: {answer:?}");
            let after = rows(app);
            assert_eq!(untold(&before, &after), Vec::<String>::new(), "{call}");
            changing.extend((before != after).then_some(call));
        }
        assert!(changing.len() >= 16, "the cases change something: {changing:?}");
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
        told(&["sign-up-completed"]);
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
        assert_eq!(names(app, 0), ["address-confirmed", "sign-up-completed", "sign-up-completed"]);
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
        let mut expect = |answer: Answer, event: &'static str| {
            expected.push(event);
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
        expect(priya.call("account/delete", &[("password", PASSWORD)]).await, "account-deleted");

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
        let changed = events.iter().find(|event| event["event"] == "role-changed").unwrap();
        assert_eq!((&changed["before"], &changed["after"], &changed["account"]), (&"member".into(), &"admin".into(), &member.as_str().into()));
        assert!(changed["by"].is_string() && changed["organization"].is_string());
    }
}
