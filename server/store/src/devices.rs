//! Devices: browsers that an account was signed in with (SI-6, SI-7).

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress};

use crate::{
    Result, Store, Tx,
    db::{read, statements, write},
};

statements! {
    KNOWN_TO_ADDRESS = "
        SELECT COUNT(*) FROM devices JOIN accounts ON accounts.id = devices.account_id
        WHERE accounts.email = $1 AND devices.digest = $2";
    KNOWN = "SELECT COUNT(*) FROM devices WHERE account_id = $1 AND digest = $2";
    COUNT = "SELECT COUNT(*) FROM devices WHERE account_id = $1";
    SEEN = "
        INSERT INTO devices (account_id, digest, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, digest) DO UPDATE SET seen_at = excluded.seen_at";
    FORGET = "DELETE FROM devices WHERE account_id = $1";
    PURGE = "DELETE FROM devices WHERE seen_at < $1";
}

impl Store {
    /// Whether an account with this address was signed in with the browser whose cookie has this digest; the same
    /// statement whether there is such an account or not.
    pub async fn knows_device(&self, email: &EmailAddress, digest: &[u8]) -> Result<bool> {
        let count: i64 = read!(self, db => sqlx::query_scalar(KNOWN_TO_ADDRESS)
            .bind(email.as_str())
            .bind(digest)
            .fetch_one(db)
            .await?);
        Ok(count > 0)
    }
}

impl Tx {
    /// Notes a sign-in with the browser. True: the account is known elsewhere, but not there.
    pub async fn device_seen(&mut self, account: AccountId, digest: &[u8], now: DateTime<Utc>) -> Result<bool> {
        let id = account.as_uuid();
        let all: i64 = write!(self, db => sqlx::query_scalar(COUNT).bind(id).fetch_one(db).await?);
        let here: i64 = write!(self, db => sqlx::query_scalar(KNOWN).bind(id).bind(digest).fetch_one(db).await?);
        write!(self, db => sqlx::query(SEEN).bind(id).bind(digest).bind(now).execute(db).await.map(drop)?);
        Ok(all > 0 && here == 0)
    }

    /// Forgets all devices of the account: the next sign-in is from an unknown one.
    pub async fn forget_devices(&mut self, account: AccountId) -> Result<()> {
        write!(self, db => sqlx::query(FORGET).bind(account.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the devices last seen before `before`.
    pub async fn purge_devices(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(write!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
