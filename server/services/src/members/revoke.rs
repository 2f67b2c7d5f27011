//! Revoking access, after a review of what that means (TR-7).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, EmailAddress, InvitationId, InvitationState, OrganizationId, Permission, PersonName, Refusal,
    RevokeEffect, Role, audit::AuditEvent, fold, limits,
};
use mail::{Message, RemovedFromOrganization};
use store::{Invitation, Member, Reader};
use tracing::instrument;

use super::actions::{effect_on_invited, effect_on_member};
use crate::{
    OrganizationContext, Result, Services,
    audit::{Subject, departure},
    namesakes::{self, NamedProject},
    security_events::SecurityEvent,
    transaction::OrganizationTx,
};

/// Somebody who was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    id: String,
    /// Name of the member; none for an invitation.
    pub name: Option<PersonName>,
    pub email: EmailAddress,
    pub role: Role,
    pub effect: RevokeEffect,
    /// The projects that they leave: those that are worked in, and that they were added to.
    pub leaves: Vec<NamedProject>,
    /// Those of them that nobody else manages, once all who were chosen are gone.
    pub only_manager_of: Vec<NamedProject>,
}

impl Chosen {
    /// The id by which they were chosen.
    pub fn id(&self) -> String {
        self.id.clone()
    }
}

/// What became of those who were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevokedAccess {
    /// How many lost their access, invitations included.
    pub revoked: usize,
    /// How many had none any more: they left, or somebody else was faster.
    pub already: usize,
}

/// A member or an invitation, by its id.
enum Person {
    Member(Member),
    Invitation(Box<Invitation>),
}

impl Person {
    /// Somebody whose invitation is open.
    fn invited(invitation: Invitation) -> Option<Self> {
        let open = matches!(invitation.state, InvitationState::Draft | InvitationState::Sent);
        open.then(|| Self::Invitation(Box::new(invitation)))
    }

    fn is_member(&self, account: AccountId) -> bool {
        matches!(self, Self::Member(member) if member.account_id == account)
    }

    fn role(&self) -> Role {
        match self {
            Self::Member(member) => member.role(),
            Self::Invitation(invitation) => invitation.role,
        }
    }

    /// What revoking does to them, when it is done by `caller`.
    fn effect(&self, authority: &Authority, caller: AccountId) -> RevokeEffect {
        match self {
            Self::Member(member) => effect_on_member(authority, member.role(), member.account_id == caller),
            Self::Invitation(invitation) => effect_on_invited(authority, invitation.role),
        }
    }
}

/// One of the ids that were sent: of a member or of an invitation.
struct Id {
    spelling: String,
    account: AccountId,
    invitation: InvitationId,
}

/// What stands behind each of these ids in the list of members: a member, or an invitation.
async fn people(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    ids: Vec<Id>,
) -> Result<Vec<(Id, Option<Person>)>> {
    let accounts: Vec<_> = ids.iter().map(|id| id.account).collect();
    let members = reader.members_among(organization, &accounts).await?.into_iter();
    let mut members: HashMap<_, _> = members.map(|member| (member.account_id, member)).collect();
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        let person = match members.remove(&id.account) {
            Some(member) => Some(Person::Member(member)),
            None => invited(reader, organization, id.invitation).await?,
        };
        people.push((id, person));
    }
    Ok(people)
}

/// Who is invited by this invitation. One that was accepted meanwhile stands for who came in by it: whoever revokes their access
/// means the person, and hears what happened to them.
async fn invited(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    invitation: InvitationId,
) -> Result<Option<Person>> {
    let invitation = reader.invitation(invitation).await?;
    let Some(invitation) = invitation.filter(|found| found.organization().id == organization) else { return Ok(None) };
    Ok(match invitation.accepted_by() {
        Some(account) => reader.member(organization, account).await?.map(Person::Member),
        None => Person::invited(invitation),
    })
}

/// The ids, separated by commas; what is none is passed over. One spelling of each, so that nobody is two people.
///
/// # Errors
/// [`Refusal::TooManyPeople`].
fn ids(people: &str) -> Result<Vec<Id>> {
    let parsed = people.split(',').map(str::trim).filter_map(|id| {
        let (account, invitation): (AccountId, InvitationId) = (id.parse().ok()?, id.parse().ok()?);
        Some(Id { spelling: account.to_string(), account, invitation })
    });
    let mut known = HashSet::new();
    let ids: Vec<Id> = parsed.filter(|id| known.insert(id.account)).take(limits::REVOKED_AT_ONCE + 1).collect();
    if ids.len() > limits::REVOKED_AT_ONCE {
        return Err(Refusal::TooManyPeople { limit: limits::REVOKED_AT_ONCE }.into());
    }
    Ok(ids)
}

/// The accounts among the ids.
pub(super) fn accounts(people: &str) -> Result<impl Iterator<Item = AccountId>> {
    Ok(ids(people)?.into_iter().map(|id| id.account))
}

impl Services {
    /// What revoking would mean for each of `people`: ids of members and invitations, separated by commas. Others are
    /// passed over.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::TooManyPeople`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn review(&self, context: &OrganizationContext, people: &str) -> Result<Vec<Chosen>> {
        self.require(context, Permission::ManageMembers).await?;
        let organization = context.organization.id;
        let mut chosen = Vec::new();
        let mut known = HashSet::new();
        let mut leaving = HashSet::new();
        let active = self.store.read().active_projects(organization).await?;
        let namesakes = namesakes::among(&active);
        for (id, person) in self::people(&mut self.store.read(), organization, ids(people)?).await? {
            let Some(person) = person else { continue };
            let id = id.spelling;
            if let Person::Member(member) = &person
                && !known.insert(member.account_id)
            {
                continue;
            }
            let effect = person.effect(&context.authority, context.caller.account_id);
            chosen.push(match person {
                Person::Member(member) => {
                    let (role, added) = (member.role(), member.authority.projects());
                    let mut leaves = Vec::new();
                    if effect == RevokeEffect::Removed {
                        leaving.insert(member.account_id);
                        if !member.authority.may(Permission::ReachEveryProject) {
                            let left = active.iter().filter(|project| added.role_in(project.id).is_some());
                            leaves = left.map(|project| NamedProject::new(project, &namesakes)).collect();
                        }
                    }
                    let account = Some(member.account_id);
                    let name = Some(member.name);
                    let chosen =
                        Chosen { id, effect, name, email: member.email, role, leaves, only_manager_of: vec![] };
                    (account, chosen)
                }
                Person::Invitation(invitation) => {
                    let (email, role) = (invitation.email, invitation.role);
                    (None, Chosen { id, name: None, email, role, effect, leaves: vec![], only_manager_of: vec![] })
                }
            });
        }
        let managers = self.store.read().project_managers(organization).await?;
        let stays =
            |project| managers.iter().any(|one| one.project_id == project && !leaving.contains(&one.account_id));
        for (account, person) in &mut chosen {
            let gone = account.filter(|account| leaving.contains(account));
            let managed = managers.iter().filter(|one| Some(one.account_id) == gone && !stays(one.project_id));
            let managed = managed.filter_map(|one| active.iter().find(|project| project.id == one.project_id));
            person.only_manager_of = managed.map(|project| NamedProject::new(project, &namesakes)).collect();
        }
        let mut chosen: Vec<Chosen> = chosen.into_iter().map(|(_, person)| person).collect();
        // Members by name, and after them who is invited, by address.
        chosen.sort_by_cached_key(|one| {
            let name = one.name.as_ref().map_or_else(|| one.email.as_str(), PersonName::as_str);
            (one.name.is_none(), fold(name))
        });
        Ok(chosen)
    }

    /// Removes the members, who can be brought back for 10 minutes, and cancels the invitations, all or none; the caller is passed
    /// over, and so is who has no access any more: what was wished for is so. An id of nobody who was ever here refuses all. Whoever
    /// accepted meanwhile is removed.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when one of them is not the caller's to manage; [`Refusal::NotFound`] when one of
    /// them is of nobody who was ever here, or there is nobody but the caller among them.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn revoke(&self, context: &OrganizationContext, people: &str) -> Result<RevokedAccess> {
        let mut tx = self.begin_in(context).await?;
        // Before anything is said of the ids.
        tx.require(Permission::ManageMembers).await?;
        let (people, already) = tx.people(people).await?;
        let (authority, me) = (tx.authority().clone(), tx.me.account_id);
        let effect = |person: &Person| person.effect(&authority, me);
        if let Some(person) = people.iter().find(|person| effect(person) == RevokeEffect::NotMine) {
            tx.require(person.role().managed_by()).await?;
        }
        let mut people: Vec<Person> = people.into_iter().filter(|person| effect(person) != RevokeEffect::Me).collect();
        if people.is_empty() && already == 0 {
            return Err(Refusal::NotFound.into());
        }
        // A member's own invitation goes with the member, so one that was chosen beside them goes first.
        people.sort_by_key(|person| matches!(person, Person::Member(_)));
        let now = self.now();
        for person in &people {
            match person {
                Person::Member(member) => tx.remove(member, now).await?,
                Person::Invitation(invitation) => tx.cancel_invitation(invitation, me).await?,
            }
        }
        tx.commit().await?;
        Ok(RevokedAccess { revoked: people.len(), already })
    }
}

impl OrganizationTx<'_> {
    /// Those who have access, and how many had it and have none any more.
    async fn people(&mut self, people: &str) -> Result<(Vec<Person>, usize)> {
        let organization = self.organization_id();
        let mut found: Vec<Person> = Vec::new();
        let mut gone = HashSet::new();
        for (id, person) in self::people(&mut self.read(), organization, ids(people)?).await? {
            match person {
                // Chosen as a member, and by the invitation that they came in by.
                Some(Person::Member(member)) if found.iter().any(|other| other.is_member(member.account_id)) => {}
                Some(person) => found.push(person),
                None => _ = gone.insert(self.who_was_here(&id).await?.ok_or(Refusal::NotFound)?),
            }
        }
        Ok((found, gone.len()))
    }

    /// Whose id it is, if they have been in the organization or were invited to it: the account, or where there is none the
    /// invitation.
    async fn who_was_here(&mut self, id: &Id) -> Result<Option<AccountId>> {
        let organization = self.organization_id();
        let invitation = self.read().invitation(id.invitation).await?;
        if let Some(invitation) = invitation.filter(|found| found.organization().id == organization) {
            return Ok(Some(invitation.accepted_by().unwrap_or(id.account)));
        }
        Ok(self.read().was_in(organization, id.account).await?.then_some(id.account))
    }

    /// Takes the member out. Those who are removed together are so at one moment, and can be brought back together.
    async fn remove(&mut self, member: &Member, now: DateTime<Utc>) -> Result<()> {
        let (id, account, by) = (self.organization_id(), member.account_id, self.me.account_id);
        let departure = departure(&mut self.read(), id, &member.authority).await?;
        self.remove_member(id, account, now, by).await?;
        self.cancel_invitation_of_member(id, &member.email, by).await?;
        self.record(Subject::Account(account), AuditEvent::MemberRemoved(departure)).await?;
        if self.may_tell(account, "removal") {
            let message = Message::RemovedFromOrganization(RemovedFromOrganization {
                organization: self.context.organization.name.clone(),
                by: self.context.caller.name.clone(),
            });
            self.send(&member.email, &message).await?;
        }
        self.changed(store::Change::Account(account));
        self.log(SecurityEvent::of_role(account, by, id, member.role(), None));
        Ok(())
    }
}
