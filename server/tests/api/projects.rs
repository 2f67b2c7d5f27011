//! Projects, and who sees them; and a revoke that is undone.

mod given;
mod members;
mod own_role;

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use serde_json::Value;

use crate::{
    prepared::{Prepared, Stage, first_project, unprepared},
    support::{Answer, App, Browser, Engine, MINA, Team, stories, timed},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
projects/list    | organization={here}                  | 401 403 404 200 200 404 200
projects/members | organization={here} project=website  | 401 403 404 404 200 404 200
projects/members | organization={there} project=website | 401 403 404 404 404 200 404
projects/view    | organization={here} project=website  | 401 403 404 404 200 404 200
projects/view    | organization={there} project=website | 401 403 404 404 404 200 404
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
projects/archive      | organization={here} project={project}                                    | 401 403 404 404 409 404 409
projects/archive      | organization={here} project={their project}                              | 401 403 404 404 404 404 404
projects/create       | organization={here} name={fresh name}                                    | 401 403 404 403 200 404 200
projects/rename       | organization={here} project={project} name={fresh name}                  | 401 403 404 404 200 404 200
projects/rename       | organization={here} project={their project} name={fresh name}            | 401 403 404 404 404 404 404
projects/restore      | organization={here} project={project}                                    | 401 403 404 404 200 404 200
projects/restore      | organization={here} project={their project}                              | 401 403 404 404 404 404 404
projects/save-members | organization={here} project={project} changes={their member}:none:agent  | 401 403 404 404 422 404 422
projects/save-members | organization={here} project={their project} changes={member}:none:agent  | 401 403 404 404 404 404 404
projects/save-members | organization={there} project={their project} changes={member}:none:agent | 401 403 404 404 404 422 404
projects/save-members | organization={here} project={project} changes={member}:none:agent        | 401 403 404 404 200 404 200
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let team = stage.team().await;
    let name = format!("Parts {}", stage.number);
    match call {
        "projects/create" => Prepared::in_team(&team).with("name", name),
        "projects/archive" => Prepared::in_team(&team).with("project", create(&team, "Repairs").await),
        "projects/rename" => Prepared::in_team(&team).with("project", first_project(&team).await).with("name", name),
        "projects/restore" => {
            let project = create(&team, "Repairs").await;
            assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &project)]).await.status, 200);
            Prepared::in_team(&team).with("project", project)
        }
        "projects/save-members" => {
            let hanna = stage.member(&team, "Hanna").await;
            let project = create(&team, "Repairs").await;
            Prepared::in_team(&team).with("project", project).with("changes", format!("{hanna}:none:agent"))
        }
        _ => unprepared(call),
    }
}

/// The id of the project with this name, as the owner sees it.
async fn project_of(team: &Team, name: &str) -> String {
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    let rows = [&list["active"], &list["archived"]].map(|rows| rows.as_array().unwrap().clone());
    let row = rows.iter().flatten().find(|row| row["name"] == name).expect("a project").clone();
    row["id"].as_str().unwrap().to_owned()
}

async fn create(team: &Team, name: &str) -> String {
    let answer = team.call(&team.owner, "projects/create", &[("name", name)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    project_of(team, name).await
}

async fn save(team: &Team, who: &Browser, project: &str, changes: &str) -> Answer {
    team.call(who, "projects/save-members", &[("project", project), ("changes", changes)]).await
}

async fn named(team: &Team, name: &str) -> Value {
    let list = team.list().await;
    list["members"].as_array().unwrap().iter().find(|row| row["name"] == name).cloned().unwrap_or_default()
}

stories! {
    /// PR-5: what is sent twice, by an impatient click or a network that tries again, is one project; a second one of the name is
    /// made by somebody else, later, and once the first one is put away or called something else.
    /// At the edge of `REPEATED_CREATION`.
    async fn pr_5_sent_twice_a_project_is_created_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let create = async |who: &Browser| {
            let answer = team.call(who, "projects/create", &[("name", "Twin")]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.json()["next"].as_str().unwrap().to_owned()
        };
        let at = |slug: &str| format!("/o/harbour-finch/projects/{slug}/members");
        let (made, when) = timed(join_all([(); 4].map(|()| create(&team.owner)))).await;
        assert_eq!(made, [(); 4].map(|()| at("twin")));
        assert_eq!(create(&ada).await, at("twin-2"), "somebody else’s is another one");
        let list = team.call(&team.owner, "projects/list", &[]).await.json();
        assert_eq!(list["active"].as_array().unwrap().len(), 3, "{list}");
        let log = team.call(&team.owner, "audit-log/list", &[("kind", "projects")]).await.json();
        assert_eq!(log["found"], 2, "{log}");
        assert_eq!(app.edge(&when, 120, async || create(&team.owner).await).await, (at("twin"), at("twin-3")));
        let newest = team.call(&team.owner, "projects/view", &[("project", "twin-3")]).await.json()["id"].clone();
        let newest = newest.as_str().unwrap();
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", newest)]).await.status, 200);
        assert_eq!(create(&team.owner).await, at("twin-4"));
    }

    /// PR-5, PR-6: a project is created, renamed, archived and restored; the last one stays; old addresses lead to it.
    async fn pr_5_projects_come_and_rest(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let website = project_of(&team, "Website").await;
        let act = async |call: &str, project: &str| team.call(&team.owner, call, &[("project", project)]).await;
        let refused = act("projects/archive", &website).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "last-project".into()));
        let parts = create(&team, "Spare parts").await;
        let rename = async |name: &str| team.call(&team.owner, "projects/rename", &[("project", &parts), ("name", name)]).await;
        for (name, status) in [("Spares & parts", 200), ("", 422), (&*"x".repeat(81), 422), ("Website", 200), ("Spares & parts", 200)] {
            assert_eq!(rename(name).await.status, status, "{name}");
        }
        for (slug, moved) in [("spare-parts", true), ("spares-parts", false), ("website-2", true)] {
            let found = team.call(&team.owner, "projects/view", &[("project", slug)]).await.json();
            assert_eq!((&found["id"], &found["slug"], &found["moved"]), (&parts.clone().into(), &"spares-parts".into(), &moved.into()));
        }
        for nothing in ["parts", "..", "new", "%00", "a--b"] {
            assert_eq!(team.call(&team.owner, "projects/view", &[("project", nothing)]).await.status, 404, "{nothing}");
        }
        for _ in 0..2 {
            let archived = act("projects/archive", &parts).await;
            assert_eq!(archived.status, 200, "done twice, it is done once");
            assert!(archived.json()["next"].as_str().unwrap().ends_with(&format!("/projects?archived={parts}")));
        }
        let view = team.call(&team.owner, "projects/view", &[("project", "spares-parts")]).await.json();
        assert_eq!((&view["archived"], &view["can_restore"]), (&true.into(), &true.into()));
        let list = team.call(&team.owner, "projects/list", &[]).await.json();
        assert_eq!((&list["archived"][0]["name"], &list["archived"][0]["archived_by"]), (&"Spares & parts".into(), &MINA.name.into()));
        for (can, expected) in [("can_rename", false), ("can_archive", false), ("can_restore", true), ("can_change_members", false)] {
            assert_eq!(list["archived"][0][can], expected, "{can}");
        }
        assert_eq!(list["active"][0]["can_archive"], false, "what is offered is granted");
        let me = team.id_of(MINA.email).await;
        for refused in [rename("Parts").await, save(&team, &team.owner, &parts, &format!("{me}:none:agent")).await] {
            assert_eq!((refused.status.as_u16(), refused.error()), (409, "archived-project".into()));
        }
        assert_eq!(act("projects/archive", &website).await.error(), "last-project");
        for _ in 0..2 {
            assert_eq!(act("projects/restore", &parts).await.status, 200);
        }
        assert_eq!(act("projects/archive", &website).await.status, 200);
        assert_eq!(act("projects/archive", "7").await.status, 400);
    }

    /// PR-4, PR-5: who is told of which project: the home page, the sidebar and the page of a project tell of those that one can open.
    async fn pr_4_nobody_hears_of_a_project_that_is_closed_to_them(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (aiko, ruth) = (team.join(app, "Aiko", "member").await, team.join(app, "Ruth", "billing-admin").await);
        let repairs = create(&team, "Repairs").await;
        let id = team.id_of(&team.address("Aiko")).await;
        let open = async |who: &Browser| {
            let (home, nav) = (team.call(who, "organizations/home", &[]).await.json(), team.call(who, "organizations/projects", &[]).await.json());
            assert_eq!(home["projects"], nav["projects"]);
            let names: Vec<String> = nav["projects"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
            (names, home["project_adders"].clone(), nav["can_create"].clone())
        };
        let none = serde_json::json!([]);
        assert_eq!(open(&team.owner).await, (vec!["Website".to_owned(), "Repairs".into()], none.clone(), true.into()));
        for who in [&aiko, &ruth] {
            assert_eq!(open(who).await, (vec![], serde_json::json!([MINA.name]), false.into()));
        }
        let list = team.call(&aiko, "projects/list", &[]).await.json();
        assert_eq!((&list["active"], &list["adders"]), (&none, &serde_json::json!([MINA.name])));
        assert_eq!(save(&team, &team.owner, &repairs, &format!("{id}:none:agent")).await.status, 200);
        assert_eq!(open(&aiko).await, (vec!["Repairs".to_owned()], none.clone(), false.into()));
        let view = team.call(&aiko, "projects/view", &[("project", "repairs")]).await.json();
        let said = ["role", "can_read", "can_read_members", "can_change_members", "people_count"].map(|key| view[key].clone());
        assert_eq!(Value::from(said.to_vec()), serde_json::json!(["agent", true, false, false, 1]));
        assert_eq!((&view["people"][0]["name"], &view["people"][0]["role"]), (&"Aiko".into(), &"agent".into()));
        let view = team.call(&ruth, "projects/view", &[("project", "repairs")]).await.json();
        assert_eq!(["role", "can_read", "can_read_members"].map(|key| view[key].clone()), [Value::Null, Value::Bool(false), Value::Bool(true)]);
        // Whoever may rename a project is not told who works in it by that.
        let leo = team.join(app, "Leo", "member").await;
        let leos = team.id_of(&team.address("Leo")).await;
        let granted = [("member", leos.as_str()), ("grants", "create-projects")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &granted).await.status, 200);
        let view = team.call(&leo, "projects/view", &[("project", "repairs")]).await.json();
        assert_eq!((&view["people"], &view["people_count"], &view["can_read_members"]), (&none, &0.into(), &false.into()));
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert_eq!(open(&aiko).await.0, Vec::<String>::new());
        let list = team.call(&aiko, "projects/list", &[]).await.json();
        let left = [list["active"].clone(), list["archived"][0]["name"].clone(), list["adders"].clone()];
        assert_eq!(left, [none.clone(), "Repairs".into(), serde_json::json!([MINA.name])]);
        let page = aiko.get("/o/harbour-finch/projects").await.body;
        assert!(page.contains("not in a project yet") && page.contains("Repairs") && !page.contains("<table"), "{page}");
        // What is the last one in use says so to those who might archive it.
        let stays = async |who: &Browser| team.call(who, "projects/list", &[]).await.json()["active"][0]["is_last"].clone();
        assert_eq!([stays(&team.owner).await, stays(&ruth).await], [true, false]);
    }

    /// TR-7: a revoke is undone, with grants and projects, for ten minutes.
    /// At the edge of `REMOVAL_UNDO`.
    async fn tr_7_ten_minutes_to_undo(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let website = project_of(&team, "Website").await;
        let mut ids = Vec::new();
        for number in 0..6 {
            let name = format!("Person{number}");
            team.join(app, &name, "member").await;
            ids.push(team.id_of(&team.address(&name)).await);
        }
        let lines: Vec<String> = ids.iter().map(|id| format!("{id}:none:agent")).collect();
        assert_eq!(save(&team, &team.owner, &website, &lines.join(",")).await.status, 200);
        for id in &ids {
            let fields = [("member", id.as_str()), ("grants", "read-audit-log")];
            assert_eq!(team.call(&team.owner, "members/change-grants", &fields).await.status, 200);
        }
        let before = named(&team, "Person0").await;
        let all = ids.join(",");
        let restore = async |who: &Browser, people: &str| team.call(who, "members/restore", &[("people", people)]).await;
        assert_eq!(restore(&team.owner, &all).await.status, 200, "they are in");
        assert_eq!(restore(&team.owner, &"0".repeat(32)).await.status, 404, "nobody was removed");
        let (revoked, made) = timed(team.call(&team.owner, "members/revoke", &[("people", &all)])).await;
        assert_eq!(revoked.status, 200);
        assert_eq!(named(&team, "Person0").await, Value::Null);
        // Somebody else would give away what they do not hold.
        assert_eq!(restore(&uma, &ids[0]).await.json()["permission"], "read-audit-log");
        let next = AtomicUsize::new(0);
        let look = async || {
            let id = &ids[next.fetch_add(1, Ordering::Relaxed)];
            restore(&team.owner, id).await.status.as_u16()
        };
        assert_eq!(app.edge(&made, 600, look).await, (200, 410));
        app.mail_with(&team.address("Person0"), "You’re back in Harbour Finch", 1).await;
        let mut after = named(&team, "Person0").await;
        after["opened_at"] = before["opened_at"].clone();
        assert_eq!(after, before);
        // All or none: for some of them it is too late.
        assert_eq!(restore(&team.owner, &all).await.error(), "undo-over");
        // Whoever revoked brings back, whatever was granted to them.
        assert_eq!(team.call(&uma, "members/revoke", &[("people", &ids[0])]).await.status, 200);
        assert_eq!(restore(&uma, &ids[0]).await.status, 200);
        assert_eq!(named(&team, "Person0").await["grants"], before["grants"]);
    }

    /// FIELD-75: two hundred projects, archived ones too.
    /// At the edge of `PROJECTS`.
    async fn field_75_two_hundred_projects(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        for number in 2..=200 {
            let answer = team.call(&team.owner, "projects/create", &[("name", &format!("Project {number}"))]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        let website = project_of(&team, "Website").await;
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &website)]).await.status, 200);
        let refused = team.call(&team.owner, "projects/create", &[("name", "Project 201")]).await;
        assert_eq!((refused.error(), refused.json()["limit"].as_i64()), ("project-limit".into(), Some(200)));
    }
}
