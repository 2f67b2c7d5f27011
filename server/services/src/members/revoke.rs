//! Revoking access, after a review of what that means (TR-7).

use domain::{AccountId, EmailAddress, InvitationId, InvitationState, Permission, PersonName, Role, limits};
use mail::{Message, RemovedFromOrganization};
use serde_json::json;
use store::{Invitation, Member, Tx};

use crate::{Client, Result, ServiceError, Services, accounts::Scope, audit::Deed};

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
    Invitation(Invitation),
}

impl Person {
    fn role(&self) -> Role {
        match self {
            Self::Member(member) => member.role,
            Self::Invitation(invitation) => invitation.role,
        }
    }
}

impl Services {
    /// What revoking would mean for each of `people`: ids of members and invitations, separated by commas. Others are
    /// passed over.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`].
    pub async fn review(&self, scope: &Scope, people: &str) -> Result<Vec<Chosen>> {
        self.require(scope, Permission::ManageMembers).await?;
        let mut tx = self.store.begin().await?;
        let mut chosen = Vec::new();
        for (id, person) in self.people(&mut tx, scope, people).await? {
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

    /// Removes the members and cancels the invitations, all or none; the caller is passed over.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`] when one of them is not the caller's to manage; [`ServiceError::NotFound`] when nobody
    /// else is among them.
    pub async fn revoke(&self, scope: &Scope, people: &str, client: &Client) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let me = self.lock_as_member(&mut tx, scope).await?;
        let people = self.people(&mut tx, scope, people).await?;
        let most = people.iter().map(|(_, person)| person.role()).find(|role| !me.role.may_manage(*role));
        let needed = most.map_or(Permission::ManageMembers, Role::managed_by);
        if !me.role.may(needed) {
            return self.forbid_within(&mut tx, scope, needed).await;
        }
        let mine = |person: &Person| matches!(person, Person::Member(member) if member.account_id == me.account_id);
        if people.iter().all(|(_, person)| mine(person)) {
            return Err(ServiceError::NotFound);
        }
        for (_, person) in people {
            match person {
                person if mine(&person) => {}
                Person::Member(member) => self.remove(&mut tx, scope, &member, client).await?,
                Person::Invitation(invitation) => self.cancel(&mut tx, scope, &invitation, client).await?,
            }
        }
        tx.commit().await?;
        self.written.notify_one();
        Ok(())
    }

    async fn people(&self, tx: &mut Tx, scope: &Scope, ids: &str) -> Result<Vec<(String, Person)>> {
        let organization = scope.organization.id;
        let mut found: Vec<(String, Person)> = Vec::new();
        for id in ids.split(',').map(str::trim).take(limits::INVITED_AT_ONCE) {
            let (Ok(account), Ok(invitation)) = (id.parse::<AccountId>(), id.parse::<InvitationId>()) else { continue };
            // One spelling of an id, so that nobody is two people.
            let id = account.to_string();
            if found.iter().any(|(known, _)| *known == id) {
                continue;
            }
            if let Some(member) = tx.member(organization, account).await? {
                found.push((id, Person::Member(member)));
            } else if let Some(invitation) = tx.invitation(invitation).await?
                && invitation.organization().id == organization
                && matches!(invitation.state, InvitationState::Draft | InvitationState::Sent)
            {
                found.push((id, Person::Invitation(invitation)));
            }
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
            detail: json!({ "role": member.role }),
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
