//! Random walks, checked after each step against a model that is written down once more, in plain words (TEN-9).

/// The calls of an area, from one list: so none is forgotten that no walk made.
macro_rules! calls {
    ($(#[$about:meta])* $calls:ident in $area:ident {
        $($call:ident $({ $($field:ident: $type:ty),* })?,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug)]
        pub enum $calls {
            $($call $({ $($field: $type),* })?,)*
        }

        impl $calls {
            /// The names of all of them.
            pub const NAMES: &'static [&'static str] =
                &[$(concat!(stringify!($area), " ", stringify!($call))),*];

            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$call { .. } => concat!(stringify!($area), " ", stringify!($call)),)*
                }
            }
        }

        impl From<$calls> for $crate::model::call::Call {
            fn from(call: $calls) -> Self {
                Self::$area(call)
            }
        }
    };
}

/// A row of words and of answers to yes-or-no questions.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($cell.to_string()),*] };
}

mod call;
mod dice;
mod invitations;
mod members;
mod organizations;
mod permissions;
mod project_members;
mod projects;
mod reference;
mod revoking;
mod views;
mod walk;

use std::collections::BTreeSet;

use call::{Call, Step};
use dice::Dice;
use organizations::OrganizationCall;
use reference::{Model, REST, Verdict};
use revoking::RevokingCall;
use views::{View, email};
use walk::Walk;

use crate::support::{App, Browser, Engine, Person};

/// Walks that go on where the one before them ended; then the next world begins with nothing.
const WALKS: u64 = 8;
/// Worlds: 1,000 walks in all. The number of each walk is its seed.
const WORLDS: u64 = 125;
/// Calls of one walk.
const CALLS: usize = 9;
const PEOPLE: usize = 5;
const PASSWORD: &str = "five plain words here";

/// Words that some walk has to meet: what became of something, and why it was refused. Those of one area stand there.
const WORDS: [&[&str]; 7] = [
    &["forbidden", "not-found"],
    invitations::WORDS,
    members::WORDS,
    organizations::WORDS,
    project_members::WORDS,
    projects::WORDS,
    revoking::WORDS,
];

/// Says what led to it when a walk failed.
struct Trace(u64, Vec<String>);

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("what was done in world {}:\n  {}", self.0, self.1.join("\n  "));
        }
    }
}

/// What all walks together met.
#[derive(Default)]
struct Met {
    /// The names of calls, and of those that were done at least once.
    called: BTreeSet<&'static str>,
    done: BTreeSet<&'static str>,
    words: BTreeSet<String>,
    /// Whether a revoke was undone of somebody who had grants, of somebody who had projects, and of several at once.
    brought_back: [bool; 3],
}

impl Met {
    /// `away`: who was not in the organization before.
    fn note(&mut self, model: &Model, step: &Step, away: &[usize], verdict: &Verdict) {
        self.called.insert(step.call.name());
        let (Ok(word) | Err((_, word))) = verdict;
        self.words.extend(word.split(' ').map(str::to_owned));
        if verdict.is_err() {
            return;
        }
        self.done.insert(step.call.name());
        if let Call::Revoking(RevokingCall::Undo { people }) = &step.call {
            let here = step.organization;
            let back = people.iter().filter(|person| away.contains(person));
            let members: Vec<_> = back.filter_map(|person| model.member(here, *person)).collect();
            self.brought_back[0] |= members.iter().any(|member| !member.grants.is_empty());
            self.brought_back[1] |= members.iter().any(|member| !member.projects.is_empty());
            self.brought_back[2] |= members.len() > 1;
        }
    }

    fn check(&self) {
        let all: BTreeSet<&str> = Call::names().collect();
        assert_eq!((&self.called, &self.done), (&all, &all));
        let missing: Vec<_> = WORDS.concat().into_iter().filter(|word| !self.words.contains(*word)).collect();
        assert!(missing.is_empty(), "no walk met {missing:?}");
        assert_eq!(self.brought_back, [true; 3]);
    }
}

/// TEN-9, TR-1, TR-2, TR-6, TR-7, PR-1 to PR-6, IN-1, IN-4, IN-6, IN-9, OR-7, ST-5: five people do at random all that changes
/// who may do what; each answer, and what somebody sees afterwards, is what the model says.
#[tokio::test]
async fn ten_9_random_walks_agree_with_a_model() {
    let app = App::start_with(Engine::Sqlite, &[("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1000000")]).await;
    app.tells(walks(&app)).await;
}

async fn walks(app: &App) {
    let (people, ids) = people(app).await;
    let mut met = Met::default();
    for world in 0..WORLDS {
        let began = i64::try_from(world * WALKS).unwrap() * REST * 60;
        let mut walk = Walk { app, people: &people, ids: &ids, began, model: Model::new(world) };
        let mut trace = Trace(world, Vec::new());
        for number in world * WALKS..(world + 1) * WALKS {
            walk.rest();
            // Sessions end after thirty days.
            if number % 100 == 99 {
                for (who, browser) in people.iter().enumerate() {
                    assert_eq!(browser.sign_in(&email(who), PASSWORD).await.status, 200);
                }
            }
            let mut dice = Dice::new(number);
            for _ in 0..CALLS {
                let step = dice.step(&walk.model);
                trace.1.push(format!("{step:?}"));
                let away = walk.model.away(step.organization);
                let verdict = walk.step(&step).await;
                met.note(&walk.model, &step, &away, &verdict);
                let (who, view) = dice.look(&walk.model, &step);
                walk.look(who, view).await;
            }
        }
        for organization in 0..walk.model.organizations.len() {
            let here = &walk.model.organizations[organization];
            let owner = *here.members.iter().find(|(_, member)| member.role == "owner").expect("an owner").0;
            if !here.deleted {
                for view in [View::Members(organization), View::Invited(organization), View::Projects(organization)] {
                    walk.look(owner, view).await;
                }
                walk.step(&Step { who: owner, organization, call: OrganizationCall::Delete.into() })
                    .await
                    .expect("it is theirs");
            }
        }
    }
    met.check();
}

/// Five people who have an account and no organization, and the ids of their accounts.
async fn people(app: &App) -> (Vec<Browser>, Vec<String>) {
    let (mut people, mut ids) = (Vec::new(), Vec::new());
    for who in 0..PEOPLE {
        let browser = app.browser();
        browser.join(app, &Person { name: "Walker", email: &email(who), password: PASSWORD }).await;
        let slug = browser.create("Alone").await.trim_start_matches("/o/").to_owned();
        let list = browser.call("members/list", &[("organization", &slug)]).await.json();
        ids.push(list["members"][0]["id"].as_str().unwrap().to_owned());
        let delete = [("organization", slug.as_str()), ("name", "Alone")];
        assert_eq!(browser.call("organizations/delete", &delete).await.status, 200);
        people.push(browser);
    }
    (people, ids)
}
