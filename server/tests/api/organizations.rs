//! Organizations.

mod availability;
mod home;
mod leaving;
mod support_contacts;

use crate::{
    prepared::{Prepared, Stage, unprepared},
    support::{App, Engine, JONAS, MINA, Team, stories},
};

/// Who gets what from the calls that only look; at most they note that somebody was there.
pub const READS: &str = "
organizations/home         | organization={here}  | 401 403 404 200 200 404 200
organizations/kept-outside | organization={here}  | 401 403 404 200 200 404 200
organizations/kept-outside | organization={there} | 401 403 404 404 404 200 404
organizations/lost         | organization={here}  | 401 403 404 404 404 404 404
organizations/mine         |                      | 401 403 200 200 200 200 200
organizations/ownership    | organization={here}  | 401 403 404 200 200 404 200
organizations/projects     | organization={here}  | 401 403 404 200 200 404 200
";
/// Who gets what from the calls that write.
pub const WRITES: &str = "
organizations/create                      | name={fresh name}                         | 401 403 200 200 200 200 200
organizations/hide-first-steps            | organization={here} hidden=true           | 401 403 404 200 200 404 200
organizations/restore                     | organization={here}                       | 401 403 404 404 404 404 404
organizations/set-availability            | organization={here} availability=busy     | 401 403 404 200 200 404 200
organizations/set-availability            | organization={there} availability=busy    | 401 403 404 404 404 200 404
organizations/set-availability            | organization={here} availability=asleep   | 401 403 404 400 400 404 400
organizations/set-availability-everywhere | organization={here}                       | 401 403 404 200 200 404 200
organizations/set-availability-everywhere | organization={there}                      | 401 403 404 404 404 200 404
organizations/transfer                    | organization={here} member={their member} | 401 403 404 403 403 404 404
organizations/transfer *                  | organization={here} member={member}       | 401 403 404 403 403 404 200
organizations/leave *                     | organization={here}                       | 401 403 404 200 200 404 409
organizations/delete *                    | organization={here} name=Harbour Finch    | 401 403 404 403 403 404 200
organizations/restore                     | organization={deleted}                    | 401 403 404 404 404 404 200
";

/// What each of them needs to go through.
pub async fn prepare(stage: &Stage<'_>, call: &str) -> Prepared {
    if call == "organizations/create" {
        return Prepared::by(stage.person("a").await).with("name", format!("Meadow {}", stage.number));
    }
    let team = stage.team().await;
    let name = format!("Harbour {}", stage.number);
    match call {
        "organizations/delete" => Prepared::in_team(&team).with("name", name),
        "organizations/hide-first-steps" => Prepared::in_team(&team).with("hidden", "true"),
        "organizations/leave" => {
            Prepared::by(team.join(stage.app, "Hanna", "member").await).with("organization", &team.slug)
        }
        "organizations/restore" => {
            assert_eq!(team.call(&team.owner, "organizations/delete", &[("name", &name)]).await.status, 200);
            Prepared::in_team(&team)
        }
        "organizations/set-availability" => Prepared::in_team(&team).with("availability", "busy"),
        "organizations/set-availability-everywhere" => {
            // Elsewhere they are something else.
            team.another(&format!("Quay {}", stage.number)).await;
            let busy = [("availability", "busy")];
            assert_eq!(team.call(&team.owner, "organizations/set-availability", &busy).await.status, 200);
            Prepared::in_team(&team)
        }
        "organizations/transfer" => Prepared::in_team(&team).with("member", stage.member(&team, "Hanna").await),
        _ => unprepared(call),
    }
}

stories! {
    /// OR-5: created with a slug from its name, an owner and a first project.
    async fn or_5_creating_makes_owner_and_project(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        assert_eq!(browser.create("Harbour & Finch").await, "/o/harbour-finch");
        let home = browser.call("organizations/home", &[("organization", "harbour-finch")]).await.json();
        assert_eq!(home["organization"]["name"], "Harbour & Finch");
        assert_eq!(home["organization"]["role"], "owner");
        assert_eq!(home["projects"][0]["name"], "Website");
        assert_eq!(home["members"][0]["name"], MINA.name);
        assert_eq!(home["latest"][0]["event"]["action"], "organization-created");
        let page = browser.get("/o/harbour-finch").await;
        assert!(page.status == 200 && page.read().contains("Harbour &amp; Finch is ready"));
    }

    /// OR-5: bad names and addresses say what is wrong; taken ones get a number, or a refusal where they were asked for.
    async fn or_5_names_and_addresses(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        for name in ["", " ", "A", &"x".repeat(81), "see evil.example", "a\nb"] {
            let answer = browser.call("organizations/create", &[("name", name)]).await;
            assert!(answer.status == 422 && answer.field("name").is_some(), "{name:?}");
        }
        for slug in ["a", "Big", "a--b", "-a", "api", &"x".repeat(49)] {
            let answer = browser.call("organizations/create", &[("name", "Good name"), ("slug", slug)]).await;
            assert!(answer.status == 422 && answer.field("slug").is_some(), "{slug:?}");
        }
        assert_eq!(browser.create("Finch").await, "/o/finch");
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        assert_eq!(jonas.create("Finch").await, "/o/finch-2");
        let taken = jonas.call("organizations/create", &[("name", "Other"), ("slug", "finch")]).await;
        assert!(taken.status == 422 && taken.field("slug").unwrap().contains("has this address"));
        let own = jonas.call("organizations/create", &[("name", "Other"), ("slug", "my-own")]).await;
        assert_eq!(own.json()["next"], "/o/my-own");
    }

    /// Two tabs that send the same form make one organization.
    async fn or_5_two_tabs_make_one(app: &App) {
        let browser = app.browser();
        browser.join(app, &MINA).await;
        let form = [("name", "Harbour Finch")];
        let answers =
            futures_util::future::join_all((0..10).map(|_| browser.call("organizations/create", &form))).await;
        assert!(answers.iter().all(|answer| answer.json()["next"] == "/o/harbour-finch"), "{answers:?}");
        let mine = browser.call("organizations/mine", &[]).await.json();
        assert_eq!(mine["organizations"].as_array().unwrap().len(), 1);
    }

    /// OR-5: the operator's limit holds, also when many come at once, and says so.
    async fn or_5_the_limit_holds(app: &App) {
        let limited = App::start_with(app.engine, &[("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "2")]).await;
        let browser = limited.browser();
        browser.join(&limited, &MINA).await;
        let names: Vec<String> = (0..8).map(|number| format!("Team {number}")).collect();
        let forms: Vec<_> = names.iter().map(|name| [("name", name.as_str())]).collect();
        let answers = futures_util::future::join_all(forms.iter().map(|form| browser.call("organizations/create", form))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 2);
        let refused = answers.iter().find(|answer| answer.status == 409).unwrap();
        assert_eq!(refused.error(), "organization-limit");
        assert!(refused.json()["message"].as_str().unwrap().contains("2 organizations"));
    }

    /// OR-5: the same name again is the same wish only as long as what it made is mine.
    async fn or_5_a_wish_that_was_handed_over_is_over(app: &App) {
        let team = Team::new(app, &MINA, "Wish 1").await;
        let mina = &team.owner;
        assert_eq!(mina.create("Wish 1").await, "/o/wish-1", "sent twice");
        team.join(app, "Priya", "member").await;
        let priya = team.id_of(&team.address("Priya")).await;
        assert_eq!(team.call(mina, "organizations/transfer", &[("member", &priya)]).await.status, 200);
        assert_eq!(team.call(mina, "organizations/leave", &[]).await.status, 200);
        let path = mina.create("Wish 1").await;
        assert_ne!(path, "/o/wish-1");
        assert_eq!(mina.get(&path).await.status, 200);
    }

    /// OR-1: the organization that was opened last comes first. Opened again within a minute, nothing is
    /// written, unless another one was opened between.
    async fn or_1_the_last_opened_is_known(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let paths = [mina.create("Harbour & Finch").await, mina.create("Northlight").await];
        let opened = async || {
            let file = mina.get("/account/export.json").await.json();
            let of = |path: &str| {
                let mut all = file["memberships"].as_array().unwrap().iter();
                all.find(|one| path.ends_with(one["slug"].as_str().unwrap())).unwrap()["opened_at"].clone()
            };
            paths.each_ref().map(|path| of(path))
        };
        mina.get(&paths[0]).await;
        let first = opened().await;
        mina.get(&paths[0]).await;
        assert_eq!(opened().await, first, "within a minute");
        mina.get(&paths[1]).await;
        mina.get(&paths[0]).await;
        let between = opened().await;
        assert!(between[0] != first[0] && between[1] != first[1]);
        let listed = mina.call("organizations/mine", &[]).await.json();
        assert_eq!(listed["organizations"][0]["slug"], "harbour-finch");
        app.move_clock(61);
        mina.get(&paths[0]).await;
        let later = opened().await;
        assert!(later[0] != between[0] && later[1] == between[1]);
        app.move_clock(122);
        mina.get(&format!("{}/members", paths[1])).await;
        assert_ne!(opened().await[1], later[1], "whichever page it is");
    }

    /// OR-2, LOAD-6: of very many those come first that were opened last, and the one that is open, wherever it is among them.
    /// At the edge of `ORGANIZATIONS_AT_ONCE`.
    async fn or_2_of_very_many_the_first_come(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        let mut paths = Vec::new();
        for number in 0..53 {
            paths.push(mina.create(&format!("Team {number:02}")).await);
            let answer = mina.call("organizations/mine", &[("first", "true")]).await.json();
            let listed = answer["organizations"].as_array().unwrap().len();
            assert_eq!((listed, answer["count"].as_u64()), ((number + 1).min(50), Some(number as u64 + 1)));
        }
        for path in paths[1..].iter().rev() {
            app.move_clock(61);
            mina.get(path).await;
        }
        let listed = async |fields: &[(&str, &str)]| {
            let answer = mina.call("organizations/mine", fields).await.json();
            let slugs = answer["organizations"].as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned());
            (slugs.collect::<Vec<_>>(), answer["count"].as_u64())
        };
        let all = listed(&[]).await;
        assert!(all.0.len() == 53 && all.1 == Some(53) && all.0[0] == "team-01");
        assert_eq!(listed(&[("first", "true")]).await, (all.0[..50].to_vec(), Some(53)));
        let open = listed(&[("first", "true"), ("open", &all.0[52])]).await;
        assert_eq!(open, ([&all.0[..50], &all.0[52..]].concat(), Some(53)));
        assert_eq!(listed(&[("first", "true"), ("open", "nowhere")]).await, (all.0[..50].to_vec(), Some(53)));
        assert_eq!(mina.call("organizations/mine", &[("first", "true"), ("open", "No slug!")]).await.status, 400);
        let page = mina.get(&format!("/o/{}", all.0[52])).await;
        assert!(page.status == 200 && page.body.contains("Team 00") && !page.body.contains("Team 52"), "{}", page.body);
    }

    /// OR-1, TEN-6: a page holds nothing of another organization but its name in the switcher.
    async fn or_1_pages_hold_their_own(app: &App) {
        let mina = app.browser();
        mina.join(app, &MINA).await;
        mina.create("Harbour Finch").await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let path = jonas.create("Northlight").await;
        let page = jonas.get(&path).await;
        for foreign in ["Harbour", MINA.name, MINA.email] {
            assert!(!page.body.contains(foreign), "{foreign}");
        }
        let session = jonas.cookie("parlor-session").unwrap();
        assert!(!page.body.contains(&session) && !page.body.contains("argon2"));
    }
}
