//! Sessions: browsers that are signed in.

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, PersonName, SessionId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{read, write},
};

/// A session with the account it belongs to: one statement a request.
#[derive(Clone, Debug, FromRow)]
pub struct Session {
    /// Which one.
    #[sqlx(try_from = "Uuid")]
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// The last request that was not a poll, to the minute.
    pub seen_at: DateTime<Utc>,
    /// Whose.
    #[sqlx(try_from = "Uuid")]
    pub account_id: AccountId,
    /// Their address.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// Their name.
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// Whether the address is proven.
    pub verified: bool,
}

/// A session to be.
pub struct NewSession<'a> {
    /// Which one.
    pub id: SessionId,
    /// Digest of the cookie's token.
    pub digest: &'a [u8],
    /// Whose.
    pub account_id: AccountId,
    /// The browser, as it names itself.
    pub user_agent: &'a str,
    /// The client's address.
    pub client: &'a str,
    /// When.
    pub now: DateTime<Utc>,
}

const INSERT: &str = "
    INSERT INTO sessions (id, digest, account_id, created_at, seen_at, user_agent, client)
    VALUES ($1, $2, $3, $4, $4, $5, $6)";
const BY_DIGEST: &str = "
    SELECT sessions.id, sessions.created_at, sessions.seen_at, sessions.account_id,
           accounts.email, accounts.name, accounts.verified_at IS NOT NULL AS verified
    FROM sessions JOIN accounts ON accounts.id = sessions.account_id
    WHERE sessions.digest = $1";
const TOUCH: &str = "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
const DELETE: &str = "DELETE FROM sessions WHERE digest = $1";
const PURGE: &str = "DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2";

impl Store {
    /// The session whose cookie has this digest, dead ones included.
    pub async fn session(&self, digest: &[u8]) -> Result<Option<Session>> {
        Ok(read!(self, db => sqlx::query_as(BY_DIGEST).bind(digest).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Begins a session.
    pub async fn insert_session(&mut self, new: &NewSession<'_>) -> Result<()> {
        write!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.digest)
            .bind(new.account_id.as_uuid())
            .bind(new.now)
            .bind(new.user_agent)
            .bind(new.client)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Notes a request.
    pub async fn touch_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Result<()> {
        write!(self, db => sqlx::query(TOUCH).bind(id.as_uuid()).bind(now).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Ends the session whose cookie has this digest.
    pub async fn delete_session(&mut self, digest: &[u8]) -> Result<()> {
        write!(self, db => sqlx::query(DELETE).bind(digest).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the sessions last used before `idle` or begun before `absolute`.
    pub async fn purge_sessions(&mut self, idle: DateTime<Utc>, absolute: DateTime<Utc>) -> Result<u64> {
        Ok(write!(self, db => sqlx::query(PURGE).bind(idle).bind(absolute).execute(db).await?.rows_affected()))
    }
}
