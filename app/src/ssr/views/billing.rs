//! The plan: from what the use cases answer to what the page shows.

use chrono::{DateTime, Utc};
use domain::Permission;
use services::{OrganizationContext, billing::BillingOverview};

use crate::{audit::AuditEntryView, settings::BillingView};

impl BillingView {
    pub(crate) fn new(overview: BillingOverview, context: &OrganizationContext, now: DateTime<Utc>) -> Self {
        let BillingOverview { subscription, used, contact, history } = overview;
        let reader = context.caller.account_id;
        Self {
            ended: subscription.as_ref().is_some_and(|found| found.has_ended(now.date_naive())),
            subscription,
            seats: used.seats,
            projects: used.projects,
            contact,
            history: history.into_iter().map(|entry| AuditEntryView::new(entry, reader)).collect(),
            can_read_invitations: context.authority.may(Permission::ManageMembers),
            can_read_members: context.authority.may(Permission::ReadMembers),
            now,
        }
    }
}
