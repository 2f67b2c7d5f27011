//! Whom the operator names as support contacts of an organization (CH-4).

use serde_json::Value;

use crate::support::{App, Engine, MINA, Team, stories};

/// The operator says something about support contacts: whether it went well, and what was said, lines of the log left out.
fn contact(app: &App, arguments: &[&str]) -> (bool, String) {
    let (done, said) = app.run_beside(&[&["admin", "support-contact"], arguments].concat());
    (done, said.split_inclusive('\n').filter(|line| !line.starts_with('{')).collect())
}

/// Whether the list of members, and the member's own page, say that they are one.
async fn is_shown(team: &Team, name: &str) -> bool {
    let email = team.address(name);
    let list = team.found(&team.owner, &email).await;
    let row = list["members"].as_array().unwrap().iter().find(|row| row["email"] == *email).cloned().expect("a row");
    let id = row["id"].as_str().unwrap();
    let view = team.call(&team.owner, "members/view", &[("member", id)]).await.json();
    assert_eq!(view["member"]["support_contact"], row["support_contact"]);
    let named = row["support_contact"] == true;
    for page in [format!("/o/{}/members?find={name}", team.slug), format!("/o/{}/members/{id}", team.slug)] {
        let page = team.owner.get(&page).await.body;
        assert_eq!(page.contains(">Support contact<"), named, "{page}");
    }
    named
}

/// The entries about support contacts, the oldest first: what each changed, and about whom.
async fn told(team: &Team) -> Vec<(Value, Value, Value)> {
    let log = team.call(&team.owner, "audit-log/list", &[]).await.json();
    let entries = log["entries"].as_array().unwrap().iter().rev();
    let entries = entries.filter(|entry| entry["event"]["action"] == "support-contact-changed");
    let one = |entry: &Value| {
        let detail = &entry["event"]["detail"];
        (detail["before"].clone(), detail["after"].clone(), entry["subject"].clone())
    };
    entries.map(one).collect()
}

stories! {
    /// CH-4, ST-4: the operator names them, one membership at a time; it is shown, and told with before and after.
    async fn ch_4_the_operator_names_them(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = team.another("Quill").await;
        team.join(app, "Hanna", "member").await;
        let (slug, hanna) = (team.slug.as_str(), team.address("Hanna"));
        assert_eq!(contact(app, &["list", slug]), (true, "harbour-finch: no support contact\n".to_owned()));
        assert!(!is_shown(&team, "Hanna").await);
        let line = format!("harbour-finch\t{hanna}\tHanna\n");
        // Said twice, it is said once; the address is read as it is everywhere.
        for typed in [hanna.clone(), hanna.to_uppercase()] {
            assert_eq!(contact(app, &["add", slug, &typed]), (true, line.clone()));
        }
        assert!(is_shown(&team, "Hanna").await);
        assert_eq!(contact(app, &["add", &other.slug, MINA.email]), (true, format!("quill\t{}\tMina Okafor\n", MINA.email)));
        assert_eq!(contact(app, &["list", slug]), (true, line), "of one organization alone");
        assert_eq!(contact(app, &["remove", slug, &hanna]), (true, "harbour-finch: no support contact\n".to_owned()));
        assert!(!is_shown(&team, "Hanna").await);
        let about = |before: bool, after: bool| (before.into(), after.into(), "Hanna".into());
        assert_eq!(told(&team).await, [about(false, true), about(true, false)]);
        let log = team.owner.get("/o/harbour-finch/settings/audit-log").await.read();
        assert!(log.contains("The operator") && log.contains("a support contact"), "{log}");

        for (arguments, why) in [
            (["add", slug, "nobody@harbour.example"], "harbour-finch: no member has this address"),
            (["add", "nowhere", hanna.as_str()], "nowhere: no organization has this address"),
            (["remove", slug, "no address"], "\"no address\" is no email address"),
            (["add", "No Slug", hanna.as_str()], "\"No Slug\" is no organization's place in an address"),
        ] {
            assert_eq!(contact(app, &arguments), (false, format!("parlor: {why}\n")));
        }
    }

    /// CH-4, TR-7: it ends with the membership, and undoing a removal brings it back; nobody sets it by any call.
    async fn ch_4_it_goes_and_comes_back_with_the_membership(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let hanna = team.join(app, "Hanna", "member").await;
        let email = team.address("Hanna");
        let id = team.id_of(&email).await;
        let fields = [("member", id.as_str()), ("role", "member"), ("support_contact", "true")];
        assert_eq!(team.call(&team.owner, "members/edit", &fields).await.status, 200);
        assert!(!is_shown(&team, "Hanna").await, "nobody sets it here");
        assert!(contact(app, &["add", &team.slug, &email]).0);
        let people = [("people", id.as_str())];
        assert_eq!(team.call(&team.owner, "members/revoke", &people).await.status, 200);
        assert_eq!(contact(app, &["list", &team.slug]).1, "harbour-finch: no support contact\n");
        assert_eq!(team.call(&team.owner, "members/restore", &people).await.status, 200);
        assert!(is_shown(&team, "Hanna").await);
        let export = hanna.get("/account/export.json").await.json();
        assert_eq!(export["memberships"][0]["support_contact"], true);
        // Whoever leaves and comes in anew begins anew.
        assert_eq!(team.call(&hanna, "organizations/leave", &[]).await.status, 200);
        let token = team.invite(app, &email, "member").await;
        assert_eq!(hanna.call("invitations/accept", &[("token", &token)]).await.status, 200);
        assert!(!is_shown(&team, "Hanna").await);
    }
}
