//! Since when somebody is what they are, and who let them in (TR-11).

use serde_json::Value;

use crate::support::{App, DAY, Engine, MINA, Team, stories};

async fn view(team: &Team, member: &str) -> Value {
    let answer = team.call(&team.owner, "members/view", &[("member", member)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

stories! {
    /// TR-11: a role is as old as the membership in which it was given, whatever was before and however much happened since.
    async fn tr_11_a_role_is_of_this_membership(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let email = team.address("Leo");
        let id = team.id_of(&email).await;
        for role in ["admin", "member"] {
            let fields = [("member", id.as_str()), ("role", role)];
            assert_eq!(team.call(&team.owner, "members/change-role", &fields).await.status, 200);
        }
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        app.move_clock(DAY);
        let token = team.invite(app, &email, "user-admin").await;
        assert_eq!(leo.call("invitations/accept", &[("token", &token)]).await.status, 200);
        let again = view(&team, &id).await;
        assert_eq!(again["role_since"], again["member"]["joined_at"], "{again}");
        app.move_clock(DAY + 60);
        let fields = [("member", id.as_str()), ("role", "admin")];
        assert_eq!(team.call(&team.owner, "members/change-role", &fields).await.status, 200);
        let changed = view(&team, &id).await;
        assert!(changed["role_since"].as_str() > again["role_since"].as_str(), "{changed}");
    }

    /// TR-11, SI-8: who invited somebody is known after they moved to another address.
    async fn tr_11_who_invited_outlives_an_address(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let id = team.id_of(&team.address("Leo")).await;
        assert_eq!(view(&team, &id).await["invited_by"], "Mina Okafor");
        leo.move_to(app, &team.address("Leo"), "leo@new.example").await;
        assert_eq!(view(&team, &id).await["invited_by"], "Mina Okafor");
    }

    /// TR-7: what somebody hid is hidden when they are brought back.
    async fn tr_7_the_first_steps_stay_hidden(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "admin").await;
        let id = team.id_of(&team.address("Ada")).await;
        assert_eq!(team.call(&ada, "organizations/hide-first-steps", &[("hidden", "true")]).await.status, 200);
        let hidden = async || team.call(&ada, "organizations/home", &[]).await.json()["first_steps"]["hidden"].clone();
        assert_eq!(hidden().await, true);
        for call in ["members/revoke", "members/restore"] {
            assert_eq!(team.call(&team.owner, call, &[("people", &id)]).await.status, 200);
        }
        assert_eq!(hidden().await, true);
    }
}
