//! Projects (PR-1, PR-4 to PR-6).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    call::Call,
    dice::Dice,
    permissions::{Membership, PROJECT_ROLES},
    reference::{ARCHIVED, Added, DONE, Model, NOT_FOUND, Refused, Verdict, refused, require},
    views::{Row, Seen, rows, text},
    walk::{Fields, Walk, with},
};

pub const WORDS: &[&str] = &["archived-project", "last-project"];

calls! {
    /// About projects.
    ProjectCall in Project {
        Create,
        Rename { project: usize, name: String },
        Archive { project: usize },
        Restore { project: usize },
    }
}

impl ProjectCall {
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> (&'static str, Fields) {
        let here = walk.of(organization);
        match *self {
            Self::Create => ("projects/create", with(here, [("name", walk.model.new_project_name())])),
            Self::Rename { project, ref name } => {
                ("projects/rename", with(here, [walk.project(project), ("name", name.clone())]))
            }
            Self::Archive { project } => ("projects/archive", with(here, [walk.project(project)])),
            Self::Restore { project } => ("projects/restore", with(here, [walk.project(project)])),
        }
    }

    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match *self {
            Self::Create => model.create_project(who, organization),
            Self::Rename { project, ref name } => model.rename_project(who, organization, project, name),
            Self::Archive { project } => model.archive_project(who, organization, project),
            Self::Restore { project } => model.restore_project(who, organization, project),
        }
    }
}

impl Model {
    fn create_project(&mut self, who: usize, organization: usize) -> Verdict {
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
    pub fn knowing(&self, who: usize, organization: usize, project: usize) -> Result<Membership, Refused> {
        let mine = self.inside(organization, who)?;
        let known = self.projects[project].organization == organization && mine.knows(project);
        if known { Ok(mine) } else { Err(NOT_FOUND) }
    }

    fn rename_project(&mut self, who: usize, organization: usize, project: usize, name: &str) -> Verdict {
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

    fn archive_project(&mut self, who: usize, organization: usize, project: usize) -> Verdict {
        require(self.knowing(who, organization, project)?.may("manage-projects"))?;
        if self.is_last_project(project) {
            return Err(refused(409, "last-project"));
        }
        self.projects[project].archived = true;
        DONE
    }

    fn restore_project(&mut self, who: usize, organization: usize, project: usize) -> Verdict {
        require(self.knowing(who, organization, project)?.may("manage-projects"))?;
        self.projects[project].archived = false;
        DONE
    }

    /// What somebody sees of the projects.
    pub fn seen_projects(&self, who: usize, organization: usize) -> Seen {
        let mine = self.member(organization, who).ok_or(NOT_FOUND)?;
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
            row.extend(PROJECT_ROLES.map(|role| {
                here.members.values().filter(|member| member.role_in(number) == Some(role)).count().to_string()
            }));
            if works {
                active.insert(row)
            } else {
                archived.insert(row)
            };
        }
        Ok(vec![[row![mine.may("manage-projects")]].into(), active, archived])
    }
}

/// What an answer tells of the projects.
pub fn told(json: &Value) -> Vec<BTreeSet<Row>> {
    let can = ["can_open", "can_rename", "can_archive", "is_last", "can_restore"];
    let people = ["can_read_members", "can_change_members", "managers", "agents", "viewers"];
    let fields = [["id", "name", "role"].as_slice(), &can, &people].concat();
    let [active, archived] = ["active", "archived"].map(|list| rows(&json[list], &fields));
    vec![[vec![text(&json["can_create"])]].into(), active, archived]
}

impl Dice {
    pub fn about_projects(&mut self, model: &Model, organization: usize) -> (usize, Call) {
        let project = self.project(model, organization);
        let who = self.who(model, organization, "manage-projects");
        if self.one_in(6)
            && let Some(undo) = self.undo_adding(model, organization)
        {
            return undo;
        }
        let call = match self.roll(12) {
            0..=1 => ProjectCall::Create,
            2..=3 => ProjectCall::Rename { project, name: format!("Name {}", self.roll(2)) },
            4..=5 => ProjectCall::Archive { project },
            6 => ProjectCall::Restore { project },
            what => return self.about_project_members(model, organization, project, what),
        };
        (who, call.into())
    }
}
