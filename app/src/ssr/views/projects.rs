//! Projects: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use services::projects::{ListedProject, ListedProjectMember, OpenProject, ProjectMemberList};

use crate::projects::api::{
    ProjectPersonView, ProjectRow, ProjectView,
    members::{ProjectMemberRow, ProjectMembersView},
};

impl From<ListedProject> for ProjectRow {
    fn from(listed: ListedProject) -> Self {
        let ListedProject {
            counted,
            role,
            can_open,
            can_rename,
            can_archive,
            is_last,
            can_restore,
            can_read_members,
            can_change_members,
        } = listed;
        let project = counted.project;
        Self {
            id: project.id,
            name: project.name.to_string(),
            slug: project.slug,
            managers: counted.managers,
            agents: counted.agents,
            viewers: counted.viewers,
            created_at: project.created_at,
            archived_at: project.archived_at,
            archived_by: counted.archived_by,
            role,
            can_open,
            can_rename,
            can_archive,
            is_last,
            can_restore,
            can_read_members,
            can_change_members,
        }
    }
}

impl ProjectView {
    pub(crate) fn new(open: OpenProject, now: DateTime<Utc>) -> Self {
        let OpenProject {
            project,
            moved,
            can_read,
            can_read_members,
            can_change_members,
            can_restore,
            role,
            people,
            people_count,
        } = open;
        let people = people.into_iter().filter_map(|listed| {
            let (id, name) = (listed.member.account_id, listed.member.name.to_string());
            listed.project_role.map(|role| ProjectPersonView { id, name, role })
        });
        Self {
            id: project.id,
            name: project.name.to_string(),
            archived: project.archived_at.is_some(),
            slug: project.slug,
            moved,
            can_read,
            can_read_members,
            can_change_members,
            can_restore,
            role,
            people: people.collect(),
            people_count,
            now,
        }
    }
}

impl From<ListedProjectMember> for ProjectMemberRow {
    fn from(listed: ListedProjectMember) -> Self {
        let ListedProjectMember { member, project_role, reaches_every_project } = listed;
        Self {
            id: member.account_id,
            name: member.name.to_string(),
            email: member.email.to_string(),
            role: member.role,
            project_role,
            reaches_every_project,
        }
    }
}

impl ProjectMembersView {
    pub(crate) fn new(list: ProjectMemberList, now: DateTime<Utc>) -> Self {
        let ProjectMemberList { project, members, count, total, next, can_change, identity_managed } = list;
        Self {
            project: project.id,
            name: project.name.to_string(),
            archived: project.archived_at.is_some(),
            slug: project.slug,
            members: members.into_iter().map(ProjectMemberRow::from).collect(),
            count,
            total,
            next,
            can_change,
            identity_managed,
            now,
        }
    }
}
