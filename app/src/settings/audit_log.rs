//! `/o/{slug}/settings/audit-log`: who did what to whom, before and after, when and from where (ST-4).

pub mod api;
mod export;
mod page;
mod rows;
mod toolbar;
mod wanted;

pub use page::AuditLog;
