//! What organizations say of themselves (ST-2).

use chrono::{DateTime, Utc};
use domain::{AccountId, CompanyDetails, GeneralSettings, OrganizationId, fold};
use sqlx::FromRow;

use crate::{
    LastSave, Reader, Result, StoreError, Tx,
    audit::address_beside,
    db::{statements, with_conn},
    error::one,
    reader::with_reader,
};

#[derive(FromRow)]
struct SettingsRow {
    slug: String,
    name: String,
    registered_name: Option<String>,
    vat_number: Option<String>,
    country: Option<String>,
    #[sqlx(flatten)]
    saved: LastSave,
}

impl SettingsRow {
    fn read(self) -> Result<(GeneralSettings, LastSave)> {
        let corrupt = StoreError::Corrupt;
        let company = CompanyDetails {
            registered_name: self.registered_name.map(TryInto::try_into).transpose().map_err(|_| corrupt("company"))?,
            vat_number: self.vat_number.map(TryInto::try_into).transpose().map_err(|_| corrupt("VAT number"))?,
            country: self.country.map(TryInto::try_into).transpose().map_err(|_| corrupt("country"))?,
        };
        let settings = GeneralSettings {
            name: self.name.try_into().map_err(|_| corrupt("organization name"))?,
            slug: self.slug.try_into().map_err(|_| corrupt("slug"))?,
            company,
        };
        Ok((settings, self.saved))
    }
}

statements! {
    GENERAL = concat!(
        "
        SELECT organizations.slug, organizations.name, organizations.registered_name, organizations.vat_number,
               organizations.country, COALESCE(saving.display_name, savers.name) AS by, ",
        address_beside!("saving", "savers.email", "by_email"),
        ", organizations.settings_saved_at AS at
        FROM organizations LEFT JOIN accounts AS savers ON savers.id = organizations.settings_saved_by
        LEFT JOIN memberships AS saving
          ON saving.organization_id = organizations.id AND saving.account_id = organizations.settings_saved_by
        WHERE organizations.id = $1"
    );
    SAVE = "
        UPDATE organizations SET name = $2, name_folded = $3, registered_name = $4, vat_number = $5, country = $6,
            settings_saved_at = $7, settings_saved_by = $8
        WHERE id = $1";
    MOVE = "UPDATE organizations SET slug = $2 WHERE id = $1";
}

impl Reader<'_> {
    /// The general settings, and when they were last saved.
    pub async fn general_settings(
        &mut self,
        organization: OrganizationId,
    ) -> Result<Option<(GeneralSettings, LastSave)>> {
        let row: Option<SettingsRow> = with_reader!(self, db => sqlx::query_as(GENERAL)
            .bind(organization.as_uuid())
            .fetch_optional(db)
            .await?);
        row.map(SettingsRow::read).transpose()
    }
}

impl Tx {
    /// Saves the general settings but the slug.
    pub async fn save_general_settings(
        &mut self,
        organization: OrganizationId,
        settings: &GeneralSettings,
        now: DateTime<Utc>,
        by: AccountId,
    ) -> Result<()> {
        let GeneralSettings { name, company, .. } = settings;
        one(with_conn!(self, db => sqlx::query(SAVE)
            .bind(organization.as_uuid())
            .bind(name.as_str())
            .bind(fold(name.as_str()))
            .bind(company.registered_name.as_ref().map(domain::RegisteredName::as_str))
            .bind(company.vat_number.as_ref().map(domain::VatNumber::as_str))
            .bind(company.country.map(domain::Country::code))
            .bind(now)
            .bind(by.as_uuid())
            .execute(db)
            .await?
            .rows_affected()))
    }

    /// Gives the organization another slug; those that it had lead to it until somebody else takes them.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] where another organization has it.
    pub async fn move_organization(&mut self, organization: OrganizationId, slug: &domain::Slug) -> Result<()> {
        one(with_conn!(self, db => sqlx::query(MOVE)
            .bind(organization.as_uuid())
            .bind(slug.as_str())
            .execute(db)
            .await?
            .rows_affected()))
    }
}
