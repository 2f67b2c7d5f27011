//! One's own data as JSON (SI-9).

use domain::limits;
use serde_json::{Value, json};
use tracing::instrument;

use crate::{Caller, Result, Services};

impl Services {
    /// Everything that is stored about the caller, for a file. No secrets: neither hashes nor digests.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn export(&self, caller: &Caller) -> Result<Value> {
        let now = self.now();
        let profile = self.profile(caller).await?;
        let memberships = self.store.memberships(caller.account_id, now - limits::ORGANIZATION_UNDO).await?;
        let account = self.store.account(caller.account_id).await?;
        let invitations = self.store.pending_invitations(&caller.email, now).await?;
        let display_names = self.store.read().display_names_of(caller.account_id).await?;
        let audit_entries = self.store.audit_entries_by(caller.account_id, self.audit_shown_since()).await?;
        Ok(json!({
            "exported_at": now,
            "account": {
                "id": caller.account_id,
                "name": caller.name,
                "email": caller.email,
                "new_email": profile.new_email,
                "created_at": account.as_ref().map(|account| account.created_at),
                "verified_at": account.and_then(|account| account.verified_at),
            },
            "sessions": profile.sessions.iter().map(|session| json!({
                "browser": session.browser.name(),
                "client": session.client,
                "created_at": session.created_at,
                "seen_at": session.seen_at,
            })).collect::<Vec<_>>(),
            "memberships": memberships.iter().map(|membership| json!({
                "organization": membership.organization.name,
                "slug": membership.organization.slug,
                "display_name": display_names.get(&membership.organization.id),
                "role": membership.authority.role(),
                "grants": membership.authority.grants(),
                "projects": membership.authority.projects(),
                "availability": membership.availability,
                "support_contact": membership.support_contact,
                "opened_at": membership.opened_at,
                "deleted_at": membership.deleted_at,
            })).collect::<Vec<_>>(),
            "invitations": invitations.iter().map(|invitation| json!({
                "organization": invitation.organization().name,
                "role": invitation.role,
                "sent_at": invitation.sent_at,
                "expires_at": invitation.expires_at,
                "seat_wanted_at": invitation.seat_wanted_at,
            })).collect::<Vec<_>>(),
            "audit_entries": audit_entries.iter().map(|entry| json!({
                "organization": entry.organization,
                "action": entry.action,
                "client": entry.client,
                "at": entry.at,
            })).collect::<Vec<_>>(),
        }))
    }
}
