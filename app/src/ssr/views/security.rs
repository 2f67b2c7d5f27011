//! The policies of an organization: from what the use cases answer to what their page shows.

use chrono::{DateTime, Utc};
use domain::{Authority, Policy, paths::SettingsTab};
use services::settings::{DraftWithoutProject, LastSave, PoliciesOverview, WithoutProject};

use crate::settings::{
    DraftWithoutProjectView, InvitationsTouchedView, MemberWithoutProjectView, MembersTouchedView, OnSinceView,
    SecurityView,
};

impl SecurityView {
    pub(crate) fn new(overview: PoliciesOverview, authority: &Authority, now: DateTime<Utc>) -> Self {
        let PoliciesOverview { policies, drafts, draft_count, sent_count, members, .. } = overview;
        let on = |policy| policies.since(policy).cloned().map(OnSinceView::from);
        Self {
            policies: policies.on,
            invitations: InvitationsTouchedView {
                on: on(Policy::InvitationsNeedProject),
                drafts: drafts.into_iter().map(DraftWithoutProjectView::from).collect(),
                draft_count,
                sent_count,
                identity_managed: overview.identity_managed,
            },
            members: MembersTouchedView {
                on: on(Policy::MembersNeedProject),
                people: members.into_iter().map(MemberWithoutProjectView::from).collect(),
                count: overview.kept_outside_count,
                of: overview.member_count,
                can_read_members: SettingsTab::Members.is_seen_by(authority),
            },
            now,
        }
    }
}

impl From<LastSave> for OnSinceView {
    fn from(LastSave { by, at, .. }: LastSave) -> Self {
        Self { by, at }
    }
}

impl From<DraftWithoutProject> for DraftWithoutProjectView {
    fn from(draft: DraftWithoutProject) -> Self {
        Self { id: draft.id, email: draft.email.to_string() }
    }
}

impl From<WithoutProject> for MemberWithoutProjectView {
    fn from(member: WithoutProject) -> Self {
        Self { id: member.account_id, name: member.name.to_string() }
    }
}
