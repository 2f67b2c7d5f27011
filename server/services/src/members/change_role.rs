//! Changing a member's role (IN-6, TR-6).

use domain::{AccountId, Refusal, Role, audit::AuditEvent};
use mail::{Message, OwnershipReceived, RoleChanged};
use store::{Member, Tx};

use super::actions::lacks_to_change_role;
use crate::{
    ClientInfo, Result, Services,
    accounts::OrganizationContext,
    audit::{AuditRecord, Subject},
    security_events::SecurityEvent,
};

impl Services {
    /// Changes the role; one's own too, downwards. At least one owner stays.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::LastOwner`].
    pub async fn change_role(
        &self,
        context: &OrganizationContext,
        member: AccountId,
        role: Role,
        client: &ClientInfo,
    ) -> Result<()> {
        let (mut tx, me) = self.begin_in(context).await?;
        let target = tx.member(context.organization.id, member).await?;
        let before = target.as_ref().map_or(Role::Member, |target| target.role);
        let lacks = lacks_to_change_role(me.authority(), before);
        if let Some(permission) = lacks.or_else(|| me.authority().lacks_to_assign(role)) {
            return self.forbid_within(&mut tx, context, permission).await;
        }
        let target = target.ok_or(Refusal::NotFound)?;
        if before == role {
            return Ok(());
        }
        if before == Role::Owner {
            self.keep_an_owner(&mut tx, context).await?;
        }
        self.set_role(&mut tx, context, &target, role, client).await?;
        tx.commit().await?;
        let (by, organization) = (me.account_id, context.organization.id);
        if let Some(event) = SecurityEvent::of_role(target.account_id, by, organization, before, role) {
            event.log(client);
        }
        Ok(())
    }

    /// Refuses when the one owner there is would go.
    pub(crate) async fn keep_an_owner(&self, tx: &mut Tx, context: &OrganizationContext) -> Result<()> {
        if tx.count_owners(context.organization.id).await? > 1 {
            return Ok(());
        }
        Err(Refusal::LastOwner { organizations: vec![context.organization.name.clone()] }.into())
    }

    pub(crate) async fn set_role(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        target: &Member,
        role: Role,
        client: &ClientInfo,
    ) -> Result<()> {
        let organization = &context.organization;
        tx.set_role(organization.id, target.account_id, role).await?;
        let record = AuditRecord {
            organization: organization.id,
            actor: Some(context.caller.account_id),
            subject: Subject::Account(target.account_id),
            event: AuditEvent::RoleChanged { before: target.role, after: role },
        };
        self.record(tx, record, client).await?;
        self.tell_of_role(tx, context, target, role).await?;
        tx.changed(store::Change::Account(target.account_id));
        Ok(())
    }

    /// Mails whose role changed, in the transaction that changes it (FIELD-52). One's own doing is mailed only where
    /// ownership goes with it: a thief in the account would do just that.
    async fn tell_of_role(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        target: &Member,
        role: Role,
    ) -> Result<()> {
        let own = target.account_id == context.caller.account_id;
        if own && target.role != Role::Owner {
            return Ok(());
        }
        let (organization, by, now) = (&context.organization, context.caller.name.clone(), self.now());
        let message = if role == Role::Owner {
            Message::OwnershipReceived(OwnershipReceived {
                organization: organization.name.clone(),
                slug: organization.slug.clone(),
                from: by,
                at: Some(now),
            })
        } else {
            Message::RoleChanged(RoleChanged {
                organization: organization.name.clone(),
                slug: organization.slug.clone(),
                by,
                before: target.role,
                after: role,
                at: now,
            })
        };
        self.write_notice(tx, &target.email, &message).await
    }
}
