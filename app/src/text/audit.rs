//! Entries of the audit log in words.

mod billing;
pub mod changes;

use domain::{ProjectName, audit::AuditEvent};

use super::{a_role, invitations::as_role, members::grants, projects::a_project_role, settings::security};

/// Who reads what they did themselves.
pub const YOU: &str = "You";
/// Who did something before their account was deleted.
pub const SOMEBODY: &str = "Somebody";
/// Who does something from the command line.
pub const OPERATOR: &str = "The operator";

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words around names.
    Words(String),
    /// A name that somebody chose.
    Name(String),
    /// An email address.
    Address(String),
}

/// Whom and what an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// Who did it; none once the account is gone.
    pub actor: Option<String>,
    /// Whether that is who reads it.
    pub mine: bool,
    /// To whom it was done.
    pub subject: Option<String>,
    /// The organization whose log it is.
    pub organization: String,
}

/// "Mina Okafor made Jonas Berg an admin", part by part and without an end.
pub fn sentence(event: Option<&AuditEvent>, names: &Names) -> Vec<Part> {
    let actor = if names.mine { YOU.into() } else { names.actor.clone().unwrap_or_else(|| SOMEBODY.into()) };
    let rest = match event {
        Some(event) => with_values(event, names).unwrap_or_else(|| deed(event, names)),
        None => vec![words(" changed something in "), Part::Name(names.organization.clone())],
    };
    std::iter::once(Part::Name(actor)).chain(rest).collect()
}

/// "made Jonas Berg an admin": where the sentence alone says what there is by now.
fn with_values(event: &AuditEvent, names: &Names) -> Option<Vec<Part>> {
    let name = || names.subject();
    Some(match event {
        AuditEvent::OrganizationCreated { after } => vec![
            words(" created "),
            Part::Name(after.name.to_string()),
            words(" with the project "),
            project(&after.project),
        ],
        AuditEvent::InvitationAccepted(change) => {
            vec![words(" joined as "), Part::Words(as_role(change.after.role))]
        }
        AuditEvent::OrganizationRenamed { before, after } => {
            vec![words(" renamed "), Part::Name(before.to_string()), words(" to "), Part::Name(after.to_string())]
        }
        AuditEvent::OrganizationMoved { before, after } => vec![
            words(" changed the address from "),
            Part::Address(before.to_string()),
            words(" to "),
            Part::Address(after.to_string()),
        ],
        AuditEvent::PlanChanged { before, after } => billing::plan_changed(before.as_ref(), after),
        AuditEvent::BillingContactChanged { before, after } => {
            billing::contact_changed(before.as_ref(), after.as_ref(), names.subject.clone().map(Part::Address))
        }
        AuditEvent::RoleChanged { after, .. } => vec![words(" made "), name(), words(" "), words(a_role(*after))],
        AuditEvent::GrantsChanged { before, after } => vec![
            words(" changed what is granted to "),
            name(),
            Part::Words(format!(" from {} to {}", grants(*before), grants(*after))),
        ],
        AuditEvent::MemberRestored { after } => {
            vec![words(" brought back "), name(), Part::Words(format!(" as {}", as_role(*after)))]
        }
        AuditEvent::ProjectRenamed(change) => vec![
            words(" renamed the project "),
            project(&change.before.name),
            words(" to "),
            project(&change.after.name),
        ],
        AuditEvent::ProjectMemberAdded { after } => vec![
            words(" added "),
            name(),
            words(" to "),
            project(&after.name),
            words(" as "),
            words(a_project_role(after.role)),
        ],
        AuditEvent::ProjectRoleChanged { after, .. } => vec![
            words(" made "),
            name(),
            words(" "),
            words(a_project_role(after.role)),
            words(" in "),
            project(&after.name),
        ],
        _ => return None,
    })
}

/// "changed the role of Jonas Berg": what was done, beside who did it and what was before and after.
pub fn deed(event: &AuditEvent, names: &Names) -> Vec<Part> {
    let (name, address) = (|| names.subject(), || Part::Address(names.subject_or_somebody()));
    let organization = || Part::Name(names.organization.clone());
    match event {
        AuditEvent::OrganizationCreated { after } => vec![words(" created "), Part::Name(after.name.to_string())],
        AuditEvent::OrganizationDeleted {} => vec![words(" deleted "), organization()],
        AuditEvent::OrganizationRestored {} => vec![words(" brought back "), organization()],
        AuditEvent::OrganizationRenamed { .. } => vec![words(" renamed the organization")],
        AuditEvent::OrganizationMoved { .. } => vec![words(" changed the organization’s address")],
        AuditEvent::CompanyDetailsChanged { .. } => {
            vec![words(" changed the company details of "), organization()]
        }
        AuditEvent::InvitationDrafted(_) => vec![words(" drafted an invitation for "), address()],
        AuditEvent::InvitationSent(_) | AuditEvent::InvitationResent(_) => vec![words(" invited "), address()],
        AuditEvent::InvitationLinkCopied {} => vec![words(" copied the invitation link for "), address()],
        AuditEvent::InvitationChanged(_) => vec![words(" changed the invitation for "), address()],
        AuditEvent::InvitationCancelled(_) => vec![words(" cancelled the invitation for "), address()],
        AuditEvent::InvitationAccepted(_) => vec![words(" joined")],
        AuditEvent::InvitationDeclined(_) => vec![words(" declined the invitation")],
        AuditEvent::InvitationDismissed(_) => {
            vec![words(" took the declined invitation for "), address(), words(" off the list")]
        }
        AuditEvent::InvitationAskedFor {} => vec![words(" asked for a new invitation")],
        AuditEvent::InvitationSeatWanted {} => vec![words(" wanted to join, and no seat was free")],
        AuditEvent::RoleChanged { .. } => vec![words(" changed the role of "), name()],
        AuditEvent::GrantsChanged { .. } => vec![words(" changed what is granted to "), name()],
        AuditEvent::DisplayNameChanged {} => vec![words(" changed the name of "), name(), words(" here")],
        AuditEvent::PasswordResetSent {} => vec![words(" sent a password reset to "), name()],
        AuditEvent::MemberRemoved { .. } => vec![words(" removed "), name()],
        AuditEvent::MemberRestored { .. } => vec![words(" brought back "), name()],
        AuditEvent::MemberLeft { .. } => vec![words(" left")],
        AuditEvent::AccountDeleted { .. } => vec![words(" deleted their account")],
        AuditEvent::ProjectCreated { after } => vec![words(" created the project "), project(&after.name)],
        AuditEvent::ProjectRenamed(change) => vec![words(" renamed the project "), project(&change.before.name)],
        AuditEvent::ProjectArchived(change) => vec![words(" archived the project "), project(&change.after.name)],
        AuditEvent::ProjectRestored(change) => vec![words(" restored the project "), project(&change.after.name)],
        AuditEvent::ProjectMemberAdded { after } => {
            vec![words(" added "), name(), words(" to "), project(&after.name)]
        }
        AuditEvent::ProjectRoleChanged { after, .. } => {
            vec![words(" changed the role of "), name(), words(" in "), project(&after.name)]
        }
        AuditEvent::ProjectMemberRemoved { before } => {
            vec![words(" removed "), name(), words(" from "), project(&before.name)]
        }
        AuditEvent::IdentityManagedChanged { after: true, .. } => {
            vec![words(" gave roles and projects into the hands of an identity provider")]
        }
        AuditEvent::IdentityManagedChanged { after: false, .. } => {
            vec![words(" took roles and projects back from the identity provider")]
        }
        AuditEvent::PolicyChanged { policy, after, .. } => {
            let policy = Part::Words(format!("“{}”", security::title(*policy)));
            vec![words(if *after { " switched on " } else { " switched off " }), policy]
        }
        AuditEvent::SupportContactChanged { after: true, .. } => {
            vec![words(" made "), name(), words(" a support contact")]
        }
        AuditEvent::SupportContactChanged { after: false, .. } => {
            vec![words(" took "), name(), words(" off the support contacts")]
        }
        AuditEvent::PlanChanged { before: None, .. } => vec![words(" set the plan")],
        AuditEvent::PlanChanged { before: Some(_), .. } => vec![words(" changed the plan")],
        AuditEvent::BillingContactChanged { .. } => vec![words(" changed the billing contact")],
        AuditEvent::AuditLogExported { .. } => vec![words(" exported the audit log")],
    }
}

/// A sentence as plain text, for a file.
pub fn plain(parts: Vec<Part>) -> String {
    let text = |part| match part {
        Part::Words(text) | Part::Name(text) | Part::Address(text) => text,
    };
    parts.into_iter().map(text).collect::<String>().trim().to_owned()
}

fn words(words: &str) -> Part {
    Part::Words(words.to_owned())
}

fn project(name: &ProjectName) -> Part {
    Part::Name(name.to_string())
}

impl Names {
    fn subject_or_somebody(&self) -> String {
        self.subject.clone().unwrap_or_else(|| "somebody".into())
    }

    fn subject(&self) -> Part {
        Part::Name(self.subject_or_somebody())
    }
}

#[cfg(test)]
mod tests {
    use domain::{Grants, Role};

    use super::*;

    fn told(event: Option<AuditEvent>, mine: bool) -> String {
        let (actor, subject) = (Some("Mina".to_owned()), Some("Jonas".to_owned()));
        plain(sentence(event.as_ref(), &Names { actor, mine, subject, organization: "Acme".into() }))
    }

    // ST-4, FIELD-70: whatever this version writes it has words for, and for what was before and after too.
    #[test]
    fn st_4_every_event_has_its_words() {
        let samples: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../domain/src/audit/samples.json")).unwrap();
        for sample in samples {
            let event: AuditEvent = serde_json::from_value(sample.clone()).unwrap();
            let names = Names {
                actor: Some("Mina".into()),
                mine: false,
                subject: Some("Jonas".into()),
                organization: "Acme".into(),
            };
            for words in [plain(sentence(Some(&event), &names)), plain(deed(&event, &names))] {
                assert!(!words.is_empty() && !words.contains("something"), "{sample}: {words}");
            }
            let change = changes::change(&event);
            for (side, words) in [("before", change.before), ("after", change.after)] {
                // An invitation that nobody changed gives what it gave.
                let said = words.is_some_and(|words| !words.is_empty());
                assert!(said || sample["detail"][side].is_null() || side == "before", "{sample}");
            }
        }
    }

    // ST-4
    #[test]
    fn an_entry_is_one_sentence() {
        let changed = AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin, grants: Grants::NONE };
        assert_eq!(told(Some(changed), false), "Mina made Jonas an admin");
        assert_eq!(
            told(Some(AuditEvent::MemberRestored { after: Role::Admin }), false),
            "Mina brought back Jonas as admin"
        );
        assert_eq!(told(Some(AuditEvent::InvitationAskedFor {}), false), "Mina asked for a new invitation");
        let wanted = told(Some(AuditEvent::InvitationSeatWanted {}), false);
        assert_eq!(wanted, "Mina wanted to join, and no seat was free");
        assert_eq!(told(Some(AuditEvent::MemberLeft { before: Role::Member }), true), "You left");
        let moved = AuditEvent::OrganizationMoved { before: "acme".parse().unwrap(), after: "tools".parse().unwrap() };
        assert_eq!(told(Some(moved), true), "You changed the address from acme to tools");
        assert_eq!(told(None, false), "Mina changed something in Acme");
    }
}
