//! What somebody sees: as the model has it, and as the server tells it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    invitations, members, organizations,
    permissions::Membership,
    project_members, projects,
    reference::{FORBIDDEN, Model, NOT_FOUND, Refused},
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
pub type Row = Vec<String>;
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
            Self::Mine => organizations::told(&json),
            Self::Members(_) => members::told(&json),
            Self::Invited(_) => invitations::told(&json),
            Self::Projects(_) => projects::told(&json),
            Self::ProjectMembers(_) => project_members::told(&json),
        })
    }
}

pub fn rows(list: &Value, fields: &[&str]) -> BTreeSet<Row> {
    let list = list.as_array().unwrap().iter();
    list.map(|row| fields.iter().map(|field| text(row.get(field).expect("the field"))).collect()).collect()
}

/// Words of a list and of an object are in no order.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::String(text) => text.clone(),
        Value::Array(words) => sorted(words.iter().map(text)),
        Value::Object(fields) => sorted(fields.iter().map(|(name, value)| format!("{name} {}", text(value)))),
        other => other.to_string(),
    }
}

pub fn sorted(words: impl Iterator<Item = String>) -> String {
    words.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(",")
}

pub fn email(who: usize) -> String {
    format!("person{who}@walk.example")
}

impl Model {
    /// What somebody should see; `ids` are those of the people's accounts.
    pub fn seen(&self, who: usize, view: View, ids: &[String]) -> Seen {
        match view {
            View::Mine => Ok(self.mine(who)),
            View::Members(organization) => self.seen_members(who, organization, ids),
            View::Invited(organization) => self.seen_invitations(who, organization),
            View::Projects(organization) => self.seen_projects(who, organization),
            View::ProjectMembers(project) => self.seen_project_members(who, project),
        }
    }

    /// What somebody is who holds that.
    pub fn reading(&self, who: usize, organization: usize, permission: &str) -> Result<Membership, Refused> {
        let mine = self.member(organization, who).ok_or(NOT_FOUND)?;
        if mine.may(permission) { Ok(mine.clone()) } else { Err(FORBIDDEN) }
    }

    /// Grants and projects.
    pub fn given(&self, membership: &Membership) -> (String, String) {
        let grants = sorted(membership.grants.iter().map(|grant| (*grant).to_owned()));
        let projects = membership.projects.iter();
        (grants, sorted(projects.map(|(project, role)| format!("{} {role}", self.projects[*project].id))))
    }
}
