//! Creating, renaming, archiving and restoring projects (PR-5, PR-6).

use chrono::{DateTime, Utc};
use domain::{
    Permission, ProjectAction, ProjectId, ProjectName, ProjectPermission, ProjectRole, ProjectSlug, ProjectState,
    Refusal,
    audit::{AuditEvent, ProjectChange, ProjectPlace, ProjectTerms},
    limits,
};
use mail::OutsideSince;
use store::{Audience, NewProject, Project};
use tracing::instrument;

use super::actions::known;
use crate::{OrganizationContext, Result, Services, audit::Subject, transaction::OrganizationTx};

impl Services {
    /// Creates a project. Whoever does not reach every project is its manager: nobody makes what they cannot open. Sent twice at
    /// once, it is created once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::ProjectLimit`], [`Refusal::ProjectsTaken`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn create_project(&self, context: &OrganizationContext, name: &ProjectName) -> Result<Project> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ManageProjects).await?;
        let (organization_id, now) = (tx.organization_id(), self.now());
        if let Some(made) = tx.just_created(name, now - limits::REPEATED_CREATION).await? {
            return Ok(made);
        }
        let limit = limits::PROJECTS;
        if tx.read().count_projects(organization_id).await? >= i64::from(limit) {
            return Err(Refusal::ProjectLimit { limit }.into());
        }
        tx.require_room_for_project().await?;
        let id = ProjectId::new(now, self.rng.bytes()?);
        let slug = tx.free_slug(name, id).await?;
        tx.insert_project(&NewProject { id, organization_id, name, slug: &slug, now }).await?;
        let after = ProjectTerms { id, name: name.clone(), slug, state: ProjectState::Active };
        tx.record(Subject::None, AuditEvent::ProjectCreated { after }).await?;
        // Where places in projects come from an identity provider, none is given here.
        if !tx.authority().may_in(id, ProjectPermission::Read) && !tx.organization.identity_managed {
            let (me, role) = (tx.me.account_id, ProjectRole::Manager);
            tx.set_project_roles(organization_id, id, &[(me, role)], now).await?;
            let after = ProjectPlace { project: id, name: name.clone(), role };
            tx.record(Subject::Account(me), AuditEvent::ProjectMemberAdded { after }).await?;
            tx.changed(store::Change::Account(me));
        }
        let project = tx.read().project(organization_id, id).await?.ok_or(Refusal::NotFound)?;
        tx.commit().await?;
        Ok(project)
    }

    /// Gives the project another name, and with it another slug; the slugs that it had lead to it for good. False: it is called
    /// so already.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::ArchivedProject`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn rename_project(
        &self,
        context: &OrganizationContext,
        id: ProjectId,
        name: &ProjectName,
    ) -> Result<bool> {
        let mut tx = self.begin_in(context).await?;
        let before = tx.project_for(ProjectAction::Rename, id).await?;
        if before.name == *name {
            return Ok(false);
        }
        let slug = tx.free_slug(name, id).await?;
        tx.rename_project(context.organization.id, id, name, &slug).await?;
        let after = Project { name: name.clone(), slug, ..before.clone() };
        let change = ProjectChange { before: before.terms(), after: after.terms() };
        tx.record(Subject::None, AuditEvent::ProjectRenamed(change)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Puts the project away, with its people as they are; one project at least stays. Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::LastProject`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn archive_project(&self, context: &OrganizationContext, id: ProjectId) -> Result<()> {
        self.set_archived(context, id, ProjectAction::Archive, true).await
    }

    /// Brings the project back, with its people, its name and its slug as they were. Done twice, it is done once.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::ProjectsTaken`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn restore_project(&self, context: &OrganizationContext, id: ProjectId) -> Result<()> {
        self.set_archived(context, id, ProjectAction::Restore, false).await
    }

    async fn set_archived(
        &self,
        context: &OrganizationContext,
        id: ProjectId,
        action: ProjectAction,
        archived: bool,
    ) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let before = tx.project_for(action, id).await?;
        if before.archived_at.is_some() == archived {
            return Ok(());
        }
        if !archived {
            tx.require_room_for_project().await?;
        }
        let now = self.now();
        let by = archived.then_some((now, tx.me.account_id));
        tx.set_project_archived(context.organization.id, id, by).await?;
        let after = Project { archived_at: by.map(|(at, _)| at), ..before.clone() };
        let change = ProjectChange { before: before.terms(), after: after.terms() };
        let event = if archived { AuditEvent::ProjectArchived(change) } else { AuditEvent::ProjectRestored(change) };
        tx.record(Subject::None, event).await?;
        if archived && tx.read().policies(context.organization.id).await?.on.members_need_project {
            // Whoever does this is to be able to undo it.
            let me = tx.me.account_id;
            if tx.read().is_kept_outside(context.organization.id, me).await? {
                return Err(Refusal::KeepsMeOutside { project: before.name }.into());
            }
            // Whoever belongs to it and is outside now was let in by it alone.
            let message = tx.kept_outside_mail(OutsideSince::Archived(before.name));
            tx.announce_to(Audience::KeptOutsideOf(id), "an archived project", &message).await?;
        }
        tx.commit().await
    }
}

impl OrganizationTx<'_> {
    /// The project of this organization, for somebody who may do that with it, in a state that allows it.
    pub(crate) async fn project_for(&mut self, action: ProjectAction, id: ProjectId) -> Result<Project> {
        let organization = self.organization_id();
        let project = known(self.read().project(organization, id).await?, self.authority())?;
        self.require_for(action, &project).await?;
        self.check_state(action, &project).await?;
        Ok(project)
    }

    /// The project that the caller created after `since` under this name, as long as it is worked in and called so: asked for
    /// again, that one is meant. Who created which project is told by the log alone.
    async fn just_created(&mut self, name: &ProjectName, since: DateTime<Utc>) -> Result<Option<Project>> {
        let (organization, me) = (self.organization_id(), self.me.account_id);
        let (action, limit) = (AuditEvent::PROJECT_CREATED, i64::from(limits::PROJECTS));
        for event in self.read().events_by(organization, me, action, since, limit).await? {
            let AuditEvent::ProjectCreated { after } = event else { continue };
            if after.name != *name {
                continue;
            }
            let made = self.read().project(organization, after.id).await?;
            if let Some(made) = made.filter(|made| made.name == *name && made.archived_at.is_none()) {
                return Ok(Some(made));
            }
        }
        Ok(None)
    }

    /// The first slug that the name suggests which leads to no other project, and never led to one.
    async fn free_slug(&mut self, name: &ProjectName, project: ProjectId) -> Result<ProjectSlug> {
        let organization = self.organization_id();
        for taken in 0.. {
            let slug = ProjectSlug::derive(name, taken);
            let leads_to = self.read().project_by_slug(organization, &slug).await?;
            if leads_to.is_none_or(|found| found.id == project) {
                return Ok(slug);
            }
        }
        Err(Refusal::NotFound.into())
    }
}
