//! A fault between every two statements of every call that writes: all of it happens, or nothing (FIELD-72, DB-10).

use std::{
    process::Command,
    sync::atomic::{AtomicI64, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use crate::{
    calls::WRITES,
    support::{App, Browser, DAY, Engine, PASSWORD, Person, Team, stories},
};

/// Calls whose tries are counted, whatever becomes of them: each try has people of its own.
const COUNTED: [&str; 10] = [
    "account/change-email",
    "accounts/change-address",
    "accounts/forgot-password",
    "accounts/resend-verification",
    "accounts/restart",
    "accounts/sign-up",
    "invitations/ask",
    "members/invitation-link",
    "members/invite",
    "members/send-invitation",
];
/// Calls that write nothing where they are made here: a choice that a cookie keeps.
const NOTHING: [&str; 1] = ["account/appearance"];
/// Statements of one call at most.
const MOST: u32 = 60;

/// A call, ready to be made.
struct Ready {
    browser: Browser,
    fields: Vec<(&'static str, String)>,
}

/// People and organizations for one call.
struct Stage<'a> {
    app: &'a App,
    number: usize,
    moved: &'a AtomicI64,
}

impl Stage<'_> {
    fn email(&self, who: &str) -> String {
        format!("{who}{}@faults.example", self.number)
    }

    /// A browser of a client of its own.
    fn browser(&self) -> Browser {
        self.app.browser().from(format!("198.51.{}.{}", self.number / 200, self.number % 200))
    }

    async fn person(&self, who: &str) -> Browser {
        let browser = self.browser();
        browser.join(self.app, &Person { name: "Vera Lind", email: &self.email(who), password: PASSWORD }).await;
        browser
    }

    async fn claim(&self) -> (Browser, String) {
        let browser = self.browser();
        let person = Person { name: "Vera Lind", email: &self.email("claim"), password: PASSWORD };
        let token = browser.sign_up(self.app, &person).await;
        (browser, token)
    }

    async fn team(&self) -> Team {
        let email = self.email("owner");
        let owner = Person { name: "Mina Okafor", email: &email, password: PASSWORD };
        Team::new(self.app, &owner, &format!("Harbour {}", self.number)).await
    }

    fn later(&self, seconds: i64) {
        self.app.move_clock(self.moved.fetch_add(seconds, Ordering::Relaxed) + seconds);
    }

    /// Makes ready what the call needs.
    async fn ready(&self, call: &str) -> Ready {
        let password = || PASSWORD.to_owned();
        let (browser, fields) = match call {
            "account/appearance" => (self.person("a").await, vec![("appearance", "dark".to_owned())]),
            "account/change-email" => {
                (self.person("a").await, vec![("email", self.email("new")), ("password", password())])
            }
            "account/change-name" => (self.person("a").await, vec![("name", "Ada Lind".to_owned())]),
            "account/change-password" => {
                let new = "quite other plain words".to_owned();
                (self.person("a").await, vec![("current_password", password()), ("password", new)])
            }
            "account/delete" => {
                let team = self.team().await;
                (team.join(self.app, "Hanna", "member").await, vec![("password", password())])
            }
            "account/end-other-sessions" | "account/end-session" => {
                let browser = self.person("a").await;
                assert_eq!(self.app.browser().sign_in(&self.email("a"), PASSWORD).await.status, 200);
                let sessions = browser.call("account/view", &[("quiet", "true")]).await.json()["sessions"].clone();
                let other = sessions.as_array().unwrap().iter().find(|one| one["this"] == false).unwrap().clone();
                let fields = match call {
                    "account/end-session" => vec![("session", other["id"].as_str().unwrap().to_owned())],
                    _ => Vec::new(),
                };
                (browser, fields)
            }
            "account/use-address-link" => {
                let browser = self.person("a").await;
                let new = self.email("new");
                let fields = [("email", new.as_str()), ("password", PASSWORD)];
                let token = self.app.mailed(&new, "/email/", browser.call("account/change-email", &fields)).await;
                (browser, vec![("token", token)])
            }
            "accounts/change-address" => (self.claim().await.0, vec![("email", self.email("other"))]),
            "accounts/confirm" | "accounts/reject" => {
                let (browser, token) = self.claim().await;
                (browser, vec![("token", token)])
            }
            "accounts/forgot-password" => {
                self.person("a").await;
                (self.app.browser(), vec![("email", self.email("a"))])
            }
            "accounts/resend-verification" => {
                let (browser, _) = self.claim().await;
                self.later(61);
                (browser, Vec::new())
            }
            "accounts/reset-password" => {
                self.person("a").await;
                let token = self.app.reset_link(&self.email("a")).await;
                (self.app.browser(), vec![("token", token), ("password", "quite other plain words".to_owned())])
            }
            "accounts/restart" => {
                let (browser, _) = self.claim().await;
                let email = self.email("claim");
                let form = [("name", "Vera Lind"), ("email", email.as_str()), ("password", PASSWORD)];
                assert_eq!(self.browser().call("accounts/sign-up", &form).await.status, 200);
                let token = self.app.mail_with(&email, "/verify/", 2).await.token();
                self.later(61);
                (browser, vec![("token", token)])
            }
            "accounts/resume" => {
                let (browser, token) = self.claim().await;
                assert_eq!(browser.call("accounts/confirm", &[("token", &token)]).await.status, 200);
                (browser, Vec::new())
            }
            "accounts/sign-in" => {
                self.person("a").await;
                (self.app.browser(), vec![("email", self.email("a")), ("password", password())])
            }
            "accounts/sign-out" => (self.person("a").await, Vec::new()),
            "accounts/sign-up" => {
                let name = ("name", "Vera Lind".to_owned());
                (self.app.browser(), vec![name, ("email", self.email("a")), ("password", password())])
            }
            "organizations/create" => (self.person("a").await, vec![("name", format!("Meadow {}", self.number))]),
            _ => return self.ready_in_a_team(call).await,
        };
        Ready { browser, fields }
    }

    async fn ready_in_a_team(&self, call: &str) -> Ready {
        let team = self.team().await;
        let here = || ("organization", team.slug.clone());
        let guest = self.email("guest");
        let invited = async || {
            team.invite(self.app, &guest, "member").await;
            ("invitation", team.id_of(&guest).await)
        };
        let (browser, fields) = match call {
            "invitations/accept" => {
                let token = team.invite(self.app, &guest, "member").await;
                let name = ("name", "Guest".to_owned());
                (self.app.browser(), vec![("token", token), name, ("password", PASSWORD.to_owned())])
            }
            "invitations/accept-mine" | "invitations/decline-mine" => {
                let browser = self.person("guest").await;
                (browser, vec![invited().await])
            }
            "invitations/ask" => {
                let token = team.invite(self.app, &guest, "member").await;
                self.later(7 * DAY + 1);
                (self.app.browser(), vec![("token", token)])
            }
            "invitations/decline" => {
                let token = team.invite(self.app, &guest, "member").await;
                (self.app.browser(), vec![("token", token)])
            }
            "members/cancel-invitation" | "members/invitation-link" | "members/send-invitation" => {
                let invitation = invited().await;
                (team.owner.copy(), vec![here(), invitation])
            }
            "members/edit-invitation" => {
                let invitation = invited().await;
                let terms = [("role", "admin"), ("first_name", "Sana"), ("send", "true")];
                let terms = terms.map(|(name, value)| (name, value.to_owned()));
                (team.owner.copy(), [here(), invitation].into_iter().chain(terms).collect())
            }
            "members/edit" | "members/change-project" | "members/send-password-reset" => {
                team.join(self.app, "Hanna", "member").await;
                let id = team.id_of(&team.address("Hanna")).await;
                let list = team.call(&team.owner, "projects/list", &[]).await.json();
                let project = list["active"][0]["id"].as_str().unwrap().to_owned();
                let role = if call == "members/edit" { "member" } else { "agent" };
                let more =
                    [("display_name", "Somebody"), ("grants", "manage-members"), ("before", "none"), ("role", role)];
                let more = more.map(|(name, value)| (name, value.to_owned()));
                let fields = [here(), ("member", id), ("project", project)];
                (team.owner.copy(), fields.into_iter().chain(more).collect())
            }
            "members/invite" => {
                let emails = ("emails", format!("{guest}, {}", self.email("other")));
                (team.owner.copy(), vec![here(), emails, ("role", "admin".to_owned())])
            }
            "members/change-role" | "members/revoke" | "organizations/transfer" => {
                team.join(self.app, "Hanna", "member").await;
                let id = team.id_of(&team.address("Hanna")).await;
                let fields = match call {
                    "members/revoke" => vec![here(), ("people", id)],
                    "members/change-role" => vec![here(), ("member", id), ("role", "admin".to_owned())],
                    _ => vec![here(), ("member", id)],
                };
                (team.owner.copy(), fields)
            }
            "members/change-grants" | "members/restore" => {
                team.join(self.app, "Hanna", "member").await;
                let id = team.id_of(&team.address("Hanna")).await;
                if call == "members/restore" {
                    assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
                }
                let grants = ("grants", "manage-members".to_owned());
                (team.owner.copy(), vec![here(), ("member", id.clone()), ("people", id), grants])
            }
            "projects/archive"
            | "projects/create"
            | "projects/rename"
            | "projects/restore"
            | "projects/save-members" => {
                team.join(self.app, "Hanna", "member").await;
                let id = team.id_of(&team.address("Hanna")).await;
                team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await;
                let list = team.call(&team.owner, "projects/list", &[]).await.json();
                let project = list["active"][1]["id"].as_str().unwrap().to_owned();
                if call == "projects/restore" {
                    assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &project)]).await.status, 200);
                }
                let name = ("name", format!("Parts {}", self.number));
                (team.owner.copy(), vec![here(), ("project", project), name, ("changes", format!("{id}:none:agent"))])
            }
            "organizations/leave" => (team.join(self.app, "Hanna", "member").await, vec![here()]),
            "organizations/delete" | "organizations/restore" => {
                let name = ("name", format!("Harbour {}", self.number));
                if call == "organizations/restore" {
                    let typed = [(name.0, name.1.as_str())];
                    assert_eq!(team.call(&team.owner, "organizations/delete", &typed).await.status, 200);
                }
                (team.owner.copy(), vec![here(), name])
            }
            _ => panic!("{call} writes, and no story says what it needs"),
        };
        Ready { browser, fields }
    }
}

/// All rows of the database, once no mail is on its way.
async fn rows(app: &App) -> Vec<String> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let rows = match app.engine {
            Engine::Sqlite => {
                let script = "import sqlite3, sys\nfor row in sqlite3.connect(sys.argv[1]).iterdump(): print(row)";
                let output = Command::new("python3").args(["-c", script, &app.database()]).output().unwrap();
                assert!(output.status.success(), "{output:?}");
                String::from_utf8(output.stdout).unwrap()
            }
            Engine::Postgres => app.rows().unwrap(),
        };
        let queued = rows.lines().any(|line| line.starts_with("INSERT") && line.contains("'queued'"));
        if !queued && !announces(&rows) {
            let mut rows: Vec<String> = rows.lines().map(str::to_owned).collect();
            rows.sort_unstable();
            return rows;
        }
        assert!(Instant::now() < deadline, "mail stays queued");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Whether members wait to be mailed of what became of their organization.
fn announces(rows: &str) -> bool {
    let copied = rows.split_once("COPY public.announcements ").map(|(_, rest)| rest.lines().nth(1));
    rows.contains("INSERT INTO \"announcements\"") || copied.is_some_and(|first| first != Some("\\."))
}

/// What is in one and not in the other.
fn difference<'a>(one: &'a [String], other: &'a [String]) -> Vec<&'a String> {
    let missing = one.iter().filter(|row| !other.contains(row));
    missing.chain(other.iter().filter(|row| !one.contains(row))).collect()
}

/// Makes the call again and again, each time with a fault one statement later, until it goes through.
async fn fails_everywhere(app: &App, call: &str, moved: &AtomicI64) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let mut ready = None;
    let mut before = Vec::new();
    for passed in 0..MOST {
        if ready.is_none() || COUNTED.contains(&call) {
            let stage = Stage { app, number: NUMBER.fetch_add(1, Ordering::Relaxed), moved };
            ready = Some(stage.ready(call).await);
            before = rows(app).await;
        }
        let Ready { browser, fields } = ready.as_ref().unwrap();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let header = passed.to_string();
        let answer = browser.call_with(call, &fields, &[("x-parlor-test-fault", &header)]).await;
        let happened = answer.header("x-parlor-test-fault") == "happened";
        let after = rows(app).await;
        if !happened {
            assert_eq!(answer.status, 200, "{call}: {answer:?}");
            assert!(passed > 0 || NOTHING.contains(&call), "{call} wrote nothing");
            assert_eq!(before != after, passed > 0, "{call}");
            return;
        }
        assert_eq!(answer.status, 503, "{call} after {passed} statements: {answer:?}");
        assert_eq!(difference(&before, &after), Vec::<&String>::new(), "{call} after {passed} statements");
    }
    panic!("{call} has more than {MOST} statements");
}

stories! {
    /// FIELD-72, DB-10: whichever statement fails, of whichever call, every row is as before, and so no mail goes out.
    async fn field_72_all_or_nothing(app: &App) {
        let app = App::start_with(app.engine, &[("PARLOR_TEST_FAULTS", "true"), ("PARLOR_TRUSTED_PROXIES", "127.0.0.1")]).await;
        let moved = AtomicI64::new(0);
        let story = async {
            for call in WRITES {
                fails_everywhere(&app, call, &moved).await;
            }
        };
        app.tells(story).await;
    }
}
