//! Changing a member's role (IN-6, TR-6).

use domain::{AccountId, Authority, Grants, ProjectRoles, Refusal, Role, audit::AuditEvent};
use mail::{GrantsChanged, Message, OwnershipReceived, RoleChanged};
use store::Member;
use tracing::instrument;

use super::actions::lacks_to_change_role;
use crate::{
    OrganizationContext, Result, Services, audit::Subject, security_events::SecurityEvent, transaction::OrganizationTx,
};

/// The mails that share one budget: of one's role, ownership among them, and of one's grants.
const ROLE_OR_GRANTS: &str = "role or grants";

impl Services {
    /// Changes the role; one's own too, downwards. At least one owner stays. Answers the role that it was.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::IdentityManaged`], [`Refusal::LastOwner`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn change_role(&self, context: &OrganizationContext, member: AccountId, role: Role) -> Result<Role> {
        let mut tx = self.begin_in(context).await?;
        let target = tx.read().member(context.organization.id, member).await?;
        let before = target.as_ref().map_or(Role::Member, Member::role);
        let lacking = lacks_to_change_role(tx.authority(), before).or_else(|| tx.authority().lacks_to_assign(role));
        tx.require_nothing(lacking).await?;
        let target = target.ok_or(Refusal::NotFound)?;
        tx.refuse_if_identity_managed()?;
        if before == role {
            return Ok(before);
        }
        if before == Role::Owner {
            tx.keep_an_owner().await?;
        }
        tx.give_role(&target, role).await?;
        tx.commit().await?;
        Ok(before)
    }
}

impl OrganizationTx<'_> {
    /// Refuses when the one owner there is would go.
    pub(crate) async fn keep_an_owner(&mut self) -> Result<()> {
        let organization = &self.context.organization;
        if self.read().count_owners(organization.id).await? > 1 {
            return Ok(());
        }
        Err(Refusal::LastOwner { organizations: vec![organization.name.clone()] }.into())
    }

    /// Gives a member another role, and tells them. What was granted beside the old one goes with it (TR-2); projects stay.
    pub(crate) async fn give_role(&mut self, target: &Member, role: Role) -> Result<()> {
        self.give(target, role, target.authority.grants()).await
    }

    /// Gives a member this role and these grants, of which only those count that the role takes, and tells them. What is
    /// theirs already is not recorded; of a new role alone they are told, which says what it gives.
    pub(crate) async fn give(&mut self, target: &Member, role: Role, grants: Grants) -> Result<()> {
        let (id, account, by) = (self.organization_id(), target.account_id, self.me.account_id);
        let before = target.authority.grants();
        let after = Authority::new(role, grants, ProjectRoles::default()).grants();
        self.set_role(id, account, role, after).await?;
        if before != after {
            self.record(Subject::Account(account), AuditEvent::GrantsChanged { before, after }).await?;
            self.log(SecurityEvent::GrantsChanged { account, by, organization: id, grants: (before, after) });
        }
        if target.role() != role {
            let event = AuditEvent::RoleChanged { before: target.role(), after: role, grants: before };
            self.record(Subject::Account(account), event).await?;
            self.tell_of_role(target, role).await?;
            self.log(SecurityEvent::of_role(account, by, id, target.role(), role));
        } else if before != after {
            self.tell_of_grants(target, after).await?;
        }
        self.changed(store::Change::Account(account));
        Ok(())
    }

    /// Mails whose grants changed. One's own doing is not mailed: nobody gives themselves what they do not hold.
    async fn tell_of_grants(&mut self, target: &Member, after: Grants) -> Result<()> {
        if target.account_id == self.me.account_id || !self.may_tell(target.account_id, ROLE_OR_GRANTS) {
            return Ok(());
        }
        let organization = &self.context.organization;
        let message = Message::GrantsChanged(GrantsChanged {
            organization: organization.name.clone(),
            slug: organization.slug.clone(),
            by: self.context.caller.name.clone(),
            before: target.authority.grants(),
            after,
            at: self.services().now(),
        });
        self.send(&target.email, &message).await
    }

    /// Mails whose role changed (FIELD-52). One's own doing is mailed only where ownership goes with it: a thief in the
    /// account would do just that.
    async fn tell_of_role(&mut self, target: &Member, role: Role) -> Result<()> {
        if target.account_id == self.me.account_id && target.role() != Role::Owner {
            return Ok(());
        }
        if !self.may_tell(target.account_id, ROLE_OR_GRANTS) {
            return Ok(());
        }
        let account = target.account_id;
        let (organization, by) = (&self.context.organization, self.context.caller.name.clone());
        let now = self.services().now();
        let message = if role == Role::Owner {
            Message::OwnershipReceived(OwnershipReceived {
                organization: organization.name.clone(),
                slug: organization.slug.clone(),
                from: by,
                at: Some(now),
            })
        } else {
            // Only a plain member ever is.
            let kept_outside = role == Role::Member && self.read().is_kept_outside(organization.id, account).await?;
            Message::RoleChanged(RoleChanged {
                organization: organization.name.clone(),
                slug: organization.slug.clone(),
                by,
                before: target.role(),
                after: role,
                at: now,
                kept_outside,
            })
        };
        self.send(&target.email, &message).await
    }
}
