//! Changing one's address, and undoing that from the old one (SI-8, SI-10).
//!
//! A mailbox alone attaches no account to itself: the link in the new mailbox proves the mailbox, and the account is
//! proven by its session in that browser, or by its password. Until both are, nothing of the new address is the
//! account's. The undo link in the old mailbox works by itself.

use chrono::{DateTime, Utc};
use domain::{AddressAccess, DeadLink, EmailAddress, LinkPurpose, Password, PersonName, Refusal, limits};
use mail::{AddressChange, AlreadyRegistered, ConfirmNewAddress, Message};
use security::Token;
use store::{Account, StoreError};
use tracing::instrument;

use crate::{
    Caller, RequestContext, Result, Services, Session,
    auth::{OpenLink, Proof, SignedIn, dead_link},
    mail_outbox::LinkTarget,
    security_events::SecurityEvent,
    throttles::Taken,
};

/// An open link about an address, and what it would do.
pub struct AddressLink {
    /// Whether it confirms the new address or keeps the old one.
    pub purpose: LinkPurpose,
    /// The address that the account would have.
    pub email: EmailAddress,
    pub name: PersonName,
    /// The address that the account has.
    pub account: EmailAddress,
    /// What it takes in this browser.
    pub access: AddressAccess,
    open: OpenLink,
    /// Whose session proves the account in this browser.
    session: Option<Session>,
}

/// What a link about an address did.
pub struct AddressMoved {
    /// Whether it confirmed the new address or kept the old one.
    pub purpose: LinkPurpose,
    /// What this browser gets: the session that proved the account goes on under a new token.
    pub browser: Option<SignedIn>,
}

impl RequestContext {
    /// The link, if it is open. Changes nothing.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead.
    #[instrument(level = "debug", skip_all)]
    pub async fn address_link(&self, link: Option<&Token>) -> Result<AddressLink> {
        let open = self.find_address_link(link).await?;
        let OpenLink { purpose, link, account } = &open;
        let purpose = *purpose;
        let email = link.email().ok_or(dead_link(purpose, DeadLink::Unknown))?;
        let (mut access, session) = self.address_access(purpose, account).await?;
        // Whoever is signed in as somebody else hears of that first.
        let elsewhere = matches!(access, AddressAccess::WrongAccount { .. });
        if !elsewhere && self.is_another_accounts(&email, account).await? {
            if purpose == LinkPurpose::NewAddress {
                return Err(dead_link(purpose, DeadLink::Taken));
            }
            access = AddressAccess::Taken { stopped: link.blocked_at.is_some() };
        }
        let (name, account) = (account.name.clone(), account.email.clone());
        Ok(AddressLink { purpose, email, name, account, access, open, session })
    }

    /// Does what the link says. A new address asks for the account too: its session in this browser, or `password`.
    ///
    /// # Errors
    /// [`Refusal::DeadLink`] when the link is dead by now, or another account has the address: what would be undone is
    /// stopped all the same, and the link stays open; [`Refusal::BadCredentials`], [`Refusal::Throttled`];
    /// [`Refusal::WrongAccount`].
    #[instrument(level = "debug", skip_all)]
    pub async fn use_address_link(&self, link: AddressLink, password: Option<Password>) -> Result<AddressMoved> {
        let AddressLink { purpose, email, access, open, session, .. } = link;
        if purpose == LinkPurpose::UndoAddress {
            return self.undo_address_change(&open, &email).await;
        }
        let account = &open.account;
        let hash = match access {
            AddressAccess::Open | AddressAccess::Taken { .. } => None,
            AddressAccess::Password => {
                let password = password.ok_or(Refusal::BadCredentials)?;
                let checked = self.check_credentials(&account.email, password).await?;
                // Somebody else's by now: the account moved while its password was checked.
                if checked.account.id != account.id {
                    return Err(Refusal::BadCredentials.into());
                }
                Some(checked.hash)
            }
            AddressAccess::WrongAccount { signed_in } => {
                return Err(Refusal::WrongAccount { invited: account.email.clone(), signed_in }.into());
            }
        };
        let (mut tx, account) = self.begin_with_link(&open).await?;
        // What proved the account is read again under its lock.
        if hash.is_some() && hash != account.password_hash {
            return Err(Refusal::BadCredentials.into());
        }
        if let Some(session) = &session {
            self.lock_session(&mut tx, session).await?;
        }
        if account.email != email {
            let organizations = tx.lock_organizations_of(account.id).await?;
            match tx.set_email(account.id, &account.email, &email, self.now()).await {
                Ok(true) => tx.cancel_invitations_of_moved(account.id, &organizations, &email).await?,
                // Of several changes at once one wins.
                Ok(false) => return Err(dead_link(purpose, DeadLink::Superseded)),
                Err(StoreError::Constraint(_)) => return Err(dead_link(purpose, DeadLink::Taken)),
                Err(error) => return Err(error.into()),
            }
        }
        let keep = session.as_ref().map(|session| session.session_id);
        self.end_by(&mut tx, account.id, Proof::AddressChange, keep).await?;
        let browser = match &session {
            Some(session) => Some(self.renew_session(&mut tx, session).await?),
            None => None,
        };
        tx.log(SecurityEvent::AddressChanged { account: account.id, email: &email });
        tx.commit().await?;
        Ok(AddressMoved { purpose, browser })
    }

    async fn find_address_link(&self, token: Option<&Token>) -> Result<OpenLink> {
        let known = match token {
            Some(token) => self.store.link(token.digest(LinkPurpose::UndoAddress).as_bytes()).await?,
            None => None,
        };
        let purpose = if known.is_some() { LinkPurpose::UndoAddress } else { LinkPurpose::NewAddress };
        self.open_account_link(token, purpose).await
    }

    /// What it takes in this browser, and whose session proves the account there.
    async fn address_access(
        &self,
        purpose: LinkPurpose,
        account: &Account,
    ) -> Result<(AddressAccess, Option<Session>)> {
        if purpose == LinkPurpose::UndoAddress {
            return Ok((AddressAccess::Open, None));
        }
        Ok(match self.peek().await? {
            Some(session) if session.account_id == account.id => (AddressAccess::Open, Some(session)),
            Some(session) => (AddressAccess::WrongAccount { signed_in: session.email }, None),
            None => (AddressAccess::Password, None),
        })
    }
}

impl Services {
    /// Asks to change the address. The new mailbox gets the link that makes it so, the old one a link that undoes it, at
    /// once: whoever asked knew the password. A new address that has an account gets the news of that instead.
    ///
    /// # Errors
    /// [`Refusal::BadCredentials`], [`Refusal::Throttled`]; [`Refusal::TooSoon`] after three mails to
    /// that address, or many of this account or client.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn change_email(&self, caller: &Caller, new: &EmailAddress, password: Password) -> Result<()> {
        let checked = self.check_password_of(caller, password).await?;
        let now = self.now();
        let mut taken = Taken::default();
        self.take_unverified_mail(&mut taken, &caller.client, &caller.account_id.to_string(), now)?;
        taken.take(&self.throttles.moves, new.as_str(), now).map_err(Refusal::too_soon)?;
        taken.settle(self.ask_to_change_email(caller, new, &checked.hash, now).await)
    }

    /// The same for whoever gave the password with this hash, once that is counted.
    async fn ask_to_change_email(
        &self,
        caller: &Caller,
        new: &EmailAddress,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let (mut tx, account) = self.begin_with_password(caller, hash).await?;
        tx.supersede_links(account.id, LinkPurpose::NewAddress, now).await?;
        let expires_at = now + limits::ADDRESS_CHANGE;
        let (link, _) = self.make_link(&mut tx, LinkTarget::NewAddress(account.id, new), expires_at).await?;
        if tx.is_verified(new).await? {
            tx.send(new, &Message::AlreadyRegistered(AlreadyRegistered {})).await?;
        } else {
            let message = Message::ConfirmNewAddress(ConfirmNewAddress { expires_at });
            self.write_mail(&mut tx, new, &message, Some(link), expires_at).await?;
        }
        let undo_until = now + limits::ADDRESS_UNDO;
        let target = LinkTarget::UndoAddress(account.id, &account.email);
        let (undo, _) = self.make_link(&mut tx, target, undo_until).await?;
        let message = Message::AddressChange(AddressChange { at: now, undo_until });
        self.write_mail(&mut tx, &account.email, &message, Some(undo), undo_until).await?;
        tx.log(SecurityEvent::AddressChangeRequested { account: account.id, email: &account.email });
        tx.commit().await
    }

    /// Whether the address belongs to a verified account other than this one.
    async fn is_another_accounts(&self, email: &EmailAddress, account: &Account) -> Result<bool> {
        let found = self.store.read().account_by_email(email).await?;
        Ok(found.is_some_and(|found| found.id != account.id && found.verified_at.is_some()))
    }
}
