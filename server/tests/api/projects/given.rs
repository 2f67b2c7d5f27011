//! What is given to people with projects and beside them: grants, by invitations, and by an identity provider.

use super::{create, named, project_of, save};
use crate::support::{App, Browser, Engine, JONAS, MINA, PASSWORD, Team, stories};

stories! {
    /// TR-2, IN-6: what is granted counts from the next request on; nobody grants what they do not hold; another role takes
    /// it away.
    async fn tr_2_grants_count_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (aiko, uma) = (team.join(app, "Aiko", "member").await, team.join(app, "Uma", "user-admin").await);
        let id = team.id_of(&team.address("Aiko")).await;
        let grant = async |who: &Browser, grants: &str| {
            team.call(who, "members/change-grants", &[("member", &id), ("grants", grants)]).await
        };
        assert_eq!(team.call(&aiko, "members/list", &[]).await.status, 403);
        let refused = grant(&uma, "read-audit-log").await;
        assert_eq!((refused.status.as_u16(), refused.json()["permission"].clone()), (403, "read-audit-log".into()));
        assert_eq!(grant(&team.owner, "manage-owners").await.error(), "fields");
        assert_eq!(grant(&team.owner, "manage-members,read-audit-log,create-projects").await.status, 200);
        assert_eq!(team.call(&aiko, "members/list", &[]).await.status, 200);
        assert_eq!(named(&team, "Aiko").await["grants"], serde_json::json!(["manage-members", "create-projects", "read-audit-log"]));
        // What is granted gives no more than itself.
        for (emails, fields, status) in [
            ("a@guests.example", ("role", "user-admin"), 403),
            ("b@guests.example", ("role", "member"), 200),
        ] {
            assert_eq!(team.call(&aiko, "members/invite", &[("emails", emails), fields]).await.status, status, "{fields:?}");
        }
        assert_eq!(grant(&aiko, "manage-members,create-projects,read-audit-log,manage-billing").await.status, 403);
        // Whoever creates a project without reaching every one is its manager.
        assert_eq!(team.call(&aiko, "projects/create", &[("name", "Wholesale")]).await.status, 200);
        let wholesale = project_of(&team, "Wholesale").await;
        assert_eq!(named(&team, "Aiko").await["projects"][&wholesale], "manager");
        // What is taken away need not be held.
        assert_eq!(grant(&uma, "manage-members").await.status, 200);
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &id), ("role", "billing-admin")]).await.status, 200);
        assert_eq!(grant(&team.owner, "manage-members").await.status, 404, "only members take grants");
        assert_eq!(team.call(&team.owner, "members/change-role", &[("member", &id), ("role", "member")]).await.status, 200);
        assert_eq!(named(&team, "Aiko").await["grants"], serde_json::json!([]), "nothing comes back by itself");
        assert_eq!(named(&team, "Aiko").await["projects"][&wholesale], "manager");
    }

    /// IN-1, IN-9, PR-4: who accepts has the grants and projects that the invitation gives; without any, they are in all the same.
    async fn in_1_an_invitation_gives_projects(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (website, repairs) = (project_of(&team, "Website").await, create(&team, "Repairs").await);
        let invite = async |who: &Browser, email: &str, projects: &str| {
            let fields = [("emails", email), ("role", "member"), ("grants", "create-projects"), ("projects", projects), ("first_name", "Sana")];
            team.call(who, "members/invite", &fields).await
        };
        let both = format!("{website}:agent,{repairs}:viewer");
        for (projects, status) in [("7:agent", 422), (&*format!("{website}:boss"), 422), (&format!("{website}:agent,{website}:viewer"), 422)] {
            assert_eq!(invite(&team.owner, "sana@guests.example", projects).await.status, status, "{projects}");
        }
        let other = Team::new(app, &JONAS, "Northlight").await;
        let theirs = project_of(&other, "Website").await;
        assert_eq!(invite(&team.owner, "sana@guests.example", &format!("{theirs}:agent")).await.status, 404);
        assert_eq!(team.invitation_of("sana@guests.example").await, None, "nothing was written");
        let token = app.mailed("sana@guests.example", "/invitations/", invite(&team.owner, "sana@guests.example", &both)).await;
        let row = team.invitation_of("sana@guests.example").await.unwrap();
        assert_eq!((&row["first_name"], &row["projects"][&website]), (&"Sana".into(), &"agent".into()));
        let sana = app.browser();
        let fields = [("token", token.as_str()), ("name", "Sana"), ("password", PASSWORD)];
        assert_eq!(sana.call("invitations/accept", &fields).await.status, 200);
        let member = named(&team, "Sana").await;
        assert_eq!((&member["grants"], &member["projects"]), (&serde_json::json!(["create-projects"]), &serde_json::json!({ website.clone(): "agent", repairs.clone(): "viewer" })));

        // Without a project there is an empty list, and no locked door.
        let tom = team.join(app, "Tom", "member").await;
        let list = team.call(&tom, "projects/list", &[]).await;
        assert_eq!((list.status.as_u16(), list.json()["active"].clone()), (200, serde_json::json!([])));
        let mine = team.call(&sana, "projects/list", &[]).await.json();
        assert_eq!(mine["active"].as_array().unwrap().len(), 2);

        // IN-6: whoever invited manages the project no more, so the invitation opens nothing.
        let tom_id = team.id_of(&team.address("Tom")).await;
        assert_eq!(team.call(&team.owner, "members/change-grants", &[("member", &tom_id), ("grants", "manage-members,create-projects")]).await.status, 200);
        assert_eq!(save(&team, &team.owner, &repairs, &format!("{tom_id}:none:manager")).await.status, 200);
        assert_eq!(invite(&tom, "ines@guests.example", &both).await.status, 403, "of Website Tom gives nothing");
        let token = app.mailed("ines@guests.example", "/invitations/", invite(&tom, "ines@guests.example", &format!("{repairs}:agent"))).await;
        assert_eq!(save(&team, &team.owner, &repairs, &format!("{tom_id}:manager:agent")).await.status, 200);
        let fields = [("token", token.as_str()), ("name", "Ines"), ("password", PASSWORD)];
        let refused = app.browser().call("invitations/accept", &fields).await;
        assert_eq!((refused.error(), refused.json()["reason"].clone()), ("dead-invitation".into(), "unbacked".into()));
        // What is archived takes nobody in.
        assert_eq!(team.call(&team.owner, "projects/archive", &[("project", &repairs)]).await.status, 200);
        assert_eq!(invite(&team.owner, "omar@guests.example", &both).await.error(), "archived-project");
    }

    /// ST-5: where an identity provider says who is what, roles, grants and projects of people are read-only.
    async fn st_5_identity_managed_is_read_only(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        team.join(app, "Aiko", "member").await;
        let aiko = team.id_of(&team.address("Aiko")).await;
        let website = project_of(&team, "Website").await;
        let token = team.invite(app, "kim@guests.example", "admin").await;
        let invited = team.id_of("kim@guests.example").await;
        app.execute("UPDATE organizations SET identity_managed = TRUE");
        let changes = format!("{aiko}:none:agent");
        for (call, fields) in [
            ("members/change-role", vec![("member", aiko.as_str()), ("role", "admin")]),
            ("members/change-grants", vec![("member", aiko.as_str()), ("grants", "manage-members")]),
            ("projects/save-members", vec![("project", website.as_str()), ("changes", changes.as_str())]),
            ("organizations/transfer", vec![("member", aiko.as_str())]),
        ] {
            let refused = team.call(&team.owner, call, &fields).await;
            assert_eq!((refused.status.as_u16(), refused.error()), (409, "identity-managed".into()), "{call}");
            assert!(refused.json()["message"].as_str().unwrap().contains("identity provider"));
        }
        // Nobody comes in as more than a member; who was invited as more before does not, either.
        let places = format!("{website}:agent");
        for (role, more) in [("admin", ("grants", "")), ("member", ("grants", "manage-billing")), ("member", ("projects", &*places))] {
            let fields = [("emails", "kim@guests.example"), ("role", role), more];
            let refused = team.call(&team.owner, "members/invite", &fields).await;
            assert_eq!(refused.error(), "identity-managed", "{more:?}");
        }
        let edited = [("invitation", invited.as_str()), ("role", "user-admin")];
        for (call, fields) in [("members/edit-invitation", &edited[..]), ("members/send-invitation", &edited[..1])] {
            assert_eq!(team.call(&team.owner, call, fields).await.error(), "identity-managed", "{call}");
        }
        let accept = [("token", token.as_str()), ("name", "Kim"), ("password", PASSWORD)];
        assert_eq!(app.browser().call("invitations/accept", &accept).await.json()["reason"], "identity-managed");
        let form = team.call(&team.owner, "members/invitation-form", &[]).await.json();
        assert_eq!((&form["assignable"], &form["grantable"], &form["projects"]), (&serde_json::json!(["member"]), &serde_json::json!([]), &serde_json::json!([])));
        assert_eq!(team.call(&team.owner, "members/invite", &[("emails", "lee@guests.example"), ("role", "member")]).await.status, 200);
        let list = team.call(&team.owner, "projects/list", &[]).await.json();
        assert_eq!(list["active"][0]["can_change_members"], false);
        assert_eq!(team.call(&team.owner, "projects/create", &[("name", "Repairs")]).await.status, 200);
        app.execute("UPDATE organizations SET identity_managed = FALSE");
        assert_eq!(save(&team, &team.owner, &website, &changes).await.status, 200);
        assert_eq!(app.browser().call("invitations/accept", &accept).await.status, 200);
    }
}
