//! What can be called. People, organizations, projects and invitations are named by their numbers.

use super::{
    invitations::InvitationCall,
    members::MemberCall,
    organizations::OrganizationCall,
    project_members::ProjectMemberCall,
    projects::ProjectCall,
    reference::{DONE, Model, Verdict},
    revoking::RevokingCall,
    walk::{Fields, Walk},
};

/// Somebody calls something about an organization.
#[derive(Clone, Debug)]
pub struct Step {
    pub who: usize,
    pub organization: usize,
    pub call: Call,
}

/// All that changes who may do what, by the area that has it: the calls themselves, what is sent for each, what it makes of the
/// model, how often it comes, and what is seen of it.
#[derive(Clone, Debug)]
pub enum Call {
    Happening(Happening),
    Invitation(InvitationCall),
    Member(MemberCall),
    Organization(OrganizationCall),
    Project(ProjectCall),
    ProjectMember(ProjectMemberCall),
    Revoking(RevokingCall),
}

calls! {
    /// What happens without a call: the operator says who decides, and in a `Wait` time goes by, and nothing else.
    Happening in Happening {
        IdentityManaged { on: bool },
        Wait { minutes: i64 },
    }
}

impl Call {
    /// The names of all that there are.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let areas = [
            Happening::NAMES,
            InvitationCall::NAMES,
            MemberCall::NAMES,
            OrganizationCall::NAMES,
            ProjectCall::NAMES,
            ProjectMemberCall::NAMES,
            RevokingCall::NAMES,
        ];
        areas.into_iter().flatten().copied()
    }

    pub const fn name(&self) -> &'static str {
        match self {
            Self::Happening(call) => call.name(),
            Self::Invitation(call) => call.name(),
            Self::Member(call) => call.name(),
            Self::Organization(call) => call.name(),
            Self::Project(call) => call.name(),
            Self::ProjectMember(call) => call.name(),
            Self::Revoking(call) => call.name(),
        }
    }

    /// Its path and its fields; none for what happens without a request.
    pub fn request(&self, walk: &Walk<'_>, organization: usize) -> Option<(&'static str, Fields)> {
        Some(match self {
            Self::Happening(_) => return None,
            Self::Invitation(call) => call.request(walk, organization),
            Self::Member(call) => call.request(walk, organization),
            Self::Organization(call) => call.request(walk, organization),
            Self::Project(call) => call.request(walk, organization),
            Self::ProjectMember(call) => call.request(walk, organization),
            Self::Revoking(call) => call.request(walk, organization),
        })
    }

    /// Does it in the model, if it may be done.
    pub fn apply(&self, model: &mut Model, who: usize, organization: usize) -> Verdict {
        match self {
            Self::Happening(call) => call.apply(model, organization),
            Self::Invitation(call) => call.apply(model, who, organization),
            Self::Member(call) => call.apply(model, who, organization),
            Self::Organization(call) => call.apply(model, who, organization),
            Self::Project(call) => call.apply(model, who, organization),
            Self::ProjectMember(call) => call.apply(model, who, organization),
            Self::Revoking(call) => call.apply(model, who, organization),
        }
    }
}

impl Happening {
    fn apply(&self, model: &mut Model, organization: usize) -> Verdict {
        match *self {
            Self::IdentityManaged { on } => model.organizations[organization].identity_managed = on,
            Self::Wait { minutes } => model.now += minutes,
        }
        DONE
    }
}
