//! Mailed links. Only digests of their tokens are here.

use chrono::{DateTime, Utc};
use domain::{AccountId, DeadLink, EmailAddress, InvitationId, LinkId, LinkPurpose};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
};

/// A link that was mailed.
#[derive(Clone, Debug, FromRow)]
pub struct Link {
    #[sqlx(try_from = "Uuid")]
    pub id: LinkId,
    account_id: Option<Uuid>,
    invitation_id: Option<Uuid>,
    email: Option<String>,
    /// From this moment on it opens nothing.
    pub expires_at: DateTime<Utc>,
    /// When it did its work.
    pub used_at: Option<DateTime<Utc>>,
    /// When a newer one took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// When another account had the address: of a change that cannot be undone, or of a claim.
    pub blocked_at: Option<DateTime<Utc>>,
}

impl Link {
    /// Whose link; none when the account is gone, and for invitations.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account_id.map(Into::into)
    }

    /// The invitation it opens.
    pub fn invitation_id(&self) -> Option<InvitationId> {
        self.invitation_id.map(Into::into)
    }

    /// The address that an account changes to or back to.
    pub fn email(&self) -> Option<EmailAddress> {
        self.email.as_ref().and_then(|email| email.parse().ok())
    }

    /// Why it opens nothing at `now`, if it does not.
    pub fn dead(&self, now: DateTime<Utc>) -> Option<DeadLink> {
        if self.used_at.is_some() {
            Some(DeadLink::Used)
        } else if self.superseded_at.is_some() {
            Some(DeadLink::Superseded)
        } else if self.expires_at <= now {
            Some(DeadLink::Expired)
        } else {
            None
        }
    }
}

/// A link to be.
pub struct NewLink<'a> {
    pub id: LinkId,
    pub purpose: LinkPurpose,
    /// Digest of its token.
    pub digest: &'a [u8],
    pub account_id: Option<AccountId>,
    /// The invitation it opens.
    pub invitation_id: Option<InvitationId>,
    /// The address that the account changes to or back to.
    pub email: Option<&'a EmailAddress>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From this moment on it opens nothing.
    pub expires_at: DateTime<Utc>,
}

statements! {
    INSERT = "
        INSERT INTO links (id, purpose, digest, account_id, created_at, expires_at, invitation_id, email)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_DIGEST = "
        SELECT id, account_id, invitation_id, email, expires_at, used_at, superseded_at, blocked_at
        FROM links WHERE digest = $1";
    BY_ID = "
        SELECT id, account_id, invitation_id, email, expires_at, used_at, superseded_at, blocked_at
        FROM links WHERE id = $1";
    NEWEST_OF_ACCOUNT = "
        SELECT id, account_id, invitation_id, email, expires_at, used_at, superseded_at, blocked_at
        FROM links
        WHERE account_id = $1 AND purpose = $2 ORDER BY created_at DESC LIMIT 1";
    NEWEST_OF_INVITATION = "
        SELECT id, account_id, invitation_id, email, expires_at, used_at, superseded_at, blocked_at
        FROM links
        WHERE invitation_id = $1 AND purpose = $2 ORDER BY created_at DESC LIMIT 1";
    USE = "
        UPDATE links SET used_at = $2
        WHERE id = $1 AND used_at IS NULL AND superseded_at IS NULL AND expires_at > $2";
    BLOCK = "UPDATE links SET used_at = NULL, blocked_at = $2 WHERE id = $1";
    BLOCKED = "
        SELECT COUNT(*) FROM links
        WHERE account_id = $1 AND blocked_at IS NOT NULL AND used_at IS NULL AND superseded_at IS NULL
          AND expires_at > $2";
    SUPERSEDE = "
        UPDATE links SET superseded_at = $3
        WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL AND superseded_at IS NULL";
    SUPERSEDE_ALL_BUT = "
        UPDATE links SET superseded_at = $3
        WHERE account_id = $1 AND purpose <> $2 AND used_at IS NULL AND superseded_at IS NULL";
    SUPERSEDE_LATER = "
        UPDATE links SET superseded_at = $4
        WHERE account_id = $1 AND purpose = $2 AND id <> $3 AND used_at IS NULL AND superseded_at IS NULL
          AND created_at >= (SELECT earlier.created_at FROM links AS earlier WHERE earlier.id = $3)";
    SUPERSEDE_OF_INVITATION = "
        UPDATE links SET superseded_at = $2
        WHERE invitation_id = $1 AND used_at IS NULL AND superseded_at IS NULL";
    PURGE = "DELETE FROM links WHERE expires_at < $1";
}

impl Store {
    /// The link whose token has this digest.
    pub async fn link(&self, digest: &[u8]) -> Result<Option<Link>> {
        Ok(with_pool!(self, db => sqlx::query_as(BY_DIGEST).bind(digest).fetch_optional(db).await?))
    }

    /// The newest link of this purpose that the account got, dead ones included.
    pub async fn newest_link_of_account(&self, account: AccountId, purpose: LinkPurpose) -> Result<Option<Link>> {
        Ok(with_pool!(self, db => sqlx::query_as(NEWEST_OF_ACCOUNT)
            .bind(account.as_uuid())
            .bind(purpose.as_str())
            .fetch_optional(db)
            .await?))
    }
}

impl Tx {
    /// The link, as it is by now.
    pub async fn link(&mut self, id: LinkId) -> Result<Option<Link>> {
        Ok(with_conn!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_optional(db).await?))
    }

    /// The newest link of this purpose to the invitation, dead ones included.
    pub async fn newest_link_of_invitation(
        &mut self,
        invitation: InvitationId,
        purpose: LinkPurpose,
    ) -> Result<Option<Link>> {
        Ok(with_conn!(self, db => sqlx::query_as(NEWEST_OF_INVITATION)
            .bind(invitation.as_uuid())
            .bind(purpose.as_str())
            .fetch_optional(db)
            .await?))
    }

    /// Puts newer links, or none, in the place of all open ones to the invitation.
    pub async fn supersede_links_of_invitation(&mut self, invitation: InvitationId, now: DateTime<Utc>) -> Result<()> {
        with_conn!(self, db => sqlx::query(SUPERSEDE_OF_INVITATION)
            .bind(invitation.as_uuid())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    pub async fn insert_link(&mut self, new: &NewLink<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.purpose.as_str())
            .bind(new.digest)
            .bind(new.account_id.map(AccountId::as_uuid))
            .bind(new.created_at)
            .bind(new.expires_at)
            .bind(new.invitation_id.map(InvitationId::as_uuid))
            .bind(new.email.map(EmailAddress::as_str))
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Uses the link up. False: it was used, superseded or dead; of concurrent uses one wins.
    pub async fn use_link(&mut self, id: LinkId, now: DateTime<Utc>) -> Result<bool> {
        let done =
            with_conn!(self, db => sqlx::query(USE).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Opens the link again that this transaction used up, and notes that what it is for cannot be done yet.
    pub async fn block_link(&mut self, id: LinkId, now: DateTime<Utc>) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(BLOCK).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected()))
    }

    /// Whether an open link of the account's waits for its address to be free.
    pub async fn has_blocked_link(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<bool> {
        let count: i64 =
            with_conn!(self, db => sqlx::query_scalar(BLOCKED).bind(account.as_uuid()).bind(now).fetch_one(db).await?);
        Ok(count > 0)
    }

    /// Puts a newer link in the place of all that are open.
    pub async fn supersede_links(
        &mut self,
        account: AccountId,
        purpose: LinkPurpose,
        now: DateTime<Utc>,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SUPERSEDE)
            .bind(account.as_uuid())
            .bind(purpose.as_str())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Makes an end of the account's open links of every purpose but this one.
    pub async fn supersede_all_links_but(
        &mut self,
        account: AccountId,
        purpose: LinkPurpose,
        now: DateTime<Utc>,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SUPERSEDE_ALL_BUT)
            .bind(account.as_uuid())
            .bind(purpose.as_str())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Makes an end of the account's open links of this purpose that are as old as `link` or younger.
    pub async fn supersede_later_links(
        &mut self,
        account: AccountId,
        purpose: LinkPurpose,
        link: LinkId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        with_conn!(self, db => sqlx::query(SUPERSEDE_LATER)
            .bind(account.as_uuid())
            .bind(purpose.as_str())
            .bind(link.as_uuid())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Deletes the links that died before `before`.
    pub async fn purge_links(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
