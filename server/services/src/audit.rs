//! What an entry of the audit log tells (ST-4); `transaction` writes it.

use domain::{AccountId, EmailAddress, InvitationState, audit};
use store::{Invitation, InvitedProject};

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

/// What an invitation is by now.
pub(crate) fn invitation_terms(invitation: &Invitation) -> audit::InvitationTerms {
    let place = |project: &InvitedProject| audit::ProjectPlace {
        project: project.id,
        name: project.name.clone(),
        role: project.role,
    };
    audit::InvitationTerms {
        state: invitation.state,
        role: invitation.role,
        grants: invitation.grants,
        projects: invitation.projects().iter().map(place).collect(),
    }
}

/// That an invitation ended in this state, giving what it gave.
pub(crate) fn ended(invitation: &Invitation, state: InvitationState) -> audit::InvitationChange {
    let before = invitation_terms(invitation);
    audit::InvitationChange { after: audit::InvitationTerms { state, ..before.clone() }, before: Some(before) }
}
