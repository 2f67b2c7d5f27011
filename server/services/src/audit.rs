//! The audit log: an entry in the transaction of the change that it tells of (ST-4).

use domain::{AccountId, AuditEntryId, EmailAddress, InvitationState, OrganizationId, Role};
use serde_json::{Value, json};
use store::{Invitation, NewAuditEntry, Tx};

use crate::{Client, Result, Services};

/// Who did what to whom.
pub(crate) struct Deed<'a> {
    /// Where.
    pub organization: OrganizationId,
    /// Who; none for somebody who needed no account for it.
    pub actor: Option<AccountId>,
    /// To whom, if they have an account.
    pub subject: Option<AccountId>,
    /// The address of somebody who has none, or need not have one.
    pub address: Option<&'a EmailAddress>,
    /// A word for it.
    pub action: &'a str,
    /// What it was before and after; never a person's name or address.
    pub detail: Value,
}

/// A role that somebody has from now on, or had until now: nothing stood before, or stands after.
pub(crate) fn role_detail(role: Role, before: bool, after: bool) -> Value {
    json!({ "role": role, "before": before.then_some(role), "after": after.then_some(role) })
}

/// What became of an invitation; `before` is none for a new one.
pub(crate) fn invitation_detail(before: Option<&Invitation>, state: InvitationState, role: Role) -> Value {
    let before = before.map(|invitation| json!({ "state": invitation.state, "role": invitation.role }));
    json!({ "role": role, "before": before, "after": { "state": state, "role": role } })
}

impl Services {
    /// Writes the deed down, and tells open tabs that the organization changed.
    pub(crate) async fn record(&self, tx: &mut Tx, deed: Deed<'_>, client: &Client) -> Result<()> {
        let now = self.now();
        tx.insert_audit(&NewAuditEntry {
            id: AuditEntryId::new(now, self.rng.bytes()?),
            organization_id: deed.organization,
            actor_id: deed.actor,
            subject_id: deed.subject,
            subject: deed.address,
            action: deed.action,
            detail: &deed.detail.to_string(),
            client: &client.address,
            at: now,
        })
        .await?;
        tx.changed(store::Change::Organization(deed.organization));
        Ok(())
    }
}
