//! Inviting: one address or a pasted list, a result a line (IN-1, IN-6, IN-8).

use chrono::TimeDelta;
use domain::{
    EmailAddress, Entry, InvitationId, InvitationState, InviteOutcome, Refusal, Role, audit::AuditEvent, limits,
};
use store::{Invitation, Member, NewInvitation, Tx};

use crate::{
    ClientInfo, Result, Services, Throttles,
    accounts::OrganizationContext,
    audit::{AuditRecord, Subject, invitation_change},
};

/// A line of a pasted list, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line as it was typed.
    pub typed: String,
    /// What became of it.
    pub outcome: InviteOutcome,
    /// The role of an open invitation that had another one before: nobody's role changes without a word.
    pub new_role: Option<Role>,
}

impl Services {
    /// Invites the addresses with one role; as drafts, nothing is sent yet.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] when the caller may not give the role;
    /// [`Refusal::NotFound`].
    pub async fn invite(
        &self,
        context: &OrganizationContext,
        entries: Vec<Entry>,
        role: Role,
        draft: bool,
        client: &ClientInfo,
    ) -> Result<Vec<Line>> {
        let (mut tx, me) = self.begin_in(context).await?;
        if let Some(permission) = me.authority().lacks_to_assign(role) {
            return self.forbid_within(&mut tx, context, permission).await;
        }
        let mut lines = Vec::with_capacity(entries.len());
        for Entry { typed, address } in entries {
            let (outcome, new_role) = match address {
                Ok(_) if lines.len() >= limits::INVITED_AT_ONCE => (InviteOutcome::LimitReached, None),
                Ok(address) => self.invite_one(&mut tx, context, &me, &address, role, draft, client).await?,
                Err(_) => (InviteOutcome::NotValid, None),
            };
            lines.push(Line { typed, outcome, new_role });
        }
        tx.commit().await?;
        Ok(lines)
    }

    #[expect(clippy::too_many_arguments, reason = "one line of a list, within one transaction")]
    async fn invite_one(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        me: &Member,
        email: &EmailAddress,
        role: Role,
        draft: bool,
        client: &ClientInfo,
    ) -> Result<(InviteOutcome, Option<Role>)> {
        let organization = &context.organization;
        if tx.member_by_email(organization.id, email).await?.is_some() {
            return Ok((InviteOutcome::Member, None));
        }
        let open = tx.open_invitation(organization.id, email).await?;
        match &open {
            Some(open) if me.authority().lacks_to_assign(open.role).is_some() => {
                return Ok((InviteOutcome::Kept, None));
            }
            Some(open) if draft && open.state != InvitationState::Draft => return Ok((InviteOutcome::Kept, None)),
            None if tx.count_open_invitations(organization.id).await? >= limits::OPEN_INVITATIONS => {
                return Ok((InviteOutcome::LimitReached, None));
            }
            Some(_) | None => {}
        }
        if !draft && self.take_invitation(context, email).is_err() {
            return Ok((InviteOutcome::LimitReached, None));
        }
        let new_role = open.as_ref().filter(|open| open.role != role).map(|_| role);
        let invitation = match &open {
            Some(open) => open.clone(),
            None => self.insert_draft(tx, context, email, role).await?,
        };
        if draft {
            tx.redraft_invitation(invitation.id, role, context.caller.account_id).await?;
            let record = AuditRecord {
                organization: organization.id,
                actor: Some(context.caller.account_id),
                subject: Subject::Address(email),
                event: AuditEvent::InvitationDrafted(invitation_change(open.as_ref(), InvitationState::Draft, role)),
            };
            self.record(tx, record, client).await?;
            return Ok((InviteOutcome::Drafted, new_role));
        }
        self.send(tx, context, &invitation, open.as_ref(), role, client).await?;
        let again = open.is_some_and(|open| open.state != InvitationState::Draft);
        Ok((if again { InviteOutcome::Resent } else { InviteOutcome::Invited }, new_role))
    }

    async fn insert_draft(
        &self,
        tx: &mut Tx,
        context: &OrganizationContext,
        email: &EmailAddress,
        role: Role,
    ) -> Result<Invitation> {
        let now = self.now();
        let id = InvitationId::new(now, self.rng.bytes()?);
        tx.insert_invitation(&NewInvitation {
            id,
            organization_id: context.organization.id,
            email,
            role,
            invited_by: context.caller.account_id,
            now,
        })
        .await?;
        Ok(tx.invitation(id).await?.ok_or(Refusal::NotFound)?)
    }

    /// Counts a mail to an invited address (IN-8).
    ///
    /// # Errors
    /// How long to wait.
    pub(super) fn take_invitation(&self, context: &OrganizationContext, email: &EmailAddress) -> Result<(), TimeDelta> {
        let now = self.now();
        let Throttles { inviters, invited, invited_anywhere, .. } = &self.throttles;
        let inviter = context.caller.account_id.to_string();
        // Apart for each organization: what another one sent is neither told nor in the way.
        let here = format!("{} {email}", context.organization.id);
        inviters.take(&inviter, now)?;
        let taken = invited
            .take(&here, now)
            .and_then(|()| invited_anywhere.take(email.as_str(), now).inspect_err(|_| invited.give_back(&here)));
        taken.inspect_err(|_| inviters.give_back(&inviter))
    }
}
