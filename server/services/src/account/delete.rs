//! Deleting one's account (SI-9, PRV-4).

use domain::{Password, Refusal, Role, audit::AuditEvent};
use mail::{AccountDeleted, Message};
use tracing::instrument;

use crate::{Caller, Result, Services, audit::departure, security_events::SecurityEvent};

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
        let mut owned = Vec::new();
        for organization_id in tx.organizations_of(id).await? {
            // Deleted ones go by themselves.
            let Some(organization) = tx.lock_organization(organization_id).await? else { continue };
            let Some(member) = tx.read().member(organization_id, id).await? else { continue };
            if member.role() == Role::Owner && tx.read().count_owners(organization_id).await? == 1 {
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
        tx.recount_inviting(&account.email).await?;
        tx.purge_account(id, &account.email).await?;
        // After all else that named the address is gone. The mail is forgotten once it is handed over.
        let message = Message::AccountDeleted(AccountDeleted { at: self.now() });
        tx.send(&account.email, &message).await?;
        tx.changed(store::Change::Account(id));
        tx.log(SecurityEvent::AccountDeleted { account: id, email: &account.email });
        tx.commit().await
    }
}
