//! The home page of an organization: what is worth doing first, what waits for the caller, who is here, what happened.

use chrono::TimeDelta;
use domain::{
    AccountId, Availability, AvailabilityTally, FirstStep, FirstStepState, FirstSteps, Permission, ProjectName,
    Refusal, Role,
};
use store::{AuditEntry, HomeFacts, Member, Project, WithoutProject};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, members::InvitationsAtHome};

/// Members named on the home page.
pub(super) const MEMBERS: i64 = 6;
/// The same, and as many entries of the audit log, as a number of things in memory.
const SIX: usize = 6;
/// Entries of the audit log on the home page.
const ENTRIES: i64 = 6;
/// Audit entries read where the caller may not see all of the newest.
const CANDIDATES: i64 = 50;
/// Invitations of each kind, and members without a project, on the home page.
const WAITING: u8 = 4;
/// How long somebody who joined, and belongs to no project, waits for the team.
const NEWCOMER: TimeDelta = TimeDelta::days(30);

/// What the home page of an organization shows.
#[derive(Clone, Debug)]
pub struct Home {
    pub first_steps: FirstSteps,
    /// Members who wait for a project.
    pub without_project: WaitingForProject,
    pub invitations: InvitationsAtHome,
    pub members: Vec<SeenMember>,
    /// How many there are.
    pub member_count: i64,
    /// How many of them are there.
    pub tally: AvailabilityTally,
    /// Those that the caller can open, oldest first.
    pub projects: Vec<Project>,
    /// Where there is none, the names of those who can add the caller to one (PR-4).
    pub project_adders: Vec<String>,
    /// Whether no invitation is sent without a project (ST-6), as the form for a new member asks for and the steps do not.
    pub project_needed: bool,
    /// The newest entries of the audit log.
    pub latest: Vec<AuditEntry>,
}

/// Somebody in the organization, and what the caller sees of what they are.
#[derive(Clone, Debug)]
pub struct SeenMember {
    pub member: Member,
    pub availability: Availability,
}

/// Members who joined not long ago and belong to no project, for those who can add them to one.
#[derive(Clone, Debug, Default)]
pub struct WaitingForProject {
    /// The first of them.
    pub members: Vec<WithoutProject>,
    /// How many there are.
    pub count: i64,
}

/// The steps that are the caller's to do.
fn first_steps(context: &OrganizationContext, facts: &HomeFacts, projects: &[Project]) -> FirstSteps {
    let OrganizationContext { organization, authority, .. } = context;
    let first_name = ProjectName::first();
    let is_mine = |step| match step {
        // Who is in it is not decided here.
        FirstStep::InvitePeople | FirstStep::SecondOwner if organization.identity_managed => false,
        FirstStep::InvitePeople => authority.may_invite(),
        FirstStep::NameProject => authority.may(Permission::ManageProjects),
        FirstStep::SecondOwner => authority.lacks_to_assign(Role::Owner).is_none(),
    };
    let is_done = |step| match step {
        FirstStep::InvitePeople => facts.invited || facts.members > 1,
        // Whoever has several knows how to name them.
        FirstStep::NameProject => !matches!(projects, [only] if only.name == first_name),
        FirstStep::SecondOwner => facts.owners > 1,
    };
    let steps = [FirstStep::InvitePeople, FirstStep::NameProject, FirstStep::SecondOwner].into_iter();
    let steps: Vec<_> =
        steps.filter(|step| is_mine(*step)).map(|step| FirstStepState { step, done: is_done(step) }).collect();
    FirstSteps { hidden: facts.hidden && !steps.is_empty(), steps }
}

impl Services {
    /// The home page of an organization.
    ///
    /// # Errors
    /// When the database is away.
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn home(&self, context: &OrganizationContext) -> Result<Home> {
        let id = context.organization.id;
        let mut reader = self.store.read();
        // Removed a moment ago.
        let facts = reader.home_facts(id, context.caller.account_id).await?.ok_or(Refusal::NotFound)?;
        let members = self.team(context).await?;
        let projects = self.open_projects(context).await?;
        let project_adders = if projects.is_empty() { reader.project_adders(id).await? } else { Vec::new() };
        let OrganizationContext { organization, authority, .. } = context;
        Ok(Home {
            first_steps: first_steps(context, &facts, &projects),
            without_project: self.waiting_for_project(context).await?,
            invitations: self.invitations_at_home(context, WAITING.into()).await?,
            members,
            member_count: facts.members,
            tally: self.seen_tally(context),
            projects,
            project_adders,
            project_needed: facts.project_needed && authority.may_invite() && !organization.identity_managed,
            latest: self.latest(context).await?,
        })
    }

    /// The newest entries of the audit log that the caller may see.
    async fn latest(&self, context: &OrganizationContext) -> Result<Vec<AuditEntry>> {
        let (id, since) = (context.organization.id, self.audit_shown_since());
        let is_visible = |entry: &AuditEntry| entry.event().is_none_or(|event| event.is_visible_to(&context.authority));
        // Most see all of the newest; who does not sees what stands behind them.
        let mut entries = self.store.latest_audit(id, since, ENTRIES).await?;
        if entries.len() == SIX && !entries.iter().all(is_visible) {
            entries = self.store.latest_audit(id, since, CANDIDATES).await?;
        }
        let seen = entries.into_iter().filter(is_visible).take(SIX);
        let seen = seen.map(|entry| entry.shown_to(&context.authority)).collect();
        self.tell_apart(context, seen).await
    }

    /// Those whom the home page names. To whoever may read the list of members, those who are there come first.
    async fn team(&self, context: &OrganizationContext) -> Result<Vec<SeenMember>> {
        let id = context.organization.id;
        let mut named = self.store.first_members(id, MEMBERS).await?;
        if context.authority.may(Permission::ReadMembers) {
            let here = self.here(context);
            let is_here = |member: &Member| here.contains(&member.account_id);
            let unread = here.iter().filter(|id| !named.iter().any(|member| member.account_id == **id));
            let unread: Vec<_> = unread.copied().collect();
            named.extend(self.store.read().members_among(id, &unread).await?);
            named.sort_by_key(|member| (!is_here(member), member.joined_at, member.account_id));
            named.truncate(SIX);
        }
        let seen = |member: Member| SeenMember { availability: self.seen_of(context, member.account_id), member };
        Ok(named.into_iter().map(seen).collect())
    }

    /// The first of those who are there, the caller among them.
    fn here(&self, context: &OrganizationContext) -> Vec<AccountId> {
        let me = context.caller.account_id;
        let mut here = self.presence.first_here(context.organization.id, SIX);
        if context.availability != Availability::Offline && !here.contains(&me) {
            here.truncate(SIX - 1);
            here.push(me);
        }
        here
    }

    async fn waiting_for_project(&self, context: &OrganizationContext) -> Result<WaitingForProject> {
        let OrganizationContext { organization, authority, .. } = context;
        let can_add = authority.may(Permission::ManageProjectMembers) && authority.may(Permission::ReadMembers);
        if !can_add || organization.identity_managed {
            return Ok(WaitingForProject::default());
        }
        let since = self.now() - NEWCOMER;
        let members = self.store.read().members_without_project(organization.id, since, WAITING.into()).await?;
        Ok(WaitingForProject { count: members.first().map_or(0, |first| first.found), members })
    }

    /// Hides the first steps from the caller, or shows them again.
    ///
    /// # Errors
    /// [`Refusal::NotFound`](domain::Refusal::NotFound).
    #[instrument(
        level = "debug",
        skip_all,
        fields(organization = %context.organization.id, account = %context.caller.account_id)
    )]
    pub async fn hide_first_steps(&self, context: &OrganizationContext, hidden: bool) -> Result<()> {
        let mut tx = self.begin_in(context).await?;
        let (id, account, now) = (tx.organization_id(), tx.me.account_id, self.now());
        tx.set_first_steps_hidden(id, account, hidden.then_some(now)).await?;
        tx.commit().await
    }
}
