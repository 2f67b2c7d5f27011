//! What the caller did with many members at once, or whom they added to a project, a moment ago: told with the list, so that it
//! can be undone in any tab, after a reload and without JavaScript.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{AccountId, MembersChange, ProjectId, Role, audit::AuditEvent, limits};
use store::{DoneTo, Member};

use crate::{OrganizationContext, Result, Services};

/// Entries that are looked through for it.
const CANDIDATES: i64 = 1000;
/// As many of them are told, the last: nobody reads on to take back what was before.
const TOLD: usize = 20;

/// A role that many members were given at once, or a project that some were added to.
#[derive(Clone, Debug)]
pub struct RecentChange {
    pub change: MembersChange,
    pub at: DateTime<Utc>,
    /// Until when it can be undone.
    pub undo_until: DateTime<Utc>,
    /// Those with whom it is still so.
    pub people: Vec<Member>,
}

/// What an entry tells, if it is something that can be undone.
fn change(event: AuditEvent) -> Option<MembersChange> {
    match event {
        AuditEvent::RoleChanged { after, .. } => Some(MembersChange::Role { role: after }),
        AuditEvent::ProjectMemberAdded { after } => {
            Some(MembersChange::Project { project: after.project, name: after.name, role: after.role })
        }
        _ => None,
    }
}

/// The entries with what they tell; what a newer version wrote is nothing that this one takes back. Many tell the same in the
/// same words, which are read once.
fn events(entries: Vec<DoneTo>) -> Vec<(DoneTo, AuditEvent)> {
    let mut known: HashMap<(&str, &str), Option<AuditEvent>> = HashMap::new();
    let read = entries.iter().map(|entry| known.entry(entry.stored()).or_insert_with(|| entry.event()).clone());
    let events: Vec<_> = read.collect();
    entries.into_iter().zip(events).filter_map(|(entry, event)| Some((entry, event?))).collect()
}

/// Which of the events, the newest first and each with whom it was done to and when, took back an older one among them, as long as
/// that could be undone.
pub(super) fn undoing(events: &[(AccountId, DateTime<Utc>, &AuditEvent)]) -> Vec<bool> {
    let mut done: HashMap<AccountId, Vec<(DateTime<Utc>, Role, Role)>> = HashMap::new();
    let mut undoing: Vec<bool> = events
        .iter()
        .rev()
        .map(|(account, at, event)| {
            let AuditEvent::RoleChanged { before, after, .. } = **event else { return false };
            let older = done.entry(*account).or_default();
            let is_undone = |(then, was, became): &(DateTime<Utc>, Role, Role)| {
                (*was, *became) == (after, before) && *at - *then < limits::MEMBERS_UNDO
            };
            let is_undoing = older.last().is_some_and(is_undone);
            if is_undoing {
                older.pop();
            } else {
                older.push((*at, before, after));
            }
            is_undoing
        })
        .collect();
    undoing.reverse();
    undoing
}

/// The project in which it changed something; none for the role in the organization.
const fn project_of(change: &MembersChange) -> Option<ProjectId> {
    match change {
        MembersChange::Role { .. } => None,
        MembersChange::Project { project, .. } => Some(*project),
    }
}

/// Whether it is so by that change: who left and came back since is what they were given anew.
fn is_still_so(member: &Member, batch: &RecentChange) -> bool {
    let by_it = match &batch.change {
        MembersChange::Role { role } => member.role() == *role,
        MembersChange::Project { project, role, .. } => member.authority.projects().role_in(*project) == Some(*role),
    };
    by_it && member.joined_at <= batch.at
}

impl Services {
    /// What the caller did with several members at once and can undo, the last first. What was done with one member stands in
    /// their row alone.
    pub(in crate::members) async fn recent_changes(&self, context: &OrganizationContext) -> Result<Vec<RecentChange>> {
        let (organization, me) = (context.organization.id, context.caller.account_id);
        let since = self.now() - limits::MEMBERS_UNDO;
        let actions = [AuditEvent::ROLE_CHANGED, AuditEvent::PROJECT_MEMBER_ADDED];
        // What was undone a moment ago was done before that.
        let before = since - limits::MEMBERS_UNDO;
        let entries = self.store.read().done_to_others(organization, me, before, actions, CANDIDATES).await?;
        let entries = events(entries);
        let told: Vec<_> = entries.iter().map(|(entry, event)| (entry.subject_id, entry.at, event)).collect();
        let undoing = undoing(&told);
        let mut batches: Vec<RecentChange> = Vec::new();
        let mut chosen: Vec<Vec<AccountId>> = Vec::new();
        let mut decided = HashSet::new();
        for ((entry, event), is_undoing) in entries.into_iter().zip(undoing) {
            let Some(change) = change(event) else { continue };
            // The last that was done with their role, or with their place in a project, is what it is by.
            let is_last = decided.insert((entry.subject_id, project_of(&change)));
            if is_undoing || !is_last || entry.at <= since {
                continue;
            }
            match (batches.last(), chosen.last_mut()) {
                (Some(last), Some(ids)) if last.at == entry.at && last.change == change => ids.push(entry.subject_id),
                _ => {
                    let undo_until = entry.at + limits::MEMBERS_UNDO;
                    batches.push(RecentChange { change, at: entry.at, undo_until, people: Vec::new() });
                    chosen.push(vec![entry.subject_id]);
                }
            }
        }
        // The role of one person is told, and chosen anew, in their row; that one was added to a project is told while it is the
        // last thing that was done.
        let newest = batches.first().map(|batch| batch.at);
        let is_told = |(batch, ids): &(RecentChange, Vec<AccountId>)| match batch.change {
            MembersChange::Role { .. } => ids.len() > 1,
            MembersChange::Project { .. } => ids.len() > 1 || Some(batch.at) == newest,
        };
        let told: Vec<_> = batches.into_iter().zip(chosen).filter(is_told).take(TOLD).collect();
        let people: HashSet<AccountId> = told.iter().flat_map(|(_, ids)| ids).copied().collect();
        let people: Vec<AccountId> = people.into_iter().collect();
        let members = self.store.read().members_among(organization, &people).await?;
        let members: HashMap<_, _> = members.into_iter().map(|member| (member.account_id, member)).collect();
        let told = told.into_iter().map(|(mut batch, ids)| {
            let members = ids.iter().filter_map(|id| members.get(id)).filter(|member| is_still_so(member, &batch));
            batch.people = members.cloned().collect();
            batch
        });
        Ok(told.filter(|batch| !batch.people.is_empty()).collect())
    }
}
