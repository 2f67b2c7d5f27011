//! What a member reads who cannot open an organization for want of a project (ST-6).

use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

/// Who can let them in.
#[derive(Clone, Debug)]
pub struct KeptOutside {
    /// Names of some who can add them to a project, or have the identity provider do so.
    pub added_by: Vec<String>,
    /// Whether an identity provider says who belongs to which project.
    pub identity_managed: bool,
}

impl Services {
    /// Who can let the caller in. For somebody who is in, nothing else.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn kept_outside(&self, context: &OrganizationContext) -> Result<KeptOutside> {
        let added_by = self.store.read().project_adders(context.organization.id).await?;
        Ok(KeptOutside { added_by, identity_managed: context.organization.identity_managed })
    }
}
