//! Attempts: one browser's sign-up each.

use chrono::{DateTime, Utc};
use domain::{AccountId, AttemptId, DeliveryState, EmailAddress, MailId, PersonName};
use sqlx::FromRow;

use crate::{
    MailState, Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    outbox::LONGEST_WAIT,
};

/// One browser's sign-up, known to that browser alone by its cookie.
#[derive(Clone, Debug, FromRow)]
pub struct Attempt {
    #[sqlx(try_from = "uuid::Uuid")]
    pub id: AttemptId,
    account_id: Option<uuid::Uuid>,
    /// The first attempt of the same sign-up: what that may send is counted by it, whichever browser asks (FIELD-43).
    #[sqlx(try_from = "uuid::Uuid")]
    pub sign_up_id: AttemptId,
    /// The address that was typed.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// The name that was typed.
    #[sqlx(try_from = "String")]
    pub name: PersonName,
    /// Hash of the password that was typed, for a sign-up with another address.
    pub password_hash: Option<String>,
    /// When the newest mail was written.
    pub mailed_at: DateTime<Utc>,
    /// Set when a session was given for it.
    pub completed_at: Option<DateTime<Utc>>,
}

impl Attempt {
    /// The claim it waits for, a shadow claim where the address has an account; none when that is gone.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account_id.map(Into::into)
    }
}

/// What the waiting screen shows.
#[derive(Clone, Debug, FromRow)]
pub struct AttemptStatus {
    /// The address the mail goes to.
    #[sqlx(try_from = "String")]
    pub email: EmailAddress,
    /// When the newest mail was written.
    pub mailed_at: DateTime<Utc>,
    #[sqlx(try_from = "String")]
    mail: MailState,
    next_try_at: DateTime<Utc>,
    tries: i64,
    settled_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    /// The address is proven, and the session is there to be taken.
    pub confirmed: bool,
    /// The session was taken.
    pub completed: bool,
}

impl AttemptStatus {
    /// Where the newest mail is.
    pub fn delivery(&self, now: DateTime<Utc>) -> DeliveryState {
        let later = now < self.next_try_at && self.next_try_at <= now + LONGEST_WAIT;
        if self.mail == MailState::Queued && self.tries == 0 && later {
            return DeliveryState::PutOff { until: self.next_try_at };
        }
        self.mail.told(self.settled_at, self.problem.clone(), self.next_try_at)
    }
}

/// An attempt to be.
pub struct NewAttempt<'a> {
    pub id: AttemptId,
    /// Digest of the cookie's token.
    pub digest: &'a [u8],
    /// The first attempt of the same sign-up; itself where it is the first.
    pub sign_up_id: AttemptId,
    /// The claim it waits for.
    pub account_id: Option<AccountId>,
    /// The address that was typed.
    pub email: &'a EmailAddress,
    /// The name that was typed.
    pub name: &'a PersonName,
    /// Hash of the password that was typed.
    pub password_hash: Option<&'a str>,
    /// The mail that was written.
    pub mail_id: MailId,
    /// When the mail was written.
    pub mailed_at: DateTime<Utc>,
    /// When the attempt began.
    pub now: DateTime<Utc>,
}

statements! {
    INSERT = "
        INSERT INTO attempts
            (id, digest, account_id, email, name, password_hash, mail_id, mailed_at, created_at, sign_up_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_DIGEST = "
        SELECT id, account_id, COALESCE(sign_up_id, id) AS sign_up_id, email, name, password_hash, mailed_at, completed_at
        FROM attempts WHERE digest = $1 AND created_at > $2";
    STATUS = "
        SELECT attempts.email, attempts.mailed_at, outbox.state AS mail, outbox.next_try_at, outbox.tries,
               outbox.settled_at, outbox.problem, accounts.verified_at IS NOT NULL AS confirmed,
               attempts.completed_at IS NOT NULL AS completed
        FROM attempts
        JOIN outbox ON outbox.id = attempts.mail_id
        LEFT JOIN accounts ON accounts.id = attempts.account_id
        WHERE attempts.digest = $1 AND attempts.created_at > $2";
    /// The condition on the old time makes one of several resends at once the winner.
    MAILED =
        "UPDATE attempts SET mail_id = COALESCE($2, mail_id), mailed_at = $3 WHERE id = $1 AND mailed_at = $4";
    BY_ID = "
        SELECT id, account_id, COALESCE(sign_up_id, id) AS sign_up_id, email, name, password_hash, mailed_at, completed_at
        FROM attempts WHERE id = $1";
    WAITING = "SELECT COUNT(*) FROM attempts WHERE account_id = $1 AND completed_at IS NULL";
    /// Only one that waits: what was completed or left stays so.
    RESTART = "
        UPDATE attempts SET account_id = $2, mail_id = $3, mailed_at = $4 WHERE id = $1 AND completed_at IS NULL";
    DETACH = "UPDATE attempts SET account_id = NULL WHERE account_id = $1";
    NEWEST_MAIL = "
        SELECT mail_id, mailed_at, COALESCE(sign_up_id, id) FROM attempts WHERE account_id = $1 ORDER BY mailed_at DESC LIMIT 1";
    /// The condition on the account: a reset leaves it without one.
    COMPLETE = "UPDATE attempts SET completed_at = $3 WHERE id = $1 AND account_id = $2 AND completed_at IS NULL";
    /// Completed without a session; the row stays, since it knows the newest mail of its claim.
    LEAVE = "UPDATE attempts SET completed_at = mailed_at WHERE digest = $1 AND completed_at IS NULL";
    DELETE = "DELETE FROM attempts WHERE id = $1";
    PURGE = "DELETE FROM attempts WHERE created_at < $1";
}

impl Store {
    /// The attempt of the browser whose cookie has this digest, if it began after `since`.
    pub async fn attempt(&self, digest: &[u8], since: DateTime<Utc>) -> Result<Option<Attempt>> {
        Ok(with_pool!(self, db => sqlx::query_as(BY_DIGEST).bind(digest).bind(since).fetch_optional(db).await?))
    }

    /// Whether a browser still waits for this claim.
    pub async fn is_waited_for(&self, claim: AccountId) -> Result<bool> {
        let count: i64 = with_pool!(self, db => sqlx::query_scalar(WAITING).bind(claim.as_uuid()).fetch_one(db).await?);
        Ok(count > 0)
    }

    /// What the waiting screen of that browser shows, if its attempt began after `since`: one indexed read, no write.
    pub async fn attempt_status(&self, digest: &[u8], since: DateTime<Utc>) -> Result<Option<AttemptStatus>> {
        Ok(with_pool!(self, db => sqlx::query_as(STATUS).bind(digest).bind(since).fetch_optional(db).await?))
    }
}

impl Tx {
    /// The attempt, as it is by now.
    pub async fn attempt(&mut self, id: AttemptId) -> Result<Option<Attempt>> {
        Ok(with_conn!(self, db => sqlx::query_as(BY_ID).bind(id.as_uuid()).fetch_optional(db).await?))
    }

    /// Leaves the account's attempts without a session to take: they wait for nothing.
    pub async fn detach_attempts(&mut self, account: AccountId) -> Result<()> {
        with_conn!(self, db => sqlx::query(DETACH).bind(account.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Lets an attempt that lost its claim wait for this one. False: it does not wait any more.
    pub async fn restart_attempt(
        &mut self,
        id: AttemptId,
        claim: AccountId,
        mail: MailId,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(RESTART)
            .bind(id.as_uuid())
            .bind(claim.as_uuid())
            .bind(mail.as_uuid())
            .bind(now)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    pub async fn insert_attempt(&mut self, new: &NewAttempt<'_>) -> Result<()> {
        with_conn!(self, db => sqlx::query(INSERT)
            .bind(new.id.as_uuid())
            .bind(new.digest)
            .bind(new.account_id.map(AccountId::as_uuid))
            .bind(new.email.as_str())
            .bind(new.name.as_str())
            .bind(new.password_hash)
            .bind(new.mail_id.as_uuid())
            .bind(new.mailed_at)
            .bind(new.now)
            .bind(new.sign_up_id.as_uuid())
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Notes that another mail was written, or would have been. False: another call was quicker.
    pub async fn attempt_mailed(
        &mut self,
        attempt: &Attempt,
        mail: Option<MailId>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(MAILED)
            .bind(attempt.id.as_uuid())
            .bind(mail.map(MailId::as_uuid))
            .bind(now)
            .bind(attempt.mailed_at)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// The newest verification mail of a claim that some attempt still shows, when it was written, and the claim's sign-up.
    pub async fn newest_mail_of_claim(
        &mut self,
        account: AccountId,
    ) -> Result<Option<(MailId, DateTime<Utc>, AttemptId)>> {
        let row: Option<(uuid::Uuid, DateTime<Utc>, uuid::Uuid)> =
            with_conn!(self, db => sqlx::query_as(NEWEST_MAIL).bind(account.as_uuid()).fetch_optional(db).await?);
        Ok(row.map(|(id, at, sign_up)| (id.into(), at, sign_up.into())))
    }

    /// Takes the attempt's one session, of that account. False: it was taken, or is not to be had any more.
    pub async fn complete_attempt(&mut self, id: AttemptId, account: AccountId, now: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(COMPLETE)
            .bind(id.as_uuid())
            .bind(account.as_uuid())
            .bind(now)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Ends the wait of the browser whose cookie has this digest.
    pub async fn leave_attempt(&mut self, digest: &[u8]) -> Result<()> {
        with_conn!(self, db => sqlx::query(LEAVE).bind(digest).execute(db).await.map(drop)?);
        Ok(())
    }

    pub async fn delete_attempt(&mut self, id: AttemptId) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE).bind(id.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes the attempts that began before `before`.
    pub async fn purge_attempts(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
