//! Purging an account: what it leaves in every table (SI-9, PRV-4).
//!
//! Whatever names the address goes, also what others did with it: an invitation that waits, a sign-up, a change to it. Only
//! what belongs to another account stays: a link that undoes its change away from this address, and what names an address
//! that it has by now.

use domain::{AccountId, EmailAddress, LinkPurpose};

use crate::{
    Result, StoreError, Tx,
    db::{statements, with_conn},
};

statements! {
    /// Addresses that the account had before and that nobody has by now. Only links that undo know one for sure: it was proven,
    /// while any address can be asked for.
    FORMER_ADDRESSES = "
        SELECT DISTINCT links.email FROM links
        WHERE links.account_id = $1 AND links.purpose = $2
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = links.email)";
    /// What an entry is found by holds the address that it names.
    PURGE_SUBJECT = "
        UPDATE audit_entries
        SET subject_id = NULL, subject = NULL, words = CASE WHEN subject IS NULL THEN words ELSE '' END
        WHERE subject_id = $1 OR subject = $2";
    /// What somebody was called. First: afterwards an entry does not say any more whom it is about.
    PURGE_NAMES = "
        UPDATE audit_entries SET detail = '{\"after\":null,\"before\":null}'
        WHERE action IN ('display-name-changed', 'invitation-name-changed') AND (subject_id = $1 OR subject = $2)";
    PURGE_CLIENT = "UPDATE audit_entries SET client = '' WHERE actor_id = $1";
    /// Also those that were sent to an address that the account had before.
    PURGE_INVITATIONS = "DELETE FROM invitations WHERE accepted_by = $1 OR email = $2";
    PURGE_LINKS = "DELETE FROM links WHERE account_id = $1 OR (email = $2 AND purpose <> $3)";
    /// Also those that were left without an account, and whose mail held one of its links.
    PURGE_ATTEMPTS = "
        DELETE FROM attempts WHERE account_id = $1 OR email = $2 OR mail_id IN (
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id WHERE links.account_id = $1)";
    /// Mail to addresses that the account had, or asked for.
    PURGE_LINKED_MAIL = "
        DELETE FROM outbox WHERE link_id IN (
            SELECT id FROM links WHERE account_id = $1 OR (email = $2 AND purpose <> $3))";
    PURGE_BILLING_CONTACT = "DELETE FROM billing_contacts WHERE email = $1";
    PURGE_MAIL = "DELETE FROM outbox WHERE recipient = $1";
    DELETE = "DELETE FROM accounts WHERE id = $1";
}

impl Tx {
    /// The addresses that name the account: the one that it has, and those that it had and nobody has by now.
    pub async fn addresses_of(&mut self, id: AccountId, address: &EmailAddress) -> Result<Vec<EmailAddress>> {
        let former: Vec<String> = with_conn!(self, db => sqlx::query_scalar(FORMER_ADDRESSES)
            .bind(id.as_uuid())
            .bind(LinkPurpose::UndoAddress.as_str())
            .fetch_all(db)
            .await?);
        let former = former.into_iter().map(|email| email.parse().map_err(|_| StoreError::Corrupt("link address")));
        std::iter::once(Ok(address.clone())).chain(former).collect()
    }

    /// Deletes the account, which these addresses name, with its sessions, devices and memberships. What stays for others, the
    /// audit log, names nobody.
    pub async fn purge_account(&mut self, id: AccountId, addresses: &[EmailAddress]) -> Result<()> {
        let (id, undo) = (id.as_uuid(), LinkPurpose::UndoAddress.as_str());
        for address in addresses {
            // First: a browser that is signing up locks its claim before its attempt.
            self.delete_shadow_claim(address).await?;
            let email = address.as_str();
            for statement in [PURGE_NAMES, PURGE_SUBJECT, PURGE_INVITATIONS, PURGE_ATTEMPTS] {
                with_conn!(self, db => sqlx::query(statement).bind(id).bind(email).execute(db).await.map(drop)?);
            }
            for statement in [PURGE_LINKED_MAIL, PURGE_LINKS] {
                with_conn!(self, db => {
                    sqlx::query(statement).bind(id).bind(email).bind(undo).execute(db).await.map(drop)?;
                });
            }
            for statement in [PURGE_MAIL, PURGE_BILLING_CONTACT] {
                with_conn!(self, db => sqlx::query(statement).bind(email).execute(db).await.map(drop)?);
            }
        }
        for statement in [PURGE_CLIENT, DELETE] {
            with_conn!(self, db => sqlx::query(statement).bind(id).execute(db).await.map(drop)?);
        }
        Ok(())
    }
}
