//! Accounts, and claims: accounts whose email is not verified yet.
//!
//! A shadow claim is the claim of an address that has an account already. Nothing ever verifies it; it is there so that
//! signing up with a taken address, and signing in to that, cannot be told from doing so with a free one (SU-10). Its row
//! holds the address in `shadowed_email`, so whatever looks for the account of an address never finds it.

use chrono::{DateTime, Utc};
use domain::{AccountId, EmailAddress, PersonName, fold};
use sqlx::FromRow;

use crate::{
    Reader, Result, Store, StoreError, Tx,
    db::{statements, with_conn, with_pool},
    error::one,
    reader::with_reader,
    statement::Statement,
};

/// A person, or a claim: somebody who says that an address is theirs.
#[derive(Clone, Debug, FromRow)]
pub struct Account {
    #[sqlx(try_from = "uuid::Uuid")]
    pub id: AccountId,
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// PHC string; none for people who never set one.
    pub password_hash: Option<String>,
    /// When the address was verified; an account of which it was not is a claim.
    pub verified_at: Option<DateTime<Utc>>,
    /// When they signed up.
    pub created_at: DateTime<Utc>,
    /// Whether it is the claim of an address that another account has.
    pub shadow: bool,
    /// Whether the password of this claim is checked by a hash of its own: it was typed for another address.
    pub hashed_apart: bool,
    /// Whether it was signed in to since it was signed up.
    pub signed_in: bool,
}

/// An account to be.
pub struct NewAccount<'a> {
    pub id: AccountId,
    pub email: &'a EmailAddress,
    pub name: &'a PersonName,
    pub password_hash: Option<&'a str>,
    pub hashed_apart: bool,
    /// When they signed up.
    pub created_at: DateTime<Utc>,
}

/// The columns of an [`Account`].
macro_rules! columns {
    () => {
        "id, COALESCE(shadowed_email, email) AS email, name, password_hash, verified_at, created_at, \
         shadowed_email IS NOT NULL AS shadow, hashed_apart, signed_in_at IS NOT NULL AS signed_in"
    };
}

/// A new claim.
macro_rules! claim {
    () => {
        "INSERT INTO accounts \
             (id, email, name, password_hash, hashed_apart, created_at, email_folded, name_folded, shadowed_email) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    };
}

/// What a claim takes over that another one stood in the place of.
macro_rules! replaced {
    () => {
        "DO UPDATE SET \
             name = excluded.name, password_hash = excluded.password_hash, hashed_apart = excluded.hashed_apart, \
             created_at = excluded.created_at, name_folded = excluded.name_folded, \
             email_folded = excluded.email_folded, signed_in_at = NULL"
    };
}

statements! {
    /// The lock that a conflicting sign-up waits for is the row's own: 50 at once make one account (RAC-1).
    CLAIM = concat!(claim!(), " ON CONFLICT (email) ", replaced!(), " WHERE accounts.verified_at IS NULL RETURNING ", columns!());
    SHADOW_CLAIM = concat!(claim!(), " ON CONFLICT (shadowed_email) ", replaced!(), " RETURNING ", columns!());
    BY_EMAIL = concat!("SELECT ", columns!(), " FROM accounts WHERE email = $1");
    /// The account or claim first.
    SIGNING_IN = concat!(
        "SELECT ", columns!(), " FROM accounts WHERE email = $1 OR shadowed_email = $1 ORDER BY shadowed_email IS NOT NULL");
    BY_ID = concat!("SELECT ", columns!(), " FROM accounts WHERE id = $1");
    VERIFY = "UPDATE accounts SET verified_at = $2 WHERE id = $1 AND verified_at IS NULL AND shadowed_email IS NULL";
    LOCK = concat!("UPDATE accounts SET email = email WHERE id = $1 RETURNING ", columns!());
    LOCK_WITH_PASSWORD =
        concat!("UPDATE accounts SET email = email WHERE id = $1 AND password_hash = $2 RETURNING ", columns!());
    LOCK_SIGNED_IN = concat!("
        UPDATE accounts SET email = email
        WHERE id = $1 AND EXISTS (SELECT 1 FROM sessions WHERE sessions.digest = $2 AND sessions.account_id = accounts.id)
        RETURNING ", columns!());
    STILL_SIGNED_IN = "SELECT COUNT(*) FROM sessions WHERE digest = $1 AND account_id = $2";
    REHASH = "UPDATE accounts SET password_hash = $3, hashed_apart = FALSE WHERE id = $1 AND password_hash = $2";
    SET_HASHED_APART = "UPDATE accounts SET hashed_apart = $2 WHERE id = $1";
    LOCK_ADDRESS = "UPDATE accounts SET email = email WHERE email = $1";
    /// Its password was hashed beside one that is no more.
    DELETE_SHADOW_CLAIM_BESIDE =
        "DELETE FROM accounts WHERE shadowed_email = (SELECT owners.email FROM accounts AS owners WHERE owners.id = $1)";
    DELETE_CLAIM = "DELETE FROM accounts WHERE id = $1 AND verified_at IS NULL";
    PURGE_CLAIMS = "DELETE FROM accounts WHERE verified_at IS NULL AND created_at < $1";
    SET_PASSWORD = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
    CLEAR_PASSWORD = "UPDATE accounts SET password_hash = NULL WHERE id = $1";
    RENAME = "UPDATE accounts SET name = $2, name_folded = $3 WHERE id = $1";
    /// The condition on the old address makes one of several changes at once the winner.
    SET_EMAIL = "UPDATE accounts SET email = $3, email_folded = $4 WHERE id = $1 AND email = $2";
    /// What a claim's links say once an account has its address.
    BLOCK_LINKS_OF_CLAIM = "
        UPDATE links SET blocked_at = $2
        WHERE used_at IS NULL AND account_id IN (SELECT id FROM accounts WHERE email = $1 AND verified_at IS NULL)";
    DELETE_CLAIM_OF = "DELETE FROM accounts WHERE email = $1 AND verified_at IS NULL";
    DELETE_SHADOW_CLAIM_OF = "DELETE FROM accounts WHERE shadowed_email = $1";
}

impl Reader<'_> {
    /// The account or claim with this address.
    pub async fn account_by_email(&mut self, email: &EmailAddress) -> Result<Option<Account>> {
        Ok(with_reader!(self, db => sqlx::query_as(BY_EMAIL).bind(email.as_str()).fetch_optional(db).await?))
    }
}

impl Store {
    /// Whom somebody may be who signs in with this address: the account or claim, then the shadow claim.
    pub async fn accounts_signing_in(&self, email: &EmailAddress) -> Result<Vec<Account>> {
        Ok(with_pool!(self, db => sqlx::query_as(SIGNING_IN).bind(email.as_str()).fetch_all(db).await?))
    }

    /// The account or claim.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        Ok(with_pool!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_optional(db).await?))
    }
}

impl Tx {
    /// Whether a verified account has this address.
    pub async fn is_verified(&mut self, email: &EmailAddress) -> Result<bool> {
        Ok(self.read().account_by_email(email).await?.is_some_and(|account| account.verified_at.is_some()))
    }

    /// Claims an address. A claim that stood there is replaced, under the id that it had; what hung on it is for the caller
    /// to end. `None`: the address belongs to a verified account.
    pub async fn claim(&mut self, new: &NewAccount<'_>) -> Result<Option<Account>> {
        self.insert_claim(CLAIM, new, new.email.as_str(), &new.email.searchable(), None).await
    }

    /// Claims an address that belongs to a verified account: the shadow claim that stood there is replaced as
    /// [`Self::claim`] does.
    pub async fn shadow_claim(&mut self, new: &NewAccount<'_>) -> Result<Account> {
        // What stands in place of the address is none, and no search finds it.
        let nobody = format!("shadow:{}", new.id);
        let claim = self.insert_claim(SHADOW_CLAIM, new, &nobody, "", Some(new.email.as_str())).await?;
        claim.ok_or(StoreError::Gone)
    }

    async fn insert_claim(
        &mut self,
        statement: Statement,
        new: &NewAccount<'_>,
        email: &str,
        folded: &str,
        shadowed: Option<&str>,
    ) -> Result<Option<Account>> {
        Ok(with_conn!(self, db => sqlx::query_as(statement)
            .bind(new.id.as_uuid())
            .bind(email)
            .bind(new.name.as_str())
            .bind(new.password_hash)
            .bind(new.hashed_apart)
            .bind(new.created_at)
            .bind(folded)
            .bind(fold(new.name.as_str()))
            .bind(shadowed)
            .fetch_optional(db)
            .await?))
    }

    /// Notes whether the password of a claim takes a hash of its own.
    pub async fn set_hashed_apart(&mut self, id: AccountId, apart: bool) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(SET_HASHED_APART)
            .bind(id.as_uuid())
            .bind(apart)
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Holds the account or claim with this address, if there is one, until the transaction ends.
    pub async fn lock_address(&mut self, email: &EmailAddress) -> Result<()> {
        with_conn!(self, db => sqlx::query(LOCK_ADDRESS).bind(email.as_str()).execute(db).await.map(drop)?);
        Ok(())
    }

    async fn delete_shadow_claim_beside(&mut self, account: AccountId) -> Result<()> {
        let id = account.as_uuid();
        with_conn!(self, db => sqlx::query(DELETE_SHADOW_CLAIM_BESIDE).bind(id).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the shadow claim of an address, which its account has no longer, or never had.
    pub async fn delete_shadow_claim(&mut self, email: &EmailAddress) -> Result<()> {
        let email = email.as_str();
        with_conn!(self, db => sqlx::query(DELETE_SHADOW_CLAIM_OF).bind(email).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Stores the hash of a new password.
    pub async fn set_password(&mut self, id: AccountId, hash: &str) -> Result<()> {
        self.delete_shadow_claim_beside(id).await?;
        one(
            with_conn!(self, db => sqlx::query(SET_PASSWORD).bind(id.as_uuid()).bind(hash).execute(db).await?.rows_affected()),
        )
    }

    /// Takes the password away: a reset sets the next one.
    pub async fn clear_password(&mut self, id: AccountId) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(CLEAR_PASSWORD).bind(id.as_uuid()).execute(db).await?.rows_affected()))
    }

    /// Changes what people call them.
    pub async fn rename_account(&mut self, id: AccountId, name: &PersonName) -> Result<()> {
        let renamed = with_conn!(self, db => sqlx::query(RENAME)
            .bind(id.as_uuid())
            .bind(name.as_str())
            .bind(fold(name.as_str()))
            .execute(db)
            .await?
            .rows_affected());
        one(renamed)
    }

    /// Changes the address; a claim that held the new one is deleted. False: the old address is not theirs any more.
    ///
    /// # Errors
    /// [`StoreError::Constraint`](crate::StoreError::Constraint) when the new address belongs to another account.
    pub async fn set_email(
        &mut self,
        id: AccountId,
        old: &EmailAddress,
        new: &EmailAddress,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        with_conn!(self, db => sqlx::query(BLOCK_LINKS_OF_CLAIM)
            .bind(new.as_str())
            .bind(now)
            .execute(db)
            .await
            .map(drop)?);
        with_conn!(self, db => sqlx::query(DELETE_CLAIM_OF).bind(new.as_str()).execute(db).await.map(drop)?);
        self.delete_shadow_claim(old).await?;
        let done = with_conn!(self, db => sqlx::query(SET_EMAIL)
            .bind(id.as_uuid())
            .bind(old.as_str())
            .bind(new.as_str())
            .bind(new.searchable())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Marks the address as proven. False: it was already.
    pub async fn verify_account(&mut self, id: AccountId, now: DateTime<Utc>) -> Result<bool> {
        let done =
            with_conn!(self, db => sqlx::query(VERIFY).bind(id.as_uuid()).bind(now).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Holds the account's row until the transaction ends, so that what one person does at once happens in turn; answers
    /// what it is by now. `None`: it is gone.
    pub async fn lock_account(&mut self, id: AccountId) -> Result<Option<Account>> {
        Ok(with_conn!(self, db => sqlx::query_as(LOCK).bind(id.as_uuid()).fetch_optional(db).await?))
    }

    /// The same, if its password is still the one that was checked.
    pub async fn lock_with_password(&mut self, id: AccountId, hash: &str) -> Result<Option<Account>> {
        Ok(with_conn!(self, db => sqlx::query_as(LOCK_WITH_PASSWORD)
            .bind(id.as_uuid())
            .bind(hash)
            .fetch_optional(db)
            .await?))
    }

    /// The same, if the session whose cookie has this digest is still the account's.
    pub async fn lock_signed_in(&mut self, id: AccountId, session: &[u8]) -> Result<Option<Account>> {
        let account: Option<Account> = with_conn!(self, db => sqlx::query_as(LOCK_SIGNED_IN)
            .bind(id.as_uuid())
            .bind(session)
            .fetch_optional(db)
            .await?);
        // PostgreSQL's statement sees other tables as they were when it began to wait for the row; SQLite's began with
        // the lock in hand.
        if account.is_some() && self.is_postgres() {
            let still: i64 = with_conn!(self, db => sqlx::query_scalar(STILL_SIGNED_IN)
                .bind(session)
                .bind(id.as_uuid())
                .fetch_one(db)
                .await?);
            return Ok(account.filter(|_| still == 1));
        }
        Ok(account)
    }

    /// Stores the same password hashed at today's cost, unless it changed meanwhile.
    pub async fn rehash(&mut self, id: AccountId, old: &str, new: &str) -> Result<()> {
        self.delete_shadow_claim_beside(id).await?;
        with_conn!(self, db => sqlx::query(REHASH).bind(id.as_uuid()).bind(old).bind(new).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the claim and its sessions; a verified account stays. False: there was none.
    pub async fn delete_claim(&mut self, id: AccountId) -> Result<bool> {
        let done =
            with_conn!(self, db => sqlx::query(DELETE_CLAIM).bind(id.as_uuid()).execute(db).await?.rows_affected());
        Ok(done == 1)
    }

    /// Deletes the claims that began before `before` (SU-14).
    pub async fn purge_claims(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE_CLAIMS).bind(before).execute(db).await?.rows_affected()))
    }
}
