//! Revoking access, after a review of what that means (TR-7).

use std::collections::HashSet;

use domain::{
    AccountId, EmailAddress, InvitationId, InvitationState, OrganizationId, Permission, PersonName, Refusal,
    RevokeEffect, Role, audit::AuditEvent,
};
use mail::{Message, RemovedFromOrganization};
use store::{Invitation, Member, Tx};

use crate::{
    Client, Result, Services,
    accounts::Scope,
    audit::{AuditRecord, Subject},
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
    pub effect: RevokeEffect,
}

impl Chosen {
    /// The id by which they were chosen.
    pub fn id(&self) -> String {
        self.id.clone()
    }
}

/// A member or an invitation, by its id.
enum Person {
    Member(Member),
    Invitation(Box<Invitation>),
}

impl Person {
    /// Somebody whose invitation into the organization is open.
    fn invited(invitation: Invitation, organization: OrganizationId) -> Option<Self> {
        let open = matches!(invitation.state, InvitationState::Draft | InvitationState::Sent);
        (open && invitation.organization().id == organization).then(|| Self::Invitation(Box::new(invitation)))
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
    /// [`Refusal::Forbidden`].
    pub async fn review(&self, scope: &Scope, people: &str) -> Result<Vec<Chosen>> {
        self.require(scope, Permission::ManageMembers).await?;
        let organization = scope.organization.id;
        let mut chosen = Vec::new();
        for Id { spelling: id, account, invitation } in ids(people) {
            let person = match self.store.member(organization, account).await? {
                Some(member) => Some(Person::Member(member)),
                None => self.store.invitation(invitation).await?.and_then(|found| Person::invited(found, organization)),
            };
            let Some(person) = person else { continue };
            let mine = scope.role.may_manage(person.role());
            chosen.push(match person {
                Person::Member(member) => Chosen {
                    id,
                    effect: match member.account_id == scope.caller.account_id {
                        true => RevokeEffect::Me,
                        false if mine => RevokeEffect::Removed,
                        false => RevokeEffect::NotMine,
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
                    effect: if mine { RevokeEffect::Cancelled } else { RevokeEffect::NotMine },
                },
            });
        }
        Ok(chosen)
    }

    /// Removes the members and cancels the invitations, all or none; the caller is passed over. Answers how many it were.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when one of them is not the caller's to manage; [`Refusal::NotFound`] when nobody
    /// else is among them.
    pub async fn revoke(&self, scope: &Scope, people: &str, client: &Client) -> Result<usize> {
        let (mut tx, me) = self.begin_in(scope).await?;
        let people = self.people(&mut tx, scope, people).await?;
        let most = people.iter().map(Person::role).find(|role| !me.role.may_manage(*role));
        let needed = most.map_or(Permission::ManageMembers, Role::managed_by);
        if !me.role.may(needed) {
            return self.forbid_within(&mut tx, scope, needed).await;
        }
        let mine = |person: &Person| matches!(person, Person::Member(member) if member.account_id == me.account_id);
        if people.iter().all(mine) {
            return Err(Refusal::NotFound.into());
        }
        let mut revoked = 0;
        for person in people {
            revoked += usize::from(!mine(&person));
            match person {
                person if mine(&person) => {}
                Person::Member(member) => self.remove(&mut tx, scope, &member, client).await?,
                Person::Invitation(invitation) => self.cancel(&mut tx, scope, &invitation, client).await?,
            }
        }
        tx.commit().await?;
        self.written.notify_one();
        Ok(revoked)
    }

    async fn people(&self, tx: &mut Tx, scope: &Scope, people: &str) -> Result<Vec<Person>> {
        let organization = scope.organization.id;
        let mut found = Vec::new();
        for Id { account, invitation, .. } in ids(people) {
            let person = match tx.member(organization, account).await? {
                Some(member) => Some(Person::Member(member)),
                None => tx.invitation(invitation).await?.and_then(|found| Person::invited(found, organization)),
            };
            found.extend(person);
        }
        Ok(found)
    }

    async fn remove(&self, tx: &mut Tx, scope: &Scope, member: &Member, client: &Client) -> Result<()> {
        let organization = &scope.organization;
        tx.delete_member(organization.id, member.account_id).await?;
        let record = AuditRecord {
            organization: organization.id,
            actor: Some(scope.caller.account_id),
            subject: Subject::Account(member.account_id),
            event: AuditEvent::MemberRemoved { before: member.role },
        };
        self.record(tx, record, client).await?;
        let message = Message::RemovedFromOrganization(RemovedFromOrganization {
            organization: organization.name.clone(),
            by: scope.caller.name.clone(),
        });
        self.write_notice(tx, &member.email, &message).await?;
        tx.changed(store::Change::Account(member.account_id));
        Ok(())
    }
}
