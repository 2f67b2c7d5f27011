//! Deleting one's account, and taking one's data along.

use crate::support::{App, Engine, MINA, PASSWORD, Team, stories};

stories! {
    /// SI-9: my data as a file, without any secret.
    async fn si_9_the_export_is_mine_and_holds_no_secret(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let priya = team.join(app, "Priya", "member").await;
        let file = team.owner.get("/account/export.json").await;
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"parlor-account.json\"");
        assert_eq!((file.header("content-type"), file.header("cache-control")), ("application/json", "no-store"));
        let data = file.json();
        assert_eq!((&data["account"]["name"], &data["account"]["email"]), (&MINA.name.into(), &MINA.email.into()));
        assert_eq!((&data["memberships"][0]["slug"], &data["memberships"][0]["role"]), (&"harbour-finch".into(), &"owner".into()));
        assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
        assert!(data["audit_entries"].as_array().unwrap().iter().any(|entry| entry["action"] == "organization-created"));
        for secret in ["argon2", "hash", "digest", MINA.password, &team.owner.cookie("parlor-session").unwrap(), "priya"] {
            assert!(!file.body.to_lowercase().contains(&secret.to_lowercase()), "{secret}");
        }
        assert_eq!(app.browser().get("/account/export.json").await.status, 401);
        // Also what an organization calls me.
        let id = team.id_of(&team.address("Priya")).await;
        let fields = [("member", id.as_str()), ("display_name", "Pri"), ("role", "member")];
        assert_eq!(team.call(&team.owner, "members/edit", &fields).await.status, 200);
        let data = priya.get("/account/export.json").await.json();
        assert_eq!(data["memberships"][0]["display_name"], "Pri", "{data}");
    }

    /// SI-9, ROL-8: the last owner is told of every organization that would be left without one; each is handed over or
    /// deleted first.
    async fn si_9_organizations_come_first(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mina = &team.owner;
        for name in ["Northlight", "Quill"] {
            mina.create(name).await;
        }
        team.join(app, "Priya", "member").await;
        let delete = async |password: &str| mina.call("account/delete", &[("password", password)]).await;
        let wrong = delete("wrong plain words").await;
        assert!(wrong.status == 422 && wrong.field("password").is_some());
        let refused = delete(MINA.password).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "last-owner".into()));
        let mut owned: Vec<String> = serde_json::from_value(refused.json()["organizations"].clone()).unwrap();
        owned.sort();
        assert_eq!(owned, ["Harbour Finch", "Northlight", "Quill"]);
        let page = mina.get("/account/delete").await.body;
        assert!(owned.iter().all(|name| page.contains(name.as_str())), "each with what to do");
        assert!(mina.is_signed_in().await && team.role_of(MINA.email).await.is_some(), "nothing half-done");

        let priya = team.id_of(&team.address("Priya")).await;
        assert_eq!(team.call(mina, "organizations/transfer", &[("member", &priya)]).await.status, 200);
        for (slug, name) in [("northlight", "Northlight"), ("quill", "Quill")] {
            let fields = [("organization", slug), ("name", name)];
            assert_eq!(mina.call("organizations/delete", &fields).await.status, 200);
        }
        let deleted = delete(MINA.password).await;
        assert_eq!((deleted.status.as_u16(), deleted.json()["next"].clone()), (200, "/sign-up?deleted=1".into()));
        for cookie in ["parlor-session", "parlor-attempt", "parlor-device"] {
            assert_eq!(mina.cookie(cookie), None);
        }
    }

    /// PRV-4, SI-9: after the deletion nobody gets in, and nothing names the person.
    async fn prv_4_nothing_names_who_is_gone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let priya = team.join(app, "Priya Raman", "admin").await;
        let first = team.address("Priya Raman");
        let sign_up = async |email: &str| {
            let form = [("name", "Priya Two"), ("email", email), ("password", "some plain words")];
            assert_eq!(app.browser().call("accounts/sign-up", &form).await.status, 200);
        };
        sign_up(&first).await;
        let change = [("email", "priya@later.example"), ("password", PASSWORD)];
        let moved = app.mailed("priya@later.example", "/email/", priya.call("account/change-email", &change)).await;
        assert_eq!(priya.call("account/use-address-link", &[("token", &moved)]).await.status, 200);
        let address = "priya@later.example".to_owned();
        // Things that name her: audit entries, an invitation of hers and one for her, a reset and a change of address on their way.
        let guest = ("emails", "guest@harbour.example");
        assert_eq!(team.call(&priya, "members/invite", &[guest, ("role", "member")]).await.status, 200);
        let invited = app.mail_with("guest@harbour.example", "/invitations/", 1).await.token();
        let other = team.another("Northlight").await;
        let for_her = other.invite(app, &address, "member").await;
        let reset = app.reset_link(&address).await;
        let change = [("email", "priya@new.example"), ("password", PASSWORD)];
        let new_address = app.mailed("priya@new.example", "/email/", priya.call("account/change-email", &change)).await;
        sign_up(&address).await;
        let thief = priya.copy();

        assert_eq!(priya.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        assert!(!thief.is_signed_in().await);
        assert_eq!(app.browser().sign_in(&address, PASSWORD).await.status, 401);
        for (call, token) in [
            ("accounts/reset-link", &reset),
            ("account/use-address-link", &new_address),
            ("invitations/view", &for_her),
            ("invitations/accept", &invited),
        ] {
            let fields = [("token", token.as_str()), ("name", "Somebody"), ("password", "some plain words")];
            let answer = app.browser().call(call, &fields).await;
            assert!([404, 410].contains(&answer.status.as_u16()), "{call}: {answer:?}");
            assert!(!answer.body.contains("Priya"), "{call}: {answer:?}");
        }
        for page in ["/o/harbour-finch", "/o/harbour-finch/members", "/o/northlight/members", "/account/organizations"] {
            let page = team.owner.get(page).await;
            assert!(page.status == 200 && !page.body.contains("Priya") && !page.body.contains(&address), "{page:?}");
        }
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        let mut entries = home["latest"].as_array().unwrap().iter();
        let joined = entries.find(|entry| entry["event"]["action"] == "invitation-accepted").unwrap();
        assert_eq!(joined["actor"], serde_json::Value::Null, "what happened stays, without a name");
        if let Some(rows) = app.rows() {
            for trace in ["Priya", first.as_str(), address.as_str(), "priya@new.example"] {
                assert!(!rows.contains(trace), "{trace} is left: {:?}", rows.lines().find(|row| row.contains(trace)));
            }
        }
        // The address is free.
        let form = [("name", "Somebody"), ("email", address.as_str()), ("password", "some plain words")];
        let again = app.browser();
        again.call("accounts/sign-up", &form).await;
        let token = app.mail_with(&address, "/verify/", 1).await.token();
        assert_eq!(again.call("accounts/confirm", &[("token", &token)]).await.status, 200);
        again.call("accounts/resume", &[]).await;
        assert_eq!(again.call("organizations/mine", &[]).await.json()["organizations"].as_array().unwrap().len(), 0);
    }

    /// PRV-4, ST-4, OR-4: what an organization loses with somebody who was never in it is told there, and names nobody; also what
    /// it holds of an address that they had before. A deleted one that comes back says who is missing.
    async fn prv_4_what_others_lose_is_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let priya = team.join(app, "Priya Raman", "admin").await;
        let (former, address) = (team.address("Priya Raman"), "priya@later.example");
        priya.move_to(app, &former, address).await;
        let other = team.another("Northlight").await;
        let fields = [("emails", former.as_str()), ("role", "member"), ("first_name", "Priya"), ("last_name", "Raman")];
        assert_eq!(other.call(&other.owner, "members/invite", &fields).await.status, 200);
        let contact = [("name", "Priya Raman"), ("email", address)];
        assert_eq!(other.call(&other.owner, "billing/change-contact", &contact).await.status, 200);
        assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", "Harbour Finch")]).await.status, 200);

        assert_eq!(priya.call("account/delete", &[("password", PASSWORD)]).await.status, 200);
        assert_eq!(other.invitation_of(&former).await, None);
        let entries = async |team: &Team| {
            let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
            let entries = log["entries"].as_array().unwrap().iter();
            entries.map(|entry| entry["event"]["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let told = entries(&other).await;
        assert_eq!(&told[..2], ["billing-contact-changed", "invitation-cancelled"], "{told:?}");
        assert_eq!(team.call(&team.owner, "organizations/restore", &[]).await.status, 200);
        let told = entries(&team).await;
        assert_eq!(&told[..3], ["organization-restored", "account-deleted", "organization-deleted"], "{told:?}");
        if let Some(rows) = app.rows() {
            for trace in ["Priya", "Raman", former.as_str(), address] {
                assert!(!rows.contains(trace), "{trace} is left: {:?}", rows.lines().find(|row| row.contains(trace)));
            }
        }
    }
}
