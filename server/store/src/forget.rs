//! Forgetting a person: what an account leaves in every table (SI-9, PRV-4).

use domain::{AccountId, EmailAddress};

use crate::{
    Result, Tx,
    db::{statements, write},
};

statements! {
    FORGET_SUBJECT = "UPDATE audit_entries SET subject_id = NULL, subject = NULL WHERE subject_id = $1 OR subject = $2";
    FORGET_CLIENT = "UPDATE audit_entries SET client = '' WHERE actor_id = $1";
    FORGET_INVITATIONS = "DELETE FROM invitations WHERE email = $1";
    FORGET_LINKS = "DELETE FROM links WHERE account_id = $1 OR email = $2";
    /// Also those that were left without an account, and whose mail held one of its links.
    FORGET_ATTEMPTS = "
        DELETE FROM attempts WHERE account_id = $1 OR email = $2 OR mail_id IN (
            SELECT outbox.id FROM outbox JOIN links ON links.id = outbox.link_id WHERE links.account_id = $1)";
    /// Mail to addresses that the account had, or asked for.
    FORGET_LINKED_MAIL = "
        DELETE FROM outbox WHERE link_id IN (SELECT id FROM links WHERE account_id = $1 OR email = $2)";
    FORGET_MAIL = "DELETE FROM outbox WHERE recipient = $1";
    DELETE = "DELETE FROM accounts WHERE id = $1";
}

impl Tx {
    /// Deletes the account with its sessions, devices and memberships. What stays for others, the audit log, names
    /// nobody.
    pub async fn forget_account(&mut self, id: AccountId, email: &EmailAddress) -> Result<()> {
        let (id, email) = (id.as_uuid(), email.as_str());
        for statement in [FORGET_SUBJECT, FORGET_ATTEMPTS, FORGET_LINKED_MAIL, FORGET_LINKS] {
            write!(self, db => sqlx::query(statement).bind(id).bind(email).execute(db).await.map(drop)?);
        }
        for statement in [FORGET_INVITATIONS, FORGET_MAIL] {
            write!(self, db => sqlx::query(statement).bind(email).execute(db).await.map(drop)?);
        }
        for statement in [FORGET_CLIENT, DELETE] {
            write!(self, db => sqlx::query(statement).bind(id).execute(db).await.map(drop)?);
        }
        Ok(())
    }
}
