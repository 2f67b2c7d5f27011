//! A walk over HTTP: each call is done here and there, and then somebody looks.

use serde_json::Value;

use super::{
    call::{Call, Happening, Step},
    permissions::Membership,
    reference::{Model, Verdict, Word},
    views::{View, email},
};
use crate::support::{Answer, App, Browser};

/// The names and values that a request sends.
pub type Fields = Vec<(&'static str, String)>;

/// The people, and what happened so far.
pub struct Walk<'a> {
    pub app: &'a App,
    pub people: &'a [Browser],
    /// Of their accounts.
    pub ids: &'a [String],
    /// The second at which its world began.
    pub began: i64,
    pub model: Model,
}

impl Walk<'_> {
    /// Time goes by until the next walk.
    pub fn rest(&mut self) {
        self.model.rest();
        self.move_clock();
    }

    fn move_clock(&self) {
        self.app.move_clock(self.began + self.model.now * 60);
    }

    /// Does it here and there, and answers the verdict, which must be one.
    pub async fn step(&mut self, step: &Step) -> Verdict {
        let (said, json) = if let Some((path, fields)) = step.call.request(self, step.organization) {
            let answer = self.ask(step.who, path, &fields).await;
            (verdict(&answer), answer.json())
        } else {
            self.happens(step);
            (Ok(Word::default()), Value::Null)
        };
        let expected = step.call.apply(&mut self.model, step.who, step.organization);
        assert_eq!(said, expected, "{json}");
        self.move_clock();
        self.learn(step.who, &json).await;
        expected
    }

    /// What the operator says is said on the command line; the clock moves by the model's.
    fn happens(&self, step: &Step) {
        if let Call::Happening(Happening::IdentityManaged { on }) = step.call {
            let slug = &self.model.organizations[step.organization].slug;
            let switch = ["admin", "organization", slug, "--identity-managed", if on { "on" } else { "off" }];
            let (done, said) = self.app.run_beside(&switch);
            assert!(done, "{said}");
        }
    }

    /// The field that names an organization; none for one that is not there yet.
    pub fn of(&self, organization: usize) -> Fields {
        let slug = self.model.organizations.get(organization).map(|found| found.slug.clone());
        slug.map(|slug| ("organization", slug)).into_iter().collect()
    }

    pub fn member(&self, person: usize) -> (&'static str, String) {
        ("member", self.ids[person].clone())
    }

    pub fn people<'a>(&self, people: impl IntoIterator<Item = &'a usize>) -> (&'static str, String) {
        ("people", list(people.into_iter().map(|person| &*self.ids[*person])))
    }

    pub fn project(&self, number: usize) -> (&'static str, String) {
        ("project", self.model.projects[number].id.clone())
    }

    pub fn invitation(&self, number: usize) -> (&'static str, String) {
        ("invitation", self.model.invitations[number].id.clone())
    }

    pub fn given(&self, gives: &Membership) -> [(&'static str, String); 3] {
        let place = |(project, role): (&usize, &&str)| format!("{}:{role}", self.model.projects[*project].id);
        let projects: Vec<String> = gives.projects.iter().map(place).collect();
        let grants = list(gives.grants.iter().copied());
        [("role", gives.role.into()), ("grants", grants), ("projects", projects.join(","))]
    }

    async fn ask(&self, who: usize, path: &str, fields: &[(&str, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.people[who].call(path, &fields).await
    }

    /// The ids of what was made just now by this call of somebody.
    async fn learn(&mut self, who: usize, made: &Value) {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        if let Some(organization) = self.model.organizations.last_mut().filter(|made| made.slug.is_empty()) {
            text(&made["next"]).trim_start_matches("/o/").clone_into(&mut organization.slug);
        }
        if let Some(made) = self.model.projects.last().filter(|made| made.id.is_empty()) {
            let list = self.ask(who, "projects/list", &self.of(made.organization)).await.json();
            let row = list["active"].as_array().unwrap().iter().find(|row| row["name"] == made.name).cloned().unwrap();
            let made = self.model.projects.last_mut().unwrap();
            (made.id, made.slug) = (text(&row["id"]), text(&row["slug"]));
        }
        if let Some(made) = self.model.invitations.last().filter(|made| made.id.is_empty()) {
            let list = self.ask(who, "members/invited", &self.of(made.organization)).await.json();
            let new = |row: &&Value| row["email"] == email(made.person) && row["state"] == made.state;
            let id = text(&list["invitations"].as_array().unwrap().iter().find(new).unwrap()["id"]);
            self.model.invitations.last_mut().unwrap().id = id;
        }
    }

    /// Somebody looks, and sees what the model says.
    pub async fn look(&self, who: usize, view: View) {
        let fields = match view {
            View::Mine => Vec::new(),
            View::Members(organization) | View::Invited(organization) | View::Projects(organization) => {
                self.of(organization)
            }
            View::ProjectMembers(number) => {
                let project = &self.model.projects[number];
                with(self.of(project.organization), [("project", project.slug.clone())])
            }
        };
        let seen = view.told(&self.ask(who, view.call(), &fields).await);
        assert_eq!(seen, self.model.seen(who, view, self.ids), "{view:?} as {who} sees it");
    }
}

pub fn with<const N: usize>(mut fields: Fields, more: [(&'static str, String); N]) -> Fields {
    fields.extend(more);
    fields
}

pub fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(",")
}

/// What an answer says: the word for what was done or for why it was not, and those about its lines.
fn verdict(answer: &Answer) -> Verdict {
    let json = answer.json();
    let word = [&json["lines"][0]["outcome"], &json["reason"], &json["error"]].into_iter().find_map(Value::as_str);
    let mut words: Vec<String> = word.into_iter().map(str::to_owned).collect();
    words.extend(json["saved"].as_u64().map(|count| format!("saved {count}")));
    for line in json["lines"].as_array().into_iter().flatten().filter(|line| line.get("outcome").is_none()) {
        let word = line.get("problem").or(line.get("theirs")).expect("what is wrong with it");
        words.push(word.as_str().unwrap_or("none").to_owned());
    }
    for member in json["members"].as_array().into_iter().flatten() {
        // What it would take stands behind some of the words.
        let (problem, with_more) = (&member["problem"], member["problem"].as_object());
        words.extend(
            problem.as_str().or(with_more.and_then(|more| Some(more.keys().next()?.as_str()))).map(str::to_owned),
        );
    }
    let said = Word::from(words.join(" "));
    if answer.status == 200 { Ok(said) } else { Err((answer.status.as_u16(), said)) }
}
