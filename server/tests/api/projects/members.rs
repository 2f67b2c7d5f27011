//! Who belongs to a project: what a save of many changes does, and what it refuses (PR-3).

use serde_json::{Value, json};

use super::{create, named, project_of, save};
use crate::support::{App, Browser, Engine, JONAS, MINA, PASSWORD, Team, stories};

/// The role that the member with this name has in the project.
async fn role_in(team: &Team, project: &str, name: &str) -> Value {
    let projects = team.call(&team.owner, "projects/list", &[]).await.json();
    let rows = [&projects["active"], &projects["archived"]].map(|rows| rows.as_array().unwrap().clone());
    let slug = rows.iter().flatten().find(|row| row["id"] == project).expect("the project")["slug"].clone();
    let fields = [("project", slug.as_str().unwrap()), ("find", name)];
    let list = team.call(&team.owner, "projects/members", &fields).await.json();
    list["members"][0]["project_role"].clone()
}

stories! {
    /// PR-3: many changes are one save; what somebody else saved meanwhile is told line by line, and nothing is saved.
    async fn pr_3_a_save_is_whole(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let mut ids = Vec::new();
        for name in ["Aiko", "Leo", "Freya"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let [aiko, leo, freya] = [&ids[0], &ids[1], &ids[2]];
        let website = project_of(&team, "Website").await;
        let first = save(&team, &team.owner, &website, &format!("{aiko}:none:agent, {leo}:none:viewer,")).await;
        assert_eq!((first.status.as_u16(), first.json()["saved"].as_u64()), (200, Some(2)));
        assert_eq!(save(&team, &ada, &website, &format!("{aiko}:agent:viewer,{leo}:viewer:manager")).await.status, 200);
        // The owner still sees what was there before Ada saved; about Leo both chose the same.
        let mine = format!("{aiko}:agent:manager,{leo}:viewer:manager,{freya}:none:agent");
        let refused = save(&team, &team.owner, &website, &mine).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "saved-meanwhile".into()));
        let told = refused.json();
        assert_eq!((&told["by"], told["lines"].as_array().unwrap().len()), (&"Ada".into(), 1));
        let line = &told["lines"][0];
        let values = ["member", "name", "before", "mine", "theirs"].map(|key| line[key].clone());
        assert_eq!(values, [aiko.clone().into(), Value::from("Aiko"), "agent".into(), "manager".into(), "viewer".into()]);
        assert_eq!(role_in(&team, &website, "Freya").await, Value::Null, "nothing was saved");
        // Overwritten: what is there by now was seen.
        let again = save(&team, &team.owner, &website, &mine.replace(":agent:manager", ":viewer:manager")).await;
        assert_eq!((again.status.as_u16(), again.json()["saved"].as_u64()), (200, Some(2)));
        let roles = [role_in(&team, &website, "Aiko").await, role_in(&team, &website, "Freya").await];
        assert_eq!(roles, ["manager", "agent"]);
        // A project's manager says who belongs to it, and to no other one.
        let repairs = create(&team, "Repairs").await;
        let aiko = app.browser();
        assert_eq!(aiko.sign_in(&team.address("Aiko"), PASSWORD).await.status, 200);
        assert_eq!(save(&team, &aiko, &website, &format!("{freya}:agent:none")).await.status, 200);
        assert_eq!(save(&team, &aiko, &repairs, &format!("{freya}:none:agent")).await.status, 404);
        let freya = app.browser();
        assert_eq!(freya.sign_in(&team.address("Freya"), PASSWORD).await.status, 200);
        assert_eq!(save(&team, &freya, &website, &format!("{leo}:manager:none")).await.status, 404);
        let leo_is = named(&team, "Leo").await["projects"][&website].clone();
        assert_eq!(leo_is, "manager");
    }

    /// FIELD-23, PR-3: where two are called alike, it is said which of them saved meanwhile.
    async fn field_23_who_saved_meanwhile_is_told_apart(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        for name in ["Uma", "Leo"] {
            team.join(app, name, "member").await;
        }
        let (uma, leo) = (team.id_of(&team.address("Uma")).await, team.id_of(&team.address("Leo")).await);
        let website = project_of(&team, "Website").await;
        assert_eq!(save(&team, &ada, &website, &format!("{leo}:none:viewer")).await.status, 200);
        let told = async || save(&team, &team.owner, &website, &format!("{leo}:none:agent")).await.json();
        assert_eq!(told().await.get("by_email"), None);
        let called = [("member", uma.as_str()), ("display_name", "Ada"), ("role", "member"), ("grants", "")];
        assert_eq!(team.call(&team.owner, "members/edit", &called).await.status, 200);
        let (told, address) = (told().await, team.address("Ada"));
        assert_eq!((&told["by"], &told["by_email"]), (&"Ada".into(), &address.clone().into()));
        let said = told["message"].as_str().unwrap();
        assert!(said.starts_with(&format!("Ada ({address}) saved this list")), "{said}");
    }

    /// FIELD-52, PR-2, PR-3: whoever is added to a project, gets another role there or is taken out by somebody else is mailed, one
    /// mail a save; one's own doing is not.
    async fn field_52_whose_place_changes_is_mailed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let aiko = team.join(app, "Aiko", "member").await;
        team.join(app, "Leo", "member").await;
        let [aiko_id, leo_id] = [team.id_of(&team.address("Aiko")).await, team.id_of(&team.address("Leo")).await];
        let website = project_of(&team, "Website").await;
        let done = async |who: &Browser, changes: &str| {
            let answer = save(&team, who, &website, changes).await;
            assert_eq!(answer.status, 200, "{answer:?}");
        };
        let subject = "Your projects in Harbour Finch on Parlor changed";
        let mailed = async |name: &str, count: usize, said: [&str; 2]| {
            let mail = app.mail_with(&team.address(name), subject, count).await;
            for said in said {
                assert!(mail.text.contains(said) && mail.html.contains("<bdi>Website</bdi>"), "{said}: {}", mail.text);
            }
        };
        done(&team.owner, &format!("{aiko_id}:none:manager,{leo_id}:none:viewer")).await;
        mailed("Aiko", 1, ["Mina Okafor added you to Website as a manager on", "/o/harbour-finch"]).await;
        mailed("Leo", 1, ["Mina Okafor added you to Website as a viewer on", "Ask Mina Okafor"]).await;
        done(&aiko, &format!("{leo_id}:viewer:agent")).await;
        mailed("Leo", 2, ["Aiko made you an agent in Website on", "you were a viewer there before."]).await;
        done(&aiko, &format!("{aiko_id}:manager:agent")).await;
        let fields = [("member", leo_id.as_str()), ("project", &website), ("before", "agent"), ("role", "none")];
        assert_eq!(team.call(&team.owner, "members/change-project", &fields).await.status, 200);
        mailed("Leo", 3, ["Mina Okafor took you out of Website on", "you were an agent there."]).await;
        // Chosen in the list of members; who is in it keeps their role there, and hears nothing.
        let both = format!("{aiko_id},{leo_id}");
        let fields = [("people", both.as_str()), ("project", &website), ("role", "viewer")];
        assert_eq!(team.call(&team.owner, "members/add-to-project", &fields).await.status, 200);
        mailed("Leo", 4, ["Mina Okafor added you to Website as a viewer on", "UTC."]).await;
        // What is refused tells nobody.
        let stale = save(&team, &team.owner, &website, &format!("{aiko_id}:viewer:manager,{leo_id}:none:manager")).await;
        assert_eq!(stale.status, 409, "{stale:?}");
        app.mail_is_out().await;
        for (name, count) in [("Aiko", 1), ("Leo", 4)] {
            let mails = app.mails(&team.address(name)).await;
            assert_eq!(mails.iter().filter(|mail| mail.subject == subject).count(), count, "{name}");
        }
    }

    /// PR-3: of many entries it is told which one cannot be read, and nothing is saved.
    async fn pr_3_an_entry_that_cannot_be_read_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        let website = project_of(&team, "Website").await;
        for (bad, entry) in [("x:none:agent", 2), ("boss", 2), (&*format!("{aiko}:none:boss"), 2), (", ,x", 2)] {
            let refused = save(&team, &team.owner, &website, &format!("{aiko}:none:agent,{bad}")).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (422, "fields".into()), "{bad}");
            let field = refused.json()["fields"][0].clone();
            assert_eq!((&field["field"], &field["problem"]["no-project-member"]["entry"]), (&"changes".into(), &entry.into()), "{bad}");
            assert!(field["message"].as_str().unwrap().starts_with("Entry 2 can’t be read"), "{field}");
        }
        assert_eq!(role_in(&team, &website, "Aiko").await, Value::Null);
    }

    /// PR-3: the form of a browser without JavaScript sends the lines of its page as they stand; those that nobody touched change
    /// nothing, and it comes back to where the list stood.
    async fn pr_3_lines_of_a_page_are_a_form(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut ids = Vec::new();
        for name in ["Aiko", "Leo", "Freya"] {
            team.join(app, name, "member").await;
            ids.push(team.id_of(&team.address(name)).await);
        }
        let website = project_of(&team, "Website").await;
        assert_eq!(save(&team, &team.owner, &website, &format!("{}:none:agent", ids[1])).await.status, 200);
        let form = async |aiko: &str, leo: &str| {
            let [aiko_was, leo_was, freya_was] = [0, 1, 2].map(|at: usize| format!("before[id-{}]", ids[at]));
            let [aiko_role, leo_role, freya_role] = [0, 1, 2].map(|at: usize| format!("role[id-{}]", ids[at]));
            let aiko_belongs = format!("belongs[id-{}]", ids[0]);
            let fields = [
                ("project", website.as_str()), ("find", "e"), ("show", "outside"),
                (&aiko_was, "none"), (&aiko_belongs, "true"), (&aiko_role, aiko),
                (&leo_was, leo), (&leo_role, "agent"),
                (&freya_was, "none"), (&freya_role, "viewer"),
            ];
            team.call(&team.owner, "projects/save-members", &fields).await
        };
        assert_eq!(form("boss", "agent").await.error(), "fields");
        let unseen = [("project", website.as_str()), (&*format!("belongs[id-{}]", ids[0]), "true"), (&*format!("role[id-{}]", ids[0]), "agent")];
        assert_eq!(team.call(&team.owner, "projects/save-members", &unseen).await.error(), "fields", "a line that says not what it showed");
        // It is named by its number among all of them, as any other that cannot be read.
        let mut sorted = ids.clone();
        sorted.sort();
        let [shown, unshown] = [format!("before[id-{}]", sorted[0]), format!("belongs[id-{}]", sorted[1])];
        let listed = format!("{}:none:agent", sorted[2]);
        let third = [("project", website.as_str()), ("changes", &*listed), (&*shown, "none"), (&*unshown, "true")];
        let refused = team.call(&team.owner, "projects/save-members", &third).await.json();
        assert_eq!(refused["fields"][0]["problem"], json!({ "no-project-member": { "entry": 3 } }), "{refused}");
        assert_eq!(form("viewer", "manager").await.error(), "saved-meanwhile");
        let saved = form("viewer", "agent").await.json();
        let next = format!("/o/{}/projects/website/members?find=e&show=outside&saved=2", team.slug);
        assert_eq!((&saved["saved"], &saved["next"]), (&2.into(), &next.into()));
        let roles = [role_in(&team, &website, "Aiko").await, role_in(&team, &website, "Leo").await, role_in(&team, &website, "Freya").await];
        assert_eq!(roles, ["viewer".into(), Value::Null, Value::Null]);
        // Whom the list shows: those who were added, and those who would have to be; who reaches every project is neither.
        for (show, names) in [("inside", vec!["Aiko"]), ("outside", vec!["Freya", "Leo"]), ("nonsense", vec!["Aiko", "Freya", "Leo", MINA.name])] {
            let list = team.call(&team.owner, "projects/members", &[("project", "website"), ("show", show)]).await.json();
            let listed: Vec<&str> = list["members"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
            assert_eq!((listed, list["total"].as_i64()), (names, Some(4)), "{show}");
        }
    }

    /// PR-3: a list with one bad line is refused as a whole, and says which and why.
    async fn pr_3_a_bad_line_is_named(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = Team::new(app, &JONAS, "Northlight").await;
        team.join(app, "Aiko", "member").await;
        let [aiko, mina, stranger] =
            [team.id_of(&team.address("Aiko")).await, team.id_of(MINA.email).await, other.id_of(JONAS.email).await];
        let website = project_of(&team, "Website").await;
        let good = format!("{aiko}:none:agent");
        for (bad, problem) in [
            (format!("{stranger}:none:agent"), "not-a-member"),
            (format!("{mina}:none:agent"), "reaches-every-project"),
            (format!("{aiko}:none:viewer"), "twice"),
        ] {
            let refused = save(&team, &team.owner, &website, &format!("{good},{bad}")).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (422, "refused-lines".into()));
            let lines = refused.json()["lines"].clone();
            let expected = serde_json::json!([{ "member": bad.split(':').next(), "problem": problem }]);
            assert_eq!(lines, expected);
        }
        for bad in ["x", "7:none:agent", &format!("{aiko}:none:owner"), &format!("{aiko}:none"), "a:b:c:d"] {
            let refused = save(&team, &team.owner, &website, &format!("{good},{bad}")).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (422, "fields".into()), "{bad}");
        }
        let many = vec![good.as_str(); 10_000].join(",");
        assert_eq!(save(&team, &team.owner, &website, &many).await.status, 413);
        assert_eq!(role_in(&team, &website, "Aiko").await, Value::Null);
        // A removed member's line, in a list that was opened before.
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &aiko)]).await.status, 200);
        assert_eq!(save(&team, &team.owner, &website, &good).await.json()["lines"][0]["problem"], "not-a-member");
    }
}
