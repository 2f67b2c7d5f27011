//! Invitations: one address into one organization with one role (IN-1, IN-7).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, DeliveryState, EmailAddress, InvitationId, InvitationState, OrganizationId, OrganizationName,
    PersonName, Role, Slug,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    MailState, Organization, Reader, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    reader::with_reader,
};

#[derive(Clone, Debug, FromRow)]
pub struct Invitation {
    #[sqlx(try_from = "Uuid")]
    pub id: InvitationId,
    #[sqlx(try_from = "Uuid")]
    organization_id: OrganizationId,
    #[sqlx(try_from = "String")]
    organization_slug: Slug,
    #[sqlx(try_from = "String")]
    organization_name: OrganizationName,
    /// Whether the organization is deleted.
    pub organization_deleted: bool,
    /// The address that is invited.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// The role that waits.
    #[sqlx(try_from = "String")]
    pub role: Role,
    /// Where it is; time may have made a sent one expire.
    #[sqlx(try_from = "String")]
    pub state: InvitationState,
    invited_by: Option<Uuid>,
    /// The inviter's name today.
    pub inviter: Option<String>,
    /// The inviter's role in the organization today.
    inviter_role: Option<String>,
    /// When it was sent last; none for a draft.
    pub sent_at: Option<DateTime<Utc>>,
    /// Until when it is good; none for a draft.
    pub expires_at: Option<DateTime<Utc>>,
    /// When a new one was asked for.
    pub asked_at: Option<DateTime<Utc>>,
    accepted_by: Option<Uuid>,
    mail_state: Option<String>,
    mail_settled_at: Option<DateTime<Utc>>,
    mail_problem: Option<String>,
    mail_next_try_at: Option<DateTime<Utc>>,
}

impl Invitation {
    /// Where its newest mail is; none for a draft, and once that is forgotten.
    pub fn delivery(&self) -> Option<DeliveryState> {
        let state = MailState::try_from(self.mail_state.clone()?).ok()?;
        Some(state.told(self.mail_settled_at, self.mail_problem.clone(), self.mail_next_try_at?))
    }

    pub fn organization(&self) -> Organization {
        Organization {
            id: self.organization_id,
            slug: self.organization_slug.clone(),
            name: self.organization_name.clone(),
        }
    }

    /// Who sent it last; none once that account is gone.
    pub fn invited_by(&self) -> Option<AccountId> {
        self.invited_by.map(Into::into)
    }

    /// Whether who sent it may still give its role (IN-6): people leave, and are demoted.
    pub fn is_backed(&self) -> bool {
        let role = self.inviter_role.as_ref().and_then(|role| role.parse::<Role>().ok());
        role.is_some_and(|inviter| Authority::of_role(inviter).lacks_to_assign(self.role).is_none())
    }

    /// The inviter's name today.
    pub fn inviter(&self) -> Option<PersonName> {
        self.inviter.as_ref().and_then(|name| name.parse().ok())
    }

    /// Whose account it brought in; none once that is gone.
    pub fn accepted_by(&self) -> Option<AccountId> {
        self.accepted_by.map(Into::into)
    }
}

/// An invitation to be; a draft until it is sent.
pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub organization_id: OrganizationId,
    /// The address that is invited.
    pub email: &'a EmailAddress,
    /// The role that waits.
    pub role: Role,
    pub invited_by: AccountId,
    pub now: DateTime<Utc>,
}

/// What every statement here reads.
macro_rules! selected {
    ($rest:literal) => {
        concat!(
            "
        SELECT invitations.id, invitations.organization_id, organizations.slug AS organization_slug,
               organizations.name AS organization_name, organizations.deleted_at IS NOT NULL AS organization_deleted,
               invitations.email, invitations.role, invitations.state, invitations.invited_by,
               inviters.name AS inviter, inviting.role AS inviter_role, invitations.sent_at, invitations.expires_at,
               invitations.asked_at, invitations.accepted_by,
               mails.state AS mail_state, mails.settled_at AS mail_settled_at, mails.problem AS mail_problem,
               mails.next_try_at AS mail_next_try_at
        FROM invitations
        JOIN organizations ON organizations.id = invitations.organization_id
        LEFT JOIN accounts AS inviters ON inviters.id = invitations.invited_by
        LEFT JOIN memberships AS inviting
          ON inviting.organization_id = invitations.organization_id AND inviting.account_id = invitations.invited_by
        LEFT JOIN outbox AS mails ON mails.id = (
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id
            WHERE links.invitation_id = invitations.id ORDER BY outbox.created_at DESC, outbox.id DESC LIMIT 1)
        ",
            $rest
        )
    };
}

statements! {
    BY_ID = selected!("WHERE invitations.id = $1");
    OPEN = selected!("
        WHERE invitations.organization_id = $1 AND invitations.email = $2 AND invitations.state IN ('draft', 'sent')");
    LISTED = selected!("
        WHERE invitations.organization_id = $1
          AND (invitations.state IN ('draft', 'sent') OR (invitations.state = 'declined' AND invitations.settled_at > $2))
        ORDER BY invitations.created_at DESC, invitations.id DESC LIMIT $3");
    PENDING = selected!("
        WHERE invitations.email = $1 AND invitations.state = 'sent' AND invitations.expires_at > $2
          AND organizations.deleted_at IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM memberships JOIN accounts ON accounts.id = memberships.account_id
              WHERE memberships.organization_id = invitations.organization_id AND accounts.email = invitations.email)
        ORDER BY invitations.sent_at DESC, invitations.id DESC LIMIT 100");
    COUNT_OPEN = "SELECT COUNT(*) FROM invitations WHERE organization_id = $1 AND state IN ('draft', 'sent')";
    INSERT = "
        INSERT INTO invitations (id, organization_id, email, role, state, invited_by, created_at)
        VALUES ($1, $2, $3, $4, 'draft', $5, $6)";
    SEND = "
        UPDATE invitations
        SET state = 'sent', role = $2, invited_by = $3, sent_at = $4, expires_at = $5, asked_at = NULL
        WHERE id = $1 AND state IN ('draft', 'sent')";
    REDRAFT = "UPDATE invitations SET role = $2, invited_by = $3 WHERE id = $1 AND state = 'draft'";
    /// Of an acceptance, a refusal and a cancellation at once, one wins.
    SETTLE = "
        UPDATE invitations SET state = $2, settled_at = $3, accepted_by = $4
        WHERE id = $1 AND state IN ('draft', 'sent')";
    ASK = "UPDATE invitations SET asked_at = $2 WHERE id = $1 AND state = 'sent' AND asked_at IS NULL";
}

impl Reader<'_> {
    pub async fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_optional(db).await?))
    }
}

impl Store {
    /// The organization's drafts, sent and expired invitations, and those declined after `since`; the newest first.
    pub async fn invitations(
        &self,
        organization: OrganizationId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Invitation>> {
        Ok(with_pool!(self, db => sqlx::query_as(LISTED)
            .bind(organization.as_uuid())
            .bind(since)
            .bind(limit)
            .fetch_all(db)
            .await?))
    }

    /// The invitations that wait for this address, the newest first.
    pub async fn pending_invitations(&self, email: &EmailAddress, now: DateTime<Utc>) -> Result<Vec<Invitation>> {
        Ok(with_pool!(self, db => sqlx::query_as(PENDING).bind(email.as_str()).bind(now).fetch_all(db).await?))
    }
}

impl Tx {
    /// The draft or sent invitation of this address into the organization.
    pub async fn open_invitation(
        &mut self,
        organization: OrganizationId,
        email: &EmailAddress,
    ) -> Result<Option<Invitation>> {
        Ok(with_conn!(self, db => sqlx::query_as(OPEN)
            .bind(organization.as_uuid())
            .bind(email.as_str())
            .fetch_optional(db)
            .await?))
    }

    /// How many invitations of the organization are drafts or sent.
    pub async fn count_open_invitations(&mut self, organization: OrganizationId) -> Result<i64> {
        Ok(with_conn!(self, db => sqlx::query_scalar(COUNT_OPEN).bind(organization.as_uuid()).fetch_one(db).await?))
    }

    /// Writes an invitation that was not sent yet.
    pub async fn insert_invitation(&mut self, new: &NewInvitation<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.email.as_str())
            .bind(new.role.as_str())
            .bind(new.invited_by.as_uuid())
            .bind(new.now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Gives a draft another role.
    pub async fn redraft_invitation(&mut self, id: InvitationId, role: Role, by: AccountId) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(REDRAFT)
            .bind(id.as_uuid())
            .bind(role.as_str())
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Notes that it was sent, for the first time or again. It was read, open, with its organization locked.
    pub async fn mark_invitation_sent(
        &mut self,
        id: InvitationId,
        role: Role,
        by: AccountId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SEND)
            .bind(id.as_uuid())
            .bind(role.as_str())
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
}
