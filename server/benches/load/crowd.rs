//! An organization of ten thousand, and an account in a thousand organizations (LOAD-6).

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::limits;
use serde_json::Value;

use crate::{
    client::{Load, beside},
    goals::{CLIENTS, head},
    member::{self, Member, numbers},
    start,
    support::{App, Engine, MINA, Team},
    yardsticks::Yardsticks,
};

/// Rows of one page of a list.
const PAGE: usize = 50;
/// Members, beside the owner.
const CROWD: usize = 10_000;
/// Changes of one save.
const LINES: usize = 10;

pub(crate) async fn measure(engine: Engine, yardsticks: &Yardsticks) {
    let app = start(engine, &[]).await;
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    for name in ["Spare parts", "Repairs", "Wholesale"] {
        team.call(&team.owner, "projects/create", &[("name", name)]).await;
    }
    ten_thousand(&app);
    member::has_grown(&app).await;
    let list = team.call(&team.owner, "members/list", &[]).await.json();
    assert_eq!(list["member_count"], 10_001, "the organization is as large as is measured");
    let people: Vec<String> = ids(&list["members"]);
    let project = |number: usize| list["projects"][number]["id"].as_str().unwrap().to_owned();
    let (project, other_project) = (project(0), project(1));
    let late = page_200(&team).await;
    let late_in_project = team.call(&team.owner, "members/list", &[("sort", "-name")]).await.json();
    let late_in_project = late_in_project["members"][PAGE - 1]["id"].as_str().unwrap().to_owned();

    let member = Member::of(&app, &team, CLIENTS);
    println!("\nRatios to one row read by its key:\n");
    head();
    for (what, after) in [("fifty of ten thousand members, page 1", ""), ("page 200", late.as_str())] {
        let fields = [("organization", member.slug.as_str()), ("after", after)];
        let members = |load: Load| load.call("members/list", &member.session, &fields);
        beside(what, CLIENTS, (yardsticks.load(), Yardsticks::row), (&member.load, members)).await;
    }

    println!("\nTen thousand members, a thousand invitations, a thousand organizations; {CLIENTS} clients at once:\n");
    Member::head();
    member.call("my organizations, a thousand", "organizations/mine", &[]).await;
    member.call("home", "organizations/home", &[]).await;
    member.call("members, page 1", "members/list", &[]).await;
    member.call("members, page 200", "members/list", &[("after", &late)]).await;
    member.call("members, who is called so", "members/list", &[("find", "person 00")]).await;
    member.call("members of a role, in a project", "members/list", &[("role", "member"), ("project", &project)]).await;
    member.call("members, last active first", "members/list", &[("sort", "-last-active")]).await;
    member.call("members, all of a filter selected", "members/select", &[("find", "person 001")]).await;
    member.call("invitations, page 1", "members/invited", &[]).await;
    member.call("invitations, by address", "members/invited", &[("find", "guest3007")]).await;
    member.call("a member", "members/view", &[("member", &people[1])]).await;
    member.call("revoking fifty, the review", "members/review", &[("people", &people.join(","))]).await;
    member.call("who can do what", "members/who-can", &[]).await;
    member.call("projects", "projects/list", &[]).await;
    member.call("who works in a project, page 1", "projects/members", &[("project", "website")]).await;
    let late_page = [("project", "website"), ("after", late_in_project.as_str())];
    member.call("who works in a project, page 200", "projects/members", &late_page).await;
    member.page("the page of the members", &format!("/o/{}/members", team.slug)).await;
    member.saves(engine, &other_project).await;
    member.call("members, page 1, after thousands of one's own changes", "members/list", &[]).await;
}

/// The place where page 200 begins, found as a person finds it.
async fn page_200(team: &Team) -> String {
    let mut after = String::new();
    for _ in 1..200 {
        let list = team.call(&team.owner, "members/list", &[("after", &after)]).await.json();
        list["next"].as_str().expect("a next page").clone_into(&mut after);
    }
    after
}

fn ids(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

impl Member {
    /// Changes of other people each time.
    async fn saves(&self, engine: Engine, project: &str) {
        let count = AtomicUsize::new(0);
        // The number of the change, and whether those people are changed for the first time, the third …
        let next = |people: usize| {
            let number = count.fetch_add(1, Ordering::Relaxed);
            (number % (CROWD / people), (number / (CROWD / people)).is_multiple_of(2))
        };
        let (next, here, session) = (&next, self.slug.as_str(), self.session.as_str());
        let roles = self.load.run(CLIENTS, |load| async move {
            let (number, odd) = next(1);
            let member = id_of(engine, number + 1);
            let role = if odd { "user-admin" } else { "member" };
            let fields = [("organization", here), ("member", &member), ("role", role)];
            load.call("members/change-role", session, &fields).await
        });
        Self::print("a role is changed", &roles.await);
        count.store(0, Ordering::Relaxed);
        let lists = self.load.run(CLIENTS, |load| async move {
            let (number, odd) = next(LINES);
            let roles = if odd { "none:agent" } else { "agent:none" };
            let line = |line| format!("{}:{roles}", id_of(engine, number * LINES + line + 1));
            let changes = (0..LINES).map(line).collect::<Vec<_>>().join(",");
            let fields = [("organization", here), ("project", project), ("changes", &changes)];
            load.call("projects/save-members", session, &fields).await
        });
        Self::print("who works in a project, ten changes saved", &lists.await);
    }
}

/// The id of the person with this number in [`ten_thousand`].
fn id_of(engine: Engine, number: usize) -> String {
    let hex: String = match engine {
        // Of each digit its ASCII code.
        Engine::Sqlite => format!("{number:016}").chars().flat_map(|digit| ['3', digit]).collect(),
        Engine::Postgres => format!("{number:032x}"),
    };
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Ten thousand members of the one organization, half of them in one of its projects, as many invitations as may be open, and a
/// thousand organizations of its owner. No two things have one id.
fn ten_thousand(app: &App) {
    let (id, many) = match app.engine {
        Engine::Sqlite => ("CAST(printf('%016d', n.i) AS BLOB)", "printf('%05d', n.i)"),
        Engine::Postgres => ("lpad(to_hex(n.i), 32, '0')::uuid", "lpad(n.i::text, 5, '0')"),
    };
    let (people, organizations) = (numbers(1, 10_000), numbers(20_001, 20_999));
    let invitations = numbers(30_001, 30_000 + u32::try_from(limits::OPEN_INVITATIONS).unwrap());
    let here = "(SELECT id FROM organizations WHERE slug = 'harbour-finch')";
    let mina = format!("(SELECT id FROM accounts WHERE email = '{}')", MINA.email);
    let at = "'2026-01-01T00:00:00+00:00'";
    for sql in [
        format!(
            "{people} INSERT INTO accounts (id, email, name, verified_at, created_at, name_folded, email_folded)
             SELECT {id}, 'p' || {many} || '@crowd.example', 'Person ' || {many}, {at}, {at}, 'person ' || {many},
                    'p' || {many} || '@crowd.example' FROM n"
        ),
        format!(
            "{people} INSERT INTO memberships (organization_id, account_id, role, joined_at)
             SELECT {here}, {id}, 'member', {at} FROM n"
        ),
        format!(
            "{people} INSERT INTO project_memberships (organization_id, project_id, account_id, role, added_at)
             SELECT {here}, (SELECT id FROM projects WHERE slug = 'website'), {id}, 'agent', {at} FROM n WHERE n.i % 2 = 0"
        ),
        format!(
            "{invitations} INSERT INTO invitations (id, organization_id, email, role, state, invited_by, created_at, sent_at, expires_at)
             SELECT {id}, {here}, 'guest' || {many} || '@crowd.example', 'member', 'sent', {mina}, {at}, {at},
                    '2099-01-01T00:00:00+00:00' FROM n"
        ),
        format!(
            "{organizations} INSERT INTO organizations (id, slug, name, created_by, created_at, name_folded)
             SELECT {id}, 'crowd-' || {many}, 'Crowd ' || {many}, {mina}, {at}, 'crowd ' || {many} FROM n"
        ),
        format!(
            "{organizations} INSERT INTO memberships (organization_id, account_id, role, joined_at)
             SELECT {id}, {mina}, 'owner', {at} FROM n"
        ),
    ] {
        app.execute(&sql);
    }
}
