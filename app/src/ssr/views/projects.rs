//! Projects: from what the use cases answer to what pages show.

use services::projects::{ListedProject, ListedProjectMember};

use crate::projects::api::{ProjectRow, members::ProjectMemberRow};

impl From<ListedProject> for ProjectRow {
    fn from(listed: ListedProject) -> Self {
        let ListedProject { counted, role, can_open, actions, can_archive, is_last, can_read_members } = listed;
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
            actions,
            can_archive,
            is_last,
            can_read_members,
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
