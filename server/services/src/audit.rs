//! What an entry of the audit log tells (ST-4); `transaction` writes it.

use domain::{AccountId, EmailAddress, Grants, InvitationState, Role, audit};
use store::Invitation;

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
    let terms = |state, role| audit::InvitationTerms { state, role, grants: Grants::NONE, projects: Vec::new() };
    let before = before.map(|invitation| terms(invitation.state, invitation.role));
    audit::InvitationChange { before, after: terms(state, role) }
}
