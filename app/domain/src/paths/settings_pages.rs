//! The pages of the settings that are neither members nor projects.

use super::{DONE, SAVED, SettingsTab};
use crate::{AuditFile, AuditPage, AuditQuery, Slug};

/// Id of the part of the general settings in which an organization is left, handed over and deleted.
pub const DANGER_ZONE: &str = "danger-zone";

/// The general settings of an organization (ST-2).
pub fn general_settings(slug: &Slug) -> String {
    SettingsTab::General.path(slug)
}

/// Where an organization is left, handed over and deleted.
pub fn danger_zone(slug: &Slug) -> String {
    format!("{}#{DANGER_ZONE}", general_settings(slug))
}

/// The same, saying how many of them were saved; for browsers without JavaScript.
pub fn general_settings_saved(slug: &Slug, saved: usize) -> String {
    format!("{}?{SAVED}={saved}", general_settings(slug))
}

/// The plan of an organization, once whom the operator writes to was changed; for browsers without JavaScript (ST-3).
pub fn billing_saved(slug: &Slug) -> String {
    format!("{}?{DONE}=contact", SettingsTab::Billing.path(slug))
}

/// The policies of an organization, saying how many of them were saved; for browsers without JavaScript (ST-6).
pub fn policies_saved(slug: &Slug, saved: usize) -> String {
    format!("{}?{SAVED}={saved}", SettingsTab::Security.path(slug))
}

/// What of the audit log is looked at (ST-4).
pub fn audit_log(slug: &Slug, query: &AuditQuery) -> String {
    format!("{}{}", SettingsTab::AuditLog.path(slug), query.search())
}

/// The same as a file, from the newest entry to the oldest; answered by the server, not a page.
pub fn audit_file(slug: &Slug, file: AuditFile, query: &AuditQuery) -> String {
    format!("{}.{}{}", SettingsTab::AuditLog.path(slug), file.as_str(), query.at(AuditPage::First).search())
}
