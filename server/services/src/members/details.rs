//! One member in full (TR-11).

use chrono::{DateTime, Utc};
use domain::{
    AccountId, Authority, Grant, Permission, PersonName, ProjectPermission, ProjectRole, Refusal, Role,
    audit::AuditEvent,
};
use store::{AuditEntry, Member, Project};
use tracing::instrument;

use super::{ListedMember, actions::Acting};
use crate::{OrganizationContext, Result, Services};

/// Entries of the audit log that are read for it.
const CANDIDATES: i64 = 200;
/// Entries of their history that are shown.
const HISTORY: usize = 50;

/// Everything that the organization tells of one of its members.
#[derive(Clone, Debug)]
pub struct OpenMember {
    pub listed: ListedMember,
    /// The name of their account, whatever the organization calls them.
    pub account_name: PersonName,
    /// Who invited them.
    pub invited_by: Option<String>,
    /// Since when they have their role, where the audit log goes back that far.
    pub role_since: Option<DateTime<Utc>>,
    /// Who granted what, and when, where the audit log tells it.
    pub granted: Vec<Granted>,
    /// The projects that are worked in and that the caller may know of.
    pub projects: Vec<MemberProject>,
    /// Whether they reach every project by their role.
    pub reaches_every_project: bool,
    /// What was done to them, the newest first.
    pub history: Vec<AuditEntry>,
    /// Whether the caller may read the audit log.
    pub can_read_audit_log: bool,
    /// The roles that the caller may give.
    pub assignable: Vec<Role>,
    /// What the caller may grant.
    pub grantable: Vec<Grant>,
}

/// How a grant came to be.
#[derive(Clone, Debug)]
pub struct Granted {
    pub grant: Grant,
    /// By today's name; none once that account is gone.
    pub by: Option<String>,
    /// Whether that was the caller.
    pub by_me: bool,
    pub at: DateTime<Utc>,
}

/// A project, and what the member is in it.
#[derive(Clone, Debug)]
pub struct MemberProject {
    pub project: Project,
    /// None: they do not belong to it.
    pub role: Option<ProjectRole>,
    /// Whether the caller may change that.
    pub can_change: bool,
}

impl Services {
    /// The member as the list of members shows them, whatever it is filtered by; none where nobody of this id is in.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn listed_member(
        &self,
        context: &OrganizationContext,
        member: AccountId,
    ) -> Result<Option<ListedMember>> {
        self.require(context, Permission::ReadMembers).await?;
        let id = context.organization.id;
        let Some(found) = self.store.read().member(id, member).await? else { return Ok(None) };
        let active = self.store.read().active_projects(id).await?;
        let availability = self.seen_of(context, member);
        Ok(Some(ListedMember::new(found, availability, &Acting::new(context, &active))))
    }

    /// The member, for those who see the list of members.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`], [`Refusal::NotFound`].
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn member_details(&self, context: &OrganizationContext, member: AccountId) -> Result<OpenMember> {
        self.require(context, Permission::ReadMembers).await?;
        let (id, authority, me) = (context.organization.id, &context.authority, context.caller.account_id);
        let found = self.store.read().member(id, member).await?.ok_or(Refusal::NotFound)?;
        let details = self.store.read().member_details(id, member).await?.ok_or(Refusal::NotFound)?;
        let mut history = self.store.audit_about(id, member, self.audit_shown_since(), CANDIDATES).await?;
        let role_since = self.role_since(context, &found).await?;
        let granted = found.authority.grants().iter().filter_map(|grant| granted(&history, grant, me)).collect();
        history.retain(|entry| entry.event().is_none_or(|event| event.is_visible_to(authority)));
        history.truncate(HISTORY);
        let reaches_every_project = found.authority.may(Permission::ReachEveryProject);
        let active = self.store.read().active_projects(id).await?;
        let availability = self.seen_of(context, member);
        let listed = ListedMember::new(found.clone(), availability, &Acting::new(context, &active));
        let projects = active.into_iter().filter(|project| knows_of(authority, project)).map(|project| MemberProject {
            role: found.authority.role_in(project.id),
            can_change: !reaches_every_project
                && !context.organization.identity_managed
                && authority.may_in(project.id, ProjectPermission::ManageMembers),
            project,
        });
        Ok(OpenMember {
            account_name: details.account_name,
            invited_by: details.invited_by,
            role_since,
            granted,
            projects: projects.collect(),
            reaches_every_project,
            history: self.tell_apart(context, history).await?,
            can_read_audit_log: authority.may(Permission::ReadAuditLog),
            assignable: authority.assignable().collect(),
            grantable: authority.grantable().collect(),
            listed,
        })
    }
}

impl Services {
    /// Since when somebody has the role that they have: since it was changed, or since they came in with it.
    async fn role_since(&self, context: &OrganizationContext, found: &Member) -> Result<Option<DateTime<Utc>>> {
        let (id, since) = (context.organization.id, found.joined_at);
        let action = AuditEvent::ROLE_CHANGED;
        let changed = self.store.read().audit_of_action(id, found.account_id, action, 1).await?;
        // What was changed before they left and came back was another membership's.
        let changed = changed.first().map(|entry| entry.at).filter(|at| *at >= since);
        Ok(changed.or_else(|| Some(since).filter(|since| *since >= self.audit_shown_since())))
    }
}

fn knows_of(authority: &Authority, project: &Project) -> bool {
    authority.may(Permission::ReadProjects) || authority.may_in(project.id, ProjectPermission::Read)
}

/// How this grant came to be, which is held still: by the last entry after which it was granted and before which it was not.
fn granted(history: &[AuditEntry], wanted: Grant, me: AccountId) -> Option<Granted> {
    let began = |entry: &&AuditEntry| match entry.event() {
        Some(AuditEvent::GrantsChanged { before, after }) => after.without(before).contains(wanted),
        Some(AuditEvent::InvitationAccepted(change)) => change.after.grants.contains(wanted),
        _ => false,
    };
    let entry = history.iter().find(began)?;
    // Who accepts an invitation grants nothing: of those the invitation tells.
    let accepted = matches!(entry.event(), Some(AuditEvent::InvitationAccepted(_)));
    let by = entry.actor_name.clone().filter(|_| !accepted);
    Some(Granted { grant: wanted, by_me: !accepted && entry.actor_id() == Some(me), by, at: entry.at })
}
