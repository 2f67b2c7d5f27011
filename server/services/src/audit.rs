//! What an entry of the audit log tells (ST-4); `transaction` writes it.

use domain::{AccountId, Authority, EmailAddress, InvitationState, OrganizationId, Permission, audit};
use store::{Invitation, InvitedProject, Reader};

use crate::Result;

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

/// The projects that somebody with this authority belongs to, by the names that they have by now.
pub(crate) async fn places(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    authority: &Authority,
) -> Result<Vec<audit::ProjectPlace>> {
    let mut places = Vec::new();
    for (id, role) in authority.projects().iter() {
        let project = reader.project(organization, id).await?.ok_or(domain::Refusal::NotFound)?;
        places.push(audit::ProjectPlace { project: id, name: project.name, role });
    }
    Ok(places)
}

/// What somebody with this authority loses who is no member from then on. Who reaches every project loses no place in one.
pub(crate) async fn departure(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    authority: &Authority,
) -> Result<audit::Departure> {
    let projects = counting_places(reader, organization, authority).await?;
    Ok(audit::Departure { before: authority.role(), grants: authority.grants(), projects })
}

/// What somebody with this authority has again who was removed.
pub(crate) async fn comeback(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    authority: &Authority,
) -> Result<audit::Return> {
    let projects = counting_places(reader, organization, authority).await?;
    Ok(audit::Return { after: authority.role(), grants: authority.grants(), projects })
}

async fn counting_places(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    authority: &Authority,
) -> Result<Vec<audit::ProjectPlace>> {
    if authority.may(Permission::ReachEveryProject) {
        return Ok(Vec::new());
    }
    places(reader, organization, authority).await
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
