//! The home page: what is worth doing first, and what waits.

use serde_json::{Value, json};

use crate::support::{App, Browser, DAY, Engine, HOUR, MINA, Team, stories};

async fn home(team: &Team, who: &Browser) -> Value {
    team.call(who, "organizations/home", &[]).await.json()
}

/// The steps, each with whether it is done.
fn steps(home: &Value) -> Vec<(&str, bool)> {
    let steps = home["first_steps"]["steps"].as_array().unwrap();
    steps.iter().map(|step| (step["step"].as_str().unwrap(), step["done"].as_bool().unwrap())).collect()
}

stories! {
    /// OR-5: the first steps are those that are mine to do, are done by what is done, and go when they are hidden, for me alone.
    async fn or_5_first_steps(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let open = [("invite-people", false), ("name-project", false), ("second-owner", false)];
        assert_eq!(steps(&home(&team, &team.owner).await), open);
        team.invite(app, "priya@guests.example", "admin").await;
        assert_eq!(steps(&home(&team, &team.owner).await)[0], ("invite-people", true));
        let admin = team.join(app, "Ada", "admin").await;
        assert_eq!(steps(&home(&team, &admin).await), [("invite-people", true), ("name-project", false)]);
        let member = team.join(app, "Moss", "member").await;
        assert_eq!(home(&team, &member).await["first_steps"], json!({"steps": [], "hidden": false}));

        let project = home(&team, &team.owner).await["projects"][0]["id"].as_str().unwrap().to_owned();
        let renamed = team.call(&admin, "projects/rename", &[("project", &project), ("name", "Shop")]).await;
        assert_eq!(renamed.status, 200);
        assert_eq!(steps(&home(&team, &admin).await)[1], ("name-project", true));
        team.invite(app, "olga@guests.example", "owner").await;
        assert_eq!(steps(&home(&team, &team.owner).await)[2], ("second-owner", false), "nobody has joined");
        team.join(app, "Olga", "owner").await;
        assert_eq!(steps(&home(&team, &team.owner).await)[2], ("second-owner", true));

        for hidden in [true, false] {
            let answer = team.call(&team.owner, "organizations/hide-first-steps", &[("hidden", &hidden.to_string())]).await;
            assert_eq!(answer.json()["next"], "/o/harbour-finch");
            assert_eq!(home(&team, &team.owner).await["first_steps"]["hidden"], hidden);
            assert_eq!(home(&team, &admin).await["first_steps"]["hidden"], false);
        }
    }

    /// ST-6, TR-4: the form of the steps offers the projects to which somebody can be added, and the only one is chosen.
    async fn tr_4_the_steps_offer_projects(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let offered = async || home(&team, &team.owner).await["offered_projects"].clone();
        let first = offered().await;
        assert_eq!(first.as_array().unwrap().len(), 1);
        let place = |id: &Value| format!("name=\"projects[id-{}]\"", id.as_str().unwrap());
        let page = team.owner.get("/o/harbour-finch").await.body;
        let select = page.split("<select").find(|select| select.contains(&place(&first[0]["id"]))).unwrap();
        let chosen = select.split("<option").find(|option| option.contains("selected"));
        assert!(chosen.is_some_and(|option| option.contains("value=\"agent\"")), "{select}");
        let created = team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await;
        assert_eq!(created.status, 200, "{created:?}");
        let both = offered().await;
        assert_eq!(both.as_array().unwrap().len(), 2);
        let switched = team.call(&team.owner, "settings/save-security", &[("invitations_need_project", "true")]).await;
        assert_eq!(switched.status, 200, "{switched:?}");
        let page = team.owner.get("/o/harbour-finch").await.body;
        assert!(both.as_array().unwrap().iter().all(|project| page.contains(&place(&project["id"]))));
        assert!(page.contains("A member needs one before the invitation can be sent."));
        // Refused without one, by the plain form too, with what was typed.
        let fields = [("organization", "harbour-finch"), ("emails", "ada@guests.example"), ("role", "member")];
        let refused = team.owner.submit("members/invite", "/o/harbour-finch", &fields).await;
        assert!(refused.status == 422 && refused.body.contains("Choose a project first"), "{refused:?}");
        assert!(refused.body.contains("ada@guests.example"));
        let member = team.join(app, "Moss", "billing-admin").await;
        assert_eq!(home(&team, &member).await["offered_projects"], json!([]));
    }

    /// IN-8, SI-11: without JavaScript the steps' form comes back with the lines that could not be invited, also where others of them
    /// did the step; sent on, the step is done.
    async fn in_8_the_steps_keep_what_was_left_over(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let submit = async |emails: &str, role: &str| {
            let fields = [("organization", "harbour-finch"), ("emails", emails), ("role", role)];
            team.owner.submit("members/invite", "/o/harbour-finch", &fields).await
        };
        let field = |page: &str| {
            let input = page.split("<input").find(|input| input.contains("id=\"invite-emails\""))?;
            Some(input.split_once("value=\"")?.1.split('"').next()?.to_owned())
        };
        let answer = submit("n1@nojs.example, n2(at)nojs.example", "admin").await;
        assert_eq!(answer.status, 200);
        assert_eq!(field(&answer.body).as_deref(), Some("n2(at)nojs.example"));
        assert!(!answer.body.contains("Your first people are invited") && answer.body.contains("Not an address"));
        assert!(team.invitation_of("n1@nojs.example").await.is_some());
        assert_eq!(submit("n2@nojs.example", "admin").await.status, 303);
        let page = team.owner.get("/o/harbour-finch").await.body;
        assert!(!page.contains("invite-emails") && page.contains("Your first people are invited"));
        // What the other form of the page left over is that one's.
        let answer = submit("n3@nojs.example, n4(at)nojs.example", "owner").await;
        assert!(answer.status == 200 && !answer.body.contains("invite-emails") && answer.body.contains("n4(at)nojs.example"));
    }

    /// IN-4, PR-4, TR-1: what waits for the team stands there with its way on, for those who can do it.
    async fn in_4_what_waits_for_the_team(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let member = team.join(app, "Moss", "member").await;
        let seen = home(&team, &team.owner).await;
        assert_eq!((&seen["waiting_count"], &seen["waiting"][0]["kind"]), (&json!(1), &json!("member")));
        assert_eq!(seen["waiting"][0]["name"], "Moss");
        let token = team.invite(app, "late@guests.example", "member").await;
        team.invite(app, "declines@guests.example", "member").await;
        let seen = home(&team, &team.owner).await;
        assert_eq!((&seen["open_invitation_count"], &seen["waiting_count"]), (&json!(2), &json!(1)));
        assert_eq!(seen["open_invitations"][0]["email"], "declines@guests.example");

        app.move_clock(7 * DAY + HOUR);
        let owner = app.browser();
        owner.sign_in(MINA.email, MINA.password).await;
        assert_eq!(app.browser().call("invitations/ask", &[("token", &token)]).await.status, 200);
        let seen = home(&team, &owner).await;
        assert_eq!((&seen["open_invitation_count"], &seen["waiting_count"]), (&json!(0), &json!(3)));
        let first = &seen["waiting"][0];
        assert_eq!((&first["email"], &first["standing"]), (&json!("late@guests.example"), &json!("asked")));
        assert_eq!(first["can_send"], true);
        let sent = team.call(&owner, "members/send-invitation", &[("invitation", first["id"].as_str().unwrap())]).await;
        assert_eq!(sent.status, 200);
        let seen = home(&team, &owner).await;
        assert_eq!((&seen["open_invitation_count"], &seen["waiting_count"]), (&json!(1), &json!(2)));

        // Nobody reads of it who does not manage members.
        let again = app.browser();
        again.sign_in(&team.address("Moss"), crate::support::PASSWORD).await;
        drop(member);
        let seen = home(&team, &again).await;
        assert_eq!((&seen["waiting"], &seen["open_invitations"]), (&json!([]), &json!([])));
        assert_eq!((&seen["waiting_count"], &seen["open_invitation_count"]), (&json!(0), &json!(0)));
        app.move_clock(31 * DAY);
        let owner = app.browser();
        owner.sign_in(MINA.email, MINA.password).await;
        let seen = home(&team, &owner).await;
        let waiting = seen["waiting"].as_array().unwrap();
        assert!(waiting.iter().all(|one| one["kind"] == "invitation"), "after 30 days nobody is new: {waiting:?}");
    }
}
