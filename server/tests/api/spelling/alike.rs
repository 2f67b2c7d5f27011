//! Projects and people who are called alike: wherever one chooses or reads of one of them, it is said which (FIELD-23).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{App, Browser, Engine, MINA, PASSWORD, Team, stories};

/// Name and slug of each option, by name and slug.
fn options(projects: &Value) -> Vec<(String, Option<String>)> {
    let option = |one: &Value| (one["name"].as_str().unwrap().to_owned(), one["slug"].as_str().map(str::to_owned));
    let mut options: Vec<_> = projects.as_array().unwrap().iter().map(option).collect();
    options.sort();
    options
}

/// What those options are where two of three projects are called alike.
fn two_websites() -> Vec<(String, Option<String>)> {
    [("Repairs", None), ("Website", Some("website")), ("Website", Some("website-2"))]
        .map(|(name, slug)| (name.to_owned(), slug.map(str::to_owned)))
        .into()
}

/// Two more projects, one of which is called like the first; the ids of all by their slugs.
async fn projects(team: &Team) -> BTreeMap<String, String> {
    for name in ["Website", "Repairs"] {
        assert_eq!(team.call(&team.owner, "projects/create", &[("name", name)]).await.status, 200);
    }
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    list["active"].as_array().unwrap().iter().map(|row| (text(row, "slug"), text(row, "id"))).collect()
}

async fn add(team: &Team, member: &str, project: &str) {
    let fields = [("member", member), ("project", project), ("before", "none"), ("role", "agent")];
    let answer = team.call(&team.owner, "members/change-project", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// The page as it is read.
async fn read(who: &Browser, path: &str) -> String {
    let page = who.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.read()
}

/// Somebody called Adam Same comes in by this address.
async fn adam(team: &Team, app: &App, email: &str) -> (Browser, String) {
    let token = team.invite(app, email, "member").await;
    let browser = app.browser();
    let fields = [("token", token.as_str()), ("name", "Adam Same"), ("password", PASSWORD)];
    assert_eq!(browser.call("invitations/accept", &fields).await.status, 200);
    (browser, team.id_of(email).await)
}

/// The entry of the audit log about this action on this account.
async fn entry(team: &Team, action: &str, subject: &str) -> Value {
    let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
    let is_it = |entry: &&Value| entry["event"]["action"] == action && entry["subject_id"] == subject;
    log["entries"].as_array().unwrap().iter().find(is_it).cloned().unwrap_or_else(|| panic!("{action} in {log}"))
}

stories! {
    /// FIELD-23: wherever a project is chosen, its slug stands beside its name where another one is called alike, in labels too;
    /// beside the others nothing does.
    async fn field_23_whoever_chooses_a_project_sees_which(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        let lone = team.list().await["projects"].clone();
        assert_eq!(options(&lone), [("Website".to_owned(), None)]);
        assert!(lone[0].get("slug").is_none(), "{lone}");
        projects(&team).await;

        for (call, fields, field) in [
            ("members/list", vec![], "projects"),
            ("members/invited", vec![], "projects"),
            ("members/invitation-form", vec![], "projects"),
            ("members/review-project", vec![("people", aiko.as_str())], "projects"),
            ("members/view", vec![("member", aiko.as_str())], "projects"),
            ("organizations/home", vec![], "offered_projects"),
        ] {
            let answer = team.call(&team.owner, call, &fields).await.json();
            assert_eq!(options(&answer[field]), two_websites(), "{call}: {answer}");
        }

        let home = format!("/o/{}", team.slug);
        for page in [
            "/members".to_owned(),
            "/members?view=invited".to_owned(),
            "/members/new".to_owned(),
            format!("/members/{aiko}"),
            format!("/members/add-to-project?people={aiko}"),
        ] {
            let body = read(&team.owner, &format!("{home}{page}")).await;
            for label in ["Website (website)", "Website (website-2)"] {
                assert!(body.contains(label), "{page}: {label}");
            }
            assert!(body.contains("Repairs") && !body.contains("Repairs (repairs)"), "{page}");
        }
        let form = team.owner.get(&format!("{home}/members/new")).await.body;
        assert!(form.contains("Role in Website (website-2)"), "the label of its role says which");
        let details = team.owner.get(&format!("{home}/members/{aiko}")).await.body;
        assert!(details.contains("aria-label=\"Add to project Website (website-2)\""), "so does that of a button");
    }

    /// FIELD-23: the pages of a project say which one it is, and the list of those that are archived does.
    async fn field_23_a_project_says_which_one_it_is(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = projects(&team).await;
        for (slug, beside) in [("website", json!("website")), ("website-2", json!("website-2")), ("repairs", Value::Null)] {
            for call in ["projects/view", "projects/members"] {
                let view = team.call(&team.owner, call, &[("project", slug)]).await.json();
                assert_eq!(view["beside"], beside, "{call} {slug}: {view}");
            }
            for page in ["", "/members"] {
                let body = read(&team.owner, &format!("/o/{}/projects/{slug}{page}", team.slug)).await;
                let label = format!("Website ({slug})");
                assert_eq!(body.contains(&label), !beside.is_null(), "{slug}{page}");
            }
        }
        let archived = [("project", ids["website-2"].as_str())];
        assert_eq!(team.call(&team.owner, "projects/archive", &archived).await.status, 200);
        let list = read(&team.owner, &format!("/o/{}/projects", team.slug)).await;
        assert!(list.contains("Restore: Website (website-2)"), "{list}");
        assert!(list.contains("Actions for Website (website)"), "{list}");
        // Nobody is added to it any more: of those that are offered, one is called so.
        let form = team.call(&team.owner, "members/invitation-form", &[]).await.json();
        assert_eq!(options(&form["projects"]), [("Repairs".to_owned(), None), ("Website".to_owned(), None)]);
        // In the log it is one of two still.
        let page = read(&team.owner, &format!("/o/{}/settings/audit-log", team.slug)).await;
        let told = page.matches("<b>Website (website-2)</b>").count();
        assert_eq!(told, 2, "that it was created, and that it was archived: {page}");
    }

    /// FIELD-23: who is invited reads to which of the projects that are called alike, in the mail and on the page; the log says it
    /// of them, too.
    async fn field_23_an_invitation_says_into_which_project(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ids = projects(&team).await;
        let sana = team.address("Sana");
        let places = format!("{}:agent,{}:viewer", ids["website"], ids["website-2"]);
        let fields = [("emails", sana.as_str()), ("role", "member"), ("projects", &places)];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        let mail = app.mail_with(&sana, "/invitations/", 1).await;
        let bo = team.address("Bo");
        let only_one = format!("{}:agent,{}:viewer", ids["website-2"], ids["repairs"]);
        let fields = [("emails", bo.as_str()), ("role", "member"), ("projects", &only_one)];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        let other = app.mail_with(&bo, "/invitations/", 1).await;
        for (mail, said) in [
            (&mail, ["Website (website) as an agent", "Website (website-2) as a viewer"]),
            // Of those in it one alone is called so; of those in the organization it is not.
            (&other, ["Website (website-2) as an agent", "Repairs as a viewer"]),
        ] {
            let body = read(&app.browser(), &format!("/invitations/{}", mail.token())).await;
            for said in said {
                assert!(mail.text.contains(said) && mail.html.contains(said), "{said} in {}", mail.text);
                assert!(body.contains(said), "{said} in {body}");
            }
        }
        let view = app.browser().call("invitations/view", &[("token", &other.token())]).await.json();
        let mut told: Vec<Value> = view["projects"].as_array().unwrap().clone();
        told.sort_by_key(ToString::to_string);
        let expected = [
            json!({ "name": "Repairs", "role": "viewer" }),
            json!({ "name": "Website", "slug": "website-2", "role": "agent" }),
        ];
        assert_eq!(told, expected);

        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        add(&team, &aiko, &ids["website-2"]).await;
        let added = entry(&team, "project-member-added", &aiko).await;
        assert_eq!(added["slugs"], json!({ ids["website-2"].as_str(): "website-2" }));
        assert_eq!(added["event"]["detail"]["after"]["name"], "Website", "what is stored is as it was");
        let page = read(&team.owner, &format!("/o/{}/settings/audit-log", team.slug)).await;
        assert!(page.contains("<b>Website (website-2)</b>"), "{page}");
        assert!(page.contains("Website (website-2) as agent"), "{page}");
        assert!(!page.contains("Repairs (repairs)"), "{page}");
    }

    /// FIELD-23: of two people who are called alike the address stands beside the name, in the log, in its filter, and where
    /// something is done with them; for those who see addresses of members.
    async fn field_23_people_called_alike_stand_with_their_addresses(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (one, two) = ("adam@one.example", "adam@two.example");
        let (adams, first) = adam(&team, app, one).await;
        let lone = entry(&team, "invitation-accepted", &first).await;
        assert!(lone.get("actor_email").is_none() && lone.get("subject_email").is_none(), "{lone}");
        let (_, second) = adam(&team, app, two).await;
        let website = team.list().await["projects"][0]["id"].as_str().unwrap().to_owned();
        add(&team, &first, &website).await;

        let added = entry(&team, "project-member-added", &first).await;
        assert_eq!((&added["subject"], &added["subject_email"]), (&json!("Adam Same"), &json!(one)));
        assert!(added.get("actor_email").is_none(), "Mina is the only one: {added}");
        let people = async || {
            let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
            let mut people: Vec<_> = log["people"]
                .as_array()
                .unwrap()
                .iter()
                .map(|person| (person["name"].as_str().unwrap().to_owned(), person["email"].as_str().map(str::to_owned)))
                .collect();
            people.sort();
            people
        };
        let expected = |name: &str, email: Option<&str>| (name.to_owned(), email.map(str::to_owned));
        let mina = expected(MINA.name, None);
        assert_eq!(people().await, [expected("Adam Same", Some(one)), expected("Adam Same", Some(two)), mina.clone()]);

        let home = format!("/o/{}", team.slug);
        let log = read(&team.owner, &format!("{home}/settings/audit-log")).await;
        assert!(log.contains("<b>Adam Same (adam@one.example)</b>"), "{log}");
        let waiting = team.call(&team.owner, "organizations/home", &[]).await.json()["waiting"].clone();
        assert_eq!((&waiting[0]["id"], &waiting[0]["email"]), (&json!(second), &json!(two)), "{waiting}");
        // A member sees no list of members, and no address here either.
        let seen = team.call(&adams, "organizations/home", &[]).await;
        let latest = seen.json()["latest"].clone();
        let told = |entry: &Value| entry.get("actor_email").is_some() || entry.get("subject_email").is_some();
        assert!(!latest.as_array().unwrap().iter().any(told), "{latest}");
        assert!(!seen.body.contains(two), "{}", seen.body);

        let both = format!("people={first}&people={second}");
        for (page, said) in [
            ("/members".to_owned(), "aria-label=\"Adam Same (adam@two.example)\""),
            ("/members".to_owned(), "Actions for Adam Same (adam@one.example)"),
            (format!("/members/roles?{both}&role=admin"), "Leave out Adam Same (adam@two.example)"),
            (format!("/members/add-to-project?{both}"), "Leave out Adam Same (adam@one.example)"),
            (format!("/members/revoke?{both}"), "Keep Adam Same (adam@two.example)"),
            ("/projects/website/members".to_owned(), "Project role of Adam Same (adam@two.example)"),
        ] {
            let body = read(&team.owner, &format!("{home}{page}")).await;
            assert!(body.contains(said), "{page}: {said}");
            // A box says whom it ticks beside people of other pages, so always with the address.
            let mina = format!("{} ({})", MINA.name, MINA.email);
            let body = body.replace(&format!("data-whom=\"{mina}\""), "");
            assert!(!body.contains(&mina), "{page}");
        }
        let review = [("people", first.as_str()), ("role", "admin")];
        let review = team.call(&team.owner, "members/review-roles", &review).await.json();
        assert_eq!(review["people"][0]["email"], one);

        // Whoever brings one of them back reads which.
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", first.as_str())]).await.status, 200);
        let list = team.list().await;
        assert_eq!((&list["recently_revoked"][0]["name"], &list["recently_revoked"][0]["email"]), (&json!("Adam Same"), &json!(one)));
        // Who is a member no longer is known by no address; of the two the other one is.
        let added = entry(&team, "project-member-added", &first).await;
        assert!(added.get("subject_email").is_none(), "{added}");
        assert_eq!(people().await, [expected("Adam Same", None), expected("Adam Same", Some(two)), mina]);
    }
}
