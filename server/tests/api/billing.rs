//! The subscription of an organization: plans that the operator sets, their limits, and whom the operator writes to (ST-3).

mod contact;
mod last_seat;
mod seats;
mod webhook;

use serde_json::Value;

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::{App, DAY, Engine, MINA, Team, stories},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
billing/view | organization={here}  | 401 403 404 403 200 404 200
billing/view | organization={there} | 401 403 404 404 404 200 404
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
billing/change-contact | organization={here} email={fresh}  | 401 403 404 403 200 404 200
billing/change-contact | organization={there} email={fresh} | 401 403 404 404 404 200 404
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    let team = stage.team().await;
    match call {
        "billing/change-contact" => {
            Prepared::in_team(&team).with("name", "Accounts").with("email", "accounts@faults.example")
        }
        _ => unprepared(call),
    }
}

/// The operator says something about plans; it goes well.
pub fn plan(app: &App, arguments: &[&str]) -> String {
    let (done, said) = run(app, arguments);
    assert!(done, "{arguments:?}: {said}");
    said
}

/// Whether it went well, and what was said, lines of the log left out.
fn run(app: &App, arguments: &[&str]) -> (bool, String) {
    let (done, said) = app.run_beside(&[&["admin", "plan"], arguments].concat());
    (done, said.split_inclusive('\n').filter(|line| !line.starts_with('{')).collect())
}

/// The operator says something about plans that is refused in one line.
fn refused(app: &App, arguments: &[&str]) -> String {
    let (done, said) = run(app, arguments);
    assert!(!done, "{arguments:?}: {said}");
    let line = said.trim_end().strip_prefix("parlor: ").unwrap_or_else(|| panic!("{said}")).to_owned();
    assert!(!line.contains('\n'), "{line}");
    line
}

/// What the owner sees of the plan.
pub async fn billing(team: &Team) -> Value {
    let answer = team.call(&team.owner, "billing/view", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// The events of the history, the newest first.
fn events(view: &Value) -> Vec<Value> {
    view["history"].as_array().unwrap().iter().map(|entry| entry["event"].clone()).collect()
}

stories! {
    /// ST-3: without a plan nothing is limited; the operator gives one, changes it part by part, and each change is told with
    /// before and after.
    async fn st_3_the_operator_sets_plans(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Hanna", "member").await;
        team.invite(app, &team.address("Guest"), "member").await;
        let slug = team.slug.as_str();
        let view = billing(&team).await;
        assert_eq!((&view["subscription"], &view["seats"]["included"]), (&Value::Null, &Value::Null));
        assert_eq!((&view["seats"]["members"], &view["seats"]["invited"]), (&2.into(), &1.into()));
        assert!(plan(app, &["show", slug]).contains("harbour-finch: no plan, nothing is limited; seats 3"));

        assert_eq!(refused(app, &["set", slug, "--seats", "5"]), "harbour-finch has no plan yet: name one with --plan");
        let said = plan(app, &["set", slug, "--plan", "Team", "--seats", "5", "--projects", "2", "--until", "2030-01-31"]);
        assert_eq!(said, "harbour-finch: Team, active, until 2030-01-31; seats 3/5 (2 members, 1 open invitation), projects 1/2\n");
        plan(app, &["set", slug, "--seats", "150", "--status", "past-due"]);
        // Said twice, it is done once.
        plan(app, &["set", slug, "--seats", "150"]);
        let said = plan(app, &["set", slug, "--projects", "none", "--until", "none", "--status", "active"]);
        assert!(said.contains("Team, active, until none; seats 3/150"), "{said}");
        let view = billing(&team).await;
        let plan_now = serde_json::json!({ "name": "Team", "seats": 150, "projects": null });
        let now = serde_json::json!({ "plan": plan_now, "status": "active", "ends_on": null });
        assert_eq!(view["subscription"], now);
        let told = events(&view);
        assert_eq!(told.iter().map(|event| &event["action"]).collect::<Vec<_>>(), ["plan-changed"; 3]);
        assert_eq!((&told[2]["detail"]["before"], &told[0]["detail"]["after"]), (&Value::Null, &now));
        for pair in told.windows(2) {
            assert_eq!(pair[0]["detail"]["before"], pair[1]["detail"]["after"]);
        }
        assert!(view["history"].as_array().unwrap().iter().all(|entry| entry["actor"] == "The operator"));

        let list = plan(app, &["list"]);
        let lines: Vec<&str> = list.lines().collect();
        assert_eq!(lines, ["slug\tplan\tseats\tprojects\tstatus\tuntil", "harbour-finch\tTeam\t3/150\t1\tactive\tnone"]);
        // In words, as the page has them.
        let page = team.owner.get("/o/harbour-finch/settings/billing").await;
        assert_eq!(page.status, 200);
        for words in ["The operator", "changed the seats from 5 to 150", "150 seats, any number of projects.", "2 members and 1 open invitation. 147 are free."] {
            assert!(page.body.contains(words), "{words}");
        }
    }

    /// ST-3: plans and dates that do not exist are named in one line, and nothing is changed.
    async fn st_3_bad_values_are_named(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let slug = team.slug.as_str();
        plan(app, &["set", slug, "--plan", "Team", "--seats", "5"]);
        let before = billing(&team).await["subscription"].clone();
        for (arguments, said) in [
            (&["--seats", "0"][..], "--seats: \"0\" must be a number from 1 to 1000000"),
            (&["--seats", "-1"][..], "--seats: \"-1\" must be a number from 1 to 1000000"),
            (&["--projects", "many"][..], "--projects: \"many\" must be a number from 1 to 1000000"),
            (&["--until", "2027-02-30"][..], "--until: \"2027-02-30\" must be a day like 2027-01-31, or none"),
            (&["--until", "soon"][..], "--until: \"soon\" must be a day like 2027-01-31, or none"),
            (&["--status", "paid"][..], "--status: \"paid\" must be trial, active, past-due or cancelled"),
            (&["--plan", " "][..], "--plan: \" \" is no name: empty"),
            (&["--plan", "Te\u{7}am"][..], "--plan: \"Te\\u{7}am\" is no name: control characters"),
            (&[][..], "say what to set: --plan, --seats, --projects, --until or --status"),
        ] {
            assert_eq!(refused(app, &[&["set", slug], arguments].concat()), said);
        }
        assert_eq!(refused(app, &["set", "nobody", "--seats", "5"]), "nobody: no organization has this address");
        assert_eq!(refused(app, &["show", "No Slug"]), "\"No Slug\" is no organization's place in an address");
        let after = billing(&team).await;
        assert_eq!((&after["subscription"], events(&after).len()), (&before, 1));
    }

    /// ST-3: after its last day a plan goes on as before, with its limits, and the page says so.
    async fn st_3_an_ended_plan_goes_on(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let slug = team.slug.as_str();
        plan(app, &["set", slug, "--plan", "Team", "--seats", "2", "--until", "2020-02-29"]);
        let view = billing(&team).await;
        assert_eq!((&view["ended"], &view["subscription"]["ends_on"]), (&true.into(), &"2020-02-29".into()));
        team.join(app, "Hanna", "member").await;
        let page = team.owner.get("/o/harbour-finch/settings/billing").await;
        assert!(page.body.contains("The plan ended on 29 February 2020. Everything goes on as before"), "{}", page.body);
        let answer = team.call(&team.owner, "members/invite", &[("emails", "x@harbour.example"), ("role", "member")]).await;
        assert_eq!(answer.json()["lines"][0]["outcome"], "no-seat");
        plan(app, &["set", slug, "--until", "2999-12-31"]);
        app.move_clock(DAY);
        assert_eq!(billing(&team).await["ended"], false);
    }

    /// ST-3: new organizations begin with what the operator says; those that there are keep what they have.
    async fn st_3_new_organizations_begin_with_a_plan(app: &App) {
        let harbour = Team::new(app, &MINA, "Harbour Finch").await;
        assert_eq!(plan(app, &["default"]), "new organizations: no plan, nothing is limited\n");
        assert_eq!(refused(app, &["default", "--seats", "2"]), "new organizations: has no plan yet: name one with --plan");
        let said = plan(app, &["default", "--plan", "Free", "--seats", "2", "--projects", "1"]);
        assert_eq!(said, "new organizations: Free, seats 2, projects 1\n");
        let northlight = harbour.another("Northlight").await;
        let view = billing(&northlight).await;
        let free = serde_json::json!({ "name": "Free", "seats": 2, "projects": 1 });
        assert_eq!((&view["subscription"]["plan"], &view["subscription"]["status"]), (&free, &"active".into()));
        let told = events(&view);
        assert_eq!((told.len(), &told[0]["detail"]["before"]), (1, &Value::Null));
        assert_eq!(billing(&harbour).await["subscription"], Value::Null);
        assert_eq!(plan(app, &["default", "--clear"]), "new organizations: no plan, nothing is limited\n");
        let quill = harbour.another("Quill").await;
        assert_eq!(billing(&quill).await["subscription"], Value::Null);
    }

    /// ST-3, PR-5: projects are limited where one is created and where one is brought back; archived ones do not count.
    async fn st_3_projects_are_limited(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let slug = team.slug.as_str();
        plan(app, &["set", slug, "--plan", "Team", "--projects", "2"]);
        let create = async |name: &str| team.call(&team.owner, "projects/create", &[("name", name)]).await;
        let listed = async |list: &str, name: &str| {
            let projects = team.call(&team.owner, "projects/list", &[]).await.json();
            let row = projects[list].as_array().unwrap().iter().find(|row| row["name"] == name).cloned();
            row.expect("a project")["id"].as_str().unwrap().to_owned()
        };
        assert_eq!(create("Repairs").await.status, 200);
        let answer = create("Wholesale").await;
        assert_eq!((answer.status.as_u16(), answer.error()), (409, "projects-taken".into()));
        assert_eq!((&answer.json()["limit"], &answer.json()["managers"][0]), (&2.into(), &MINA.name.into()));
        let said = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(said.contains("Your operator sets plan and limits; you can ask for more."), "{said}");
        assert_eq!(answer.json()["can_ask"], true);
        // The form tells it before a name is typed, and so does the list to scripts.
        let page = team.owner.get("/o/harbour-finch/projects?new=1").await;
        assert!(page.body.contains("all are in use.") && page.body.contains("See plan and limits"), "{}", page.body);
        assert!(!page.body.contains("Create project"), "{}", page.body);
        let ada = team.join(app, "Ada", "user-admin").await;
        let told = team.call(&ada, "projects/list", &[]).await.json()["taken_projects"].clone();
        assert_eq!(told, serde_json::json!({ "limit": 2, "managers": [MINA.name], "can_ask": false }));
        // Archived, it makes room for another; brought back, it would be one too many.
        let repairs = listed("active", "Repairs").await;
        let act = async |call: &str| team.call(&team.owner, call, &[("project", &repairs)]).await;
        assert_eq!(act("projects/archive").await.status, 200);
        assert_eq!(create("Wholesale").await.status, 200);
        let answer = act("projects/restore").await;
        assert_eq!((answer.status.as_u16(), answer.error()), (409, "projects-taken".into()));
        // That is told before it is tried: in the list, and on the project's own page.
        for page in ["/o/harbour-finch/projects", "/o/harbour-finch/projects/repairs"] {
            let body = team.owner.get(page).await.body;
            assert!(body.contains("all are in use.") && body.contains("See plan and limits"), "{page}: {body}");
            assert!(!body.contains("form=\"restore-project\"") && !body.contains(">Restore</button>"), "{page}: {body}");
        }
        let told = team.call(&team.owner, "projects/view", &[("project", "repairs")]).await.json()["taken_projects"].clone();
        assert_eq!(told["limit"], 2);
        assert_eq!(listed("archived", "Repairs").await, repairs);
        // A limit below what is used takes nothing away.
        plan(app, &["set", slug, "--projects", "1"]);
        let view = billing(&team).await;
        assert_eq!((&view["projects"]["active"], &view["projects"]["included"]), (&2.into(), &1.into()));
        assert_eq!(team.call(&team.owner, "projects/view", &[("project", "wholesale")]).await.status, 200);
        plan(app, &["set", slug, "--projects", "none"]);
        assert_eq!(act("projects/restore").await.status, 200);
    }
}
