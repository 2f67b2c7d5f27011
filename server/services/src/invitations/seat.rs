//! Who wants in while no seat is free: the team sees it in its list, and whoever sent the invitation is mailed (ST-3).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{InvitationState, Refusal, audit::AuditEvent};
use mail::{Message, NoFreeSeat};
use store::{Invitation, Member};

use crate::{ClientInfo, Result, ServiceError, Services, audit::Subject, transaction::Transaction};

/// What somebody tries again sooner than this is not noted anew, and nobody is mailed.
const AGAIN: TimeDelta = TimeDelta::hours(1);

/// Whether that a seat is wanted for it was noted so lately that it is not noted anew.
pub(super) fn is_noted(invitation: &Invitation, now: DateTime<Utc>) -> bool {
    invitation.seat_wanted_at.is_some_and(|at| (now - AGAIN < at) && at <= now)
}

impl Services {
    /// Passes the error on. Where no seat was free, the team is told that somebody tried; what keeps it from being told is no
    /// more than logged.
    pub(super) async fn told_of_seat(
        &self,
        client: &ClientInfo,
        invitation: &Invitation,
        error: ServiceError,
    ) -> ServiceError {
        if matches!(error, ServiceError::Refused(Refusal::NoFreeSeat { .. }))
            && let Err(problem) = self.tell_of_seat(client, invitation).await
        {
            tracing::warn!(%problem, "nobody was told that no seat is free");
        }
        error
    }

    /// Notes that whom the invitation is for wants in, and mails whoever sent it, unless that was noted a while ago. Of many
    /// invitations of one organization not each is mailed.
    pub(super) async fn tell_of_seat(&self, client: &ClientInfo, seen: &Invitation) -> Result<()> {
        let (id, now) = (seen.organization().id, self.now());
        let mut tx = self.begin(client).await?;
        if tx.lock_organization(id).await?.is_none() {
            return Ok(());
        }
        // Decided meanwhile, it waits for nothing.
        let Some(invitation) = tx.read().invitation(seen.id).await? else { return Ok(()) };
        let open = invitation.state.at(now, invitation.expires_at) == InvitationState::Sent;
        if !open || !tx.want_seat(invitation.id, now, now - AGAIN).await? {
            return Ok(());
        }
        // By their address, also where they are signed in: nobody learns by inviting whether it has an account (IN-5).
        let subject = Subject::Address(&invitation.email);
        tx.record_for(id, None, subject, &AuditEvent::InvitationSeatWanted {}).await?;
        let inviter = match invitation.invited_by() {
            Some(inviter) => tx.read().member(id, inviter).await?,
            None => None,
        };
        let key = id.to_string();
        match inviter {
            Some(inviter) if self.throttles.seats_wanted.take(&key, now).is_ok() => {
                let written = mail_and_commit(tx, &inviter, &invitation).await;
                written.inspect_err(|_| self.throttles.seats_wanted.give_back(&key))
            }
            _ => tx.commit().await,
        }
    }
}

async fn mail_and_commit(mut tx: Transaction<'_>, inviter: &Member, invitation: &Invitation) -> Result<()> {
    let organization = invitation.organization();
    let message = Message::NoFreeSeat(NoFreeSeat {
        organization: organization.name,
        slug: organization.slug,
        email: invitation.email.clone(),
    });
    tx.send(&inviter.email, &message).await?;
    tx.commit().await
}
