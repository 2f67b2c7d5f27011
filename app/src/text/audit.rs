//! Entries of the audit log in words.

use domain::{ProjectName, audit::AuditEvent};

use super::{a_role, invitations::as_role, members::grants, projects::a_project_role};

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
pub fn sentence(event: Option<&AuditEvent>, names: Names) -> Vec<Part> {
    let Names { actor, mine, subject, organization } = names;
    let words = |words: &str| Part::Words(words.to_owned());
    let actor = Part::Name(if mine { "You".into() } else { actor.unwrap_or_else(|| "Somebody".into()) });
    let subject = subject.unwrap_or_else(|| "somebody".into());
    let (name, address) = (|| Part::Name(subject.clone()), || Part::Address(subject.clone()));
    let organization = || Part::Name(organization.clone());
    let project = |name: &ProjectName| Part::Name(name.to_string());
    let rest = match event {
        Some(AuditEvent::OrganizationCreated { after }) => vec![
            words(" created "),
            Part::Name(after.name.to_string()),
            words(" with the project "),
            Part::Name(after.project.to_string()),
        ],
        Some(AuditEvent::OrganizationDeleted {}) => vec![words(" deleted "), organization()],
        Some(AuditEvent::OrganizationRestored {}) => vec![words(" brought back "), organization()],
        Some(AuditEvent::InvitationDrafted(_)) => vec![words(" drafted an invitation for "), address()],
        Some(AuditEvent::InvitationSent(_) | AuditEvent::InvitationResent(_)) => vec![words(" invited "), address()],
        Some(AuditEvent::InvitationLinkCopied {}) => vec![words(" copied the invitation link for "), address()],
        Some(AuditEvent::InvitationChanged(_)) => vec![words(" changed the invitation for "), address()],
        Some(AuditEvent::InvitationCancelled(_)) => vec![words(" cancelled the invitation for "), address()],
        Some(AuditEvent::InvitationAccepted(change)) => {
            vec![words(" joined as "), Part::Words(as_role(change.after.role))]
        }
        Some(AuditEvent::InvitationDeclined(_)) => vec![words(" declined the invitation")],
        Some(AuditEvent::InvitationAskedFor {}) => vec![words(" asked for a new invitation")],
        Some(AuditEvent::RoleChanged { after, .. }) => {
            vec![words(" made "), name(), words(" "), words(a_role(*after))]
        }
        Some(AuditEvent::GrantsChanged { before, after }) => vec![
            words(" changed what is granted to "),
            name(),
            Part::Words(format!(" from {} to {}", grants(*before), grants(*after))),
        ],
        Some(AuditEvent::DisplayNameChanged {}) => vec![words(" changed the name of "), name(), words(" here")],
        Some(AuditEvent::PasswordResetSent {}) => vec![words(" sent a password reset to "), name()],
        Some(AuditEvent::MemberRestored { after }) => {
            vec![words(" brought back "), name(), Part::Words(as_role(*after))]
        }
        Some(AuditEvent::ProjectCreated { after }) => vec![words(" created the project "), project(&after.name)],
        Some(AuditEvent::ProjectRenamed(change)) => vec![
            words(" renamed the project "),
            project(&change.before.name),
            words(" to "),
            project(&change.after.name),
        ],
        Some(AuditEvent::ProjectArchived(change)) => {
            vec![words(" archived the project "), project(&change.after.name)]
        }
        Some(AuditEvent::ProjectRestored(change)) => {
            vec![words(" restored the project "), project(&change.after.name)]
        }
        Some(AuditEvent::ProjectMemberAdded { after }) => vec![
            words(" added "),
            name(),
            words(" to "),
            project(&after.name),
            words(" as "),
            words(a_project_role(after.role)),
        ],
        Some(AuditEvent::ProjectRoleChanged { after, .. }) => vec![
            words(" made "),
            name(),
            words(" "),
            words(a_project_role(after.role)),
            words(" in "),
            project(&after.name),
        ],
        Some(AuditEvent::ProjectMemberRemoved { before }) => {
            vec![words(" removed "), name(), words(" from "), project(&before.name)]
        }
        Some(AuditEvent::IdentityManagedChanged { after: true, .. }) => {
            vec![words(" gave roles and projects into the hands of an identity provider")]
        }
        Some(AuditEvent::IdentityManagedChanged { after: false, .. }) => {
            vec![words(" took roles and projects back from the identity provider")]
        }
        Some(AuditEvent::MemberRemoved { .. }) => vec![words(" removed "), name()],
        Some(AuditEvent::MemberLeft { .. }) => vec![words(" left")],
        Some(AuditEvent::AccountDeleted { .. }) => vec![words(" deleted their account")],
        None => vec![words(" changed something in "), organization()],
    };
    std::iter::once(actor).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use domain::Role;

    use super::*;

    fn told(event: Option<AuditEvent>, mine: bool) -> String {
        let (actor, subject) = (Some("Mina".to_owned()), Some("Jonas".to_owned()));
        let names = Names { actor, mine, subject, organization: "Acme".into() };
        let text = |part| match part {
            Part::Words(text) | Part::Name(text) | Part::Address(text) => text,
        };
        sentence(event.as_ref(), names).into_iter().map(text).collect()
    }

    // ST-4
    #[test]
    fn an_entry_is_one_sentence() {
        let changed = AuditEvent::RoleChanged { before: Role::Member, after: Role::Admin };
        assert_eq!(told(Some(changed), false), "Mina made Jonas an admin");
        assert_eq!(told(Some(AuditEvent::InvitationAskedFor {}), false), "Mina asked for a new invitation");
        assert_eq!(told(Some(AuditEvent::MemberLeft { before: Role::Member }), true), "You left");
        assert_eq!(told(None, false), "Mina changed something in Acme");
    }
}
