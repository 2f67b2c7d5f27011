//! Mails to everybody in an organization. The transaction that causes one writes one row, however many people it touches;
//! afterwards it is made into mails, some at a time.

use chrono::{DateTime, Utc};
use domain::{AccountId, AnnouncementId, EmailAddress, OrganizationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
};

/// An announcement that has not reached everybody yet.
#[derive(Clone, Debug, FromRow)]
pub struct Announcement {
    #[sqlx(try_from = "Uuid")]
    pub id: AnnouncementId,
    /// Whose members it is for.
    #[sqlx(try_from = "Uuid")]
    pub organization_id: OrganizationId,
    /// JSON of the message.
    pub message: String,
    spared: Option<Uuid>,
    reached: Uuid,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
}

impl Announcement {
    /// Who need not be told: it was their doing.
    pub fn spared(&self) -> Option<AccountId> {
        self.spared.map(Into::into)
    }
}

/// An announcement to be.
pub struct NewAnnouncement<'a> {
    pub id: AnnouncementId,
    /// Whose members it is for.
    pub organization_id: OrganizationId,
    /// JSON of the message.
    pub message: &'a str,
    /// Who need not be told.
    pub spared: AccountId,
    pub now: DateTime<Utc>,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
}

/// Somebody to be told.
#[derive(Clone, Debug, FromRow)]
pub struct Addressee {
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    /// Where the mail goes.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
}

statements! {
    /// Members are reached in the order of their accounts; before the first comes the nil id.
    INSERT = "
        INSERT INTO announcements (id, organization_id, message, spared, reached, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIRST = "
        SELECT id, organization_id, message, spared, reached, expires_at FROM announcements
        ORDER BY created_at, id LIMIT 1";
    NEXT_MEMBERS = "
        SELECT memberships.account_id, accounts.email
        FROM memberships JOIN accounts ON accounts.id = memberships.account_id
        WHERE memberships.organization_id = $1 AND memberships.account_id > $2
        ORDER BY memberships.account_id LIMIT $3";
    /// Of several workers at once, one goes on.
    REACH = "UPDATE announcements SET reached = $3 WHERE id = $1 AND reached = $2";
    DELETE = "DELETE FROM announcements WHERE id = $1 AND reached = $2";
}

impl Store {
    /// The announcement that has waited longest.
    pub async fn first_announcement(&self) -> Result<Option<Announcement>> {
        Ok(with_pool!(self, db => sqlx::query_as(FIRST).fetch_optional(db).await?))
    }
}

impl Tx {
    pub async fn insert_announcement(&mut self, new: &NewAnnouncement<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.organization_id.as_uuid())
            .bind(new.message)
            .bind(new.spared.as_uuid())
            .bind(Uuid::nil())
            .bind(new.now)
            .bind(new.expires_at)
            .execute(db)
            .await
            .map(drop)?);
        self.wakes_outbox();
        Ok(())
    }

    /// The next members that an announcement has not reached, at most `limit`.
    pub async fn next_addressees(&mut self, announcement: &Announcement, limit: i64) -> Result<Vec<Addressee>> {
        Ok(with_conn!(self, db => sqlx::query_as(NEXT_MEMBERS)
            .bind(announcement.organization_id.as_uuid())
            .bind(announcement.reached)
            .bind(limit)
            .fetch_all(db)
            .await?))
    }

    /// Notes that it has reached everybody up to this account. False: another worker goes on with it.
    pub async fn reach(&mut self, announcement: &Announcement, last: AccountId) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(REACH)
            .bind(announcement.id.as_uuid())
            .bind(announcement.reached)
            .bind(last.as_uuid())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Deletes an announcement that has reached everybody, unless another worker has.
    pub async fn end_announcement(&mut self, announcement: &Announcement) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE)
            .bind(announcement.id.as_uuid())
            .bind(announcement.reached)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }
}
