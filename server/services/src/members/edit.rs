//! Editing a member: what the organization calls them, role and grants, in one change (TR-6).

use domain::{
    AccountId, Authority, Grants, Permission, PersonName, ProjectRoles, Refusal, RenamedMeanwhile, Role,
    TermsSavedMeanwhile,
    audit::{AuditEvent, NameChange},
};
use store::AuditEntry;
use tracing::instrument;

use super::actions::lacks_to_change_role;
use crate::{OrganizationContext, Result, Services, audit::Subject, transaction::OrganizationTx};

/// What a member is to be.
#[derive(Clone, Debug)]
pub struct MemberTerms {
    /// What the organization calls them; none: by the name of their account.
    pub display_name: Option<PersonName>,
    pub role: Role,
    /// Counts where the role takes grants.
    pub grants: Grants,
    /// What the form began with; none: it is made so, whatever it is by now.
    pub before: Option<BeforeEdit>,
}

/// What stood in a form when it was opened. What was not changed there stays as it is by now.
#[derive(Clone, Debug)]
pub struct BeforeEdit {
    /// What the member was called.
    pub name: String,
    /// Their role and grants.
    pub terms: Authority,
}

impl MemberTerms {
    /// What `authority` lacks to make this of somebody who is `before`. What stays as it is need not be held.
    fn lacking(&self, authority: &Authority, before: &Authority) -> Option<Permission> {
        let assigned = self.role != before.role();
        let added = if self.role.takes_grants() { self.grants.without(before.grants()) } else { Grants::NONE };
        lacks_to_change_role(authority, before.role())
            .or_else(|| authority.lacks_to_assign(self.role).filter(|_| assigned))
            .or_else(|| authority.lacks_to_grant(added))
    }

    /// The same with what was not changed in the form as it is by now.
    ///
    /// # Errors
    /// [`Refusal::TermsSavedMeanwhile`], [`Refusal::NameSavedMeanwhile`]: somebody else changed it, too, to something else.
    fn merged(&self, now: &Authority, name: Option<&PersonName>) -> Result<Self, Refusal> {
        let Some(before) = &self.before else { return Ok(self.clone()) };
        // Roles in projects are no part of the form.
        let here = |role, grants| Authority::new(role, grants, ProjectRoles::default());
        let now = here(now.role(), now.grants());
        let terms = now.merged(&before.terms, here(self.role, self.grants));
        let left = self.display_name.as_ref().is_some_and(|name| name.as_str() == before.name);
        let other = name.filter(|now| now.as_str() != before.name && self.display_name.as_ref() != Some(*now));
        let renamed = other.filter(|_| !left);
        let renamed = renamed.map(|now| RenamedMeanwhile { now: now.clone(), by: None, by_email: None });
        let terms = match (terms, renamed) {
            (None, name) => {
                let meanwhile = TermsSavedMeanwhile::new(before.terms.clone(), now, name);
                return Err(Refusal::TermsSavedMeanwhile(Box::new(meanwhile)));
            }
            (Some(_), Some(renamed)) => return Err(Refusal::NameSavedMeanwhile(renamed)),
            (Some(terms), None) => terms,
        };
        let display_name = if left { name.cloned() } else { self.display_name.clone() };
        Ok(Self { display_name, role: terms.role(), grants: terms.grants(), before: None })
    }
}

impl Services {
    /// Makes all of that of the member, or nothing. At least one owner stays. Answers the role that they had and the one that they
    /// have; none where nothing is otherwise than before.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`], [`Refusal::LastOwner`]; [`Refusal::IdentityManaged`] where role or
    /// grants would change; [`Refusal::TermsSavedMeanwhile`] and [`Refusal::NameSavedMeanwhile`] where somebody else changed them
    /// after the form was opened.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn edit_member(
        &self,
        context: &OrganizationContext,
        member: AccountId,
        terms: &MemberTerms,
    ) -> Result<Option<(Role, Role)>> {
        let mut tx = self.begin_in(context).await?;
        let id = context.organization.id;
        let target = tx.read().member(id, member).await?;
        let before =
            target.as_ref().map_or_else(|| Authority::of_role(Role::Member), |target| target.authority.clone());
        let merged = terms.merged(&before, target.as_ref().map(|target| &target.name));
        tx.require_nothing(merged.as_ref().unwrap_or(terms).lacking(tx.authority(), &before)).await?;
        let target = target.ok_or(Refusal::NotFound)?;
        let terms = &match merged {
            Ok(terms) => terms,
            Err(refusal) => return Err(tx.with_who_saved(member, refusal).await?.into()),
        };
        let details = tx.read().member_details(id, member).await?.ok_or(Refusal::NotFound)?;
        let after = Authority::new(terms.role, terms.grants, before.projects().clone());
        let mut changed = after != before;
        if changed {
            tx.refuse_if_identity_managed()?;
            if target.role() == Role::Owner && terms.role != Role::Owner {
                tx.keep_an_owner().await?;
            }
            tx.give(&target, terms.role, terms.grants).await?;
        }
        // The name of the account is no name of its own: it would stay when the account has another one.
        let name = terms.display_name.as_ref().filter(|name| **name != details.account_name);
        if name.map(PersonName::as_str) != details.display_name.as_deref() {
            tx.set_display_name(id, member, name).await?;
            let before = details.display_name.and_then(|name| PersonName::try_from(name).ok());
            let change = NameChange { before, after: name.cloned() };
            tx.record(Subject::Account(member), AuditEvent::DisplayNameChanged(change)).await?;
            tx.changed(store::Change::Account(member));
            changed = true;
        }
        tx.commit().await?;
        Ok(changed.then_some((before.role(), terms.role)))
    }
}

impl OrganizationTx<'_> {
    /// The refusal with the names of those who changed the member meanwhile.
    async fn with_who_saved(&mut self, member: AccountId, mut refusal: Refusal) -> Result<Refusal> {
        let renamed = match &mut refusal {
            Refusal::TermsSavedMeanwhile(meanwhile) => {
                let actions = [AuditEvent::ROLE_CHANGED, AuditEvent::GRANTS_CHANGED];
                (meanwhile.by, meanwhile.by_email) = self.who_did(member, &actions).await?;
                meanwhile.name.as_mut()
            }
            Refusal::NameSavedMeanwhile(renamed) => Some(renamed),
            _ => None,
        };
        if let Some(renamed) = renamed {
            (renamed.by, renamed.by_email) = self.who_did(member, &[AuditEvent::DISPLAY_NAME_CHANGED]).await?;
        }
        Ok(refusal)
    }

    /// Who did one of these to the member last, with the address where somebody else is called alike; none for oneself.
    async fn who_did(&mut self, member: AccountId, actions: &[&str]) -> Result<(Option<String>, Option<String>)> {
        let (organization, me) = (self.organization_id(), self.me.account_id);
        let mut last: Option<AuditEntry> = None;
        for action in actions {
            let found = self.read().audit_of_action(organization, member, action, 1).await?.pop();
            last = last.into_iter().chain(found).max_by_key(|entry| entry.at);
        }
        let last = last.filter(|entry| entry.actor_id() != Some(me));
        Ok(last.map(|entry| (entry.actor_name, entry.actor_email)).unwrap_or_default())
    }
}
