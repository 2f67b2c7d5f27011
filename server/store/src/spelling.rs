//! Spellings: what names and addresses are found by, and rows that an older version wrote in another spelling.

use domain::{EmailAddress, fold};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::{
    Result, Store, Tx,
    db::{statements, with_conn, with_pool},
    statement::Statement,
};

/// Rows brought to today's spelling by one transaction.
const BATCH: usize = 500;

statements! {
    UNFOLDED_ACCOUNTS = "SELECT id, name, email FROM accounts WHERE name_folded IS NULL LIMIT 500";
    UNFOLDED_ORGANIZATIONS = "SELECT id, name, name AS email FROM organizations WHERE name_folded IS NULL LIMIT 500";
    /// Nothing happens where the spelling that is due belongs to another account.
    RESPELL_ACCOUNT = "
        UPDATE accounts SET email = $2
        WHERE email = $1 AND NOT EXISTS (SELECT 1 FROM accounts AS others WHERE others.email = $2)";
    /// One open invitation for an address in an organization stays one.
    RESPELL_INVITATIONS = "
        UPDATE invitations SET email = $2
        WHERE email = $1 AND (state NOT IN ('draft', 'sent') OR NOT EXISTS (
            SELECT 1 FROM invitations AS others
            WHERE others.organization_id = invitations.organization_id AND others.email = $2
              AND others.state IN ('draft', 'sent')))";
    RESPELL_ATTEMPTS = "UPDATE attempts SET email = $2 WHERE email = $1";
    RESPELL_LINKS = "UPDATE links SET email = $2 WHERE email = $1";
    RESPELL_OUTBOX = "UPDATE outbox SET recipient = $2 WHERE recipient = $1 AND state = 'queued'";
    /// Only what is beyond ASCII, written in `xn--` or not, has more than one spelling.
    DOUBTFUL = "
        SELECT email FROM accounts WHERE email LIKE '%@%xn--%' OR LENGTH(email) <> OCTET_LENGTH(email)
        UNION SELECT email FROM invitations WHERE email LIKE '%@%xn--%' OR LENGTH(email) <> OCTET_LENGTH(email)
        UNION SELECT email FROM attempts WHERE email LIKE '%@%xn--%' OR LENGTH(email) <> OCTET_LENGTH(email)
        UNION SELECT email FROM links WHERE email LIKE '%@%xn--%' OR LENGTH(email) <> OCTET_LENGTH(email)
        UNION SELECT recipient AS email FROM outbox
        WHERE state = 'queued' AND (recipient LIKE '%@%xn--%' OR LENGTH(recipient) <> OCTET_LENGTH(recipient))";
}

impl Store {
    /// Brings what an older version wrote to today's spelling: addresses to their canonical form, and the columns that
    /// lists find and sort by. Does nothing where nothing is left to do.
    pub(crate) async fn respell(&self) -> Result<()> {
        self.respell_addresses().await?;
        self.fold_table(UNFOLDED_ACCOUNTS, "accounts").await?;
        self.fold_table(UNFOLDED_ORGANIZATIONS, "organizations").await?;
        self.read_audit_entries().await
    }

    async fn respell_addresses(&self) -> Result<()> {
        let doubtful: Vec<(String,)> = with_pool!(self, db => sqlx::query_as(DOUBTFUL).fetch_all(db).await?);
        let due = doubtful.into_iter().filter_map(|(stored,)| {
            let canonical: EmailAddress = stored.parse().ok()?;
            (canonical.as_str() != stored).then_some((stored, canonical))
        });
        for (stored, canonical) in due {
            let mut tx = self.begin().await?;
            tx.respell(&stored, &canonical).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn fold_table(&self, unfolded: Statement, table: &'static str) -> Result<()> {
        loop {
            let mut tx = self.begin().await?;
            let rows: Vec<(Uuid, String, String)> = with_conn!(tx, db => sqlx::query_as(unfolded).fetch_all(db).await?);
            if rows.is_empty() {
                return Ok(());
            }
            tx.fold_rows(table, &rows).await?;
            tx.commit().await?;
            if rows.len() < BATCH {
                return Ok(());
            }
        }
    }
}

impl Tx {
    async fn respell(&mut self, stored: &str, canonical: &EmailAddress) -> Result<()> {
        let new = canonical.as_str();
        with_conn!(self, db => {
            for statement in [RESPELL_ACCOUNT, RESPELL_INVITATIONS, RESPELL_ATTEMPTS, RESPELL_LINKS, RESPELL_OUTBOX] {
                sqlx::query(statement).bind(stored).bind(new).execute(&mut *db).await?;
            }
        });
        // Two accounts of one mailbox: which of them is the right one, only its owner knows.
        let Ok(old) = EmailAddress::try_from(stored.to_owned()) else { return Ok(()) };
        self.delete_shadow_claim(&old).await?;
        if let Some(left) = self.read().account_by_email(&old).await? {
            tracing::warn!(
                account = %left.id, address = canonical.masked(),
                "an account keeps an old spelling of its address: another account has today's"
            );
        }
        Ok(())
    }

    /// All rows in one statement: a database of 100,000 accounts starts in seconds.
    async fn fold_rows(&mut self, table: &str, rows: &[(Uuid, String, String)]) -> Result<()> {
        let places: Vec<String> =
            (0..rows.len()).map(|row| format!("(${}, ${}, ${})", 3 * row + 1, 3 * row + 2, 3 * row + 3)).collect();
        let email = if table == "accounts" { ", email_folded = folded.email" } else { "" };
        let sql = format!(
            "WITH folded (id, name, email) AS (VALUES {})
             UPDATE {table} SET name_folded = folded.name{email} FROM folded WHERE {table}.id = folded.id AND {table}.name_folded IS NULL",
            places.join(", ")
        );
        with_conn!(self, db => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for (id, name, email) in rows {
                let email = EmailAddress::try_from(email.clone()).map_or_else(|_| fold(email), |email| email.searchable());
                query = query.bind(*id).bind(fold(name)).bind(email);
            }
            query.execute(db).await.map(drop)?;
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use domain::{AccountId, OrganizationId, Role};

    use super::*;
    use crate::{db::with_conn, statements::stores};

    const NOW: DateTime<Utc> = DateTime::<Utc>::UNIX_EPOCH;

    fn address(typed: &str) -> EmailAddress {
        typed.parse().unwrap()
    }

    /// Writes rows as an older version did: no folded columns, a domain as it was typed.
    async fn write_old_rows(store: &Store, accounts: &[(&str, &str)]) -> Result<OrganizationId> {
        let mut tx = store.begin().await.unwrap();
        let organization = Uuid::from_u128(1);
        with_conn!(tx, db => {
            sqlx::query("INSERT INTO organizations (id, slug, name, created_at) VALUES ($1, 'atelier', 'Élan', $2)")
                .bind(organization).bind(NOW).execute(&mut *db).await.map(drop).unwrap();
            for (number, (name, email)) in accounts.iter().enumerate() {
                let id = Uuid::from_u128(100 + number as u128);
                sqlx::query("INSERT INTO accounts (id, email, name, created_at) VALUES ($1, $2, $3, $4)")
                    .bind(id).bind(email).bind(name).bind(NOW).execute(&mut *db).await.map(drop).unwrap();
                sqlx::query("INSERT INTO memberships (organization_id, account_id, role, joined_at) VALUES ($1, $2, 'member', $3)")
                    .bind(organization).bind(id).bind(NOW).execute(&mut *db).await.map(drop).unwrap();
            }
            sqlx::query("INSERT INTO invitations (id, organization_id, email, role, state, created_at, sent_at, expires_at)
                         VALUES ($1, $2, 'eve@xn--bcher-kva.example', 'member', 'sent', $3, $3, $4)")
                .bind(Uuid::from_u128(2)).bind(organization).bind(NOW).bind(NOW + TimeDelta::days(7))
                .execute(&mut *db).await.map(drop).unwrap();
        });
        tx.commit().await?;
        Ok(organization.into())
    }

    // FIELD-6, FIELD-8: what an older version wrote is found after an update; done twice, it changes nothing more.
    #[tokio::test]
    async fn field_6_field_8_old_rows_are_respelled() {
        for store in stores().await {
            let mut old = vec![
                ("Zoë Ek".to_owned(), "zoe@xn--bcher-kva.example".to_owned()),
                ("Twin".to_owned(), "twin@xn--bcher-kva.example".to_owned()),
                ("Other Twin".to_owned(), "twin@bücher.example".to_owned()),
                ("Alexis".to_owned(), "αλεξησ.κ@x.example".to_owned()),
            ];
            old.extend((0..=2 * BATCH).map(|n| (format!("Öner {n}"), format!("p{n}@x.example"))));
            let rows: Vec<(&str, &str)> = old.iter().map(|(name, email)| (name.as_str(), email.as_str())).collect();
            let organization = write_old_rows(&store, &rows).await.unwrap();
            for _ in 0..2 {
                store.migrate().await.unwrap();
                let zoe = store.read().account_by_email(&address("zoe@bücher.example")).await.unwrap().unwrap();
                assert_eq!(zoe.email.as_str(), "zoe@bücher.example");
                let alexis = store.read().account_by_email(&address("ΑΛΕΞΗΣ.Κ@x.example")).await.unwrap().unwrap();
                assert_eq!(alexis.email.as_str(), "αλεξης.κ@x.example");
                let twin = store.read().account_by_email(&address("twin@bücher.example")).await.unwrap().unwrap();
                assert_eq!(twin.name.as_str(), "Other Twin", "nobody is handed another's account");
                assert_eq!(
                    store.account(AccountId::from(Uuid::from_u128(101))).await.unwrap().unwrap().name.as_str(),
                    "Twin"
                );
                assert_eq!(
                    store.read().first_members_by_name(organization, "oner", 10_000).await.unwrap().len(),
                    2 * BATCH + 1
                );
                for find in ["ZOE", "zoë", "bucher.example", "zoe@xn--bcher"] {
                    let found = store.read().first_members_by_name(organization, find, 10).await.unwrap();
                    assert!(found.iter().any(|member| member.name.as_str() == "Zoë Ek"), "{find}");
                }
                let pending = store.pending_invitations(&address("eve@bücher.example"), NOW).await.unwrap();
                assert_eq!(pending.iter().map(|invitation| invitation.role).collect::<Vec<_>>(), [Role::Member]);
            }
        }
    }
}
