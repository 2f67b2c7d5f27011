//! What somebody is told who edits a member while somebody else does, too (TR-6).

use serde_json::json;

use crate::support::{App, Engine, MINA, Team, stories};

stories! {
    /// TR-6: name and role that somebody else changed are told at once, with who that was; what one did oneself elsewhere names nobody.
    async fn tr_6_all_that_changed_meanwhile_is_told_at_once(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        team.join(app, "Mia", "member").await;
        let mia = team.id_of(&team.address("Mia")).await;
        let theirs = [("member", mia.as_str()), ("display_name", "Mia Berg"), ("role", "user-admin"), ("grants", "")];
        assert_eq!(team.call(&ada, "members/edit", &theirs).await.status, 200);
        let fields = [
            ("member", mia.as_str()), ("display_name", "Mia L."), ("role", "admin"), ("before_name", "Mia"),
            ("before_terms", r#"{"role":"member"}"#),
        ];
        let told = async |who: &crate::support::Browser| {
            let refused = team.call(who, "members/edit", &fields).await;
            assert_eq!((refused.status.as_u16(), refused.error().as_str()), (409, "terms-saved-meanwhile"));
            let refused = refused.json();
            let said = refused["message"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
            (refused["by"].clone(), refused["name"].clone(), said)
        };
        let (by, name, said) = told(&team.owner).await;
        assert_eq!((by, name), ("Ada".into(), json!({ "now": "Mia Berg", "by": "Ada" })));
        assert!(said.starts_with("Ada changed the role meanwhile, to User admin. Ada changed the name meanwhile, to Mia Berg. Save"), "{said}");
        let (by, name, said) = told(&ada).await;
        assert_eq!((by, name), (json!(null), json!({ "now": "Mia Berg", "by": null })));
        assert!(said.starts_with("The role was changed meanwhile, to User admin. The name was changed meanwhile, to"), "{said}");
        // FIELD-23: where somebody else is called alike, it is said which of them.
        team.join(app, "Uma", "member").await;
        let uma = team.id_of(&team.address("Uma")).await;
        let called = [("member", uma.as_str()), ("display_name", "Ada"), ("role", "member"), ("grants", "")];
        assert_eq!(team.call(&team.owner, "members/edit", &called).await.status, 200);
        let (_, name, said) = told(&team.owner).await;
        let address = team.address("Ada");
        assert_eq!(name["by_email"], address);
        assert!(said.starts_with(&format!("Ada ({address}) changed the role meanwhile, to User admin. Ada ({address}) changed")), "{said}");
    }

    /// TR-6: of role and permissions that one is named which was changed.
    async fn tr_6_what_changed_meanwhile_is_named(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        team.join(app, "Mia", "member").await;
        let mia = team.id_of(&team.address("Mia")).await;
        for (role, grants, told) in [
            ("member", "manage-billing", "Ada changed the permissions meanwhile, to Manage billing."),
            ("admin", "", "Ada changed the role meanwhile, to Admin."),
        ] {
            let theirs = [("member", mia.as_str()), ("display_name", "Mia"), ("role", role), ("grants", grants)];
            assert_eq!(team.call(&ada, "members/edit", &theirs).await.status, 200);
            let mine = [
                ("member", mia.as_str()), ("display_name", "Mia"), ("role", "billing-admin"), ("before_name", "Mia"),
                ("before_terms", r#"{"role":"member"}"#),
            ];
            let refused = team.call(&team.owner, "members/edit", &mine).await.json();
            let said = refused["message"].as_str().unwrap().replace(['\u{2068}', '\u{2069}'], "");
            assert!(said.starts_with(told), "{said}");
        }
    }
}
