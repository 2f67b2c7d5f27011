//! Who can be reached: chosen here or everywhere, seen while a tab is open, told as it changes.

use std::time::{Duration, Instant};

use reqwest::Response;
use serde_json::{Value, json};

use crate::support::{App, Browser, Engine, JONAS, MINA, PASSWORD, Team, stories};

/// Within this time everybody is told what became of somebody: a beat that finds nobody there, the grace, and a round.
const TOLD: Duration = Duration::from_secs(15);
/// Within this time a process that was killed takes its people along.
const BURIED: Duration = Duration::from_mins(1);

/// An open tab that shows the people of a team.
struct Tab {
    stream: Response,
    /// What came and was not read yet.
    text: String,
    slug: String,
    /// It heard something since it was opened, so all that was changed before has been told.
    settled: bool,
}

impl Tab {
    async fn open(app: &App, browser: &Browser, slug: &str) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let session = browser.cookie("parlor-session").unwrap_or_default();
        let port = app.url.rsplit(':').next().unwrap();
        let stream = client.get(format!("{}/events?team={slug}", app.url));
        let stream = stream.header("cookie", format!("parlor-session-{port}={session}")).send().await.unwrap();
        assert_eq!(stream.status(), 200);
        Self { stream, text: String::new(), slug: slug.to_owned(), settled: false }
    }

    /// The next event, by its name and its data.
    async fn event(&mut self) -> (String, String) {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let event: String = self.text.drain(..end + 2).collect();
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
                return (field("event: ").to_owned(), field("data: ").to_owned());
            }
            let chunk = self.stream.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next news of its team that come within this time; none: nothing came. Whatever else comes is no "look again".
    async fn news_within(&mut self, time: Duration) -> Option<Value> {
        let news = async {
            loop {
                let (event, data) = self.event().await;
                assert!(!self.settled || event != "change", "it need not look again");
                if event == "team" {
                    let (slug, news) = data.split_once(' ').unwrap();
                    assert_eq!(slug, self.slug);
                    return serde_json::from_str(news).unwrap();
                }
            }
        };
        tokio::time::timeout(time, news).await.ok()
    }

    /// Reads until it is told that somebody is this; from then on nothing may tell it to look again.
    async fn hears_within(&mut self, time: Duration, who: &str, availability: &str) -> Value {
        let deadline = Instant::now() + time;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let news = self.news_within(left).await.unwrap_or_else(|| panic!("nobody said {availability}"));
            if news["people"].as_array().unwrap().contains(&json!([who, availability])) {
                self.settled = true;
                return news;
            }
        }
    }

    /// Reads until it is told what its own reader chose to be there, in whichever tab.
    async fn hears_own(&mut self, availability: &str) {
        let own = async {
            loop {
                let (event, data) = self.event().await;
                assert_ne!(event, "change", "it need not look again");
                if event == "chosen" {
                    return data;
                }
            }
        };
        let data = tokio::time::timeout(TOLD, own).await.expect("its own reader chose something");
        assert_eq!(data, json!([[self.slug, availability]]).to_string());
    }

    async fn hears(&mut self, who: &str, availability: &str) -> Value {
        self.hears_within(TOLD, who, availability).await
    }
}

async fn choose(team: &Team, who: &Browser, availability: &str) {
    let answer = team.call(who, "organizations/set-availability", &[("availability", availability)]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["next"], format!("/o/{}", team.slug));
}

/// What somebody chose, by the slugs of their organizations.
async fn chosen(who: &Browser) -> Vec<(String, String)> {
    let mine = who.call("organizations/mine", &[]).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut chosen: Vec<(String, String)> = mine["organizations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|organization| (text(&organization["slug"]), text(&organization["availability"])))
        .collect();
    chosen.sort();
    chosen
}

/// What the owner's list says that somebody is.
async fn listed(team: &Team, email: &str) -> String {
    let list = team.found(&team.owner, email).await;
    list["members"][0]["availability"].as_str().unwrap().to_owned()
}

stories! {
    /// TR-9: what somebody is, is said by membership, here or everywhere; it stays said when they go and come back, and is told
    /// in their export.
    async fn tr_9_chosen_here_or_everywhere(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let other = team.another("Northlight").await;
        let is = |here: &str, there: &str| {
            vec![("harbour-finch".to_owned(), here.to_owned()), ("northlight".to_owned(), there.to_owned())]
        };
        assert_eq!(chosen(&team.owner).await, is("online", "online"));
        choose(&team, &team.owner, "busy").await;
        assert_eq!(chosen(&team.owner).await, is("busy", "online"));
        for wrong in ["", "asleep", "Busy"] {
            let answer = team.call(&team.owner, "organizations/set-availability", &[("availability", wrong)]).await;
            assert_eq!((answer.status.as_u16(), answer.error()), (400, "malformed".into()), "{wrong}");
        }
        assert_eq!(team.call(&team.owner, "organizations/set-availability-everywhere", &[]).await.status, 200);
        assert_eq!(chosen(&team.owner).await, is("busy", "busy"));
        choose(&other, &team.owner, "away").await;
        let again = app.browser();
        assert_eq!(again.sign_in(MINA.email, MINA.password).await.status, 200);
        assert_eq!(chosen(&again).await, is("busy", "away"));
        let export = again.get("/account/export.json").await.json();
        assert_eq!(export["memberships"].as_array().unwrap().len(), 2);
        assert!(export["memberships"].as_array().unwrap().iter().all(|one| one["availability"] != "online"), "{export}");
        // Somebody who is removed and brought back is what they were.
        let leo = team.join(app, "Leo", "member").await;
        choose(&team, &leo, "away").await;
        let id = team.id_of(&team.address("Leo")).await;
        for call in ["members/revoke", "members/restore"] {
            assert_eq!(team.call(&team.owner, call, &[("people", &id)]).await.status, 200, "{call}");
        }
        assert_eq!(chosen(&leo).await, [("harbour-finch".to_owned(), "away".to_owned())]);
    }

    /// TR-9: whoever has a tab open is seen as what they chose, and as offline a moment after they closed the last one. Others are
    /// told without being told to look again, and so are the other tabs of who chose.
    async fn tr_9_open_tabs_are_seen(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let email = team.address("Leo");
        let id = team.id_of(&email).await;
        let mut mina = Tab::open(app, &team.owner, &team.slug).await;
        let owner = team.id_of(MINA.email).await;
        mina.hears(&owner, "online").await;
        assert_eq!(listed(&team, &email).await, "offline");

        let tab = Tab::open(app, &leo, &team.slug).await;
        let news = mina.hears(&id, "online").await;
        assert_eq!(news["tally"], json!({"online": 2, "busy": 0, "away": 0}));
        assert_eq!(listed(&team, &email).await, "online");
        let mut second = Tab::open(app, &leo, &team.slug).await;
        second.news_within(TOLD).await.expect("who is there, at its start");
        drop(tab);
        for (availability, tally) in [
            ("busy", json!({"online": 1, "busy": 1, "away": 0})),
            ("away", json!({"online": 1, "busy": 0, "away": 1})),
            ("offline", json!({"online": 1, "busy": 0, "away": 0})),
            ("busy", json!({"online": 1, "busy": 1, "away": 0})),
        ] {
            choose(&team, &leo, availability).await;
            let news = mina.hears(&id, availability).await;
            assert_eq!(news["tally"], tally, "{availability}");
            second.hears_own(availability).await;
            assert_eq!(listed(&team, &email).await, availability);
            let home = team.call(&team.owner, "organizations/home", &[]).await.json();
            assert_eq!(home["tally"], tally);
            let seen = home["members"].as_array().unwrap().iter().find(|member| member["id"] == *id).unwrap().clone();
            assert_eq!(seen["availability"], availability);
            let details = team.call(&team.owner, "members/view", &[("member", &id)]).await.json();
            assert_eq!(details["member"]["availability"], availability);
        }
        drop(second);
        let news = mina.hears(&id, "offline").await;
        assert_eq!(news["tally"], json!({"online": 1, "busy": 0, "away": 0}));
        assert_eq!(listed(&team, &email).await, "offline");
        // What they chose is what they are when they come back.
        let _tab = Tab::open(app, &leo, &team.slug).await;
        mina.hears(&id, "busy").await;
    }

    /// TR-9: whoever is removed is not there any more, and hears nothing of those who are.
    async fn tr_9_who_is_removed_is_gone(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "user-admin").await;
        let id = team.id_of(&team.address("Leo")).await;
        let owner = team.id_of(MINA.email).await;
        let mut tab = Tab::open(app, &leo, &team.slug).await;
        let _mina = Tab::open(app, &team.owner, &team.slug).await;
        tab.hears(&owner, "online").await;
        assert_eq!(team.call(&team.owner, "members/revoke", &[("people", &id)]).await.status, 200);
        let deadline = Instant::now() + TOLD;
        let home = async || team.call(&team.owner, "organizations/home", &[]).await.json();
        while home().await["tally"]["online"] != 1 {
            assert!(Instant::now() < deadline, "they are still counted");
        }
        // They are told of the removal, and from then on of nothing.
        while tokio::time::timeout(Duration::from_secs(3), tab.event()).await.is_ok_and(|(event, _)| event != "change") {}
        choose(&team, &team.owner, "busy").await;
        let mut told = Vec::new();
        while told.iter().filter(|event| *event == "beat").count() < 2 {
            told.push(tab.event().await.0);
        }
        assert!(!told.contains(&"team".to_owned()), "{told:?}");
    }

    /// TR-9, TEN-6: a member who does not see the list hears how many are there, and who of those that the home page names to
    /// them; somebody of another organization hears nothing at all.
    async fn tr_9_members_hear_of_those_they_see(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let mut people = Vec::new();
        for name in ["Ada", "Ben", "Cleo", "Dara", "Ewa", "Finn", "Gil"] {
            people.push(team.join(app, name, "member").await);
        }
        let gil = people.pop().unwrap();
        let finn = people.pop().unwrap();
        let (seen, unseen) = (team.id_of(&team.address("Ada")).await, team.id_of(&team.address("Finn")).await);
        let own = team.id_of(&team.address("Gil")).await;
        let jonas = app.browser();
        jonas.join(app, &JONAS).await;
        let mut outside = Tab::open(app, &jonas, &team.slug).await;
        let mut mina = Tab::open(app, &team.owner, &team.slug).await;
        let mut tab = Tab::open(app, &gil, &team.slug).await;
        tab.hears(&own, "online").await;
        let _finn = Tab::open(app, &finn, &team.slug).await;
        mina.hears(&unseen, "online").await;
        let mut here = json!(2);
        while here != 3 {
            let news = tab.news_within(TOLD).await.expect("how many are there");
            let mut named = news["people"].as_array().unwrap().iter().map(|person| &person[0]);
            assert!(named.all(|id| *id != *unseen), "{news}");
            here = news["tally"]["online"].clone();
        }
        let _ada = Tab::open(app, &people[0], &team.slug).await;
        tab.hears(&seen, "online").await;
        let home = team.call(&gil, "organizations/home", &[]).await.json();
        let names: Vec<&Value> = home["members"].as_array().unwrap().iter().map(|member| &member["name"]).collect();
        assert_eq!(names, [MINA.name, "Ada", "Ben", "Cleo", "Dara", "Ewa"]);
        // To whoever sees the list, those who are there come first.
        let home = team.call(&team.owner, "organizations/home", &[]).await.json();
        let names: Vec<&Value> = home["members"].as_array().unwrap().iter().map(|member| &member["name"]).collect();
        assert_eq!(names, [MINA.name, "Ada", "Finn", "Gil", "Ben", "Cleo"]);
        assert_eq!(outside.news_within(Duration::from_secs(2)).await, None);
    }

    /// TR-9, OP-4: with PostgreSQL who is there by way of one process is seen by way of the others; a process that starts later
    /// knows it too, and one that is killed takes its people along.
    async fn tr_9_processes_tell_each_other(app: &App) {
        if app.engine == Engine::Sqlite {
            return;
        }
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let leo = team.join(app, "Leo", "member").await;
        let id = team.id_of(&team.address("Leo")).await;
        let other = app.second().await;
        let (leo_there, mina_there) = (other.browser(), other.browser());
        assert_eq!(leo_there.sign_in(&team.address("Leo"), PASSWORD).await.status, 200);
        assert_eq!(mina_there.sign_in(MINA.email, MINA.password).await.status, 200);
        let there = Team { slug: team.slug.clone(), owner: mina_there };
        let owner = team.id_of(MINA.email).await;
        let mut mina = Tab::open(app, &team.owner, &team.slug).await;
        mina.hears(&owner, "online").await;
        let leos = Tab::open(&other, &leo_there, &team.slug).await;
        mina.hears(&id, "online").await;
        choose(&team, &leo, "busy").await;
        mina.hears(&id, "busy").await;
        // By way of the other process, too, they see each other.
        let home = there.call(&leo_there, "organizations/home", &[]).await.json();
        assert_eq!(home["tally"], json!({"online": 1, "busy": 1, "away": 0}));
        drop(leos);
        mina.hears(&id, "offline").await;
        let _leos = Tab::open(&other, &leo_there, &team.slug).await;
        mina.hears(&id, "busy").await;
        other.kill();
        mina.hears_within(BURIED, &id, "offline").await;
    }
}
