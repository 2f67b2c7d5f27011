//! The audit log: an entry in the transaction of the change that it tells of (ST-4).

use domain::{AccountId, AuditEntryId, EmailAddress, InvitationState, OrganizationId, Role, audit};
use store::{Invitation, NewAuditEntry, Tx};

use crate::{ClientInfo, Result, Services};

/// An entry to be: who did what to whom.
pub(crate) struct AuditRecord<'a> {
    /// The organization whose log it is.
    pub organization: OrganizationId,
    /// Who did it; none for somebody who needed no account for it.
    pub actor: Option<AccountId>,
    /// To whom it was done.
    pub subject: Subject<'a>,
    pub event: audit::AuditEvent,
}

/// To whom something was done.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    /// To nobody but perhaps the actor.
    None,
    /// To somebody who has an account.
    Account(AccountId),
    /// To this address, whether or not it has an account.
    Address(&'a EmailAddress),
}

/// What became of an invitation; `before` is none for a new one.
pub(crate) fn invitation_change(
    before: Option<&Invitation>,
    state: InvitationState,
    role: Role,
) -> audit::InvitationChange {
    let before = before.map(|invitation| audit::InvitationTerms { state: invitation.state, role: invitation.role });
    audit::InvitationChange { before, after: audit::InvitationTerms { state, role } }
}

impl Services {
    /// Writes the entry, and tells open tabs that the organization changed.
    pub(crate) async fn record(&self, tx: &mut Tx, record: AuditRecord<'_>, client: &ClientInfo) -> Result<()> {
        let now = self.now();
        let (subject_id, subject) = match record.subject {
            Subject::None => (None, None),
            Subject::Account(id) => (Some(id), None),
            Subject::Address(address) => (None, Some(address)),
        };
        tx.insert_audit(&NewAuditEntry {
            id: AuditEntryId::new(now, self.rng.bytes()?),
            organization_id: record.organization,
            actor_id: record.actor,
            subject_id,
            subject,
            event: &record.event,
            client: &client.address,
            at: now,
        })
        .await?;
        tx.changed(store::Change::Organization(record.organization));
        Ok(())
    }
}
