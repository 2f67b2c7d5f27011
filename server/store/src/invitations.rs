//! Invitations: one address into one organization with one role (IN-1, IN-7).

use chrono::{DateTime, Utc};
use domain::{AccountId, Authority, EmailAddress, InvitationId, InvitationState, OrganizationId, PersonName};

use uuid::Uuid;

use crate::{
    Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    reader::with_reader,
};

mod record;
#[cfg(test)]
mod tests;

pub use record::{Invitation, InvitedProject};
pub(crate) use record::{InvitationRow, Inviter, mail_of, selected};

/// An invitation to be; a draft until it is sent.
pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    /// The address that is invited.
    pub email: &'a EmailAddress,
    /// What whoever invites calls the person.
    pub first_name: Option<&'a PersonName>,
    pub last_name: Option<&'a PersonName>,
    pub invited_by: AccountId,
    pub now: DateTime<Utc>,
}

statements! {
    BY_ID = selected!("invitations.id = $1 ORDER BY projects.created_at, projects.id");
    OPEN = selected!("
        invitations.organization_id = $1 AND invitations.email = $2 AND invitations.state IN ('draft', 'sent')
        ORDER BY projects.created_at, projects.id");
    PENDING = selected!("invitations.id IN (
            SELECT pending.id FROM invitations AS pending
            JOIN organizations AS inviting_to ON inviting_to.id = pending.organization_id
            WHERE pending.email = $1 AND pending.state = 'sent' AND pending.expires_at > $2
              AND inviting_to.deleted_at IS NULL
              AND NOT EXISTS (
                  SELECT 1 FROM memberships JOIN accounts ON accounts.id = memberships.account_id
                  WHERE memberships.organization_id = pending.organization_id AND accounts.email = pending.email)
            ORDER BY pending.sent_at DESC, pending.id DESC LIMIT 100)
        ORDER BY invitations.sent_at DESC, invitations.id DESC, projects.created_at, projects.id");
    /// In the order in which organizations are locked.
    /// Those that hold an open invitation to this address, or have it for their billing contact.
    NAMING = "
        SELECT organization_id FROM invitations WHERE email = $1 AND state IN ('draft', 'sent')
        UNION SELECT organization_id FROM billing_contacts WHERE email = $1";
    COUNT_OPEN = "SELECT COUNT(*) FROM invitations WHERE organization_id = $1 AND state IN ('draft', 'sent')";
    INSERT = "
        INSERT INTO invitations
            (id, organization_id, email, first_name, last_name, role, state, invited_by, created_at)
        VALUES ($1, $2, $3, $4, $5, 'member', 'draft', $6, $7)";
    SEND = "
        UPDATE invitations SET state = 'sent', invited_by = $2, sent_at = $3, expires_at = $4, asked_at = NULL
        WHERE id = $1 AND state IN ('draft', 'sent')";
    /// What it gives, and who answers for that.
    GIVE = "
        UPDATE invitations SET role = $2, grants = $3, invited_by = $4 WHERE id = $1 AND state IN ('draft', 'sent')";
    CALL = "UPDATE invitations SET first_name = $2, last_name = $3 WHERE id = $1 AND state IN ('draft', 'sent')";
    DELETE_PROJECTS = "DELETE FROM invitation_projects WHERE invitation_id = $1";
    ADD_PROJECT = "
        INSERT INTO invitation_projects (organization_id, invitation_id, project_id, role) VALUES ($1, $2, $3, $4)";
    /// Of an acceptance, a refusal and a cancellation at once, one wins.
    SETTLE = "
        UPDATE invitations SET state = $2, settled_at = $3, accepted_by = $4, seat_wanted_at = NULL
        WHERE id = $1 AND state IN ('draft', 'sent')";
    DISMISS = "
        UPDATE invitations SET dismissed_at = $2 WHERE id = $1 AND state = 'declined' AND dismissed_at IS NULL";
    /// The newest mail of an invitation, unless its turn comes until then, or a worker has it: that moves its turn no further.
    TRY_NOW = concat!("
        UPDATE outbox SET next_try_at = $2 WHERE state = 'queued' AND next_try_at > $3
          AND id = (SELECT ", mail_of!(), " FROM invitations WHERE invitations.id = $1)");
    ASK = "UPDATE invitations SET asked_at = $2 WHERE id = $1 AND state = 'sent' AND asked_at IS NULL";
    /// What lies ahead was noted while the clock was ahead.
    WANT_SEAT = "
        UPDATE invitations SET seat_wanted_at = $2
        WHERE id = $1 AND state = 'sent' AND (seat_wanted_at IS NULL OR seat_wanted_at <= $3 OR seat_wanted_at > $2)";
    FORGET_SEAT = "UPDATE invitations SET seat_wanted_at = NULL WHERE id = $1";
}

impl Reader<'_> {
    pub async fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>> {
        let rows = with_reader!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_all(db).await?);
        Ok(InvitationRow::gather(rows)?.pop())
    }
}

impl Store {
    /// The invitations that wait for this address, the newest first.
    pub async fn pending_invitations(&self, email: &EmailAddress, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
        InvitationRow::gather(
            with_pool!(self, db => sqlx::query_as(PENDING).bind(email.as_str()).bind(now).fetch_all(db).await?),
        )
    }
}

impl Tx {
    /// The draft or sent invitation of this address into the organization.
    pub async fn open_invitation(
        &mut self,
        organization: OrganizationId,
        email: &EmailAddress,
    ) -> Result<Option<Invitation>> {
        let rows = with_conn!(self, db => sqlx::query_as(OPEN)
            .bind(organization.as_uuid())
            .bind(email.as_str())
            .fetch_all(db)
            .await?);
        Ok(InvitationRow::gather(rows)?.pop())
    }

    /// The organizations that hold an open invitation to this address, or have it for their billing contact.
    pub async fn organizations_naming(&mut self, email: &EmailAddress) -> Result<Vec<OrganizationId>> {
        let ids: Vec<Uuid> =
            with_conn!(self, db => sqlx::query_scalar(NAMING).bind(email.as_str()).fetch_all(db).await?);
        Ok(ids.into_iter().map(OrganizationId::from).collect())
    }

    /// How many invitations of the organization are drafts or sent.
    pub async fn count_open_invitations(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(COUNT_OPEN).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// Makes it the turn of the invitation's newest mail, unless that comes until `soon` by itself. False: there was nothing to do.
    pub async fn try_mail_of_invitation(
        &mut self,
        id: InvitationId,
        now: DateTime<Utc>,
        soon: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(TRY_NOW)
            .bind(id.as_uuid())
            .bind(now)
            .bind(soon)
            .execute(db)
            .await?
            .rows_affected());
        self.wakes_outbox();
        Ok(done == 1)
    }

    /// Writes a draft that gives nothing yet.
    pub async fn insert_invitation(&mut self, new: &NewInvitation<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.email.as_str())
            .bind(new.first_name.map(PersonName::as_str))
            .bind(new.last_name.map(PersonName::as_str))
            .bind(new.invited_by.as_uuid())
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Sets what the invitation gives, and who answers for that. It was read, open, with its organization locked.
    pub async fn set_invitation(
        &mut self,
        organization: OrganizationId,
        id: InvitationId,
        given: &Authority,
        by: AccountId,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(GIVE)
            .bind(id.as_uuid())
            .bind(given.role().as_str())
            .bind(given.grants().to_string())
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))?;
        with_conn!(self, db => sqlx::query(DELETE_PROJECTS).bind(id.as_uuid()).execute(db).await.map(drop)?);
        for (project, role) in given.projects().iter() {
            with_conn!(self, db => sqlx::query(ADD_PROJECT)
                .bind(organization.as_uuid())
                .bind(id.as_uuid())
                .bind(project.as_uuid())
                .bind(role.as_str())
                .execute(db)
                .await
                .map(drop)?);
        }
        Ok(())
    }

    /// Sets what it calls the person. It was read, open, with its organization locked.
    pub async fn set_invitation_names(
        &mut self,
        id: InvitationId,
        first_name: Option<&PersonName>,
        last_name: Option<&PersonName>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(CALL)
            .bind(id.as_uuid())
            .bind(first_name.map(PersonName::as_str))
            .bind(last_name.map(PersonName::as_str))
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Notes that it was sent, for the first time or again. It was read, open, with its organization locked.
    pub async fn mark_invitation_sent(
        &mut self,
        id: InvitationId,
        by: AccountId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SEND)
            .bind(id.as_uuid())
            .bind(by.as_uuid())
            .bind(now)
            .bind(expires_at)
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Ends its way: accepted, declined or cancelled. False: it was settled already.
    pub async fn settle_invitation(
        &mut self,
        id: InvitationId,
        state: InvitationState,
        accepted_by: Option<AccountId>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(SETTLE)
            .bind(id.as_uuid())
            .bind(state.as_str())
            .bind(now)
            .bind(accepted_by.map(AccountId::as_uuid))
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Notes that a new one was asked for. False: it was already.
    pub async fn ask_for_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<bool> {
        let done =
            with_conn!(self, db => sqlx::query(ASK).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Notes that whom it is for wanted in while no seat was free. False: that was noted since `noted_since` already.
    pub async fn want_seat(
        &mut self,
        id: InvitationId,
        now: DateTime<Utc>,
        noted_since: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(WANT_SEAT)
            .bind(id.as_uuid())
            .bind(now)
            .bind(noted_since)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Forgets that somebody wanted in: they are told that a seat is free.
    pub async fn forget_seat_wanted(&mut self, id: InvitationId) -> Result<()> {
        with_conn!(self, db => sqlx::query(FORGET_SEAT).bind(id.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Takes a declined invitation out of the list. False: it is out already.
    pub async fn dismiss_invitation(&mut self, id: InvitationId, now: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(DISMISS).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }
}
