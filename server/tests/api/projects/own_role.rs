//! What somebody is told of their own role in a project.

use serde_json::Value;

use super::{project_of, save};
use crate::support::{App, Engine, MINA, Team, stories};

stories! {
    /// PR-1: whoever comes to reach every project hears no more of a role in one; it is theirs again when they cease to.
    async fn pr_1_a_role_that_does_not_count_is_not_told(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let ada = team.join(app, "Ada", "member").await;
        let (website, id) = (project_of(&team, "Website").await, team.id_of(&team.address("Ada")).await);
        assert_eq!(save(&team, &team.owner, &website, &format!("{id}:none:viewer")).await.status, 200);
        for (role, told) in [("admin", Value::Null), ("owner", Value::Null), ("user-admin", "viewer".into())] {
            let answer = team.call(&team.owner, "members/change-role", &[("member", &id), ("role", role)]).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            let list = team.call(&ada, "projects/list", &[]).await.json();
            let view = team.call(&ada, "projects/view", &[("project", "website")]).await.json();
            assert_eq!((&list["active"][0]["role"], &view["role"]), (&told, &told), "{role}");
            assert_eq!(list["active"][0]["can_open"], true);
        }
    }
}
