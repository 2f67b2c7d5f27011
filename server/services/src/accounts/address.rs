//! Changing one's address, and undoing that from the old one (SI-8).

use domain::{DeadLink, EmailAddress, LinkKind, Password, PersonName, limits};
use mail::{AddressChange, AlreadyRegistered, ConfirmNewAddress, Message};
use security::{Purpose, Token};
use store::{Account, Link, StoreError, Tx};

use super::Caller;
use crate::{Client, Result, ServiceError, Services, letters::Opens};

/// What a mailed link about an address would do.
#[derive(Clone, Debug)]
pub struct AddressLink {
    /// Whether it confirms the new address or keeps the old one.
    pub kind: LinkKind,
    /// The address that the account would have.
    pub email: EmailAddress,
    /// Whose account.
    pub name: PersonName,
}

impl Services {
    /// Asks to change the address. The new mailbox gets the link that makes it so, the old one a link that undoes it, at
    /// once: whoever asked knew the password. A new address that has an account gets the news of that instead.
    ///
    /// # Errors
    /// [`ServiceError::BadCredentials`], [`ServiceError::Throttled`]; [`ServiceError::TooSoon`] after three mails to
    /// that address.
    pub async fn change_email(&self, caller: &Caller, new: &EmailAddress, password: Password) -> Result<()> {
        let checked = self.check_password_of(caller.account_id, password).await?;
        let now = self.now();
        self.throttles.moves.take(new.as_str(), now).map_err(ServiceError::TooSoon)?;
        let mut tx = self.store.begin().await?;
        if !tx.lock_with_password(caller.account_id, &checked.hash).await? {
            return Err(ServiceError::BadCredentials);
        }
        tx.supersede_links(caller.account_id, Purpose::NewAddress.as_str(), now).await?;
        let expires_at = now + limits::ADDRESS_CHANGE;
        let opens = Opens { email: Some(new), ..Opens::of_account(Purpose::NewAddress, caller.account_id) };
        let (link, _) = self.make_link(&mut tx, opens, expires_at).await?;
        if tx.is_verified(new).await? {
            self.write_notice(&mut tx, new, &Message::AlreadyRegistered(AlreadyRegistered {})).await?;
        } else {
            let message = Message::ConfirmNewAddress(ConfirmNewAddress { expires_at });
            self.write_mail(&mut tx, new, &message, Some(link), expires_at).await?;
        }
        let undo_until = now + limits::ADDRESS_UNDO;
        let opens = Opens { email: Some(&caller.email), ..Opens::of_account(Purpose::UndoAddress, caller.account_id) };
        let (undo, _) = self.make_link(&mut tx, opens, undo_until).await?;
        let message = Message::AddressChange(AddressChange { at: now, undo_until });
        self.write_mail(&mut tx, &caller.email, &message, Some(undo), undo_until).await?;
        tx.commit().await?;
        self.written.notify_one();
        Ok(())
    }

    /// What the link would do. Changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead.
    pub async fn address_link(&self, link: Option<&Token>, client: &Client) -> Result<AddressLink> {
        let (kind, link, account) = self.open_address_link(link, client).await?;
        let email = link.email().ok_or(ServiceError::Link(kind, DeadLink::Unknown))?;
        Ok(AddressLink { kind, email, name: account.name })
    }

    /// Does what the link says, and tells which that was.
    ///
    /// # Errors
    /// [`ServiceError::Link`] when the link is dead, or another account has the address by now.
    pub async fn use_address_link(&self, link: Option<&Token>, client: &Client) -> Result<LinkKind> {
        let (kind, link, account) = self.open_address_link(link, client).await?;
        let email = link.email().ok_or(ServiceError::Link(kind, DeadLink::Unknown))?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        tx.lock_account(account.id).await?;
        if !tx.use_link(link.id, now).await? {
            return Err(ServiceError::Link(kind, DeadLink::Used));
        }
        if account.email != email {
            move_address(&mut tx, &account, &email, kind).await?;
        }
        for purpose in [Purpose::Reset, Purpose::NewAddress] {
            tx.supersede_links(account.id, purpose.as_str(), now).await?;
        }
        if kind == LinkKind::UndoAddress {
            // Of a chain of changes this undoes all that came after it, so their addresses undo nothing any more. Those
            // before it may: whoever had the account first has the last word.
            tx.supersede_later_links(account.id, Purpose::UndoAddress.as_str(), link.id, now).await?;
            // Whoever changed it knew the password: nobody gets in by it any more.
            tx.end_sessions(account.id).await?;
            tx.forget_devices(account.id).await?;
            tx.clear_password(account.id).await?;
        }
        tx.changed(store::Change::Account(account.id));
        tx.commit().await?;
        if kind == LinkKind::UndoAddress {
            // Without a password, a reset is the way in: whoever used up its mails does not keep the owner out.
            self.throttles.resets.clear(email.as_str());
        }
        Ok(kind)
    }

    async fn open_address_link(&self, token: Option<&Token>, client: &Client) -> Result<(LinkKind, Link, Account)> {
        let known = match token {
            Some(token) => self.store.link(token.digest(Purpose::UndoAddress).as_bytes()).await?,
            None => None,
        };
        let kind = if known.is_some() { LinkKind::UndoAddress } else { LinkKind::NewAddress };
        let (link, account) = self.open_account_link(token, kind, client).await?;
        Ok((kind, link, account))
    }
}

/// Of several changes at once one wins; an address that became another account's meanwhile is not taken away.
async fn move_address(tx: &mut Tx, account: &Account, email: &EmailAddress, kind: LinkKind) -> Result<()> {
    match tx.set_email(account.id, &account.email, email).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(ServiceError::Link(kind, DeadLink::Superseded)),
        Err(StoreError::Constraint(_)) => Err(ServiceError::Link(kind, DeadLink::Unknown)),
        Err(error) => Err(error.into()),
    }
}
