//! Inviting: one address or a pasted list, a result a line (IN-1, IN-6, IN-8).

use chrono::TimeDelta;
use domain::{EmailAddress, Entry, InvitationId, InvitationState, Role, limits};
use store::{Invitation, Member, NewInvitation, Tx};

use crate::{
    Client, Result, Services, Throttles,
    accounts::Scope,
    audit::{Deed, invitation_detail},
};

/// What became of one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An invitation is on its way.
    Invited,
    /// Kept as a draft.
    Drafted,
    /// Is in the organization already.
    Member,
    /// Was invited already, and is invited again.
    Resent,
    /// Was invited already, and that stays as it is: to a role that the caller may not give, or sent where a draft was
    /// asked for.
    Kept,
    /// Is no address.
    NotValid,
    /// One of the limits is reached.
    LimitReached,
}

/// A line of a pasted list, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line as it was typed.
    pub typed: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The role of an open invitation that had another one before: nobody's role changes without a word.
    pub new_role: Option<Role>,
}

impl Services {
    /// Invites the addresses with one role; as drafts, nothing is sent yet.
    ///
    /// # Errors
    /// [`ServiceError::Forbidden`](crate::ServiceError::Forbidden) when the caller may not give the role;
    /// [`ServiceError::NotFound`](crate::ServiceError::NotFound).
    pub async fn invite(
        &self,
        scope: &Scope,
        entries: Vec<Entry>,
        role: Role,
        draft: bool,
        client: &Client,
    ) -> Result<Vec<Line>> {
        let (mut tx, me) = self.begin_in(scope).await?;
        if let Some(permission) = me.role.lacks_to_assign(role) {
            return self.forbid_within(&mut tx, scope, permission).await;
        }
        let mut lines = Vec::with_capacity(entries.len());
        for Entry { typed, address } in entries {
            let (outcome, new_role) = match address {
                Ok(_) if lines.len() >= limits::INVITED_AT_ONCE => (Outcome::LimitReached, None),
                Ok(address) => self.invite_one(&mut tx, scope, &me, &address, role, draft, client).await?,
                Err(_) => (Outcome::NotValid, None),
            };
            lines.push(Line { typed, outcome, new_role });
        }
        tx.commit().await?;
        self.written.notify_one();
        Ok(lines)
    }

    #[expect(clippy::too_many_arguments, reason = "one line of a list, within one transaction")]
    async fn invite_one(
        &self,
        tx: &mut Tx,
        scope: &Scope,
        me: &Member,
        email: &EmailAddress,
        role: Role,
        draft: bool,
        client: &Client,
    ) -> Result<(Outcome, Option<Role>)> {
        let organization = &scope.organization;
        if tx.member_by_email(organization.id, email).await?.is_some() {
            return Ok((Outcome::Member, None));
        }
        let open = tx.open_invitation(organization.id, email).await?;
        match &open {
            Some(open) if !me.role.may_assign(open.role) => return Ok((Outcome::Kept, None)),
            Some(open) if draft && open.state != InvitationState::Draft => return Ok((Outcome::Kept, None)),
            None if tx.count_open_invitations(organization.id).await? >= limits::OPEN_INVITATIONS => {
                return Ok((Outcome::LimitReached, None));
            }
            Some(_) | None => {}
        }
        if !draft && self.take_invitation(scope, email).is_err() {
            return Ok((Outcome::LimitReached, None));
        }
        let new_role = open.as_ref().filter(|open| open.role != role).map(|_| role);
        let invitation = match &open {
            Some(open) => open.clone(),
            None => self.insert_draft(tx, scope, email, role).await?,
        };
        if draft {
            tx.redraft_invitation(invitation.id, role, scope.caller.account_id).await?;
            let deed = Deed {
                organization: organization.id,
                actor: Some(scope.caller.account_id),
                subject: None,
                address: Some(email),
                action: "invitation-drafted",
                detail: invitation_detail(open.as_ref(), InvitationState::Draft, role),
            };
            self.record(tx, deed, client).await?;
            return Ok((Outcome::Drafted, new_role));
        }
        self.send(tx, scope, &invitation, open.as_ref(), role, client).await?;
        let again = open.is_some_and(|open| open.state != InvitationState::Draft);
        Ok((if again { Outcome::Resent } else { Outcome::Invited }, new_role))
    }

    async fn insert_draft(&self, tx: &mut Tx, scope: &Scope, email: &EmailAddress, role: Role) -> Result<Invitation> {
        let now = self.now();
        let id = InvitationId::new(now, self.rng.bytes()?);
        tx.insert_invitation(&NewInvitation {
            id,
            organization_id: scope.organization.id,
            email,
            role,
            invited_by: scope.caller.account_id,
            now,
        })
        .await?;
        tx.invitation(id).await?.ok_or(crate::ServiceError::NotFound)
    }

    /// Counts a mail to an invited address (IN-8).
    ///
    /// # Errors
    /// How long to wait.
    pub(super) fn take_invitation(&self, scope: &Scope, email: &EmailAddress) -> Result<(), TimeDelta> {
        let now = self.now();
        let Throttles { inviters, invited, invited_anywhere, .. } = &self.throttles;
        let inviter = scope.caller.account_id.to_string();
        // Apart for each organization: what another one sent is neither told nor in the way.
        let here = format!("{} {email}", scope.organization.id);
        inviters.take(&inviter, now)?;
        let taken = invited
            .take(&here, now)
            .and_then(|()| invited_anywhere.take(email.as_str(), now).inspect_err(|_| invited.give_back(&here)));
        taken.inspect_err(|_| inviters.give_back(&inviter))
    }
}
