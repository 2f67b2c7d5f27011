//! The list of invitations (IN-7): drafts, sent and expired ones, and those declined a while ago, unless the team took note of
//! that or did something about the same address since.
//!
//! What each of them waits for hangs on what its inviter may give by now, so it is said by `domain` and not by a statement. An
//! organization has at most [`domain::limits::OPEN_INVITATIONS`] open ones: of all of them is read what they are sorted by, and
//! of those on one page the rest (docs/adr/0018-the-list-of-members.md).

use std::mem;

use chrono::{DateTime, Utc};
use domain::{
    Authority, EmailAddress, Grants, InvitationId, InvitationMail, InvitationState, OrganizationId, ProjectRoles, Role,
    limits,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    Invitation, Organization, Reader, Result,
    db::statements,
    given::project_role,
    invitations::{InvitationRow, Inviter, mail_of, selected},
    reader::with_reader,
};

#[cfg(test)]
mod tests;

/// Which of the organization's invitations are listed, when those declined until `$2` are not any more.
macro_rules! listed {
    () => {
        "invitations.organization_id = $1 AND invitations.state IN ('draft', 'sent', 'declined')
          AND (invitations.state <> 'declined'
            OR (invitations.settled_at > $2 AND invitations.dismissed_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM invitations AS later
                WHERE later.organization_id = invitations.organization_id AND later.email = invitations.email
                  AND later.id > invitations.id)))"
    };
}

statements! {
    /// A row for each project and each mail of an invitation, the newest mail last. As few columns as will do, since it is all
    /// invitations for each page of them: a third fewer take a third less time. By state first, since SQLite would go through
    /// all that ever were to have them by id.
    KEYS = concat!("
        SELECT invitations.id, invitations.email, invitations.role, invitations.grants, invitations.state,
               COALESCE(CASE invitations.state WHEN 'sent' THEN invitations.sent_at WHEN 'declined' THEN invitations.settled_at END,
                        invitations.created_at) AS since,
               invitations.expires_at, invitations.asked_at, invitations.seat_wanted_at,
               inviting.role || ' ' || inviting.grants AS inviter,
               CASE WHEN mails.state IN ('refused', 'dropped') THEN 'refused'
                    WHEN mails.state = 'handed-over' AND mails.settled_at IS NOT NULL THEN 'handed-over'
                    WHEN mails.problem IS NOT NULL THEN 'delayed'
                    WHEN mails.state IS NOT NULL THEN 'queued' END AS mail,
               given.project_id, given.role AS project_role, inviting_there.role AS inviter_project_role
        FROM invitations
        LEFT JOIN memberships AS inviting
          ON inviting.organization_id = invitations.organization_id AND inviting.account_id = invitations.invited_by
        LEFT JOIN links ON links.invitation_id = invitations.id
        LEFT JOIN outbox AS mails ON mails.link_id = links.id
        LEFT JOIN invitation_projects AS given ON given.invitation_id = invitations.id
        LEFT JOIN project_memberships AS inviting_there
          ON inviting_there.organization_id = invitations.organization_id
          AND inviting_there.account_id = invitations.invited_by AND inviting_there.project_id = given.project_id
        WHERE ", listed!(), " ORDER BY invitations.state, invitations.id, mails.created_at,
                 mails.id");
    /// As many as a page holds.
    PAGE = selected!("
        invitations.organization_id = $1 AND invitations.id IN (
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
            $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49,
            $50, $51)
        ORDER BY invitations.id, projects.created_at, projects.id");
    COUNT = concat!("SELECT COUNT(*) FROM invitations WHERE ", listed!());
    ADDRESSES = concat!("SELECT invitations.email FROM invitations WHERE ", listed!(), " ORDER BY invitations.email LIMIT $3");
}

/// What an invitation in the list is filtered and sorted by.
#[derive(Clone, Debug)]
pub struct InvitationKey {
    pub id: InvitationId,
    pub email: EmailAddress,
    /// All that it gives.
    pub given: Authority,
    /// As it is stored: time may have made a sent one expire.
    pub state: InvitationState,
    /// Since when it is in that state.
    pub since: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub asked_at: Option<DateTime<Utc>>,
    /// When whom it is for last wanted in while no seat was free (ST-3).
    pub seat_wanted_at: Option<DateTime<Utc>>,
    /// Whether who sent it may still give all of it (IN-6, ST-5).
    pub backed: bool,
    /// Where its newest mail is; none for a draft, and once that is forgotten.
    pub mail: Option<InvitationMail>,
}

/// A row of [`KEYS`]: an invitation with one of its projects and one of its mails.
#[derive(FromRow)]
struct KeyRow {
    #[sqlx(try_from = "Uuid")]
    id: InvitationId,
    #[sqlx(try_from = "String")]
    email: EmailAddress,
    #[sqlx(try_from = "String")]
    role: Role,
    #[sqlx(try_from = "String")]
    grants: Grants,
    #[sqlx(try_from = "String")]
    state: InvitationState,
    since: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    asked_at: Option<DateTime<Utc>>,
    seat_wanted_at: Option<DateTime<Utc>>,
    /// Role and grants.
    inviter: Option<String>,
    mail: Option<String>,
    project_id: Option<Uuid>,
    project_role: Option<String>,
    inviter_project_role: Option<String>,
}

impl KeyRow {
    /// One invitation out of its rows, of which this is the last.
    fn key(
        self,
        given: ProjectRoles,
        inviting: ProjectRoles,
        mail: Option<InvitationMail>,
        identity_managed: bool,
    ) -> InvitationKey {
        let given = Authority::new(self.role, self.grants, given);
        let inviter = self.inviter.as_deref().and_then(|inviter| inviter.split_once(' ')).unzip();
        let inviter = Inviter { role: inviter.0, grants: inviter.1 };
        let backed = inviter.backs(&given, inviting, identity_managed);
        InvitationKey {
            id: self.id,
            email: self.email,
            given,
            state: self.state,
            since: self.since,
            expires_at: self.expires_at,
            asked_at: self.asked_at,
            seat_wanted_at: self.seat_wanted_at,
            backed,
            mail,
        }
    }

    /// Rows of one invitation stand behind one another.
    fn gather(rows: Vec<Self>, identity_managed: bool) -> Result<Vec<InvitationKey>> {
        let mut keys = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter().peekable();
        let (mut given, mut inviting) = (ProjectRoles::default(), ProjectRoles::default());
        let mut mail = None;
        while let Some(row) = rows.next() {
            if let Some((id, role)) = project_role(row.project_id, row.project_role.as_deref())? {
                given.add(id, role);
            }
            if let Some((id, role)) = project_role(row.project_id, row.inviter_project_role.as_deref())? {
                inviting.add(id, role);
            }
            // One engine puts links without a mail first, the other last.
            mail = row.mail.as_deref().and_then(|word| word.parse().ok()).or(mail);
            if rows.peek().is_none_or(|next| next.id != row.id) {
                let (given, inviting) = (mem::take(&mut given), mem::take(&mut inviting));
                keys.push(row.key(given, inviting, mail.take(), identity_managed));
            }
        }
        Ok(keys)
    }
}

impl Reader<'_> {
    /// What the listed invitations are filtered and sorted by; of declined ones those declined after `since`.
    pub async fn invitation_keys(
        &mut self,
        organization: &Organization,
        since: DateTime<Utc>,
    ) -> Result<Vec<InvitationKey>> {
        let rows = with_reader!(self, db => sqlx::query_as(KEYS)
            .bind(organization.id.as_uuid())
            .bind(since)
            .fetch_all(db)
            .await?);
        KeyRow::gather(rows, organization.identity_managed)
    }

    /// These invitations of the organization, in this order; as many as a page holds. One that is gone is left out.
    pub async fn invitations_page(
        &mut self,
        organization: OrganizationId,
        ids: &[InvitationId],
    ) -> Result<Vec<Invitation>> {
        let rows = with_reader!(self, db => {
            let mut query = sqlx::query_as(PAGE).bind(organization.as_uuid());
            for place in 0..limits::INVITATIONS_PAGE {
                query = query.bind(ids.get(place).map_or_else(Uuid::nil, |id| id.as_uuid()));
            }
            query.fetch_all(db).await?
        });
        let mut found = InvitationRow::gather(rows)?;
        found.sort_by_key(|one| ids.iter().position(|id| *id == one.id));
        Ok(found)
    }

    /// How many invitations are listed.
    pub async fn count_invitations(&mut self, organization: OrganizationId, since: DateTime<Utc>) -> Result<i64> {
        Ok(with_reader!(self, db => sqlx::query_scalar(COUNT)
            .bind(organization.as_uuid())
            .bind(since)
            .fetch_one(db)
            .await?))
    }

    /// The addresses of the listed invitations.
    pub async fn invited_addresses(
        &mut self,
        organization: OrganizationId,
        since: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<EmailAddress>> {
        let addresses: Vec<String> = with_reader!(self, db => sqlx::query_scalar(ADDRESSES)
            .bind(organization.as_uuid())
            .bind(since)
            .bind(limit)
            .fetch_all(db)
            .await?);
        Ok(addresses.into_iter().filter_map(|address| address.try_into().ok()).collect())
    }
}
