//! Revoking access, after a review of what that means (TR-7).

use std::collections::HashSet;

use domain::{
    AccountId, Authority, EmailAddress, InvitationId, InvitationState, OrganizationId, Permission, PersonName, Refusal,
    RevokeEffect, Role, audit::AuditEvent,
};
use mail::{Message, RemovedFromOrganization};
use store::{Invitation, Member, Tx};

use super::actions::{effect_on_invited, effect_on_member};
use crate::{
    ClientInfo, Result, Services,
    accounts::OrganizationContext,
    audit::{AuditRecord, Subject},
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

    /// What revoking does to them, when it is done by `caller`.
    fn effect(&self, authority: Authority, caller: AccountId) -> RevokeEffect {
        match self {
            Self::Member(member) => effect_on_member(authority, member.role, member.account_id == caller),
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
    pub async fn review(&self, context: &OrganizationContext, people: &str) -> Result<Vec<Chosen>> {
        self.require(context, Permission::ManageMembers).await?;
        let organization = context.organization.id;
        let mut chosen = Vec::new();
        for Id { spelling: id, account, invitation } in ids(people) {
            let person = match self.store.member(organization, account).await? {
                Some(member) => Some(Person::Member(member)),
                None => self.store.invitation(invitation).await?.and_then(|found| Person::invited(found, organization)),
            };
            let Some(person) = person else { continue };
            let effect = person.effect(context.authority, context.caller.account_id);
            chosen.push(match person {
                Person::Member(member) => {
                    Chosen { id, effect, name: Some(member.name), email: member.email, role: member.role }
                }
                Person::Invitation(invitation) => {
                    Chosen { id, name: None, email: invitation.email, role: invitation.role, effect }
                }
            });
        }
        Ok(chosen)
    }

    /// Removes the members and cancels the invitations, all or none; the caller is passed over. Answers how many it were.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when one of them is not the caller's to manage; [`Refusal::NotFound`] when nobody
    /// else is among them.
    pub async fn revoke(&self, context: &OrganizationContext, people: &str, client: &ClientInfo) -> Result<usize> {
        let (mut tx, me) = self.begin_in(context).await?;
        let people = self.people(&mut tx, context, people).await?;
        let effect = |person: &Person| person.effect(me.authority(), me.account_id);
        let not_mine = people.iter().find(|person| effect(person) == RevokeEffect::NotMine);
        let needed = not_mine.map_or(Permission::ManageMembers, |person| person.role().managed_by());
        if !me.authority().may(needed) {
            return self.forbid_within(&mut tx, context, needed).await;
        }
        let people: Vec<Person> = people.into_iter().filter(|person| effect(person) != RevokeEffect::Me).collect();
        if people.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let revoked = people.len();
        for person in people {
            match person {
                Person::Member(member) => self.remove(&mut tx, context, &member, client).await?,
                Person::Invitation(invitation) => self.cancel(&mut tx, context, &invitation, client).await?,
            }
        }
        tx.commit().await?;
        self.outbox_wakeup.notify_one();
        Ok(revoked)
    }

    async fn people(&self, tx: &mut Tx, context: &OrganizationContext, people: &str) -> Result<Vec<Person>> {
        let organization = context.organization.id;
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

    async fn remove(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        member: &Member,
        client: &ClientInfo,
    ) -> Result<()> {
        let organization = &context.organization;
        tx.delete_member(organization.id, member.account_id).await?;
        let record = AuditRecord {
            organization: organization.id,
            actor: Some(context.caller.account_id),
            subject: Subject::Account(member.account_id),
            event: AuditEvent::MemberRemoved { before: member.role },
        };
        self.record(tx, record, client).await?;
        let message = Message::RemovedFromOrganization(RemovedFromOrganization {
            organization: organization.name.clone(),
            by: context.caller.name.clone(),
        });
        self.write_notice(tx, &member.email, &message).await?;
        tx.changed(store::Change::Account(member.account_id));
        Ok(())
    }
}
