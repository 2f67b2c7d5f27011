//! What every call that writes needs to go through: stories about all of them take it from here.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::support::{App, Browser, DAY, PASSWORD, Person, Team};

/// Who makes a call, and with what, so that it goes through.
pub struct Prepared {
    pub browser: Browser,
    pub fields: Vec<(&'static str, String)>,
}

/// People and organizations for one call.
pub struct Stage<'a> {
    pub app: &'a App,
    /// Tells its people from those of other calls in the same app.
    pub number: usize,
    /// By how many seconds the app's clock was moved so far.
    pub moved: &'a AtomicI64,
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

    /// Moves the clock on.
    pub fn later(&self, seconds: i64) {
        self.app.move_clock(self.moved.fetch_add(seconds, Ordering::Relaxed) + seconds);
    }

    /// Makes everything that the call needs to go through.
    pub async fn prepare(&self, call: &str) -> Prepared {
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
            _ => return self.prepare_in_a_team(call).await,
        };
        Prepared { browser, fields }
    }

    async fn prepare_in_a_team(&self, call: &str) -> Prepared {
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
            "billing/change-contact" => {
                let fields = [("name", "Accounts"), ("email", "accounts@faults.example")];
                let fields = fields.map(|(name, value)| (name, value.to_owned()));
                (team.owner.copy(), std::iter::once(here()).chain(fields).collect())
            }
            "members/cancel-invitation"
            | "members/invitation-link"
            | "members/send-invitation"
            | "members/try-invitation-now" => {
                let invitation = invited().await;
                (team.owner.copy(), vec![here(), invitation])
            }
            "members/dismiss-invitation" => {
                let token = team.invite(self.app, &guest, "member").await;
                let id = team.id_of(&guest).await;
                let answer = self.app.browser().call("invitations/decline", &[("token", &token)]).await;
                assert_eq!(answer.status, 200, "{answer:?}");
                (team.owner.copy(), vec![here(), ("invitation", id)])
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
            "members/add-to-project" | "members/change-roles" | "members/undo-project" | "members/undo-roles" => {
                let mut people = Vec::new();
                for name in ["Hanna", "Bo"] {
                    team.join(self.app, name, "member").await;
                    people.push(team.id_of(&team.address(name)).await);
                }
                let list = team.call(&team.owner, "projects/list", &[]).await.json();
                let project = list["active"][0]["id"].as_str().unwrap().to_owned();
                let people = people.join(",");
                let role = if call.ends_with("project") { "agent" } else { "admin" };
                let done = match call {
                    "members/undo-project" => Some("members/add-to-project"),
                    "members/undo-roles" => Some("members/change-roles"),
                    _ => None,
                };
                if let Some(done) = done {
                    let fields = [("people", people.as_str()), ("project", &project), ("role", role)];
                    assert_eq!(team.call(&team.owner, done, &fields).await.status, 200);
                }
                let fields = vec![here(), ("people", people), ("project", project), ("role", role.to_owned())];
                (team.owner.copy(), fields)
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
            "organizations/hide-first-steps" => (team.owner.copy(), vec![here(), ("hidden", "true".to_owned())]),
            "organizations/set-availability" => (team.owner.copy(), vec![here(), ("availability", "busy".to_owned())]),
            "organizations/set-availability-everywhere" => {
                // Elsewhere they are something else.
                team.another(&format!("Quay {}", self.number)).await;
                let busy = [("availability", "busy")];
                assert_eq!(team.call(&team.owner, "organizations/set-availability", &busy).await.status, 200);
                (team.owner.copy(), vec![here()])
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
            "settings/save-security" => {
                (team.owner.copy(), vec![here(), ("invitations_need_project", "true".to_owned())])
            }
            "settings/save-general" => {
                let name = ("name", format!("Harbour House {}", self.number));
                let (slug, country) = (("slug", format!("{}-house", team.slug)), ("country", "IE".to_owned()));
                (team.owner.copy(), vec![here(), name, slug, country])
            }
            _ => panic!("{call} writes, and nothing says what it needs"),
        };
        Prepared { browser, fields }
    }
}
