//! Granting single permissions to a member, and taking them back (TR-2).

use domain::{AccountId, Grants, Refusal};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

impl Services {
    /// Leaves the member with these grants and no others. What is given has to be held; what is taken away has not.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::NotFound`], also for people whose role takes no grants; [`Refusal::IdentityManaged`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn change_grants(&self, context: &OrganizationContext, member: AccountId, after: Grants) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let target = tx.read().member(context.organization.id, member).await?;
        let before = target.as_ref().map_or(Grants::NONE, |target| target.authority.grants());
        tx.require_nothing(tx.authority().lacks_to_change_grants(before, after)).await?;
        let target = target.filter(|target| target.role().takes_grants()).ok_or(Refusal::NotFound)?;
        tx.refuse_if_identity_managed()?;
        if before == after {
            return Ok(());
        }
        tx.give(&target, target.role(), after).await?;
        tx.commit().await
    }
}
