//! What an organization says of itself: name, slug, company (ST-2).

use domain::{Authority, GeneralSettings, Permission, Refusal, SettingsSavedMeanwhile, audit::AuditEvent};
use store::{LastSave, StoreError};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, audit::Subject, namesakes::sees_addresses};

/// What it takes to change them.
const TO_CHANGE: Permission = Permission::ManageSettings;

/// The general settings as they are shown.
#[derive(Clone, Debug)]
pub struct General {
    pub settings: GeneralSettings,
    pub saved: LastSave,
    /// Whether the caller may change them.
    pub can_change: bool,
}

/// The last save as somebody hears of it who is all this: with no address where they see none (FIELD-23).
fn as_told(saved: LastSave, authority: &Authority) -> LastSave {
    LastSave { by_email: saved.by_email.filter(|_| sees_addresses(authority)), ..saved }
}

impl Services {
    /// The general settings.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn general_settings(&self, context: &OrganizationContext) -> Result<General> {
        if !context.authority.may(Permission::ReadSettings) {
            return self.forbid(context, Permission::ReadSettings).await;
        }
        let found = self.store.read().general_settings(context.organization.id).await?;
        let (settings, saved) = found.ok_or(Refusal::NotFound)?;
        let saved = as_told(saved, &context.authority);
        Ok(General { settings, saved, can_change: context.authority.may(TO_CHANGE) })
    }

    /// Saves what somebody who saw `before` changed from it; the rest stays what it is by now. Answers what the settings are
    /// then, and how many were changed.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`]; [`Refusal::SettingsSavedMeanwhile`] where somebody else changed the same; [`Refusal::Fields`]
    /// where the slug is another organization's.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn save_general_settings(
        &self,
        context: &OrganizationContext,
        before: &GeneralSettings,
        wanted: GeneralSettings,
    ) -> Result<(GeneralSettings, usize)> {
        let mut tx = self.begin_in(context).await?;
        tx.require(TO_CHANGE).await?;
        let (id, me, at) = (tx.organization_id(), tx.me.account_id, self.now());
        let (now, last) = tx.read().general_settings(id).await?.ok_or(Refusal::NotFound)?;
        let after = match now.merged(before, wanted) {
            Ok(after) => after,
            Err(fields) => {
                let LastSave { by, by_email, at } = as_told(last, tx.authority());
                let meanwhile = SettingsSavedMeanwhile { by, by_email, at, fields, now };
                return Err(Refusal::SettingsSavedMeanwhile(Box::new(meanwhile)).into());
            }
        };
        let changed = after.differences(&now).len();
        if changed == 0 {
            return Ok((after, 0));
        }
        if after.slug != now.slug {
            if let Some(problem) = tx.slug_problem(id, &after.slug).await? {
                return Err(Refusal::field("slug", problem).into());
            }
            match tx.move_organization(id, &after.slug).await {
                // Somebody took it just now.
                Err(StoreError::Constraint(_)) => {
                    return Err(Refusal::field("slug", domain::FieldProblem::SlugTaken).into());
                }
                done => done?,
            }
            let event = AuditEvent::OrganizationMoved { before: now.slug, after: after.slug.clone() };
            tx.record(Subject::None, event).await?;
        }
        tx.save_general_settings(id, &after, at, me).await?;
        if after.name != now.name {
            let event = AuditEvent::OrganizationRenamed { before: now.name, after: after.name.clone() };
            tx.record(Subject::None, event).await?;
        }
        if after.company != now.company {
            let event = AuditEvent::CompanyDetailsChanged { before: now.company, after: after.company.clone() };
            tx.record(Subject::None, event).await?;
        }
        tx.commit().await?;
        Ok((after, changed))
    }
}
