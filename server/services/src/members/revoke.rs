//! Revoking access, after a review of what that means (TR-7).

use std::collections::HashSet;

use domain::{AccountId, EmailAddress, InvitationId, InvitationState, Permission, PersonName, Role};
use mail::{Message, RemovedFromOrganization};
use store::{Invitation, Member, Tx};

use crate::{
    Client, Result, ServiceError, Services,
    accounts::Scope,
    audit::{Deed, role_detail},
    security_events::SecurityEvent,
};

/// Somebody who was chosen.
#[derive(Clone, Debug)]
pub struct Chosen {
    id: String,
    /// Name of the member; none for an invitation.
    pub name: Option<PersonName>,
    /// Their address.
    pub email: EmailAddress,
    /// Their role.
    pub role: Role,
    /// What would happen.
    pub effect: Effect,
}

impl Chosen {
    /// The id by which they were chosen.
    pub fn id(&self) -> String {
        self.id.clone()
    }
}

/// What revoking would do to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They lose the organization with their next request.
    Removed,
    /// The invitation is cancelled.
    Cancelled,
    /// Not included: that is the caller.
    Me,
    /// Not included: the caller may not manage people of that role.
    NotMine,
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
            Self::Member(member) => member.role,
            Self::Invitation(invitation) => invitation.role,
        }
    }
}

/// One of the ids that were sent: of a member or of an invitation.
struct Id {
    spelling: String,
    account: AccountId,
    invitation: InvitationId,
}

/// What stands behind one id in the list of members: a member, or an invitation. One that was accepted meanwhile stands for
/// who came in by it: whoever revokes their access means the person, and hears what happened to them.
macro_rules! person {
    ($reader:expr, $organization:expr, $id:expr) => {{
        let Id { account, invitation, .. } = $id;
        let member = $reader.member($organization, *account).await?;
        let invitation = match &member {
            Some(_) => None,
            None => $reader.invitation(*invitation).await?,
        };
        let invitation = invitation.filter(|found| found.organization().id == $organization);
        let came_in = invitation.as_ref().and_then(Invitation::accepted_by);
        match (member, came_in) {
            (Some(member), _) => Some(Person::Member(member)),
            (None, Some(account)) => $reader.member($organization, account).await?.map(Person::Member),
            (None, None) => invitation.and_then(Person::invited),
        }
    }};
}

/// The ids, separated by commas; what is none is passed over. One spelling of each, so that nobody is two people.
fn ids(people: &str) -> Vec<Id> {
    let parsed = people.split(',').map(str::trim).filter_map(|id| {
        let (account, invitation): (AccountId, InvitationId) = (id.parse().ok()?, id.parse().ok()?);
        Some(Id { spelling: account.to_string(), account, invitation })
    });
    let mut known = HashSet::new();
    parsed.filter(|id| known.insert(id.account)).collect()
}

impl Services {
    /// What revoking would mean for each of `people`: ids of members and invitations, separated by commas. Others are
    /// passed over.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn review(&self, scope: &Scope, people: &str) -> Result<Vec<Chosen>> {
        self.require(scope, Permission::ManageMembers).await?;
        let organization = scope.organization.id;
        let mut chosen = Vec::new();
        let mut known = HashSet::new();
        for id in ids(people) {
            let Some(person) = person!(self.store, organization, &id) else { continue };
            let id = id.spelling;
            if let Person::Member(member) = &person
                && !known.insert(member.account_id)
            {
                continue;
            }
            let mine = scope.role.may_manage(person.role());
            chosen.push(match person {
                Person::Member(member) => Chosen {
                    id,
                    effect: match member.account_id == scope.caller.account_id {
                        true => Effect::Me,
                        false if mine => Effect::Removed,
                        false => Effect::NotMine,
                    },
                    name: Some(member.name),
                    email: member.email,
                    role: member.role,
                },
                Person::Invitation(invitation) => Chosen {
                    id,
                    name: None,
                    email: invitation.email,
                    role: invitation.role,
                    effect: if mine { Effect::Cancelled } else { Effect::NotMine },
                },
            });
        }
        Ok(chosen)
    }

    /// Removes the members and cancels the invitations, all or none; the caller is passed over, and so is who has no access
    /// any more. Whoever accepted meanwhile is removed. Answers how many it were.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] when one of them is not the caller's to manage; [`ServiceError::NotFound`] when nobody
    /// else is among them.
    pub async fn revoke(&self, scope: &Scope, people: &str, client: &Client) -> Result<usize> {
        let (mut tx, me) = self.begin_in(scope).await?;
        let people = self.people(&mut tx, scope, people).await?;
        let most = people.iter().map(Person::role).find(|role| !me.role.may_manage(*role));
        let needed = most.map_or(Permission::ManageMembers, Role::managed_by);
        if !me.role.may(needed) {
            return self.forbid_within(&mut tx, scope, needed).await;
        }
        let mine = |person: &Person| person.is_member(me.account_id);
        if people.iter().all(mine) {
            return Err(ServiceError::NotFound);
        }
        let (mut revoked, mut events) = (0, Vec::new());
        for person in people {
            revoked += usize::from(!mine(&person));
            match person {
                person if mine(&person) => {}
                Person::Member(member) => {
                    self.remove(&mut tx, scope, &member, client).await?;
                    let (account, organization) = (member.account_id, scope.organization.id);
                    events.extend(SecurityEvent::of_role(account, me.account_id, organization, member.role, None));
                }
                Person::Invitation(invitation) => self.cancel(&mut tx, scope, &invitation, client).await?,
            }
        }
        tx.commit().await?;
        self.written.notify_one();
        for event in &events {
            event.log(client);
        }
        Ok(revoked)
    }

    async fn people(&self, tx: &mut Tx, scope: &Scope, people: &str) -> Result<Vec<Person>> {
        let organization = scope.organization.id;
        let mut found: Vec<Person> = Vec::new();
        for id in ids(people) {
            let person = person!(tx, organization, &id);
            // Chosen as a member, and by the invitation that they came in by.
            found.extend(person.filter(|person| match person {
                Person::Member(member) => !found.iter().any(|other| other.is_member(member.account_id)),
                Person::Invitation(_) => true,
            }));
        }
        Ok(found)
    }

    async fn remove(&self, tx: &mut Tx, scope: &Scope, member: &Member, client: &Client) -> Result<()> {
        let organization = &scope.organization;
        tx.delete_member(organization.id, member.account_id).await?;
        let deed = Deed {
            organization: organization.id,
            actor: Some(scope.caller.account_id),
            subject: Some(member.account_id),
            address: None,
            action: "member-removed",
            detail: role_detail(member.role, true, false),
        };
        self.record(tx, deed, client).await?;
        let message = Message::RemovedFromOrganization(RemovedFromOrganization {
            organization: organization.name.clone(),
            by: scope.caller.name.clone(),
        });
        self.write_notice(tx, &member.email, &message).await?;
        tx.changed(store::Change::Account(member.account_id));
        Ok(())
    }
}
