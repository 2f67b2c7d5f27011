//! Who is kept outside for want of a project: nothing of the team is heard there, and nobody locks the door behind themselves (ST-6).

use std::time::Duration;

use super::policies::{add, project, switch};
use crate::support::{App, Browser, Engine, MINA, Team, stories};

/// What the stream of this browser tells of the team within a moment.
async fn heard(app: &App, who: &Browser, team: &Team) -> String {
    let session = who.cookie("parlor-session").unwrap_or_default();
    let port = app.url.rsplit(':').next().unwrap();
    let url = format!("{}/events?team={}", app.url, team.slug);
    let stream = reqwest::Client::builder().no_proxy().build().unwrap().get(url);
    let mut stream = stream.header("cookie", format!("parlor-session-{port}={session}")).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    let mut heard = String::new();
    // It begins with a beat; who is there is told before the next one.
    while heard.matches("event: beat").count() < 2 {
        let chunk = tokio::time::timeout(Duration::from_secs(10), stream.chunk()).await.expect("not even a beat");
        heard += std::str::from_utf8(&chunk.unwrap().unwrap()).unwrap();
    }
    heard
}

stories! {
    /// ST-6, TR-9: who is kept outside hears nothing of who is there, and is not there themselves.
    async fn st_6_nothing_of_the_team_is_heard_outside(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let website = project(&team, "Website").await;
        let (kim, nia) = (team.join(app, "Kim", "member").await, team.join(app, "Nia", "member").await);
        add(&team, "Nia", &website).await;
        switch(&team, false, true).await;
        assert_eq!(team.call(&kim, "organizations/home", &[]).await.error(), "kept-outside");
        let (outside, inside) = (heard(app, &kim, &team).await, heard(app, &nia, &team).await);
        assert!(!outside.contains("event: team"), "{outside}");
        assert!(inside.contains("event: team") && inside.contains(&team.id_of(&team.address("Nia")).await), "{inside}");
        // Who looked at it a moment before the policy is there until then.
        let newest = inside.rsplit("event: team").next().unwrap();
        assert!(!newest.contains(&team.id_of(&team.address("Kim")).await), "{inside}");
    }

    /// ST-6, PR-5: nobody archives the project that alone lets them in: they could not take it back.
    async fn st_6_nobody_archives_their_only_project(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let (website, repairs) = (project(&team, "Website").await, project(&team, "Repairs").await);
        let lee = team.join(app, "Lee", "member").await;
        add(&team, "Lee", &repairs).await;
        let id = team.id_of(&team.address("Lee")).await;
        let grants = [("member", id.as_str()), ("grants", "create-projects")];
        assert_eq!(team.call(&team.owner, "members/change-grants", &grants).await.status, 200);
        switch(&team, false, true).await;
        let archive = async |project: &str| team.call(&lee, "projects/archive", &[("project", project)]).await;
        let refused = archive(&repairs).await;
        assert_eq!((refused.status.as_u16(), refused.error()), (409, "keeps-me-outside".into()));
        assert!(refused.json()["message"].as_str().unwrap().contains("You belong to Repairs alone"), "{refused:?}");
        let list = team.call(&team.owner, "projects/list", &[]).await.json();
        assert!(list["archived"].as_array().unwrap().is_empty(), "{list}");
        add(&team, "Lee", &website).await;
        assert_eq!(archive(&repairs).await.status, 200);
        assert_eq!(team.call(&lee, "projects/restore", &[("project", &repairs)]).await.status, 200);
    }
}
