//! What is done with many members at once: all of it or nothing, and whoever is in the way is named with the reason (TR-6, PR-2).

mod projects;
mod recent;
mod roles;

use std::collections::{HashMap, HashSet};

use domain::{AccountId, InvitationState, MemberProblem, OrganizationId, Refusal, RefusedMember, limits};
use store::{Member, Reader};

pub(super) use projects::addable;
pub use projects::{ProjectReview, ReviewedPlace};
pub use recent::RecentChange;
pub use roles::{ReviewedRole, RoleReview};

use crate::Result;

/// What is looked through for what is to be undone with somebody.
const CANDIDATES: i64 = 20;

/// Somebody who was chosen: a member, or why they are none.
struct Selected {
    id: AccountId,
    name: Option<String>,
    found: std::result::Result<Member, MemberProblem>,
}

/// Whom the ids stand for. That somebody is invited is told to those who see invitations.
///
/// # Errors
/// [`Refusal::TooManyPeople`]; [`Refusal::NotFound`] when nobody was chosen.
async fn selected(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    people: &[AccountId],
    sees_invitations: bool,
) -> Result<Vec<Selected>> {
    if people.len() > limits::REVOKED_AT_ONCE {
        return Err(Refusal::TooManyPeople { limit: limits::REVOKED_AT_ONCE }.into());
    }
    if people.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let members = reader.members_among(organization, people).await?.into_iter();
    let members: HashMap<_, _> = members.map(|member| (member.account_id, member)).collect();
    let mut known = HashSet::new();
    let mut selected = Vec::with_capacity(people.len());
    for &id in people {
        let member = members.get(&id);
        let (name, found) = match member {
            _ if !known.insert(id) => (member.map(|member| member.name.to_string()), Err(MemberProblem::Twice)),
            Some(member) => (Some(member.name.to_string()), Ok(member.clone())),
            None if sees_invitations => match invited(reader, organization, id).await? {
                Some(address) => (Some(address), Err(MemberProblem::Invited)),
                None => (None, Err(MemberProblem::NotAMember)),
            },
            None => (None, Err(MemberProblem::NotAMember)),
        };
        selected.push(Selected { id, name, found });
    }
    Ok(selected)
}

/// The address of an open invitation that was chosen in the place of a member.
async fn invited(reader: &mut Reader<'_>, organization: OrganizationId, id: AccountId) -> Result<Option<String>> {
    let invitation = reader.invitation(id.as_uuid().into()).await?;
    let open = invitation.filter(|found| {
        found.organization().id == organization && matches!(found.state, InvitationState::Draft | InvitationState::Sent)
    });
    Ok(open.map(|found| found.email.to_string()))
}

/// The members, where nothing stands in the way of any of them.
///
/// # Errors
/// [`Refusal::RefusedMembers`] with each one in the way of whom something stands.
fn all_or_none(selected: Vec<Selected>, problem: impl Fn(&Member) -> Option<MemberProblem>) -> Result<Vec<Member>> {
    let (mut members, mut refused) = (Vec::with_capacity(selected.len()), Vec::new());
    for Selected { id, name, found } in selected {
        let problem = match &found {
            Ok(member) => problem(member),
            Err(problem) => Some(*problem),
        };
        match (problem, found) {
            (None, Ok(member)) => members.push(member),
            (Some(problem), _) | (None, Err(problem)) => refused.push(RefusedMember { member: id, name, problem }),
        }
    }
    if refused.is_empty() { Ok(members) } else { Err(Refusal::RefusedMembers { members: refused }.into()) }
}
