//! What somebody sees: as the model has it, and as the server tells it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    permissions::{Membership, ROLES},
    reference::{FORBIDDEN, FORBIDDEN_IN_PROJECT, Invitation, Model, NOT_FOUND, Refused},
};
use crate::support::Answer;

/// Somewhere to look at.
#[derive(Clone, Copy, Debug)]
pub enum View {
    /// My organizations, and the invitations that wait for me.
    Mine,
    Members(usize),
    Invited(usize),
    Projects(usize),
    ProjectMembers(usize),
}

/// One line of a list.
type Row = Vec<String>;
/// The lists of a view, or why there is nothing to see.
pub type Seen = Result<Vec<BTreeSet<Row>>, Refused>;

impl View {
    pub const fn call(self) -> &'static str {
        match self {
            Self::Mine => "organizations/mine",
            Self::Members(_) => "members/list",
            Self::Invited(_) => "members/invited",
            Self::Projects(_) => "projects/list",
            Self::ProjectMembers(_) => "projects/members",
        }
    }

    /// What an answer tells.
    pub fn told(self, answer: &Answer) -> Seen {
        let json = answer.json();
        if answer.status != 200 {
            return Err((answer.status.as_u16(), answer.error().into()));
        }
        Ok(match self {
            Self::Mine => {
                vec![rows(&json["organizations"], &["slug", "role"]), rows(&json["invitations"], &["id", "role"])]
            }
            Self::Members(_) => vec![
                [vec![text(&json["assignable"])]].into(),
                rows(&json["members"], &["email", "role", "grants", "projects", "can_change_role", "can_revoke"]),
                rows(&json["recently_revoked"], &["id"]),
            ],
            Self::Invited(_) => {
                let can = ["backed", "can_send", "can_copy_link", "can_cancel"];
                let fields = [["id", "role", "grants", "projects", "state"].as_slice(), &can].concat();
                vec![rows(&json["invitations"], &fields)]
            }
            Self::Projects(_) => {
                let can = ["can_open", "can_rename", "can_archive", "is_last", "can_restore"];
                let people = ["can_read_members", "can_change_members", "managers", "agents", "viewers"];
                let fields = [["id", "name", "role"].as_slice(), &can, &people].concat();
                let [active, archived] = ["active", "archived"].map(|list| rows(&json[list], &fields));
                vec![[vec![text(&json["can_create"])]].into(), active, archived]
            }
            Self::ProjectMembers(_) => vec![
                [vec![text(&json["can_change"])]].into(),
                rows(&json["members"], &["email", "role", "project_role", "reaches_every_project"]),
            ],
        })
    }
}

fn rows(list: &Value, fields: &[&str]) -> BTreeSet<Row> {
    let list = list.as_array().unwrap().iter();
    list.map(|row| fields.iter().map(|field| text(row.get(field).expect("the field"))).collect()).collect()
}

/// Words of a list and of an object are in no order.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::String(text) => text.clone(),
        Value::Array(words) => sorted(words.iter().map(text)),
        Value::Object(fields) => sorted(fields.iter().map(|(name, value)| format!("{name} {}", text(value)))),
        other => other.to_string(),
    }
}

fn sorted(words: impl Iterator<Item = String>) -> String {
    words.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",")
}

pub fn email(who: usize) -> String {
    format!("person{who}@walk.example")
}

/// A row of words and of answers to yes-or-no questions.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($cell.to_string()),*] };
}

impl Model {
    /// What somebody should see; `ids` are those of the people's accounts.
    pub fn seen(&self, who: usize, view: View, ids: &[String]) -> Seen {
        Ok(match view {
            View::Mine => self.mine(who),
            View::Members(organization) => {
                let mine = self.reading(who, organization, "read-members")?;
                self.members(who, organization, &mine, ids)
            }
            View::Invited(organization) => {
                let mine = self.reading(who, organization, "manage-members")?;
                vec![self.invited(organization, &mine)]
            }
            View::Projects(organization) => {
                let mine = self.member(organization, who).ok_or(NOT_FOUND)?;
                self.projects_of(organization, mine)
            }
            View::ProjectMembers(project) => {
                let mine = self.member(self.projects[project].organization, who).ok_or(NOT_FOUND)?;
                if !mine.knows(project) {
                    return Err(NOT_FOUND);
                }
                if !mine.staffs(project) && !mine.may("read-members") {
                    return Err(FORBIDDEN_IN_PROJECT);
                }
                self.members_of_project(project, mine)
            }
        })
    }

    fn reading(&self, who: usize, organization: usize, permission: &str) -> Result<Membership, Refused> {
        let mine = self.member(organization, who).ok_or(NOT_FOUND)?;
        if mine.may(permission) { Ok(mine.clone()) } else { Err(FORBIDDEN) }
    }

    fn mine(&self, who: usize) -> Vec<BTreeSet<Row>> {
        let all = 0..self.organizations.len();
        let roles =
            all.filter_map(|number| Some(row![self.organizations[number].slug, self.member(number, who)?.role]));
        let waiting = (0..self.invitations.len()).filter(|number| self.dead(who, *number).is_none());
        let waiting = waiting.map(|number| &self.invitations[number]).map(|found| row![found.id, found.gives.role]);
        vec![roles.collect(), waiting.collect()]
    }

    fn members(&self, who: usize, organization: usize, mine: &Membership, ids: &[String]) -> Vec<BTreeSet<Row>> {
        let assignable = sorted(ROLES.into_iter().filter(|role| mine.assigns(role)).map(str::to_owned));
        let here = &self.organizations[organization];
        let members = here.members.iter().map(|(person, member)| {
            let manages = mine.manages(member.role);
            let (grants, projects) = self.given(member);
            let can_change_role = manages && !here.identity_managed;
            row![email(*person), member.role, grants, projects, can_change_role, manages && *person != who]
        });
        let revoked = here.removed.iter().filter(|(person, removed)| {
            mine.may("manage-members")
                && !here.members.contains_key(person)
                && !self.is_undo_over(removed)
                && Self::can_bring_back(mine, who, removed)
        });
        vec![[vec![assignable]].into(), members.collect(), revoked.map(|(person, _)| row![ids[*person]]).collect()]
    }

    /// Grants and projects.
    fn given(&self, membership: &Membership) -> (String, String) {
        let grants = sorted(membership.grants.iter().map(|grant| (*grant).to_owned()));
        let projects = membership.projects.iter();
        (grants, sorted(projects.map(|(project, role)| format!("{} {role}", self.projects[*project].id))))
    }

    fn invited(&self, organization: usize, mine: &Membership) -> BTreeSet<Row> {
        let here = |found: &&Invitation| found.organization == organization;
        // One that was declined is done with once the same person is invited anew.
        let is_latest = |number: usize, found: &Invitation| {
            !self.invitations[number + 1..].iter().any(|later| here(&later) && later.person == found.person)
        };
        let listed = self.invitations.iter().enumerate().filter(|(_, found)| here(found));
        let listed = listed
            .filter(|(number, found)| found.is_open() || (found.state == "declined" && is_latest(*number, found)));
        let listed = listed.map(|(_, found)| found);
        listed
            .map(|found| {
                let (grants, projects) = self.given(&found.gives);
                let is_allowed = !self.organizations[organization].identity_managed || found.gives.is_plain();
                let can_send = found.is_open() && is_allowed && mine.gives(&found.gives);
                let can_cancel = found.is_open() && mine.manages(found.gives.role);
                let can = [self.is_backed(found), can_send, can_send && found.state == "sent", can_cancel];
                let mut row = row![found.id, found.gives.role, grants, projects, found.state];
                row.extend(can.map(|can| can.to_string()));
                row
            })
            .collect()
    }

    fn projects_of(&self, organization: usize, mine: &Membership) -> Vec<BTreeSet<Row>> {
        let here = &self.organizations[organization];
        let (mut active, mut archived) = (BTreeSet::new(), BTreeSet::new());
        for (number, project) in self.projects.iter().enumerate() {
            if project.organization != organization || !mine.knows(number) {
                continue;
            }
            let (manages, works, last) = (mine.may("manage-projects"), !project.archived, self.is_last_project(number));
            let mut row = row![
                project.id,
                project.name,
                mine.role_in(number).unwrap_or("none"),
                works && mine.opens(number),
                works && manages,
                works && manages && !last,
                manages && last,
                !works && manages,
                mine.staffs(number) || mine.may("read-members"),
                works && mine.staffs(number) && !here.identity_managed,
            ];
            row.extend(super::permissions::PROJECT_ROLES.map(|role| {
                here.members.values().filter(|member| member.role_in(number) == Some(role)).count().to_string()
            }));
            if works {
                active.insert(row)
            } else {
                archived.insert(row)
            };
        }
        vec![[row![mine.may("manage-projects")]].into(), active, archived]
    }

    fn members_of_project(&self, project: usize, mine: &Membership) -> Vec<BTreeSet<Row>> {
        let here = &self.organizations[self.projects[project].organization];
        let can_change = mine.staffs(project) && !self.projects[project].archived && !here.identity_managed;
        let members = here.members.iter().map(|(person, member)| {
            let (place, everywhere) = (member.role_in(project).unwrap_or("none"), member.may("reach-every-project"));
            row![email(*person), member.role, place, everywhere]
        });
        vec![[row![can_change]].into(), members.collect()]
    }
}
