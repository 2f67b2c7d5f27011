//! Projects: from what the use cases answer to what pages show.

use services::projects::{ListedProject, ListedProjectMember, OpenProject, ProjectMemberList};

use crate::projects::api::{
    ProjectRow, ProjectView,
    members::{ProjectMemberRow, ProjectMembersView},
};

impl From<ListedProject> for ProjectRow {
    fn from(listed: ListedProject) -> Self {
        let ListedProject { counted, role, can_open, can_rename, can_archive, can_restore, can_change_members } =
            listed;
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
            can_restore,
            can_change_members,
        }
    }
}

impl From<OpenProject> for ProjectView {
    fn from(open: OpenProject) -> Self {
        let OpenProject { project, moved, can_read, can_change_members } = open;
        Self {
            id: project.id,
            name: project.name.to_string(),
            archived: project.archived_at.is_some(),
            slug: project.slug,
            moved,
            can_read,
            can_change_members,
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

impl From<ProjectMemberList> for ProjectMembersView {
    fn from(list: ProjectMemberList) -> Self {
        let ProjectMemberList { project, members, count, next, can_change } = list;
        Self {
            project: project.id,
            name: project.name.to_string(),
            archived: project.archived_at.is_some(),
            slug: project.slug,
            members: members.into_iter().map(ProjectMemberRow::from).collect(),
            count,
            next,
            can_change,
        }
    }
}
