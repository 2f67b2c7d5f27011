//! What people are mailed about projects and their places in them (FIELD-52).

use domain::ProjectRole;
use mail::{KeptOutside, Message, OutsideSince, ProjectRoleChanged};
use store::{Member, Project};

use crate::{Result, transaction::OrganizationTx};

impl OrganizationTx<'_> {
    /// Mails whose role in a project somebody else changed. Whoever is kept outside by that hears so instead (ST-6).
    pub(super) async fn tell_of_place(
        &mut self,
        project: &Project,
        member: &Member,
        before: Option<ProjectRole>,
        after: Option<ProjectRole>,
    ) -> Result<()> {
        let (organization, account) = (self.organization_id(), member.account_id);
        // A budget for each project: who is added to many, one after the other, hears of all of them.
        if account == self.me.account_id || !self.may_tell(account, &format!("role in project {}", project.id)) {
            return Ok(());
        }
        let message = if after.is_none() && self.read().is_kept_outside(organization, account).await? {
            self.kept_outside_mail(OutsideSince::Removed(project.name.clone()))
        } else {
            let beside = self.project_names().await?.slug_beside(project.id, project.name.as_str());
            Message::ProjectRoleChanged(ProjectRoleChanged {
                beside,
                organization: self.context.organization.name.clone(),
                slug: self.context.organization.slug.clone(),
                by: self.context.caller.name.clone(),
                project: project.name.clone(),
                before,
                after,
                at: self.services().now(),
            })
        };
        self.send(&member.email, &message).await
    }

    /// The mail to those whom the organization keeps outside by what the caller did (ST-6).
    pub(crate) fn kept_outside_mail(&self, since: OutsideSince) -> Message {
        Message::KeptOutside(KeptOutside {
            organization: self.context.organization.name.clone(),
            slug: self.context.organization.slug.clone(),
            by: self.context.caller.name.clone(),
            since,
            at: self.services().now(),
        })
    }
}
