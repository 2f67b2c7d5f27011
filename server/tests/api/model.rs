//! Random walks, checked after each step against a model that fits on a page (TEN-9).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Answer, App, Browser, Engine, HOUR, Person};

/// Walks; the number of each is its seed.
const WALKS: u64 = 1_000;
/// Calls of one walk.
const CALLS: usize = 10;
const PEOPLE: usize = 5;
const PASSWORD: &str = "five plain words here";
/// Mails that one invited address gets at once from one organization (IN-8).
const MAILS: usize = 5;

const ROLES: [&str; 5] = ["owner", "admin", "billing-admin", "user-admin", "member"];

/// Whom a role may change, remove or invite again (TR-1).
fn manages(role: &str) -> &'static [&'static str] {
    match role {
        "owner" => &ROLES,
        "admin" => &ROLES[1..],
        "user-admin" => &ROLES[2..],
        _ => &[],
    }
}

/// Which roles a role may give away (IN-6).
fn assigns(role: &str) -> &'static [&'static str] {
    if role == "user-admin" { &ROLES[3..] } else { manages(role) }
}

/// The status, and the word for what happened.
type Verdict = (u16, &'static str);

const DONE: Verdict = (200, "");
const FORBIDDEN: Verdict = (403, "forbidden");
const NOT_FOUND: Verdict = (404, "not-found");
const LAST_OWNER: Verdict = (409, "last-owner");

/// What somebody calls; people, organizations and invitations by number.
#[derive(Clone, Debug)]
enum Call {
    Create,
    Invite { organization: usize, person: usize, role: &'static str },
    Accept { invitation: usize },
    Decline { invitation: usize },
    ChangeRole { organization: usize, person: usize, role: &'static str },
    Remove { organization: usize, person: usize },
    Cancel { organization: usize, invitation: usize },
    Leave { organization: usize },
    Transfer { organization: usize, person: usize },
    Delete { organization: usize },
    Restore { organization: usize },
}

struct Organization {
    name: String,
    slug: String,
    roles: BTreeMap<usize, &'static str>,
    deleted: bool,
}

struct Invitation {
    id: String,
    organization: usize,
    person: usize,
    role: &'static str,
    by: usize,
    state: &'static str,
}

/// What there should be.
#[derive(Default)]
struct Model {
    organizations: Vec<Organization>,
    invitations: Vec<Invitation>,
    /// By organization and person.
    mails: BTreeMap<(usize, usize), usize>,
}

impl Model {
    /// What somebody is in an organization, if it is there for them.
    fn role(&self, organization: usize, who: usize) -> Option<&'static str> {
        let organization = &self.organizations[organization];
        organization.roles.get(&who).copied().filter(|_| !organization.deleted)
    }

    fn is_last_owner(&self, organization: usize, who: usize) -> bool {
        let roles = &self.organizations[organization].roles;
        roles[&who] == "owner" && roles.values().filter(|role| **role == "owner").count() == 1
    }

    /// Does it, if it may be done.
    fn call(&mut self, who: usize, call: &Call) -> Verdict {
        match *call {
            Call::Create => DONE,
            Call::Invite { organization, person, role } => self.invite(who, organization, person, role),
            Call::Accept { invitation } => self.accept(who, invitation),
            Call::Decline { invitation } => match self.dead(who, invitation) {
                Some(why) => why,
                None => self.settle(invitation, "declined"),
            },
            Call::Restore { organization } => {
                let organization = &mut self.organizations[organization];
                if !organization.deleted || organization.roles.get(&who) != Some(&"owner") {
                    return NOT_FOUND;
                }
                organization.deleted = false;
                DONE
            }
            Call::ChangeRole { organization, .. }
            | Call::Remove { organization, .. }
            | Call::Cancel { organization, .. }
            | Call::Leave { organization }
            | Call::Transfer { organization, .. }
            | Call::Delete { organization } => match self.role(organization, who) {
                Some(mine) => self.manage(who, mine, organization, call),
                None => NOT_FOUND,
            },
        }
    }

    fn manage(&mut self, who: usize, mine: &str, organization: usize, call: &Call) -> Verdict {
        let role = |person| self.organizations[organization].roles.get(&person).copied();
        match *call {
            Call::ChangeRole { person, role: new, .. } => {
                // Whoever is not there is spoken of as a member.
                if !manages(mine).contains(&role(person).unwrap_or("member")) || !assigns(mine).contains(&new) {
                    return FORBIDDEN;
                }
                match role(person) {
                    None => return NOT_FOUND,
                    Some(old) if old != new && self.is_last_owner(organization, person) => return LAST_OWNER,
                    Some(_) => self.organizations[organization].roles.insert(person, new),
                };
            }
            Call::Remove { person, .. } => {
                if !manages(mine).contains(&role(person).unwrap_or("member")) {
                    return FORBIDDEN;
                }
                // One does not remove oneself.
                if person == who || role(person).is_none() {
                    return NOT_FOUND;
                }
                self.organizations[organization].roles.remove(&person);
            }
            Call::Cancel { invitation, .. } => {
                let found = &self.invitations[invitation];
                let here = found.organization == organization;
                // Who came in by it meanwhile loses the access.
                if here && found.state == "accepted" && role(found.person).is_some() {
                    return self.manage(who, mine, organization, &Call::Remove { organization, person: found.person });
                }
                let open = here && found.state == "sent";
                if !manages(mine).contains(&if open { found.role } else { "member" }) {
                    return FORBIDDEN;
                }
                return if open { self.settle(invitation, "cancelled") } else { NOT_FOUND };
            }
            Call::Leave { .. } => {
                if self.is_last_owner(organization, who) {
                    return LAST_OWNER;
                }
                self.organizations[organization].roles.remove(&who);
            }
            Call::Transfer { .. } | Call::Delete { .. } if mine != "owner" => return FORBIDDEN,
            Call::Transfer { person, .. } => {
                if role(person).is_none() {
                    return NOT_FOUND;
                }
                self.organizations[organization].roles.insert(who, "admin");
                self.organizations[organization].roles.insert(person, "owner");
            }
            _ => self.organizations[organization].deleted = true,
        }
        DONE
    }

    fn invite(&mut self, who: usize, organization: usize, person: usize, role: &'static str) -> Verdict {
        let Some(mine) = self.role(organization, who) else { return NOT_FOUND };
        if !assigns(mine).contains(&role) {
            return FORBIDDEN;
        }
        if self.role(organization, person).is_some() {
            return (200, "member");
        }
        let open =
            |found: &&mut Invitation| (found.organization, found.person, found.state) == (organization, person, "sent");
        let open = self.invitations.iter_mut().find(open);
        if open.as_ref().is_some_and(|open| !assigns(mine).contains(&open.role)) {
            return (200, "kept");
        }
        let mails = self.mails.entry((organization, person)).or_default();
        if *mails == MAILS {
            return (200, "limit-reached");
        }
        *mails += 1;
        if let Some(open) = open {
            (open.role, open.by) = (role, who);
            return (200, "resent");
        }
        self.invitations.push(Invitation { id: String::new(), organization, person, role, by: who, state: "sent" });
        (200, "invited")
    }

    /// Why somebody cannot decide about an invitation (IN-4).
    fn dead(&self, who: usize, invitation: usize) -> Option<Verdict> {
        let found = &self.invitations[invitation];
        match found.state {
            _ if found.person != who => Some(NOT_FOUND),
            _ if self.organizations[found.organization].deleted => Some((410, "gone")),
            "accepted" => Some((410, "used-by-you")),
            // Whoever invited must still be in a position to (ROL-5).
            "sent" => {
                let inviter = self.role(found.organization, found.by);
                let may = inviter.is_some_and(|inviter| assigns(inviter).contains(&found.role));
                (!may).then_some((410, "unbacked"))
            }
            decided => Some((410, decided)),
        }
    }

    fn accept(&mut self, who: usize, invitation: usize) -> Verdict {
        if let Some(why) = self.dead(who, invitation) {
            return why;
        }
        let Invitation { organization, role, .. } = self.invitations[invitation];
        self.organizations[organization].roles.insert(who, role);
        self.settle(invitation, "accepted")
    }

    fn settle(&mut self, invitation: usize, state: &'static str) -> Verdict {
        self.invitations[invitation].state = state;
        DONE
    }

    /// What `organizations/mine` should say: my roles, and the invitations that wait.
    fn mine(&self, who: usize) -> (BTreeSet<Row>, BTreeSet<Row>) {
        let all = 0..self.organizations.len();
        let roles = all.filter_map(|number| Some([&self.organizations[number].slug, self.role(number, who)?]));
        let waits = |number: &usize| self.dead(who, *number).is_none();
        let waiting = (0..self.invitations.len()).filter(waits).map(|number| &self.invitations[number]);
        let waiting = waiting.map(|found| [found.id.as_str(), found.role]);
        (rows(roles), rows(waiting))
    }

    /// What `members/list` and `members/invited` should say: who is in, and the invitations for those who may invite.
    fn list(&self, who: usize, organization: usize) -> Result<(BTreeSet<Row>, BTreeSet<Row>), Verdict> {
        let mine = self.role(organization, who).ok_or(NOT_FOUND)?;
        if mine == "member" {
            return Err(FORBIDDEN);
        }
        let members = self.organizations[organization].roles.iter().map(|(who, role)| [email(*who), (*role).into()]);
        let listed = |found: &&Invitation| {
            found.organization == organization
                && ["sent", "declined"].contains(&found.state)
                && !manages(mine).is_empty()
        };
        let invitations = self.invitations.iter().filter(listed);
        Ok((members.map(Vec::from).collect(), rows(invitations.map(|found| [&found.id, found.role, found.state]))))
    }
}

/// One line of a list.
type Row = Vec<String>;

fn rows<'a, const N: usize>(rows: impl Iterator<Item = [&'a str; N]>) -> BTreeSet<Row> {
    rows.map(|row| row.map(str::to_owned).into()).collect()
}

/// The same of an answer: these fields of each line.
fn told<const N: usize>(list: &Value, fields: [&str; N]) -> BTreeSet<Row> {
    rows(list.as_array().unwrap().iter().map(|row| fields.map(|field| row[field].as_str().unwrap())))
}

fn email(who: usize) -> String {
    format!("person{who}@walk.example")
}

/// Chance, the same for the same seed: xorshift64*.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Less than `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        usize::try_from(high).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    /// Who calls what: mostly somebody for whom it makes sense.
    fn call(&mut self, model: &Model) -> (usize, Call) {
        let anybody = self.roll(PEOPLE);
        if model.organizations.is_empty() {
            return (anybody, Call::Create);
        }
        let organization = self.roll(model.organizations.len());
        let members: Vec<usize> = model.organizations[organization].roles.keys().copied().collect();
        let insider = if self.roll(4) > 0 { self.pick(&members) } else { anybody };
        let (person, role) = (self.roll(PEOPLE), self.pick(&ROLES));
        let invitation = (!model.invitations.is_empty()).then(|| self.roll(model.invitations.len()));
        let (what, astray) = (self.roll(20), self.roll(8) == 0);
        let invited = invitation.filter(|_| !astray).map_or(anybody, |number| model.invitations[number].person);
        match (what, invitation) {
            (0, _) if model.organizations.len() < 3 => (anybody, Call::Create),
            (6..=9, Some(invitation)) => (invited, Call::Accept { invitation }),
            (10, Some(invitation)) => (invited, Call::Decline { invitation }),
            (11, Some(invitation)) => (insider, Call::Cancel { organization, invitation }),
            (12 | 13, _) => (insider, Call::ChangeRole { organization, person, role }),
            (14, _) => (insider, Call::Remove { organization, person }),
            (15, _) => (insider, Call::Leave { organization }),
            (16, _) => (insider, Call::Transfer { organization, person }),
            (17, _) => (insider, Call::Delete { organization }),
            (18 | 19, _) if model.organizations[organization].deleted => (insider, Call::Restore { organization }),
            (19, _) => (insider, Call::Restore { organization }),
            _ => (insider, Call::Invite { organization, person, role }),
        }
    }
}

/// The people, and what happened so far.
struct Walk<'a> {
    people: &'a [Browser],
    ids: &'a [String],
    number: u64,
    model: Model,
}

impl Walk<'_> {
    /// Calls it over HTTP.
    async fn send(&self, who: usize, call: &Call) -> Answer {
        let invitation = |number: usize| ("invitation", self.model.invitations[number].id.clone());
        let organization = |number: usize| ("organization", self.model.organizations[number].slug.clone());
        let (path, fields) = match *call {
            Call::Create => {
                let name = format!("Walk {} of {}", self.number, self.model.organizations.len());
                ("organizations/create", vec![("name", name)])
            }
            Call::Invite { organization: number, person, role } => {
                ("members/invite", vec![organization(number), ("emails", email(person)), ("role", role.into())])
            }
            Call::Accept { invitation: number } => ("invitations/accept-mine", vec![invitation(number)]),
            Call::Decline { invitation: number } => ("invitations/decline-mine", vec![invitation(number)]),
            Call::ChangeRole { organization: number, person, role } => {
                let member = ("member", self.ids[person].clone());
                ("members/change-role", vec![organization(number), member, ("role", role.into())])
            }
            Call::Remove { organization: number, person } => {
                ("members/revoke", vec![organization(number), ("people", self.ids[person].clone())])
            }
            Call::Cancel { organization: number, invitation } => {
                let people = ("people", self.model.invitations[invitation].id.clone());
                ("members/revoke", vec![organization(number), people])
            }
            Call::Leave { organization: number } => ("organizations/leave", vec![organization(number)]),
            Call::Transfer { organization: number, person } => {
                ("organizations/transfer", vec![organization(number), ("member", self.ids[person].clone())])
            }
            Call::Delete { organization: number } => {
                let name = ("name", self.model.organizations[number].name.clone());
                ("organizations/delete", vec![organization(number), name])
            }
            Call::Restore { organization: number } => ("organizations/restore", vec![organization(number)]),
        };
        self.ask(who, path, &fields).await
    }

    async fn ask(&self, who: usize, path: &str, fields: &[(&str, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.people[who].call(path, &fields).await
    }

    async fn list(&self, who: usize, organization: usize, call: &str) -> Answer {
        let slug = self.model.organizations[organization].slug.clone();
        self.ask(who, call, &[("organization", slug)]).await
    }

    /// Calls it here and there, and answers the verdict, which must be one.
    async fn step(&mut self, who: usize, call: &Call) -> Verdict {
        let answer = self.send(who, call).await;
        let expected = self.model.call(who, call);
        let json = answer.json();
        let words = [&json["lines"][0]["outcome"], &json["reason"], &json["error"]];
        let word = words.into_iter().find_map(Value::as_str).unwrap_or_default();
        assert_eq!((answer.status.as_u16(), word), expected, "{answer:?}");
        match call {
            Call::Create => {
                let slug = json["next"].as_str().unwrap().trim_start_matches("/o/").to_owned();
                let name = format!("Walk {} of {}", self.number, self.model.organizations.len());
                let roles = BTreeMap::from([(who, "owner")]);
                self.model.organizations.push(Organization { name, slug, roles, deleted: false });
            }
            Call::Invite { organization, person, .. } if word == "invited" => {
                let list = self.list(who, *organization, "members/invited").await.json();
                let new = |row: &&Value| row["email"] == email(*person).as_str() && row["state"] == "sent";
                let row = list["invitations"].as_array().unwrap().iter().find(new).unwrap()["id"].clone();
                row.as_str().unwrap().clone_into(&mut self.model.invitations.last_mut().unwrap().id);
            }
            _ => {}
        }
        expected
    }

    /// Somebody looks, and sees what the model says.
    async fn look(&self, dice: &mut Dice) {
        let who = dice.roll(PEOPLE);
        if dice.roll(2) == 0 {
            let mine = self.ask(who, "organizations/mine", &[]).await.json();
            let seen = (told(&mine["organizations"], ["slug", "role"]), told(&mine["invitations"], ["id", "role"]));
            assert_eq!(seen, self.model.mine(who), "as {who} sees it");
            return;
        }
        let organization = dice.roll(self.model.organizations.len());
        let answer = self.list(who, organization, "members/list").await;
        let list = answer.json();
        let invited = self.list(who, organization, "members/invited").await;
        let invitations = match invited.status.as_u16() {
            200 => told(&invited.json()["invitations"], ["id", "role", "state"]),
            _ => BTreeSet::new(),
        };
        let seen = match answer.status.as_u16() {
            200 => Ok((told(&list["members"], ["email", "role"]), invitations)),
            status => Err((status, list["error"].as_str().unwrap())),
        };
        assert_eq!(seen, self.model.list(who, organization), "as {who} sees {organization}");
    }
}

/// Says where a walk was when it failed.
struct Trace(u64, Vec<String>);

impl Drop for Trace {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the walk with seed {}:\n  {}", self.0, self.1.join("\n  "));
        }
    }
}

/// TEN-9, TR-1, IN-4, IN-6, OR-7: five people create, invite, accept, decline, promote, remove, leave, hand over, delete
/// and restore at random; each answer, and what somebody sees afterwards, is what the model says.
#[tokio::test]
async fn ten_9_random_walks_agree_with_a_model() {
    let app = App::start_with(Engine::Sqlite, &[("PARLOR_ORGANIZATIONS_PER_ACCOUNT", "1000000")]).await;
    app.tells(walks(&app)).await;
}

async fn walks(app: &App) {
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
    let mut met = BTreeSet::new();
    for number in 0..WALKS {
        // As long as it takes until each address may get five invitations again.
        app.move_clock(i64::try_from(number).unwrap() * 6 * HOUR);
        if number % 100 == 99 {
            for (who, browser) in people.iter().enumerate() {
                assert_eq!(browser.sign_in(&email(who), PASSWORD).await.status, 200);
            }
        }
        let mut dice = Dice::new(number);
        let mut trace = Trace(number, Vec::new());
        let mut walk = Walk { people: &people, ids: &ids, number, model: Model::default() };
        for _ in 0..CALLS {
            let (who, call) = dice.call(&walk.model);
            trace.1.push(format!("{who}: {call:?}"));
            let verdict = walk.step(who, &call).await;
            met.insert((format!("{call:?}").split(' ').next().unwrap().to_owned(), verdict));
            walk.look(&mut dice).await;
        }
        // The next walk begins with nothing.
        for organization in 0..walk.model.organizations.len() {
            let roles = &walk.model.organizations[organization].roles;
            let owner = *roles.iter().find(|(_, role)| **role == "owner").expect("an owner").0;
            walk.step(owner, &Call::Restore { organization }).await;
            walk.step(owner, &Call::Delete { organization }).await;
        }
    }
    let calls: BTreeSet<&str> = met.iter().map(|(call, _)| call.as_str()).collect();
    let words: BTreeSet<&str> = met.iter().map(|(_, (_, word))| *word).collect();
    assert!(calls.iter().all(|call| met.iter().any(|(of, (status, _))| of == call && *status == 200)), "{met:?}");
    assert_eq!(calls.len(), 11, "{calls:?}");
    for word in [
        "forbidden",
        "not-found",
        "last-owner",
        "gone",
        "used-by-you",
        "declined",
        "cancelled",
        "unbacked",
        "member",
        "kept",
        "resent",
    ] {
        assert!(words.contains(word), "no walk met {word}");
    }
}
