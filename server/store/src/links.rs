//! Mailed links. Only digests of their tokens are here.

use chrono::{DateTime, Utc};
use domain::{AccountId, LinkId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{read, write},
};

/// A link that was mailed.
#[derive(Clone, Debug, FromRow)]
pub struct Link {
    /// Which one.
    #[sqlx(try_from = "Uuid")]
    pub id: LinkId,
    account_id: Option<Uuid>,
    /// From this moment on it opens nothing.
    pub expires_at: DateTime<Utc>,
    /// When it did its work.
    pub used_at: Option<DateTime<Utc>>,
    /// When a newer one took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

impl Link {
    /// Whose link; none when the claim is gone.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account_id.map(Into::into)
    }
}

/// A link to be.
pub struct NewLink<'a> {
    /// Which one.
    pub id: LinkId,
    /// What it opens.
    pub purpose: &'a str,
    /// Digest of its token.
    pub digest: &'a [u8],
    /// Whose link.
    pub account_id: AccountId,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it dies.
    pub expires_at: DateTime<Utc>,
}

const INSERT: &str = "
    INSERT INTO links (id, purpose, digest, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
const BY_DIGEST: &str = "SELECT id, account_id, expires_at, used_at, superseded_at FROM links WHERE digest = $1";
const USE: &str = "
    UPDATE links SET used_at = $2
    WHERE id = $1 AND used_at IS NULL AND superseded_at IS NULL AND expires_at > $2";
const SUPERSEDE: &str = "
    UPDATE links SET superseded_at = $3
    WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL AND superseded_at IS NULL";
const PURGE: &str = "DELETE FROM links WHERE expires_at < $1";

impl Store {
    /// The link whose token has this digest.
    pub async fn link(&self, digest: &[u8]) -> Result<Option<Link>> {
        Ok(read!(self, db => sqlx::query_as(BY_DIGEST).bind(digest).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Makes a link.
    pub async fn insert_link(&mut self, new: &NewLink<'_>) -> Result<()> {
        write!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.purpose)
            .bind(new.digest)
            .bind(new.account_id.as_uuid())
            .bind(new.created_at)
            .bind(new.expires_at)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Uses the link up. False: it was used, superseded or dead; of concurrent uses one wins.
    pub async fn use_link(&mut self, id: LinkId, now: DateTime<Utc>) -> Result<bool> {
        let done = write!(self, db => sqlx::query(USE).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Puts a newer link in the place of all that are open.
    pub async fn supersede_links(&mut self, account: AccountId, purpose: &str, now: DateTime<Utc>) -> Result<()> {
        write!(self, db => sqlx::query(SUPERSEDE)
            .bind(account.as_uuid())
            .bind(purpose)
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Deletes the links that died before `before`.
    pub async fn purge_links(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(write!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
