//! Telling everybody in an organization, or those whom it touches, what was done to it (FIELD-52). The transaction that does it
//! writes one row; the workers make it into mails, some at a time, when no mail waits: ten thousand members hold up nobody.

use domain::{AnnouncementId, MailId, limits};
use mail::Message;
use store::{Audience, NewAnnouncement, NewMail};

use crate::{Result, Services, transaction::OrganizationTx};

/// Members told in one transaction.
const AT_ONCE: i64 = 100;

impl OrganizationTx<'_> {
    /// Mails everybody in the organization but the caller, unless there were too many of this kind.
    pub(crate) async fn announce(&mut self, kind: &str, message: &Message) -> Result<()> {
        self.announce_to(Audience::Everybody, kind, message).await
    }

    /// The same for those of them whom it touches.
    pub(crate) async fn announce_to(&mut self, audience: Audience, kind: &str, message: &Message) -> Result<()> {
        if !self.may_tell("everybody", kind) {
            return Ok(());
        }
        let now = self.services().now();
        let announcement = NewAnnouncement {
            id: AnnouncementId::new(now, self.services().rng.bytes()?),
            organization_id: self.organization_id(),
            audience,
            message: &serde_json::to_string(message)?,
            spared: self.me.account_id,
            now,
            expires_at: now + limits::NOTICE,
        };
        self.insert_announcement(&announcement).await?;
        Ok(())
    }
}

impl Services {
    /// Writes the next mails of the announcement that has waited longest. False: there is none, or another worker has it.
    pub(crate) async fn spread_next(&self) -> Result<bool> {
        let Some(announcement) = self.store.first_announcement().await? else { return Ok(false) };
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let next = tx.next_addressees(&announcement, AT_ONCE).await?;
        let last = next.last().filter(|_| announcement.expires_at > now).map(|last| last.account_id);
        let Some(last) = last else {
            tx.end_announcement(&announcement).await?;
            tx.commit().await?;
            return Ok(true);
        };
        if !tx.reach(&announcement, last).await? {
            return Ok(false);
        }
        let reached = next.iter().filter(|addressee| Some(addressee.account_id) != announcement.spared());
        let mails = reached.map(|addressee| {
            Ok(NewMail {
                id: MailId::new(now, self.rng.bytes()?),
                recipient: &addressee.email,
                message: &announcement.message,
                link_id: None,
                now,
                due_at: now,
                expires_at: announcement.expires_at,
            })
        });
        tx.insert_mails(&mails.collect::<Result<Vec<_>>>()?).await?;
        tx.commit().await?;
        Ok(true)
    }
}
