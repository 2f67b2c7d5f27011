//! Leaving an organization, handing it over, deleting it, bringing it back (OR-7).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, OrganizationName, Permission, Role, Slug, limits};
use mail::{Message, OrganizationDeleted, OrganizationRestored};
use serde_json::{Value, json};

use crate::{
    Client, Result, ServiceError, Services,
    accounts::{Caller, Scope},
    audit::{Deed, role_detail},
    security_events::SecurityEvent,
};

/// Members whose tabs are told one by one that their organization is back; of more, all tabs look again.
const TOLD_ONE_BY_ONE: usize = 200;
/// How long somebody hears why an organization is not theirs any more.
const TOLD: TimeDelta = TimeDelta::days(1);

/// How somebody came to be out of an organization.
#[derive(Clone, Debug)]
pub struct Lost {
    /// What it is called.
    pub name: OrganizationName,
    /// Who removed them.
    pub by: Option<String>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// Whether the caller may bring it back.
    pub restorable: bool,
    /// When.
    pub at: DateTime<Utc>,
}

impl Services {
    /// Takes the caller out; the last owner hands over or deletes first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], [`ServiceError::LastOwner`].
    pub async fn leave_organization(&self, scope: &Scope, client: &Client) -> Result<()> {
        let (mut tx, me) = self.begin_in(scope).await?;
        if me.role == Role::Owner {
            self.keep_an_owner(&mut tx, scope).await?;
        }
        tx.delete_member(scope.organization.id, me.account_id).await?;
        self.record(&mut tx, own_deed(scope, "member-left", role_detail(me.role, true, false)), client).await?;
        tx.changed(store::Change::Account(me.account_id));
        tx.commit().await?;
        let (account, organization) = (me.account_id, scope.organization.id);
        if let Some(event) = SecurityEvent::of_role(account, account, organization, me.role, None) {
            event.log(client);
        }
        Ok(())
    }

    /// Makes a member an owner, and the caller an admin.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`].
    pub async fn transfer_organization(&self, scope: &Scope, heir: AccountId, client: &Client) -> Result<()> {
        let (mut tx, me) = self.begin_in(scope).await?;
        if !me.role.may(Permission::ManageOwners) {
            return self.forbid_within(&mut tx, scope, Permission::ManageOwners).await;
        }
        let heir = tx.member(scope.organization.id, heir).await?.ok_or(ServiceError::NotFound)?;
        if heir.account_id == me.account_id {
            return Ok(());
        }
        self.set_role(&mut tx, scope, &heir, Role::Owner, client).await?;
        self.set_role(&mut tx, scope, &me, Role::Admin, client).await?;
        tx.commit().await?;
        for (member, after) in [(&heir, Role::Owner), (&me, Role::Admin)] {
            if member.role != after {
                let (account, by, organization) = (member.account_id, me.account_id, scope.organization.id);
                if let Some(event) = SecurityEvent::of_role(account, by, organization, member.role, after) {
                    event.log(client);
                }
            }
        }
        self.written.notify_one();
        Ok(())
    }

    /// Deletes the organization; for 7 days it can be brought back.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`], [`ServiceError::NotFound`].
    pub async fn delete_organization(&self, scope: &Scope, client: &Client) -> Result<()> {
        let (mut tx, me) = self.begin_in(scope).await?;
        if !me.role.may(Permission::DeleteOrganization) {
            return self.forbid_within(&mut tx, scope, Permission::DeleteOrganization).await;
        }
        let now = self.now();
        tx.delete_organization(scope.organization.id, now).await?;
        let detail = json!({ "before": "open", "after": "deleted" });
        self.record(&mut tx, own_deed(scope, "organization-deleted", detail), client).await?;
        let message = Message::OrganizationDeleted(OrganizationDeleted {
            organization: scope.organization.name.clone(),
            by: scope.caller.name.clone(),
            at: now,
            until: now + limits::ORGANIZATION_UNDO,
        });
        self.announce(&mut tx, scope, &message).await?;
        tx.commit().await?;
        self.written.notify_one();
        SecurityEvent::OrganizationDeleted { by: me.account_id, organization: scope.organization.id }.log(client);
        Ok(())
    }

    /// Brings a deleted organization back, with everybody in it.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] unless the caller owns it, and it was deleted less than 7 days ago;
    /// [`ServiceError::OrganizationLimit`] when others took its place meanwhile.
    pub async fn restore_organization(&self, caller: &Caller, slug: &Slug, client: &Client) -> Result<()> {
        caller.confirmed()?;
        let membership = self.store.membership(slug, caller.account_id).await?;
        let owned = membership.filter(|found| found.role.may(Permission::DeleteOrganization));
        let membership = owned.ok_or(ServiceError::NotFound)?;
        let (mut tx, _) = self.begin_as(caller).await?;
        let limit = self.limits.organizations_per_account;
        if tx.count_created_with(caller.account_id, membership.organization.id).await? > i64::from(limit) {
            return Err(ServiceError::OrganizationLimit(limit));
        }
        let since = self.now() - limits::ORGANIZATION_UNDO;
        if !tx.restore_organization(membership.organization.id, since).await? {
            return Err(ServiceError::NotFound);
        }
        // Brought back, it is locked: what the caller was in it may have been changed just before it was deleted.
        let me = tx.member(membership.organization.id, caller.account_id).await?;
        if me.is_none_or(|me| !me.role.may(Permission::DeleteOrganization)) {
            return Err(ServiceError::NotFound);
        }
        let scope = Scope { caller: caller.clone(), organization: membership.organization, role: membership.role };
        let detail = json!({ "before": "deleted", "after": "open" });
        self.record(&mut tx, own_deed(&scope, "organization-restored", detail), client).await?;
        let message = Message::OrganizationRestored(OrganizationRestored {
            organization: scope.organization.name.clone(),
            slug: scope.organization.slug.clone(),
            by: scope.caller.name.clone(),
            at: self.now(),
        });
        self.announce(&mut tx, &scope, &message).await?;
        // Tabs that were opened meanwhile do not know it as theirs.
        let members = tx.accounts_of(scope.organization.id).await?;
        if members.len() > TOLD_ONE_BY_ONE {
            tx.changed(store::Change::Unknown);
        } else {
            for member in members {
                tx.changed(store::Change::Account(member));
            }
        }
        tx.commit().await?;
        self.written.notify_one();
        SecurityEvent::OrganizationRestored { by: caller.account_id, organization: scope.organization.id }.log(client);
        Ok(())
    }

    /// Why an organization is not the caller's any more: that they were removed in the last day, or that it is deleted.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] for those who were not in it.
    pub async fn lost_organization(&self, caller: &Caller, slug: &Slug) -> Result<Lost> {
        let membership = self.store.membership(slug, caller.account_id).await?;
        if let Some((at, membership)) = membership.and_then(|found| Some((found.deleted_at?, found))) {
            let owned = membership.role.may(Permission::DeleteOrganization);
            let restorable = owned && at > self.now() - limits::ORGANIZATION_UNDO;
            return Ok(Lost { name: membership.organization.name, by: None, deleted: true, restorable, at });
        }
        let removal = self.store.removal(slug, caller.account_id, self.now() - TOLD).await?;
        let removal = removal.ok_or(ServiceError::NotFound)?;
        Ok(Lost { name: removal.name, by: removal.actor_name, deleted: false, restorable: false, at: removal.at })
    }
}

/// What the caller does, to nobody but perhaps themselves.
fn own_deed<'a>(scope: &Scope, action: &'a str, detail: Value) -> Deed<'a> {
    Deed {
        organization: scope.organization.id,
        actor: Some(scope.caller.account_id),
        subject: None,
        address: None,
        action,
        detail,
    }
}
