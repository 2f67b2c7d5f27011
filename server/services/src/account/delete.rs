//! Deleting one's account (SI-9, PRV-4).

use std::collections::BTreeSet;

use domain::{EmailAddress, InvitationState, OrganizationId, Password, Refusal, Role, audit::AuditEvent};
use mail::{AccountDeleted, Message};
use tracing::instrument;

use crate::{
    Caller, Result, Services,
    audit::{departure, ended},
    security_events::SecurityEvent,
    transaction::Transaction,
};

impl Services {
    /// Deletes the account, which asks for the password. Every organization keeps an owner: those that the caller alone
    /// owns are handed over or deleted first.
    ///
    /// # Errors
    /// [`Refusal::BadCredentials`], [`Refusal::Throttled`]; [`Refusal::LastOwner`] with their names.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn delete_account(&self, caller: &Caller, password: Password) -> Result<()> {
        let id = caller.account_id;
        let checked = self.check_password_of(caller, password).await?;
        let (mut tx, account) = self.begin_with_password(caller, &checked.hash).await?;
        let addresses = tx.addresses_of(id, &account.email).await?;
        let mut touched: BTreeSet<_> = tx.organizations_of(id).await?.into_iter().collect();
        for address in &addresses {
            touched.extend(tx.organizations_naming(address).await?);
        }
        let mut owned = Vec::new();
        for organization_id in touched {
            // Deleted ones go by themselves, or come back without the account.
            let organization = tx.lock_organization(organization_id).await?;
            tx.forget_addresses(organization_id, &addresses).await?;
            let Some(member) = tx.read().member(organization_id, id).await? else { continue };
            if let Some(organization) = organization
                && member.role() == Role::Owner
                && tx.read().count_owners(organization_id).await? == 1
            {
                owned.push(organization.name);
                continue;
            }
            tx.log(SecurityEvent::of_role(id, id, organization_id, member.role(), None));
            let departure = departure(&mut tx.read(), organization_id, &member.authority).await?;
            tx.record_of_nobody(organization_id, &AuditEvent::AccountDeleted(departure)).await?;
        }
        if !owned.is_empty() {
            return Err(Refusal::LastOwner { organizations: owned }.into());
        }
        tx.purge_account(id, &addresses).await?;
        // After all else that named the address is gone. The mail is forgotten once it is handed over.
        let message = Message::AccountDeleted(AccountDeleted { at: self.now() });
        tx.send(&account.email, &message).await?;
        tx.changed(store::Change::Account(id));
        tx.log(SecurityEvent::AccountDeleted { account: id, email: &account.email });
        tx.commit().await
    }
}

impl Transaction<'_> {
    /// Tells the organization, which is locked, what it loses with these addresses: an open invitation, its billing contact.
    async fn forget_addresses(&mut self, organization: OrganizationId, addresses: &[EmailAddress]) -> Result<()> {
        for address in addresses {
            if let Some(invitation) = self.open_invitation(organization, address).await? {
                let event = AuditEvent::InvitationCancelled(ended(&invitation, InvitationState::Cancelled));
                self.record_of_nobody(organization, &event).await?;
            }
        }
        let contact = self.read().billing_contact(organization).await?;
        if let Some(contact) = contact.filter(|contact| addresses.contains(&contact.email)) {
            let event = AuditEvent::BillingContactChanged { before: Some(contact.masked()), after: None };
            self.record_of_nobody(organization, &event).await?;
        }
        Ok(())
    }
}
