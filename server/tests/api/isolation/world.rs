//! Who is who in the table.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

use super::Row;
use crate::support::{Answer, App, Browser, Person, Team};

/// Two organizations, and the seven people of the table.
pub struct World {
    number: usize,
    here: Team,
    there: Team,
    people: [Browser; 7],
    addresses: [String; 7],
    /// A member of `here` who is none of them.
    member: String,
    /// Their session.
    session: String,
    their_member: String,
    project: String,
    their_project: String,
    their_invitation: String,
    /// What `there` was like.
    before: Vec<[Value; 4]>,
}

impl World {
    /// A new one; the number tells it from others in the same app.
    pub async fn new(app: &App, number: usize) -> Self {
        let addresses = ["nobody", "uma", "xaver", "mira", "ada", "pia", "olga"]
            .map(|name| format!("{name}{number}@parlor.example"));
        let person = |who: usize, name| Person { name, email: &addresses[who], password: "some plain words" };
        let unproven = app.browser();
        unproven.sign_up(app, &person(1, "Uma")).await;
        unproven.sign_in(&addresses[1], "some plain words").await;
        let outside = app.browser();
        outside.join(app, &person(2, "Xaver")).await;
        let there = Team::new(app, &person(5, "Pia"), "Northlight").await;
        let their_guest = format!("guest{number}@northlight.example");
        there.invite(app, &their_guest, "member").await;
        let here = Team::new(app, &person(6, "Olga"), "Harbour Finch").await;
        let (member, admin) = (here.join(app, "Mira", "member").await, here.join(app, "Ada", "admin").await);
        let bystander = here.join(app, "Tom", "member").await;
        let session = bystander.call("account/view", &[]).await.json()["sessions"][0]["id"].clone();
        let people = [app.browser(), unproven, outside, member, admin, there.owner.copy(), here.owner.copy()];
        let mut addresses = addresses.clone();
        (addresses[3], addresses[4]) = (here.address("Mira"), here.address("Ada"));
        Self {
            number,
            member: here.id_of(&here.address("Tom")).await,
            session: session.as_str().unwrap().to_owned(),
            their_member: there.id_of(&addresses[5]).await,
            their_invitation: there.id_of(&their_guest).await,
            project: project_of(&here).await,
            their_project: project_of(&there).await,
            before: seen(&there).await,
            here,
            there,
            people,
            addresses,
        }
    }

    /// One case of the table.
    pub async fn call(&self, app: &App, row: &Row, who: usize) -> Answer {
        let mut fields = Vec::new();
        for (name, value) in &row.fields {
            fields.push((name.as_str(), self.fill(app, value, who).await));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        // A copy, so that cookies of one case are none of the next; each person where nobody else is.
        self.people[who].copy().from(format!("203.0.113.{who}")).call(row.call, &fields).await
    }

    /// Nothing in the other organization has changed.
    pub async fn untouched(&self) {
        // Signing out was one of the calls.
        let signed_in = self.there.owner.sign_in(&self.addresses[5], "some plain words").await;
        assert_eq!(signed_in.status, 200);
        assert_eq!(seen(&self.there).await, self.before, "after the lines before {}", self.number);
    }

    async fn fill(&self, app: &App, value: &str, who: usize) -> String {
        static FRESH: AtomicU32 = AtomicU32::new(0);
        let fresh = FRESH.fetch_add(1, Ordering::Relaxed);
        let guest = format!("guest{fresh}@parlor.example");
        let mut filled = value
            .replace("{here}", &self.here.slug)
            .replace("{there}", &self.there.slug)
            .replace("{member}", &self.member)
            .replace("{project}", &self.project)
            .replace("{their project}", &self.their_project)
            .replace("{session}", &self.session)
            .replace("{their member}", &self.their_member)
            .replace("{their invitation}", &self.their_invitation)
            .replace("{me}", &self.addresses[who])
            .replace("{fresh}", &guest)
            .replace("{fresh name}", &format!("Team {fresh}"))
            .replace("{unknown}", &format!("{fresh:0>42}A"));
        if filled.contains("{mailed}") {
            filled = filled.replace("{mailed}", &self.here.invite(app, &guest, "member").await);
        }
        if filled.contains("{invitation}") || filled.contains("{copied}") {
            self.here.invite(app, &guest, "member").await;
            let id = self.here.id_of(&guest).await;
            filled = filled.replace("{copied}", &self.here.copied_link(app, &id).await).replace("{invitation}", &id);
        }
        if filled.contains("{declined}") {
            let token = self.here.invite(app, &guest, "member").await;
            let id = self.here.id_of(&guest).await;
            assert_eq!(app.browser().call("invitations/decline", &[("token", &token)]).await.status, 200);
            filled = filled.replace("{declined}", &id);
        }
        if filled.contains("{deleted}") {
            let path = self.here.owner.create("Gone Tomorrow").await;
            let slug = path.trim_start_matches("/o/").to_owned();
            let fields = [("organization", slug.as_str()), ("name", "Gone Tomorrow")];
            assert_eq!(self.here.owner.call("organizations/delete", &fields).await.status, 200);
            filled = filled.replace("{deleted}", &slug);
        }
        filled
    }
}

/// The id of its first project.
async fn project_of(team: &Team) -> String {
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    list["active"][0]["id"].as_str().unwrap().to_owned()
}

/// Who is in, and who is invited; what people call themselves is their own affair.
async fn seen(team: &Team) -> Vec<[Value; 4]> {
    let list = team.list().await;
    let rows = list["members"].as_array().into_iter().chain(list["invitations"].as_array()).flatten();
    rows.map(|row| ["id", "email", "role", "state"].map(|part| row[part].clone())).collect()
}
