//! One member, who holds what, and the form for a new one: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use domain::ProjectId;
use services::{
    OrganizationContext,
    members::{Granted, InvitationForm, MemberProject, OpenMember, PermissionHolders},
};

use crate::{
    audit::AuditEntryView,
    members::api::{
        MemberRow,
        details::{GrantedView, MemberDetailsView, MemberProjectView},
        invitation_form::{InvitationFormView, OfferedProject},
        invited::InvitationRow,
        who_can::{HolderView, HoldersView},
    },
};

impl MemberDetailsView {
    pub(crate) fn new(open: OpenMember, context: &OrganizationContext, now: DateTime<Utc>) -> Self {
        let reader = context.caller.account_id;
        let active: Vec<ProjectId> = open.projects.iter().map(|of| of.project.id).collect();
        Self {
            member: MemberRow::new(open.listed, |project| active.contains(&project)),
            account_name: open.account_name.to_string(),
            invited_by: open.invited_by,
            role_since: open.role_since,
            granted: open.granted.into_iter().map(GrantedView::from).collect(),
            projects: open.projects.into_iter().map(MemberProjectView::from).collect(),
            reaches_every_project: open.reaches_every_project,
            history: open.history.into_iter().map(|entry| AuditEntryView::new(entry, reader)).collect(),
            can_edit: open.can_edit,
            can_send_reset: open.can_send_reset,
            identity_managed: context.organization.identity_managed,
            assignable: open.assignable,
            grantable: open.grantable,
            now,
        }
    }
}

impl From<Granted> for GrantedView {
    fn from(granted: Granted) -> Self {
        let Granted { grant, by, by_me, at } = granted;
        Self { grant, by, by_me, at }
    }
}

impl From<MemberProject> for MemberProjectView {
    fn from(of: MemberProject) -> Self {
        let MemberProject { project, role, can_change } = of;
        Self { id: project.id, name: project.name.to_string(), role, can_change }
    }
}

impl From<PermissionHolders> for HoldersView {
    fn from(holders: PermissionHolders) -> Self {
        let PermissionHolders { permission, count, first } = holders;
        let first = first.into_iter().map(|(name, role)| HolderView { name: name.to_string(), role }).collect();
        Self { permission, count, first }
    }
}

impl InvitationFormView {
    pub(crate) fn new(form: InvitationForm, now: DateTime<Utc>) -> Self {
        Self {
            assignable: form.assignable,
            grantable: form.grantable,
            projects: form
                .projects
                .into_iter()
                .map(|project| OfferedProject { id: project.id, name: project.name.to_string() })
                .collect(),
            invitation: form.invitation.map(|listed| InvitationRow::new(listed, now)),
        }
    }
}
