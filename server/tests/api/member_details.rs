//! One member in full, what they are given, and who can do what.

use serde_json::{Value, json};

use crate::support::{App, Browser, Engine, MINA, PASSWORD, Team, stories};

async fn create(team: &Team, name: &str) -> String {
    assert_eq!(team.call(&team.owner, "projects/create", &[("name", name)]).await.status, 200);
    project_of(team, name).await
}

async fn project_of(team: &Team, name: &str) -> String {
    let list = team.call(&team.owner, "projects/list", &[]).await.json();
    let rows = list["active"].as_array().unwrap();
    rows.iter().find(|row| row["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
}

async fn view(team: &Team, who: &Browser, member: &str) -> Value {
    let answer = team.call(who, "members/view", &[("member", member)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn actions(view: &Value) -> Vec<String> {
    let history = view["history"].as_array().unwrap();
    history.iter().map(|entry| entry["event"]["action"].as_str().unwrap().to_owned()).collect()
}

stories! {
    /// TR-4, IN-7, IN-9: a draft is written by a form with boxes and choices, changed, sent, changed again and sent again: one
    /// record; whoever accepts holds exactly what it gave last.
    async fn tr_4_a_draft_to_a_member_with_two_projects(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (website, parts) = (project_of(&team, "Website").await, create(&team, "Spare parts").await);
        let sana = team.address("Sana");
        let (in_website, in_parts) = (format!("projects[id-{website}]"), format!("projects[id-{parts}]"));
        // As a browser sends it without JavaScript: each box a field of its own.
        let fields = [
            ("emails", sana.as_str()), ("role", "member"), ("first_name", "Sana"), ("last_name", "Qureshi"),
            ("grants[]", "create-projects"), ("grants[]", "read-audit-log"),
            (&in_website, "agent"), (&in_parts, ""), ("draft", "true"),
        ];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.json()["lines"][0]["outcome"], "drafted");
        let id = team.id_of(&sana).await;
        let form = async || team.call(&team.owner, "members/invitation-form", &[("invitation", &id)]).await.json();
        let first = form().await;
        assert_eq!(first["invitation"]["grants"], json!(["create-projects", "read-audit-log"]));
        assert_eq!(first["invitation"]["projects"], json!({ &website: "agent" }));
        assert_eq!(first["projects"].as_array().unwrap().len(), 2);
        let both = format!("{website}:viewer,{parts}:manager");
        let edit = async |send: &str, projects: &str| {
            let fields = [
                ("invitation", id.as_str()), ("role", "member"), ("grants", "read-audit-log"), ("projects", projects),
                ("first_name", "Sana"), ("last_name", "Q."), ("send", send),
            ];
            team.call(&team.owner, "members/edit-invitation", &fields).await
        };
        assert_eq!(edit("false", &format!("{website}:agent")).await.status, 200);
        assert_eq!(form().await["invitation"]["state"], "draft", "saving sends nothing");
        assert_eq!(edit("true", &format!("{website}:agent")).await.status, 200);
        let token = app.mail_with(&sana, "/invitations/", 1).await.token();
        assert_eq!(edit("false", &both).await.status, 200, "what was sent can be changed");
        let shown = app.browser().call("invitations/view", &[("token", &token)]).await.json();
        assert_eq!(shown["projects"], json!([{ "name": "Website", "role": "viewer" }, { "name": "Spare parts", "role": "manager" }]));
        let list = team.list().await;
        assert_eq!(list["invitations"].as_array().unwrap().len(), 1, "it is one record");
        assert_eq!(list["invitations"][0]["last_name"], "Q.");
        let fields = [("token", token.as_str()), ("name", "Sana Qureshi"), ("password", PASSWORD)];
        assert_eq!(app.browser().call("invitations/accept", &fields).await.status, 200);
        let member = view(&team, &team.owner, &team.id_of(&sana).await).await;
        assert_eq!(member["member"]["grants"], json!(["read-audit-log"]));
        assert_eq!(member["member"]["projects"], json!({ &website: "viewer", &parts: "manager" }));
        assert_eq!(member["invited_by"], MINA.name);
        assert_eq!(edit("true", &both).await.status, 410, "an invitation that is over is not edited");
        let bad = [("invitation", id.as_str()), ("role", "boss"), ("grants[]", "fly"), ("projects[x]", "agent"), ("last_name", "a\nb")];
        assert_eq!(team.call(&team.owner, "members/edit-invitation", &bad).await.status, 422);
    }

    /// TR-6, TR-11: name, role and grants are one change; the page tells who, since when, by whom, and what was done.
    async fn tr_6_a_member_is_edited(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let aiko_browser = team.join(app, "Aiko Tanaka", "member").await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let aiko = team.id_of(&team.address("Aiko Tanaka")).await;
        let edit = async |who: &Browser, name: &str, role: &str, grants: &str| {
            let fields = [("member", aiko.as_str()), ("display_name", name), ("role", role), ("grants", grants)];
            team.call(who, "members/edit", &fields).await
        };
        assert_eq!(edit(&team.owner, "Aiko (Kyoto)", "member", "read-audit-log").await.status, 200);
        let seen = view(&team, &team.owner, &aiko).await;
        assert_eq!((&seen["member"]["name"], &seen["account_name"]), (&"Aiko (Kyoto)".into(), &"Aiko Tanaka".into()));
        assert_eq!((&seen["granted"][0]["grant"], &seen["granted"][0]["by_me"]), (&"read-audit-log".into(), &true.into()));
        assert_eq!(actions(&seen), ["display-name-changed", "grants-changed", "invitation-accepted"]);
        assert!(team.list().await["members"].as_array().unwrap().iter().any(|row| row["name"] == "Aiko (Kyoto)"));
        // What is there can be kept by somebody who could not give it, and no more than they hold is added.
        assert_eq!(edit(&uma, "Aiko (Kyoto)", "member", "read-audit-log,create-projects").await.status, 200);
        for (role, grants, missing) in [("admin", "", "manage-admins"), ("member", "manage-billing", "manage-billing")] {
            let refused = edit(&uma, "", role, grants).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["permission"]), (403, &missing.into()), "{role} {grants}");
        }
        assert_eq!(edit(&team.owner, "", "user-admin", "read-audit-log").await.status, 200);
        let seen = view(&team, &uma, &aiko).await;
        assert_eq!((&seen["member"]["name"], &seen["member"]["grants"]), (&"Aiko Tanaka".into(), &json!([])));
        assert_eq!(actions(&seen)[..3], ["display-name-changed", "role-changed", "grants-changed"]);
        assert_eq!(seen["can_edit"], true);
        for (field, name, role) in [("display_name", "a\nb", "member"), ("role", "Aiko", "boss")] {
            let refused = edit(&team.owner, name, role, "").await;
            assert_eq!((refused.status.as_u16(), &refused.json()["fields"][0]["field"]), (422, &field.into()));
        }
        // FIELD-50, PRV-7: what was done is mailed to whom it touches: grants twice, then the role.
        app.mail_with(&team.address("Aiko Tanaka"), "Your permissions in", 2).await;
        app.mail_with(&team.address("Aiko Tanaka"), "Your role in", 1).await;
        let owner = team.id_of(MINA.email).await;
        let down = team.call(&team.owner, "members/edit", &[("member", &owner), ("role", "member")]).await;
        assert_eq!(down.error(), "last-owner");
        assert_eq!(team.call(&aiko_browser, "members/view", &[("member", &owner)]).await.json()["can_edit"], false);
        for nobody in ["x", "", "00000000-0000-7000-8000-000000000000"] {
            assert_eq!(team.call(&team.owner, "members/view", &[("member", nobody)]).await.status, 404, "{nobody}");
        }
    }

    /// TR-6: a form that was opened before somebody else's change gives nothing back that was taken since; what both changed is
    /// said, and saving again decides.
    async fn tr_6_an_older_form_leaves_what_it_did_not_change(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Mia", "admin").await;
        let mia = team.id_of(&team.address("Mia")).await;
        let terms = |role: &str| json!({ "role": role }).to_string();
        let edit = async |name: &str, role: &str, before: &str| {
            let fields = [
                ("member", mia.as_str()), ("display_name", name), ("role", role), ("before_name", "Mia"), ("before_terms", before),
            ];
            team.call(&team.owner, "members/edit", &fields).await
        };
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &mia), ("role", "member")]).await.status, 200);
        assert_eq!(edit("Mia K.", "admin", &terms("admin")).await.status, 200);
        let seen = view(&team, &team.owner, &mia).await;
        assert_eq!((&seen["member"]["name"], &seen["member"]["role"]), (&"Mia K.".into(), &"member".into()));
        // And the name that another one gave meanwhile stays where the role alone is changed.
        assert_eq!(edit("Mia", "user-admin", &terms("member")).await.status, 200);
        let seen = view(&team, &team.owner, &mia).await;
        assert_eq!((&seen["member"]["name"], &seen["member"]["role"]), (&"Mia K.".into(), &"user-admin".into()));
        let both = edit("Mia", "billing-admin", &terms("admin")).await;
        assert_eq!((both.status.as_u16(), both.error().as_str()), (409, "terms-saved-meanwhile"));
        assert_eq!(both.json()["now"]["role"], "user-admin");
        assert_eq!(team.role_of(&team.address("Mia")).await.as_deref(), Some("user-admin"));
        assert_eq!(edit("Mia", "billing-admin", &both.json()["now"].to_string()).await.status, 200);
        assert_eq!(team.role_of(&team.address("Mia")).await.as_deref(), Some("billing-admin"));
        let both = edit("Mia L.", "billing-admin", &terms("billing-admin")).await;
        assert_eq!((both.error().as_str(), &both.json()["now"]), ("name-saved-meanwhile", &"Mia K.".into()));
        for malformed in ["{", "admin", r#"{"role":"boss"}"#] {
            assert_eq!(edit("Mia", "member", malformed).await.status, 400, "{malformed}");
        }
    }

    /// TR-6, IN-7: the same of the form for an invitation.
    async fn tr_6_an_older_form_for_an_invitation(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let guest = "guest@guests.example";
        team.invite(app, guest, "admin").await;
        let id = team.id_of(guest).await;
        let before = json!({ "role": "admin" }).to_string();
        let edit = async |role: &str, first_name: &str, before: &str| {
            let fields = [("invitation", id.as_str()), ("role", role), ("first_name", first_name), ("before_terms", before)];
            team.call(&team.owner, "members/edit-invitation", &fields).await
        };
        let given = async || {
            let row = team.invitation_of(guest).await.unwrap();
            (row["role"].clone(), row["first_name"].clone())
        };
        assert_eq!(edit("member", "", "").await.status, 200);
        assert_eq!(edit("admin", "Gus", &before).await.status, 200);
        assert_eq!(given().await, ("member".into(), "Gus".into()));
        let both = edit("user-admin", "", &before).await;
        assert_eq!((both.status.as_u16(), both.error().as_str()), (409, "terms-saved-meanwhile"));
        // The first name was empty when that form was opened, and is left so: it stays what it is by now.
        assert_eq!(edit("user-admin", "", &json!({ "role": "member" }).to_string()).await.status, 200);
        assert_eq!(given().await, ("user-admin".into(), "Gus".into()));
    }

    /// PR-2: added to a project with a role, another role, removed; what somebody else did meanwhile is told.
    async fn pr_2_projects_of_a_member(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        let website = project_of(&team, "Website").await;
        let change = async |before: &str, role: &str| {
            let fields = [("member", aiko.as_str()), ("project", &website), ("before", before), ("role", role)];
            team.call(&team.owner, "members/change-project", &fields).await
        };
        let role = async || view(&team, &team.owner, &aiko).await["projects"][0]["role"].clone();
        // What became of it is said where the answer leads, with the way back; without JavaScript, too, and once.
        let page = format!("/o/{}/members/{aiko}", team.slug);
        let fields = [("organization", team.slug.as_str()), ("member", &aiko), ("project", &website), ("before", "none"), ("role", "agent")];
        let sent = team.owner.submit("members/change-project", &page, &fields).await;
        let told = team.owner.get(sent.header("location")).await.body;
        assert!(told.contains("Added as an agent.") && told.contains("Undo in"), "{told}");
        assert!(!team.owner.get(&page).await.body.contains("Added as an agent."));
        assert_eq!(change("agent", "manager").await.status, 200);
        assert_eq!(role().await, "manager");
        assert_eq!(change("agent", "viewer").await.error(), "saved-meanwhile");
        assert_eq!(change("manager", "none").await.status, 200);
        assert_eq!(role().await, Value::Null);
        assert_eq!(change("none", "boss").await.status, 422);
        let seen = view(&team, &team.owner, &aiko).await;
        assert_eq!(actions(&seen)[..3], ["project-member-removed", "project-role-changed", "project-member-added"]);
    }

    /// ST-4, TR-6, TR-7, TR-11, PRV-4: what somebody was called, and all that went with them, stands on both sides of an entry and
    /// in the files; who does not see the members hears of the role alone, and names go with the account.
    async fn st_4_names_and_what_went_are_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (leo, priya) = (team.join(app, "Leo", "member").await, team.join(app, "Priya", "member").await);
        let id = team.id_of(&team.address("Leo")).await;
        let done = async |who: &Browser, call: &str, fields: &[(&str, &str)]| {
            let answer = team.call(who, call, fields).await;
            assert_eq!(answer.status, 200, "{call}: {answer:?}");
        };
        let owner = &team.owner;
        // The newest entry of an action, in the log or on somebody's home page.
        let newest = async |who: &Browser, call: &str, list: &str, action: &str| {
            let found = team.call(who, call, &[]).await.json()[list].as_array().unwrap().clone();
            let entry = found.iter().find(|entry| entry["event"]["action"] == action).cloned();
            entry.unwrap_or_else(|| panic!("{action} is not in {found:?}"))["event"]["detail"].clone()
        };
        let logged = async |action: &str| newest(owner, "audit-log/list", "entries", action).await;

        for (name, before) in [("Leo of Repairs", Value::Null), ("Leo Marchetti", "Leo of Repairs".into())] {
            let fields = [("member", id.as_str()), ("display_name", name), ("role", "member"), ("grants", "")];
            done(owner, "members/edit", &fields).await;
            assert_eq!(logged("display-name-changed").await, json!({ "before": before, "after": name }));
        }
        done(owner, "members/invite", &[("emails", "guest@harbour.example"), ("role", "member"), ("draft", "true")]).await;
        let guest = team.id_of("guest@harbour.example").await;
        for first_name in ["Vera", "Vera"] {
            let fields = [("invitation", guest.as_str()), ("role", "member"), ("first_name", first_name)];
            done(owner, "members/edit-invitation", &fields).await;
        }
        let vera = json!({ "before": null, "after": { "first_name": "Vera", "last_name": null } });
        assert_eq!(logged("invitation-name-changed").await, vera, "the same name once more is no change");

        let website = team.call(owner, "projects/list", &[]).await.json()["active"][0]["id"].as_str().unwrap().to_owned();
        done(owner, "members/change-grants", &[("member", &id), ("grants", "read-audit-log")]).await;
        done(owner, "projects/save-members", &[("project", &website), ("changes", &format!("{id}:none:agent"))]).await;
        let places = json!([{ "project": website, "name": "Website", "role": "agent" }]);
        let gone = json!({ "before": "member", "grants": ["read-audit-log"], "projects": places });
        done(owner, "members/revoke", &[("people", &id)]).await;
        assert_eq!(logged("member-removed").await, gone);
        done(owner, "members/restore", &[("people", &id)]).await;
        let back = json!({ "after": "member", "grants": ["read-audit-log"], "projects": places });
        assert_eq!(logged("member-restored").await, back);
        done(&leo, "organizations/leave", &[]).await;
        assert_eq!(logged("member-left").await, gone);
        let seen = newest(&priya, "organizations/home", "latest", "member-left").await;
        assert_eq!(seen, json!({ "before": "member" }));

        let log = format!("/o/{}/settings/audit-log", team.slug);
        let csv = owner.get(&format!("{log}.csv")).await.body;
        for said in [
            r#""The name of their account","Leo of Repairs","#, r#""Leo of Repairs","Leo Marchetti","#, r#""No name","Vera","#,
            "Read audit log, Website as agent",
        ] {
            assert!(csv.contains(said), "{said}: {csv}");
        }
        let whole = owner.get(&format!("{log}.json")).await.json();
        let removed = whole["entries"].as_array().unwrap().iter().find(|entry| entry["action"] == "member-removed").cloned().unwrap();
        assert_eq!((&removed["before"], &removed["after"]), (&"member".into(), &Value::Null));
        assert_eq!(removed["other"], json!({ "grants": ["read-audit-log"], "projects": places }));

        assert_eq!(leo.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        assert_eq!(logged("display-name-changed").await, json!({ "before": null, "after": null }));
        let whole = owner.get(&format!("{log}.json")).await.body;
        let rows = app.rows().unwrap_or_default();
        for name in ["Leo of Repairs", "Leo Marchetti"] {
            assert!(!whole.contains(name) && !rows.contains(name), "{name}");
        }
        // Who was invited by that name is somebody else.
        assert_eq!(logged("invitation-name-changed").await, vera);
    }

    /// TR-5: the ordinary mail, by those who manage the person, as often as the ordinary one; nobody else hears of it.
    async fn tr_5_a_password_reset_is_sent(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let aiko = team.join(app, "Aiko", "member").await;
        let uma = team.join(app, "Uma", "user-admin").await;
        let (id, owner) = (team.id_of(&team.address("Aiko")).await, team.id_of(MINA.email).await);
        let send = async |who: &Browser, member: &str| team.call(who, "members/send-password-reset", &[("member", member)]).await;
        assert_eq!(send(&aiko, &id).await.status, 403);
        assert_eq!(send(&uma, &owner).await.json()["permission"], "manage-owners");
        let mut token = String::new();
        // Each is waited for: a mail whose link a newer one ended is not sent.
        for _ in 0..3 {
            token = app.mailed(&team.address("Aiko"), "/reset-password/", send(&uma, &id)).await;
        }
        assert_eq!(send(&uma, &id).await.error(), "too-soon");
        assert_eq!(aiko.call("accounts/reset-link", &[("token", &token)]).await.status, 200);
        let seen = view(&team, &uma, &id).await;
        assert_eq!(actions(&seen)[..3], ["password-reset-sent", "password-reset-sent", "password-reset-sent"]);
        assert_eq!((&seen["can_send_reset"], &view(&team, &team.owner, &owner).await["can_send_reset"]), (&true.into(), &false.into()));
    }

    /// TR-5: whose account has no password is offered no way to set one, by page and by call.
    async fn tr_5_without_a_password_there_is_no_reset(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.address("Aiko");
        let id = team.id_of(&aiko).await;
        assert_eq!(view(&team, &team.owner, &id).await["can_send_reset"], true);
        app.execute(&format!("UPDATE accounts SET password_hash = NULL WHERE email = '{aiko}'"));
        assert_eq!(view(&team, &team.owner, &id).await["can_send_reset"], false);
        let answer = team.call(&team.owner, "members/send-password-reset", &[("member", &id)]).await;
        assert_eq!(answer.status, 404, "{answer:?}");
    }

    /// TR-12, TR-8: the table with the people behind each line; for those who do not see members without them.
    async fn tr_12_who_can_do_what(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let aiko = team.join(app, "Aiko", "member").await;
        team.join(app, "Uma", "user-admin").await;
        let id = team.id_of(&team.address("Aiko")).await;
        let fields = [("member", id.as_str()), ("grants", "read-audit-log")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &fields).await.status, 200);
        let told = team.call(&team.owner, "members/who-can", &[]).await.json();
        let of = |permission: &str| {
            let lines = told["holders"].as_array().unwrap();
            let line = lines.iter().find(|line| line["permission"] == permission).unwrap().clone();
            let names: Vec<String> =
                line["first"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
            (line["count"].as_i64().unwrap(), names)
        };
        assert_eq!(of("read-audit-log"), (2, vec![MINA.name.to_owned(), "Aiko".to_owned()]));
        assert_eq!(of("manage-members"), (2, vec![MINA.name.to_owned(), "Uma".to_owned()]));
        assert_eq!(of("delete-organization").0, 1);
        assert_eq!(of("manage-project-members"), (2, vec![MINA.name.to_owned(), "Uma".to_owned()]));
        assert_eq!(team.call(&aiko, "members/who-can", &[]).await.json()["holders"], Value::Null);
        // Who manages a project says who belongs to it, and counts; in an archived one nobody does.
        let website = project_of(&team, "Website").await;
        let repairs = team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await;
        assert_eq!(repairs.status, 200, "{repairs:?}");
        let repairs = project_of(&team, "Repairs").await;
        for (project, role) in [(&website, "manager"), (&repairs, "manager")] {
            let fields = [("member", id.as_str()), ("project", project), ("before", "none"), ("role", role)];
            assert_eq!(team.call(&team.owner, "members/change-project", &fields).await.status, 200);
        }
        let managers = async || {
            let told = team.call(&team.owner, "members/who-can", &[]).await.json();
            let line = told["holders"].as_array().unwrap().iter().find(|line| line["permission"] == "manage-project-members");
            let line = line.unwrap().clone();
            (line["count"].as_i64().unwrap(), line["first"].as_array().unwrap().last().unwrap().clone())
        };
        let (count, last) = managers().await;
        assert_eq!((count, &last["name"], &last["projects"]), (3, &"Aiko".into(), &serde_json::json!(["Website", "Repairs"])));
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert_eq!(managers().await.1["projects"], serde_json::json!(["Website"]));
        let page = team.owner.get(&format!("/o/{}/members/who-can-do-what", team.slug)).await;
        assert!(page.body.contains("Manager of "), "{}", page.body);
        let agent = [("member", id.as_str()), ("project", website.as_str()), ("before", "manager"), ("role", "agent")];
        assert_eq!(team.call(&team.owner, "members/change-project", &agent).await.status, 200);
        assert_eq!(managers().await.0, 2);
        let page = aiko.get(&format!("/o/{}/members", team.slug)).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains("/members/who-can-do-what"), "a way on");
        let page = aiko.get(&format!("/o/{}/members/who-can-do-what", team.slug)).await;
        assert!(page.status == 200 && page.body.contains("If granted") && !page.body.contains("Uma"));
    }

    /// ST-5: the operator says so, beside the server that runs; pages and calls say why nothing can be changed.
    async fn st_5_the_operator_says_who_manages_identities(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        let website = project_of(&team, "Website").await;
        let switch = |slug: &str, to: &str| app.run_beside(&["admin", "organization", slug, "--identity-managed", to]);
        for _ in 0..2 {
            let (done, said) = switch(&team.slug, "on");
            assert!(done && said.contains("identity-managed on"), "{said}");
        }
        let seen = view(&team, &team.owner, &aiko).await;
        assert_eq!((&seen["identity_managed"], &seen["projects"][0]["can_change"]), (&true.into(), &false.into()));
        let edit = [("member", aiko.as_str()), ("role", "admin")];
        let place = [("member", aiko.as_str()), ("project", &website), ("before", "none"), ("role", "agent")];
        for (call, fields) in [("members/edit", edit.as_slice()), ("members/change-project", &place)] {
            assert_eq!(team.call(&team.owner, call, fields).await.error(), "identity-managed", "{call}");
        }
        let renamed = [("member", aiko.as_str()), ("role", "member"), ("display_name", "Aiko T.")];
        assert_eq!(team.call(&team.owner, "members/edit", &renamed).await.status, 200, "a name is no role");
        for page in [format!("members/{aiko}"), format!("members/{aiko}/edit"), "members/who-can-do-what".into()] {
            let page = team.owner.get(&format!("/o/{}/{page}", team.slug)).await;
            assert!(page.status == 200 && page.body.contains("identity provider"), "{}", page.body);
        }
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        let told = home["latest"].as_array().unwrap().iter().filter(|entry| entry["event"]["action"] == "identity-managed-changed");
        assert_eq!(told.count(), 1, "said twice, it is said once");
        assert!(switch(&team.slug, "off").0);
        assert_eq!(team.call(&team.owner, "members/edit", &edit).await.status, 200);
        let (done, said) = switch("nobody-there", "on");
        assert!(!done && said.contains("no organization has this address"), "{said}");
    }
}
