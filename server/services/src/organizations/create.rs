//! Creating an organization (OR-5).

use domain::{
    FieldProblem, OrganizationId, OrganizationName, ProjectId, ProjectName, ProjectSlug, Refusal, Role, Slug,
    audit::{AuditEvent, OrganizationTerms},
    limits,
};
use store::NewOrganization;
use tracing::instrument;

use crate::{Caller, Result, Services, audit::Subject, transaction::Transaction};

/// How many numbers a slug tries before it takes a random one: `acme`, `acme-2` … `acme-9`.
const NUMBERED: u32 = 9;
/// Random numbers tried after that.
const RANDOM: usize = 5;

/// What somebody who creates an organization typed.
pub struct CreateOrganization {
    pub name: OrganizationName,
    /// Its place in addresses; derived from the name where none was typed.
    pub slug: Option<Slug>,
}

impl Services {
    /// Creates the organization with its first project; the caller owns it. Sent twice at once, it is created once.
    ///
    /// # Errors
    /// [`Refusal::Unverified`], [`Refusal::OrganizationLimit`]; [`Refusal::Fields`] when the
    /// slug is taken, or looks like one that is.
    #[instrument(level = "debug", skip_all, fields(account = %caller.account_id))]
    pub async fn create_organization(&self, caller: &Caller, new: CreateOrganization) -> Result<Slug> {
        let now = self.now();
        let owner = caller.account_id;
        let (mut tx, _) = self.begin_as(caller).await?;
        if let Some(made) = tx.created_since(owner, &new.name, now - limits::REPEATED_CREATION).await? {
            return Ok(made.slug);
        }
        let limit = self.limits.organizations_per_account;
        // Those that can be brought back count: else who creates and deletes holds any number of slugs.
        if tx.count_created(owner, now - limits::ORGANIZATION_UNDO).await? >= i64::from(limit) {
            return Err(Refusal::OrganizationLimit { limit }.into());
        }
        let project_name = ProjectName::first();
        let project_slug = ProjectSlug::derive(&project_name, 0);
        let typed = new.slug.is_some();
        let slugs: Vec<Slug> = if let Some(slug) = new.slug {
            vec![slug]
        } else {
            let numbers = (0..NUMBERED).map(Ok).chain(
                (0..RANDOM).map(|_| self.rng.bytes().map(|bytes| u32::from_le_bytes(bytes) % 900_000 + 100_000)),
            );
            numbers.map(|number| Ok(Slug::derive(&new.name, number?))).collect::<Result<_>>()?
        };
        let id = OrganizationId::new(now, self.rng.bytes()?);
        let project_id = ProjectId::new(now, self.rng.bytes()?);
        let mut problem = FieldProblem::SlugTaken;
        for slug in slugs {
            if let Some(found) = tx.slug_problem(id, &slug).await? {
                problem = found;
                continue;
            }
            // A former address of another organization is taken by those who ask for it, never by chance.
            if !typed && tx.read().slug_leads_elsewhere(id, &slug).await? {
                continue;
            }
            let organization = NewOrganization {
                id,
                slug: &slug,
                name: &new.name,
                owner,
                project_id,
                project_name: &project_name,
                project_slug: &project_slug,
                now,
            };
            if tx.insert_organization(&organization).await? {
                let after =
                    OrganizationTerms { name: new.name, slug: slug.clone(), role: Role::Owner, project: project_name };
                let event = AuditEvent::OrganizationCreated { after };
                tx.record_for(id, Some(owner), Subject::None, &event).await?;
                tx.begin_default_plan(id).await?;
                tx.changed(store::Change::Account(owner));
                tx.commit().await?;
                return Ok(slug);
            }
        }
        Err(Refusal::field("slug", problem).into())
    }
}

impl Transaction<'_> {
    /// Why this organization cannot have the slug. One that can be brought back no more holds none, also before housekeeping
    /// comes by: it goes now.
    pub(crate) async fn slug_problem(&mut self, id: OrganizationId, slug: &Slug) -> Result<Option<FieldProblem>> {
        let problem = self.read().slug_problem(id, slug).await?;
        if problem.is_none() {
            return Ok(None);
        }
        let before = self.services().now() - limits::ORGANIZATION_UNDO;
        match self.purge_organizations_alike(slug, before).await? {
            0 => Ok(problem),
            _ => Ok(self.read().slug_problem(id, slug).await?),
        }
    }
}
