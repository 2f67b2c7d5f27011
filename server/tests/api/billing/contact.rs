//! Whom the operator writes to, and who sees the page.

use serde_json::Value;

use super::{billing, events};
use crate::support::{App, Browser, Engine, JONAS, MINA, PASSWORD, Team, stories};

async fn change(team: &Team, who: &Browser, name: &str, email: &str) -> crate::support::Answer {
    team.call(who, "billing/change-contact", &[("name", name), ("email", email)]).await
}

stories! {
    /// ST-3, TR-1: those who manage billing see the page and change the contact; anybody else hears who can grant it.
    async fn st_3_who_manages_billing(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let page = "/o/harbour-finch/settings/billing";
        for (role, sees) in [("admin", true), ("billing-admin", true), ("user-admin", false), ("member", false)] {
            let browser = team.join(app, role, role).await;
            let (view, page) = (team.call(&browser, "billing/view", &[]).await, browser.get(page).await);
            let changed = change(&team, &browser, "", &format!("{role}@accounts.example")).await;
            let wanted = if sees { 200 } else { 403 };
            assert_eq!([view.status.as_u16(), page.status.as_u16(), changed.status.as_u16()], [wanted; 3], "{role}");
            if sees {
                let (invited, members) = (&view.json()["can_read_invitations"], &view.json()["can_read_members"]);
                assert_eq!((invited, members), (&(role == "admin").into(), &true.into()), "{role}");
            } else {
                assert!(page.body.contains("You need Manage billing for that."), "{role}: {}", page.body);
                assert_eq!(view.json()["permission"], "manage-billing");
            }
        }
        let member = team.id_of(&team.address("member")).await;
        let grants = [("member", member.as_str()), ("grants", "manage-billing")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &grants).await.status, 200);
        let granted = app.browser();
        granted.sign_in(&team.address("member"), PASSWORD).await;
        assert_eq!(granted.get(page).await.status, 200);
        assert_eq!(team.call(&granted, "billing/view", &[]).await.json()["can_read_members"], false);
        let outside = app.browser();
        outside.join(app, &JONAS).await;
        assert_eq!(team.call(&outside, "billing/view", &[]).await.status, 404);
        assert_eq!(outside.get(page).await.status, 404);
    }

    /// ST-3, ST-4: the contact is kept, changed and removed; each change is told once, and names nobody for good.
    async fn st_3_the_contact_is_kept(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let contact = async || billing(&team).await["contact"].clone();
        assert_eq!(contact().await, Value::Null);
        let answer = change(&team, &team.owner, " Accounts, Harbour & Finch ", "Accounts@Harbour.example").await;
        assert_eq!(answer.json()["next"], "/o/harbour-finch/settings/billing?done=contact");
        let kept = serde_json::json!({ "name": "Accounts, Harbour & Finch", "email": "accounts@harbour.example" });
        assert_eq!(contact().await, kept);
        change(&team, &team.owner, "Accounts, Harbour & Finch", "accounts@harbour.example").await;
        change(&team, &team.owner, "", "ruth@harbour.example").await;
        assert_eq!(contact().await["name"], Value::Null);
        for (name, email, field, problem) in [
            ("Ruth", "", "email", "empty"),
            ("", "ruth", "email", "shape"),
            ("evil.example", "ruth@harbour.example", "name", "is-url"),
            (&*"x".repeat(101), "ruth@harbour.example", "name", "too-long"),
        ] {
            let answer = change(&team, &team.owner, name, email).await;
            assert_eq!(answer.status, 422, "{name} {email}");
            let wrong = answer.json()["fields"][0].clone();
            assert_eq!(wrong["field"], field, "{wrong}");
            assert!(wrong["problem"].to_string().contains(problem), "{wrong}");
        }
        assert_eq!(change(&team, &team.owner, "  ", "").await.status, 200);
        assert_eq!(contact().await, Value::Null);
        let told = events(&billing(&team).await);
        let masked = |address: &str| Value::from(format!("{address}***@harbour.example"));
        let wanted = [(masked("r"), Value::Null), (masked("a"), masked("r")), (Value::Null, masked("a"))];
        let found: Vec<_> = told.iter().map(|event| (event["detail"]["before"].clone(), event["detail"]["after"].clone())).collect();
        assert_eq!(found, wanted);
    }

    /// ST-3, OR-8: without JavaScript the form does the same, and what cannot be taken comes back in it.
    async fn st_3_the_form_works_alone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let page = "/o/harbour-finch/settings/billing";
        let here = ("organization", team.slug.as_str());
        let typed = [here, ("name", "Accounts"), ("email", "no address")];
        let back = team.owner.submit("billing/change-contact", page, &typed).await;
        assert_eq!(back.status, 422);
        for part in ["Accounts", "no address", "Enter an address like", "aria-invalid"] {
            assert!(back.body.contains(part), "{part}");
        }
        let typed = [here, ("name", "Accounts"), ("email", "accounts@harbour.example")];
        let done = team.owner.submit("billing/change-contact", page, &typed).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/o/harbour-finch/settings/billing?done=contact"));
        let page = team.owner.get(done.header("location")).await;
        assert!(page.body.contains("The billing contact is saved.") && page.body.contains("accounts@harbour.example"));
    }

    /// ST-3: whoever saves after somebody else did hears of it first; saving again has it their way, also without JavaScript.
    async fn st_3_two_save_a_contact(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let save = async |before: &str, email: &str| {
            let fields = [("name", ""), ("email", email), ("before", before)];
            team.call(&team.owner, "billing/change-contact", &fields).await
        };
        assert_eq!(save("null", "accounts@harbour.example").await.status, 200);
        let late = save("null", "ruth@harbour.example").await;
        let accounts = r#"{"name":null,"email":"accounts@harbour.example"}"#;
        assert_eq!((late.status.as_u16(), late.json()["now"]["email"].clone()), (409, "accounts@harbour.example".into()));
        assert_eq!(billing(&team).await["contact"]["email"], "accounts@harbour.example");
        assert_eq!(save("null", "accounts@harbour.example").await.status, 200, "it is so");
        assert_eq!(save("ruth", "ruth@harbour.example").await.status, 400);

        let page = "/o/harbour-finch/settings/billing";
        let fields = [("organization", team.slug.as_str()), ("name", ""), ("email", "ruth@harbour.example"), ("before", "null")];
        let back = team.owner.submit("billing/change-contact", page, &fields).await;
        assert_eq!(back.status, 409);
        let before = back.body.split("name=\"before\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        assert_eq!(before.replace("&quot;", "\""), accounts, "it is known by now");
        assert!(back.body.contains("The billing contact was changed meanwhile.") && back.body.contains("ruth@harbour.example"));
        assert_eq!(save(accounts, "ruth@harbour.example").await.status, 200);
        assert_eq!(billing(&team).await["contact"]["email"], "ruth@harbour.example");
    }

    /// PRV-4, ST-3: whose account is deleted is nobody's billing contact any more, and named by no history.
    async fn prv_4_a_deleted_account_is_no_contact(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ruth = team.join(app, "Ruth", "member").await;
        let email = team.address("Ruth");
        assert_eq!(change(&team, &team.owner, "Ruth", &email).await.status, 200);
        assert_eq!(ruth.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        let view = billing(&team).await;
        assert_eq!(view["contact"], Value::Null);
        assert!(!view.to_string().contains(&email), "{view}");
    }
}
