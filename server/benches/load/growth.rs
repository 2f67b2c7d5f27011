//! The same with a thousand accounts and with a million, in a hundred thousand organizations.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{
    client::{self, Figures, Load},
    goals::CLIENTS,
    member::{self, numbers},
    people, start,
    support::{App, Engine, JONAS, MINA, Team},
};

/// Accounts, at first and then.
const FEW: u32 = 1_000;
const MANY: u32 = 1_000_000;
/// Members of each organization.
const TEAM: u32 = 10;
/// People who create organizations.
const CREATORS: usize = 100;

pub(crate) async fn measure(engine: Engine) {
    let settings = [("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1000000")];
    let app = start(engine, &settings).await;
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    for name in ["Ada", "Jonas", "Priya", "Tomás"] {
        team.join(&app, name, "member").await;
    }
    let waiting = app.browser();
    waiting.sign_up(&app, &JONAS).await;
    let tokens: Vec<_> = (0..CREATORS).map(people::token).collect();
    people::sign_in_by_teams(&app, &tokens, CREATORS);
    let creators = tokens.iter().map(|token| client::cookie_of(&app, "parlor-session", &token.expose())).collect();
    let (session, attempt) =
        (client::cookie(&app, &team.owner, "parlor-session"), client::cookie(&app, &waiting, "parlor-attempt"));
    let asking = Asking { session, creators, attempt, slug: team.slug.clone(), created: AtomicUsize::new(0) };
    crowd(&app, 1, FEW);
    member::has_grown(&app).await;
    let few = asking.all(&app).await;
    crowd(&app, FEW + 1, MANY);
    member::has_grown(&app).await;
    let many = asking.all(&app).await;
    println!("\n{CLIENTS} clients at once, with a thousand accounts and with a million:\n");
    println!("| a second | 1,000 | 1,000,000 | times as slow |");
    println!("| --- | --- | --- | --- |");
    for ((what, few), (_, many)) in few.iter().zip(&many) {
        println!("| {what} | {:.0} | {:.0} | {:.2} |", few.rate, many.rate, few.rate / many.rate);
    }
}

/// Somebody in an organization of five, and somebody who waits for their mail.
struct Asking {
    session: String,
    /// Of people who create organizations: the one above keeps the one.
    creators: Vec<String>,
    attempt: String,
    slug: String,
    /// Organizations that were created so far.
    created: AtomicUsize,
}

impl Asking {
    /// Of the process that answers by now: it was started anew once the database had grown.
    async fn all(&self, app: &App) -> Vec<(&'static str, Figures)> {
        let load = Load::new(app);
        let here = [("organization", self.slug.as_str())];
        let (here, session, page) = (&here, self.session.as_str(), format!("/o/{}", self.slug));
        let call = |call| load.run(CLIENTS, move |load| load.call(call, session, here));
        let poll = load.run(CLIENTS, |load| load.call("accounts/attempt-status", &self.attempt, &[])).await;
        let (mine, home, members) =
            (call("organizations/mine").await, call("organizations/home").await, call("members/list").await);
        let page = load.run(CLIENTS, |load| load.get(&page, session)).await;
        let create = |load: Load| async move {
            let number = self.created.fetch_add(1, Ordering::Relaxed);
            let name = format!("Number {number}");
            load.call("organizations/create", &self.creators[number % CREATORS], &[("name", &name)]).await
        };
        let created = load.run(CLIENTS, create).await;
        vec![
            ("a poll of the waiting screen", poll),
            ("my organizations", mine),
            ("home", home),
            ("its members", members),
            ("the page of an organization", page),
            ("an organization is created", created),
        ]
    }
}

/// Accounts with the numbers from one to another, ten in an organization.
fn crowd(app: &App, from: u32, to: u32) {
    let id = |number: &str| match app.engine {
        Engine::Sqlite => format!("CAST(printf('%016d', {number}) AS BLOB)"),
        Engine::Postgres => format!("lpad(to_hex({number}), 32, '0')::uuid"),
    };
    let at = "'2026-01-01T00:00:00+00:00'";
    // Behind the ids of those who create.
    let (person, organization) = (id("5000000 + n.i"), id(&format!("10000000 + (n.i - 1) / {TEAM}")));
    let (people, first) = (numbers(from, to), format!("(n.i - 1) % {TEAM} = 0"));
    for rows in [
        format!(
            "accounts (id, email, name, verified_at, created_at, name_folded, email_folded)
             SELECT {person}, 'g' || n.i || '@crowd.example', 'Person ' || n.i, {at}, {at}, 'person ' || n.i, 'g' || n.i || '@crowd.example'
             FROM n"
        ),
        format!(
            "organizations (id, slug, name, created_by, created_at, name_folded)
             SELECT {organization}, 'grown-' || n.i, 'Grown ' || n.i, {person}, {at}, 'grown ' || n.i FROM n WHERE {first}"
        ),
        format!(
            "memberships (organization_id, account_id, role, joined_at)
             SELECT {organization}, {person}, CASE WHEN {first} THEN 'owner' ELSE 'member' END, {at} FROM n"
        ),
    ] {
        app.execute(&format!("{people} INSERT INTO {rows}"));
    }
}
