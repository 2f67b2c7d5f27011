//! Words of the settings of an organization.

pub mod audit_log;
pub mod billing;
pub mod countries;
pub mod general;
pub mod security;

use domain::paths::SettingsTab;

use super::{members, projects};

/// Entry of the navigation, and name of the row of tabs.
pub const TITLE: &str = "Settings";

/// The name of a page of the settings.
pub const fn tab(tab: SettingsTab) -> &'static str {
    match tab {
        SettingsTab::General => general::TITLE,
        SettingsTab::Members => members::TITLE,
        SettingsTab::Projects => projects::list::TITLE,
        SettingsTab::Billing => "Billing",
        SettingsTab::Security => "Security",
        SettingsTab::AuditLog => audit_log::TITLE,
    }
}
