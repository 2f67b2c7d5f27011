//! Devices: browsers that an account was signed in with (SI-6, SI-7).

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress};

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
};

statements! {
    KNOWN_TO_ADDRESS = "
        SELECT COUNT(*) FROM devices JOIN accounts ON accounts.id = devices.account_id
        WHERE accounts.email = $1 AND devices.digest = $2";
    COUNT = "SELECT COUNT(*) FROM devices WHERE account_id = $1";
    INSERT = "INSERT INTO devices (account_id, digest, seen_at) VALUES ($1, $2, $3)";
    REPLACED = "DELETE FROM devices WHERE account_id = $1 AND digest = $2";
    DELETE_OF_ACCOUNT = "DELETE FROM devices WHERE account_id = $1";
    PURGE = "DELETE FROM devices WHERE seen_at < $1";
}

impl Store {
    /// Whether an account with this address was signed in with the browser whose cookie has this digest; the same
    /// statement whether there is such an account or not.
    pub async fn knows_device(&self, email: &EmailAddress, digest: &[u8]) -> Result<bool> {
        let count: i64 = with_pool!(self, db => sqlx::query_scalar(KNOWN_TO_ADDRESS)
            .bind(email.as_str())
            .bind(digest)
            .fetch_one(db)
            .await?);
        Ok(count > 0)
    }
}

impl Tx {
    /// Notes a sign-in with a browser that gets the token with the digest `new` in place of `old`, the one it came with;
    /// only what was issued to this account counts. True: the account is known elsewhere, but not there.
    pub async fn device_signed_in(
        &mut self,
        account: AccountId,
        old: Option<&[u8]>,
        new: &[u8],
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let id = account.as_uuid();
        let mut here = 0;
        if let Some(old) = old {
            here = with_conn!(self, db => sqlx::query(REPLACED).bind(id).bind(old).execute(db).await?.rows_affected());
        }
        let elsewhere: i64 = with_conn!(self, db => sqlx::query_scalar(COUNT).bind(id).fetch_one(db).await?);
        with_conn!(self, db => sqlx::query(INSERT).bind(id).bind(new).bind(now).execute(db).await.map(drop)?);
        Ok(elsewhere > 0 && here == 0)
    }

    /// Forgets all devices of the account: the next sign-in is from an unknown one.
    pub async fn delete_devices(&mut self, account: AccountId) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE_OF_ACCOUNT).bind(account.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the devices last seen before `before`.
    pub async fn purge_devices(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
