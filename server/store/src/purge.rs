//! Purging an account: what it leaves in every table (SI-9, PRV-4).
//!
//! What hangs on the account itself goes. What somebody else did with its address is theirs and stays: an invitation that
//! waits, a change to that address, a sign-up with it, and another account that has a former address by now. Whoever
//! looks at those sees the same before and after, so nobody learns that there was an account (IN-5).

use domain::{AccountId, EmailAddress, LinkPurpose};

use crate::{
    Result, Tx,
    db::{statements, with_conn},
};

statements! {
    /// Open invitations stay, so what the audit log of their organization tells of them does.
    PURGE_SUBJECT = "
        UPDATE audit_entries SET subject_id = NULL, subject = NULL
        WHERE subject_id = $1 OR (subject = $2 AND NOT EXISTS (
            SELECT 1 FROM invitations
            WHERE invitations.organization_id = audit_entries.organization_id
              AND invitations.email = audit_entries.subject AND invitations.state IN ('draft', 'sent')))";
    PURGE_CLIENT = "UPDATE audit_entries SET client = '' WHERE actor_id = $1";
    /// Also those that were sent to an address that the account had before. Cancelled ones are listed nowhere any more.
    PURGE_INVITATIONS =
        "DELETE FROM invitations WHERE accepted_by = $1 OR (email = $2 AND state IN ('accepted', 'cancelled'))";
    /// What names an address that the account had before. Only links that undo know one for sure: it was proven, while any
    /// address can be asked for. Once another account has it, it names that one.
    PURGE_FORMER_SUBJECT = "
        UPDATE audit_entries SET subject_id = NULL, subject = NULL
        WHERE subject IN (SELECT email FROM links WHERE account_id = $1 AND purpose = $2)
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = audit_entries.subject)
          AND NOT EXISTS (
            SELECT 1 FROM invitations
            WHERE invitations.organization_id = audit_entries.organization_id
              AND invitations.email = audit_entries.subject AND invitations.state IN ('draft', 'sent'))";
    /// News without a link, of the time when the account had the address.
    PURGE_FORMER_MAIL = "
        DELETE FROM outbox
        WHERE link_id IS NULL AND recipient IN (SELECT email FROM links WHERE account_id = $1 AND purpose = $2)
          AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.email = outbox.recipient)
          AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.mail_id = outbox.id)";
    /// Sign-ups that are over; of those that wait only the account's own.
    PURGE_ATTEMPTS = "
        DELETE FROM attempts
        WHERE account_id = $1 OR (completed_at IS NOT NULL AND mail_id IN (
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id WHERE links.account_id = $1))";
    PURGE_OLD_ATTEMPTS = "DELETE FROM attempts WHERE email = $1 AND completed_at IS NOT NULL";
    /// Mail to addresses that the account had, or asked for. A sign-up that waits may still name one.
    PURGE_LINKED_MAIL = "
        DELETE FROM outbox WHERE link_id IN (SELECT id FROM links WHERE account_id = $1)
          AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.mail_id = outbox.id)";
    /// Those in a mail that stays do too: without an account they open nothing, and the mail is never sent.
    PURGE_LINKS = "
        DELETE FROM links
        WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.link_id = links.id)";
    /// News and resets; what has a link of somebody else's, an invitation, is theirs.
    PURGE_MAIL = "
        DELETE FROM outbox WHERE recipient = $1 AND link_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.mail_id = outbox.id)";
    DELETE = "DELETE FROM accounts WHERE id = $1";
}

impl Tx {
    /// Deletes the account with its sessions, devices and memberships. What stays for others, the audit log, names
    /// nobody.
    pub async fn purge_account(&mut self, id: AccountId, email: &EmailAddress) -> Result<()> {
        let (id, email, undo) = (id.as_uuid(), email.as_str(), LinkPurpose::UndoAddress.as_str());
        with_conn!(self, db => sqlx::query(PURGE_FORMER_SUBJECT).bind(id).bind(undo).execute(db).await.map(drop)?);
        for statement in [PURGE_SUBJECT, PURGE_INVITATIONS] {
            with_conn!(self, db => sqlx::query(statement).bind(id).bind(email).execute(db).await.map(drop)?);
        }
        // After the invitations, whose mail has no link any more, and before the links that know the former addresses.
        with_conn!(self, db => sqlx::query(PURGE_FORMER_MAIL).bind(id).bind(undo).execute(db).await.map(drop)?);
        with_conn!(self, db => sqlx::query(PURGE_ATTEMPTS).bind(id).execute(db).await.map(drop)?);
        with_conn!(self, db => sqlx::query(PURGE_OLD_ATTEMPTS).bind(email).execute(db).await.map(drop)?);
        for statement in [PURGE_LINKED_MAIL, PURGE_LINKS] {
            with_conn!(self, db => sqlx::query(statement).bind(id).execute(db).await.map(drop)?);
        }
        with_conn!(self, db => sqlx::query(PURGE_MAIL).bind(email).execute(db).await.map(drop)?);
        for statement in [PURGE_CLIENT, DELETE] {
            with_conn!(self, db => sqlx::query(statement).bind(id).execute(db).await.map(drop)?);
        }
        Ok(())
    }
}
