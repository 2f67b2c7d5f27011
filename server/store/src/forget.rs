//! Forgetting a person: what an account leaves in every table (SI-9, PRV-4).
//!
//! Whatever names the address goes, also what others did with it: an invitation that waits, a sign-up, a change to it. Only
//! what belongs to another account stays: a link that undoes its change away from this address, and what names an address
//! that it has by now.

use domain::{AccountId, EmailAddress};

use crate::{
    Result, Tx,
    db::{statements, write},
};

statements! {
    FORGET_SUBJECT = "UPDATE audit_entries SET subject_id = NULL, subject = NULL WHERE subject_id = $1 OR subject = $2";
    FORGET_CLIENT = "UPDATE audit_entries SET client = '' WHERE actor_id = $1";
    /// Also those that were sent to an address that the account had before.
    FORGET_INVITATIONS = "DELETE FROM invitations WHERE accepted_by = $1 OR email = $2";
    /// What names an address that the account had before. Only links that undo know one for sure: it was proven, while any
    /// address can be asked for.
    FORGET_FORMER_SUBJECT = "
        UPDATE audit_entries SET subject_id = NULL, subject = NULL
        WHERE subject IN (SELECT email FROM links WHERE account_id = $1 AND purpose = $2)
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = audit_entries.subject)";
    FORGET_FORMER_MAIL = "
        DELETE FROM outbox WHERE recipient IN (SELECT email FROM links WHERE account_id = $1 AND purpose = $2)
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = outbox.recipient)";
    FORGET_FORMER_ATTEMPTS = "
        DELETE FROM attempts WHERE email IN (SELECT email FROM links WHERE account_id = $1 AND purpose = $2)
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = attempts.email)";
    FORGET_LINKS = "DELETE FROM links WHERE account_id = $1 OR (email = $2 AND purpose <> $3)";
    /// Also those that were left without an account, and whose mail held one of its links.
    FORGET_ATTEMPTS = "
        DELETE FROM attempts WHERE account_id = $1 OR email = $2 OR mail_id IN (
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id WHERE links.account_id = $1)";
    /// Mail to addresses that the account had, or asked for.
    FORGET_LINKED_MAIL = "
        DELETE FROM outbox WHERE link_id IN (
            SELECT id FROM links WHERE account_id = $1 OR (email = $2 AND purpose <> $3))";
    FORGET_MAIL = "DELETE FROM outbox WHERE recipient = $1";
    DELETE = "DELETE FROM accounts WHERE id = $1";
}

impl Tx {
    /// Deletes the account with its sessions, devices and memberships. What stays for others, the audit log, names
    /// nobody. `undo` is the purpose of links that undo a change of address.
    pub async fn forget_account(&mut self, id: AccountId, email: &EmailAddress, undo: &str) -> Result<()> {
        let (id, email) = (id.as_uuid(), email.as_str());
        for statement in [FORGET_FORMER_SUBJECT, FORGET_FORMER_ATTEMPTS, FORGET_FORMER_MAIL] {
            write!(self, db => sqlx::query(statement).bind(id).bind(undo).execute(db).await.map(drop)?);
        }
        for statement in [FORGET_SUBJECT, FORGET_INVITATIONS, FORGET_ATTEMPTS] {
            write!(self, db => sqlx::query(statement).bind(id).bind(email).execute(db).await.map(drop)?);
        }
        for statement in [FORGET_LINKED_MAIL, FORGET_LINKS] {
            write!(self, db => sqlx::query(statement).bind(id).bind(email).bind(undo).execute(db).await.map(drop)?);
        }
        write!(self, db => sqlx::query(FORGET_MAIL).bind(email).execute(db).await.map(drop)?);
        for statement in [FORGET_CLIENT, DELETE] {
            write!(self, db => sqlx::query(statement).bind(id).execute(db).await.map(drop)?);
        }
        Ok(())
    }
}
