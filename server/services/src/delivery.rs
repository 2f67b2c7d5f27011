//! The way of a mail out of the outbox (OP-5).

use chrono::TimeDelta;
use mail::{Context, Message, Outgoing, SendError};
use security::Purpose;
use store::{MailState, QueuedMail};

use crate::{Result, Services};

/// Mails looked at to find one that no other worker has.
const LOOK_AT: i64 = 8;
/// How long a worker owns a mail; a send takes 60 s at most.
const LEASE: TimeDelta = TimeDelta::seconds(90);
/// First pause after a failure; doubles each time.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// Longest pause.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(15);

impl Services {
    /// Tries the mail that has waited longest. False: no mail's turn has come, or other workers have them all.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn deliver_next(&self) -> Result<bool> {
        for mail in self.store.due_mail(self.now(), LOOK_AT).await? {
            if self.deliver(mail).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// One try. False: another worker has it.
    async fn deliver(&self, mail: QueuedMail) -> Result<bool> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if mail.stale || mail.expires_at <= now {
            tx.settle_mail(mail.id, MailState::Dropped, now, None).await?;
            tx.commit().await?;
            return Ok(true);
        }
        if !tx.lease_mail(&mail, now + LEASE).await? {
            return Ok(false);
        }
        tx.commit().await?;

        let outcome = match self.outgoing(&mail) {
            Ok(outgoing) => self.transport.send(&outgoing).await.map(drop),
            Err(problem) => {
                tracing::error!(mail = %mail.id, problem, "a mail cannot be written");
                Err(SendError::Permanent(problem))
            }
        };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        match outcome {
            Ok(()) => tx.settle_mail(mail.id, MailState::HandedOver, now, None).await?,
            Err(SendError::Permanent(reply)) => {
                tracing::warn!(mail = %mail.id, to = %mail.recipient.masked(), reply, "mail refused");
                tx.settle_mail(mail.id, MailState::Refused, now, Some(&reply)).await?;
            }
            Err(SendError::Temporary(reply)) => {
                tracing::warn!(mail = %mail.id, to = %mail.recipient.masked(), reply, "mail has to wait");
                tx.retry_mail(mail.id, now + pause(mail.tries), &reply).await?;
            }
        }
        tx.commit().await?;
        Ok(true)
    }

    /// The mail as it goes out; the link in it is derived now and the same at every try (MAIL-4).
    fn outgoing(&self, mail: &QueuedMail) -> Result<Outgoing, String> {
        let message: Message = serde_json::from_str(&mail.message).map_err(|error| error.to_string())?;
        let link = mail.link_id().map(|id| {
            let token = self.secret.link_token(Purpose::Verify, id.as_uuid().as_bytes());
            format!("{}/verify/{}", self.public_url, token.expose())
        });
        let context = Context { public_url: &self.public_url, host: self.host(), link: link.as_deref() };
        let rendered = message.render(&context).map_err(|error| error.to_string())?;
        Ok(Outgoing {
            to: mail.recipient.to_string(),
            from: self.sender.clone(),
            message_id: format!("<{}@{}>", mail.id, message_host(self.host())),
            date: mail.created_at,
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        })
    }
}

/// The right side of a Message-ID: the host without its port; an IPv6 address is written without brackets and colons.
fn message_host(host: &str) -> String {
    let name = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or_default() };
    name.trim_matches(['[', ']']).split(']').next().unwrap_or_default().replace(':', "-")
}

/// 5 s, 10 s, 20 s … 15 min.
fn pause(tries: i64) -> TimeDelta {
    let doublings = u32::try_from(tries.clamp(0, 20)).unwrap_or_default();
    FIRST_PAUSE.checked_mul(1 << doublings).map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    // OP-5
    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = [0, 1, 2, 3, 7, 8, 1000].map(|tries| pause(tries).num_seconds()).into();
        assert_eq!(seconds, [5, 10, 20, 40, 640, 900, 900]);
    }
}
