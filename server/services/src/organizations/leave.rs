//! Leaving an organization, handing it over, deleting it, bringing it back (OR-7).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, OrganizationName, Permission, Refusal, Role, Slug, audit::AuditEvent, limits};
use mail::{Message, OrganizationDeleted, OrganizationRestored};

use crate::{
    ClientInfo, Result, Services,
    accounts::{Caller, OrganizationContext},
    audit::{AuditRecord, Subject},
    security_events::SecurityEvent,
};

/// Members whose tabs are told one by one that their organization is back; of more, all tabs look again.
const TOLD_ONE_BY_ONE: usize = 200;
/// What it takes to hand an organization over.
pub(crate) const TO_TRANSFER: Permission = Permission::ManageOwners;
/// What it takes to delete an organization, and to bring it back.
pub(crate) const TO_DELETE: Permission = Permission::DeleteOrganization;
/// How long somebody hears why an organization is not theirs any more.
const REMOVAL_NOTICE_FOR: TimeDelta = TimeDelta::days(1);

/// How somebody came to be out of an organization.
#[derive(Clone, Debug)]
pub struct LostAccess {
    pub name: OrganizationName,
    /// Who removed them.
    pub by: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Whether the caller may bring it back.
    pub restorable: bool,
    pub at: DateTime<Utc>,
}

impl Services {
    /// Takes the caller out; the last owner hands over or deletes first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::LastOwner`].
    pub async fn leave_organization(&self, context: &OrganizationContext, client: &ClientInfo) -> Result<()> {
        let (mut tx, me) = self.begin_in(context).await?;
        if me.role == Role::Owner {
            self.keep_an_owner(&mut tx, context).await?;
        }
        tx.delete_member(context.organization.id, me.account_id).await?;
        self.record(&mut tx, own_record(context, AuditEvent::MemberLeft { before: me.role }), client).await?;
        tx.changed(store::Change::Account(me.account_id));
        tx.commit().await?;
        let (account, organization) = (me.account_id, context.organization.id);
        if let Some(event) = SecurityEvent::of_role(account, account, organization, me.role, None) {
            event.log(client);
        }
        Ok(())
    }

    /// Makes a member an owner, and the caller an admin.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`].
    pub async fn transfer_organization(
        &self,
        context: &OrganizationContext,
        new_owner: AccountId,
        client: &ClientInfo,
    ) -> Result<()> {
        let (mut tx, me) = self.begin_in(context).await?;
        if !me.authority().may(TO_TRANSFER) {
            return self.forbid_within(&mut tx, context, TO_TRANSFER).await;
        }
        let new_owner = tx.member(context.organization.id, new_owner).await?.ok_or(Refusal::NotFound)?;
        if new_owner.account_id == me.account_id {
            return Ok(());
        }
        self.set_role(&mut tx, context, &new_owner, Role::Owner, client).await?;
        self.set_role(&mut tx, context, &me, Role::Admin, client).await?;
        tx.commit().await?;
        for (member, after) in [(&new_owner, Role::Owner), (&me, Role::Admin)] {
            if member.role != after {
                let (account, by, organization) = (member.account_id, me.account_id, context.organization.id);
                if let Some(event) = SecurityEvent::of_role(account, by, organization, member.role, after) {
                    event.log(client);
                }
            }
        }
        Ok(())
    }

    /// Deletes the organization; for 7 days it can be brought back.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`].
    pub async fn delete_organization(&self, context: &OrganizationContext, client: &ClientInfo) -> Result<()> {
        let (mut tx, me) = self.begin_in(context).await?;
        if !me.authority().may(TO_DELETE) {
            return self.forbid_within(&mut tx, context, TO_DELETE).await;
        }
        let now = self.now();
        tx.delete_organization(context.organization.id, now).await?;
        self.record(&mut tx, own_record(context, AuditEvent::OrganizationDeleted {}), client).await?;
        let message = Message::OrganizationDeleted(OrganizationDeleted {
            organization: context.organization.name.clone(),
            by: context.caller.name.clone(),
            at: now,
            until: now + limits::ORGANIZATION_UNDO,
        });
        self.announce(&mut tx, context, &message).await?;
        tx.commit().await?;
        SecurityEvent::OrganizationDeleted { by: me.account_id, organization: context.organization.id }.log(client);
        Ok(())
    }

    /// Brings a deleted organization back, with everybody in it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] unless the caller owns it, and it was deleted less than 7 days ago;
    /// [`Refusal::OrganizationLimit`] when others took its place meanwhile.
    pub async fn restore_organization(&self, caller: &Caller, slug: &Slug, client: &ClientInfo) -> Result<()> {
        caller.require_verified()?;
        let membership = self.store.membership(slug, caller.account_id).await?;
        let owned = membership.filter(|found| found.authority().may(TO_DELETE));
        let membership = owned.ok_or(Refusal::NotFound)?;
        let (mut tx, _) = self.begin_as(caller).await?;
        let limit = self.limits.organizations_per_account;
        if tx.count_created_with(caller.account_id, membership.organization.id).await? > i64::from(limit) {
            return Err(Refusal::OrganizationLimit { limit }.into());
        }
        let since = self.now() - limits::ORGANIZATION_UNDO;
        if !tx.restore_organization(membership.organization.id, since).await? {
            return Err(Refusal::NotFound.into());
        }
        // Brought back, it is locked: what the caller was in it may have been changed just before it was deleted.
        let me = tx.member(membership.organization.id, caller.account_id).await?;
        if me.is_none_or(|me| !me.authority().may(TO_DELETE)) {
            return Err(Refusal::NotFound.into());
        }
        let authority = membership.authority();
        let context = OrganizationContext { caller: caller.clone(), organization: membership.organization, authority };
        self.record(&mut tx, own_record(&context, AuditEvent::OrganizationRestored {}), client).await?;
        let message = Message::OrganizationRestored(OrganizationRestored {
            organization: context.organization.name.clone(),
            slug: context.organization.slug.clone(),
            by: context.caller.name.clone(),
            at: self.now(),
        });
        self.announce(&mut tx, &context, &message).await?;
        // Tabs that were opened meanwhile do not know it as theirs.
        let members = tx.accounts_of(context.organization.id).await?;
        if members.len() > TOLD_ONE_BY_ONE {
            tx.changed(store::Change::Unknown);
        } else {
            for member in members {
                tx.changed(store::Change::Account(member));
            }
        }
        tx.commit().await?;
        SecurityEvent::OrganizationRestored { by: caller.account_id, organization: context.organization.id }
            .log(client);
        Ok(())
    }

    /// Why an organization is not the caller's any more: that they were removed in the last day, or that it is deleted.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for those who were not in it.
    pub async fn lost_organization(&self, caller: &Caller, slug: &Slug) -> Result<LostAccess> {
        let membership = self.store.membership(slug, caller.account_id).await?;
        if let Some((at, membership)) = membership.and_then(|found| Some((found.deleted_at?, found))) {
            let owned = membership.authority().may(TO_DELETE);
            let restorable = owned && at > self.now() - limits::ORGANIZATION_UNDO;
            return Ok(LostAccess { name: membership.organization.name, by: None, deleted: true, restorable, at });
        }
        let removal = self.store.removal(slug, caller.account_id, self.now() - REMOVAL_NOTICE_FOR).await?;
        let removal = removal.ok_or(Refusal::NotFound)?;
        Ok(LostAccess { name: removal.name, by: removal.actor_name, deleted: false, restorable: false, at: removal.at })
    }
}

/// What the caller does, to nobody but perhaps themselves.
fn own_record(context: &OrganizationContext, event: AuditEvent) -> AuditRecord<'static> {
    AuditRecord {
        organization: context.organization.id,
        actor: Some(context.caller.account_id),
        subject: Subject::None,
        event,
    }
}
