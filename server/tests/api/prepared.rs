//! Who makes a call, and with what, so that it goes through: stories about all calls that write take it from here. What a
//! call needs stands with its area's stories.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::{
    account, auth, billing, invitations, members, organizations, projects, settings,
    support::{App, Browser, PASSWORD, Person, Team},
};

/// Who makes a call, and with what, so that it goes through.
pub struct Prepared {
    pub browser: Browser,
    pub fields: Vec<(&'static str, String)>,
    /// Whether its tries are counted, whatever becomes of them: another try needs people of its own.
    pub counted: bool,
    /// Whether it writes something.
    pub writes: bool,
}

impl Prepared {
    pub fn by(browser: Browser) -> Self {
        Self { browser, fields: Vec::new(), counted: false, writes: true }
    }

    /// By the owner, in this organization.
    pub fn in_team(team: &Team) -> Self {
        Self::by(team.owner.copy()).with("organization", &team.slug)
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    pub fn counted(self) -> Self {
        Self { counted: true, ..self }
    }

    pub fn writing_nothing(self) -> Self {
        Self { writes: false, ..self }
    }

    pub fn fields(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
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
    /// Makes everything that the call needs to go through.
    pub async fn prepare(&self, call: &str) -> Prepared {
        match call.split_once('/') {
            Some(("account", _)) => account::prepare(self, call).await,
            Some(("accounts", _)) => auth::prepare(self, call).await,
            Some(("billing", _)) => billing::prepare(self, call).await,
            Some(("invitations", _)) => invitations::prepare(self, call).await,
            Some(("members", _)) => members::prepare(self, call).await,
            Some(("organizations", _)) => organizations::prepare(self, call).await,
            Some(("projects", _)) => projects::prepare(self, call).await,
            Some(("settings", _)) => settings::prepare(self, call).await,
            _ => unprepared(call),
        }
    }

    /// The address of somebody who is called so.
    pub fn email(&self, who: &str) -> String {
        format!("{who}{}@faults.example", self.number)
    }

    /// A browser of a client of its own.
    pub fn browser(&self) -> Browser {
        self.app.browser().from(format!("198.51.{}.{}", self.number / 200, self.number % 200))
    }

    /// Somebody with an account.
    pub async fn person(&self, who: &str) -> Browser {
        let browser = self.browser();
        browser.join(self.app, &Person { name: "Vera Lind", email: &self.email(who), password: PASSWORD }).await;
        browser
    }

    /// Somebody whose address is not confirmed, and the token of the link that confirms it.
    pub async fn claim(&self) -> (Browser, String) {
        let browser = self.browser();
        let person = Person { name: "Vera Lind", email: &self.email("claim"), password: PASSWORD };
        let token = browser.sign_up(self.app, &person).await;
        (browser, token)
    }

    pub async fn team(&self) -> Team {
        let email = self.email("owner");
        let owner = Person { name: "Mina Okafor", email: &email, password: PASSWORD };
        Team::new(self.app, &owner, &format!("Harbour {}", self.number)).await
    }

    /// The id of a new member of the team.
    pub async fn member(&self, team: &Team, name: &str) -> String {
        team.join(self.app, name, "member").await;
        team.id_of(&team.address(name)).await
    }

    /// Moves the clock on.
    pub fn later(&self, seconds: i64) {
        self.app.move_clock(self.moved.fetch_add(seconds, Ordering::Relaxed) + seconds);
    }
}

/// The id of the project that every organization is born with.
pub async fn first_project(team: &Team) -> String {
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    list["active"][0]["id"].as_str().unwrap().to_owned()
}

/// Where an area has nothing for a call that writes.
pub fn unprepared(call: &str) -> ! {
    panic!("{call} writes, and nothing says what it needs");
}
