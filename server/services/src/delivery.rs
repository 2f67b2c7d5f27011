//! The way of a mail out of the outbox (OP-5).
//!
//! A worker owns a mail for a short time, and renews that while it sends: when it dies, others take its mails within 30 s
//! (FIELD-53). Between the mail server's yes and the note of it lies the one moment in which a mail may be sent twice;
//! the transport lets one mail of a process be in it (`mail::Accepted`).

use std::{pin::pin, time::Duration};

use chrono::{DateTime, Utc};
use domain::{LinkPurpose, MailId, paths};
use mail::{Accepted, Context, Message, Outgoing, SendError};
use store::{Change, MailOutcome, QueuedMail, StoreError};
use tokio::time::timeout;
use tracing::instrument;

use crate::{
    Result, Services,
    mail_outbox::LinkTarget,
    outbox::{self, CANDIDATES, LEASE, pause},
};

/// Between two renewals: two may fail.
const RENEW: Duration = Duration::from_secs(10);

impl Services {
    /// Tries the mail that has waited longest; when there is none, makes mails of an announcement. False: no mail's turn has
    /// come, or other workers have them all.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn deliver_next(&self) -> Result<bool> {
        for mail in self.store.due_mail(self.now(), CANDIDATES).await? {
            let Some(_held) = self.mails_in_hand.take(mail.id) else { continue };
            if self.deliver(mail).await? {
                return Ok(true);
            }
        }
        self.spread_next().await
    }

    /// Waits until a use case of this process wrote mail.
    pub async fn outbox_woken(&self) {
        self.store.outbox_woken().await;
    }

    /// One try. False: another worker has it.
    #[instrument(level = "debug", skip_all, fields(mail = %mail.id))]
    async fn deliver(&self, mail: QueuedMail) -> Result<bool> {
        let now = self.now();
        let unbacked = match mail.invitation_id() {
            Some(id) => !self.store.read().invitation(id).await?.is_some_and(|invitation| invitation.is_backed()),
            None => false,
        };
        let mut tx = self.store.begin().await?;
        if mail.stale || unbacked || mail.expires_at <= now {
            if is_farewell(&mail.message) {
                tx.delete_mail(mail.id).await?;
            } else {
                tx.settle_mail(mail.id, MailOutcome::Dropped, now).await?;
            }
            if let Some(organization) = mail.invites_into() {
                tx.changed(Change::Organization(organization));
            }
            tx.commit().await?;
            return Ok(true);
        }
        let until = now + LEASE;
        if !tx.lease_mail(&mail, until).await? {
            return Ok(false);
        }
        tx.commit().await?;
        let Some(mail) = self.with_its_link(mail).await? else { return Ok(true) };

        let outcome = match self.outgoing(&mail) {
            Ok(outgoing) => self.hand_over(&mail, &outgoing, until).await,
            Err(problem) => {
                tracing::error!(mail = %mail.id, problem, "a mail cannot be written");
                Err(SendError::Permanent(problem))
            }
        };
        match &outcome {
            Ok(accepted) => tracing::debug!(mail = %mail.id, reply = accepted.reply, "mail handed over"),
            Err(SendError::Permanent(reply)) => {
                tracing::warn!(mail = %mail.id, to = %mail.recipient.masked(), reply, "mail refused");
            }
            Err(SendError::Temporary(reply)) => {
                tracing::warn!(mail = %mail.id, to = %mail.recipient.masked(), reply, "mail has to wait");
            }
        }
        outbox::note(|| self.note_outcome(&mail, &outcome)).await?;
        Ok(true)
    }

    /// Hands the mail over, and keeps it ours for as long as that takes.
    async fn hand_over(
        &self,
        mail: &QueuedMail,
        outgoing: &Outgoing,
        mut until: DateTime<Utc>,
    ) -> Result<Accepted, SendError> {
        let mut sending = pin!(self.transport.send(outgoing));
        loop {
            if let Ok(outcome) = timeout(RENEW, &mut sending).await {
                return outcome;
            }
            match self.renew(mail.id, until).await {
                Ok(longer) => until = longer,
                // Under way it cannot be taken back; another try is the same mail under the same Message-ID.
                Err(error) => tracing::warn!(mail = %mail.id, %error, "a mail on its way is not kept for longer"),
            }
        }
    }

    async fn renew(&self, id: MailId, until: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
        let longer = self.now() + LEASE;
        let mut tx = self.store.begin().await?;
        let ours = tx.renew_lease(id, until, longer).await?;
        tx.commit().await?;
        Ok(if ours { longer } else { until })
    }

    /// Writes down what became of a mail. While [`Accepted`] lives, no other mail of this process is in doubt.
    async fn note_outcome(&self, mail: &QueuedMail, outcome: &Result<Accepted, SendError>) -> Result<(), StoreError> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        match outcome {
            // The last that is known of somebody who is gone.
            Ok(_) | Err(SendError::Permanent(_)) if is_farewell(&mail.message) => tx.delete_mail(mail.id).await?,
            Ok(_) => {
                let server = self.transport.server();
                tx.settle_mail(mail.id, MailOutcome::HandedOver { server }, now).await?;
            }
            Err(SendError::Permanent(reply)) => {
                tx.settle_mail(mail.id, MailOutcome::Refused { reply }, now).await?;
            }
            Err(SendError::Temporary(reply)) => tx.retry_mail(mail.id, now + pause(mail.tries), reply).await?,
        }
        // The list of members shows where an invitation is.
        if let Some(organization) = mail.invites_into() {
            tx.changed(Change::Organization(organization));
        }
        tx.commit().await
    }

    /// A reset was asked for by address alone, so that asking costs the same whether there is an account or not (PW-1).
    /// Here its link is made; without an account the mail is dropped.
    async fn with_its_link(&self, mail: QueuedMail) -> Result<Option<QueuedMail>> {
        let reset = matches!(serde_json::from_str(&mail.message), Ok(Message::ResetPassword(_)));
        if !reset || mail.link_id().is_some() {
            return Ok(Some(mail));
        }
        let now = self.now();
        let account = self.store.read().account_by_email(&mail.recipient).await?;
        let mut tx = self.store.begin().await?;
        let Some(account) = account else {
            tx.settle_mail(mail.id, MailOutcome::Dropped, now).await?;
            tx.commit().await?;
            return Ok(None);
        };
        // Gone, or moved, while it waited: the mail opens nothing.
        let account = tx.lock_account(account.id).await?.filter(|account| account.email == mail.recipient);
        let Some(account) = account else {
            tx.settle_mail(mail.id, MailOutcome::Dropped, now).await?;
            tx.commit().await?;
            return Ok(None);
        };
        // Whoever moved the account here was shut out by its former address, and does not get in again by this one.
        if tx.has_blocked_link(account.id, now).await? {
            tx.settle_mail(mail.id, MailOutcome::Dropped, now).await?;
            tx.commit().await?;
            return Ok(None);
        }
        tx.supersede_links(account.id, LinkPurpose::Reset, now).await?;
        let (link, _) = self.make_link(&mut tx, LinkTarget::Reset(account.id), mail.expires_at).await?;
        if !tx.attach_link(mail.id, link).await? {
            return Ok(None);
        }
        tx.commit().await?;
        Ok(Some(mail.with_link(link, LinkPurpose::Reset)))
    }

    /// The mail as it goes out; the link in it is derived now and the same at every try (MAIL-4).
    fn outgoing(&self, mail: &QueuedMail) -> Result<Outgoing, String> {
        let message: Message = serde_json::from_str(&mail.message).map_err(|error| error.to_string())?;
        let link = mail.link_id().zip(mail.purpose()).map(|(id, purpose)| {
            let token = self.secret.link_token(purpose, id.as_uuid().as_bytes());
            self.public_url.page(paths::link(purpose, &token.expose()))
        });
        let context = Context { public_url: &self.public_url, link: link.as_deref() };
        let rendered = message.render(&context).map_err(|error| error.to_string())?;
        Ok(Outgoing {
            to: mail.recipient.to_string(),
            from: self.sender.clone(),
            message_id: format!("<{}@{}>", mail.id, message_host(&self.host())),
            date: mail.created_at,
            handed_over_at: self.now(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        })
    }
}

/// Whether it is the last mail to an address, which is forgotten with it (SI-9).
fn is_farewell(message: &str) -> bool {
    matches!(serde_json::from_str(message), Ok(Message::AccountDeleted(_)))
}

/// The right side of a Message-ID: the host without its port; an IPv6 address is written without brackets and colons.
fn message_host(host: &str) -> String {
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    name.trim_matches(['[', ']']).split(']').next().unwrap_or_default().replace(':', "-")
}
