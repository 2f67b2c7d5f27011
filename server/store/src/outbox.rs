//! The outbox: mail that waits to be sent, and what became of it (OP-5).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, DeliveryState, EmailAddress, InvitationId, LinkId, LinkPurpose, MailId, OrganizationId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Result, Store, StoreError, Tx,
    db::{statements, with_conn, with_pool},
    rows::insert_rows,
    statement::Statement,
};

/// Nothing in an outbox waits for longer between two tries.
pub(crate) const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Where a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// Waits for its first or next try.
    Queued,
    /// The mail server took it.
    HandedOver,
    /// The mail server will never take it.
    Refused,
    /// Its link died before the mail server took it.
    Dropped,
}

impl MailState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::HandedOver => "handed-over",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
        }
    }

    /// As whoever waits for the mail is told: with the time at which it was settled, what stood in its way last, and its next
    /// try.
    pub fn told(
        self,
        settled_at: Option<DateTime<Utc>>,
        problem: Option<String>,
        next_try_at: DateTime<Utc>,
    ) -> DeliveryState {
        match (self, settled_at) {
            (Self::HandedOver, Some(at)) => DeliveryState::HandedOver { at },
            (Self::Refused, _) => DeliveryState::Refused { reason: problem.unwrap_or_default() },
            (Self::Dropped, _) => DeliveryState::Dropped,
            (Self::Queued | Self::HandedOver, _) => DeliveryState::Queued { next_try: problem.map(|_| next_try_at) },
        }
    }
}

/// Where a mail is, out of the columns of a statement that may have found none.
pub(crate) fn told(
    state: Option<String>,
    settled_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    next_try_at: Option<DateTime<Utc>>,
) -> Option<DeliveryState> {
    Some(MailState::try_from(state?).ok()?.told(settled_at, problem, next_try_at?))
}

/// How the way of a mail ended.
#[derive(Clone, Copy, Debug)]
pub enum MailOutcome<'a> {
    /// The mail server took it; no server where that is the local mailbox.
    HandedOver { server: Option<&'a str> },
    /// The mail server will never take it, and says why.
    Refused { reply: &'a str },
    /// Its link died before the mail server took it.
    Dropped,
}

impl TryFrom<String> for MailState {
    type Error = StoreError;

    fn try_from(text: String) -> Result<Self> {
        [Self::Queued, Self::HandedOver, Self::Refused, Self::Dropped]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(StoreError::Corrupt("mail state"))
    }
}

/// A mail to be sent.
pub struct NewMail<'a> {
    /// Which one; its Message-ID is made of it.
    pub id: MailId,
    pub recipient: &'a EmailAddress,
    /// JSON of the message; holds no token.
    pub message: &'a str,
    /// The link in it.
    pub link_id: Option<LinkId>,
    pub now: DateTime<Utc>,
    /// Before this it does not go out.
    pub due_at: DateTime<Utc>,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
}

/// A mail whose turn it is.
#[derive(Clone, Debug, FromRow)]
pub struct QueuedMail {
    #[sqlx(try_from = "Uuid")]
    pub id: MailId,
    #[sqlx(try_from = "String")]
    pub recipient: EmailAddress,
    /// JSON of the message.
    pub message: String,
    link_id: Option<Uuid>,
    purpose: Option<String>,
    pub tries: i64,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// After this it is worth nothing.
    pub expires_at: DateTime<Utc>,
    /// Whether the link in it is superseded, used or gone.
    pub stale: bool,
    organization_id: Option<Uuid>,
    invitation_id: Option<Uuid>,
    next_try_at: DateTime<Utc>,
}

impl QueuedMail {
    /// The link in it.
    pub fn link_id(&self) -> Option<LinkId> {
        self.link_id.map(Into::into)
    }

    /// The organization whose invitation is in it: its list of members shows where the mail is.
    pub fn invites_into(&self) -> Option<OrganizationId> {
        self.organization_id.map(Into::into)
    }

    /// The invitation in it.
    pub fn invitation_id(&self) -> Option<InvitationId> {
        self.invitation_id.map(Into::into)
    }

    /// What the link in it is for; none where a newer version wrote a purpose that this one does not know.
    pub fn purpose(&self) -> Option<LinkPurpose> {
        self.purpose.clone().and_then(|purpose| purpose.try_into().ok())
    }

    /// The mail, with this link in it.
    #[must_use]
    pub fn with_link(self, id: LinkId, purpose: LinkPurpose) -> Self {
        Self { link_id: Some(id.as_uuid()), purpose: Some(purpose.as_str().to_owned()), ..self }
    }
}

const INSERT: Statement = Statement {
    name: "store::outbox::INSERT",
    sql: "INSERT INTO outbox (id, recipient, message, link_id, state, tries, created_at, next_try_at, expires_at) ",
};

statements! {
    /// An invitation into a deleted organization waits for it to be brought back.
    DUE = "
        SELECT outbox.id, outbox.recipient, outbox.message, outbox.link_id, outbox.tries, outbox.created_at,
               outbox.expires_at, outbox.next_try_at, links.purpose, invitations.organization_id,
               invitations.id AS invitation_id,
               (outbox.link_id IS NOT NULL AND (links.superseded_at IS NOT NULL OR links.used_at IS NOT NULL
                OR (links.account_id IS NULL AND links.invitation_id IS NULL))) AS stale
        FROM outbox
        LEFT JOIN links ON links.id = outbox.link_id
        LEFT JOIN invitations ON invitations.id = links.invitation_id
        LEFT JOIN organizations ON organizations.id = invitations.organization_id
        WHERE organizations.deleted_at IS NULL AND outbox.state = 'queued' AND (outbox.next_try_at <= $1 OR outbox.next_try_at > $3)
        ORDER BY outbox.next_try_at LIMIT $2";
    /// Of several workers that saw the same mail, the one that moves its next try owns it until then.
    LEASE = "
        UPDATE outbox SET next_try_at = $3, tries = tries + 1 WHERE id = $1 AND state = 'queued' AND next_try_at = $2";
    RENEW = "UPDATE outbox SET next_try_at = $3 WHERE id = $1 AND state = 'queued' AND next_try_at = $2";
    DELETE = "DELETE FROM outbox WHERE id = $1";
    /// What it said is forgotten: names in it may be of people who ask to be (PRV-4).
    SETTLE = "
        UPDATE outbox SET state = $2, settled_at = $3, problem = $4, server = $5, message = ''
        WHERE id = $1 AND state = 'queued'";
    ATTACH_LINK = "UPDATE outbox SET link_id = $2 WHERE id = $1 AND link_id IS NULL AND state = 'queued'";
    /// By the account's address; other kinds of mail have their link from the beginning, or none.
    DROP_RESETS = "
        UPDATE outbox SET state = 'dropped', settled_at = $2, message = ''
        WHERE recipient = (SELECT email FROM accounts WHERE id = $1) AND state = 'queued' AND link_id IS NULL
          AND message LIKE '%\"reset-password\"%'";
    RETRY = "UPDATE outbox SET next_try_at = $2, problem = $3 WHERE id = $1 AND state = 'queued'";
    PURGE = "
        DELETE FROM outbox WHERE expires_at < $1
        AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.mail_id = outbox.id)";
}

impl Store {
    /// Mails whose turn it is, the longest waiting first. Those whose turn were further off than any is were written while
    /// the clock was ahead: theirs is now (FIELD-32).
    pub async fn due_mail(&self, now: DateTime<Utc>, limit: i64) -> Result<Vec<QueuedMail>> {
        Ok(with_pool!(self, db => sqlx::query_as(DUE)
            .bind(now)
            .bind(limit)
            .bind(now + LONGEST_WAIT)
            .fetch_all(db)
            .await?))
    }

    /// Waits until mail was written by a transaction of this process.
    pub async fn outbox_woken(&self) {
        self.outbox_wakeup.notified().await;
    }
}

impl Tx {
    /// Puts mails in the outbox.
    pub async fn insert_mails(&mut self, new: &[NewMail<'_>]) -> Result<()> {
        insert_rows!(
            self,
            INSERT,
            new,
            |row, new| row
                .push_bind(new.id.as_uuid())
                .push_bind(new.recipient.as_str())
                .push_bind(new.message)
                .push_bind(new.link_id.map(LinkId::as_uuid))
                .push_bind(MailState::Queued.as_str())
                .push_bind(0_i64)
                .push_bind(new.now)
                .push_bind(new.due_at)
                .push_bind(new.expires_at),
            ""
        );
        self.wakes_outbox();
        Ok(())
    }

    /// Takes the mail for one try, until `until`. False: another worker has it.
    pub async fn lease_mail(&mut self, mail: &QueuedMail, until: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(LEASE)
            .bind(mail.id.as_uuid())
            .bind(mail.next_try_at)
            .bind(until)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Keeps the mail for longer, from `until` to `longer`. False: it was not ours any more.
    pub async fn renew_lease(&mut self, id: MailId, until: DateTime<Utc>, longer: DateTime<Utc>) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(RENEW)
            .bind(id.as_uuid())
            .bind(until)
            .bind(longer)
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Forgets the mail with its address, whatever became of it.
    pub async fn delete_mail(&mut self, id: MailId) -> Result<()> {
        with_conn!(self, db => sqlx::query(DELETE).bind(id.as_uuid()).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Puts a link into a mail that was written without one. False: it has one.
    pub async fn attach_link(&mut self, id: MailId, link: LinkId) -> Result<bool> {
        let done = with_conn!(self, db => sqlx::query(ATTACH_LINK)
            .bind(id.as_uuid())
            .bind(link.as_uuid())
            .execute(db)
            .await?
            .rows_affected());
        Ok(done == 1)
    }

    /// Ends the mail's way.
    pub async fn settle_mail(&mut self, id: MailId, outcome: MailOutcome<'_>, now: DateTime<Utc>) -> Result<()> {
        let (state, problem, server) = match outcome {
            MailOutcome::HandedOver { server } => (MailState::HandedOver, None, server),
            MailOutcome::Refused { reply } => (MailState::Refused, Some(reply), None),
            MailOutcome::Dropped => (MailState::Dropped, None, None),
        };
        with_conn!(self, db => sqlx::query(SETTLE)
            .bind(id.as_uuid())
            .bind(state.as_str())
            .bind(now)
            .bind(problem)
            .bind(server)
            .execute(db)
            .await
            .map(drop)?);
        Ok(())
    }

    /// Drops the account's reset mails that wait to be sent, and get their link only then.
    pub async fn drop_unsent_resets(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<()> {
        with_conn!(self, db => sqlx::query(DROP_RESETS).bind(account.as_uuid()).bind(now).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Sets the next try.
    pub async fn retry_mail(&mut self, id: MailId, at: DateTime<Utc>, problem: &str) -> Result<()> {
        with_conn!(self, db => sqlx::query(RETRY).bind(id.as_uuid()).bind(at).bind(problem).execute(db).await.map(drop)?);
        Ok(())
    }

    /// Deletes mails that were worth nothing before `before`, unless a waiting screen still names them.
    pub async fn purge_mail(&mut self, before: DateTime<Utc>) -> Result<u64> {
        Ok(with_conn!(self, db => sqlx::query(PURGE).bind(before).execute(db).await?.rows_affected()))
    }
}
