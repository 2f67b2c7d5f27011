//! The home page of an organization: what is worth doing first, what waits for the caller, who is here, what happened.

use chrono::TimeDelta;
use domain::{Availability, AvailabilityTally, FirstStep, FirstStepState, FirstSteps, Permission, ProjectName, Role};
use store::{AuditEntry, Member, Project, WithoutProject};
use tracing::instrument;

use crate::{OrganizationContext, Result, Services, members::InvitationsAtHome};

/// Members named on the home page.
pub(super) const MEMBERS: i64 = 6;
/// The same, as a number of things in memory.
const SIX: usize = 6;
/// Entries of the audit log on the home page.
const ENTRIES: usize = 6;
/// Audit entries read to find those that the caller may see.
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
        let (members, member_count) = self.team(context).await?;
        let projects = self.open_projects(context).await?;
        let project_adders = if projects.is_empty() { self.store.read().project_adders(id).await? } else { Vec::new() };
        let mut latest = self.store.latest_audit(id, CANDIDATES).await?;
        latest.retain(|entry| entry.event().is_none_or(|event| event.is_visible_to(&context.authority)));
        latest.truncate(ENTRIES);
        Ok(Home {
            first_steps: self.first_steps(context, &projects).await?,
            without_project: self.waiting_for_project(context).await?,
            invitations: self.invitations_at_home(context, WAITING.into()).await?,
            members,
            member_count,
            tally: self.seen_tally(context),
            projects,
            project_adders,
            project_needed: self.project_needed(context).await?,
            latest,
        })
    }

    /// Those whom the home page names, and how many members there are. To whoever may read the list of members, those who are
    /// there come first.
    async fn team(&self, context: &OrganizationContext) -> Result<(Vec<SeenMember>, i64)> {
        let id = context.organization.id;
        let (first, count) = self.store.first_members(id, MEMBERS).await?;
        let here =
            if context.authority.may(Permission::ReadMembers) { self.members_here(context).await? } else { Vec::new() };
        let is_here = |member: &Member| here.iter().any(|one| one.account_id == member.account_id);
        let first: Vec<Member> = first.into_iter().filter(|member| !is_here(member)).collect();
        let named = here.iter().cloned().chain(first).take(SIX);
        let seen = |member: Member| SeenMember { availability: self.seen_of(context, member.account_id), member };
        Ok((named.map(seen).collect(), count))
    }

    /// The first of those who are there, the caller among them, the longest in first.
    async fn members_here(&self, context: &OrganizationContext) -> Result<Vec<Member>> {
        let (id, me) = (context.organization.id, context.caller.account_id);
        let mut here = self.presence.first_here(id, SIX);
        if context.availability != Availability::Offline && !here.contains(&me) {
            here.truncate(SIX - 1);
            here.push(me);
        }
        Ok(self.store.members_among(id, &here).await?)
    }

    /// The steps that are the caller's to do.
    async fn first_steps(&self, context: &OrganizationContext, projects: &[Project]) -> Result<FirstSteps> {
        let OrganizationContext { organization, authority, caller, .. } = context;
        let steps: Vec<_> = [
            (FirstStep::InvitePeople, authority.may_invite()),
            (FirstStep::NameProject, authority.may(Permission::ManageProjects)),
            (FirstStep::SecondOwner, authority.lacks_to_assign(Role::Owner).is_none()),
        ]
        .into_iter()
        // Who is in it is not decided here.
        .filter(|(step, _)| !organization.identity_managed || *step == FirstStep::NameProject)
        .filter_map(|(step, may)| may.then_some(step))
        .collect();
        if steps.is_empty() {
            return Ok(FirstSteps::default());
        }
        let Some(progress) = self.store.read().first_steps(organization.id, caller.account_id).await? else {
            return Ok(FirstSteps::default());
        };
        let first_name = ProjectName::first();
        let is_done = |step| match step {
            FirstStep::InvitePeople => progress.invited || progress.joined,
            // Whoever has several knows how to name them.
            FirstStep::NameProject => !matches!(projects, [only] if only.name == first_name),
            FirstStep::SecondOwner => progress.owners > 1,
        };
        let steps = steps.into_iter().map(|step| FirstStepState { step, done: is_done(step) }).collect();
        Ok(FirstSteps { steps, hidden: progress.hidden })
    }

    /// Asked for where somebody may invite.
    async fn project_needed(&self, context: &OrganizationContext) -> Result<bool> {
        let OrganizationContext { organization, authority, .. } = context;
        if organization.identity_managed || !authority.may_invite() {
            return Ok(false);
        }
        Ok(self.store.read().policies(organization.id).await?.on.invitations_need_project)
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
