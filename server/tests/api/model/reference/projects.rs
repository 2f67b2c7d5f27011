//! Projects, and who belongs to them (PR-1 to PR-5).

use std::collections::btree_map::Entry;

use super::{
    ARCHIVED, Added, DONE, FORBIDDEN_IN_PROJECT, Membership, Model, NOT_FOUND, Refused, UNDO, Verdict, refused, require,
};
use crate::model::call::Line;

impl Model {
    pub(super) fn create_project(&mut self, who: usize, organization: usize) -> Verdict {
        let mine = self.inside(organization, who)?;
        require(mine.may("manage-projects"))?;
        let (number, name) = (self.projects.len(), self.new_project_name());
        self.add_project(organization, name);
        // Nobody makes what they cannot open; unless an identity provider says who belongs to what.
        let here = &mut self.organizations[organization];
        if !mine.opens(number) && !here.identity_managed {
            here.members.get_mut(&who).expect("who created it").projects.insert(number, "manager");
            here.added.insert((who, number), Added { by: who, role: "manager", at: self.now });
        }
        DONE
    }

    /// What somebody is who may know of the project; of any other they hear no more than of none.
    fn knowing(&self, who: usize, organization: usize, project: usize) -> Result<Membership, Refused> {
        let mine = self.inside(organization, who)?;
        let known = self.projects[project].organization == organization && mine.knows(project);
        if known { Ok(mine) } else { Err(NOT_FOUND) }
    }

    pub(super) fn rename_project(&mut self, who: usize, organization: usize, project: usize, name: &str) -> Verdict {
        require(self.knowing(who, organization, project)?.may("manage-projects"))?;
        if self.projects[project].archived {
            return Err(ARCHIVED);
        }
        name.clone_into(&mut self.projects[project].name);
        DONE
    }

    /// Whether nobody would work in any project without this one.
    pub fn is_last_project(&self, project: usize) -> bool {
        let organization = self.projects[project].organization;
        let active = self.projects.iter().filter(|one| one.organization == organization && !one.archived);
        !self.projects[project].archived && active.count() == 1
    }

    pub(super) fn archive_project(&mut self, who: usize, organization: usize, project: usize) -> Verdict {
        require(self.knowing(who, organization, project)?.may("manage-projects"))?;
        if self.is_last_project(project) {
            return Err(refused(409, "last-project"));
        }
        self.projects[project].archived = true;
        DONE
    }

    pub(super) fn restore_project(&mut self, who: usize, organization: usize, project: usize) -> Verdict {
        require(self.knowing(who, organization, project)?.may("manage-projects"))?;
        self.projects[project].archived = false;
        DONE
    }

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
    pub(super) fn add_to_project(
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
    pub(super) fn undo_project(
        &mut self,
        who: usize,
        organization: usize,
        project: usize,
        people: &[usize],
    ) -> Verdict {
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
    pub(super) fn save_members(&mut self, who: usize, organization: usize, project: usize, lines: &[Line]) -> Verdict {
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
}
