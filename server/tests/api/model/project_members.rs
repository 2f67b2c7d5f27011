//! Who belongs to a project (PR-1 to PR-3).

use std::collections::{BTreeSet, btree_map::Entry};

use serde_json::Value;

use super::{
    PEOPLE,
    call::Call,
    dice::Dice,
    permissions::{Membership, PROJECT_ROLES},
    reference::{ARCHIVED, Added, DONE, FORBIDDEN_IN_PROJECT, Model, NOT_FOUND, Refused, UNDO, Verdict, Word},
    views::{Row, Seen, email, rows, text},
    walk::{Fields, Walk, with},
};

pub const WORDS: &[&str] = &[
    "archived-project",
    "changed-meanwhile",
    "forbidden-in-project",
    "reaches-every-project",
    "refused-lines",
    "saved-meanwhile",
    "twice",
];

/// What somebody was in a project when it was looked at, and what they are to be; `none` is outside of it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    person: usize,
    before: &'static str,
    after: &'static str,
}

calls! {
    /// About who belongs to a project.
    ProjectMemberCall in ProjectMember {
        Change { project: usize, line: Line },
        Add { project: usize, people: Vec<usize>, role: &'static str },
        UndoAdding { project: usize, people: Vec<usize> },
        Save { project: usize, lines: Vec<Line> },
    }
}

impl ProjectMemberCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match *self {
            Self::Change { project, line: Line { person, before, after } } => {
                let line = [walk.member(person), ("before", before.into()), ("role", after.into())];
                ("members/change-project", with(with(here, [walk.project(project)]), line))
            }
            Self::Add { project, ref people, role } => {
                let fields = [walk.project(project), walk.people(people), ("role", role.into())];
                ("members/add-to-project", with(here, fields))
            }
            Self::UndoAdding { project, ref people } => {
                ("members/undo-project", with(here, [walk.project(project), walk.people(people)]))
            }
            Self::Save { project, ref lines } => {
                let line = |Line { person, before, after }: &Line| format!("{}:{before}:{after}", walk.ids[*person]);
                let lines: Vec<String> = lines.iter().map(line).collect();
                ("projects/save-members", with(here, [walk.project(project), ("changes", lines.join(","))]))
            }
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match *self {
            Self::Change { project, line } => {
                model.save_members(who, organization, project, &[line]).map(|_| Word::default())
            }
            Self::Add { project, ref people, role } => model.add_to_project(who, organization, project, people, role),
            Self::UndoAdding { project, ref people } => model.undo_adding(who, organization, project, people),
            Self::Save { project, ref lines } => model.save_members(who, organization, project, lines),
        }
    }
}

impl Model {
    /// What somebody is in a project, needed or not.
    pub fn place(&self, organization: usize, project: usize, person: usize) -> &'static str {
        let member = self.organizations[organization].members.get(&person);
        member.and_then(|member| member.projects.get(&project)).copied().unwrap_or("none")
    }

    /// Whether somebody says by now who belongs to the project.
    fn staffing(&self, who: usize, organization: usize, project: usize) -> Result<(), Refused> {
        if !self.knowing(who, organization, project)?.staffs(project) {
            return Err(FORBIDDEN_IN_PROJECT);
        }
        if self.projects[project].archived {
            return Err(ARCHIVED);
        }
        self.refuse_if_identity_managed(organization)
    }

    /// Who is in it keeps their role there.
    fn add_to_project(
        &mut self,
        who: usize,
        organization: usize,
        project: usize,
        people: &[usize],
        role: &'static str,
    ) -> Verdict {
        self.staffing(who, organization, project)?;
        let reaches = |member: &Membership| member.may("reach-every-project");
        self.all_or_none(organization, people, |_, member| reaches(member).then_some("reaches-every-project"))?;
        for person in people {
            let (at, here) = (self.now, &mut self.organizations[organization]);
            if let Entry::Vacant(place) = here.members.get_mut(person).expect("a member").projects.entry(project) {
                place.insert(role);
                here.added.insert((*person, project), Added { by: who, role, at });
            }
        }
        DONE
    }

    /// All of them leave the project to which who calls added them.
    fn undo_adding(&mut self, who: usize, organization: usize, project: usize, people: &[usize]) -> Verdict {
        self.staffing(who, organization, project)?;
        let (now, here) = (self.now, &self.organizations[organization]);
        self.all_or_none(organization, people, |person, member| match here.added.get(&(person, project)) {
            Some(added) if added.by == who && member.projects.get(&project) == Some(&added.role) => {
                (now - added.at >= UNDO).then_some("undo-over")
            }
            _ => Some("changed-meanwhile"),
        })?;
        for person in people {
            self.organizations[organization].members.get_mut(person).expect("a member").projects.remove(&project);
        }
        DONE
    }

    /// Whether somebody is in the organization and reaches no project without being added to it.
    pub fn needs_projects(&self, organization: usize, person: usize) -> bool {
        self.member(organization, person).is_some_and(|member| !member.may("reach-every-project"))
    }

    /// All lines or none. Refused are those that cannot be so; in conflict is what was seen, and is something else by now.
    fn save_members(&mut self, who: usize, organization: usize, project: usize, lines: &[Line]) -> Verdict {
        self.staffing(who, organization, project)?;
        let (mut problems, mut conflicts, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for (at, line) in lines.iter().enumerate() {
            let there = self.place(organization, project, line.person);
            match self.member(organization, line.person) {
                _ if lines[..at].iter().any(|other| other.person == line.person) => problems.push("twice"),
                None => problems.push("not-a-member"),
                Some(member) if member.may("reach-every-project") => problems.push("reaches-every-project"),
                Some(_) if there == line.after => {}
                Some(_) if there == line.before => changed.push(line),
                Some(_) => conflicts.push(there),
            }
        }
        if !problems.is_empty() {
            return Err((422, format!("refused-lines {}", problems.join(" ")).into()));
        }
        if !conflicts.is_empty() {
            return Err((409, format!("saved-meanwhile {}", conflicts.join(" ")).into()));
        }
        for line in &changed {
            let (at, here) = (self.now, &mut self.organizations[organization]);
            let member = here.members.get_mut(&line.person).expect("a member");
            let before = match line.after {
                "none" => member.projects.remove(&project),
                role => member.projects.insert(project, role),
            };
            if before.is_none() {
                here.added.insert((line.person, project), Added { by: who, role: line.after, at });
            }
        }
        Ok(format!("saved {}", changed.len()).into())
    }

    /// What somebody sees of who belongs to a project.
    pub fn seen_project_members(&self, who: usize, project: usize) -> Seen {
        let organization = self.projects[project].organization;
        let mine = self.member(organization, who).ok_or(NOT_FOUND)?;
        if !mine.knows(project) {
            return Err(NOT_FOUND);
        }
        if !mine.staffs(project) && !mine.may("read-members") {
            return Err(FORBIDDEN_IN_PROJECT);
        }
        let here = &self.organizations[organization];
        let can_change = mine.staffs(project) && !self.projects[project].archived && !here.identity_managed;
        let members = here.members.iter().map(|(person, member)| {
            let (place, everywhere) = (member.role_in(project).unwrap_or("none"), member.may("reach-every-project"));
            row![email(*person), member.role, place, everywhere]
        });
        Ok(vec![[row![can_change]].into(), members.collect()])
    }
}

/// What an answer tells of who belongs to one.
pub fn told(json: &Value) -> Vec<BTreeSet<Row>> {
    vec![
        [vec![text(&json["can_change"])]].into(),
        rows(&json["members"], &["email", "role", "project_role", "reaches_every_project"]),
    ]
}

impl Dice {
    /// `what` of the calls about projects.
    pub fn about_project_members(
        &mut self,
        model: &Model,
        organization: usize,
        project: usize,
        what: usize,
    ) -> (usize, Call) {
        let who = self.somebody(model, organization, |member| member.staffs(project));
        let call = match what {
            7 => {
                let people = self.people(model, organization, |member| !member.may("reach-every-project"));
                ProjectMemberCall::Add { project, people, role: self.pick(&PROJECT_ROLES) }
            }
            8 => {
                let person = self.somebody(model, organization, |member| !member.may("reach-every-project"));
                ProjectMemberCall::Change { project, line: self.line(model, organization, project, person) }
            }
            _ => ProjectMemberCall::Save { project, lines: self.lines(model, organization, project) },
        };
        (who, call.into())
    }

    fn lines(&mut self, model: &Model, organization: usize, project: usize) -> Vec<Line> {
        let needs_it = |person: &usize| model.needs_projects(organization, *person);
        let mut people: Vec<usize> = (0..PEOPLE).filter(|person| needs_it(person) && self.roll(4) > 0).collect();
        if people.is_empty() || self.one_in(4) {
            people.push(self.person(model, organization));
        }
        let lines = people.iter().map(|person| self.line(model, organization, project, *person));
        // A line that says nothing new is not sent.
        lines.filter(|line| line.before != line.after).collect()
    }

    /// Mostly what was seen is still there.
    fn line(&mut self, model: &Model, organization: usize, project: usize, person: usize) -> Line {
        let words = ["none", "viewer", "agent", "manager"];
        let (seen, after) = (self.pick(&words), self.pick(&words));
        let before = if self.one_in(6) { seen } else { model.place(organization, project, person) };
        Line { person, before, after }
    }

    /// Mostly those whom the same person added to it.
    pub fn undo_adding(&mut self, model: &Model, organization: usize) -> Option<(usize, Call)> {
        let added: Vec<_> = model.organizations[organization].added.iter().map(|(what, by)| (*what, by.by)).collect();
        if added.is_empty() {
            return None;
        }
        let ((person, project), by) = self.pick(&added);
        let who = if self.one_in(4) { self.person(model, organization) } else { by };
        if let Some(wait) = self.wait(model, 6) {
            return Some((who, wait));
        }
        let with = |one: &&((usize, usize), usize)| one.0.1 == project && one.1 == by;
        let people = match self.roll(4) {
            0 => added.iter().filter(with).map(|one| one.0.0).collect(),
            1 => vec![person, self.person(model, organization)],
            _ => vec![person],
        };
        Some((who, ProjectMemberCall::UndoAdding { project, people }.into()))
    }
}
