//! Undoing the revoking of access: who was removed is back as they were, for 10 minutes (TR-7).

use domain::{AccountId, Authority, Permission, Refusal, audit::AuditEvent, limits};
use mail::{Message, RestoredToOrganization};
use store::RemovedMember;
use tracing::instrument;

use super::revoke::accounts;
use crate::{
    OrganizationContext, Result, Services,
    audit::{Subject, comeback},
    security_events::SecurityEvent,
    transaction::OrganizationTx,
};

/// What `authority` lacks to bring back somebody who was removed. Whoever removed them puts back what was there; for anybody
/// else it is giving all of it away.
pub(super) fn lacks_to_restore(authority: &Authority, me: AccountId, removed: &RemovedMember) -> Option<Permission> {
    let given = &removed.member.authority;
    authority
        .lacks_to_manage(given.role())
        .or_else(|| authority.lacks_to_give(given).filter(|_| removed.removed_by != Some(me)))
}

impl Services {
    /// Brings back members whose access was revoked in the last 10 minutes, all or none; who is in again is passed over. Where an
    /// identity provider says what people are too: they are as they were before, which edits nothing of it (ST-5).
    /// `people`: ids of their accounts, separated by commas. Answers how many of them are in.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when one of them is not the caller's to bring back; [`Refusal::UndoOver`] when it is too late for
    /// one; [`Refusal::SeatsTaken`] when there is no seat for all; [`Refusal::AccountGone`] when nothing is known of one of them and
    /// somebody who was removed meanwhile has no account any more; [`Refusal::NotFound`] when one was never here, and when nobody was
    /// removed or is in again.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn restore_members(&self, context: &OrganizationContext, people: &str) -> Result<usize> {
        let people: Vec<AccountId> = accounts(people)?.collect();
        self.require(context, Permission::ManageMembers).await?;
        // Nobody is held up for having been named alone.
        let since = self.now() - limits::REMOVAL_UNDO;
        let removed = self.store.read().recently_removed(context.organization.id, since).await?.into_iter();
        let removed: Vec<_> =
            removed.map(|removed| removed.member.account_id).filter(|id| people.contains(id)).collect();
        let mut tx = self.begin_in_with(context, &removed).await?;
        tx.require(Permission::ManageMembers).await?;
        let (organization, me) = (tx.organization_id(), tx.me.account_id);
        let (mut removed, mut back) = (Vec::new(), 0);
        for account in people {
            if tx.read().member(organization, account).await?.is_some() {
                back += 1;
            } else if let Some(found) = tx.read().removed_member(organization, account).await? {
                removed.push(found);
            } else if tx.read().was_in(organization, account).await? {
                // What they were is forgotten after a while.
                return Err(Refusal::UndoOver.into());
            } else if tx.read().removed_and_gone(organization, since).await? {
                // What the log knew about an account goes with it (PRV-4): it tells that it is of somebody who is gone.
                return Err(Refusal::AccountGone.into());
            } else {
                // Whether there is such an account elsewhere is nothing that is told here (OR-6).
                return Err(Refusal::NotFound.into());
            }
        }
        // Sent twice, it is done.
        if removed.is_empty() && back == 0 {
            return Err(Refusal::NotFound.into());
        }
        let lacking = removed.iter().find_map(|removed| lacks_to_restore(tx.authority(), me, removed));
        tx.require_nothing(lacking).await?;
        if removed.iter().any(|removed| removed.removed_at <= since) {
            return Err(Refusal::UndoOver.into());
        }
        // Who was invited anew meanwhile takes one seat, not two.
        for removed in &removed {
            tx.cancel_invitation_of_member(organization, &removed.member.email, me).await?;
        }
        tx.require_seats_to_restore(removed.len()).await?;
        for removed in &removed {
            tx.bring_back(removed).await?;
        }
        tx.commit().await?;
        Ok(removed.len() + back)
    }
}

impl OrganizationTx<'_> {
    async fn bring_back(&mut self, removed: &RemovedMember) -> Result<()> {
        let (id, account, by) = (self.organization_id(), removed.member.account_id, self.me.account_id);
        let role = removed.member.role();
        self.restore_member(id, account).await?;
        let comeback = comeback(&mut self.read(), id, &removed.member.authority).await?;
        self.record(Subject::Account(account), AuditEvent::MemberRestored(comeback)).await?;
        if self.may_tell(account, "return") {
            let message = Message::RestoredToOrganization(RestoredToOrganization {
                organization: self.context.organization.name.clone(),
                slug: self.context.organization.slug.clone(),
                by: self.context.caller.name.clone(),
            });
            self.send(&removed.member.email, &message).await?;
        }
        self.changed(store::Change::Account(account));
        self.log(SecurityEvent::of_role(account, by, id, None, role));
        Ok(())
    }
}
