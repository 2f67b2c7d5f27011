//! The words of each event: one place for all that is said of it.

use domain::{
    InvitationState,
    audit::{AuditEvent, Departure, InvitationChange},
};

use super::{
    EventWords, Names, Part, billing, name,
    values::{
        DELETED, INVITED, OPEN, REMOVED, called, company, export, given, granted, invitation_state, invited_name,
        managed, project_state, support_contact, switched, terms, with_grants,
    },
    words,
};
use crate::{
    text::{
        a_role,
        invitations::as_role,
        members::grants,
        projects::{a_project_role, project_role},
        role,
        settings::security,
    },
    ui::isolated,
};

/// What was done, beside who did it and before what was before and after.
fn deed(parts: impl Into<Vec<Part>>) -> EventWords {
    EventWords { deed: parts.into(), ..EventWords::default() }
}

impl EventWords {
    /// The sentence for where nothing else says what there is by now.
    fn alone(mut self, parts: impl Into<Vec<Part>>) -> Self {
        self.alone = Some(parts.into());
        self
    }

    fn before(mut self, before: impl Into<String>) -> Self {
        self.change.before = Some(before.into());
        self
    }

    fn after(mut self, after: impl Into<String>) -> Self {
        self.change.after = Some(after.into());
        self
    }

    /// What an invitation gives, where it gave something else before that too.
    fn gives(self, change: &InvitationChange, names: &Names) -> Self {
        let after = terms(&change.after, names);
        match change.before.as_ref().map(|before| terms(before, names)).filter(|before| *before != after) {
            Some(before) => self.before(before).after(after),
            None => self.after(after),
        }
    }

    /// What somebody had who is gone.
    fn gone(self, gone: &Departure, names: &Names) -> Self {
        self.before(given(gone.before, gone.grants, &gone.projects, names))
    }

    /// What became of an invitation.
    fn ends(self, change: &InvitationChange) -> Self {
        let ended = self.after(invitation_state(change.after.state));
        match &change.before {
            Some(before) => ended.before(invitation_state(before.state)),
            None => ended,
        }
    }
}

/// What is said of an event. Where there is nothing but that it was done, nothing is said of before and after.
pub(super) fn event_words(event: &AuditEvent, names: &Names) -> EventWords {
    use AuditEvent as Event;

    let organization = || Part::Name(names.organization.clone());
    let (member, address) = (|| names.subject(), || Part::Address(names.subject_or_somebody()));
    match event {
        Event::OrganizationCreated { after } => deed([words(" created "), name(&after.name)])
            .alone([words(" created "), name(&after.name), words(" with the project "), name(&after.project)])
            .after(format!("{}, {}", role(after.role), isolated(after.project.as_str()))),
        Event::OrganizationDeleted(_) => deed([words(" deleted "), organization()]).before(OPEN).after(DELETED),
        Event::OrganizationRestored(_) => deed([words(" brought back "), organization()]).before(DELETED).after(OPEN),
        Event::OrganizationRenamed { before, after } => deed([words(" renamed the organization")])
            .alone([words(" renamed "), name(before), words(" to "), name(after)])
            .before(isolated(before.as_str()))
            .after(isolated(after.as_str())),
        Event::OrganizationMoved { before, after } => deed([words(" changed the organization’s address")])
            .alone([
                words(" changed the address from "),
                Part::Address(before.to_string()),
                words(" to "),
                Part::Address(after.to_string()),
            ])
            .before(before.as_str())
            .after(after.as_str()),
        Event::CompanyDetailsChanged { before, after } => {
            deed([words(" changed the company details of "), organization()])
                .before(company(before))
                .after(company(after))
        }
        Event::IdentityManagedChanged { before, after } => deed([words(if *after {
            " gave roles and projects into the hands of an identity provider"
        } else {
            " took roles and projects back from the identity provider"
        })])
        .before(managed(*before))
        .after(managed(*after)),
        Event::PolicyChanged { policy, before, after } => deed([
            words(if *after { " switched on " } else { " switched off " }),
            words(format!("“{}”", security::title(*policy))),
        ])
        .before(switched(*before))
        .after(switched(*after)),

        Event::PlanChanged { before: None, after } => {
            deed([words(" set the plan")]).alone(billing::plan_changed(None, after)).after(billing::subscription(after))
        }
        Event::PlanChanged { before: Some(before), after } => deed([words(" changed the plan")])
            .alone(billing::plan_changed(Some(before), after))
            .before(billing::subscription(before))
            .after(billing::subscription(after)),
        Event::BillingContactChanged { before, after } => {
            let known = names.subject.clone().map(Part::Address);
            deed([words(" changed the billing contact")])
                .alone(billing::contact_changed(before.as_ref(), after.as_ref(), known))
                .before(billing::contact(before.as_ref()))
                .after(billing::contact(after.as_ref()))
        }

        Event::InvitationDrafted(change) => {
            deed([words(" drafted an invitation for "), address()]).gives(change, names)
        }
        Event::InvitationSent(change) => {
            let sent = deed([words(" invited "), address()]);
            match &change.before {
                Some(before) if terms(before, names) == terms(&change.after, names) => {
                    sent.before(invitation_state(before.state)).after(terms(&change.after, names))
                }
                _ => sent.gives(change, names),
            }
        }
        Event::InvitationResent(change) => {
            deed([words(" sent "), address(), words(" a new invitation")]).gives(change, names)
        }
        Event::InvitationLinkCopied {} => deed([words(" copied the invitation link for "), address()]),
        Event::InvitationChanged(change) => {
            deed([words(" changed the invitation for "), address()]).gives(change, names)
        }
        Event::InvitationNameChanged(change) => {
            let renamed = deed([words(" changed the name in the invitation for "), address()]);
            match (&change.before, &change.after) {
                // It is forgotten with the account.
                (None, None) => renamed,
                (before, after) => renamed.before(invited_name(before.as_ref())).after(invited_name(after.as_ref())),
            }
        }
        Event::InvitationCancelled(change) => deed([words(" cancelled the invitation for "), address()]).ends(change),
        Event::InvitationAccepted(change) => deed([words(" joined")])
            .alone([words(" joined as "), words(as_role(change.after.role))])
            .before(INVITED)
            .after(terms(&change.after, names)),
        Event::InvitationDeclined(change) => deed([words(" declined the invitation")]).ends(change),
        Event::InvitationDismissed(_) => {
            deed([words(" took the declined invitation for "), address(), words(" off the list")])
                .before(invitation_state(InvitationState::Declined))
                .after("Off the list")
        }
        Event::InvitationAskedFor {} => deed([words(" asked for a new invitation")]),
        Event::InvitationSeatWanted {} => deed([words(" wanted to join, and no seat was free")]),

        Event::RoleChanged { before, after, grants } => deed([words(" changed the role of "), member()])
            .alone([words(" made "), member(), words(" "), words(a_role(*after))])
            .before(with_grants(*before, *grants))
            .after(role(*after)),
        Event::GrantsChanged { before, after } => {
            let from_to = format!(" from {} to {}", grants(*before), grants(*after));
            deed([words(" changed what is granted to "), member()])
                .alone([words(" changed what is granted to "), member(), words(from_to)])
                .before(granted(*before))
                .after(granted(*after))
        }
        Event::DisplayNameChanged(change) => {
            let renamed = deed([words(" changed the name of "), member(), words(" here")]);
            match (&change.before, &change.after) {
                // Before these were kept; and they are forgotten with the account.
                (None, None) => renamed,
                (before, after) => renamed.before(called(before.as_ref())).after(called(after.as_ref())),
            }
        }
        Event::PasswordResetSent {} => deed([words(" sent a password reset to "), member()]),
        Event::MemberRemoved(gone) => deed([words(" removed "), member()]).gone(gone, names).after(REMOVED),
        Event::MemberRestored(back) => deed([words(" brought back "), member()])
            .alone([words(" brought back "), member(), words(format!(" as {}", as_role(back.after)))])
            .before(REMOVED)
            .after(given(back.after, back.grants, &back.projects, names)),
        Event::MemberLeft(gone) => deed([words(" left")]).gone(gone, names).after("Left"),
        Event::AccountDeleted(gone) => {
            deed([words(" deleted their account")]).gone(gone, names).after("Account deleted")
        }
        Event::SupportContactChanged { before, after } => {
            let (verb, rest) =
                if *after { (" made ", " a support contact") } else { (" took ", " off the support contacts") };
            deed([words(verb), member(), words(rest)]).before(support_contact(*before)).after(support_contact(*after))
        }

        Event::ProjectCreated { after } => {
            deed([words(" created the project "), names.project_then(after)]).after(after.slug.to_string())
        }
        Event::ProjectRenamed(change) => deed([words(" renamed the project "), names.project_then(&change.before)])
            .alone([
                words(" renamed the project "),
                names.project_then(&change.before),
                words(" to "),
                names.project_then(&change.after),
            ])
            .before(isolated(change.before.name.as_str()))
            .after(isolated(change.after.name.as_str())),
        Event::ProjectArchived(change) => deed([words(" archived the project "), names.project_then(&change.after)])
            .before(project_state(change.before.state))
            .after(project_state(change.after.state)),
        Event::ProjectRestored(change) => deed([words(" restored the project "), names.project_then(&change.after)])
            .before(project_state(change.before.state))
            .after(project_state(change.after.state)),
        Event::ProjectMemberAdded { after } => {
            let added = [words(" added "), member(), words(" to "), names.project(after.project, &after.name)];
            let as_what = [words(" as "), words(a_project_role(after.role))];
            deed(added.clone()).alone([added.as_slice(), &as_what].concat()).after(project_role(after.role))
        }
        Event::ProjectRoleChanged { before, after } => {
            deed([words(" changed the role of "), member(), words(" in "), names.project(after.project, &after.name)])
                .alone([
                    words(" made "),
                    member(),
                    words(" "),
                    words(a_project_role(after.role)),
                    words(" in "),
                    names.project(after.project, &after.name),
                ])
                .before(project_role(before.role))
                .after(project_role(after.role))
        }
        Event::ProjectMemberRemoved { before } => {
            deed([words(" removed "), member(), words(" from "), names.project(before.project, &before.name)])
                .before(project_role(before.role))
                .after(REMOVED)
        }

        Event::MembersExported {} => deed([words(" exported the list of members")]),
        Event::AuditLogExported { after } => deed([words(" exported the audit log")]).after(export(after)),
    }
}
