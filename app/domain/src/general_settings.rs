//! What an organization says of itself (ST-2), and what becomes of it when two people save at once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Country, OrganizationName, RegisteredName, Slug, VatNumber};

/// What is noted about the company behind an organization, for internal reference only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyDetails {
    /// What it is called in its register.
    pub registered_name: Option<RegisteredName>,
    /// Under which number it pays taxes.
    pub vat_number: Option<VatNumber>,
    /// Where it is.
    pub country: Option<Country>,
}

/// The general settings of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralSettings {
    /// What the organization is called.
    pub name: OrganizationName,
    /// Its place in addresses.
    pub slug: Slug,
    /// What is noted about its company.
    #[serde(flatten)]
    pub company: CompanyDetails,
}

/// One of the general settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GeneralField {
    /// The organization's name.
    Name,
    /// The organization's slug.
    Slug,
    /// The company's registered name.
    RegisteredName,
    /// The company's VAT number.
    VatNumber,
    /// The company's country.
    Country,
}

impl GeneralField {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Name, Self::Slug, Self::RegisteredName, Self::VatNumber, Self::Country];

    /// The name of its field in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Slug => "slug",
            Self::RegisteredName => "registered_name",
            Self::VatNumber => "vat_number",
            Self::Country => "country",
        }
    }
}

/// Somebody else saved something that is changed here too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsSavedMeanwhile {
    /// The name of whoever saved last; none once that account is gone.
    pub by: Option<String>,
    /// Their address, where somebody else in the organization is called alike, for those who see addresses (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_email: Option<String>,
    /// When it was saved.
    pub at: Option<DateTime<Utc>>,
    /// What both changed, to different things.
    pub fields: Vec<GeneralField>,
    /// What the settings are by now.
    pub now: GeneralSettings,
}

impl GeneralSettings {
    /// What a field of the form holds for this setting.
    pub fn text(&self, field: GeneralField) -> String {
        match field {
            GeneralField::Name => self.name.to_string(),
            GeneralField::Slug => self.slug.to_string(),
            GeneralField::RegisteredName => {
                self.company.registered_name.as_ref().map(ToString::to_string).unwrap_or_default()
            }
            GeneralField::VatNumber => self.company.vat_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            GeneralField::Country => self.company.country.map(|country| country.code().to_owned()).unwrap_or_default(),
        }
    }

    /// Which settings differ between the two.
    pub fn differences(&self, other: &Self) -> Vec<GeneralField> {
        GeneralField::ALL.into_iter().filter(|field| self.text(*field) != other.text(*field)).collect()
    }

    /// This setting is as it is there.
    pub fn take(&mut self, field: GeneralField, from: &Self) {
        match field {
            GeneralField::Name => self.name.clone_from(&from.name),
            GeneralField::Slug => self.slug.clone_from(&from.slug),
            GeneralField::RegisteredName => self.company.registered_name.clone_from(&from.company.registered_name),
            GeneralField::VatNumber => self.company.vat_number.clone_from(&from.company.vat_number),
            GeneralField::Country => self.company.country = from.company.country,
        }
    }

    /// What they become when somebody who saw `before` wants `wanted`, and they are this by now: what is not changed from
    /// `before` stays what it is.
    ///
    /// # Errors
    /// What both changed, to different things.
    pub fn merged(&self, before: &Self, wanted: Self) -> Result<Self, Vec<GeneralField>> {
        let (mine, theirs) = (wanted.differences(before), self.differences(before));
        let both: Vec<GeneralField> = wanted
            .differences(self)
            .into_iter()
            .filter(|field| mine.contains(field) && theirs.contains(field))
            .collect();
        if !both.is_empty() {
            return Err(both);
        }
        let mut merged = wanted;
        for field in GeneralField::ALL {
            if !mine.contains(&field) {
                merged.take(field, self);
            }
        }
        Ok(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(name: &str, slug: &str, country: &str) -> GeneralSettings {
        let company = CompanyDetails { country: country.parse().ok(), ..CompanyDetails::default() };
        GeneralSettings { name: name.parse().unwrap(), slug: slug.parse().unwrap(), company }
    }

    // ST-2
    #[test]
    fn what_one_changes_and_the_other_does_not_goes_together() {
        let before = settings("Acme", "acme", "");
        let now = settings("Acme", "acme-tools", "");
        let merged = now.merged(&before, settings("Acme Tools", "acme", "IE"));
        assert_eq!(merged, Ok(settings("Acme Tools", "acme-tools", "IE")));
        // Both to the same.
        assert_eq!(now.merged(&before, now.clone()), Ok(now.clone()));
        // Nothing.
        assert_eq!(now.merged(&before, before.clone()), Ok(now.clone()));
    }

    // ST-2
    #[test]
    fn what_both_change_is_told() {
        let before = settings("Acme", "acme", "");
        let now = settings("Acme Tools", "acme-tools", "IE");
        let wanted = settings("Acme Works", "acme", "DE");
        assert_eq!(now.merged(&before, wanted.clone()), Err(vec![GeneralField::Name, GeneralField::Country]));
        // Once that was seen, it counts.
        assert_eq!(now.merged(&now, wanted.clone()), Ok(wanted));
    }

    #[test]
    fn fields_are_those_of_the_json() {
        let json = serde_json::to_value(settings("Acme", "acme", "IE")).unwrap();
        for field in GeneralField::ALL {
            assert!(json.get(field.as_str()).is_some(), "{field:?}");
            assert_eq!(serde_json::to_value(field).unwrap(), field.as_str());
        }
        assert_eq!(serde_json::from_value::<GeneralSettings>(json).unwrap(), settings("Acme", "acme", "IE"));
    }
}
