//! One role for many members, and taking that back (TR-6).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, EmailAddress, Grants, MemberProblem, Permission, Refusal, RefusedMember, Role,
    audit::AuditEvent, fold, limits,
};
use store::{AuditEntry, Member};
use tracing::instrument;

use super::{CANDIDATES, Selected, all_or_none, recent::undoing, selected};
use crate::{
    OrganizationContext, Result, Services, members::actions::lacks_to_change_role, transaction::OrganizationTx,
};

/// What it would mean to give many members a role.
#[derive(Clone, Debug)]
pub struct RoleReview {
    pub people: Vec<ReviewedRole>,
    /// The roles that the caller may give.
    pub assignable: Vec<Role>,
    /// Whether somebody becomes an owner, or is one no longer.
    pub is_grave: bool,
}

/// Somebody whose role would become another one.
#[derive(Clone, Debug)]
pub struct ReviewedRole {
    pub id: AccountId,
    /// What they are called, or the address of somebody who is invited.
    pub name: String,
    /// The address of a member.
    pub email: Option<EmailAddress>,
    /// The role that they have; none of somebody who is no member yet.
    pub before: Option<Role>,
    /// What is granted to them beside it, and goes with it.
    pub loses: Grants,
    /// Why it cannot be done.
    pub problem: Option<MemberProblem>,
}

/// Who gives roles, by what they may do.
struct Giver<'a> {
    authority: &'a Authority,
    me: AccountId,
    owners: i64,
}

impl Giver<'_> {
    /// Why this member cannot be given `role`; without one, why they cannot be given another one than they have. Who has it
    /// already is in nobody's way.
    fn problem(&self, member: &Member, role: Option<Role>) -> Option<MemberProblem> {
        if role == Some(member.role()) {
            return None;
        }
        if member.account_id == self.me {
            let last = member.role() == Role::Owner && self.owners <= 1;
            return Some(if last { MemberProblem::LastOwner } else { MemberProblem::Me });
        }
        lacks_to_change_role(self.authority, member.role()).map(MemberProblem::NotMine)
    }
}

impl Services {
    /// What it would mean to give `role` to each of `people`, or some role that is chosen later. Who is named twice is shown
    /// once, and of whom the organization knows nothing not at all.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::IdentityManaged`], [`Refusal::TooManyPeople`], [`Refusal::NotFound`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn review_roles(
        &self,
        context: &OrganizationContext,
        people: &[AccountId],
        role: Option<Role>,
    ) -> Result<RoleReview> {
        self.require(context, Permission::ManageMembers).await?;
        let (organization, authority) = (context.organization.id, &context.authority);
        let lacking = role.and_then(|role| authority.lacks_to_assign(role));
        if let Some(lacking) = lacking {
            return self.forbid(context, lacking).await;
        }
        if context.organization.identity_managed {
            return Err(Refusal::IdentityManaged { organization: context.organization.name.clone() }.into());
        }
        let selected = selected(&mut self.store.read(), organization, people, true).await?;
        let owners = self.store.read().count_owners(organization).await?;
        let giver = Giver { authority, me: context.caller.account_id, owners };
        let mut people: Vec<ReviewedRole> = selected.into_iter().filter_map(|one| giver.review(one, role)).collect();
        people.sort_by_cached_key(|one| fold(&one.name));
        let changes = |one: &&ReviewedRole| one.problem.is_none() && one.before != role;
        let owner = Some(Role::Owner);
        let is_grave = people.iter().filter(changes).any(|one| one.before == owner || role == owner);
        Ok(RoleReview { people, assignable: authority.assignable().collect(), is_grave })
    }

    /// Gives the role to all of them, or to none; who has it already is passed over. What was granted beside another one goes
    /// with it. One's own role is not among them: so at least one owner stays. Answers whose role is another now, and what it was.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] where the role is not the caller's to give, [`Refusal::IdentityManaged`],
    /// [`Refusal::TooManyPeople`], [`Refusal::NotFound`]; [`Refusal::RefusedMembers`] with each one who is in the way.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn change_roles(
        &self,
        context: &OrganizationContext,
        people: &[AccountId],
        role: Role,
    ) -> Result<Vec<(AccountId, Role)>> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ManageMembers).await?;
        tx.require_nothing(tx.authority().lacks_to_assign(role)).await?;
        tx.refuse_if_identity_managed()?;
        let organization = tx.organization_id();
        let selected = selected(&mut tx.read(), organization, people, true).await?;
        let owners = tx.read().count_owners(organization).await?;
        let giver = Giver { authority: tx.authority(), me: tx.me.account_id, owners };
        let members = all_or_none(selected, |member| giver.problem(member, Some(role)))?;
        let changed: Vec<Member> = members.into_iter().filter(|member| member.role() != role).collect();
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        for member in &changed {
            tx.give_role(member, role).await?;
        }
        tx.commit().await?;
        Ok(changed.iter().map(|member| (member.account_id, member.role())).collect())
    }

    /// Gives all of them back the role that the caller took from them within the last 10 minutes, with what was granted beside
    /// it; all or none. What was theirs comes back, whether or not the caller could give it.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::IdentityManaged`], [`Refusal::TooManyPeople`], [`Refusal::NotFound`];
    /// [`Refusal::RefusedMembers`] with each one whose role is not the caller's doing, or not any more.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn undo_roles(&self, context: &OrganizationContext, people: &[AccountId]) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        tx.require(Permission::ManageMembers).await?;
        tx.refuse_if_identity_managed()?;
        let organization = tx.organization_id();
        let since = self.now() - limits::MEMBERS_UNDO;
        let (mut given_back, mut refused) = (Vec::new(), Vec::new());
        for Selected { id, name, found } in selected(&mut tx.read(), organization, people, true).await? {
            let before = match &found {
                Ok(member) => tx.taken_from(member, since).await?,
                Err(problem) => Err(*problem),
            };
            match (before, found) {
                (Ok(before), Ok(member)) => given_back.push((member, before)),
                (Err(problem), _) | (_, Err(problem)) => refused.push(RefusedMember { member: id, name, problem }),
            }
        }
        if !refused.is_empty() {
            return Err(Refusal::RefusedMembers { members: refused }.into());
        }
        for (member, (role, grants)) in &given_back {
            if member.role() == Role::Owner {
                tx.keep_an_owner().await?;
            }
            tx.give(member, *role, *grants).await?;
        }
        tx.commit().await
    }
}

impl Giver<'_> {
    fn review(&self, selected: Selected, role: Option<Role>) -> Option<ReviewedRole> {
        let Selected { id, name, found } = selected;
        let name = name?;
        Some(match found {
            Ok(member) => {
                let (before, problem) = (member.role(), self.problem(&member, role));
                let loses = if role == Some(before) { Grants::NONE } else { member.authority.grants() };
                ReviewedRole { id, name, email: Some(member.email), before: Some(before), loses, problem }
            }
            Err(problem) => {
                let (email, before) = (None, None);
                ReviewedRole { id, name, email, before, loses: Grants::NONE, problem: Some(problem) }
            }
        })
    }
}

impl OrganizationTx<'_> {
    /// The role that the caller took from this member, with what was granted beside it; or why that cannot be given back.
    async fn taken_from(
        &mut self,
        member: &Member,
        since: DateTime<Utc>,
    ) -> Result<std::result::Result<(Role, Grants), MemberProblem>> {
        let (organization, account, me) = (self.organization_id(), member.account_id, self.me.account_id);
        let action = AuditEvent::ROLE_CHANGED;
        let changed = self.read().audit_of_action(organization, account, action, CANDIDATES).await?;
        // Who left and came back is what they were given anew.
        let mine = |entry: &&AuditEntry| entry.actor_id() == Some(me) && entry.at >= member.joined_at;
        let mine: Vec<_> = changed.iter().take_while(mine).filter_map(|entry| Some((entry, entry.event()?))).collect();
        let is_undoing = undoing(&mine.iter().map(|(entry, event)| (account, entry.at, event)).collect::<Vec<_>>());
        // What took something back is not taken back by the same word once more.
        let last = mine.into_iter().zip(is_undoing).next().filter(|(_, is_undoing)| !is_undoing);
        let Some(((entry, AuditEvent::RoleChanged { before, after, grants }), _)) = last else {
            return Ok(Err(MemberProblem::ChangedMeanwhile));
        };
        let granted = self.read().audit_of_action(organization, account, AuditEvent::GRANTS_CHANGED, 1).await?;
        if after != member.role() || granted.iter().any(|granted| granted.at > entry.at) {
            return Ok(Err(MemberProblem::ChangedMeanwhile));
        }
        let authority = self.authority();
        let lacking = [after, before].into_iter().find_map(|role| lacks_to_change_role(authority, role));
        Ok(match lacking {
            Some(lacking) => Err(MemberProblem::NotMine(lacking)),
            None if entry.at <= since => Err(MemberProblem::UndoOver),
            None => Ok((before, grants)),
        })
    }
}
