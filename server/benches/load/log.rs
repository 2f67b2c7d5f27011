//! An audit log of a million entries (ST-4).

use std::time::Instant;

use crate::{
    client::per_second,
    member::{self, Member, numbers},
    start,
    support::{App, Engine, MINA, Team},
};

/// Entries, beside those that were written by what people did.
const ENTRIES: u32 = 1_000_000;
/// The address in one entry of a thousand.
const RARE: &str = "rare@harbour.example";

pub(crate) async fn measure(engine: Engine) {
    let app = start(engine, &[]).await;
    let team = Team::new(&app, &MINA, "Harbour Finch").await;
    team.call(&team.owner, "projects/create", &[("name", "Spare parts")]).await;
    team.join(&app, "Ada", "member").await;
    team.invite(&app, RARE, "admin").await;
    a_million(&app);
    member::has_grown(&app).await;
    let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
    let people = log["entries"].as_array().unwrap();
    let ada =
        people.iter().find_map(|entry| entry["subject_id"].as_str()).expect("somebody to whom something was done");
    let middle = middle(&team).await;

    println!("\nA log of a million entries, read by one at a time:\n");
    let owner = Member::of(&app, &team, 1);
    Member::head();
    owner.call("its first page", "audit-log/list", &[]).await;
    owner.call("a page in its middle", "audit-log/list", &[("after", &middle)]).await;
    owner.call("about one person", "audit-log/list", &[("person", ada)]).await;
    owner.call("of a kind", "audit-log/list", &[("kind", "projects")]).await;
    owner.call("of two days", "audit-log/list", &[("from", "2026-01-05"), ("to", "2026-01-06")]).await;
    owner.call("found in one of a thousand", "audit-log/list", &[("find", RARE)]).await;
    owner.call("home", "organizations/home", &[]).await;
    owner.page("the page of the log", &format!("/o/{}/settings/audit-log", team.slug)).await;

    println!();
    for file in ["csv", "json"] {
        let before = app.most_memory();
        let began = Instant::now();
        let answer = team.owner.get(&format!("/o/{}/settings/audit-log.{file}", team.slug)).await;
        let lines = answer.body.lines().count();
        println!(
            "As {file}: {} MB in {:.1} s, {:.0} entries a second, {} MiB of memory more.",
            answer.body.len() / 1_000_000,
            began.elapsed().as_secs_f64(),
            per_second(lines, began.elapsed()),
            app.most_memory() - before,
        );
    }
}

/// Where a page begins that is half a million entries down.
async fn middle(team: &Team) -> String {
    let list = team.call(&team.owner, "audit-log/list", &[("from", "2026-01-01"), ("to", "2026-01-07")]).await.json();
    list["next"].as_str().expect("a next page").to_owned()
}

/// What people did, again and again, a second apart.
fn a_million(app: &App) {
    let (id, at) = match app.engine {
        Engine::Sqlite => (
            "CAST(printf('%016d', n.i) AS BLOB)",
            "strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-01-01', n.i || ' seconds')",
        ),
        Engine::Postgres => {
            ("lpad(to_hex(n.i), 32, '0')::uuid", "'2026-01-01 00:00:00Z'::timestamptz + n.i * interval '1 second'")
        }
    };
    // The last is the one that is looked for.
    let last = "(SELECT COUNT(*) - 1 FROM done)";
    let chosen = format!("CASE WHEN n.i % 1000 = 0 THEN {last} ELSE n.i % {last} END");
    app.execute(&format!(
        "{}, done AS (
             SELECT ROW_NUMBER() OVER (ORDER BY at, id) - 1 AS place, audit_entries.* FROM audit_entries)
         INSERT INTO audit_entries (id, organization_id, actor_id, action, detail, client, at, subject_id, subject, kind, words)
         SELECT {id}, done.organization_id, done.actor_id, done.action, done.detail, done.client, {at}, done.subject_id,
                done.subject, done.kind, done.words
         FROM n JOIN done ON done.place = {chosen}",
        numbers(1, ENTRIES)
    ));
}
