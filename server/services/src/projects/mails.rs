//! What people are mailed about projects and their places in them (FIELD-52).

use domain::Policy;
use mail::{KeptOutside, Message, OutsideSince, ProjectRoleChanged};
use store::Project;

use super::members::ChangedPlace;
use crate::{Result, transaction::OrganizationTx};

impl OrganizationTx<'_> {
    /// Mails those whose roles in a project somebody else changed. Whoever is kept outside by that hears so instead (ST-6).
    pub(super) async fn tell_of_places(&mut self, project: &Project, changed: &[ChangedPlace]) -> Result<()> {
        let organization = self.organization_id();
        let beside = self.project_names().await?.slug_beside(project.id, project.name.as_str());
        let can_keep_outside = changed.iter().any(|place| place.after.is_none())
            && self.read().policies(organization).await?.on.is_on(Policy::MembersNeedProject);
        let mut notices = Vec::with_capacity(changed.len());
        for ChangedPlace { member, before, after } in changed {
            let account = member.account_id;
            // A budget for each project: who is added to many, one after the other, hears of all of them.
            if account == self.me.account_id || !self.may_tell(account, &format!("role in project {}", project.id)) {
                continue;
            }
            let left = after.is_none() && can_keep_outside;
            let message = if left && self.read().is_kept_outside(organization, account).await? {
                self.kept_outside_mail(OutsideSince::Removed(project.name.clone()))
            } else {
                Message::ProjectRoleChanged(ProjectRoleChanged {
                    beside: beside.clone(),
                    organization: self.context.organization.name.clone(),
                    slug: self.context.organization.slug.clone(),
                    by: self.context.caller.name.clone(),
                    project: project.name.clone(),
                    before: *before,
                    after: *after,
                    at: self.services().now(),
                })
            };
            notices.push((&member.email, message));
        }
        let notices: Vec<_> = notices.iter().map(|(recipient, message)| (*recipient, message)).collect();
        self.send_all(&notices).await
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
