//! The last seat and the last project: what is done at once never gets more than the plan includes (ST-3, RAC-2).

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::Value;

use super::{billing, plan};
use crate::{
    races::{people, rounds},
    support::{Answer, App, Browser, Engine, HOUR, MINA, Team, stories},
};

/// Something that wants the last seat, or gives one back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// The first or the second of the people who were invited before comes in.
    Accept(usize),
    /// The invitation of the first is taken back.
    Cancel,
    /// A new address is invited.
    Invite,
    /// A draft is sent.
    Send,
    /// A draft is edited, and sent with that.
    EditAndSend,
    /// Somebody who was removed is brought back.
    Restore,
}

/// What became of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// There was no seat, which is said in the way of that act.
    NoSeat,
    /// The invitation was settled by another act.
    Settled,
}

/// What a round goes by.
struct Round<'a> {
    team: &'a Team,
    /// Those who may be invited, and the one who was removed, last.
    people: &'a [(Browser, String)],
    number: i64,
    seats: String,
    removed: String,
    invited: Vec<String>,
    drafts: Vec<String>,
}

async fn done(team: &Team, call: &str, fields: &[(&str, &str)]) -> Value {
    let answer = team.call(&team.owner, call, fields).await;
    assert_eq!(answer.status, 200, "{call}: {answer:?}");
    answer.json()
}

/// Takes out everybody but the owner, and takes back all invitations.
async fn clear(team: &Team) {
    let list = team.list().await;
    let ids = |rows: &Value| -> Vec<String> {
        let rows = rows.as_array().unwrap().iter().filter(|row| row["email"] != MINA.email);
        rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    for invitation in ids(&list["invitations"]) {
        done(team, "members/cancel-invitation", &[("invitation", &invitation)]).await;
    }
    let members = ids(&list["members"]);
    if !members.is_empty() {
        done(team, "members/revoke", &[("people", &members.join(","))]).await;
    }
}

/// The invitation of whoever is signed in.
async fn own_invitation(browser: &Browser) -> String {
    let mine = browser.call("organizations/mine", &[]).await.json();
    mine["invitations"][0]["id"].as_str().expect("an invitation").to_owned()
}

impl<'a> Round<'a> {
    /// One member and somebody removed, two drafts, and so many open invitations, with no limit yet.
    async fn prepare(app: &App, team: &'a Team, people: &'a [(Browser, String)], number: i64, invited: usize) -> Self {
        // Some hours later, so that addresses may be invited again.
        app.move_clock(number * 2 * HOUR);
        plan(app, &["set", &team.slug, "--seats", "none"]);
        clear(team).await;
        let (removed, email) = &people[2];
        done(team, "members/invite", &[("emails", email), ("role", "member")]).await;
        let invitation = own_invitation(removed).await;
        let answer = removed.call("invitations/accept-mine", &[("invitation", &invitation)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let removed = team.id_of(email).await;
        done(team, "members/revoke", &[("people", &removed)]).await;
        let mut drafts = Vec::new();
        for name in ["sent", "edited"] {
            let email = format!("{name}{number}@x.example");
            done(team, "members/invite", &[("emails", &email), ("role", "member"), ("draft", "true")]).await;
            drafts.push(team.id_of(&email).await);
        }
        let mut open = Vec::new();
        for (browser, email) in &people[..invited] {
            done(team, "members/invite", &[("emails", email), ("role", "member")]).await;
            open.push(own_invitation(browser).await);
        }
        Self { team, people, number, seats: String::new(), removed, invited: open, drafts }
    }

    fn has_seats(mut self, app: &App, seats: usize) -> Self {
        self.seats = seats.to_string();
        plan(app, &["set", &self.team.slug, "--seats", &self.seats]);
        self
    }

    async fn act(&self, act: Act) -> Outcome {
        let (team, owner) = (self.team, &self.team.owner);
        let answer = match act {
            Act::Accept(number) => {
                let fields = [("invitation", self.invited[number].as_str())];
                self.people[number].0.call("invitations/accept-mine", &fields).await
            }
            Act::Cancel => team.call(owner, "members/cancel-invitation", &[("invitation", &self.invited[0])]).await,
            Act::Invite => {
                let email = format!("new{}@x.example", self.number);
                let answer = team.call(owner, "members/invite", &[("emails", &email), ("role", "member")]).await;
                assert_eq!(answer.status, 200, "{answer:?}");
                // Of a list each line has its own outcome; this is a draft then, and nobody was written to.
                return match answer.json()["lines"][0]["outcome"].as_str() {
                    Some("invited") => Outcome::Done,
                    Some("no-seat") => Outcome::NoSeat,
                    other => panic!("{other:?}: {answer:?}"),
                };
            }
            Act::Send => team.call(owner, "members/send-invitation", &[("invitation", &self.drafts[0])]).await,
            Act::EditAndSend => {
                let fields = [("invitation", self.drafts[1].as_str()), ("role", "admin"), ("send", "true")];
                team.call(owner, "members/edit-invitation", &fields).await
            }
            Act::Restore => team.call(owner, "members/restore", &[("people", &self.removed)]).await,
        };
        self.outcome(act, &answer)
    }

    fn outcome(&self, act: Act, answer: &Answer) -> Outcome {
        let json = answer.json();
        let said = json["message"].as_str().unwrap_or_default();
        match (answer.status.as_u16(), answer.error().as_str(), act) {
            (200, ..) => Outcome::Done,
            (409, "no-free-seat", Act::Accept(_)) => {
                assert_eq!(json["organization"], "Harbour Finch");
                assert!(said.contains("All seats in Harbour Finch are taken."), "{said}");
                Outcome::NoSeat
            }
            (409, "seats-taken", Act::Send | Act::EditAndSend | Act::Restore) => {
                assert_eq!((json["limit"].to_string(), &json["managers"][0]), (self.seats.clone(), &MINA.name.into()));
                assert!(said.contains("Your operator sets plan and limits"), "{said}");
                Outcome::NoSeat
            }
            (409 | 410, "dead-invitation", Act::Accept(_) | Act::Cancel) => Outcome::Settled,
            _ => panic!("round {}: {act:?}: {answer:?}", self.number),
        }
    }

    /// All of them at once, begun in another order in each round. Answers what became of each, in the order of `acts`.
    async fn race(&self, acts: &[Act]) -> Vec<(Act, Outcome)> {
        let turn = usize::try_from(self.number).unwrap();
        let mut order = acts.to_vec();
        order.rotate_left(turn % acts.len());
        if turn / acts.len() % 2 == 1 {
            order.reverse();
        }
        let outcomes = join_all(order.iter().map(|act| self.act(*act))).await;
        let raced: Vec<(Act, Outcome)> = order.into_iter().zip(outcomes).collect();
        let seats = billing(self.team).await["seats"].clone();
        let held = seats["members"].as_u64().unwrap() + seats["invited"].as_u64().unwrap();
        let included = self.seats.parse::<u64>().unwrap();
        // Where more was promised than there is, members alone count.
        let held = if self.invited.len() > 1 { seats["members"].as_u64().unwrap() } else { held };
        assert!(held <= included, "round {}: {seats} after {raced:?}", self.number);
        raced
    }
}

fn count(raced: &[(Act, Outcome)], outcome: Outcome, of: impl Fn(Act) -> bool) -> usize {
    raced.iter().filter(|(act, found)| of(*act) && *found == outcome).count()
}

stories! {
    /// ST-3, RAC-2: inviting, sending a draft, editing one and bringing somebody back want the one seat that is free: one gets
    /// it, and each of the others is told why not and who can change it.
    async fn st_3_one_act_gets_the_last_seat(app: &App) {
        let people = people(app, 3).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        let (mut winners, mut all) = (BTreeSet::new(), 0);
        for number in rounds() {
            all += 1;
            let round = Round::prepare(app, &team, &people, number, 0).await.has_seats(app, 2);
            let raced = round.race(&[Act::Invite, Act::Send, Act::EditAndSend, Act::Restore]).await;
            let (won, lost) = (count(&raced, Outcome::Done, |_| true), count(&raced, Outcome::NoSeat, |_| true));
            assert_eq!((won, lost), (1, 3), "round {number}: {raced:?}");
            winners.extend(raced.iter().filter(|(_, found)| *found == Outcome::Done).map(|(act, _)| format!("{act:?}")));
        }
        // Each of them was first in some rounds.
        assert!(winners.len() == 4 || all < 100 && winners.len() > 1, "{winners:?} in {all} rounds");
    }

    /// ST-3, RAC-2: the last seat is held by an invitation, which is accepted and taken back at once, while others want its seat:
    /// one of the two counts, and only where it was taken back may one of the others have the seat.
    async fn st_3_a_seat_that_is_given_back_is_given_once(app: &App) {
        let people = people(app, 3).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        for number in rounds() {
            let round = Round::prepare(app, &team, &people, number, 1).await.has_seats(app, 2);
            let acts = [Act::Accept(0), Act::Invite, Act::Cancel, Act::Send, Act::Restore];
            let raced = round.race(&acts).await;
            let decided = |act| matches!(act, Act::Accept(_) | Act::Cancel);
            let decisions = (count(&raced, Outcome::Done, decided), count(&raced, Outcome::Settled, decided));
            assert_eq!(decisions, (1, 1), "round {number}: {raced:?}");
            let accepted = raced.contains(&(Act::Accept(0), Outcome::Done));
            let others = count(&raced, Outcome::Done, |act| !decided(act));
            assert!(others <= usize::from(!accepted), "round {number}: {raced:?}");
            assert_eq!(count(&raced, Outcome::NoSeat, |act| !decided(act)), 3 - others, "round {number}: {raced:?}");
        }
    }

    /// ST-3, RAC-2: two invitations are promised the one seat that a plan has left: one is accepted, and nobody else gets in
    /// between.
    async fn st_3_one_promise_of_two_is_kept(app: &App) {
        let people = people(app, 3).await;
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        plan(app, &["set", &team.slug, "--plan", "Team"]);
        for number in rounds() {
            let round = Round::prepare(app, &team, &people, number, 2).await.has_seats(app, 2);
            let acts = [Act::Accept(0), Act::Restore, Act::Accept(1), Act::Invite];
            let raced = round.race(&acts).await;
            let accepts = |act| matches!(act, Act::Accept(_));
            assert_eq!(count(&raced, Outcome::Done, accepts), 1, "round {number}: {raced:?}");
            assert_eq!(count(&raced, Outcome::NoSeat, |_| true), 3, "round {number}: {raced:?}");
        }
    }

    /// ST-3, PR-5, RAC-2: two new projects and one that is brought back want the last place: one gets it, and the others are told
    /// why not.
    async fn st_3_one_project_gets_the_last_place(app: &App) {
        let team = Team::new(app, &MINA, "Harbour Finch").await;
        let create = async |name: String| team.call(&team.owner, "projects/create", &[("name", &name)]).await;
        let listed = async || done(&team, "projects/list", &[]).await;
        assert_eq!(create("Archive".into()).await.status, 200);
        let row = |list: &Value, name: &str| {
            let rows = ["active", "archived"].iter().flat_map(|part| list[*part].as_array().unwrap());
            rows.into_iter().find(|row| row["name"] == name).map(|row| row["id"].as_str().unwrap().to_owned())
        };
        let kept = row(&listed().await, "Archive").unwrap();
        done(&team, "projects/archive", &[("project", &kept)]).await;
        plan(app, &["set", &team.slug, "--plan", "Team", "--projects", "2"]);
        for number in rounds() {
            app.move_clock(number * 2 * HOUR);
            let restore = async || team.call(&team.owner, "projects/restore", &[("project", &kept)]).await;
            let act = async |which: i64| match which {
                0 => create(format!("One {number}")).await,
                1 => create(format!("Two {number}")).await,
                _ => restore().await,
            };
            let answers = join_all([0, 1, 2].map(|place| act((number + place) % 3))).await;
            let (won, lost): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 200);
            assert_eq!((won.len(), lost.len()), (1, 2), "round {number}: {answers:?}");
            for answer in lost {
                assert_eq!((answer.status.as_u16(), answer.error()), (409, "projects-taken".into()));
                let said = answer.json()["message"].as_str().unwrap().to_owned();
                assert!(said.contains("Your operator sets plan and limits"), "{said}");
            }
            let projects = listed().await;
            assert_eq!(projects["active"].as_array().unwrap().len(), 2, "round {number}");
            for name in ["Archive".to_owned(), format!("One {number}"), format!("Two {number}")] {
                let active = projects["active"].as_array().unwrap().iter().any(|row| row["name"] == name.as_str());
                if let Some(id) = row(&projects, &name).filter(|_| active) {
                    done(&team, "projects/archive", &[("project", &id)]).await;
                }
            }
        }
    }
}
