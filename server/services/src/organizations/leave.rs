//! Leaving an organization, handing it over, deleting it, bringing it back (OR-7).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AccountId, OrganizationId, OrganizationName, Permission, Refusal, Role, Slug,
    audit::{AuditEvent, StateChange},
    limits,
};
use mail::{Message, OrganizationDeleted, OrganizationRestored};
use store::{Contents, Removal};
use tracing::instrument;

use crate::{
    Caller, OrganizationContext, Result, Services,
    audit::{Subject, departure},
    security_events::SecurityEvent,
    transaction::OrganizationTx,
};

/// Members whose tabs are told one by one that their organization is back; of more, all tabs look again.
const TOLD_ONE_BY_ONE: usize = 200;
/// What it takes to hand an organization over.
pub(crate) const TO_TRANSFER: Permission = Permission::ManageOwners;
/// What it takes to delete an organization, and to bring it back.
pub(crate) const TO_DELETE: Permission = Permission::DeleteOrganization;
/// How long somebody hears why an organization is not theirs any more.
const REMOVAL_NOTICE_FOR: TimeDelta = TimeDelta::days(1);

/// What became of an address that leads into none of the caller's organizations.
#[derive(Clone, Debug)]
pub enum Whereabouts {
    /// The organization is the caller's, and has another slug by now.
    Moved(Slug),
    Lost(LostAccess),
}

/// How somebody came to be out of an organization.
#[derive(Clone, Debug)]
pub struct LostAccess {
    pub name: OrganizationName,
    /// The name of whoever removed them or deleted it, where it is known.
    pub by: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// For those who may bring it back.
    pub deletion: Option<Deletion>,
    pub at: DateTime<Utc>,
}

/// A deleted organization that can be brought back.
#[derive(Clone, Debug)]
pub struct Deletion {
    pub organization: OrganizationId,
    pub contents: Contents,
    /// The names of others who may bring it back.
    pub owners: Vec<String>,
    /// When it is gone for good.
    pub until: DateTime<Utc>,
}

impl Services {
    /// Takes the caller out; the last owner hands over or deletes first.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::LastOwner`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn leave_organization(&self, context: &OrganizationContext) -> Result<()> {
        let mut tx = self.begin_in_from_outside(context).await?;
        let (id, account, before) = (tx.organization_id(), tx.me.account_id, tx.me.role());
        if before == Role::Owner {
            tx.keep_an_owner().await?;
        }
        let authority = tx.me.authority.clone();
        let departure = departure(&mut tx.read(), id, &authority).await?;
        tx.delete_member(id, account).await?;
        tx.record(Subject::None, AuditEvent::MemberLeft(departure)).await?;
        tx.changed(store::Change::Account(account));
        tx.log(SecurityEvent::of_role(account, account, id, before, None));
        tx.commit().await
    }

    /// Makes a member an owner, and the caller an admin.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::IdentityManaged`], [`Refusal::NotFound`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn transfer_organization(&self, context: &OrganizationContext, new_owner: AccountId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(TO_TRANSFER).await?;
        tx.refuse_if_identity_managed()?;
        let new_owner = tx.read().member(context.organization.id, new_owner).await?.ok_or(Refusal::NotFound)?;
        if new_owner.account_id == tx.me.account_id {
            return Ok(());
        }
        let me = tx.me.clone();
        tx.give_role(&new_owner, Role::Owner).await?;
        tx.give_role(&me, Role::Admin).await?;
        tx.commit().await
    }

    /// Deletes the organization, whose name must be `typed`; for 7 days it can be brought back.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`]; [`Refusal::Fields`] for another name.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn delete_organization(&self, context: &OrganizationContext, typed: &str) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(TO_DELETE).await?;
        if !domain::same_text(typed, context.organization.name.as_str()) {
            return Err(Refusal::field("name", domain::FieldProblem::OtherName).into());
        }
        let (id, now) = (tx.organization_id(), self.now());
        tx.delete_organization(id, now).await?;
        tx.record(Subject::None, AuditEvent::OrganizationDeleted(StateChange::DELETION)).await?;
        let message = Message::OrganizationDeleted(OrganizationDeleted {
            organization: context.organization.name.clone(),
            by: context.caller.name.clone(),
            at: now,
            until: now + limits::ORGANIZATION_UNDO,
        });
        tx.announce("deletion", &message).await?;
        tx.log(SecurityEvent::OrganizationDeleted { by: context.caller.account_id, organization: id });
        tx.commit().await
    }

    /// Brings a deleted organization back, with everybody in it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] unless the caller owns it, and it was deleted less than 7 days ago.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn restore_organization(&self, caller: &Caller, slug: &Slug) -> Result<()> {
        let membership = self.store.membership(slug, caller.account_id).await?;
        let owned = membership.filter(|found| found.authority.may(TO_DELETE));
        let membership = owned.ok_or(Refusal::NotFound)?;
        let id = membership.organization.id;
        let (mut tx, _) = self.begin_as(caller).await?;
        let since = self.now() - limits::ORGANIZATION_UNDO;
        if !tx.restore_organization(id, since).await? {
            return Err(Refusal::NotFound.into());
        }
        // Brought back, it is locked: what the caller was in it may have been changed just before it was deleted.
        let me = tx.read().member(id, caller.account_id).await?.filter(|me| me.authority.may(TO_DELETE));
        let me = me.ok_or(Refusal::NotFound)?;
        let authority = me.authority.clone();
        let (organization, availability) = (membership.organization, membership.availability);
        let context =
            OrganizationContext { caller: caller.clone(), organization, authority, availability, open_since: None };
        let mut tx = OrganizationTx::new(tx, &context, me);
        tx.record(Subject::None, AuditEvent::OrganizationRestored(StateChange::RESTORATION)).await?;
        let message = Message::OrganizationRestored(OrganizationRestored {
            organization: context.organization.name.clone(),
            slug: context.organization.slug.clone(),
            by: context.caller.name.clone(),
            at: self.now(),
        });
        tx.announce("restoration", &message).await?;
        // Tabs that were opened meanwhile do not know it as theirs.
        let members = tx.accounts_of(id).await?;
        if members.len() > TOLD_ONE_BY_ONE {
            tx.changed(store::Change::Unknown);
        } else {
            for member in members {
                tx.changed(store::Change::Account(member));
            }
        }
        tx.log(SecurityEvent::OrganizationRestored { by: caller.account_id, organization: id });
        tx.commit().await
    }

    /// Why an address leads into none of the caller's organizations: one of them has another by now, they were removed in the
    /// last day, or it is deleted.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for those who were not in it, and once it can be brought back no more.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn lost_organization(&self, caller: &Caller, slug: &Slug) -> Result<Whereabouts> {
        let membership = self.store.membership(slug, caller.account_id).await?;
        if let Some(membership) = &membership
            && membership.deleted_at.is_none()
            && membership.organization.slug != *slug
        {
            return Ok(Whereabouts::Moved(membership.organization.slug.clone()));
        }
        if let Some((at, membership)) = membership.and_then(|found| Some((found.deleted_at?, found))) {
            let id = membership.organization.id;
            let until = at + limits::ORGANIZATION_UNDO;
            // What can be brought back no more is as if it had never been, also before housekeeping comes by.
            if until <= self.now() {
                return Err(Refusal::NotFound.into());
            }
            let restorable = membership.authority.may(TO_DELETE);
            let deletion = if restorable {
                let contents = self.store.read().contents(id, at).await?;
                let owners = self.store.read().other_owners(id, caller.account_id).await?;
                Some(Deletion { organization: id, contents, owners, until })
            } else {
                None
            };
            let name = membership.organization.name;
            return Ok(Whereabouts::Lost(LostAccess { name, by: None, deleted: true, deletion, at }));
        }
        let removal = self.store.removal(slug, caller.account_id, self.now() - REMOVAL_NOTICE_FOR).await?;
        let Removal { name, actor_name: by, at, .. } = removal.ok_or(Refusal::NotFound)?;
        Ok(Whereabouts::Lost(LostAccess { name, by, deleted: false, deletion: None, at }))
    }
}
