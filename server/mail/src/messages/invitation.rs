//! "Jonas Berg invited you": the link into an organization (IN-1).

use chrono::{DateTime, Utc};
use domain::{OrganizationName, PersonName, ProjectName, ProjectRole, ProjectSlug, Role};
use serde::{Deserialize, Serialize};

use crate::words;

/// Sent to the invited address, which may have no account. Its names were typed by others, and by their types are neither
/// links nor more than one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The name of the organization.
    pub organization: OrganizationName,
    /// The name of who invites.
    pub inviter: PersonName,
    /// What the invited person will be.
    pub role: Role,
    /// The projects that it adds to, where the role needs that. Mails that an older version wrote name none.
    #[serde(default)]
    pub projects: Vec<InvitedTo>,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

/// A project to which an invitation adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitedTo {
    /// The name of the project.
    pub project: ProjectName,
    /// Its place in addresses, where another project of the organization is called alike (FIELD-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<ProjectSlug>,
    /// What the invited person will be there.
    pub role: ProjectRole,
}

impl Invitation {
    /// The projects with the role in each: `Website as an agent and Repairs as a viewer`.
    fn places(&self) -> String {
        let place = |to: &InvitedTo| {
            let slug = to.slug.as_ref().map(|slug| format!(" ({slug})")).unwrap_or_default();
            format!("{}{slug} as {}", words::name(&to.project), words::project_role(to.role))
        };
        words::and(&self.projects.iter().map(place).collect::<Vec<_>>())
    }
}

worded!(Invitation, "invitation", link, ["invitation/subject.txt", "invitation/body.txt", "invitation/body.html"]);
