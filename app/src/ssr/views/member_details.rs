//! One member, who holds what, and the form for a new one: from what the use cases answer to what pages show.

use chrono::{DateTime, Utc};
use domain::{Namesakes, ProjectId};
use services::{
    OrganizationContext,
    members::{Granted, InvitationForm, MemberProject, OpenMember, PermissionHolders},
};

use crate::{
    audit::AuditEntryView,
    members::api::{
        MemberRow, ProjectOption,
        details::{GrantedView, MemberDetailsView, MemberProjectView},
        invitation_form::InvitationFormView,
        invited::InvitationRow,
        who_can::{HolderView, HoldersView},
    },
    text::told_apart,
};

impl MemberDetailsView {
    pub(crate) fn new(open: OpenMember, context: &OrganizationContext, now: DateTime<Utc>) -> Self {
        let reader = context.caller.account_id;
        let active: Vec<ProjectId> = open.projects.iter().map(|of| of.project.id).collect();
        let (can_edit, can_send_reset) = (open.listed.can_edit, open.listed.can_send_reset);
        Self {
            member: MemberRow::new(open.listed, |project| active.contains(&project)),
            account_name: open.account_name.to_string(),
            invited_by: open.invited_by,
            role_since: open.role_since,
            granted: open.granted.into_iter().map(GrantedView::from).collect(),
            projects: places(open.projects),
            reaches_every_project: open.reaches_every_project,
            history: open.history.into_iter().map(|entry| AuditEntryView::new(entry, reader)).collect(),
            can_read_audit_log: open.can_read_audit_log,
            can_edit,
            can_send_reset,
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

/// The projects, those that are called alike with their slugs (FIELD-23).
fn places(projects: Vec<MemberProject>) -> Vec<MemberProjectView> {
    let namesakes = Namesakes::among(projects.iter().map(|of| (of.project.name.as_str(), of.project.id)));
    let place = |MemberProject { project, role, can_change }| MemberProjectView {
        id: project.id,
        slug: namesakes.has(project.name.as_str()).then_some(project.slug),
        name: project.name.into(),
        role,
        can_change,
    };
    projects.into_iter().map(place).collect()
}

impl From<PermissionHolders> for HoldersView {
    fn from(holders: PermissionHolders) -> Self {
        let PermissionHolders { permission, count, first } = holders;
        let first = first.into_iter().map(|holder| HolderView {
            name: holder.name.to_string(),
            email: holder.address,
            role: holder.role,
            projects: holder.projects.iter().map(|of| told_apart(of.name.as_str(), of.slug.as_ref())).collect(),
        });
        let first = first.collect();
        Self { permission, count, first }
    }
}

impl InvitationFormView {
    pub(crate) fn new(form: InvitationForm, now: DateTime<Utc>) -> Self {
        Self {
            assignable: form.assignable,
            grantable: form.grantable,
            projects: form.projects.iter().map(|project| ProjectOption::new(project, &form.namesakes)).collect(),
            identity_managed: form.identity_managed,
            invitation: form.invitation.map(|listed| InvitationRow::new(listed, now)),
            taken_seats: form.taken_seats,
            project_needed: form.project_needed,
        }
    }
}
