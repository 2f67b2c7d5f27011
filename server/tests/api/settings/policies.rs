//! What an organization asks of everybody in it: invitations and members that need a project (ST-6).

use serde_json::Value;

use crate::support::{Answer, App, Browser, Engine, MINA, PASSWORD, Team, stories};

/// Which policies are on, and whom they touch or would touch.
async fn seen(team: &Team, who: &Browser) -> Value {
    let answer = team.call(who, "settings/security", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// Switches both as they are to be.
async fn save(team: &Team, who: &Browser, invitations: bool, members: bool, before: &str) -> Answer {
    let (invitations, members) = (invitations.to_string(), members.to_string());
    let fields = [
        ("invitations_need_project", invitations.as_str()),
        ("members_need_project", members.as_str()),
        ("before", before),
    ];
    team.call(who, "settings/save-security", &fields).await
}

/// The same; it goes well.
pub(super) async fn switch(team: &Team, invitations: bool, members: bool) {
    let answer = save(team, &team.owner, invitations, members, "").await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// The id of the project with this slug, after making it where there is none.
pub(super) async fn project(team: &Team, name: &str) -> String {
    let list = || async { team.call(&team.owner, "projects/list", &[]).await.json() };
    let find = |list: Value| {
        let found = list["active"].as_array().unwrap().iter().find(|one| one["name"] == name).cloned();
        found.map(|one| one["id"].as_str().unwrap().to_owned())
    };
    if let Some(id) = find(list().await) {
        return id;
    }
    assert_eq!(team.call(&team.owner, "projects/create", &[("name", name)]).await.status, 200);
    find(list().await).unwrap()
}

/// Adds a member to a project, as an agent.
pub(super) async fn add(team: &Team, member: &str, project: &str) {
    let id = team.id_of(&team.address(member)).await;
    let fields = [("people", id.as_str()), ("project", project), ("role", "agent")];
    let answer = team.call(&team.owner, "members/add-to-project", &fields).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// What is wrong with this field; none where it went well.
fn problem(answer: &Answer, field: &str) -> Option<String> {
    if answer.status == 200 {
        return None;
    }
    assert_eq!(answer.status, 422, "{answer:?}");
    let fields = answer.json()["fields"].clone();
    let one = fields.as_array().unwrap().iter().find(|one| one["field"] == *field).cloned();
    Some(one.unwrap_or_else(|| panic!("{field} is not among {fields}"))["problem"].as_str().unwrap().to_owned())
}

/// The entries about policies, the newest first.
async fn told(team: &Team) -> Vec<Value> {
    let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
    let entries = log["entries"].as_array().unwrap().iter().map(|entry| entry["event"].clone());
    entries.filter(|event| event["action"] == "policy-changed").collect()
}

/// What the page reads of somebody who is kept outside.
async fn is_outside(team: &Team, who: &Browser) -> bool {
    let home = team.call(who, "organizations/home", &[]).await;
    let page = who.get(&format!("/o/{}", team.slug)).await;
    let outside = home.status == 403;
    assert_eq!(page.status == 403, outside, "{home:?}");
    if outside {
        assert_eq!((home.error().as_str(), &home.json()["added_by"][0]), ("kept-outside", &Value::from("Mina Okafor")));
        let words = page.read();
        let ways = ["can add you to one.", "can restore it or add you to another."];
        assert!(words.contains("Mina Okafor") && ways.iter().any(|way| words.contains(way)), "{words}");
    }
    outside
}

stories! {
    /// ST-6: the page says whom a policy would touch before it is switched on; what is switched is told with before and after.
    async fn st_6_each_says_whom_it_touches(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let website = project(&team, "Website").await;
        for (name, role) in [("Ada", "admin"), ("Bo", "billing-admin"), ("Uma", "user-admin"), ("Mo", "member"), ("Ivan", "member")] {
            team.join(app, name, role).await;
        }
        add(&team, "Mo", &website).await;
        let place = format!("{website}:agent");
        for (email, role, projects, draft) in [
            ("daniel@harbour.example", "member", "", "true"),
            ("placed@harbour.example", "member", place.as_str(), "true"),
            ("chief@harbour.example", "admin", "", "true"),
            ("sent@harbour.example", "member", "", ""),
        ] {
            let fields = [("emails", email), ("role", role), ("projects", projects), ("draft", draft)];
            assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        }
        let view = seen(&team, &team.owner).await;
        assert_eq!(view["policies"], serde_json::json!({"invitations_need_project": false, "members_need_project": false}));
        let (invitations, members) = (&view["invitations"], &view["members"]);
        assert_eq!((&invitations["draft_count"], &invitations["sent_count"]), (&1.into(), &1.into()));
        assert_eq!(invitations["drafts"][0]["email"], "daniel@harbour.example");
        assert_eq!((&members["count"], &members["of"], &members["people"][0]["name"]), (&1.into(), &6.into(), &"Ivan".into()));
        assert!(invitations["on"].is_null() && members["on"].is_null());
        let page = team.owner.get("/o/harbour-finch/settings/security").await.read();
        for words in ["Would hold back 1 draft without a project", "Would close the door to 1 of 6 people.", "daniel@harbour.example", "Ivan"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.to_lowercase().contains("two-factor"));

        let saved = save(&team, &team.owner, true, false, "").await;
        assert_eq!(saved.json()["next"], "/o/harbour-finch/settings/security?saved=1");
        let view = seen(&team, &team.owner).await;
        assert_eq!((&view["invitations"]["on"]["by"], &view["members"]["on"]), (&"Mina Okafor".into(), &Value::Null));
        switch(&team, true, true).await;
        // What is so already is no change, and is not told.
        assert_eq!(save(&team, &team.owner, true, true, "").await.json()["next"], "/o/harbour-finch/settings/security?saved=0");
        switch(&team, false, true).await;
        let detail = |policy: &str, after: bool| serde_json::json!({"policy": policy, "before": !after, "after": after});
        let expected = [("invitations-need-project", false), ("members-need-project", true), ("invitations-need-project", true)];
        let events: Vec<Value> = told(&team).await.iter().map(|event| event["detail"].clone()).collect();
        assert_eq!(events, expected.map(|(policy, after)| detail(policy, after)));
        let log = team.owner.get("/o/harbour-finch/settings/audit-log").await.read();
        assert!(log.contains("“Members without a project stay outside”"), "{log}");
    }

    /// ST-6, ST-1, TR-8: who manages settings sees and changes them; others hear who can grant it. Who is invited is named to
    /// those alone who invite.
    async fn st_6_who_may_switch_them(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let fields = [("emails", "daniel@harbour.example"), ("role", "member"), ("draft", "true")];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        for (name, role, grants, can) in [
            ("Ada", "admin", "", true),
            ("Bo", "billing-admin", "", false),
            ("Uma", "user-admin", "", false),
            ("Mo", "member", "", false),
            ("Set", "member", "manage-settings", true),
        ] {
            let browser = team.join(app, name, role).await;
            if !grants.is_empty() {
                let id = team.id_of(&team.address(name)).await;
                let fields = [("member", id.as_str()), ("grants", grants)];
                assert_eq!(team.call(&team.owner, "members/change-grants", &fields).await.status, 200);
            }
            let answer = team.call(&browser, "settings/security", &[]).await;
            let page = browser.get("/o/harbour-finch/settings/security").await;
            let saved = save(&team, &browser, true, false, "").await;
            let status = if can { 200 } else { 403 };
            assert_eq!([&answer, &page, &saved].map(|answer| answer.status.as_u16()), [status; 3], "{name}");
            assert_eq!(page.body.contains("href=\"/o/harbour-finch/settings/security\""), can, "{name}");
            if can {
                let drafts = answer.json()["invitations"]["drafts"].as_array().unwrap().len();
                assert_eq!((drafts, &answer.json()["invitations"]["draft_count"]), (usize::from(grants.is_empty()), &1.into()));
                // The next one is invited without a project.
                switch(&team, false, false).await;
            }
        }
    }

    /// ST-6: an invitation without a project is not sent in any way, and as a draft it waits; with one it is sent.
    async fn st_6_no_invitation_without_a_project(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (website, repairs) = (project(&team, "Website").await, project(&team, "Repairs").await);
        let place = format!("{repairs}:agent");
        let early = ("emails", "early@harbour.example");
        assert_eq!(team.call(&team.owner, "members/invite", &[early, ("role", "member")]).await.status, 200);
        switch(&team, true, false).await;

        let invite = async |email: &str, role: &str, projects: &str, draft: &str| {
            let fields = [("emails", email), ("role", role), ("projects", projects), ("draft", draft)];
            team.call(&team.owner, "members/invite", &fields).await
        };
        let needed = Some("project-needed".to_owned());
        let many = "one@harbour.example, two@harbour.example";
        for emails in ["one@harbour.example", many] {
            let refused = invite(emails, "member", "", "").await;
            assert_eq!(problem(&refused, "projects"), needed);
            assert!(refused.json()["message"].as_str().unwrap().contains("Choose a project first"), "{refused:?}");
        }
        assert!(team.invitation_of("one@harbour.example").await.is_none(), "refused, it is not kept");
        // Whoever needs no project is invited as ever, and the form comes back with what was typed.
        assert_eq!(invite("chief@harbour.example", "user-admin", "", "").await.status, 200);
        let fields = [("organization", team.slug.as_str()), ("emails", "kept@harbour.example"), ("role", "member")];
        let page = team.owner.submit("members/invite", "/o/harbour-finch/members/new", &fields).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("kept@harbour.example") && page.body.contains("Choose a project first"), "{}", page.body);

        // A draft waits, gets a project, and is sent: one record.
        assert_eq!(invite("daniel@harbour.example", "member", "", "true").await.status, 200);
        let draft = team.invitation_of("daniel@harbour.example").await.unwrap();
        assert_eq!((&draft["lacks_project"], &draft["can_send"], &draft["can_edit"]), (&true.into(), &false.into(), &true.into()));
        let id = draft["id"].as_str().unwrap();
        let send = async |id: &str| team.call(&team.owner, "members/send-invitation", &[("invitation", id)]).await;
        let edit = async |id: &str, projects: &str, send: &str| {
            let fields = [("invitation", id), ("role", "member"), ("projects", projects), ("send", send)];
            team.call(&team.owner, "members/edit-invitation", &fields).await
        };
        assert_eq!(problem(&send(id).await, "projects"), needed);
        assert_eq!(problem(&edit(id, "", "true").await, "projects"), needed);
        assert_eq!(edit(id, "", "").await.status, 200, "a draft stays one without");
        assert_eq!(edit(id, &place, "").await.status, 200);
        assert_eq!(send(id).await.status, 200);
        app.mail_with("daniel@harbour.example", "/invitations/", 1).await;
        // What is sent keeps a project.
        assert_eq!(problem(&edit(id, "", "").await, "projects"), needed);
        assert_eq!(edit(id, &format!("{website}:viewer"), "").await.status, 200);

        // What was sent before is as good as it was, and is not sent again without.
        let earlier = team.invitation_of("early@harbour.example").await.unwrap();
        assert_eq!((&earlier["lacks_project"], &earlier["can_send"], &earlier["can_copy_link"]), (&true.into(), &false.into(), &true.into()));
        assert_eq!(problem(&send(earlier["id"].as_str().unwrap()).await, "projects"), needed);
        // A project that is archived is none.
        assert_eq!(edit(id, &place, "").await.status, 200);
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert_eq!(problem(&send(id).await, "projects"), needed);
        assert_eq!(team.call(&team.owner, "projects/restore", &[("project", &repairs)]).await.status, 200);
        assert_eq!(send(id).await.status, 200);

        // The home page sends nobody into a refusal.
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        assert_eq!(home["project_needed"], true);
        switch(&team, false, false).await;
        assert_eq!(send(earlier["id"].as_str().unwrap()).await.status, 200);
    }

    /// ST-6, PR-4: a member without a project stays outside at once, at every page and call, and hears who can let them in; the
    /// door opens with a project.
    async fn st_6_members_without_a_project_stay_outside(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let website = project(&team, "Website").await;
        let repairs = project(&team, "Repairs").await;
        let mo = team.join(app, "Mo", "member").await;
        for (name, role) in [("Ada", "admin"), ("Bo", "billing-admin"), ("Uma", "user-admin")] {
            let browser = team.join(app, name, role).await;
            switch(&team, false, true).await;
            assert!(!is_outside(&team, &browser).await, "{name}");
            switch(&team, false, false).await;
        }
        assert!(!is_outside(&team, &mo).await);
        switch(&team, false, true).await;
        assert!(is_outside(&team, &mo).await);
        for page in ["/members", "/projects", "/projects/website", "/settings/general", "/members.csv"] {
            let answer = mo.get(&format!("/o/harbour-finch{page}")).await;
            assert_eq!(answer.status, 403, "{page}");
        }
        assert_eq!(team.call(&mo, "organizations/projects", &[]).await.json()["projects"], serde_json::json!([]));
        for call in ["projects/list", "members/list", "organizations/hide-first-steps"] {
            assert_eq!(team.call(&mo, call, &[("hidden", "true")]).await.error(), "kept-outside", "{call}");
        }
        // Not out of anything else: signing in, the list, other organizations, an organization of one's own.
        let again = app.browser();
        let signed_in = again.sign_in(&team.address("Mo"), PASSWORD).await;
        assert_eq!(signed_in.status, 200, "{signed_in:?}");
        let mine = mo.call("organizations/mine", &[]).await.json();
        assert_eq!((&mine["organizations"][0]["slug"], &mine["organizations"][0]["kept_outside"]), (&"harbour-finch".into(), &true.into()));
        assert_eq!(mo.create("Quill").await, "/o/quill");
        assert_eq!(mo.get("/o/quill").await.status, 200);

        // A project opens the door, an archived one is none, and removing the last place closes it.
        add(&team, "Mo", &repairs).await;
        assert!(!is_outside(&team, &mo).await);
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert!(is_outside(&team, &mo).await);
        let why = team.call(&mo, "organizations/kept-outside", &[]).await.json();
        assert_eq!(why["archived"], serde_json::json!(["Repairs"]));
        assert!(mo.get("/o/harbour-finch").await.read().contains("You belong to Repairs, which is archived."));
        assert_eq!(team.call(&team.owner, "projects/restore", &[("project", &repairs)]).await.status, 200);
        assert!(!is_outside(&team, &mo).await);
        let id = team.id_of(&team.address("Mo")).await;
        let fields = [("member", id.as_str()), ("project", repairs.as_str()), ("before", "agent"), ("role", "none")];
        let removed = team.call(&team.owner, "members/change-project", &fields).await;
        assert_eq!(removed.status, 200, "{removed:?}");
        assert!(is_outside(&team, &mo).await);
        // A greater role needs none; a lesser one does again.
        for (role, outside) in [("user-admin", false), ("member", true)] {
            let fields = [("member", id.as_str()), ("role", role)];
            assert_eq!(team.call(&team.owner, "members/change-role", &fields).await.status, 200);
            assert_eq!(is_outside(&team, &mo).await, outside, "{role}");
        }

        // Who joins reads it too, and whoever is brought back is where they were.
        let nia = team.join(app, "Nia", "member").await;
        assert!(is_outside(&team, &nia).await);
        add(&team, "Nia", &website).await;
        let nia_id = team.id_of(&team.address("Nia")).await;
        let people = [("people", nia_id.as_str())];
        assert_eq!(team.call(&team.owner, "members/revoke", &people).await.status, 200);
        assert_eq!(team.call(&team.owner, "members/restore", &people).await.status, 200);
        assert!(!is_outside(&team, &nia).await);

        // From outside one can leave.
        let leaving = mo.call("organizations/ownership", &[("organization", &team.slug)]).await;
        assert_eq!(leaving.status, 200, "{leaving:?}");
        assert_eq!(team.call(&mo, "organizations/leave", &[]).await.status, 200);
        assert_eq!(team.call(&mo, "organizations/home", &[]).await.status, 404);
        assert_eq!(seen(&team, &team.owner).await["members"]["count"], 0);
    }

    /// FIELD-52, ST-6: whoever cannot open the organization any more is mailed why, once: by the policy, by the last project that
    /// they lose or that is archived, and by a lesser role. Nobody else is.
    async fn field_52_who_is_kept_outside_is_mailed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (website, repairs) = (project(&team, "Website").await, project(&team, "Repairs").await);
        for (name, role) in [("Ada", "admin"), ("Mo", "member"), ("Nia", "member"), ("Ola", "member")] {
            team.join(app, name, role).await;
        }
        add(&team, "Nia", &website).await;
        for place in [&website, &repairs] {
            add(&team, "Ola", place).await;
        }
        let subject = "You can’t open Harbour Finch on Parlor for now";
        let mailed = async |name: &str, count: usize, said: &str| {
            let mail = app.mail_with(&team.address(name), subject, count).await;
            assert!(mail.text.contains(said) && mail.text.contains("/o/harbour-finch"), "{said}: {}", mail.text);
        };
        switch(&team, true, false).await;
        switch(&team, true, true).await;
        mailed("Mo", 1, "members of Harbour Finch need a project, and you belong to none in use.").await;
        let nia = team.id_of(&team.address("Nia")).await;
        let fields = [("member", nia.as_str()), ("project", website.as_str()), ("before", "agent"), ("role", "none")];
        assert_eq!(team.call(&team.owner, "members/change-project", &fields).await.status, 200);
        mailed("Nia", 1, "Mina Okafor took you out of Website on").await;
        add(&team, "Nia", &repairs).await;
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        mailed("Nia", 2, "Mina Okafor archived Repairs on").await;
        let ada = team.id_of(&team.address("Ada")).await;
        let fields = [("member", ada.as_str()), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/change-role", &fields).await.status, 200);
        let role = app.mail_with(&team.address("Ada"), "Your role in Harbour Finch", 1).await;
        assert!(role.text.contains("Members of Harbour Finch need a project, and you belong to none"), "{}", role.text);
        app.mail_is_out().await;
        for (name, count) in [("Ada", 0), ("Mo", 1), ("Nia", 2), ("Ola", 0)] {
            let mails = app.mails(&team.address(name)).await;
            assert_eq!(mails.iter().filter(|mail| mail.subject == subject).count(), count, "{name}");
        }
        assert!(app.mails(MINA.email).await.iter().all(|mail| mail.subject != subject), "it was her own doing");
    }

    /// ST-6: nobody locks themselves out, and two who save at once change what each changed.
    async fn st_6_two_who_switch_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let set = team.join(app, "Set", "member").await;
        let id = team.id_of(&team.address("Set")).await;
        let fields = [("member", id.as_str()), ("grants", "manage-settings")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &fields).await.status, 200);
        let refused = save(&team, &set, true, true, "").await;
        assert_eq!(problem(&refused, "members_need_project"), Some("keeps-me-outside".to_owned()));
        let before = seen(&team, &team.owner).await["policies"].to_string();
        assert!(told(&team).await.is_empty(), "refused, nothing was changed");
        assert_eq!(save(&team, &set, true, false, &before).await.status, 200);
        assert_eq!(save(&team, &team.owner, false, true, &before).await.status, 200);
        let both = serde_json::json!({"invitations_need_project": true, "members_need_project": true});
        assert_eq!(seen(&team, &team.owner).await["policies"], both);
        // What cannot be read is refused beside its field.
        assert_eq!(problem(&save(&team, &team.owner, false, false, "{").await, "before"), Some("no-settings".to_owned()));
        let odd = [("invitations_need_project", "perhaps")];
        assert_eq!(team.call(&team.owner, "settings/save-security", &odd).await.status, 400);
        assert_eq!(seen(&team, &team.owner).await["policies"], both);
    }

    /// ST-6, ST-5: where an identity provider says who belongs to which project, no invitation is asked for one.
    async fn st_6_identity_managed(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let managed = |on: &str| {
            let (done, said) = app.run_beside(&["admin", "organization", &team.slug, "--identity-managed", on]);
            assert!(done, "{said}");
        };
        managed("on");
        let refused = save(&team, &team.owner, true, false, "").await;
        assert_eq!((refused.status.as_u16(), refused.error().as_str()), (409, "identity-managed"));
        managed("off");
        switch(&team, true, true).await;
        managed("on");
        let fields = [("emails", "daniel@harbour.example"), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/invite", &fields).await.status, 200);
        let page = team.owner.get("/o/harbour-finch/settings/security").await.read();
        assert!(page.contains("no invitation can add to one. So it holds none back."), "{page}");
        // Members without a project stay outside here too, and hear where it is said.
        let token = app.mail_with("daniel@harbour.example", "/invitations/", 1).await.token();
        let daniel = app.browser();
        let fields = [("token", token.as_str()), ("name", "Daniel Costa"), ("password", PASSWORD)];
        assert_eq!(daniel.call("invitations/accept", &fields).await.status, 200);
        let page = daniel.get("/o/harbour-finch").await;
        assert_eq!(page.status, 403);
        assert!(page.read().contains("Its identity provider says who does; Mina Okafor can have you added."), "{}", page.body);
    }
}
