//! An organization, and how people come into it.

use serde_json::Value;

use super::{App, Browser, Person};

/// An organization and the person who owns it.
pub struct Team {
    /// Its place in addresses.
    pub slug: String,
    /// Signed in as its owner.
    pub owner: Browser,
}

/// What people who join by an invitation choose.
pub const PASSWORD: &str = "their own plain words";

impl Team {
    /// A new person creates it.
    pub async fn new(app: &App, owner: &Person<'_>, name: &str) -> Self {
        let browser = app.browser();
        browser.join(app, owner).await;
        let path = browser.create(name).await;
        Self { slug: path.trim_start_matches("/o/").to_owned(), owner: browser }
    }

    /// Another organization of the same owner.
    pub async fn another(&self, name: &str) -> Self {
        let path = self.owner.create(name).await;
        Self { slug: path.trim_start_matches("/o/").to_owned(), owner: self.owner.copy() }
    }

    /// The address that somebody of this name has here.
    pub fn address(&self, name: &str) -> String {
        format!("{}@{}.example", name.to_lowercase().replace(' ', "."), self.slug)
    }

    /// The owner invites the address, and answers the token that was mailed.
    pub async fn invite(&self, app: &App, email: &str, role: &str) -> String {
        let fields = [("organization", self.slug.as_str()), ("emails", email), ("role", role)];
        app.mailed(email, "/invitations/", self.owner.call("members/invite", &fields)).await
    }

    /// The token of the link that the owner copies for an invitation.
    pub async fn copied_link(&self, app: &App, invitation: &str) -> String {
        let copied = self.call(&self.owner, "members/invitation-link", &[("invitation", invitation)]).await.json();
        let link = copied["link"].as_str().expect("a link");
        link.strip_prefix(&format!("{}/invitations/", app.public_url)).expect("a link of this site").to_owned()
    }

    /// A new person of this name, invited and in.
    pub async fn join(&self, app: &App, name: &str, role: &str) -> Browser {
        let token = self.invite(app, &self.address(name), role).await;
        let browser = app.browser();
        let fields = [("token", token.as_str()), ("name", name), ("password", PASSWORD)];
        let answer = browser.call("invitations/accept", &fields).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser
    }

    /// Members and invitations, as the owner sees them.
    pub async fn list(&self) -> Value {
        self.found(&self.owner, "").await
    }

    /// Those whose name or address holds `find`, as this person sees them; no invitations for those who may not invite.
    pub async fn found(&self, who: &Browser, find: &str) -> Value {
        let answer = self.call(who, "members/list", &[("find", find)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mut list = answer.json();
        let invited = self.call(who, "members/invited", &[("find", find)]).await.json();
        list["invitations"] = invited.get("invitations").cloned().unwrap_or_else(|| Value::Array(Vec::new()));
        list
    }

    /// The id of the member or the open invitation with this address.
    pub async fn id_of(&self, email: &str) -> String {
        let list = self.found(&self.owner, email).await;
        let rows = [&list["members"], &list["invitations"]].map(|rows| rows.as_array().unwrap().clone());
        let row = rows.iter().flatten().find(|row| row["email"] == email).expect("a row");
        row["id"].as_str().unwrap().to_owned()
    }

    /// The role of the member with this address, if there is one.
    pub async fn role_of(&self, email: &str) -> Option<String> {
        let list = self.found(&self.owner, email).await;
        let row = list["members"].as_array()?.iter().find(|row| row["email"] == email)?.clone();
        row["role"].as_str().map(str::to_owned)
    }

    /// The state of the invitation with this address, if it is listed.
    pub async fn invitation_of(&self, email: &str) -> Option<Value> {
        let list = self.found(&self.owner, email).await;
        list["invitations"].as_array()?.iter().find(|row| row["email"] == email).cloned()
    }

    /// Somebody calls about this organization.
    pub async fn call(&self, who: &Browser, call: &str, fields: &[(&str, &str)]) -> super::Answer {
        let fields: Vec<(&str, &str)> = [("organization", self.slug.as_str())].iter().chain(fields).copied().collect();
        who.call(call, &fields).await
    }
}
