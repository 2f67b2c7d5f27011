//! What an organization asks of everybody in it, and whom that touches (ST-6).

use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, InvitationId, InvitationState, MemberState, Permission, Policies, Policy, ProjectId, Refusal,
    audit::AuditEvent,
};
use mail::OutsideSince;
use store::{Audience, InvitationKey, OrganizationPolicies, WithoutProject};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, audit::Subject, transaction::OrganizationTx};

/// What it takes to see and to change them.
const TO_CHANGE: Permission = Permission::ManageSettings;
/// Drafts and members that are named.
const NAMED: u8 = 4;

/// The policies, and whom each would touch, or touches.
#[derive(Clone, Debug)]
pub struct PoliciesOverview {
    pub policies: OrganizationPolicies,
    /// The first drafts that could not be sent, for those who see who is invited.
    pub drafts: Vec<DraftWithoutProject>,
    /// How many of those there are.
    pub draft_count: usize,
    /// How many invitations are sent that could not be sent again.
    pub sent_count: usize,
    /// The first members who could not open the organization.
    pub members: Vec<WithoutProject>,
    /// How many of those there are.
    pub kept_outside_count: i64,
    /// How many members there are.
    pub member_count: i64,
    /// Whether an identity provider says who belongs to which project: no invitation can add to one.
    pub identity_managed: bool,
}

/// An invitation that is not sent yet and adds to no project.
#[derive(Clone, Debug)]
pub struct DraftWithoutProject {
    pub id: InvitationId,
    pub email: EmailAddress,
}

impl Services {
    /// The policies, and whom they would touch.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn policies(&self, context: &OrganizationContext) -> Result<PoliciesOverview> {
        if !context.authority.may(TO_CHANGE) {
            return self.forbid(context, TO_CHANGE).await;
        }
        let (id, now) = (context.organization.id, self.now());
        let mut reader = self.store.read();
        let policies = reader.policies(id).await?;
        let projects: Vec<_> = reader.active_projects(id).await?.into_iter().map(|project| project.id).collect();
        // None that was declined: those are over.
        let keys = reader.invitation_keys(&context.organization, now).await?;
        let without: Vec<_> = keys.into_iter().filter(|key| is_without_project(key, &projects)).collect();
        let is_draft = |key: &&InvitationKey| key.state == InvitationState::Draft;
        let draft_count = without.iter().filter(is_draft).count();
        // Who is invited is for those to know who invite.
        let named = if context.authority.may(Permission::ManageMembers) { NAMED.into() } else { 0 };
        let drafts = without.iter().filter(is_draft).take(named);
        let members = reader.members_without_project(id, DateTime::<Utc>::UNIX_EPOCH, NAMED.into()).await?;
        Ok(PoliciesOverview {
            policies,
            drafts: drafts.map(|key| DraftWithoutProject { id: key.id, email: key.email.clone() }).collect(),
            draft_count,
            sent_count: without.len() - draft_count,
            kept_outside_count: members.first().map_or(0, |first| first.found),
            members,
            member_count: reader.count_members(id).await?,
            identity_managed: context.organization.identity_managed,
        })
    }

    /// Switches on and off what somebody who saw `before` changed from it; the rest stays what it is by now. Answers how many
    /// were changed.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::IdentityManaged`] for asking a project of invitations where none can add to one;
    /// [`Refusal::Fields`] for whoever would be kept outside themselves.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn save_policies(
        &self,
        context: &OrganizationContext,
        before: Policies,
        wanted: Policies,
    ) -> Result<usize> {
        let mut tx = self.begin_in(context).await?;
        tx.require(TO_CHANGE).await?;
        let id = tx.organization_id();
        let now = tx.read().policies(id).await?.on;
        let after = now.merged(before, wanted);
        let changed: Vec<_> = after.differences(now).collect();
        for policy in &changed {
            tx.switch_policy(*policy, after.is_on(*policy)).await?;
        }
        tx.commit().await?;
        Ok(changed.len())
    }
}

/// Whether it adds somebody who needs a project to none.
fn is_without_project(key: &InvitationKey, active: &[ProjectId]) -> bool {
    let open = matches!(key.state, InvitationState::Draft | InvitationState::Sent);
    open && MemberState::of(&key.given, |id| active.contains(&id)) == MemberState::NoProject
}

impl OrganizationTx<'_> {
    async fn switch_policy(&mut self, policy: Policy, on: bool) -> Result<()> {
        let (id, me, now) = (self.organization_id(), self.me.account_id, self.services().now());
        if on {
            if policy == Policy::InvitationsNeedProject {
                self.refuse_if_identity_managed()?;
            }
            self.switch_policy_on(id, policy, now, me).await?;
            // Whoever does this is to be able to undo it.
            if self.read().is_kept_outside(id, me).await? {
                return Err(Refusal::field(policy.field(), domain::FieldProblem::KeepsMeOutside).into());
            }
        } else {
            self.switch_policy_off(id, policy).await?;
        }
        self.record(Subject::None, AuditEvent::PolicyChanged { policy, before: !on, after: on }).await?;
        if on && policy == Policy::MembersNeedProject {
            let message = self.kept_outside_mail(OutsideSince::Policy);
            self.announce_to(Audience::KeptOutside, "a policy", &message).await?;
        }
        Ok(())
    }
}
