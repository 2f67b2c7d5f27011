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
        assert!(said.starts_with("Ada changed this meanwhile, to User admin. Ada changed the name meanwhile, to Mia Berg. Save"), "{said}");
        let (by, name, said) = told(&ada).await;
        assert_eq!((by, name), (json!(null), json!({ "now": "Mia Berg", "by": null })));
        assert!(said.starts_with("This was changed meanwhile, to User admin. The name was changed meanwhile, to"), "{said}");
    }
}
