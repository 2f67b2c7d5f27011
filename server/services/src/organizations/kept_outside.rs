//! What a member reads who cannot open an organization for want of a project (ST-6).

use tracing::instrument;

use crate::{OrganizationContext, Result, Services};

/// Who can let them in.
#[derive(Clone, Debug)]
pub struct KeptOutside {
    /// Names of some who can add them to a project, or have the identity provider do so, and restore one that is archived.
    pub added_by: Vec<String>,
    /// Names of the projects that they belong to, which are all archived.
    pub archived: Vec<String>,
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
        let (id, mut reader) = (context.organization.id, self.store.read());
        let added_by = reader.project_adders(id).await?;
        let mut archived = Vec::new();
        for (project, _) in context.authority.projects().iter() {
            let found = reader.project(id, project).await?;
            archived.extend(found.filter(|found| found.archived_at.is_some()).map(|found| found.name.to_string()));
        }
        Ok(KeptOutside { added_by, archived, identity_managed: context.organization.identity_managed })
    }
}
