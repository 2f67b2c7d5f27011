//! The settings of an organization: what stands above all of their pages, and those that have no area of their own (ST-1).

pub mod api;
pub mod audit_log;
mod billing;
mod first;
mod general;
mod security;
mod tabs;
mod unsaved;

pub use audit_log::AuditLog;
pub use billing::{Billing, BillingView};
pub use first::FirstTab;
pub use general::General;
pub use security::{
    DraftWithoutProjectView, InvitationsTouchedView, MemberWithoutProjectView, MembersTouchedView, OnSinceView,
    Security, SecurityView,
};
pub use tabs::SettingsTabs;
