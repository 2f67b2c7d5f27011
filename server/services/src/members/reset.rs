//! Sending a member the mail with which they set a new password (TR-5). Nobody else ever sets or sees it.

use domain::{AccountId, Refusal, Role, audit::AuditEvent, limits};
use mail::{Message, ResetPassword};
use security::client_key;
use store::Member;
use tracing::instrument;

use super::actions::lacks_to_change_role;
use crate::{
    OrganizationContext, Result, Services, Throttles, audit::Subject, security_events::SecurityEvent, throttles::Taken,
};

impl Services {
    /// Sends it: the same mail that they would ask for themselves, with the same throttles.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::NotFound`], also for an account without a password; [`Refusal::TooSoon`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn send_password_reset(&self, context: &OrganizationContext, member: AccountId) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let id = context.organization.id;
        let target = tx.read().member(id, member).await?;
        let role = target.as_ref().map_or(Role::Member, Member::role);
        tx.require_nothing(lacks_to_change_role(tx.authority(), role)).await?;
        let target = target.ok_or(Refusal::NotFound)?;
        if !target.has_password {
            return Err(Refusal::NotFound.into());
        }
        let now = self.now();
        let client = client_key(context.caller.client.address);
        let Throttles { resetting, resets, .. } = &self.throttles;
        let mut taken = Taken::default();
        let counted = taken.take(resetting, &client, now);
        let (email, by) = (&target.email, context.caller.account_id);
        if let Err(wait) = counted.and_then(|()| taken.take(resets, email.as_str(), now)) {
            let event = SecurityEvent::ResetThrottled { account: member, email, by, organization: id };
            event.log(&context.caller.client);
            return Err(Refusal::too_soon(wait).into());
        }
        let expires_at = now + limits::RESET;
        let message = Message::ResetPassword(ResetPassword { expires_at });
        let sent = async {
            self.write_mail(&mut tx, email, &message, None, expires_at).await?;
            tx.record(Subject::Account(member), AuditEvent::PasswordResetSent {}).await?;
            tx.log(SecurityEvent::ResetSent { account: member, email, by, organization: id });
            tx.commit().await
        };
        taken.settle(sent.await)
    }
}
